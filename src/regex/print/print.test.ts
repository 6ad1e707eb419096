import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../../test/seed.ts';
import { compileMatcher } from '../matcher.ts';
import { errorOf, matcherOf, plainPatterns, regexOf, testPatterns, texts } from '../test-kit.ts';
import type { Regex, RegexFlavour } from '../tree.ts';
import { type PrintFlavour, printRegex } from './index.ts';

const flavours: readonly PrintFlavour[] = ['javascript', 'java', 're2', 'rust', 'posix', 'pcre', 'sigma', 'lucene'];

type Readable = Exclude<PrintFlavour, 'posix'>;

/** How a printed text is read again. */
const readAs: { readonly [F in Readable]: RegexFlavour } = {
  javascript: 'javascript',
  java: 'java',
  re2: 're2',
  rust: 'rust',
  pcre: 'pcre',
  sigma: 'pcre',
  lucene: 'lucene',
};

function reread(regex: Regex, flavour: Readable): Regex | undefined {
  const printed = printRegex(regex, flavour);
  if ('unsupported' in printed) return undefined;
  return regexOf(printed.text, {
    flavour: readAs[flavour],
    anchoring: flavour === 'lucene' ? 'whole' : 'search',
    caseRule: printed.ignoreCase && (flavour === 'lucene' || printed.flags.includes('i')) ? regex.caseRule : 'exact',
    flags: { dotAll: flavour === 'javascript', dollarEndOnly: true },
  });
}

describe('every flavour that can be read', () => {
  it.each(Object.keys(readAs) as Readable[])('%s reads back as the same language', (flavour) => {
    let compared = 0;
    const patterns = flavour === 'lucene' ? plainPatterns : testPatterns;
    fc.assert(
      fc.property(
        patterns,
        fc.constantFrom('whole' as const, 'search' as const),
        fc.constantFrom('exact' as const, 'ascii' as const, 'simple' as const),
        fc.array(texts, { minLength: 6, maxLength: 6 }),
        (source, anchoring, caseRule, samples) => {
          const regex = regexOf(source, { anchoring, caseRule });
          const again = reread(regex, flavour);
          if (again === undefined) return;
          const [before, after] = [compileMatcher(regex), compileMatcher(again)];
          // What look-around was needed for may not be read back by the matcher.
          if (typeof before !== 'function' || typeof after !== 'function') return;
          compared++;
          for (const text of samples)
            expect([again.source, text, after(text)]).toEqual([again.source, text, before(text)]);
        },
      ),
      { numRuns: runs(800) },
    );
    expect(compared).toBeGreaterThan(runs(300));
  });
});

describe('texts', () => {
  it.each(flavours)('%s writes line breaks and controls as escapes, and operators as text', (flavour) => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (text) => {
        const source = Array.from(text, (char) => `\\x{${(char.codePointAt(0) ?? 0).toString(16)}}`).join('');
        const printed = printRegex(regexOf(source, { anchoring: 'whole' }), flavour);
        if ('unsupported' in printed) throw new Error(printed.unsupported);
        if (flavour !== 'lucene') expect(printed.text).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        if (flavour === 'pcre') expect(printed.text).not.toMatch(/\\\\|"/);
        if (flavour === 'javascript') expect(new RegExp(printed.text, printed.flags).test(text)).toBe(true);
      }),
      { numRuns: runs(200) },
    );
  });

  const rows: readonly (readonly [string, Partial<Regex>, Readonly<Partial<Record<PrintFlavour, string>>>])[] = [
    [
      'C:\\\\a"b.*',
      { caseRule: 'ascii', anchoring: 'whole' },
      {
        re2: '(?i)^C:\\\\a"b[^\\n]*$',
        pcre: '(?i)^C:\\x5ca\\x22b[^\\n]*\\z',
        sigma: '^C:\\\\a"b.*$',
        posix: '^[Cc]:\\\\[Aa]"[Bb][^\\n]*$',
        lucene: 'C:\\\\a\\"b[^\n]*',
        java: '(?i)^C:\\\\a"b[^\\n]*\\z',
      },
    ],
    ['(?s)a.b', {}, { re2: '(?s)a.b', posix: 'a.b', sigma: 'a[\\s\\S]b', lucene: '.*a.b.*', rust: '(?s)a.b' }],
    [
      '^a|b$',
      {},
      { lucene: 'a.*|.*b\n?', re2: '^a|b\\n?$', rust: '^a|b\\n?$', sigma: '^a|b(?=\\n?$)', pcre: '^a|b\\Z' },
    ],
    ['a|b', { anchoring: 'whole' }, { re2: '^(?:a|b)$', lucene: 'a|b', rust: '^(?:a|b)$' }],
    ['[\\[&~^\\]-]', {}, { rust: '[\\&\\-\\[\\]\\^\\~]', lucene: '.*[\\&\\-\\[\\]\\^\\~].*' }],
    ['(a)(b)', {}, { rust: 'ab', re2: 'ab' }],
    ['k', { caseRule: 'ascii' }, { re2: '(?:K|k)', rust: '[Kk]', java: '(?i)k', sigma: 'k', lucene: '.*k.*' }],
    ['a+|a|(?i:a)', {}, { re2: 'a+|a|(?:A|a)', posix: 'a+|a|[Aa]' }],
    ['\\z|\\B', {}, { re2: '^(?s:.)*?(?:$|\\B)', javascript: '^.*?(?:$|\\B)' }],
    ['a{300,}', {}, { posix: 'a{255}a{45,}', re2: 'a{300,}' }],
    ['foo(?=bar)', {}, { re2: '(?s)^.*foobar.*$', lucene: '.*foobar.*' }],
    ['^(?!a)b', {}, { lucene: 'b.*&~(a.*)' }],
    ['a*+b', {}, { re2: 'a*b', pcre: 'a*+b' }],
  ];
  for (const [source, given, expected] of rows) {
    it(`${source} ${JSON.stringify(given)}`, () => {
      const regex = regexOf(source, { anchoring: given.anchoring ?? 'search', caseRule: given.caseRule ?? 'exact' });
      const found = Object.fromEntries(
        Object.keys(expected).map((flavour) => {
          const printed = printRegex(regex, flavour as PrintFlavour);
          return [flavour, 'unsupported' in printed ? `unsupported: ${printed.unsupported}` : printed.text];
        }),
      );
      expect(found).toEqual(expected);
    });
  }

  it.each<readonly [string, PrintFlavour, string]>([
    ['a(?!b)', 're2', 'look-ahead'],
    ['(?<!a)b', 'rust', 'look-behind'],
    ['(a)\\1', 're2', 'a back-reference'],
    ['(?>a|ab)c', 'javascript', 'an atomic group'],
    ['(?:ab)*+a', 're2', 'a possessive repetition'],
    ['a$b', 're2', '`$` in front of a final line feed'],
    ['\\Ba', 'rust', '`\\B`'],
    ['\\ba', 'lucene', 'a position test in the middle'],
    ['(?m)^', 're2', '`^` at the start of a line, but not of the last empty one'],
    ['(?:a{100}){100}', 're2', 'nested repetitions of that many times'],
    ['a{65000}{1}'.slice(0, 8), 'posix', 'no reason'],
  ])('%s in %s: %s', (source, flavour, reason) => {
    const printed = printRegex(regexOf(source), flavour);
    expect('unsupported' in printed ? printed.unsupported : 'no reason').toBe(reason);
  });

  it('keeps what is only for Lucene', () => {
    const source = 'a~(b.*)&"x@"|<01-20>c|#';
    const regex = regexOf(source, { flavour: 'lucene', anchoring: 'whole' });
    const printed = printRegex(regex, 'lucene');
    expect(printed).toMatchObject({ text: 'a~(b.*)&x\\@|<01-20>c|#' });
    expect(printRegex(regex, 're2')).toEqual({ unsupported: 'the intersection `&`' });
    expect(printRegex(regexOf('a<1-12>', { flavour: 'lucene', anchoring: 'whole' }), 're2')).toMatchObject({
      text: '^a0*(?:[1-9]|1[0-2])$',
    });
  });

  it('reads a set that was built by hand under its case rule', () => {
    const node = { kind: 'chars', ranges: [{ from: 0x61, to: 0x61 }] } as const;
    const regex: Regex = { node, anchoring: 'whole', caseRule: 'ascii', source: 'a', flavour: 'lucene' };
    expect(matcherOf(regex)('A')).toBe(true);
    expect(printRegex(regex, 'posix')).toMatchObject({ text: '^[Aa]$' });
    expect(errorOf('a')).toBe('no error');
  });
});
