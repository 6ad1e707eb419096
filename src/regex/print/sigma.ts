import { notNewline } from '../named-sets.ts';
import type { Dialect } from './dialect.ts';
import { CLASS_OPERATORS, escaper, OPERATORS } from './escape.ts';
import { pcre, pcreNumber } from './pcre.ts';

/**
 * The value of Sigma's `re`: PCRE, searched for. `$` is the strict end of the text, as this project reads Sigma, and no flag
 * stands in the text: `i` is a modifier, and `.` and `[\s\S]` need none.
 */
export const sigma: Dialect = {
  ...pcre,
  literal: escaper(OPERATORS, pcreNumber),
  inClass: escaper(CLASS_OPERATORS, pcreNumber),
  all: '[\\s\\S]',
  named: () => [...pcre.named(), [notNewline, '.']],
  tests: {
    ...pcre.tests,
    'text-end': '$',
    'text-end-or-final-newline': '(?=\\n?$)',
    'line-start-before-text': '(?:^|(?<=\\n)(?!$))',
    'line-end': '(?![^\\n])',
  },
  around: { whole: ['^', '$'], search: ['', ''] },
  allFlag: '',
  caseFlag: { text: '', fold: 'simple', borders: false },
  flags: { always: '', ignoreCase: 'i' },
};
