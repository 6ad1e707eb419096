import { describe, expect, it } from 'vitest';
import type { ParseOptions } from './parse-options.ts';
import { errorOf, located, matcherOf, parse, regexOf } from './test-kit.ts';

const lucene: Partial<ParseOptions> = { flavour: 'lucene', anchoring: 'whole' };

describe('Lucene', () => {
  const rows: readonly (readonly [string, readonly string[], readonly string[], ParseOptions['caseRule']?])[] = [
    ['abc', ['abc'], ['xabc', 'abcx', 'ABC']],
    ['a.c', ['abc', 'a\nc', 'a😀c'], ['ac']],
    ['.*?net1[ ]+user.*?', ['x net1  user y', 'net1 user'], ['net1user']],
    ['^a$', ['^a$'], ['a']],
    ['a{2,3}b{2}c{1,}', ['aabbc', 'aaabbcc'], ['abbc', 'aabb']],
    ['a~bc', ['adc', 'aec', 'axxxc', 'ac'], ['abc']],
    ['~(.*foo.*)', ['bar', ''], ['xfoox']],
    ['aaa.+&.+bbb', ['aaabbb', 'aaaxbbb'], ['aaa', 'aabbb']],
    ['@&~(abc.+)', ['abc', 'x', ''], ['abcd']],
    ['a|b&c|d', ['a', 'd'], ['b', 'c']],
    ['foo<1-100>', ['foo1', 'foo100', 'foo007'], ['foo0', 'foo101', 'foo']],
    ['foo<01-100>', ['foo01', 'foo1', 'foo99'], ['foo0', 'foo101']],
    ['<01-12>', ['01', '12'], ['1', '012', '13']],
    ['<12-01>', ['01', '12'], ['13']],
    ['#', [], ['', 'a', '#']],
    ['a|#', ['a'], ['']],
    ['@', ['', 'a\nb'], []],
    ['()', [''], ['a']],
    ['', [''], ['a']],
    ['"a.*"b', ['a.*b'], ['aab']],
    ['\\d\\w\\s', ['1_ ', '1a\n'], ['1_\v', 'aa ']],
    ['[\\d\\-]+', ['1-2'], ['a']],
    ['[^\\w]', ['-', 'é'], ['a']],
    ['\\.\\"\\/\\_\\@', ['."/_@'], []],
    ['[\\\\-a]+', ['\\-a'], [']', '^', '_']],
    ['[]a]', [']', 'a'], ['b']],
    ['[^a-c]', ['d', '\n'], ['b', '']],
    ['(|a)', ['|a'], ['', 'a']],
    ['*a', ['*a'], ['a']],
    ['a}', ['a}'], ['a']],
    ['(ab)?c', ['abc', 'c'], ['bc']],
    ['a{0}b', ['b'], ['ab']],
    ['k[a-c]', ['KB', 'kb'], ['\u212ab'], 'ascii'],
    ['[^k]', ['a'], ['k', 'K'], 'ascii'],
    ['\\\\psapp\\\\.*', ['\\PSAPP\\x'], ['psapp'], 'ascii'],
  ];
  for (const [source, found, missed, caseRule = 'exact'] of rows) {
    it(source, () => {
      const matches = matcherOf(regexOf(source, { ...lucene, caseRule }));
      expect({ found: found.filter(matches), missed: missed.filter(matches) }).toEqual({ found, missed: [] });
    });
  }

  it.each([
    ['(ab', 'regex/unclosed ('],
    ['ab)c', 'regex/unopened )'],
    ['[ab', 'regex/unclosed ['],
    ['[', 'regex/unclosed ['],
    ['"ab', 'regex/unclosed "'],
    ['a|', 'regex/unexpected-end '],
    ['a{', 'regex/bad-repeat {'],
    ['a{x}', 'regex/bad-repeat {'],
    ['a{3,2}', 'regex/bad-repeat {3,2}'],
    ['a{0,9999999}', 'regex/repeat-too-large {0,9999999}'],
    ['\\q', 'regex/bad-escape \\q'],
    ['\\bfoo', 'regex/bad-escape \\b'],
    ['<foo>', 'regex/bad-interval <foo>'],
    ['a<1-', 'regex/bad-interval <1-'],
    ['<1-3000000000>', 'regex/bad-interval <1-3000000000>'],
    ['[z-a]', 'regex/bad-range z-a'],
    ['a\\', 'regex/unexpected-end '],
  ])('refuses %s', (source, error) => {
    expect(errorOf(source, lucene)).toBe(error);
  });

  it('says where an operator stands for itself', () => {
    expect(parse('(|a)', lucene).diagnostics.map(located)).toEqual(['regex/operator-as-text |']);
  });
});
