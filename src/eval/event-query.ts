import { compareScalars } from '../functions/scalar.ts';
import { filterCondition } from '../ir/build.ts';
import type { EventFilter, EventQuery, Pipe } from '../ir/query.ts';
import type { TimeFields } from '../ir/rule.ts';
import { holds } from './cond.ts';
import { type Event, readField } from './read-field.ts';

/** Whether an event passes a filter: its category and its condition. */
export const passes = (filter: EventFilter, event: Event): boolean => holds(filterCondition(filter), event);

/** The first `count` of the list, or its last, in order. */
export function applyPipes<T>(items: readonly T[], pipes: readonly Pipe[]): readonly T[] {
  return pipes.reduce<readonly T[]>((kept, pipe) => {
    const count = Number(pipe.count);
    if (pipe.kind === 'head') return kept.slice(0, count);
    return count === 0 ? [] : kept.slice(-count);
  }, items);
}

/** The time of an event in nanoseconds, or nothing. */
export function eventTime(event: Event, time: TimeFields): bigint | undefined {
  const [first] = readField(event, { name: time.timestamp, type: 'date' });
  return typeof first === 'object' && first?.kind === 'instant' ? first.nanos : undefined;
}

function compareTies(a: Event, b: Event, tiebreaker: string | undefined): number {
  if (tiebreaker === undefined) return 0;
  const [left = null] = readField(a, { name: tiebreaker, type: 'unknown' });
  const [right = null] = readField(b, { name: tiebreaker, type: 'unknown' });
  if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
  if (compareScalars('lt', left, right, 'exact')) return -1;
  return compareScalars('gt', left, right, 'exact') ? 1 : 0;
}

/** Positions of the events in the order of time, ties by the tiebreaker (a missing one last), then by arrival; events without a time come last. */
export function timeOrder(events: readonly Event[], time: TimeFields): readonly number[] {
  const keyed = events.map((event, index) => ({ event, index, at: eventTime(event, time) }));
  keyed.sort((a, b) => {
    if (a.at !== b.at) {
      if (a.at === undefined || b.at === undefined) return a.at === undefined ? 1 : -1;
      return a.at < b.at ? -1 : 1;
    }
    return compareTies(a.event, b.event, time.tiebreaker) || a.index - b.index;
  });
  return keyed.map(({ index }) => index);
}

/** The positions of the events that an event query returns, in the order of time. */
export function runEventQuery(query: EventQuery, events: readonly Event[], time: TimeFields): readonly number[] {
  const kept = timeOrder(events, time).filter((index) => passes(query.filter, events[index] ?? {}));
  return applyPipes(kept, query.pipes);
}
