import { describe, expect, it } from 'vitest';
import { foldSimple } from '../base/fold.ts';
import { charsOf, complement, oneChar } from './char-set.ts';
import { closeUnder, isClosedUnder } from './fold-set.ts';

const codes = (text: string): readonly string[] => Array.from(text);
const members = (set: ReturnType<typeof charsOf>): readonly string[] =>
  set.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)));

describe('folding of sets', () => {
  it.each([
    ['ascii', 'k', 'Kk'],
    ['ascii', 'é', 'é'],
    ['simple', 'k', 'Kk'],
    ['simple', 'é', 'Éé'],
    ['simple', 'σ', 'Σςσ'],
    ['simple', '\u212a', '\u212a'],
    ['simple', '\u0130', '\u0130'],
    ['unicode', 'k', 'Kk\u212a'],
    ['unicode', 'ſ', 'Ssſ'],
    ['exact', 'a', 'a'],
    ['ascii', 'Y-b', 'A-BY-by-z'],
  ] as const)('%s %s', (rule, given, closed) => {
    expect(closeUnder(rule, charsOf(given))).toEqual(charsOf(closed));
  });

  it('holds that the complement of a closed set is closed', () => {
    const set = closeUnder('simple', charsOf('aéσ'));
    expect(isClosedUnder('simple', complement(set))).toBe(true);
  });

  // V8 folds as Unicode does under `iu`: every orbit is asked of it.
  it('folds `unicode` as V8 does, over all code points', () => {
    const wrong: string[] = [];
    for (let code = 0; code < 0x20000; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const char = String.fromCodePoint(code);
      const orbit = members(closeUnder('unicode', oneChar(code)));
      const native = new RegExp(`^\\u{${code.toString(16)}}$`, 'iu');
      if (!orbit.every((variant) => native.test(variant))) wrong.push(char);
      if (
        orbit.length === 1 &&
        [char.toLowerCase(), char.toUpperCase()].some(
          (one) => codes(one).length === 1 && one !== char && native.test(one),
        )
      )
        wrong.push(char);
    }
    expect(wrong).toEqual([]);
  });

  it('folds `simple` as the fold of texts does', () => {
    const wrong: string[] = [];
    for (let code = 0; code < 0x20000; code++) {
      const char = String.fromCodePoint(code);
      for (const variant of members(closeUnder('simple', oneChar(code)))) {
        if (foldSimple(variant) !== foldSimple(char)) wrong.push(char);
      }
    }
    expect(wrong).toEqual([]);
  });
});
