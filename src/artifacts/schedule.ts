import { durationText, parseDuration } from '../base/duration.ts';
import type { Rule } from '../ir/rule.ts';
import type { LookBack } from '../target/look-back.ts';

const MINUTE = 60_000_000_000n;
const HOUR = 60n * MINUTE;
const DAY = 24n * HOUR;

/** Elastic's default period, for rules that name none (Kibana, "Create a detection rule"). */
const DEFAULT_EVERY = 5n * MINUTE;
/** What is added to the period where a rule does not say how far to look back: time for events that arrive late. */
const LATE = 5n * MINUTE;

/** How often a rule runs and which time it searches, in nanoseconds. */
export interface Plan {
  readonly every: bigint;
  /** From so long before the run … */
  readonly back: bigint;
  /** … to so long before it: 0 is now. */
  readonly until: bigint;
  /** What the plan does that the rule does not say: sentences, lower case, no full stop. */
  readonly remarks: readonly string[];
}

/** Elastic's units; a month and a year are as long as they can be, so that nothing is lost. */
const UNITS: Readonly<Record<string, bigint>> = {
  s: MINUTE / 60n,
  m: MINUTE,
  h: HOUR,
  d: DAY,
  w: 7n * DAY,
  M: 31n * DAY,
  y: 366n * DAY,
};

/** `now-9m` as a time before now; rounding down (`/m`) looks back longer by at most its unit. */
export function before(text: string): bigint | undefined {
  if (text.trim() === 'now') return 0n;
  const [, count = '', unit = '', round] = /^now-(\d{1,9})([smhdwMy])(?:\/([smhdwMy]))?$/.exec(text.trim()) ?? [];
  const size = UNITS[unit];
  if (size === undefined) return undefined;
  return BigInt(count) * size + (round === undefined ? 0n : (UNITS[round] ?? 0n));
}

interface Asked {
  readonly value: bigint;
  readonly remarks: readonly string[];
}

function asked(
  name: string,
  text: string | undefined,
  read: (text: string) => bigint | undefined,
  otherwise: bigint,
): Asked {
  if (text === undefined) return { value: otherwise, remarks: [] };
  const value = read(text);
  if (value !== undefined) return { value, remarks: [] };
  return {
    value: otherwise,
    remarks: [`\`${name}\` is not understood; ${durationText(otherwise)} stands in its place`],
  };
}

export const longest = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** The least that a stateful rule looks back: the period and its longest match. */
function leastBack(every: bigint, named: boolean, lookBack: LookBack | undefined): Asked {
  if (!lookBack) return { value: 0n, remarks: [] };
  const { nanos, why } = lookBack;
  if (nanos === undefined) return { value: 0n, remarks: [`no look-back is long enough: ${why}`] };
  return { value: named ? nanos : nanos + every, remarks: [] };
}

/**
 * The schedule of a rule: its own period and window, a window that is long enough for a stateful rule, and five minutes more than the
 * period where the rule names no window, or names one by the time of arrival that the platform does not search by.
 */
export function planOf({ metadata: { schedule, timestampOverride } }: Rule, lookBack: LookBack | undefined): Plan {
  const every = asked('interval', schedule?.interval, parseDuration, DEFAULT_EVERY);
  const period = longest(every.value, MINUTE);
  const from = asked('from', schedule?.from, before, period + LATE);
  const until = asked('to', schedule?.to, before, 0n);
  const least = leastBack(period, schedule?.interval !== undefined && every.remarks.length === 0, lookBack);
  const late = timestampOverride === undefined ? 0n : period + LATE;
  const back = longest(longest(from.value, longest(least.value, late)), until.value + period);
  const remarks = [...every.remarks, ...from.remarks, ...until.remarks, ...least.remarks];
  if (back > from.value && schedule?.from !== undefined)
    remarks.push(`looks back ${durationText(back)}, longer than the rule's ${durationText(from.value)}`);
  return { every: period, back, until: until.value, remarks };
}

/** The parts of a duration, none of them larger than the next unit. */
function partsOf(nanos: bigint): { days: bigint; hours: bigint; minutes: bigint; seconds: bigint } {
  return {
    days: nanos / DAY,
    hours: (nanos % DAY) / HOUR,
    minutes: (nanos % HOUR) / MINUTE,
    seconds: ((nanos % MINUTE) * 60n + MINUTE - 1n) / MINUTE,
  };
}

/** A duration as ISO 8601 has it: `PT9M`, `P1DT2H`. Parts of seconds are rounded up. */
export function isoDuration(nanos: bigint): string {
  const { days, hours, minutes, seconds } = partsOf(nanos);
  if (seconds === 60n) return isoDuration((nanos / MINUTE + 1n) * MINUTE);
  const units = (pairs: readonly (readonly [bigint, string])[]): string =>
    pairs.flatMap(([count, unit]) => (count > 0n ? [`${count}${unit}`] : [])).join('');
  const time = units([
    [hours, 'H'],
    [minutes, 'M'],
    [seconds, 'S'],
  ]);
  const date = units([[days, 'D']]);
  if (date === '' && time === '') return 'PT0S';
  return `P${date}${time === '' ? '' : `T${time}`}`;
}

/** A duration in the largest single unit that says it, rounded up to seconds: `9m`, `90m`, `1d`. */
export function shortDuration(nanos: bigint): string {
  const seconds = (nanos * 60n + MINUTE - 1n) / MINUTE;
  const units = [
    [86_400n, 'd'],
    [3_600n, 'h'],
    [60n, 'm'],
  ] as const;
  const [size, unit] = units.find(([each]) => seconds > 0n && seconds % each === 0n) ?? [1n, 's'];
  return `${seconds / size}${unit}`;
}

/** A cron schedule of five fields, and how often it really runs. */
export interface Cron {
  readonly text: string;
  readonly every: bigint;
}

/** The largest divisor of `whole` that is not above `count`: cron's steps begin anew with each hour and each day. */
function stepOf(count: bigint, whole: bigint): bigint {
  let step = count < whole ? count : whole;
  while (whole % step !== 0n) step--;
  return step;
}

/**
 * A period as cron: the next shorter one that divides an hour or a day. Where it runs hourly or less often, the minute comes from `seed`, so
 * that not all rules run at once.
 */
export function cronOf(every: bigint, seed: number): Cron {
  const minute = seed % 60;
  if (every < HOUR) {
    const step = stepOf(every / MINUTE, 60n);
    return { text: step === 1n ? '* * * * *' : `*/${step} * * * *`, every: step * MINUTE };
  }
  const hours = every / HOUR;
  if (hours < 24n) {
    const step = stepOf(hours, 24n);
    return { text: step === 1n ? `${minute} * * * *` : `${minute} */${step} * * *`, every: step * HOUR };
  }
  const hour = Math.floor(seed / 60) % 24;
  if (every < 7n * DAY) return { text: `${minute} ${hour} * * *`, every: DAY };
  return { text: `${minute} ${hour} * * ${Math.floor(seed / 1440) % 7}`, every: 7n * DAY };
}

export const minutes = (count: number): bigint => BigInt(count) * MINUTE;
export const hours = (count: number): bigint => BigInt(count) * HOUR;
export const days = (count: number): bigint => BigInt(count) * DAY;

/** The nanoseconds of an ISO 8601 duration of days and smaller units, or nothing. */
export function parseIsoDuration(text: string): bigint | undefined {
  const found = /^P(?=.)(?:(\d{1,6})D)?(?:T(?=.)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?$/.exec(text);
  if (!found) return undefined;
  const [, day = '0', hour = '0', minute = '0', second = '0'] = found;
  return BigInt(day) * DAY + BigInt(hour) * HOUR + BigInt(minute) * MINUTE + BigInt(second) * (MINUTE / 60n);
}
