import type { Dialect } from './dialect.ts';
import { SURROGATES } from './re2.ts';

const OPERATORS = /^[\\.?+*|{}[\]()"#@&<>~^$-]$/;

/** No character has a number here: line ends and controls stand as they are, and the string around the text escapes them. */
const written = (code: number): string => {
  const char = String.fromCodePoint(code);
  return OPERATORS.test(char) ? `\\${char}` : char;
};

/**
 * EQL's `regex`: https://www.elastic.co/docs/reference/query-languages/query-dsl/regexp-syntax, all optional operators on.
 * `\d` and `\w` are not known to Elasticsearch before 7.10 and not used.
 */
export const lucene: Dialect = {
  literal: (code) => (code === 0x2d ? '-' : written(code)),
  inClass: written,
  all: '.',
  nothing: '#',
  empty: '()',
  named: () => [],
  impossible: SURROGATES,
  // Anchors are resolved before; what is left over has no form.
  tests: {
    'text-start': undefined,
    'text-end': undefined,
    'text-end-or-final-newline': undefined,
    'line-start': undefined,
    'line-start-before-text': undefined,
    'line-end': undefined,
    word: undefined,
    'not-word': undefined,
    'unicode-word': undefined,
    'not-unicode-word': undefined,
  },
  group: '(',
  lazy: false,
  look: 'none',
  atomic: false,
  maxRepeat: 10_000,
  lucene: true,
  around: { whole: ['', ''], search: ['', ''] },
  allFlag: '',
  // The operator `regex~`.
  caseFlag: { text: '', fold: 'ascii', borders: false },
  wholeOnly: true,
};
