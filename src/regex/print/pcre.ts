import { asciiDigits, asciiWord } from '../named-sets.ts';
import { lineStart } from './borders.ts';
import type { Dialect } from './dialect.ts';
import { CLASS_OPERATORS, escaper, hex, OPERATORS } from './escape.ts';

export const pcreNumber = (code: number): string => (code > 0xff ? `\\x{${hex(code, 1)}}` : `\\x${hex(code, 2)}`);

/**
 * Splunk. A backslash and a quote are written as numbers: SPL has two layers of quoting that treat them differently.
 * https://www.pcre.org/current/doc/html/pcre2pattern.html
 */
export const pcre: Dialect = {
  literal: escaper(OPERATORS, pcreNumber, /^["\\]$/),
  inClass: escaper(CLASS_OPERATORS, pcreNumber, /^["\\]$/),
  all: '.',
  nothing: '(?!)',
  empty: '(?:)',
  named: () => [
    [asciiDigits, '\\d'],
    [asciiWord, '\\w'],
  ],
  impossible: [{ from: 0xd800, to: 0xdfff }],
  tests: {
    'text-start': '^',
    'text-end': '\\z',
    'text-end-or-final-newline': '\\Z',
    'line-start': lineStart,
    'line-start-before-text': '(?m:^)',
    'line-end': '(?m:$)',
    word: '\\b',
    'not-word': '\\B',
    'unicode-word': undefined,
    'not-unicode-word': undefined,
  },
  group: '(?:',
  capture: '(',
  reference: (group) => `\\g{${group}}`,
  lazy: true,
  look: 'fixed',
  atomic: true,
  maxRepeat: 65_535,
  lucene: false,
  around: { whole: ['^', '\\z'], search: ['', ''] },
  allFlag: '(?s)',
  // Whether Splunk runs PCRE in UTF mode is open; the wider fold is the one to fear.
  caseFlag: { text: '(?i)', fold: 'unicode', borders: false },
  wholeOnly: false,
};
