import type { Span } from '../text/source-text.ts';

/**
 * What an output does with one construct of the source, from best to worst.
 * `exact`; `conditional`: exact while a named assumption about the data holds; `wider`: may match more (noise); `narrower`: may match
 * less (blindness); `differs`: both, or not known which; `unsupported`: no output.
 */
export const FIDELITIES = ['exact', 'conditional', 'wider', 'narrower', 'differs', 'unsupported'] as const;
export type Fidelity = (typeof FIDELITIES)[number];

/** One event as JSON, nested or flat. */
export type EventJson = Readonly<Record<string, unknown>>;

/** What a leaf's translation does that is not exact, said by the emitter at the leaf; the ways up are `negated` and `opaque`. */
export interface Note {
  readonly effect: Exclude<Fidelity, 'exact'>;
  /** Which construct: `cidr`, `match`, `function/between` … */
  readonly construct: string;
  /** One sentence, lower case, no full stop: what the target does instead. */
  readonly why: string;
  /** For `conditional`: the id of a row in the backend's table of assumptions. */
  readonly assumption?: string;
  readonly origin?: Span;
  /**
   * Values for fields of the construct with which the translation and the rule disagree, dotted names. Required unless
   * `unsupported`, or what a mapping says of a platform: no event of the rule shows that. A field that must be absent has the value
   * `undefined`.
   */
  readonly witness?: EventJson;
}

/** A ledger entry: a note, settled for its place in the rule, or the word that something around the query changes no match. */
export type LedgerEntry = Note | (Pick<Note, 'construct' | 'why' | 'origin'> & { readonly effect: 'exact' });

/** A named assumption about the data or the platform under which a translation is exact. */
export interface Assumption {
  readonly id: string;
  /** One sentence that a detection engineer can check on the data. */
  readonly sentence: string;
  /** The vendor's page or the fact's source. */
  readonly docs: string;
}

/** The id of an assumption to its row: one table a backend. */
export type AssumptionTable = Readonly<Record<string, Assumption>>;

const SWAPPED: Readonly<Record<Note['effect'], Note['effect']>> = {
  conditional: 'conditional',
  wider: 'narrower',
  narrower: 'wider',
  differs: 'differs',
  unsupported: 'unsupported',
};

/** Notes seen through a `not`: more becomes less. */
export function negated(notes: readonly Note[]): readonly Note[] {
  return notes.map((note) => ({ ...note, effect: SWAPPED[note.effect] }));
}

/** Notes in a place where a direction can't be claimed: inside a Value, in a missing or until step, for any step of a sequence. */
export function opaque(notes: readonly Note[]): readonly Note[] {
  return notes.map((note) =>
    note.effect === 'wider' || note.effect === 'narrower' ? { ...note, effect: 'differs' } : note,
  );
}

/** The fidelity of the whole: more and less together differ, else the worst. */
export function joinFidelity(effects: Iterable<Fidelity>): Fidelity {
  const seen = new Set(effects);
  if (seen.has('unsupported')) return 'unsupported';
  if (seen.has('differs') || (seen.has('wider') && seen.has('narrower'))) return 'differs';
  return [...FIDELITIES].reverse().find((fidelity) => seen.has(fidelity)) ?? 'exact';
}
