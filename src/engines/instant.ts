const ISO =
  /^(\d{4})-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,18}))?)?\s*(Z|[+-]\d\d:?\d\d|[+-]\d\d)?)?)?$/i;

/** Years 0001 to 9999: what every engine's text form of a timestamp can say. */
const FIRST = -62135596800000000n;
const LAST = 253402300799999999n;

function offsetMinutes(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === '' || zone.toUpperCase() === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', '') || '0');
  if (hours > 18 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/** Milliseconds since 1970 of a calendar time, or undefined where the calendar has no such day or the clock no such time. */
function calendar(parts: readonly number[]): number | undefined {
  const [year = 1, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real ? date.getTime() : undefined;
}

/** Why a value is no instant that every engine can hold. */
export type NoInstant = 'type' | 'range' | 'precision';

/** Microseconds since 1970, when the value is within the years 0001 to 9999. */
export function instantInRange(micros: bigint): bigint | 'range' {
  return micros < FIRST || micros > LAST ? 'range' : micros;
}

/**
 * Microseconds since 1970 from ISO 8601 text (no zone means UTC). Digits below the microsecond must be zero: a
 * timestamp is stored unchanged or not at all.
 */
export function parseInstant(text: string): bigint | NoInstant {
  const found = ISO.exec(text);
  if (!found) return 'type';
  const [, ...groups] = found;
  const time = calendar(groups.slice(0, 6).flatMap((part) => (part === undefined ? [] : [Number(part)])));
  const offset = offsetMinutes(groups[7]);
  if (time === undefined || offset === undefined) return 'type';
  const fraction = (groups[6] ?? '').padEnd(6, '0');
  if (/[1-9]/.test(fraction.slice(6))) return 'precision';
  return instantInRange((BigInt(time) - BigInt(offset) * 60_000n) * 1000n + BigInt(fraction.slice(0, 6)));
}

/** The one spelling of an instant in this room: `2026-01-05T09:00:00.000000Z`, from microseconds since 1970. */
export function renderInstant(micros: bigint): string {
  const below = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = new Date(Number((micros - below) / 1000n)).toISOString().slice(0, -5);
  return `${seconds}.${below.toString().padStart(6, '0')}Z`;
}
