import type { CharSet } from './char-set.ts';
import type { PositionTest } from './tree.ts';

/** A state of Thompson's construction; states are numbers. */
export type NfaState =
  | { readonly kind: 'chars'; readonly set: CharSet; readonly next: number }
  | { readonly kind: 'split'; readonly next: readonly number[] }
  | { readonly kind: 'test'; readonly test: PositionTest; readonly next: number }
  | { readonly kind: 'accept' };

export interface Nfa {
  readonly states: readonly NfaState[];
  readonly start: number;
}

/** Why there is no automaton: the construct's name. */
export interface Unsupported {
  readonly unsupported: string;
}

/** A complete deterministic automaton; state 0 is the start. */
export interface Dfa {
  readonly accepting: readonly boolean[];
  /** For each state the states it leads to, each with the characters that do. */
  readonly transitions: readonly (readonly (readonly [number, CharSet])[])[];
}
