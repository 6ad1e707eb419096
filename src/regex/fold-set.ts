import { foldSimple } from '../base/fold.ts';
import { type CharSet, charSet, holds } from './char-set.ts';
import type { CodeRange, RegexCase } from './tree.ts';

/** Code points of one orbit fold to the same one. Only code points that are not alone are listed. */
interface Orbits {
  readonly of: ReadonlyMap<number, readonly number[]>;
  /** The listed code points, ascending. */
  readonly cased: readonly number[];
}

/** No character above plane 1 has case. */
const LAST_CASED = 0x1ffff;

function addTo(groups: Map<string, number[]>, code: number, fold: string): void {
  const group = groups.get(fold);
  if (group === undefined) groups.set(fold, [code]);
  else group.push(code);
}

const PAGE = 0x1000;

/** The characters that have another case, in order; found a page at a time, by the engine's own search. */
function lettersUpTo(last: number): readonly string[] {
  const found: string[] = [];
  for (let page = 0; page <= last; page += PAGE) {
    const size = Math.min(PAGE, last + 1 - page);
    const text = String.fromCodePoint(...Array.from({ length: size }, (_, i) => page + i));
    for (const char of text.match(/\p{Changes_When_Casemapped}/gu) ?? [])
      if (char.toLowerCase() !== char || char.toUpperCase() !== char) found.push(char);
  }
  return found;
}

function orbitsBy(fold: (char: string) => string, last: number): Orbits {
  const groups = new Map<string, number[]>();
  for (const char of lettersUpTo(last)) addTo(groups, char.codePointAt(0) ?? 0, fold(char));
  const orbits = new Map<number, readonly number[]>();
  for (const group of groups.values()) if (group.length > 1) for (const code of group) orbits.set(code, group);
  return { of: orbits, cased: [...orbits.keys()].sort((a, b) => a - b) };
}

const LOOKALIKES: Readonly<Record<string, string>> = { '\u017f': 's', '\u212a': 'k' };

const folds: { readonly [Rule in Exclude<RegexCase, 'exact'>]: () => Orbits } = {
  ascii: () => orbitsBy(foldSimple, 0x7f),
  simple: () => orbitsBy(foldSimple, LAST_CASED),
  unicode: () => orbitsBy((char) => LOOKALIKES[char] ?? foldSimple(char), LAST_CASED),
};

const known = new Map<RegexCase, Orbits>();

function orbitsOf(rule: Exclude<RegexCase, 'exact'>): Orbits {
  const found = known.get(rule) ?? folds[rule]();
  known.set(rule, found);
  return found;
}

/** The place of the first listed code point that is not below the given one. */
function placeOf(code: number, cased: readonly number[]): number {
  let low = 0;
  let high = cased.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cased[middle] ?? 0) < code) low = middle + 1;
    else high = middle;
  }
  return low;
}

const casedIn = ({ from, to }: CodeRange, { cased }: Orbits): readonly number[] =>
  cased.slice(placeOf(from, cased), placeOf(to + 1, cased));

function closed(rule: Exclude<RegexCase, 'exact'>, set: CharSet): CharSet {
  const orbits = orbitsOf(rule);
  const extra: CodeRange[] = [];
  for (const range of set)
    for (const code of casedIn(range, orbits))
      for (const variant of orbits.of.get(code) ?? [])
        if (!holds(set, variant)) extra.push({ from: variant, to: variant });
  return extra.length === 0 ? set : charSet([...set, ...extra]);
}

/** What is asked once is asked again: on reading, on matching, and for every flavour that is written. */
const answers: { readonly [Rule in Exclude<RegexCase, 'exact'>]: WeakMap<CharSet, CharSet> } = {
  ascii: new WeakMap(),
  simple: new WeakMap(),
  unicode: new WeakMap(),
};

/** The set and every case variant of its members; the very set where there is none to add. */
export function closeUnder(rule: RegexCase, set: CharSet): CharSet {
  if (rule === 'exact') return set;
  const answer = answers[rule].get(set) ?? closed(rule, set);
  answers[rule].set(set, answer);
  return answer;
}

export const isClosedUnder = (rule: RegexCase, set: CharSet): boolean => closeUnder(rule, set) === set;
