import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpuTime } from '../../test/cpu-time.ts';
import { runs } from '../../test/seed.ts';
import { printRegex } from './print/index.ts';
import { isBacktrackSafe } from './safety.ts';
import { regexOf, testPatterns } from './test-kit.ts';

describe('backtracking', () => {
  it.each([
    '^whoami',
    'https?://[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}',
    'net\\s+user',
    'cmd.{0,5}/c',
    '^.*foo.*$',
    '(?:\\.[a-z]+)+$',
    '(?:ab?c)*d',
    '.{1000,}',
    '^(?!.*foo)bar',
    '[a-z]*+x',
  ])('%s is safe', (source) => expect(isBacktrackSafe(regexOf(source))).toBe(true));

  it.each([
    '(a+)+$',
    '(a|a)*$',
    '(a|ab)*c',
    '(a*)*b',
    '(?:a?b?)*c',
    '(.*,)*x',
    '(?:a|\\w)*b',
    'a.*b.*c.*d',
    '(?:[ab]{1,20}){1,20}c',
    '(a)\\1*',
    '\\{.*\\{.*\\{.*\\{',
  ])('%s is not', (source) => expect(isBacktrackSafe(regexOf(source))).toBe(false));

  it('is right about V8', () => {
    const hostile = ['a'.repeat(3000), 'ab'.repeat(1500), ' '.repeat(3000), 'aK1_'.repeat(800)].map(
      (text) => `${text}\u0000`,
    );
    let safe = 0;
    fc.assert(
      fc.property(testPatterns, fc.constantFrom('whole' as const, 'search' as const), (source, anchoring) => {
        const regex = regexOf(source, { anchoring });
        if (!isBacktrackSafe(regex)) return;
        safe++;
        const printed = printRegex(regex, 'javascript');
        if ('unsupported' in printed) throw new Error(printed.unsupported);
        const native = new RegExp(printed.text, printed.flags);
        const start = cpuTime();
        for (const text of hostile) native.test(text);
        expect([printed.text, cpuTime() - start < 2000]).toEqual([printed.text, true]);
      }),
      { numRuns: runs(1500) },
    );
    expect(safe).toBeGreaterThan(runs(300));
  });
});
