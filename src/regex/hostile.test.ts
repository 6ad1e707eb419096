import { describe, expect, it } from 'vitest';
import { cpuTime } from '../../test/cpu-time.ts';
import { asPattern, requiredLiterals } from './literals.ts';
import { compileMatcher } from './matcher.ts';
import { type PrintFlavour, printRegex } from './print/index.ts';
import { isBacktrackSafe } from './safety.ts';
import { parse } from './test-kit.ts';
import type { RegexFlavour } from './tree.ts';

const flavours: readonly PrintFlavour[] = ['javascript', 'java', 're2', 'rust', 'posix', 'pcre', 'sigma', 'lucene'];

const nested = (open: string, inner: string, close: string, times = 99): string =>
  open.repeat(times) + inner + close.repeat(times);

describe('expressions made to exhaust time or stack', () => {
  it.each<readonly [string, RegexFlavour, string]>([
    ['stacked repetitions', 'rust', nested('(', 'a', `)${'*'.repeat(20)}`)],
    ['stacked options', 'lucene', nested('(', 'a', `)${'?'.repeat(20)}`)],
    ['stacked counts', 'lucene', nested('(a', 'b', '){0,2}')],
    ['complements', 'lucene', nested('~', 'a', '')],
    ['complements of runs', 'lucene', nested('~(.*a', 'b', ')', 49)],
    ['intersections', 'lucene', nested('(.*a.*&', 'b', ')')],
    ['look-ahead in look-ahead', 'pcre', nested('(?=', 'a', ')')],
    ['atomic groups', 'pcre', nested('(?>', 'a', ')')],
    ['alternatives', 'pcre', nested('(?:a|', 'a', ')')],
    ['optional tails', 'pcre', nested('(?:a', 'b', ')?')],
    ['repeated tails', 'pcre', nested('(?:a', 'b', ')*')],
    ['a long alternation', 'pcre', Array.from({ length: 3900 }, (_, i) => i + 1000).join('|')],
    [
      'an alternation of single characters',
      'pcre',
      Array.from({ length: 9000 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('|'),
    ],
    ['look-ahead in alternatives', 'pcre', '(?:(?=a)|b)'.repeat(90)],
    ['many look-aheads', 'pcre', `x${'(?=.*a.{9}b)'.repeat(90)}x`],
    ['word borders', 'pcre', '\\b'.repeat(9000)],
    ['long runs', 'pcre', '.*a'.repeat(4000)],
    [
      'long classes',
      'pcre',
      `[${Array.from({ length: 9000 }, (_, i) => String.fromCodePoint(0x4e00 + 2 * i)).join('')}]`,
    ],
  ])('%s', (_name, flavour, source) => {
    const start = cpuTime();
    const { regex } = parse(source, {
      flavour,
      anchoring: flavour === 'lucene' ? 'whole' : 'search',
      caseRule: 'simple',
    });
    if (regex === undefined) throw new Error('no tree');
    const matches = compileMatcher(regex);
    if (typeof matches === 'function') matches('ab'.repeat(500));
    isBacktrackSafe(regex);
    asPattern(regex);
    requiredLiterals(regex);
    for (const target of flavours) printRegex(regex, target);
    expect(cpuTime() - start).toBeLessThan(10_000);
  });
});
