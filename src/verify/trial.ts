import type { LoadedRule, LoadOptions } from '../compile.ts';
import type { Event } from '../eval/read-field.ts';
import type { Rule } from '../ir/rule.ts';
import type { Backend } from '../target/backend.ts';

export type Usable = LoadedRule & { readonly rule: Rule };

/** A conversion to be run over events: the runner writes the output for the table that it makes, and asks which events it finds. */
export interface Trial {
  readonly loaded: Usable;
  readonly backend: Backend;
  readonly events: readonly Event[];
  /** How rules are read, for targets whose output is read back. */
  readonly load?: LoadOptions;
}

/** An output that the target does not take, or that its runner can't judge. */
export interface Fault {
  readonly way: string;
  readonly reason: string;
  readonly text: string;
}
