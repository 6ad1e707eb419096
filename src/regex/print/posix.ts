import { lineEnd, lineStart, noWordBorder, wordBorder } from './borders.ts';
import type { Dialect } from './dialect.ts';
import { CLASS_OPERATORS, escaper, hex, OPERATORS } from './escape.ts';

const number = (code: number): string => (code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`);

/**
 * PostgreSQL's advanced regular expressions: https://www.postgresql.org/docs/current/functions-matching.html#POSIX-SYNTAX-DETAILS.
 * `\d`, `\w`, `\y` and the `i` flag follow the locale, so none of them is used; the dot matches line ends.
 */
export const posix: Dialect = {
  literal: escaper(OPERATORS, number),
  inClass: escaper(CLASS_OPERATORS, number),
  all: '.',
  nothing: '(?!)',
  empty: '(?:)',
  named: () => [],
  // A Postgres text holds no NUL.
  impossible: [
    { from: 0, to: 0 },
    { from: 0xd800, to: 0xdfff },
  ],
  tests: {
    'text-start': '^',
    'text-end': '$',
    'text-end-or-final-newline': '(?=\\n?$)',
    'line-start': lineStart,
    'line-start-before-text': '(?:^|(?<=\\n)(?!$))',
    'line-end': lineEnd,
    word: wordBorder,
    'not-word': noWordBorder,
    'unicode-word': undefined,
    'not-unicode-word': undefined,
  },
  group: '(?:',
  lazy: true,
  look: 'any',
  atomic: false,
  maxRepeat: 255,
  lucene: false,
  around: { whole: ['^', '$'], search: ['', ''] },
  allFlag: '',
  wholeOnly: false,
};
