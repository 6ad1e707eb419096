import type { SequenceQuery, Step } from '../ir/query.ts';
import type { TimeFields } from '../ir/rule.ts';
import { applyPipes, passes } from './event-query.ts';
import { compareKeys, type JoinKey, joinKeys } from './join-keys.ts';
import type { Match } from './match.ts';
import { missingTest } from './missing-steps.ts';
import type { Event } from './read-field.ts';
import { type TimedEvent, timedEvents } from './time-order.ts';

/** The events taken so far, in step order. */
type Partial = readonly TimedEvent[];

interface Complete {
  readonly key: JoinKey;
  readonly events: Partial;
}

/** One slot for each positive step but the last: the latest partial match that ends there. */
type Slots = (Partial | undefined)[];

const withinSpan = (first: TimedEvent | undefined, event: TimedEvent, maxspan: bigint | undefined): boolean =>
  first === undefined || maxspan === undefined || event.at - first.at <= maxspan;

/** The positive steps of a sequence, event by event. */
class Machine {
  readonly complete: Complete[] = [];
  readonly #steps: readonly Step[];
  readonly #query: SequenceQuery;
  readonly #slots = new Map<string, Slots>();

  constructor(query: SequenceQuery) {
    this.#query = query;
    this.#steps = query.steps.filter((step) => !step.missing);
  }

  #slotsOf({ id }: JoinKey): Slots {
    const slots = this.#slots.get(id) ?? [];
    this.#slots.set(id, slots);
    return slots;
  }

  /** What the step before left is taken in any case, and extended where maxspan allows it. */
  #extend(event: TimedEvent, key: JoinKey, step: number): void {
    const slots = this.#slotsOf(key);
    const taken = step === 0 ? [] : slots[step - 1];
    if (step > 0) slots[step - 1] = undefined;
    if (!taken || !withinSpan(taken[0], event, this.#query.maxspan)) return;
    const extended = [...taken, event];
    if (step === this.#steps.length - 1) this.complete.push({ key, events: extended });
    else slots[step] = extended;
  }

  /**
   * Steps are tried from the last to the first, so that an event never extends what it has just made; `until` comes behind them, so that it
   * does not stop the event that it is itself, but ends what has just been made of that event.
   */
  push(event: TimedEvent): void {
    for (const [step, { filter, keys }] of [...this.#steps.entries()].reverse()) {
      if (passes(filter, event.event)) for (const key of joinKeys(keys, event.event)) this.#extend(event, key, step);
    }
    const { until } = this.#query;
    if (!until || !passes(until.filter, event.event)) return;
    for (const { id } of joinKeys(until.keys, event.event)) this.#slots.delete(id);
  }
}

/** The events of a match in the order of all steps, the missing ones as null. */
function positionsOf(query: SequenceQuery, taken: Partial): readonly (number | null)[] {
  const positives = taken.values();
  return query.steps.map((step) => (step.missing ? null : (positives.next().value?.index ?? null)));
}

/**
 * The sequences that Elasticsearch's state machine finds (docs/semantics.md, "Sequences"), in the order of their last events, ties by key.
 * Events without a time take no part.
 */
export function runSequence(query: SequenceQuery, events: readonly Event[], time: TimeFields): readonly Match[] {
  const timed = timedEvents(events, time);
  const place = new Map(timed.map(({ index }, at) => [index, at]));
  const stands = missingTest(query, timed);
  const last = ({ events: taken }: Complete): number => place.get(taken.at(-1)?.index ?? -1) ?? 0;
  const machine = new Machine(query);
  for (const event of timed) machine.push(event);
  const found = machine.complete
    .filter(({ key, events: taken }) =>
      stands(
        key.id,
        taken.map(({ at }) => at),
      ),
    )
    .sort((a, b) => last(a) - last(b) || compareKeys(a.key, b.key));
  return applyPipes(found, query.pipes).map(({ key, events: taken }) => ({
    events: positionsOf(query, taken),
    key: key.values,
  }));
}
