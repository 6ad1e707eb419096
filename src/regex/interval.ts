import { alternation, chars, concat, EMPTY, NOTHING, repeat } from './build.ts';
import { asciiDigits } from './named-sets.ts';
import type { Interval, RegexNode } from './tree.ts';

const ZERO = 0x30;

const digits = (from: number, to: number): RegexNode => chars([{ from: ZERO + from, to: ZERO + to }]);
const anyDigits = (count: number): RegexNode => {
  if (count === 0) return EMPTY;
  return count === 1 ? chars(asciiDigits) : repeat(chars(asciiDigits), count, count);
};

/** Texts as long as both bounds and between them; without a bound, all of that length. */
function between(low: string | undefined, high: string | undefined, length: number): RegexNode {
  if (length === 0) return EMPTY;
  if (low === undefined && high === undefined) return anyDigits(length);
  const first = Number(low?.charAt(0) ?? 0);
  const last = Number(high?.charAt(0) ?? 9);
  if (length === 1) return digits(first, last);
  const low1 = low?.slice(1);
  const high1 = high?.slice(1);
  if (low !== undefined && high !== undefined && first === last) {
    return concat([digits(first, first), between(low1, high1, length - 1)]);
  }
  const options: RegexNode[] = [];
  if (low !== undefined) options.push(concat([digits(first, first), between(low1, undefined, length - 1)]));
  const from = low === undefined ? first : first + 1;
  const to = high === undefined ? last : last - 1;
  if (from <= to) options.push(concat([digits(from, to), anyDigits(length - 1)]));
  if (high !== undefined) options.push(concat([digits(last, last), between(undefined, high1, length - 1)]));
  return alternation(options);
}

const bigger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);

function ofLength(interval: Interval, length: number): RegexNode {
  const low = bigger(interval.min, length === 1 ? 0n : 10n ** BigInt(length - 1));
  const high = smaller(interval.max, 10n ** BigInt(length) - 1n);
  return low > high ? NOTHING : between(String(low), String(high), length);
}

/** A numeric interval in terms of digits. */
export function intervalNode(interval: Interval): RegexNode {
  const { min, max, digits: length } = interval;
  if (length > 0) return between(String(min).padStart(length, '0'), String(max).padStart(length, '0'), length);
  const longest = String(max).length;
  const lengths = Array.from({ length: longest }, (_, i) => ofLength(interval, i + 1));
  return concat([repeat(digits(0, 0), 0), alternation(lengths.filter((node) => node.kind !== 'nothing'))]);
}
