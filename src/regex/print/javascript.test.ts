import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../../test/seed.ts';
import { compileMatcher } from '../matcher.ts';
import { lookPatterns, plainPatterns, regexOf, testPatterns, texts } from '../test-kit.ts';
import type { RegexCase } from '../tree.ts';
import { type PrintOptions, printRegex } from './index.ts';

const rules: readonly RegexCase[] = ['exact', 'ascii', 'simple', 'unicode'];

const settings = fc.record({
  anchoring: fc.constantFrom('whole' as const, 'search' as const),
  caseRule: fc.constantFrom(...rules),
  samples: fc.array(texts, { minLength: 6, maxLength: 6 }),
});

/** Holds what V8 says of the printed expression against the matcher. */
function agree(patterns: fc.Arbitrary<string>, numRuns: number, options: PrintOptions = {}): number {
  let compared = 0;
  fc.assert(
    fc.property(patterns, settings, (source, { anchoring, caseRule, samples }) => {
      const regex = regexOf(source, { flavour: 'pcre', anchoring, caseRule, flags: { dollarEndOnly: true } });
      const matches = compileMatcher(regex);
      const printed = printRegex(regex, 'javascript', options);
      if ('unsupported' in printed) throw new Error(printed.unsupported);
      if (typeof matches !== 'function' || printed.foldsMore) return;
      compared++;
      const native = new RegExp(printed.text, printed.flags);
      for (const text of samples)
        expect([printed.text, text, matches(text)]).toEqual([printed.text, text, native.test(text)]);
    }),
    { numRuns },
  );
  return compared;
}

describe('JavaScript', () => {
  it('answers as the matcher does', () => {
    const count = runs(1500);
    expect(agree(plainPatterns, count)).toBe(count);
  });

  it('answers as the matcher does where positions are tested', () => {
    const count = runs(2500);
    expect(agree(testPatterns, count)).toBe(count);
  });

  it('answers as the matcher does for the look-around that the matcher rewrites', () => {
    const patterns = lookPatterns.filter((source) => !/\(\?<[=!].*([*+?{]|\(\?<?[=!])/.test(source));
    const count = runs(3000);
    expect(agree(patterns, count)).toBeGreaterThan(count / 3);
  });

  it('answers the same with every folded set spelled out', () => {
    agree(testPatterns, runs(500), { caseStyle: 'expand' });
  });

  it.each<readonly [string, RegexCase, string, string]>([
    ['cmd\\.exe', 'ascii', 'cmd\\.exe', 'sui'],
    ['admin', 'ascii', 'admin', 'sui'],
    ['skip', 'ascii', '[Ss][Kk][Ii][Pp]', 'su'],
    ['skip', 'unicode', 'skip', 'sui'],
    ['a\n/\\]', 'exact', 'a\\n\\/\\]', 'su'],
    ['[^\\x00-\\x1f]', 'exact', '[^\\x00-\\x1f]', 'su'],
    ['a{2}(?:b|c)+?', 'exact', 'a{2}(?:b|c)+?', 'su'],
    ['(a)(b)\\2', 'exact', 'a(b)(?:\\1)', 'su'],
  ])('writes %s under %s as %s', (source, caseRule, text, flags) => {
    expect(printRegex(regexOf(source, { caseRule }), 'javascript')).toMatchObject({ text, flags });
  });

  it('uses the flag where it is asked to, and says that it folds more', () => {
    const regex = regexOf('skip', { caseRule: 'ascii' });
    expect(printRegex(regex, 'javascript', { caseStyle: 'flag' })).toEqual({
      text: 'skip',
      flags: 'sui',
      ignoreCase: true,
      foldsMore: true,
    });
  });

  it('refuses a back-reference under a fold that is not its own', () => {
    const regex = regexOf('(a)\\1', { caseRule: 'ascii' });
    expect(printRegex(regex, 'javascript', { caseStyle: 'expand' })).toEqual({
      unsupported: 'a back-reference that ignores case',
    });
  });
});
