import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileMatcher } from '../../src/regex/matcher.ts';
import { parseRegex } from '../../src/regex/parse.ts';
import type { Regex } from '../../src/regex/tree.ts';
import { Slice } from '../../src/text/slice.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { bytesSample, countsCharacters } from './bytes.ts';

function regexOf(pattern: string): Regex {
  const options = { flavour: 'pcre', anchoring: 'search', caseRule: 'exact' } as const;
  const { regex } = parseRegex(Slice.verbatim(new SourceText('regex', pattern)), options);
  if (!regex) throw new Error(`no regex: ${pattern}`);
  return regex;
}

const bytesOf = (text: string): string => String.fromCharCode(...new TextEncoder().encode(text));

/** Whether an expression finds a text by its characters, and whether by its bytes. */
function found(regex: Regex, text: string): readonly [boolean, boolean] {
  const matches = compileMatcher(regex);
  if (typeof matches !== 'function') throw new Error('no matcher');
  return [matches(text), matches(bytesOf(text))];
}

it.each([
  ['a.b', true],
  ['.{0,5}b', false],
  ['a.{0,5}b', true],
  ['a.{0,5}', false],
  ['a[^b]', false],
  ['[^b]a', false],
  ['a[^b]$', true],
  ['(?:a.)b', true],
  ['(?:a.)+', false],
  ['(?:a.)+b', true],
  ['a.{2,}', true],
  ['a.+b', false],
  ['(?:a|[^b])b', false],
  ['x(?:a|[^b])b', true],
  ['..', true],
  ['.x.', false],
  ['.x?.', true],
  ['x.[^a]*y', false],
  ['x.*.y', false],
  ['x..*.y', true],
  ['x.+.+y', true],
  ['x.+(?:a.+)?y', false],
  ['x(?:b.+)?[^b]+y', true],
  ['x(?:.+){2,}', true],
  ['x(?:a.+){2,}', false],
  ['[^a].+', true],
  ['[^a].*', false],
  ['(.)x\\1', true],
])('%s counts characters: %s', (pattern, counts) => {
  expect(countsCharacters(regexOf(pattern))).toBe(counts);
});

it.each([
  'a.b',
  'x.+.+y',
  'a.{0,5}b',
  '(?:a.)+b',
  'x.{2,3}y.*z',
  'a{2}[^b]{1,2}c',
  'a(?:b|c|.)d',
  'a[^b]{1,256}c',

  'a[b–]{2}c',
])('the sample of %s is found by characters and not by bytes, or the other way round', (pattern) => {
  const regex = regexOf(pattern);
  const [characters, bytes] = found(regex, bytesSample(regex));
  expect(characters).not.toBe(bytes);
});

const atom = fc.constantFrom('a', 'b', '.', '[^a]', '^', '$');
const times = fc.constantFrom('', '', '*', '+', '?', '{0,2}', '{2}', '{2,}', '{1,3}');
const { pattern } = fc.letrec<{ pattern: string; part: string }>((tie) => ({
  pattern: fc.array(tie('part'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
  part: fc.oneof(
    { maxDepth: 2 },
    fc.tuple(atom, times).map(([one, count]) => (one === '^' || one === '$' ? one : `${one}${count}`)),
    fc.tuple(tie('pattern'), tie('pattern'), times).map(([one, other, count]) => `(?:${one}|${other})${count}`),
    fc.tuple(tie('pattern'), times).map(([one, count]) => `(?:${one})${count}`),
  ),
}));
const text = fc.array(fc.constantFrom('a', 'b', 'é', '€', '\n'), { maxLength: 6 }).map((chars) => chars.join(''));

it('an expression that does not count characters finds the same by bytes', () => {
  fc.assert(
    fc.property(pattern, fc.array(text, { maxLength: 10 }), (written, texts) => {
      const regex = regexOf(written);
      fc.pre(!countsCharacters(regex));
      for (const one of texts) {
        const [characters, bytes] = found(regex, one);
        expect(bytes, `${written} on ${JSON.stringify(one)}`).toBe(characters);
      }
    }),
    { numRuns: 300 },
  );
});
