import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Slice } from '../../text/slice.ts';
import { SourceText } from '../../text/source-text.ts';
import { compileMatcher } from '../matcher.ts';
import { parseRegex } from '../parse.ts';
import type { ParseOptions } from '../parse-options.ts';
import type { Regex } from '../tree.ts';
import { printRegex } from './index.ts';

function regexOf(text: string, options: Partial<ParseOptions> = {}): Regex {
  const parsed = parseRegex(Slice.verbatim(new SourceText('test', text)), {
    flavour: 'pcre',
    anchoring: 'search',
    caseRule: 'exact',
    ...options,
  });
  if (parsed.regex === undefined) throw new Error(`${text}: ${JSON.stringify(parsed.diagnostics.map((d) => d.code))}`);
  return parsed.regex;
}

/** Patterns made of pieces that interact: anchors, borders, repeats, classes, alternatives. */
const piece = fc.constantFrom(
  'a',
  'b',
  'K',
  's',
  'é',
  'ß',
  ' ',
  '.',
  '\\d',
  '\\w',
  '\\s',
  '\\W',
  '[ab]',
  '[^a]',
  '[^\\W_]',
  '[[:alpha:]-]',
  '\\n',
  '\\.',
  '^',
  '$',
  '\\b',
  '\\B',
  '\\A',
  '\\z',
  '\\Z',
  '(?m:^)',
  '(?m:$)',
  '(?i:k)',
  '(?s:.)',
  '(?-i:a)',
);
const pattern: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    piece,
    fc.tuple(tie('node'), tie('node')).map(([a, b]) => a + b),
    fc.tuple(tie('node'), tie('node')).map(([a, b]) => `(?:${a}|${b})`),
    fc
      .tuple(tie('node'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '*?', '{0,2}?'))
      .map(([a, q]) => `(?:${a})${q}`),
    tie('node').map((a) => `(${a})`),
  ),
})).node;

const text = fc.string({
  unit: fc.constantFrom(
    'a',
    'b',
    'A',
    'k',
    'K',
    '\u212a',
    's',
    '\u017f',
    'é',
    'É',
    ' ',
    '\n',
    '1',
    '_',
    '.',
    'ß',
    '😀',
    '\r',
  ),
  maxLength: 8,
});

describe('the JavaScript printer', () => {
  it.each(['exact', 'ascii', 'simple', 'unicode'] as const)(
    'accepts what the matcher accepts, under %s',
    (caseRule) => {
      fc.assert(
        fc.property(
          pattern,
          fc.constantFrom('whole' as const, 'search' as const),
          fc.array(text, { minLength: 5, maxLength: 5 }),
          (source, anchoring, texts) => {
            const regex = regexOf(source, { anchoring, caseRule });
            const matcher = compileMatcher(regex);
            const printed = printRegex(regex, 'javascript');
            if ('unsupported' in matcher) throw new Error(matcher.unsupported);
            if ('unsupported' in printed) throw new Error(printed.unsupported);
            const native = new RegExp(printed.text, printed.flags);
            for (const one of texts)
              expect([printed.text, one, matcher(one)]).toEqual([printed.text, one, native.test(one)]);
          },
        ),
        { numRuns: 1500 },
      );
    },
  );
});
