import { runEventQuery } from '../eval/event-query.ts';
import type { Event } from '../eval/read-field.ts';
import type { Rule } from '../ir/rule.ts';

/** Whether the rule is one that finds single events. */
export const isEventRule = (rule: Rule): boolean => rule.query.kind === 'event';

/**
 * What the rule says of each event, by docs/semantics.md. With pipes the verdict on one event hangs on the others; `present` leaves out
 * those that a target has no place for, which then are not found.
 */
export function verdictsOf(
  { query, time }: Rule,
  events: readonly Event[],
  present: (place: number) => boolean = () => true,
): readonly boolean[] {
  if (query.kind !== 'event') throw new Error(`isorule bug: ${query.kind} has no verdict on single events`);
  const places = events.flatMap((_, place) => (present(place) ? [place] : []));
  const kept = runEventQuery(
    query,
    places.map((place) => events[place] ?? {}),
    time,
  );
  const found = new Set(kept.map((at) => places[at]));
  return events.map((_, place) => found.has(place));
}
