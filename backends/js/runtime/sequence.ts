import { type KeyLimits, keyTable } from './key-table.ts';
import type { EventKey, KeyReader } from './keys.ts';
import { type Machine, plainValue, type Result, type Seen, timeText } from './matcher.ts';
import { type Waiting, waitingList } from './waiting.ts';

/** A step: which events, and under which keys. */
export interface StepPlan {
  readonly passes: (event: unknown) => boolean;
  readonly keys: KeyReader;
  readonly missing: boolean;
}

export interface SequencePlan {
  readonly steps: readonly StepPlan[];
  /** Nanoseconds from the first event to the last, inclusive; null: no limit. */
  readonly maxspan: bigint | null;
  readonly until: StepPlan | null;
}

/** A partial match: its latest event, and the partial match that it extends. */
interface Partial {
  readonly seen: Seen;
  readonly before: Partial | undefined;
  /** The time of its first event. */
  readonly first: bigint;
  /** The latest time before that of an event that must not come first. */
  readonly lead: bigint | undefined;
  /** A missing step was met in between; it goes on nevertheless, since it uses up events. */
  readonly isBroken: boolean;
  /** The earliest time behind its latest event of one that must not come before the next step. */
  gap: bigint | undefined;
}

interface SequenceState {
  readonly key: EventKey;
  /** The latest partial match that ends at each positive step but the last. */
  readonly slots: (Partial | undefined)[];
  /** The two latest times of events that must not come first. */
  lead: bigint | undefined;
  earlierLead: bigint | undefined;
  /** Complete matches that an event of the last missing steps would still reject. */
  waiting: readonly Waiting[];
}

interface MissingPlan extends StepPlan {
  /** How many positive steps stand before it. */
  readonly after: number;
}

function missingSteps(steps: readonly StepPlan[]): readonly MissingPlan[] {
  let after = 0;
  const found: MissingPlan[] = [];
  for (const step of steps) {
    if (step.missing) found.push({ ...step, after });
    else after++;
  }
  return found;
}

/** The events of a match in step order. */
function eventsInOrder(steps: readonly StepPlan[], last: Partial): readonly unknown[] {
  const events: unknown[] = [];
  let next: Partial | undefined = last;
  for (let i = steps.length - 1; i >= 0; i--) {
    const isMissing = steps[i]?.missing === true;
    events.push(isMissing ? null : next?.seen.event);
    if (!isMissing) next = next?.before;
  }
  return events.reverse();
}

/**
 * Elasticsearch's state machine: one slot a positive step and key, for the latest partial match that ends there. Steps are tried from the
 * last to the first, then missing steps, then `until`.
 */
export function sequenceMachine({ steps, maxspan, until }: SequencePlan): (limits: KeyLimits) => Machine {
  const positive = steps.filter((step) => !step.missing);
  const missing = missingSteps(steps);
  const leads = missing.some(({ after }) => after === 0);
  const trails = missing.some(({ after }) => after === positive.length);
  const within = (from: bigint, to: bigint): boolean => maxspan === null || to - from <= maxspan;
  return (limits) => {
    let clock = 0n;
    const isLive = ({ slots, lead, waiting }: SequenceState): boolean =>
      slots.some((partial) => partial && within(partial.first, clock)) ||
      (lead !== undefined && within(lead, clock)) ||
      waiting.some(({ isOver }) => !isOver);
    const create = (key: EventKey): SequenceState => ({
      key,
      slots: positive.slice(1).map(() => undefined),
      lead: undefined,
      earlierLead: undefined,
      waiting: [],
    });
    const list = waitingList();
    const table = keyTable(create, isLive, limits, ({ waiting }) => {
      for (const one of waiting) one.isOver = true;
    });

    const complete = (state: SequenceState, last: Partial, results: Result[]): void => {
      const { first, lead, seen } = last;
      if (last.isBroken || (leads && !trails && lead !== undefined && within(lead, seen.at))) return;
      const match = {
        events: eventsInOrder(steps, last),
        key: state.key.values.map(plainValue),
        first: timeText(first),
        last: timeText(seen.at),
      };
      const result = { place: seen.place, key: state.key, match };
      const from = leads ? lead : first;
      if (!trails || from === undefined || !(maxspan === null || from + maxspan > seen.at)) results.push(result);
      else {
        const waiting = {
          result,
          last: seen.at,
          deadline: maxspan === null ? undefined : from + maxspan,
          isOver: false,
        };
        list.add(waiting);
        state.waiting = [...state.waiting.filter(({ isOver }) => !isOver), waiting];
      }
    };

    const begin = (state: SequenceState, seen: Seen): Partial => ({
      seen,
      before: undefined,
      first: seen.at,
      lead: state.lead !== undefined && state.lead < seen.at ? state.lead : state.earlierLead,
      isBroken: false,
      gap: undefined,
    });

    /** What the step before left is taken in any case, and extended where maxspan allows it. */
    const extended = (state: SequenceState, step: number, seen: Seen): Partial | undefined => {
      if (step === 0) return begin(state, seen);
      const taken = state.slots[step - 1];
      state.slots[step - 1] = undefined;
      if (!taken || !within(taken.first, seen.at)) return undefined;
      const { first, lead, gap } = taken;
      const isBroken = taken.isBroken || (gap !== undefined && gap < seen.at);
      return { seen, before: taken, first, lead, isBroken, gap: undefined };
    };

    const takeStep = (step: number, key: EventKey, seen: Seen, results: Result[]): void => {
      const state = step === 0 ? table.open(key) : table.find(key);
      if (!state) return;
      const partial = extended(state, step, seen);
      if (!partial) return;
      if (step === positive.length - 1) complete(state, partial, results);
      else state.slots[step] = partial;
    };

    const takeMissing = (step: MissingPlan, key: EventKey, at: bigint): void => {
      const state = step.after === 0 ? table.open(key) : table.find(key);
      if (!state) return;
      if (step.after === 0 && state.lead !== at) {
        state.earlierLead = state.lead;
        state.lead = at;
      }
      const partial = step.after === 0 ? undefined : state.slots[step.after - 1];
      if (partial && partial.seen.at < at) partial.gap ??= at;
      if (step.after < positive.length) return;
      for (const waiting of state.waiting) if (waiting.last < at) waiting.isOver = true;
    };

    return {
      take: (seen, results) => {
        const { event, at } = seen;
        clock = at;
        for (let step = positive.length - 1; step >= 0; step--) {
          const plan = positive[step];
          if (plan?.passes(event)) for (const key of plan.keys(event)) takeStep(step, key, seen, results);
        }
        for (const step of missing)
          if (step.passes(event)) for (const key of step.keys(event)) takeMissing(step, key, at);
        if (until?.passes(event)) for (const key of until.keys(event)) table.find(key)?.slots.fill(undefined);
      },
      settle: (now, results) => list.settle(now, results),
    };
  };
}
