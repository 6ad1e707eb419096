import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../test/seed.ts';
import { foldSimple } from '../base/fold.ts';
import { asPattern, type LiteralPattern, requiredLiterals } from './literals.ts';
import { matcherOf, plainPatterns, regexOf, texts } from './test-kit.ts';
import type { Regex } from './tree.ts';

const shown = (pattern: LiteralPattern): string =>
  pattern.map((part) => (part.kind === 'lit' ? part.text : part.kind === 'any' ? '*' : '?')).join('');

/** The text as the expression's case rule sees it. */
const folded = (text: string, { caseRule }: Regex): string => (caseRule === 'exact' ? text : foldSimple(text));

const foldedPattern = (pattern: LiteralPattern, regex: Regex): LiteralPattern =>
  pattern.map((part) => (part.kind === 'lit' ? { ...part, text: folded(part.text, regex) } : part));

/** A wildcard pattern on a text, the obvious way. */
function fits(pattern: LiteralPattern, text: string): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return text === '';
  if (first.kind === 'lit') return text.startsWith(first.text) && fits(rest, text.slice(first.text.length));
  const chars = Array.from(text);
  if (first.kind === 'one') return chars.length > 0 && fits(rest, chars.slice(1).join(''));
  return Array.from({ length: chars.length + 1 }, (_, i) => chars.slice(i).join('')).some((tail) => fits(rest, tail));
}

describe('wildcard patterns', () => {
  const rows: readonly (readonly [string, Partial<Regex>, readonly string[] | undefined, boolean?])[] = [
    ['foo', {}, ['*foo*']],
    ['^foo$', {}, ['foo', 'foo\n']],
    ['^foo\\z', {}, ['foo']],
    ['(?s)^a.b.*c', {}, ['a?b*c*']],
    ['a.*b', {}, ['*a*b*'], true],
    ['Foo', { anchoring: 'whole', caseRule: 'ascii' }, ['Foo']],
    ['(cat|dog)s?', { anchoring: 'whole' }, ['cat', 'cats', 'dog', 'dogs']],
    ['[ab]x', { anchoring: 'whole' }, ['ax', 'bx']],
    ['[aA]x', { anchoring: 'whole', caseRule: 'ascii' }, ['Ax']],
    ['(?i:a)x', { anchoring: 'whole' }, ['Ax', 'ax']],
    ['(?s).+', { anchoring: 'whole' }, ['?*']],
    ['(?s).{3,}', {}, ['*???*']],
    ['a{3}', { anchoring: 'whole' }, ['aaa']],
    ['^a|b', {}, ['a*', '*b*']],
    ['[a-z]', {}, undefined],
    ['a+', {}, undefined],
    ['\\ba', {}, undefined],
    ['a', { caseRule: 'unicode' }, undefined],
  ];
  for (const [source, given, patterns, assumesOneLine = false] of rows) {
    it(`${source} ${JSON.stringify(given)}`, () => {
      const regex = regexOf(source, { anchoring: given.anchoring ?? 'search', caseRule: given.caseRule ?? 'exact' });
      const found = asPattern(regex);
      expect(found && { ...found, patterns: found.patterns.map(shown) }).toEqual(
        patterns && { patterns, assumesOneLine },
      );
    });
  }

  it('match what the expression matches', () => {
    let compared = 0;
    fc.assert(
      fc.property(
        plainPatterns,
        fc.constantFrom('whole' as const, 'search' as const),
        fc.array(texts),
        (source, anchoring, samples) => {
          const regex = regexOf(source, { anchoring });
          const found = asPattern(regex);
          if (found === undefined) return;
          compared++;
          const matches = matcherOf(regex);
          for (const text of samples) {
            if (found.assumesOneLine && text.includes('\n')) continue;
            expect([
              text,
              found.patterns.some((pattern) => fits(foldedPattern(pattern, regex), folded(text, regex))),
            ]).toEqual([text, matches(text)]);
          }
        },
      ),
      { numRuns: runs(2000) },
    );
    expect(compared).toBeGreaterThan(runs(300));
  });
});

describe('required text', () => {
  it.each([
    ['foo.*bar(baz|qux)z+', ['foo', 'bar', 'z']],
    ['a\\bb', ['ab']],
    ['a|b', []],
    ['(abc)?d', ['d']],
    ['(?i:a)b', ['b']],
  ])('%s', (source, expected) => expect(requiredLiterals(regexOf(source))).toEqual(expected));

  it('is in every text that matches', () => {
    fc.assert(
      fc.property(plainPatterns, texts, (source, text) => {
        const regex = regexOf(source);
        if (!matcherOf(regex)(text)) return;
        expect(requiredLiterals(regex).every((literal) => folded(text, regex).includes(folded(literal, regex)))).toBe(
          true,
        );
      }),
      { numRuns: runs(1000) },
    );
  });
});
