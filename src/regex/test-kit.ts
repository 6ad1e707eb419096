import fc from 'fast-check';
import { type Diagnostic, isError } from '../diagnostics/diagnostic.ts';
import { Slice } from '../text/slice.ts';
import { SourceText } from '../text/source-text.ts';
import { compileMatcher, type Matcher } from './matcher.ts';
import { type Parsed, parseRegex } from './parse.ts';
import type { ParseOptions } from './parse-options.ts';
import type { Regex } from './tree.ts';

// What the tests of this room share; no part of the product.

const DEFAULTS: ParseOptions = { flavour: 'pcre', anchoring: 'search', caseRule: 'exact' };

export function parse(text: string, options: Partial<ParseOptions> = {}): Parsed {
  return parseRegex(Slice.verbatim(new SourceText('test', text)), { ...DEFAULTS, ...options });
}

/** The expression; a test fails where there is none. */
export function regexOf(text: string, options: Partial<ParseOptions> = {}): Regex {
  const { regex, diagnostics } = parse(text, options);
  if (regex === undefined) throw new Error(`${text} has no tree: ${diagnostics.map((found) => found.code).join()}`);
  return regex;
}

export function matcherOf(regex: Regex): Matcher {
  const matcher = compileMatcher(regex);
  if (typeof matcher !== 'function') throw new Error(`${regex.source} has no matcher: ${matcher.unsupported}`);
  return matcher;
}

/** Code and underlined text of a diagnostic. */
export const located = ({ code, span }: Diagnostic): string =>
  `${code} ${span === undefined ? '' : span.source.text.slice(span.start, span.end)}`;

/** The error of a text that is no expression, as code and underlined text. */
export function errorOf(text: string, options: Partial<ParseOptions> = {}): string {
  const { regex, diagnostics } = parse(text, options);
  return regex === undefined ? diagnostics.filter(isError).map(located).join() : 'no error';
}

const PIECES = [
  ...[
    'a',
    'b',
    'K',
    's',
    'é',
    'ß',
    'Σ',
    '1',
    '_',
    ' ',
    '.',
    '\\d',
    '\\w',
    '\\s',
    '\\W',
    '\\n',
    '\\.',
    '\\x41',
    '\\\\',
    '"',
  ],
  ...['[ab]', '[^a]', '[^\\W_]', '[[:alpha:]-]', '[!-~]', '[\\\\-a]', '[é-ü]', '[^\\n]', '[\\s\\S]'],
  ...['(?i:k)', '(?s:.)', '(?-i:a)', '(?i:é)'],
];
const TESTS = ['^', '$', '\\b', '\\B', '\\A', '\\z', '\\Z', '(?m:^)', '(?m:$)'];
const TIMES = ['*', '+', '?', '{2}', '{1,3}', '{2,}', '*?', '{0,2}?'];

function patterns(leaves: readonly string[], wrap: (inner: fc.Arbitrary<string>) => readonly fc.Arbitrary<string>[]) {
  return fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(...leaves),
      fc.tuple(tie('node'), tie('node')).map(([a, b]) => a + b),
      fc.tuple(tie('node'), tie('node')).map(([a, b]) => `(?:${a}|${b})`),
      fc.tuple(tie('node'), fc.constantFrom(...TIMES)).map(([body, times]) => `(?:${body})${times}`),
      tie('node').map((body) => `(${body})`),
      ...wrap(tie('node')),
    ),
  })).node;
}

/** Expressions of PCRE without position tests, with them, and with look-around besides. */
export const plainPatterns = patterns(PIECES, () => []);
export const testPatterns = patterns([...PIECES, ...TESTS, ...TESTS], () => []);
export const lookPatterns = patterns([...PIECES, ...TESTS], (inner) => [
  fc.tuple(fc.constantFrom('?=', '?!', '?<=', '?<!'), inner).map(([kind, body]) => `(${kind}${body})`),
]);

/** Texts over the characters that the expressions are about, look-alikes and line ends among them. */
export const texts: fc.Arbitrary<string> = fc.string({
  unit: fc.constantFrom(...'abAkK\u212as\u017féÉßΣσς1_. \n\r\\"-ü😀'),
  maxLength: 8,
});
