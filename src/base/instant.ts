const ISO =
  /^([+-]?\d{4,6})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ](\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9})\d*)?)?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

const NANOS_PER_MILLI = 1_000_000n;

function zoneMinutes(zone: string | undefined): number {
  if (!zone || /^z$/i.test(zone)) return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.replace(':', '').slice(3) || '0'));
}

const inRange = (value: number, low: number, high: number): boolean => value >= low && value <= high;

/** Nanoseconds since 1970 of an ISO 8601 date or date-time (no zone: UTC), or nothing if the text is none or no such day exists. */
export function parseIso(text: string): bigint | undefined {
  const found = ISO.exec(text);
  if (!found) return undefined;
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((i) =>
    Number(found[i] ?? (i === 2 || i === 3 ? '1' : '0')),
  );
  const [y = 0, mo = 1, d = 1, h = 0, mi = 0, s = 0] = [year, month, day, hour, minute, second];
  if (!inRange(mo, 1, 12) || !inRange(h, 0, 23) || !inRange(mi, 0, 59) || !inRange(s, 0, 59)) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(y, mo - 1, d);
  date.setUTCHours(h, mi, s);
  if (date.getUTCMonth() !== mo - 1 || date.getUTCDate() !== d) return undefined;
  const nanos = BigInt((found[7] ?? '').padEnd(9, '0'));
  return BigInt(date.getTime() - zoneMinutes(found[8]) * 60_000) * NANOS_PER_MILLI + nanos;
}

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
