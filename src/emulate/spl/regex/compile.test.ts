import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../../../test/seed.ts';
import { SourceText } from '../../../text/source-text.ts';
import { Context } from '../context.ts';
import type { SplReadings } from '../readings.ts';
import { compileRegex, type Found } from './compile.ts';

const span = { source: new SourceText('search', ''), start: 0, end: 0 };

function matches(pattern: string, text: string, readings: Partial<SplReadings> = {}): readonly Found[] | string {
  const context = new Context({ readings, now: 0 });
  const found = compileRegex(pattern, context, span)?.all(text);
  return found && context.diagnostics.length === 0 ? [...found] : (context.diagnostics[0]?.code ?? 'none');
}

const whole = (pattern: string, text: string, readings: Partial<SplReadings> = {}): unknown => {
  const found = matches(pattern, text, readings);
  return typeof found === 'string' ? found : found.map(({ groups }) => groups[0]);
};

describe('PCRE', () => {
  it.each<[string, string, readonly (string | undefined)[]]>([
    ['(a|ab)(c|bcd)', 'abcd', ['abcd', 'a', 'bcd']],
    ['(a+?)(a*)', 'aaa', ['aaa', 'a', 'aa']],
    ['(?<x>\\d+)-(?P<y>\\w)', '12-z', ['12-z', '12', 'z']],
    ['(?>a+)b', 'aab', ['aab']],
    ['(\\w)\\1', 'hello', ['ll', 'l']],
    ['(?<=@)\\w+', 'a@bc', ['bc']],
    ['a(?!b)\\w', 'abac', ['ac']],
    ['(?i)ABC', 'xabc', ['abc']],
    ['(a)|(b)', 'b', ['b', undefined, 'b']],
  ])('%s over %s', (pattern, text, groups) => {
    const [first] = matches(pattern, text);
    expect((first as Found).groups).toEqual(groups);
  });

  it('possessive repeats give nothing back', () => expect(whole('a++a', 'aaa')).toEqual([]));
  it('the dollar holds before a final line feed, \\z does not', () => {
    expect(whole('a$', 'a\n')).toEqual(['a']);
    expect(whole('a\\z', 'a\n')).toEqual([]);
  });
  it('empty matches step on', () => expect(whole('x*', 'axb')).toEqual(['', 'x', '', '']));
  it('one unit of the other reading is a byte', () => {
    expect(whole('^..$', 'é')).toEqual([]);
    expect(whole('^..$', 'é', { regexUnits: 'bytes' })).toEqual(['é']);
    expect(matches('é', 'aéb', { regexUnits: 'bytes' })).toEqual([{ start: 1, end: 2, groups: ['é'] }]);
  });
  it('tells what it can not read', () => expect(whole('a(', 'a')).toMatch(/^regex\//));
  it('gives up instead of trying for ever', () => expect(whole('(a*)*\\1b', 'a'.repeat(3000))).toBe('spl/regex-limit'));
});

const piece: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('a', 'b', '[ab]', '.', '\\b', '^', '(?:a|ab)'),
    fc.tuple(tie('node'), tie('node')).map(([a, b]) => a + b),
    fc.tuple(tie('node'), tie('node')).map(([a, b]) => `(${a}|${b})`),
    fc.tuple(tie('node'), fc.constantFrom('*', '+', '?', '*?', '+?', '{1,2}')).map(([a, times]) => `(${a}c|b)${times}`),
    tie('node').map((a) => `(?=${a})`),
    tie('node').map((a) => `(?!${a})`),
  ),
})).node;

it('takes the same matches as JavaScript where the two languages agree', () => {
  fc.assert(
    fc.property(piece, fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 12 }), (pattern, text) => {
      const mine = matches(pattern, text);
      const theirs = [...text.matchAll(new RegExp(pattern, 'gu'))].map((found) => [found.index, found[0]]);
      expect(typeof mine === 'string' ? mine : mine.map(({ start, groups }) => [start, groups[0]])).toEqual(theirs);
      const context = new Context({ now: 0 });
      expect(compileRegex(pattern, context, span)?.test(text)).toBe(theirs.length > 0);
    }),
    { numRuns: runs(1500) },
  );
});
