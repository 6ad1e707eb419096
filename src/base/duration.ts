const UNITS: readonly (readonly [string, bigint])[] = [
  ['d', 86_400_000_000_000n],
  ['h', 3_600_000_000_000n],
  ['m', 60_000_000_000n],
  ['s', 1_000_000_000n],
  ['ms', 1_000_000n],
  ['us', 1_000n],
  ['ns', 1n],
];

/** A duration as text, in as many units as it needs: `9m`, `1h 30m`. */
export function durationText(nanos: bigint): string {
  const parts: string[] = [];
  let rest = nanos;
  for (const [unit, size] of UNITS) {
    if (rest >= size) parts.push(`${rest / size}${unit}`);
    rest %= size;
  }
  return parts.length === 0 ? '0s' : parts.join(' ');
}

/** Nanoseconds of a duration of one unit (`5m`, `1h`, `30s`, `500ms`, `1d`), or nothing. */
export function parseDuration(text: string): bigint | undefined {
  const found = /^\s*(\d{1,15})\s*(ms|us|ns|[dhms])\s*$/.exec(text);
  const unit = UNITS.find(([name]) => name === found?.[2]);
  return found?.[1] === undefined || !unit ? undefined : BigInt(found[1]) * unit[1];
}
