import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import { describe, expect, it } from 'vitest';
import { cpuTime } from '../../test/cpu-time.ts';
import { runs } from '../../test/seed.ts';
import { renderHuman } from '../diagnostics/render/human.ts';
import { SourceText } from '../text/source-text.ts';
import { asSlice, get, getPath, toPlain } from './located.ts';
import { readToml } from './toml.ts';

const CORPUS = new URL('../../../shared/corpus/elastic/eql_rules.ndjson', import.meta.url);
const corpus: readonly { toml: string }[] = existsSync(CORPUS)
  ? readFileSync(CORPUS, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : [];
if (corpus.length === 0) process.stderr.write('no corpus beside the repository: its TOML rules are not read\n');

const read = (text: string) => readToml(new SourceText('rule.toml', text));
const plain = (text: string) => {
  const { value } = read(text);
  return value && toPlain(value);
};
const codes = (text: string) => read(text).diagnostics.map((found) => found.code);

/** The same text read by an independent parser; its dates become the text that stands there. */
function oracle(text: string): unknown {
  const normal = (value: unknown): unknown => {
    if (value instanceof Date) return 'date';
    if (typeof value === 'string') return value.replaceAll('\r\n', '\n');
    if (Array.isArray(value)) return value.map(normal);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, normal(inner)]));
  };
  try {
    return normal(getStaticTOMLValue(parseTOML(text, { tomlVersion: '1.1' })));
  } catch {
    return undefined;
  }
}

describe('readToml', () => {
  it('keeps the kinds of values', () => {
    expect(
      plain(`a = 1_000
b = 0xff
c = 9007199254740993
d = -0.5e3
e = inf
f = true
g = 1979-05-27 07:32:00Z
h = 'C:\\x'
i = "tab\\t\\u00e9"
j = [1, [2, "x"], # comment
  {k = 1, l.m = 2},
]
"q.r" = 1`),
    ).toEqual({
      a: 1000,
      b: 255,
      c: 9007199254740993n,
      d: -500,
      e: Infinity,
      f: true,
      g: '1979-05-27 07:32:00Z',
      h: 'C:\\x',
      i: 'tab\té',
      j: [1, [2, 'x'], { k: 1, l: { m: 2 } }],
      'q.r': 1,
    });
  });

  it('puts tables and arrays of tables together', () => {
    const text = '[a.b]\nx=1\n[[a.t]]\nn=1\n[[a.t.u]]\nm=1\n[[a.t]]\nn=2\n[a]\ny.z=1';
    expect(plain(text)).toEqual({ a: { b: { x: 1 }, t: [{ n: 1, u: [{ m: 1 }] }, { n: 2 }], y: { z: 1 } } });
  });

  it.each(
    [
      ['a = 1\na = 2', 'container/duplicate-key'],
      ['[a]\n[a]', 'container/duplicate-key'],
      ['[a]\nb = 1\n[a.b]', 'container/duplicate-key'],
      ['[a]\nb = 1\n[a.b.c]', 'container/toml-syntax'],
      ['a = {b = 1}\na.c = 2', 'container/toml-syntax'],
      ['a = [1]\n[[a]]', 'container/duplicate-key'],
      ['[[a]]\n[a]', 'container/duplicate-key'],
      ['[a.b.c]\nz=9\n[a]\nb.c.t = 1', 'container/toml-syntax'],
      ['q = "\\q"', 'container/toml-syntax'],
      ['q = "\\ud800"', 'container/toml-syntax'],
      ['q = "a\nb"', 'container/toml-syntax'],
      ["q = '''\nabc", 'container/toml-syntax'],
      ['a = 1 b = 2', 'container/toml-syntax'],
      ['a = 01', 'container/toml-syntax'],
      ['a = 2024-13-01', 'container/toml-syntax'],
      ['a', 'container/toml-syntax'],
      ['= 1', 'container/toml-syntax'],
      ['a = [1 2]', 'container/toml-syntax'],
      ['[a', 'container/toml-syntax'],
      ['a = "\u0001"', 'container/toml-syntax'],
      ['a = 1 # \u0001', 'container/toml-syntax'],
      [`a = ${'['.repeat(100_000)}`, 'container/too-deep'],
      [`a = ${'{a='.repeat(100_000)}`, 'container/too-deep'],
      [`${Array(100_000).fill('a').join('.')} = 1`, 'container/too-deep'],
      [`[${Array(100_000).fill('a').join('.')}]`, 'container/too-deep'],
    ].map(([text = '', code]) => [text.slice(0, 40), text, code]),
  )('refuses %j', (_start, text = '', code) => {
    expect(codes(text)).toEqual([code]);
    expect(oracle(text)).toBeUndefined();
  });

  it('says where and what', () => {
    const [found] = read('[rule]\nname = "a"\nname = "b"').diagnostics;
    expect(found && renderHuman(found)).toMatchInlineSnapshot(`
      "error[container/duplicate-key]: the key \`name\` stands here a second time
        ┌─ rule.toml:3:1
      3 │ name = "b"
        │ ^^^^
        ┌─ rule.toml:2:1
      2 │ name = "a"
        │ ^^^^ first here"
    `);
    const [broken] = read('[rule]\nquery = "C:\\Windows"').diagnostics;
    expect(broken && renderHuman(broken)).toMatchInlineSnapshot(`
      "error[container/toml-syntax]: not valid TOML: unknown escape in the string
        ┌─ rule.toml:2:12
      2 │ query = "C:\\Windows"
        │            ^^"
    `);
  });

  it('finds the way from a string back to the file', () => {
    const text = '[r]\r\nq = """\r\nab \\\r\n   "c" \\U0001F600\\t""d\r\ne"""\r\np = \'\'\'\nx\'y\'\'\'\'\'\n';
    const { value } = read(text);
    const q = asSlice(getPath(value, 'r', 'q'));
    expect(q?.text).toBe('ab "c" \u{1f600}\t""d\ne');
    for (const [piece, written] of [
      ['ab', 'ab'],
      ['"c"', '"c"'],
      ['\u{1f600}', '\\U'],
      ['\t', '\\'],
      ['d', 'd'],
      ['e', 'e'],
    ]) {
      const at = q?.text.indexOf(piece ?? '') ?? -1;
      expect(text.slice(q?.fileOffset(at)).startsWith(written ?? '')).toBe(true);
    }
    expect(asSlice(getPath(value, 'r', 'p'))?.text).toBe("x'y''");
  });

  it('keeps a key __proto__ apart', () => {
    const value = plain('__proto__.polluted = 1\n[constructor.prototype]\nx = 1');
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each([
    ['a literal string', `q = '''\n${'x y\n'.repeat(300_000)}'''`],
    ['escapes', `q = "${'\\n'.repeat(500_000)}"`],
    ['line ends with a backslash', `q = """${'\\\n  '.repeat(200_000)}"""`],
    ['a string without end', `q = """${'"\\'.repeat(300_000)}`],
    ['a comment', `#${'x'.repeat(1_000_000)}`],
    ['many keys', Array.from({ length: 50_000 }, (_, n) => `k${n} = 1`).join('\n')],
    ['many tables', Array.from({ length: 50_000 }, () => '[[t.x]]\na = 1').join('\n')],
    ['blanks', `a =${' '.repeat(1_000_000)}1`],
    ['digits', `a = ${'1'.repeat(100_000)}`],
    ['digits with underscores', `a = ${'1_'.repeat(100_000)}x`],
  ])('reads %s of a megabyte quickly', (_name, text) => {
    const start = cpuTime();
    read(text);
    expect(cpuTime() - start).toBeLessThan(2_000);
  });
});

describe('readToml against toml-eslint-parser', () => {
  it.skipIf(corpus.length === 0)('reads every rule alike', () => {
    const start = process.cpuUsage();
    const values = corpus.map(({ toml }) => plain(toml));
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1e6).toBeLessThan(2);
    expect(values).toEqual(corpus.map(({ toml }) => oracle(toml)));
  });

  const piece = fc.constantFrom(
    '[',
    ']',
    '{',
    '}',
    '=',
    '.',
    ',',
    '"',
    "'",
    '"""',
    "'''",
    '\n',
    '\r\n',
    ' ',
    '#',
    '\\',
    '\\n',
    '\\u00e9',
    'a',
    'b',
    '1',
    '_',
    '0x1',
    '1.5',
    'true',
    '-',
    '+',
    'e3',
    'inf',
  );
  const small = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));
  it('agrees on random texts, right or wrong', () => {
    fc.assert(
      fc.property(small, (text) => {
        const { value, diagnostics } = read(text);
        const expected = oracle(text);
        expect(value && toPlain(value)).toEqual(expected);
        expect(diagnostics.length).toBe(expected === undefined ? 1 : 0);
      }),
      { numRuns: runs(2_000) },
    );
  });

  it.skipIf(corpus.length === 0)('agrees on damaged rules', () => {
    const cut = fc.tuple(fc.nat(corpus.length - 1), fc.nat(), fc.nat(40), piece);
    fc.assert(
      fc.property(cut, ([index, offset, length, inserted]) => {
        const toml = corpus[index]?.toml ?? '';
        const at = offset % (toml.length + 1);
        const text = toml.slice(0, at) + inserted + toml.slice(at + length);
        expect(plain(text)).toEqual(oracle(text));
      }),
      { numRuns: runs(300) },
    );
  });

  it('ignores a byte order mark', () => {
    expect(get(read('\ufeffa = 1').value, 'a')).toMatchObject({ value: 1 });
  });
});
