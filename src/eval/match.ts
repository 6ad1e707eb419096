import type { Scalar } from '../functions/function.ts';

/** One result of a query. */
export interface Match {
  /**
   * Positions of its events in the input: in the order of the query's steps, null for a missing step, which has no event; of a correlation,
   * those of the window in the order of time.
   */
  readonly events: readonly (number | null)[];
  /** The values that join them, in the order of the keys; null where an optional key is absent. */
  readonly key: readonly Scalar[];
  /** The title of a rule that a correlation refers to and that alerts by itself; absent for the query's own results. */
  readonly rule?: string;
}
