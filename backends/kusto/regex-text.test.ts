import { describe, expect, it } from 'vitest';
import { compileMatcher } from '../../src/regex/matcher.ts';
import { parseRegex } from '../../src/regex/parse.ts';
import type { Regex, RegexCase } from '../../src/regex/tree.ts';
import { Slice } from '../../src/text/slice.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { innerText, lineText, type RegexText, rustText } from './regex-text.ts';

function parse(text: string, flavour: Regex['flavour'], anchoring: Regex['anchoring'], caseRule: RegexCase): Regex {
  const { regex, diagnostics } = parseRegex(Slice.verbatim(new SourceText('regex', text)), {
    flavour,
    anchoring,
    caseRule,
  });
  if (!regex) throw new Error(`${text}: ${JSON.stringify(diagnostics.map((one) => one.code))}`);
  return regex;
}

function matcherOf(regex: Regex): (text: string) => boolean {
  const matcher = compileMatcher(regex);
  if (typeof matcher !== 'function') throw new Error(matcher.unsupported);
  return matcher;
}

function read(printed: RegexText | undefined): (text: string) => boolean {
  if (!printed || 'unsupported' in printed) throw new Error(JSON.stringify(printed));
  // Flags inside the text have closed every set; nothing is left for the expression as a whole to fold.
  return matcherOf({ ...parse(printed.text, 'rust', 'search', 'exact'), caseRule: 'exact' });
}

const expressions: readonly string[] = [
  'abc',
  'a.c',
  'k?s+',
  '[^k]s',
  'sk|ks',
  '[a-f]x{2,3}',
  'C:\\\\x\\.exe',
  '.*sk.*',
  '.*[0-9]{1,3}\\.[0-9].*',
  'é',
  'https?://[^/]+/.*',
  '(a|b)(c|d)',
];
const chars = ['a', 'A', 'k', 'K', '\u212a', 's', 'S', '\u017f', 'x', 'c', 'é', 'É', '.', '/', '0', '\n'];

/** Texts over the characters, and some that look like the expressions. */
function* texts(): Generator<string> {
  yield* [
    '',
    'abc',
    'ABC',
    'a\nc',
    'C:\\x.exe',
    'c:\\X.EXE',
    'https://x/y',
    'HTTP://k/',
    'ac',
    'BD',
    'fxx',
    'xsky',
    'x0.1y',
  ];
  for (const a of chars) {
    yield a;
    for (const b of chars) {
      yield a + b;
      for (const c of chars) yield a + b + c;
    }
  }
}

describe.each<RegexCase>(['exact', 'ascii', 'simple'])('expressions, case %s', (rule) => {
  it.each(expressions)('%s is read by Kusto as it is meant', (source) => {
    const regex = parse(source, 'lucene', 'whole', rule);
    const [meant, found] = [matcherOf(regex), read(rustText(regex))];
    expect([...texts()].filter((text) => found(text) !== meant(text))).toEqual([]);
  });

  it.each(expressions)('%s finds a line', (source) => {
    const regex = parse(source, 'lucene', 'whole', rule);
    const meant = matcherOf(regex);
    const found = read(innerText(regex) ?? lineText(regex));
    expect([...texts()].filter((text) => found(text) !== text.split('\n').some(meant))).toEqual([]);
  });
});

describe('what is searched for', () => {
  it.each(['^ab', 'b$', '^ab$', 'a.c', '(?i)AB'])('%s finds a line of the text', (source) => {
    const regex = parse(source, 'pcre', 'search', 'exact');
    const found = read(lineText(regex));
    for (const text of ['ab', 'xab', 'abx', 'x\nab', 'ab\nx', 'a\nc', 'abc', 'AB'])
      expect([text, found(text)]).toEqual([text, text.split('\n').some(matcherOf(regex))]);
  });

  it.each([
    ['(?<=a)b(?!c)d', 'look'],
    ['(a)\\1', 'a back-reference'],
  ])('%s is refused: %s', (source, why) => {
    expect(rustText(parse(source, 'pcre', 'search', 'exact'))).toEqual({ unsupported: expect.stringContaining(why) });
  });

  it('does not look around in lines', () => {
    expect(lineText(parse('a(?=b)', 'pcre', 'search', 'exact'))).toHaveProperty('unsupported');
  });

  it('keeps to the limit of groups', () => {
    const source = Array.from({ length: 20 }, (_, i) => `(?:a${i}|b)x`).join('');
    expect(rustText(parse(source, 'pcre', 'search', 'exact'))).toEqual({ unsupported: 'more than 16 groups' });
  });
});
