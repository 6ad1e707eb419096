import type { Scalar } from '../functions/function.ts';

/** One result of a query. */
export interface Match {
  /** Positions of its events in the input, in the order of the query's steps; null for a missing step, which has no event. */
  readonly events: readonly (number | null)[];
  /** The values that join them, in the order of the keys; null where an optional key is absent. */
  readonly key: readonly Scalar[];
}
