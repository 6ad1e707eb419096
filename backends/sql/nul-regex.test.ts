import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileMatcher } from '../../src/regex/matcher.ts';
import { parseRegex } from '../../src/regex/parse.ts';
import type { Regex } from '../../src/regex/tree.ts';
import { Slice } from '../../src/text/slice.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { blindBeyondNul } from './nul-regex.ts';

function read(text: string, anchoring: Regex['anchoring']): Regex {
  const flavour = anchoring === 'whole' ? 'lucene' : 'pcre';
  const { regex } = parseRegex(Slice.verbatim(new SourceText('regex', text)), {
    flavour,
    anchoring,
    caseRule: 'exact',
  });
  if (!regex) throw new Error(`not read: ${text}`);
  return regex;
}

describe('an expression that sees text up to its first NUL only', () => {
  test.each([
    ['^ab', true],
    ['^a(b|c)+[0-9]{2}', true],
    ['^a\\b', true],
    ['^(?!foo)bar', true],
    ['ab', false],
    ['^ab$', false],
    ['^a.b', false],
    ['^a[^b]', false],
    ['^a|b', false],
    ['^a(?=b$)', false],
  ])('searched: %s', (text, blind) => {
    expect(blindBeyondNul(read(text, 'search'))).toBe(blind);
  });

  test.each([
    ['ab.*', true],
    ['a[0-9]+(b|c)@', true],
    ['ab', false],
    ['a.b.*', false],
    ['.*ab.*', false],
  ])('whole: %s', (text, blind) => {
    expect(blindBeyondNul(read(text, 'whole'))).toBe(blind);
  });

  const pieces = [
    'a',
    'b',
    '[ab]',
    '[^a]',
    '.',
    '.*',
    'a+',
    '(a|b)',
    '(?:ab)?',
    '^',
    '$',
    '\\b',
    '(?!b)',
    '(?=a)',
    '\\z',
  ];
  const anchored = fc.tuple(fc.constantFrom('^', ''), fc.array(fc.constantFrom(...pieces), { maxLength: 4 }));
  const texts = fc
    .array(fc.constantFrom('a', 'b', '\0', '\n', '-'), { maxLength: 6 })
    .map((letters) => letters.join(''));

  test('says the same of the whole text, whatever stands behind the NUL', () => {
    let blind = 0;
    fc.assert(
      fc.property(anchored, fc.array(texts, { minLength: 20, maxLength: 20 }), ([start, parts], all) => {
        const regex = read(`${start}${parts.join('')}`, 'search');
        const matches = compileMatcher(regex);
        fc.pre(typeof matches === 'function' && blindBeyondNul(regex));
        if (typeof matches !== 'function') return;
        blind++;
        for (const text of all)
          expect([text, matches(`${text}\0ab`)]).toEqual([text, matches(text.split('\0')[0] ?? '')]);
      }),
      { numRuns: 300 },
    );
    expect(blind).toBeGreaterThan(100);
  });
});
