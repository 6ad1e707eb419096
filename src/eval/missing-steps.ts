import type { SequenceQuery, Step } from '../ir/query.ts';
import { passes } from './event-query.ts';
import { joinKeys } from './join-keys.ts';
import type { TimedEvent } from './time-order.ts';

/** The times of the events of one missing step, by key. */
type Times = ReadonlyMap<string, readonly bigint[]>;

function timesOf(step: Step, events: readonly TimedEvent[]): Times {
  const times = new Map<string, bigint[]>();
  for (const { event, at } of events) {
    if (!passes(step.filter, event)) continue;
    for (const { id } of joinKeys(step.keys, event)) times.set(id, [...(times.get(id) ?? []), at]);
  }
  return times;
}

const latest = (times: readonly bigint[]): bigint | undefined =>
  times.reduce<bigint | undefined>((best, at) => (best === undefined || at > best ? at : best), undefined);
const earliest = (times: readonly bigint[]): bigint | undefined =>
  times.reduce<bigint | undefined>((best, at) => (best === undefined || at < best ? at : best), undefined);

/**
 * Whether a match of the positive steps stands although of the missing steps at its ends: with one end only, no such event is within maxspan
 * of the match's other end; with both, no two of them are within maxspan of each other.
 */
function endsAreQuiet(
  leading: readonly bigint[] | undefined,
  trailing: readonly bigint[] | undefined,
  first: bigint,
  last: bigint,
  maxspan: bigint | undefined,
): boolean {
  if (!leading && !trailing) return true;
  const from = leading ? latest(leading.filter((at) => at < first)) : first;
  const to = trailing ? earliest(trailing.filter((at) => at > last)) : last;
  return from === undefined || to === undefined || (maxspan !== undefined && to - from > maxspan);
}

/** Tests a match of the positive steps: its key, and the times of its events in step order. */
export type MissingTest = (key: string, times: readonly bigint[]) => boolean;

/** The test that the missing steps of a sequence ask of a match; by time alone, whatever the tiebreakers. */
export function missingTest(query: SequenceQuery, events: readonly TimedEvent[]): MissingTest {
  let before = 0;
  const positives = query.steps.filter((step) => !step.missing).length;
  // Each missing step with the number of positive steps before it: 0 is leading, all of them is trailing.
  const missing = query.steps.flatMap((step) => {
    if (!step.missing) before++;
    return step.missing ? [{ before, times: timesOf(step, events) }] : [];
  });
  const leading = missing.filter((step) => step.before === 0);
  const trailing = missing.filter((step) => step.before === positives);
  const between = missing.filter((step) => step.before > 0 && step.before < positives);
  const found = (steps: typeof missing, key: string): readonly bigint[] | undefined =>
    steps.length === 0 ? undefined : steps.flatMap(({ times }) => times.get(key) ?? []);
  return (key, times) => {
    const at = (i: number): bigint => times[i] ?? 0n;
    const interrupted = between.some(({ before: i, times: seen }) =>
      (seen.get(key) ?? []).some((time) => time > at(i - 1) && time < at(i)),
    );
    if (interrupted) return false;
    return endsAreQuiet(found(leading, key), found(trailing, key), at(0), at(positives - 1), query.maxspan);
  };
}
