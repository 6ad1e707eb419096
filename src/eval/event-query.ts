import { filterCondition } from '../ir/build.ts';
import type { EventFilter, EventQuery, Pipe } from '../ir/query.ts';
import type { TimeFields } from '../ir/rule.ts';
import { holds } from './cond.ts';
import type { Event } from './read-field.ts';
import { timeOrder } from './time-order.ts';

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

/** The positions of the events that an event query returns, in the order of time. */
export function runEventQuery(query: EventQuery, events: readonly Event[], time: TimeFields): readonly number[] {
  const kept = timeOrder(events, time).filter((index) => passes(query.filter, events[index] ?? {}));
  return applyPipes(kept, query.pipes);
}
