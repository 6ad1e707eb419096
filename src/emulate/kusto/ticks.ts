/** A datetime is the number of 100 ns ticks since 0001-01-01, a timespan a signed number of them (scalar-data-types/datetime). */
export const TICKS_PER_SECOND = 10_000_000n;
export const TICKS_PER_DAY = 86_400n * TICKS_PER_SECOND;
const TICKS_PER_MILLI = 10_000n;
/** 1970-01-01 in ticks since 0001-01-01. */
const UNIX_EPOCH = 621_355_968_000_000_000n;
/** The last tick of the year 9999. */
const LAST_TICK = 3_155_378_975_999_999_999n;

export const ticksOfMillis = (millis: number): bigint => BigInt(Math.trunc(millis)) * TICKS_PER_MILLI + UNIX_EPOCH;
/** The milliseconds since 1970 at or before a tick. */
export const millisOfTicks = (ticks: bigint): number =>
  Number((ticks - (ticks % TICKS_PER_MILLI) - UNIX_EPOCH) / TICKS_PER_MILLI);
export const isTick = (ticks: bigint): boolean => ticks >= 0n && ticks <= LAST_TICK;

const ISO =
  /^(\d{4})-(\d{1,2})(?:-(\d{1,2})(?:[T ](\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7})\d*)?)?)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

function zoneTicks(zone: string | undefined): bigint {
  if (zone === undefined || /^z$/i.test(zone)) return 0n;
  const minutes = BigInt(zone.slice(1, 3)) * 60n + BigInt(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60n * TICKS_PER_SECOND;
}

/** Ticks of a day that exists; a month or day out of range gives nothing. */
export function ticksOfDate(year: number, month: number, day: number): bigint | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const same = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same && year >= 1 && year <= 9999 ? ticksOfMillis(date.getTime()) : undefined;
}

/**
 * Reads an ISO 8601 date or date-time, UTC where no zone stands. The other formats that the page lists (RFC 822, RFC 850,
 * free text) are not read: undefined.
 */
export function parseDatetime(text: string): bigint | undefined {
  const found = ISO.exec(text.trim());
  if (found === null) return undefined;
  const part = (i: number, missing = '0'): number => Number(found[i] ?? missing);
  const [hour, minute, second] = [part(4), part(5), part(6)];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const day = ticksOfDate(part(1), part(2), part(3, '1'));
  if (day === undefined) return undefined;
  const clock = BigInt(hour * 3600 + minute * 60 + second) * TICKS_PER_SECOND;
  const ticks = day + clock + BigInt((found[7] ?? '').padEnd(7, '0')) - zoneTicks(found[8]);
  return isTick(ticks) ? ticks : undefined;
}

/** `2024-01-01T00:00:00.0000000Z` */
export function datetimeText(ticks: bigint): string {
  const base = new Date(millisOfTicks(ticks)).toISOString().slice(0, 19);
  return `${base}.${(ticks % TICKS_PER_SECOND).toString().padStart(7, '0')}Z`;
}

const CLOCK = /^(-)?(?:(\d{1,8})\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?$/;

/** `[d.]hh:mm[:ss[.fffffff]]`, or a number of days. */
function parseClock(text: string): bigint | undefined {
  const days = /^(-)?(\d{1,8})$/.exec(text);
  if (days !== null) return BigInt(`${days[2]}`) * TICKS_PER_DAY * (days[1] ? -1n : 1n);
  const found = CLOCK.exec(text);
  if (found === null) return undefined;
  const part = (i: number): bigint => BigInt(found[i] ?? '0');
  if (part(3) > 23n || part(4) > 59n || part(5) > 59n) return undefined;
  const seconds = part(3) * 3600n + part(4) * 60n + part(5);
  const ticks = part(2) * TICKS_PER_DAY + seconds * TICKS_PER_SECOND + BigInt((found[6] ?? '').padEnd(7, '0'));
  return found[1] ? -ticks : ticks;
}

/** Ticks of a unit, by the letters that name it (scalar-data-types/timespan). A nanosecond is less than a tick. */
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^d(?:ays?)?$/, Number(TICKS_PER_DAY)],
  [/^h(?:rs?|ours?)?$/, 36_000_000_000],
  [/^m(?:in(?:utes?)?)?$/, 600_000_000],
  [/^s(?:ec(?:onds?)?)?$/, Number(TICKS_PER_SECOND)],
  [/^(?:ms|milli(?:s(?:ec(?:onds?)?)?)?)$/, Number(TICKS_PER_MILLI)],
  [/^micro(?:s(?:ec(?:onds?)?)?)?$/, 10],
  [/^nano(?:s(?:ec(?:onds?)?)?)?$/, 0.01],
  [/^ticks?$/, 1],
];

function parseUnits(text: string): bigint | undefined {
  const found = /^(-?)(\d+)(?:\.(\d+))?\s*([a-z]+)$/.exec(text);
  const unit = UNITS.find(([name]) => name.test(found?.[4] ?? ''))?.[1];
  if (found === null || unit === undefined || text.length > 40) return undefined;
  const [, minus, whole = '0', fraction] = found;
  const part = fraction === undefined ? 0 : Math.round(Number(`0.${fraction}`) * unit);
  const ticks = (unit >= 1 ? BigInt(whole) * BigInt(unit) : BigInt(whole) / 100n) + BigInt(part);
  return minus ? -ticks : ticks;
}

/** Reads `1.02:03:04`, `02:03`, `5`, `15 seconds`, `1.5h`. */
export function parseTimespan(text: string): bigint | undefined {
  const trimmed = text.trim().replace(/^(["'])(.*)\1$/, '$2');
  return parseClock(trimmed) ?? parseUnits(trimmed);
}

/** `[-][d.]hh:mm:ss[.fffffff]` */
export function timespanText(ticks: bigint): string {
  const size = ticks < 0n ? -ticks : ticks;
  const days = size / TICKS_PER_DAY;
  const seconds = (size % TICKS_PER_DAY) / TICKS_PER_SECOND;
  const fraction = size % TICKS_PER_SECOND;
  const two = (n: bigint): string => n.toString().padStart(2, '0');
  const clock = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`;
  const rest = fraction === 0n ? '' : `.${fraction.toString().padStart(7, '0')}`;
  return `${ticks < 0n ? '-' : ''}${days > 0n ? `${days}.` : ''}${clock}${rest}`;
}
