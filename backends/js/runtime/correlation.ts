import { type KeyLimits, keyTable } from './key-table.ts';
import { type EventKey, type KeyReader, orderKeys } from './keys.ts';
import { type Machine, plainValue, type Result, type Seen, timeText } from './matcher.ts';
import type { Hit, WindowTest } from './windows.ts';

/** A rule that a correlation refers to: one that finds events, or a correlation. */
export interface CorrelatedPlan {
  readonly title: string;
  readonly keys: KeyReader;
  readonly finds: ((event: unknown) => boolean) | CorrelationPlan;
}

export interface CorrelationPlan {
  readonly rules: readonly CorrelatedPlan[];
  /** The names under which an alert carries the values of its group. */
  readonly groupBy: readonly string[];
  /** Nanoseconds from the first hit to the last, inclusive. */
  readonly timespan: bigint;
  readonly meets: WindowTest;
  /** More hits can only help: windows are judged at every hit, not when they are over. */
  readonly isGrowing: boolean;
  readonly generate: boolean;
}

interface Alert {
  readonly key: EventKey;
  readonly hits: readonly Hit[];
}

interface Window {
  hits: Hit[];
  isOver: boolean;
}

interface GroupState {
  readonly key: EventKey;
  window: Window;
}

/** A hit on its way into the window of its group. */
interface Arrival {
  readonly key: EventKey;
  readonly hit: Hit;
}

interface Step {
  readonly event: Seen | undefined;
  /** No event before it comes any more; without, none comes at all. */
  readonly now: bigint | undefined;
}

/** A running correlation: takes time and events, gives alerts, and puts those of rules below that alert by themselves into `below`. */
interface Node {
  /** How long behind its last event an alert may be found; null: with its last event. */
  readonly delay: bigint | null;
  readonly advance: (step: Step, below: Result[]) => readonly Alert[];
}

function eventsOf({ hits }: Alert): readonly Seen[] {
  return [...new Set(hits.flatMap(({ events }) => events))].sort((a, b) => a.place - b.place);
}

function lastHit({ hits }: Alert): Hit | undefined {
  return hits[hits.length - 1];
}

function placeOf(alert: Alert): number {
  return lastHit(alert)?.place ?? 0;
}

function resultOf(alert: Alert, title?: string): Result {
  const events = eventsOf(alert);
  const match = {
    events: events.map(({ event }) => event),
    key: alert.key.values.map(plainValue),
    first: timeText(events[0]?.at ?? 0n),
    last: timeText(lastHit(alert)?.at ?? 0n),
    ...(title !== undefined && { rule: title }),
  };
  return { place: placeOf(alert), key: alert.key, match };
}

/** An alert as an event of the correlation around. */
function alertHit(alert: Alert, groupBy: readonly string[], rule: number): Hit {
  const event = Object.fromEntries(groupBy.map((name, i) => [name, plainValue(alert.key.values[i] ?? null)]));
  return { rules: [rule], event, events: eventsOf(alert), at: lastHit(alert)?.at ?? 0n, place: placeOf(alert) };
}

function foundAlone({ event, at, place }: Seen, title: string): Result {
  const time = timeText(at);
  const match = { events: [event], key: [], first: time, last: time, rule: title };
  return { place, key: { id: '', values: [] }, match };
}

/** The windows of a correlation's groups. */
function groupWindows({ timespan, meets, isGrowing }: CorrelationPlan, delay: bigint, limits: KeyLimits) {
  let clock = 0n;
  const isLive = ({ window: { hits, isOver } }: GroupState): boolean => {
    const last = hits[hits.length - 1];
    return !isOver && last !== undefined && clock - last.at <= timespan + delay;
  };
  const table = keyTable<GroupState>(
    (key) => ({ key, window: { hits: [], isOver: true } }),
    isLive,
    limits,
    ({ window }) => {
      window.isOver = true;
    },
  );
  /** Windows that are judged when they are over, the oldest first. */
  let open: { readonly key: EventKey; readonly window: Window; readonly from: bigint }[] = [];

  const close = (key: EventKey, window: Window, alerts: Alert[]): void => {
    if (!window.isOver && meets(window.hits)) alerts.push({ key, hits: window.hits });
    window.isOver = true;
  };
  const slide = (state: GroupState, arrivals: readonly Hit[], alerts: Alert[]): void => {
    const last = arrivals[arrivals.length - 1];
    if (!last) return;
    const hits = state.window.hits;
    let expired = 0;
    while (expired < hits.length && last.at - (hits[expired]?.at ?? last.at) > timespan) expired++;
    hits.splice(0, expired);
    hits.push(...arrivals);
    const isMet = meets(hits);
    state.window = isMet ? { hits: [], isOver: true } : { hits, isOver: false };
    if (isMet) alerts.push({ key: state.key, hits });
  };
  const collect = (state: GroupState, arrivals: readonly Hit[], alerts: Alert[]): void => {
    for (const hit of arrivals) {
      const [first] = state.window.hits;
      if (!state.window.isOver && first && hit.at - first.at <= timespan) {
        state.window.hits.push(hit);
        continue;
      }
      close(state.key, state.window, alerts);
      state.window = { hits: [hit], isOver: false };
      open.push({ key: state.key, window: state.window, from: hit.at });
    }
  };
  return {
    /** Hits of one place. */
    take: (arrivals: readonly Arrival[], alerts: Alert[]): void => {
      const groups = new Map<string, { readonly key: EventKey; readonly hits: Hit[] }>();
      for (const { key, hit } of arrivals) {
        if (hit.at > clock) clock = hit.at;
        const group = groups.get(key.id) ?? { key, hits: [] };
        groups.set(key.id, group);
        group.hits.push(hit);
      }
      for (const { key, hits } of groups.values()) (isGrowing ? slide : collect)(table.open(key), hits, alerts);
    },
    settle: (now: bigint | undefined, alerts: Alert[]): void => {
      let over = 0;
      for (const { key, window, from } of open) {
        if (now !== undefined && from + timespan + delay >= now) break;
        close(key, window, alerts);
        over++;
      }
      if (over > 0) open = open.slice(over);
    },
  };
}

/** The hits of one event by the rules that find events: one a group, of all rules that find it there. */
function eventArrivals({ rules }: CorrelationPlan, seen: Seen, below: Result[], generate: boolean): Arrival[] {
  const arrivals = new Map<string, { readonly key: EventKey; readonly rules: number[] }>();
  for (let rule = 0; rule < rules.length; rule++) {
    const plan = rules[rule];
    if (!plan || typeof plan.finds !== 'function' || !plan.finds(seen.event)) continue;
    if (generate) below.push(foundAlone(seen, plan.title));
    for (const key of plan.keys(seen.event)) {
      const arrival = arrivals.get(key.id) ?? { key, rules: [] };
      arrivals.set(key.id, arrival);
      arrival.rules.push(rule);
    }
  }
  const { event, at, place } = seen;
  return [...arrivals.values()].map(({ key, rules: found }) => ({
    key,
    hit: { rules: found, event, events: [seen], at, place },
  }));
}

function longestDelay(nodes: readonly (Node | undefined)[]): bigint | null {
  const delays = nodes.flatMap((node) => node?.delay ?? []);
  return delays.reduce<bigint | null>((most, one) => (most === null || one > most ? one : most), null);
}

function correlationNode(plan: CorrelationPlan, limits: KeyLimits): Node {
  const inner = plan.rules.map(({ finds }) =>
    typeof finds === 'function' ? undefined : correlationNode(finds, limits),
  );
  const delay = longestDelay(inner);
  const windows = groupWindows(plan, delay ?? 0n, limits);
  /** What is not yet certain to be next: alerts from below may still come before it. */
  let queue: Arrival[] = [];

  const fromBelow = (step: Step, below: Result[]): Arrival[] =>
    plan.rules.flatMap(({ finds, keys, title }, rule) => {
      const node = inner[rule];
      if (typeof finds === 'function' || !node) return [];
      return node.advance(step, below).flatMap((alert) => {
        if (plan.generate) below.push(resultOf(alert, title));
        const hit = alertHit(alert, finds.groupBy, rule);
        return keys(hit.event).map((key) => ({ key, hit }));
      });
    });
  const release = (now: bigint | undefined, alerts: Alert[]): void => {
    let start = 0;
    while (start < queue.length) {
      const first = queue[start]?.hit;
      if (!first || (delay !== null && now !== undefined && first.at + delay >= now)) break;
      let end = start;
      while (end < queue.length && queue[end]?.hit.place === first.place) end++;
      windows.take(queue.slice(start, end), alerts);
      start = end;
    }
    if (start > 0) queue = queue.slice(start);
  };
  return {
    delay: plan.isGrowing ? delay : (delay ?? 0n) + plan.timespan,
    advance: (step, below) => {
      const alerts: Alert[] = [];
      const arrivals = step.event ? eventArrivals(plan, step.event, below, plan.generate) : [];
      const chained = fromBelow(step, below);
      for (const arrival of arrivals) queue.push(arrival);
      for (const arrival of chained) queue.push(arrival);
      const rank = ({ hit }: Arrival): number => hit.rules[0] ?? 0;
      if (chained.length > 0) queue.sort((a, b) => a.hit.place - b.hit.place || rank(a) - rank(b));
      if (queue.length > 0) release(step.now, alerts);
      if (!step.event) windows.settle(step.now, alerts);
      return alerts.sort((a, b) => placeOf(a) - placeOf(b) || orderKeys(a.key, b.key));
    },
  };
}

/** Sigma's correlation over sliding windows. */
export function correlationMachine(plan: CorrelationPlan): (limits: KeyLimits) => Machine {
  return (limits) => {
    const node = correlationNode(plan, limits);
    const advance = (step: Step, results: Result[]): void => {
      for (const alert of node.advance(step, results)) results.push(resultOf(alert));
    };
    return {
      take: (seen, results) => advance({ event: seen, now: seen.at }, results),
      settle: (now, results) => advance({ event: undefined, now }, results),
    };
  };
}
