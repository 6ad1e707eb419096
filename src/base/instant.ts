const ISO =
  /^([+-]?\d{4,6})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ](\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9})\d*)?)?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

const NANOS_PER_MILLI = 1_000_000n;

function zoneMinutes(zone: string | undefined): number {
  if (!zone || /^z$/i.test(zone)) return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.replace(':', '').slice(3) || '0'));
}

const inRange = (value: number, low: number, high: number): boolean => value >= low && value <= high;

/** A date-time as it is written, without its zone: whatever is left out is the first there is. */
export interface CivilTime {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

interface Written {
  readonly civil: CivilTime;
  /** Digits behind the point of the second. */
  readonly fraction: string;
  readonly zone: string | undefined;
}

/** The midnight before, in UTC. */
export function civilDate({ year, month, day }: CivilTime): Date {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date;
}

function readIso(text: string): Written | undefined {
  const found = ISO.exec(text);
  if (!found) return undefined;
  const part = (i: number, missing: number): number => Number(found[i] ?? missing);
  const civil = {
    year: part(1, 0),
    month: part(2, 1),
    day: part(3, 1),
    hour: part(4, 0),
    minute: part(5, 0),
    second: part(6, 0),
  };
  const { month, day, hour, minute, second } = civil;
  if (!inRange(month, 1, 12) || !inRange(hour, 0, 23) || !inRange(minute, 0, 59) || !inRange(second, 0, 59))
    return undefined;
  const date = civilDate(civil);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return { civil, fraction: found[7] ?? '', zone: found[8] };
}

/** The number that two digits spell, or NaN. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : Number.NaN;
}

/** The days from 1970 to the first of a month in a year from 0 to 9999. */
function daysToMonth(year: number, month: number): number {
  const [y, m] = month <= 2 ? [year - 1, month + 9] : [year, month - 3];
  const leaps = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return 365 * y + leaps + Math.floor((153 * m + 2) / 5) - 719_468;
}

/** Milliseconds of `2026-01-31T23:59:59.123Z`, by far the most common spelling, digit by digit; NaN for any other text. */
function plainMillis(text: string): number {
  if (text.length !== 24 || text[4] !== '-' || text[7] !== '-' || text[10] !== 'T' || text[23] !== 'Z')
    return Number.NaN;
  if (text[13] !== ':' || text[16] !== ':' || text[19] !== '.') return Number.NaN;
  const year = 100 * twoDigits(text, 0) + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  // Days that only some months have are left to the calendar.
  const fits = day >= 1 && day <= 28 && month >= 1 && month <= 12 && hour <= 23 && minute <= 59 && second <= 59;
  if (!fits) return Number.NaN;
  const days = daysToMonth(year, month) + day - 1;
  const millis = 10 * twoDigits(text, 20) + text.charCodeAt(22) - 48;
  const last = text.charCodeAt(22);
  return last >= 48 && last <= 57 ? (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000 + millis : Number.NaN;
}

/** Nanoseconds since 1970 of an ISO 8601 date or date-time (no zone: UTC), or nothing if the text is none or no such day exists. */
export function parseIso(text: string): bigint | undefined {
  const plain = plainMillis(text);
  if (!Number.isNaN(plain)) return BigInt(plain) * NANOS_PER_MILLI;
  const written = readIso(text);
  if (!written) return undefined;
  const { civil, fraction, zone } = written;
  const date = civilDate(civil);
  date.setUTCHours(civil.hour, civil.minute, civil.second);
  const nanos = BigInt(fraction.padEnd(9, '0'));
  return BigInt(date.getTime() - zoneMinutes(zone) * 60_000) * NANOS_PER_MILLI + nanos;
}

/** The date-time that a text in ISO 8601 spells, whatever its zone. */
export const civilOfIso = (text: string): CivilTime | undefined => readIso(text)?.civil;

/** ISO 8601 in UTC, with as many digits of the second as are needed: milliseconds, microseconds or nanoseconds. */
export function isoText(nanos: bigint): string {
  const millis = nanos >= 0n ? nanos / NANOS_PER_MILLI : (nanos - NANOS_PER_MILLI + 1n) / NANOS_PER_MILLI;
  const rest = nanos - millis * NANOS_PER_MILLI;
  const base = new Date(Number(millis)).toISOString();
  if (rest === 0n) return base;
  const digits = rest.toString().padStart(6, '0').replace(/000$/, '');
  return base.replace('Z', `${digits}Z`);
}

export const epochMillis = (millis: bigint): bigint => millis * NANOS_PER_MILLI;

/** The date-time in UTC; nothing outside of the years that JavaScript's calendar has. */
export function civilOfNanos(nanos: bigint): CivilTime | undefined {
  const millis = nanos >= 0n ? nanos / NANOS_PER_MILLI : (nanos - NANOS_PER_MILLI + 1n) / NANOS_PER_MILLI;
  const date = new Date(Number(millis));
  if (Number.isNaN(date.getTime())) return undefined;
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
}
