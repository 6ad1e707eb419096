import { isoText } from '../../../src/base/instant.ts';
import type { Instant, Scalar } from '../../../src/functions/function.ts';
import { taking } from './field.ts';
import type { KeyLimits } from './key-table.ts';
import { type EventKey, orderKeys, orderScalars } from './keys.ts';
import { asDate } from './read.ts';
import type { Cut } from './select.ts';

/** One match of a rule. */
export interface Match {
  /** The events themselves, in the order of the rule's steps, null for a missing step; of a correlation, in the order of time. */
  readonly events: readonly unknown[];
  /** The values that join them: text, numbers, booleans, null; dates as ISO 8601. */
  readonly key: readonly unknown[];
  /** ISO 8601 in UTC: the times of the first and the last event; null where a sample's events have none. */
  readonly first: string | null;
  readonly last: string | null;
  /** The title of a rule below, where a correlation with `generate` lets it alert by itself. */
  readonly rule?: string;
}

/** What a matcher leaves out: an event before the one pushed last, an event without a readable time, the state of a key. */
export interface Drop {
  readonly reason: 'late' | 'untimed' | 'key-limit';
  readonly event?: unknown;
  readonly key?: readonly unknown[];
}

export interface MatcherOptions {
  /** At most so many keys are kept at once; the one used least lately goes. Default: no limit. */
  readonly maxKeys?: number;
  /** Told of everything that is left out. */
  readonly onDrop?: (drop: Drop) => void;
}

/** Finds the matches of one rule in one stream of events. */
export interface Matcher {
  /** Takes the next event in the order of time; returns the matches that are complete with it. */
  readonly push: (event: unknown) => readonly Match[];
  /**
   * Says that no event before `now` (a Date, ISO 8601 text, epoch milliseconds) will come, and returns what that completes. Without `now` the stream
   * is over: everything open is settled, pipes give their result, and the matcher starts anew.
   */
  readonly flush: (now?: unknown) => readonly Match[];
  /** How much was left out so far. */
  readonly dropped: Readonly<Record<Drop['reason'], number>>;
}

/** An event in its place. */
export interface Seen {
  readonly event: unknown;
  readonly at: bigint;
  readonly place: number;
}

/** A match with its place in the order of results. */
export interface Result {
  readonly place: number;
  readonly key: EventKey;
  readonly match: Match;
}

/** What knows a rule: takes events in their order. `settle` comes first, with each event's time; without one nothing more will come. */
export interface Machine {
  readonly take: (seen: Seen, results: Result[]) => void;
  readonly settle: (now: bigint | undefined, results: Result[]) => void;
}

/** How a rule orders events; a sample does not. */
export interface EventOrder {
  readonly time: (event: unknown) => readonly Instant[];
  readonly tie?: (event: unknown) => readonly Scalar[];
  readonly isTimeless: boolean;
  readonly cuts: readonly Cut[];
}

/** A value as JSON holds it. */
export function plainValue(value: Scalar): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  return value.kind === 'instant' ? timeText(value.nanos) : value.text;
}

/** ISO 8601, or nanoseconds where no calendar reaches. */
export function timeText(nanos: bigint): string {
  const millis = nanos / 1_000_000n;
  return millis > 8_639_999_999_999_999n || millis < -8_639_999_999_999_999n ? String(nanos) : isoText(nanos);
}

/** By the last event, then by key; what a rule below found comes first, as it came. */
function orderResults(a: Result, b: Result): number {
  if (a.place !== b.place) return a.place - b.place;
  const below = Number(b.match.rule !== undefined) - Number(a.match.rule !== undefined);
  return below !== 0 || a.match.rule !== undefined ? below : orderKeys(a.key, b.key);
}

/** Puts a result in its place among those kept; the first cut says how many there can be. */
function keepResult(kept: Result[], result: Result, { keep, count }: Cut): void {
  let at = kept.length;
  while (at > 0 && orderResults(kept[at - 1] ?? result, result) > 0) at--;
  kept.splice(at, 0, result);
  if (kept.length <= count) return;
  if (keep === 'head') kept.pop();
  else kept.shift();
}

const NO_MATCHES: readonly Match[] = [];

/** Gives results out: at once, or, where there are pipes, at the end. */
function outlet(cuts: readonly Cut[]): (results: Result[], isOver: boolean) => readonly Match[] {
  const [first] = cuts;
  const toMatch = ({ match }: Result): Match => match;
  if (!first) {
    return (results) => {
      if (results.length === 0) return NO_MATCHES;
      return (results.length > 1 ? results.sort(orderResults) : results).map(toMatch);
    };
  }
  const kept: Result[] = [];
  return (results, isOver) => {
    for (const result of results) keepResult(kept, result, first);
    if (!isOver) return NO_MATCHES;
    const cut = (list: readonly Result[], { keep, count }: Cut): readonly Result[] =>
      keep === 'head' ? list.slice(0, count) : list.slice(Math.max(0, list.length - count));
    return cuts.reduce(cut, kept.splice(0)).map(toMatch);
  };
}

/** The time that a caller of `flush` means. */
function timeOfCaller(now: unknown): bigint {
  const instant = asDate(now instanceof Date ? now.getTime() : now);
  if (!instant) throw new TypeError('flush takes a Date, ISO 8601 text or epoch milliseconds');
  return instant.nanos;
}

/** Puts a machine behind `push` and `flush`: keeps the order of events, and reports what is left out. */
export function createMatcherOf(
  createMachine: (limits: KeyLimits) => Machine,
  { time, tie, isTimeless, cuts }: EventOrder,
  { maxKeys = Number.POSITIVE_INFINITY, onDrop = () => undefined }: MatcherOptions = {},
): Matcher {
  const dropped = { late: 0, untimed: 0, 'key-limit': 0 };
  const drop = (report: Drop): readonly Match[] => {
    dropped[report.reason]++;
    onDrop(report);
    return NO_MATCHES;
  };
  const onKeyDropped = ({ values }: EventKey) => {
    drop({ reason: 'key-limit', key: values.map(plainValue) });
  };
  let machine = createMachine({ maxKeys, onKeyDropped });
  let give = outlet(cuts);
  let place = 0;
  let clock: bigint | undefined;
  let lastTie: Scalar | undefined;
  /** Whether an event stands before the one pushed last; an event at the very time of a flush does not. */
  const isLate = (at: bigint, ownTie: Scalar): boolean => {
    if (clock === undefined || at > clock) return false;
    return at < clock || (lastTie !== undefined && orderScalars(ownTie, lastTie, 1) < 0);
  };
  const advance = (now: bigint, results: Result[]): void => {
    if (clock !== undefined && now <= clock) return;
    clock = now;
    machine.settle(now, results);
  };
  const take = (event: unknown): readonly Match[] => {
    const at = time(event)[0]?.nanos;
    const results: Result[] = [];
    if (!isTimeless) {
      if (at === undefined) return drop({ reason: 'untimed', event });
      const ownTie = tie ? (tie(event)[0] ?? null) : null;
      if (isLate(at, ownTie)) return drop({ reason: 'late', event });
      advance(at, results);
      lastTie = ownTie;
    }
    machine.take({ event, at: at ?? 0n, place: place++ }, results);
    return give(results, false);
  };
  return {
    dropped,
    push: (event) => {
      taking.now = ++taking.count;
      try {
        return take(event);
      } finally {
        taking.now = 0;
      }
    },
    flush: (now) => {
      const results: Result[] = [];
      if (now !== undefined) {
        const before = clock;
        advance(timeOfCaller(now), results);
        if (clock !== before) lastTie = undefined;
        return give(results, false);
      }
      machine.settle(undefined, results);
      const matches = give(results, true);
      machine = createMachine({ maxKeys, onKeyDropped });
      give = outlet(cuts);
      clock = undefined;
      lastTie = undefined;
      return matches;
    },
  };
}
