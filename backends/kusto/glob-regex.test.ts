import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchPattern } from '../../src/functions/match-pattern.ts';
import { type Pattern, type PatternPart, pattern } from '../../src/ir/pattern.ts';
import type { CaseRule } from '../../src/ir/value.ts';
import { compileMatcher } from '../../src/regex/matcher.ts';
import { parseRegex } from '../../src/regex/parse.ts';
import { Slice } from '../../src/text/slice.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { runs } from '../../test/seed.ts';
import { countGroups, globRegex, MOST_GROUPS } from './glob-regex.ts';

/** The expression as Kusto's own flavour reads it. */
function matcherOf(text: string): (text: string) => boolean {
  const parsed = parseRegex(Slice.verbatim(new SourceText('regex', text)), {
    flavour: 'rust',
    anchoring: 'search',
    caseRule: 'exact',
  });
  // Flags inside the text have closed every set; nothing is left for the expression as a whole to fold.
  const matcher = parsed.regex && compileMatcher({ ...parsed.regex, caseRule: 'exact' });
  if (typeof matcher !== 'function') throw new Error(`${text}: ${JSON.stringify(parsed.diagnostics)}`);
  return matcher;
}

const letters = fc.constantFrom(
  'a',
  'A',
  'k',
  'K',
  '\u212a',
  's',
  '\u017f',
  '\u00e9',
  '\u00c9',
  '.',
  '\\',
  '(',
  '\n',
  '[',
);
const words = fc.array(letters, { maxLength: 3 }).map((chars) => chars.join(''));
const parts: fc.Arbitrary<PatternPart> = fc.oneof(
  words.map((text): PatternPart => ({ kind: 'lit', text })),
  fc.constantFrom<PatternPart>({ kind: 'any' }, { kind: 'one' }),
);
const patterns: fc.Arbitrary<Pattern> = fc.array(parts, { maxLength: 5 }).map(pattern);
const rules = fc.constantFrom<CaseRule>('exact', 'ascii', 'simple');

describe('the regular expression of a pattern', () => {
  it('matches what the pattern matches', () => {
    fc.assert(
      fc.property(patterns, rules, fc.array(words, { maxLength: 4 }), (glob, rule, texts) => {
        const regex = globRegex(glob, rule);
        if (regex === undefined) throw new Error('no expression');
        const matches = matcherOf(regex);
        const own = glob.map((part) => (part.kind === 'lit' ? part.text : part.kind === 'one' ? 'x' : '\n')).join('');
        const tries = [...texts, texts.join(''), own, own.toUpperCase(), own.toLowerCase(), `${own}x`, `x${own}`];
        for (const text of tries)
          expect([regex, text, matches(text)]).toEqual([regex, text, matchPattern(text, glob, rule)]);
      }),
      { numRuns: runs(300) },
    );
  });

  it.each([2, 9, 20, 60])('keeps to the limit of groups with %i pieces', (count) => {
    const glob = pattern(
      Array.from({ length: count }, (_, i): PatternPart[] => [{ kind: 'any' }, { kind: 'lit', text: `sk${i}` }]).flat(),
    );
    const regex = globRegex(glob, 'ascii');
    expect(countGroups(regex ?? '')).toBeLessThanOrEqual(MOST_GROUPS);
    expect(matcherOf(regex ?? '')(Array.from({ length: count }, (_, i) => `.SK${i}`).join(''))).toBe(true);
  });
});
