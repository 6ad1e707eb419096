const NANOS = 1_000_000_000n;

/** Nanoseconds as a decimal number of seconds: `300`, `0.5`. */
export function secondsText(nanos: bigint): string {
  const rest = String(nanos % NANOS)
    .padStart(9, '0')
    .replace(/0+$/, '');
  return rest === '' ? String(nanos / NANOS) : `${nanos / NANOS}.${rest}`;
}
