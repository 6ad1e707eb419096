import type { Scalar } from '../functions/function.ts';
import type { TimeFields } from '../ir/rule.ts';
import { orderScalars } from './order-scalars.ts';
import { type Event, readField } from './read-field.ts';

/** An event with its place in the input and its time in nanoseconds. */
export interface TimedEvent {
  readonly event: Event;
  readonly index: number;
  readonly at: bigint;
}

/** The time of an event in nanoseconds, or nothing where it can't be read. */
export function eventTime(event: Event, time: TimeFields): bigint | undefined {
  const [first] = readField(event, { name: time.timestamp, type: 'date' });
  return typeof first === 'object' && first?.kind === 'instant' ? first.nanos : undefined;
}

function tieOf(event: Event, { tiebreaker }: TimeFields): Scalar {
  if (tiebreaker === undefined) return null;
  return readField(event, { name: tiebreaker, type: 'unknown' })[0] ?? null;
}

/** A missing tiebreaker comes last. */
function compareTies(a: Scalar, b: Scalar): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return orderScalars(a, b);
}

/** Positions of the events in the order of time, ties by the tiebreaker (a missing one last), then by arrival; events without a time come last. */
export function timeOrder(events: readonly Event[], time: TimeFields): readonly number[] {
  const keyed = events.map((event, index) => ({ index, at: eventTime(event, time), tie: tieOf(event, time) }));
  keyed.sort((a, b) => {
    if (a.at !== b.at) {
      if (a.at === undefined || b.at === undefined) return a.at === undefined ? 1 : -1;
      return a.at < b.at ? -1 : 1;
    }
    return compareTies(a.tie, b.tie) || a.index - b.index;
  });
  return keyed.map(({ index }) => index);
}

/** The events that have a time, in the order of time. */
export function timedEvents(events: readonly Event[], time: TimeFields): readonly TimedEvent[] {
  return timeOrder(events, time).flatMap<TimedEvent>((index) => {
    const event = events[index] ?? {};
    const at = eventTime(event, time);
    return at === undefined ? [] : [{ event, index, at }];
  });
}
