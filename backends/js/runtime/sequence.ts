import { type KeyLimits, type KeyTable, keyTable } from './key-table.ts';
import type { EventKey, KeyReader } from './keys.ts';
import { type Machine, plainValue, type Result, type Seen, timeText } from './matcher.ts';
import { type Waiting, type WaitingList, waitingList } from './waiting.ts';

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

interface MissingPlan {
  readonly step: StepPlan;
  /** How many positive steps stand before it. */
  readonly after: number;
}

function missingSteps(steps: readonly StepPlan[]): readonly MissingPlan[] {
  let after = 0;
  return steps.flatMap((step) => {
    if (!step.missing) after++;
    return step.missing ? [{ step, after }] : [];
  });
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

function emptyState(key: EventKey, slots: number): SequenceState {
  return { key, slots: new Array(slots).fill(undefined), lead: undefined, earlierLead: undefined, waiting: [] };
}

/**
 * Elasticsearch's state machine: one slot a positive step and key, for the latest partial match that ends there. Steps are tried from the
 * last to the first, then missing steps, then `until`.
 */
class SequenceMachine implements Machine {
  readonly #plan: SequencePlan;
  readonly #positive: readonly StepPlan[];
  readonly #missing: readonly MissingPlan[];
  readonly #leads: boolean;
  readonly #trails: boolean;
  readonly #table: KeyTable<SequenceState>;
  readonly #list: WaitingList = waitingList();
  #clock = 0n;

  constructor(plan: SequencePlan, limits: KeyLimits) {
    this.#plan = plan;
    this.#positive = plan.steps.filter((step) => !step.missing);
    this.#missing = missingSteps(plan.steps);
    this.#leads = this.#missing.some(({ after }) => after === 0);
    this.#trails = this.#missing.some(({ after }) => after === this.#positive.length);
    this.#table = keyTable<SequenceState>(
      (key) => emptyState(key, this.#positive.length - 1),
      (state) => this.#isLive(state),
      limits,
      ({ waiting }) => {
        for (const one of waiting) one.isOver = true;
      },
    );
  }

  #within(from: bigint, to: bigint): boolean {
    const { maxspan } = this.#plan;
    return maxspan === null || to - from <= maxspan;
  }

  #isLive({ slots, lead, waiting }: SequenceState): boolean {
    const now = this.#clock;
    if (lead !== undefined && this.#within(lead, now)) return true;
    return (
      slots.some((partial) => partial && this.#within(partial.first, now)) || waiting.some(({ isOver }) => !isOver)
    );
  }

  /** Tests a match of the positive steps by the missing ones; what these can't reject any more is a result. */
  #complete(state: SequenceState, last: Partial, results: Result[]): void {
    const { first, lead, seen, isBroken } = last;
    if (isBroken || (this.#leads && !this.#trails && lead !== undefined && this.#within(lead, seen.at))) return;
    const match = {
      events: eventsInOrder(this.#plan.steps, last),
      key: state.key.values.map(plainValue),
      first: timeText(first),
      last: timeText(seen.at),
    };
    const result = { place: seen.place, key: state.key, match };
    // From here on, for a maxspan, an event of the last missing steps rejects the match.
    const from = this.#leads ? lead : first;
    if (this.#trails && from !== undefined) this.#wait(state, result, seen.at, from);
    else results.push(result);
  }

  #wait(state: SequenceState, result: Result, last: bigint, from: bigint): void {
    const { maxspan } = this.#plan;
    const waiting = { result, last, deadline: maxspan === null ? undefined : from + maxspan, isOver: false };
    this.#list.add(waiting);
    state.waiting = [...state.waiting.filter(({ isOver }) => !isOver), waiting];
  }

  /** What the step before left is taken in any case, and extended where maxspan allows it. */
  #extended(state: SequenceState, step: number, seen: Seen): Partial | undefined {
    const { at } = seen;
    if (step === 0) {
      const lead = state.lead !== undefined && state.lead < at ? state.lead : state.earlierLead;
      return { seen, before: undefined, first: at, lead, isBroken: false, gap: undefined };
    }
    const taken = state.slots[step - 1];
    state.slots[step - 1] = undefined;
    if (!taken || !this.#within(taken.first, at)) return undefined;
    const { first, lead, gap } = taken;
    return {
      seen,
      before: taken,
      first,
      lead,
      isBroken: taken.isBroken || (gap !== undefined && gap < at),
      gap: undefined,
    };
  }

  #takeStep(step: number, key: EventKey, seen: Seen, results: Result[]): void {
    const state = step === 0 ? this.#table.open(key) : this.#table.find(key);
    const partial = state && this.#extended(state, step, seen);
    if (!partial) return;
    if (step === this.#positive.length - 1) this.#complete(state, partial, results);
    else state.slots[step] = partial;
  }

  #takeMissing(after: number, key: EventKey, at: bigint): void {
    const state = after === 0 ? this.#table.open(key) : this.#table.find(key);
    if (!state) return;
    if (after === this.#positive.length) for (const one of state.waiting) one.isOver ||= one.last < at;
    else if (after > 0) {
      const partial = state.slots[after - 1];
      if (partial && partial.seen.at < at) partial.gap ??= at;
    } else if (state.lead !== at) {
      state.earlierLead = state.lead;
      state.lead = at;
    }
  }

  take(seen: Seen, results: Result[]): void {
    const { event, at } = seen;
    this.#clock = at;
    for (let step = this.#positive.length - 1; step >= 0; step--) {
      const plan = this.#positive[step];
      if (plan?.passes(event)) for (const key of plan.keys(event)) this.#takeStep(step, key, seen, results);
    }
    for (const { step, after } of this.#missing) {
      if (step.passes(event)) for (const key of step.keys(event)) this.#takeMissing(after, key, at);
    }
    const { until } = this.#plan;
    if (until?.passes(event)) for (const key of until.keys(event)) this.#table.find(key)?.slots.fill(undefined);
  }

  settle(now: bigint | undefined, results: Result[]): void {
    this.#list.settle(now, results);
  }
}

export function sequenceMachine(plan: SequencePlan): (limits: KeyLimits) => Machine {
  return (limits) => new SequenceMachine(plan, limits);
}
