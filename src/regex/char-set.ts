import type { CodeRange } from './tree.ts';

/** A set of code points: ascending ranges that neither overlap nor touch. */
export type CharSet = readonly CodeRange[];

export const LAST_CODE_POINT = 0x10ffff;

export const EVERYTHING: CharSet = [{ from: 0, to: LAST_CODE_POINT }];

/** Any ranges, in any order, as a set. */
export function charSet(ranges: readonly CodeRange[]): CharSet {
  const sorted = [...ranges].sort((a, b) => a.from - b.from);
  const out: { from: number; to: number }[] = [];
  for (const { from, to } of sorted) {
    const last = out.at(-1);
    if (last !== undefined && from <= last.to + 1) last.to = Math.max(last.to, to);
    else out.push({ from, to });
  }
  return out;
}

export const oneChar = (code: number): CharSet => [{ from: code, to: code }];

/** The set of the characters of a text, where `a-z` is a range. */
export function charsOf(text: string): CharSet {
  const codes = Array.from(text, (char) => char.codePointAt(0) ?? 0);
  const ranges: CodeRange[] = [];
  for (let i = 0; i < codes.length; i++) {
    const from = codes[i] ?? 0;
    const isRange = codes[i + 1] === 0x2d && i + 2 < codes.length;
    ranges.push({ from, to: isRange ? (codes[i + 2] ?? from) : from });
    if (isRange) i += 2;
  }
  return charSet(ranges);
}

export const union = (...sets: readonly CharSet[]): CharSet => charSet(sets.flat());

export function complement(set: CharSet): CharSet {
  const out: CodeRange[] = [];
  let next = 0;
  for (const { from, to } of set) {
    if (from > next) out.push({ from: next, to: from - 1 });
    next = to + 1;
  }
  if (next <= LAST_CODE_POINT) out.push({ from: next, to: LAST_CODE_POINT });
  return out;
}

export function intersect(a: CharSet, b: CharSet): CharSet {
  const out: CodeRange[] = [];
  for (let i = 0, j = 0; ; ) {
    const left = a[i];
    const right = b[j];
    if (left === undefined || right === undefined) return out;
    const from = Math.max(left.from, right.from);
    const to = Math.min(left.to, right.to);
    if (from <= to) out.push({ from, to });
    if (left.to < right.to) i++;
    else j++;
  }
}

export const subtract = (a: CharSet, b: CharSet): CharSet => intersect(a, complement(b));

export const overlaps = (a: CharSet, b: CharSet): boolean => intersect(a, b).length > 0;

const size = (set: CharSet): number => set.reduce((sum, { from, to }) => sum + to - from + 1, 0);

/** Whether no two of the sets share a character. */
export const areDisjoint = (sets: readonly CharSet[]): boolean =>
  size(union(...sets)) === sets.reduce((sum, set) => sum + size(set), 0);

export const isEverything = (set: CharSet): boolean => sameSet(set, EVERYTHING);

export function sameSet(a: CharSet, b: CharSet): boolean {
  return a.length === b.length && a.every((range, i) => range.from === b[i]?.from && range.to === b[i]?.to);
}

export function holds(set: CharSet, code: number): boolean {
  let low = 0;
  let high = set.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const range = set[middle];
    if (range === undefined || code < range.from) high = middle - 1;
    else if (code > range.to) low = middle + 1;
    else return true;
  }
  return false;
}

/** The only character of a set of one. */
export function single(set: CharSet): number | undefined {
  const [first] = set;
  return set.length === 1 && first !== undefined && first.from === first.to ? first.from : undefined;
}
