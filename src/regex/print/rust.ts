import type { Dialect } from './dialect.ts';
import { CLASS_OPERATORS, escaper, hex, OPERATORS } from './escape.ts';
import { SURROGATES } from './re2.ts';

const number = (code: number): string => `\\x{${hex(code, 1)}}`;

/**
 * Kusto's `matches regex`: https://docs.rs/regex/latest/regex/#syntax. At most 16 groups are allowed there, so none captures.
 * `\d` and `\w` mean all of Unicode and are not used.
 */
export const rust: Dialect = {
  literal: escaper(OPERATORS, number),
  inClass: escaper(CLASS_OPERATORS, number),
  all: '.',
  nothing: '[a&&b]',
  empty: '(?:)',
  named: () => [],
  impossible: SURROGATES,
  tests: {
    'text-start': '^',
    'text-end': '$',
    'text-end-or-final-newline': undefined,
    'line-start': '(?m:^)',
    'line-start-before-text': undefined,
    'line-end': '(?m:$)',
    word: '(?-u:\\b)',
    // Older releases refuse `(?-u:\B)`, which can stand inside a character.
    'not-word': undefined,
    'unicode-word': '\\b',
    'not-unicode-word': '\\B',
  },
  group: '(?:',
  lazy: true,
  look: 'none',
  atomic: false,
  maxRepeat: 1000,
  lucene: false,
  around: { whole: ['^', '$'], search: ['', ''] },
  allFlag: '(?s)',
  caseFlag: { text: '(?i)', fold: 'unicode', borders: false },
  wholeOnly: false,
};
