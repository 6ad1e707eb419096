import { asInteger, clampTick } from '../convert.ts';
import { isTick, millisOfTicks, TICKS_PER_DAY, TICKS_PER_SECOND, ticksOfDate, ticksOfMillis } from '../ticks.ts';
import type { Value } from '../types.ts';
import { floorTo } from './math.ts';
import { type CallContext, type FunctionRow, type ScalarFunction, scalar } from './row.ts';

const dateOf = (ticks: bigint): Date => new Date(millisOfTicks(ticks));
const year = (ticks: bigint): number => dateOf(ticks).getUTCFullYear();
const month = (ticks: bigint): number => dateOf(ticks).getUTCMonth() + 1;
const dayOfMonth = (ticks: bigint): number => dateOf(ticks).getUTCDate();
const startOfDay = (ticks: bigint): bigint => floorTo(ticks, TICKS_PER_DAY);
const startOfYear = (ticks: bigint): bigint => ticksOfDate(year(ticks), 1, 1) ?? 0n;
const dayOfYear = (ticks: bigint): number => Number((ticks - startOfYear(ticks)) / TICKS_PER_DAY) + 1;
/** Days since Sunday. */
const weekday = (ticks: bigint): number => dateOf(ticks).getUTCDay();
const startOfWeek = (ticks: bigint): bigint => startOfDay(ticks) - BigInt(weekday(ticks)) * TICKS_PER_DAY;

/** ISO 8601: the week that holds the year's first Thursday is week 1 (query/week-of-year-function). */
function weekOfYear(ticks: bigint): number {
  const thursday = startOfDay(ticks) + BigInt(3 - ((weekday(ticks) + 6) % 7)) * TICKS_PER_DAY;
  return Math.floor((dayOfYear(thursday) - 1) / 7) + 1;
}

/** The year, month or day that lies `months` further, at the start of its month. */
function monthsOn(ticks: bigint, months: number): { readonly year: number; readonly month: number } {
  const total = year(ticks) * 12 + (month(ticks) - 1) + months;
  return { year: Math.floor(total / 12), month: (total % 12) + 1 };
}

const startOfMonth = (ticks: bigint, months = 0): bigint | undefined => {
  const there = monthsOn(ticks, months);
  return ticksOfDate(there.year, there.month, 1);
};

/** Whole months further; a day that the month there lacks becomes its last. */
function addMonths(ticks: bigint, months: number): Value {
  const start = startOfMonth(ticks, months);
  const next = startOfMonth(ticks, months + 1);
  if (start === undefined || next === undefined) return null;
  const last = (next - start) / TICKS_PER_DAY - 1n;
  const day = BigInt(dayOfMonth(ticks) - 1);
  return start + (day < last ? day : last) * TICKS_PER_DAY + (ticks % TICKS_PER_DAY);
}

const SPANS: Readonly<Record<string, bigint>> = {
  week: 7n * TICKS_PER_DAY,
  day: TICKS_PER_DAY,
  hour: 3600n * TICKS_PER_SECOND,
  minute: 60n * TICKS_PER_SECOND,
  second: TICKS_PER_SECOND,
  millisecond: 10_000n,
  microsecond: 10n,
};
const MONTHS: Readonly<Record<string, number>> = { year: 12, quarter: 3, month: 1 };

const MOST_MONTHS = 120_000n;

function add(part: string, amount: bigint, ticks: bigint, call: CallContext): Value {
  const name = part.toLowerCase();
  const months = MONTHS[name];
  if (months !== undefined)
    return amount > MOST_MONTHS || amount < -MOST_MONTHS ? null : addMonths(ticks, Number(amount) * months);
  const span = SPANS[name];
  if (span !== undefined) return clampTick(ticks + amount * span);
  call.session.report('kusto/bad-option', { name: 'part', value: part }, call.at);
  return null;
}

/** How many borders of a unit lie between: weeks begin on Sunday (worked example of query/datetime-diff-function). */
function difference(part: string, a: bigint, b: bigint, call: CallContext): Value {
  const name = part.toLowerCase();
  const months = MONTHS[name];
  if (months !== undefined) {
    const index = (ticks: bigint): number => Math.floor((year(ticks) * 12 + month(ticks) - 1) / months);
    return BigInt(index(a) - index(b));
  }
  if (name === 'week') return (startOfWeek(a) - startOfWeek(b)) / (7n * TICKS_PER_DAY);
  const span = SPANS[name];
  if (span !== undefined) return a / span - b / span;
  call.session.report('kusto/bad-option', { name: 'period', value: part }, call.at);
  return null;
}

const PARTS: Readonly<Record<string, (ticks: bigint) => number>> = {
  year,
  quarter: (ticks) => Math.floor((month(ticks) - 1) / 3) + 1,
  month,
  week_of_year: weekOfYear,
  day: dayOfMonth,
  dayofyear: dayOfYear,
  hour: (ticks) => Number((ticks % TICKS_PER_DAY) / (3600n * TICKS_PER_SECOND)),
  minute: (ticks) => Number((ticks / (60n * TICKS_PER_SECOND)) % 60n),
  second: (ticks) => Number((ticks / TICKS_PER_SECOND) % 60n),
  millisecond: (ticks) => Number((ticks / 10_000n) % 1000n),
  microsecond: (ticks) => Number((ticks / 10n) % 1_000_000n),
};

function partOf(part: string, ticks: bigint, call: CallContext): Value {
  const found = PARTS[part.toLowerCase()];
  if (found !== undefined) return BigInt(found(ticks));
  call.session.report('kusto/bad-option', { name: 'part', value: part }, call.at);
  return null;
}

const two = (value: number): string => String(value).padStart(2, '0');
const fraction = (ticks: bigint, digits: number): string =>
  (ticks % TICKS_PER_SECOND).toString().padStart(7, '0').slice(0, digits);
const hour12 = (ticks: bigint): number => (((PARTS.hour?.(ticks) ?? 0) + 11) % 12) + 1;
const at =
  (name: string) =>
  (ticks: bigint): number =>
    PARTS[name]?.(ticks) ?? 0;

/** query/format-datetime-function, the table of specifiers. */
const FORMATS: Readonly<Record<string, (ticks: bigint) => string>> = {
  d: (ticks) => String(dayOfMonth(ticks)),
  dd: (ticks) => two(dayOfMonth(ticks)),
  M: (ticks) => String(month(ticks)),
  MM: (ticks) => two(month(ticks)),
  y: (ticks) => String(year(ticks) % 100),
  yy: (ticks) => two(year(ticks) % 100),
  yyyy: (ticks) => String(year(ticks)).padStart(4, '0'),
  H: (ticks) => String(at('hour')(ticks)),
  HH: (ticks) => two(at('hour')(ticks)),
  h: (ticks) => String(hour12(ticks)),
  hh: (ticks) => two(hour12(ticks)),
  m: (ticks) => String(at('minute')(ticks)),
  mm: (ticks) => two(at('minute')(ticks)),
  s: (ticks) => String(at('second')(ticks)),
  ss: (ticks) => two(at('second')(ticks)),
  tt: (ticks) => (at('hour')(ticks) < 12 ? 'AM' : 'PM'),
};

function formatted(piece: string, ticks: bigint): string | undefined {
  if (/^[ /:,._[\]-]$/.test(piece)) return piece;
  if (/^f{1,7}$/.test(piece)) return fraction(ticks, piece.length);
  if (/^F{1,7}$/.test(piece)) return fraction(ticks, piece.length).replace(/0+$/, '');
  return FORMATS[piece]?.(ticks);
}

function format(ticks: bigint, pattern: string, call: CallContext): string {
  let out = '';
  for (const [piece] of pattern.matchAll(/([a-zA-Z])\1*|[\s\S]/g)) {
    const text = formatted(piece, ticks);
    if (text === undefined) call.session.report('kusto/bad-option', { name: 'format', value: piece }, call.at);
    out += text ?? '';
  }
  return out;
}

const whole = (value: number): Value => BigInt(value);
const int = (name: string, evaluate: (ticks: bigint) => number): ScalarFunction =>
  scalar({
    name,
    case: `KE-${name}`,
    docs: `${name.replaceAll('_', '-')}-function`,
    parameters: ['datetime'],
    returns: 'int',
    evaluate: ([ticks]) => whole(evaluate(ticks)),
  });

/** `offset` units on, then the start of the unit. */
const startOf = (name: string, evaluate: (ticks: bigint, offset: number) => Value): ScalarFunction =>
  scalar({
    name,
    case: `KE-${name}`,
    docs: `${name}-function`,
    parameters: ['datetime', 'integer?'],
    returns: 'datetime',
    naming: name === 'startofday' ? 'first' : 'none',
    evaluate: ([ticks, offset = 0n]) =>
      offset > MOST_MONTHS || offset < -MOST_MONTHS ? null : evaluate(ticks, Number(offset)),
  });

const tick = (ticks: bigint | undefined): Value => (ticks !== undefined && isTick(ticks) ? ticks : null);

export const timeFunctions: readonly FunctionRow[] = [
  scalar({
    name: 'now',
    case: 'KE-now',
    docs: 'now-function',
    parameters: ['timespan?'],
    returns: 'datetime',
    evaluate: ([offset = 0n], { session }) => clampTick(session.now + offset),
  }),
  scalar({
    name: 'ago',
    case: 'KE-ago',
    docs: 'ago-function',
    parameters: ['timespan'],
    returns: 'datetime',
    evaluate: ([span], { session }) => clampTick(session.now - span),
  }),
  scalar({
    name: 'datetime_diff',
    case: 'KE-datetime_diff',
    docs: 'datetime-diff-function',
    parameters: ['text', 'datetime', 'datetime'],
    returns: 'long',
    evaluate: ([part, a, b], call) => difference(part, a, b, call),
  }),
  scalar({
    name: 'datetime_add',
    case: 'KE-datetime_add',
    docs: 'datetime-add-function',
    parameters: ['constant-text', 'integer', 'datetime'],
    returns: 'datetime',
    evaluate: ([part, amount, ticks], call) => add(part, amount, ticks, call),
  }),
  scalar({
    name: 'datetime_part',
    case: 'KE-datetime_part',
    docs: 'datetime-part-function',
    parameters: ['constant-text', 'datetime'],
    returns: 'int',
    evaluate: ([part, ticks], call) => partOf(part, ticks, call),
  }),
  scalar({
    name: 'format_datetime',
    case: 'KE-format_datetime',
    docs: 'format-datetime-function',
    parameters: ['datetime', 'constant-text'],
    returns: 'string',
    naming: 'first',
    evaluate: ([ticks, pattern], call) => format(ticks, pattern, call),
  }),
  scalar({
    name: 'dayofweek',
    case: 'KE-dayofweek',
    docs: 'day-of-week-function',
    parameters: ['datetime'],
    returns: 'timespan',
    evaluate: ([ticks]) => BigInt(weekday(ticks)) * TICKS_PER_DAY,
  }),
  int('dayofmonth', dayOfMonth),
  int('dayofyear', dayOfYear),
  int('hourofday', at('hour')),
  int('monthofyear', month),
  int('getmonth', month),
  int('getyear', year),
  int('week_of_year', weekOfYear),
  startOf('startofday', (ticks, offset) => tick(startOfDay(ticks) + BigInt(offset) * TICKS_PER_DAY)),
  startOf('endofday', (ticks, offset) => tick(startOfDay(ticks) + BigInt(offset + 1) * TICKS_PER_DAY - 1n)),
  startOf('startofweek', (ticks, offset) => tick(startOfWeek(ticks) + BigInt(offset) * 7n * TICKS_PER_DAY)),
  startOf('startofmonth', (ticks, offset) => tick(startOfMonth(ticks, offset))),
  startOf('startofyear', (ticks, offset) => tick(ticksOfDate(year(ticks) + offset, 1, 1))),
  scalar({
    name: 'unixtime_seconds_todatetime',
    case: 'KE-unixtime_seconds_todatetime',
    docs: 'unixtime-seconds-todatetime-function',
    parameters: ['integer'],
    returns: 'datetime',
    evaluate: ([seconds]) => tick(ticksOfMillis(0) + asInteger(seconds) * TICKS_PER_SECOND),
  }),
  scalar({
    name: 'unixtime_milliseconds_todatetime',
    case: 'KE-unixtime_milliseconds_todatetime',
    docs: 'unixtime-milliseconds-todatetime-function',
    parameters: ['integer'],
    returns: 'datetime',
    evaluate: ([millis]) => tick(ticksOfMillis(0) + asInteger(millis) * 10_000n),
  }),
];
