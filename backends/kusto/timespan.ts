import { NANOS_PER_TICK } from './lexical.ts';

const UNITS: readonly (readonly [string, bigint])[] = [
  ['d', 86_400_000_000_000n],
  ['h', 3_600_000_000_000n],
  ['m', 60_000_000_000n],
  ['s', 1_000_000_000n],
  ['ms', 1_000_000n],
];

/** Longer than any two times of a datetime lie apart: nothing is to be asked. */
const LONGEST = 4_000_000n * 86_400_000_000_000n;

/**
 * A timespan literal in the largest unit that is exact; a part of a tick (100 ns) is cut off, since no two times lie it apart. Nothing for
 * spans that hold any two times.
 * https://learn.microsoft.com/kusto/query/scalar-data-types/timespan
 */
export function timespan(nanos: bigint): string | undefined {
  if (nanos > LONGEST) return undefined;
  const unit = UNITS.find(([, size]) => nanos % size === 0n && nanos >= size);
  return unit ? `${nanos / unit[1]}${unit[0]}` : `${nanos / NANOS_PER_TICK}tick`;
}
