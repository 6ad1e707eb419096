import { describe, expect, it } from 'vitest';
import type { ParseOptions } from './parse-options.ts';
import { errorOf, located, matcherOf, parse, regexOf } from './test-kit.ts';

/** Expression, texts it is found in, texts it is not found in, and options. */
type Row = readonly [string, readonly string[], readonly string[], Partial<ParseOptions>?];

const multiline = { flags: { multiline: true } };

const rows: readonly Row[] = [
  ['b+', ['aabbcc'], ['ac', '']],
  ['', ['', 'x'], []],
  ['^a.b$', ['axb', 'a\rb', 'axb\n'], ['a\nb', 'axbx', 'axb\n\n']],
  ['^a.b$', ['axb', 'a\nb'], ['axb\n'], { flags: { dotAll: true, dollarEndOnly: true } }],
  ['^b', ['a\nb', 'b'], ['a\rb', 'ab'], multiline],
  ['a$', ['a\nb', 'ba'], ['ab'], multiline],
  ['b\\n^', [], ['b\n'], multiline],
  ['\\Ab\\z', ['b'], ['b\n', 'a\nb'], multiline],
  ['b\\Z', ['b', 'b\n', 'ab'], ['b\n\n', 'b\r']],
  ['^\\d+$', ['12'], ['١٢', '1a']],
  ['^\\w\\W$', ['a-', '_é'], ['éa', 'ab']],
  ['^\\s$', [' ', '\t', '\n', '\v', '\f', '\r'], ['\u00a0', 'a']],
  ['^[\\h]\\v$', ['\u00a0\u2028', ' \n'], ['a\n']],
  ['\\bcat\\b', ['a cat', 'cat', 'é.cat!', 'écat'], ['concat', 'cat_', 'cats']],
  ['\\Bcat', ['concat'], ['a cat', 'écat']],
  ['^[]a]+$', [']a]'], ['b']],
  ['^[^]a]$', ['b'], [']', 'a']],
  ['^[a\\-z]+$', ['a-z'], ['b']],
  ['^[a-]$', ['a', '-'], ['b']],
  ['^[\\w-]+$', ['a-b'], ['a b']],
  ['^[[:alpha:][:digit:]_]+$', ['aB1_'], ['é', '-']],
  ['^[[:^alpha:]]$', ['1'], ['a']],
  ['^[\\Qa]\\E]+$', ['a]'], ['\\', 'Q']],
  ['^\\Qa.b\\E+$', ['a.b', 'a.bb'], ['axb', 'a.ba.b']],
  ['^\\x41\\x{1F600}\\u0042\\t\\e\\a\\101\\cA$', ['A😀B\t\x1b\x07A\x01'], []],
  ['^.$', ['😀', 'é'], ['ab', '\n']],
  ['^a{2}b{1,}c{1,2}$', ['aabc', 'aabbbcc'], ['abc', 'aabccc']],
  ['^a{x}{$', ['a{x}{'], ['a']],
  ['a{,2}', ['a{,2}'], ['aa']],
  ['^(a|b)(?:c|)(?<n>d)(?P<m>e)?$', ['acd', 'bde'], ['ab', 'acdd']],
  ["^(?'q'a)$", ['a'], ['b']],
  ['(?i)^whoami', ['WhoAmI /all'], ['who am i']],
  ['a(?i)b|c', ['aB', 'C'], ['Ab', 'A']],
  ['a(?:(?i)b)c', ['aBc'], ['aBC']],
  ['(?i:a)b', ['Ab'], ['aB']],
  ['(?i)[^a]', ['b'], ['A', 'a']],
  ['(?i)[^\\Wk]', ['a'], ['K', 'k', '\u212a']],
  ['^k$', ['k', 'K'], ['\u212a'], { caseRule: 'simple' }],
  ['^k$', ['k', 'K', '\u212a'], ['c'], { caseRule: 'unicode' }],
  ['^é$', ['é', 'É'], ['e'], { caseRule: 'simple' }],
  ['^é$', ['é'], ['É'], { caseRule: 'ascii' }],
  ['^[[:upper:]]$', ['a', 'A'], ['1'], { caseRule: 'ascii' }],
  ['(?x) a b # a comment\n [ ]c', ['ab c'], ['a b c']],
  ['a(?#comment)b', ['ab'], ['a']],
  ['(?s).(?-s).', ['\na'], ['a\n']],
  ['^\\p{Lu}\\P{Lu}\\p{^Lu}\\pN$', ['Äbc1'], ['äbc1']],
  ['^\\p{Greek}$', ['σ'], ['s']],
  ['foo(?!bar)', ['foo', 'foobaz', 'foobarfoo'], ['foobar', 'bar']],
  ['foo(?=bar)', ['foobar'], ['foo', 'foobaz']],
  ['(?<!a)b', ['b', 'cb', 'abb'], ['ab']],
  ['(?<=a)b', ['ab'], ['b', 'cb']],
  ['(?<=a)b(?=c)', ['abc'], ['ab', 'bc']],
  ['^(?!.*\\bfoo\\b).*bar$', ['bar', 'foobar'], ['foo bar', 'bar foo']],
  ['^(?=.*a)(?=.*b)', ['ba', 'ab'], ['a', 'b']],
  ['a*+b', ['aab', 'b'], ['aa']],
  ['^(?>a+)b', ['aab'], ['aa', 'b']],
  ['^[^"]*+"', ['ab"', '"'], ['ab']],
  ['a++', ['a'], ['b']],
  ['(?:a|a\\b)(?>x|y)z', ['axz'], ['xz']],
];

describe('PCRE', () => {
  for (const [source, found, missed, options = {}] of rows) {
    it(source, () => {
      const matches = matcherOf(regexOf(source, options));
      expect({ found: found.filter(matches), missed: missed.filter(matches) }).toEqual({ found, missed: [] });
    });
  }

  it.each([
    ['a(b', 'regex/unclosed ('],
    ['a)b', 'regex/unopened )'],
    ['x[ab', 'regex/unclosed ['],
    ['x[', 'regex/unclosed ['],
    ['[b-a]', 'regex/bad-range b-a'],
    ['[a-\\d]', 'regex/bad-range a-\\d'],
    ['[[:letter:]]', 'regex/unknown-class [:letter:]'],
    ['a**', 'regex/nothing-to-repeat *'],
    ['(*a)', 'regex/unsupported-syntax ('],
    ['|+', 'regex/nothing-to-repeat +'],
    ['{2}', 'regex/nothing-to-repeat {2}'],
    ['^*', 'regex/nothing-to-repeat *'],
    ['(?i)*', 'regex/nothing-to-repeat *'],
    ['a{3,2}', 'regex/bad-repeat {3,2}'],
    ['a{0,100000}', 'regex/repeat-too-large {0,100000}'],
    ['ab\\', 'regex/unexpected-end '],
    ['\\y', 'regex/bad-escape \\y'],
    ['\\x4', 'regex/bad-escape \\x4'],
    ['\\x{110000}', 'regex/bad-code-point \\x{110000}'],
    ['\\p{Klingon}', 'regex/unknown-class \\p{Klingon}'],
    ['(a)\\2', 'regex/unknown-group \\2'],
    ['\\k<x>', 'regex/unknown-group \\k<x>'],
    ['(?<=a+)b', 'regex/look-behind-width (?<=a+)'],
    ['(?y)', 'regex/unknown-flag y'],
    ['(?<1>a)', 'regex/bad-group (?<'],
    ['(?', 'regex/unclosed ('],
    ['(?R)', 'regex/unsupported-syntax (?R'],
    ['(a)(?1)', 'regex/unsupported-syntax (?'],
    ['(?(1)a)', 'regex/unsupported-syntax (?('],
    ['a\\Kb', 'regex/unsupported-syntax \\K'],
    ['[\\R]', 'regex/unsupported-syntax \\R'],
  ])('refuses %s', (source, error) => {
    expect(errorOf(source)).toBe(error);
  });

  it('warns where a brace could have been meant as a repetition', () => {
    expect(parse('xa{,2}').diagnostics.map(located)).toEqual(['regex/brace-as-text {,2}']);
  });

  it.each([
    ['(?i)abc', 'simple'],
    ['(?i:abc)1', 'simple'],
    ['(?i)a(?-i)b', 'exact'],
    ['(?i:a)b', 'exact'],
    ['123', 'exact'],
  ])('%s has the case rule %s', (source, rule) => {
    expect(regexOf(source).caseRule).toBe(rule);
  });

  it('keeps the spelling of a folded character', () => {
    expect(regexOf('K', { caseRule: 'ascii' }).node).toEqual({
      kind: 'chars',
      ranges: [
        { from: 0x4b, to: 0x4b },
        { from: 0x6b, to: 0x6b },
      ],
      written: 0x4b,
    });
  });
});

describe('the other flavours of the family', () => {
  const rows: readonly (readonly [ParseOptions['flavour'], string, readonly string[], readonly string[]])[] = [
    ['rust', '^\\d\\w$', ['٣é', '1_'], ['1-']],
    ['rust', '^[a-y&&xyz]$', ['x'], ['z', 'a']],
    ['rust', '^[0-9--4]$', ['3'], ['4']],
    ['rust', '^[a-g~~b-h]$', ['a', 'h'], ['c']],
    ['rust', '^[x[^xyz]]$', ['x', 'a'], ['y']],
    ['rust', '(?i)a+(?-i)b+', ['Ab'], ['aB']],
    ['rust', '(?i)^k$', ['\u212a'], ['x']],
    ['rust', '^ab$', ['ab'], ['ab\n']],
    ['rust', '\\bé', ['é', '-é'], ['aé']],
    ['rust', '(?-u:\\b)a', ['éa'], ['ba']],
    ['rust', '^a**$', ['aa', ''], ['b']],
    ['rust', '^\\u{41}\\x{42}\\U00000043\\-$', ['ABC-'], []],
    ['re2', '^\\s$', ['\f'], ['\v']],
    ['re2', 'a$', ['a'], ['a\n']],
    ['re2', '(?m)^$', ['a\n'], ['a']],
    ['re2', '(?P<x>a)\\pN', ['a1'], ['aa']],
    ['javascript', '^.$', ['\u0085'], ['\u2028', '\r']],
    ['javascript', '^[^]$', ['\n'], ['ab']],
    ['javascript', '[]', [], ['', 'a']],
    ['javascript', '^\\s$', ['\ufeff', '\u00a0'], ['a']],
    ['java', '^.\\z', ['a'], ['\u0085', '\r']],
    ['java', '^[a-c&&[^b]]\\z', ['a'], ['b']],
    ['java', '^\\p{Alpha}\\p{IsAlphabetic}\\z', ['aé'], ['éa']],
    ['java', '(?i)^é\\z', ['é'], ['É']],
  ];
  for (const [flavour, source, found, missed] of rows) {
    it(`${flavour} ${source}`, () => {
      const matches = matcherOf(regexOf(source, { flavour }));
      expect({ found: found.filter(matches), missed: missed.filter(matches) }).toEqual({ found, missed: [] });
    });
  }

  it.each<readonly [ParseOptions['flavour'], string, string]>([
    ['rust', 'a(?=b)', 'regex/unsupported-syntax (?='],
    ['rust', '(a)\\1', 'regex/bad-escape \\1'],
    ['rust', '(?>a)', 'regex/unsupported-syntax (?>'],
    ['rust', 'a\\Z', 'regex/bad-escape \\Z'],
    ['rust', 'a{', 'regex/nothing-to-repeat {'],
    ['rust', '\\b{start}a', 'regex/unsupported-syntax \\b'],
    ['rust', '(?-u).', 'regex/unsupported-syntax .'],
    ['rust', '(?-u)\\W', 'regex/unsupported-syntax \\W'],
    ['re2', 'a{1001}', 'regex/repeat-too-large {1001}'],
    ['re2', '(?<!a)b', 'regex/unsupported-syntax (?<!'],
    ['java', 'a$', 'regex/unsupported-syntax $'],
    ['java', '\\ba', 'regex/unsupported-syntax \\b'],
    ['javascript', '\\Aa', 'regex/bad-escape \\A'],
    ['posix', 'a', 'regex/unsupported-syntax a'],
  ])('%s refuses %s', (flavour, source, error) => {
    expect(errorOf(source, { flavour })).toBe(error);
  });
});
