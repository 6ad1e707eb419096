import { type CharSet, charsOf } from '../char-set.ts';
import { asciiDigits, asciiWord } from '../named-sets.ts';
import type { Dialect } from './dialect.ts';
import { CLASS_OPERATORS, escaper, hex, OPERATORS } from './escape.ts';

const number = (code: number): string => (code > 0xff ? `\\x{${hex(code, 1)}}` : `\\x${hex(code, 2)}`);

/** UTF-8 has no surrogates. */
export const SURROGATES = [{ from: 0xd800, to: 0xdfff }];

/**
 * RE2 reads `[Ss]` as `(?i:s)` (parse.cc, PushRegexp) and then goes wrong where it merges options: `[Ss]|x` lets the long s in,
 * `a+|a|[Aa]` loses the A. Two options do not become one.
 */
const CASE_PAIRS: readonly (readonly [CharSet, string])[] = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ', (upper) => {
  const lower = upper.toLowerCase();
  return [charsOf(upper + lower), `(?:${upper}|${lower})`];
});

/** https://github.com/google/re2/wiki/Syntax, as DuckDB and ClickHouse embed it. */
export const re2: Dialect = {
  literal: escaper(OPERATORS, number),
  inClass: escaper(CLASS_OPERATORS, number),
  // DuckDB's dot leaves out the line feed and ClickHouse's does not: the flag settles it, and `[^\n]` is always written out.
  all: '.',
  nothing: '[^\\x00-\\x{10ffff}]',
  empty: '(?:)',
  named: () => [[asciiDigits, '\\d'], [asciiWord, '\\w'], ...CASE_PAIRS],
  impossible: SURROGATES,
  tests: {
    'text-start': '^',
    'text-end': '$',
    'text-end-or-final-newline': undefined,
    'line-start': '(?m:^)',
    'line-start-before-text': undefined,
    'line-end': '(?m:$)',
    word: '\\b',
    'not-word': '\\B',
    'unicode-word': undefined,
    'not-unicode-word': undefined,
  },
  group: '(?:',
  lazy: true,
  look: 'none',
  atomic: false,
  // RE2 refuses more, also as the product of nested repetitions (re2/parse.cc, kMaxRepeat).
  maxRepeat: 1000,
  maxNestedRepeat: 1000,
  lucene: false,
  around: { whole: ['^', '$'], search: ['', ''] },
  // RE2 steps by bytes, and `\B` holds between two bytes of a character.
  aroundEmpty: ['^(?s:.)*?', ''],
  allFlag: '(?s)',
  caseFlag: { text: '(?i)', fold: 'unicode', borders: false },
  wholeOnly: false,
};
