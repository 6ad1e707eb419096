import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpuTime } from '../../test/cpu-time.ts';
import { runs } from '../../test/seed.ts';
import { compileMatcher } from './matcher.ts';
import { matcherOf, parse, plainPatterns, regexOf, texts } from './test-kit.ts';

function milliseconds(work: () => void): number {
  const start = cpuTime();
  work();
  return cpuTime() - start;
}

describe('time', () => {
  it.each([
    '(a+)+$',
    '(a|a)*$',
    '(a|aa)+$',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '(.*)*x',
    '(?:.*a){12}b',
    '(?:a?){64}a{64}b',
    '(x+x+)+y',
    '\\{.*\\{.*\\{.*\\{.*\\{.*\\{.*\\{.*\\{.*\\{.*\\{',
    '(?!.*b)(?=.*a)a.*c',
    '(?:(?:\\b|a)*|\\B)*c',
  ])('%s is linear in the text', (source) => {
    const matches = matcherOf(regexOf(source));
    matches('a'.repeat(2000));
    const small = milliseconds(() => matches(`${'a'.repeat(20_000)}!`));
    const large = milliseconds(() => matches(`${'a'.repeat(200_000)}!`));
    // Ten times the text: quadratic time would be a hundred times the first figure.
    expect(large).toBeLessThan(Math.max(small, 20) * 40);
  });

  it('keeps its memory where the automaton has exponentially many states', () => {
    const matches = matcherOf(regexOf('a[ab]{16}c'));
    let bits = 1;
    const text = Array.from({ length: 60_000 }, () => {
      bits = (bits * 1_103_515_245 + 12_345) & 0x7fffffff;
      return (bits >> 16) & 1 ? 'a' : 'b';
    }).join('');
    expect(matches(text)).toBe(false);
    expect(matches(`${text}a${'b'.repeat(16)}c`)).toBe(true);
  });
});

describe('hostile expressions', () => {
  it.each([
    ['deep groups', `${'('.repeat(5000)}a${')'.repeat(5000)}`, 'regex/too-deep'],
    ['deep classes', '['.repeat(5000), 'regex/unclosed'],
    ['a long text', 'a'.repeat(100_000), 'regex/too-long'],
    ['open groups', '('.repeat(90), 'regex/unclosed'],
    ['open brackets', '(?:'.repeat(5000), 'regex/too-deep'],
    ['stacked look-ahead', '(?='.repeat(5000), 'regex/too-deep'],
  ])('%s', (_name, source, code) => {
    expect(parse(source).diagnostics.map((found) => found.code)).toEqual([code]);
  });

  it('too many ranges', () => {
    expect(parse('\\w'.repeat(400), { flavour: 'rust' }).diagnostics.map((found) => found.code)).toEqual([
      'regex/too-complex',
    ]);
  });

  it.each([
    ['(?:(?:(?:a{1000}){1000}){1000}){1000}', 'an expression of more than 10000 states'],
    ['(?:(?:(?:){60000}){60000}){60000}', 'an expression of more than 10000 states'],
    ['(?:a{0,9000}){0,9000}', 'an expression of more than 10000 states'],
    ['(a)\\1', 'a back-reference'],
    ['(?=a|b)*a', 'look-ahead'],
    ['(?>a|ab)c', 'an atomic group'],
    ['a*+a', 'a possessive repetition'],
  ])('%s has no matcher: %s', (source, reason) => {
    expect(compileMatcher(regexOf(source))).toEqual({ unsupported: reason });
  });

  it.each(['~((a|b)*a(a|b){20})', '(.*a.{18})&(.*b.{17})'])('%s is given up, and soon', (source) => {
    const regex = regexOf(source, { flavour: 'lucene', anchoring: 'whole' });
    const time = milliseconds(() =>
      expect(compileMatcher(regex)).toEqual({ unsupported: 'a complement or intersection of more than 2000 states' }),
    );
    expect(time).toBeLessThan(10_000);
  });

  it('ends on any text, with a tree or an error', () => {
    const flavours = ['lucene', 'pcre', 'rust', 're2', 'java', 'javascript'] as const;
    const odd = fc.string({
      unit: fc.constantFrom(...'a1(){}[]|*+?.^$\\-:<>=!#&~@",QEbdwxupPkgRiU \n😀\ud800'),
      maxLength: 16,
    });
    fc.assert(
      fc.property(odd, fc.constantFrom(...flavours), (source, flavour) => {
        const { regex, diagnostics } = parse(source, { flavour });
        expect(regex === undefined).toBe(diagnostics.some(({ code }) => !code.endsWith('-as-text')));
        const matches = regex && compileMatcher(regex);
        if (typeof matches === 'function') matches(source);
      }),
      { numRuns: runs(5000) },
    );
  });
});

describe('algebra', () => {
  const lucene = (source: string) => matcherOf(regexOf(source, { flavour: 'lucene', anchoring: 'whole' }));
  const words = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 7 });
  const simple = fc.constantFrom('a*b', '(a|bc)*', '.', '.*ab.*', 'a{2,3}', '~(ab)', '@', '#', '()', '[^a]b?');

  it('complement, intersection and union are those of sets', () => {
    fc.assert(
      fc.property(simple, simple, words, (a, b, text) => {
        const [inA, inB] = [lucene(a)(text), lucene(b)(text)];
        expect(lucene(`~(${a})`)(text)).toBe(!inA);
        expect(lucene(`(${a})&(${b})`)(text)).toBe(inA && inB);
        expect(lucene(`(${a})|(${b})`)(text)).toBe(inA || inB);
        expect(lucene(`~(~(${a}))`)(text)).toBe(inA);
      }),
      { numRuns: runs(600) },
    );
  });

  it('a concatenation is the union of all ways to cut', () => {
    fc.assert(
      fc.property(simple, simple, words, (a, b, text) => {
        const [left, right] = [lucene(a), lucene(b)];
        const cuts = Array.from({ length: text.length + 1 }, (_, i) => left(text.slice(0, i)) && right(text.slice(i)));
        expect(lucene(`(${a})(${b})`)(text)).toBe(cuts.includes(true));
      }),
      { numRuns: runs(600) },
    );
  });

  it('a search is a whole match with anything around it', () => {
    fc.assert(
      fc.property(plainPatterns, texts, (source, text) => {
        const found = matcherOf(regexOf(source))(text);
        expect(matcherOf(regexOf(`(?s:.*)(?:${source})(?s:.*)`, { anchoring: 'whole' }))(text)).toBe(found);
      }),
      { numRuns: runs(500) },
    );
  });

  it('intervals hold exactly their numbers', () => {
    fc.assert(
      fc.property(fc.nat(1200), fc.nat(1200), fc.boolean(), fc.nat(1300), fc.nat(2), (a, b, fixed, value, zeros) => {
        const [low, high] = [a, b].map((n) => (fixed ? String(n).padStart(4, '0') : String(n)));
        const text = '0'.repeat(zeros) + value;
        const digits = low?.length === high?.length ? low?.length : undefined;
        const inside =
          value >= Math.min(a, b) && value <= Math.max(a, b) && (digits === undefined || text.length === digits);
        expect([low, high, text, lucene(`<${low}-${high}>`)(text)]).toEqual([low, high, text, inside]);
      }),
      { numRuns: runs(800) },
    );
  });
});
