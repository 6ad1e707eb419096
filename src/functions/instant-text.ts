/** The farthest time that JavaScript's Date can spell, in milliseconds from 1970. */
const LAST_MILLISECOND = 8_640_000_000_000_000n;
const NANOS_PER_MILLISECOND = 1_000_000n;

/**
 * A time as ISO 8601 in UTC, with milliseconds and as many further digits as it has: `2024-05-01T10:00:00.000Z`.
 * Absent outside of the years that Date can spell.
 */
export function instantText(nanos: bigint): string | null {
  const rest = ((nanos % NANOS_PER_MILLISECOND) + NANOS_PER_MILLISECOND) % NANOS_PER_MILLISECOND;
  const millis = (nanos - rest) / NANOS_PER_MILLISECOND;
  if (millis > LAST_MILLISECOND || millis < -LAST_MILLISECOND) return null;
  const finer = String(rest).padStart(6, '0').replace(/0+$/, '');
  return new Date(Number(millis)).toISOString().replace('Z', `${finer}Z`);
}
