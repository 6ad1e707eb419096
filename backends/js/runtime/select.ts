import type { Instant, Scalar } from '../../../src/functions/function.ts';
import { orderScalars } from './keys.ts';

/** Keeps the first or the last events. */
export interface Cut {
  readonly keep: 'head' | 'tail';
  readonly count: number;
}

interface Timed {
  readonly event: unknown;
  readonly index: number;
  readonly at: bigint | undefined;
  readonly tie: Scalar;
}

/** What is missing comes last. */
function byPresence(a: unknown, b: unknown): number {
  return Number(a === undefined || a === null) - Number(b === undefined || b === null);
}

/** The order of time; ties go by the tiebreaker, then by arrival. */
function byTime(a: Timed, b: Timed): number {
  if (a.at === undefined || b.at === undefined || a.at === b.at)
    return byPresence(a.at, b.at) || orderScalars(a.tie, b.tie, 1) || a.index - b.index;
  return a.at < b.at ? -1 : 1;
}

/** Orders events by time and cuts the list. */
export function inOrder<E>(
  events: readonly E[],
  readTime: (event: unknown) => readonly Instant[],
  readTie: (event: unknown) => readonly Scalar[],
  cuts: readonly Cut[],
): readonly E[] {
  const timed = events.map((event, index) => {
    return { event, index, at: readTime(event)[0]?.nanos, tie: readTie(event)[0] ?? null };
  });
  const sorted = timed.sort(byTime).map(({ event }) => event);
  return cuts.reduce(
    (kept, { keep, count }) => (keep === 'head' ? kept.slice(0, count) : kept.slice(Math.max(0, kept.length - count))),
    sorted,
  );
}
