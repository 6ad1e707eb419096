import type { Conversion } from '../compile.ts';
import type { Event } from '../eval/read-field.ts';
import type { Field } from '../ir/value.ts';
import type { Backend } from '../target/backend.ts';
import type { Note } from '../target/ledger.ts';
import type { Answer } from './matches/answer.ts';
import type { Fault, Trial, Usable } from './trial.ts';

export type { Fault, Trial, Usable } from './trial.ts';

/**
 * What an output says of the events under one condition of the target: one verdict an event, in their order. No verdict: the target has no
 * place for the event as it is (a column of one value and an event with two).
 */
export interface Way {
  /** `columns`, `json`, `default`, `notOverNull=true` … */
  readonly name: string;
  /** The output as it was run, with what it says of itself: a layout has notes of its own. */
  readonly conversion: Conversion;
  /** An event as it lay there, where that is not how it came: what the target asks for was seen to, and excuses no difference. */
  readonly laid?: (event: Event, fields: readonly Field[]) => Event;
  /** Assumptions that hold in this way whatever the events are like: they excuse nothing here. */
  readonly grants?: readonly string[];
  readonly verdicts: readonly (boolean | undefined)[];
}

/** Whether what a note assumes holds in a way by itself. */
export const isGranted = ({ grants = [] }: Way, { assumption }: Pick<Note, 'assumption'>): boolean =>
  assumption !== undefined && grants.includes(assumption);

export type Found = { readonly ways: readonly Way[] } | { readonly fault: Fault };

export const isFault = (found: Found): found is { readonly fault: Fault } => 'fault' in found;

/** Runs the outputs of one target. */
export interface Runner {
  /** What runs them, for people: `DuckDB`, `SPL emulator`. */
  readonly name: string;
  readonly version: string;
  readonly run: (trial: Trial) => Promise<Found>;
  /** The same for many trials, in their order; what can be shared is made once. */
  readonly runAll: (trials: readonly Trial[]) => Promise<readonly Found[]>;
  /** What a stateful output finds: the matches, under each condition of the target. */
  readonly matches: (trial: Trial) => Promise<Answer>;
  /** The outputs that `run` runs, with what each says of itself. */
  readonly conversions: (loaded: Usable, backend: Backend) => readonly Conversion[];
  readonly close: () => Promise<void>;
}

/** Why a target can't be run on this machine. */
export interface Unavailable {
  readonly missing: string;
}

export const isUnavailable = (found: Runner | Unavailable): found is Unavailable => 'missing' in found;

/** Starts a runner; `version` is that of isorule, which is the version of its own emulators and readers. */
export type OpenRunner = (version: string) => Promise<Runner | Unavailable>;

/** For runners that share nothing between trials. */
export const oneByOne =
  (run: Runner['run']): Runner['runAll'] =>
  async (trials) => {
    const all: Found[] = [];
    for (const trial of trials) all.push(await run(trial));
    return all;
  };

/** For runners that have nothing to close. */
export const nothingToClose = (): Promise<void> => Promise.resolve();
