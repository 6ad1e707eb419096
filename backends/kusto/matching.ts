/** What the two ways to find matches share: the tables they read, and how rows relate. All names are the backend's own. */
export interface Matching {
  /** The positive steps in order; `at` is the step's place among all steps, from 1. */
  readonly steps: readonly { readonly at: number; readonly source: string }[];
  /** The tables of the positive steps, each once. */
  readonly sources: readonly string[];
  /** The columns of the join key. */
  readonly keys: readonly string[];
  /** The table of `until` events. */
  readonly ends?: string;
  /** Whether `maxspan` is declared. */
  readonly spans: boolean;
  /** Whether rows have an `Id`. */
  readonly identified: boolean;
  /** The order of events within a key, as items of `sort by`. */
  readonly order: readonly string[];
  /** The columns of the last event of a match, as items of `extend`. */
  readonly lastColumns: string;
  /** The matches are read more than once. */
  readonly again: boolean;
}

/** maxspan counts from the first event and includes its end. */
export const withinSpan = (time: string, first: string): string => `${time} - ${first} <= maxspan`;
