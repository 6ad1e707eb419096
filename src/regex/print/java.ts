import { asciiDigits, asciiWord } from '../named-sets.ts';
import { lineEnd, lineStart, noWordBorder, wordBorder } from './borders.ts';
import type { Dialect } from './dialect.ts';
import { CLASS_OPERATORS, escaper, hex, OPERATORS } from './escape.ts';

const number = (code: number): string => (code > 0xff ? `\\x{${hex(code, 1)}}` : `\\x${hex(code, 2)}`);

/** https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/regex/Pattern.html */
export const java: Dialect = {
  literal: escaper(OPERATORS, number),
  inClass: escaper(CLASS_OPERATORS, number),
  all: '.',
  nothing: '(?!)',
  empty: '(?:)',
  named: () => [
    [asciiDigits, '\\d'],
    [asciiWord, '\\w'],
  ],
  impossible: [],
  // `$`, `\Z` and the `m` flag know five line ends; `\b` knew Unicode letters before JDK 19.
  tests: {
    'text-start': '^',
    'text-end': '\\z',
    'text-end-or-final-newline': '(?=\\n?\\z)',
    'line-start': lineStart,
    'line-start-before-text': '(?:^|(?<=\\n)(?!\\z))',
    'line-end': lineEnd,
    word: wordBorder,
    'not-word': noWordBorder,
    'unicode-word': undefined,
    'not-unicode-word': undefined,
  },
  group: '(?:',
  capture: '(',
  reference: (group) => `\\${group}`,
  lazy: true,
  look: 'fixed',
  atomic: true,
  maxRepeat: 2 ** 31 - 1,
  lucene: false,
  around: { whole: ['^', '\\z'], search: ['', ''] },
  allFlag: '(?s)',
  caseFlag: { text: '(?i)', fold: 'ascii', borders: false },
  wholeOnly: false,
};
