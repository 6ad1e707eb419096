import { complement } from '../char-set.ts';
import { asciiDigits, asciiWord } from '../named-sets.ts';
import type { Dialect } from './dialect.ts';
import { escaper, hex } from './escape.ts';

const number = (code: number): string => (code > 0xff ? `\\u{${hex(code, 1)}}` : `\\x${hex(code, 2)}`);

const inClass = escaper(/^[\\\]^[-]$/, number);

/** Under the `u` flag only operators may be escaped (ECMA-262, IdentityEscape); a slash would end a literal. */
export const javascript: Dialect = {
  literal: escaper(/^[\\^$.*+?()[\]{}|/]$/, number),
  inClass,
  all: '.',
  nothing: '[]',
  empty: '(?:)',
  named: () => [
    [asciiDigits, '\\d'],
    [asciiWord, '\\w'],
    [complement(asciiDigits), '\\D'],
    [complement(asciiWord), '\\W'],
  ],
  impossible: [],
  // Without the `m` flag; the line tests are spelled out, because JavaScript knows more line ends than the line feed.
  tests: {
    'text-start': '^',
    'text-end': '$',
    'text-end-or-final-newline': '(?=\\n?$)',
    'line-start': '(?<![^\\n])',
    'line-start-before-text': '(?:^|(?<=\\n)(?!$))',
    'line-end': '(?![^\\n])',
    word: '\\b',
    'not-word': '\\B',
    'unicode-word': undefined,
    'not-unicode-word': undefined,
  },
  group: '(?:',
  capture: '(',
  reference: (group) => `\\${group}`,
  lazy: true,
  look: 'any',
  atomic: false,
  maxRepeat: 2 ** 32,
  lucene: false,
  around: { whole: ['^', '$'], search: ['', ''] },
  // V8 also tries positions between two surrogates, where `\B` holds: the prefix walks by whole characters.
  aroundEmpty: ['^.*?', ''],
  allFlag: '',
  caseFlag: { text: '', fold: 'unicode', borders: true },
  flags: { always: 'su', ignoreCase: 'i' },
  wholeOnly: false,
};
