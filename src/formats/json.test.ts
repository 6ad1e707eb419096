import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpuTime } from '../../test/cpu-time.ts';
import { runs } from '../../test/seed.ts';
import { renderHuman } from '../diagnostics/render/human.ts';
import { SourceText } from '../text/source-text.ts';
import { readJson } from './json.ts';
import { asSlice, getPath, toPlain } from './located.ts';
import { readEvents, readNdjson } from './ndjson.ts';

const source = (text: string) => new SourceText('rule.json', text);
const read = (text: string) => readJson(source(text));
const plain = (text: string) => {
  const { value } = read(text);
  return value && toPlain(value);
};

function builtIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Without the exactness of large integers, as JSON.parse has them. */
function rounded(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rounded(inner)]));
}

describe('readJson', () => {
  it('keeps integers exact and escapes right', () => {
    expect(
      plain('{"a": 9007199254740993, "b": -1.5e3, "c": "\\u00e9\\n\\ud83d\\ude00", "d": [true, null, -0]}'),
    ).toEqual({
      a: 9007199254740993n,
      b: -1500,
      c: 'é\n\u{1f600}',
      d: [true, null, -0],
    });
  });

  it('reads what JSON.parse reads, and nothing else', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(rounded(plain(text))).toEqual(builtIn(text));
      }),
    );
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"',
      '"a"',
      '\\',
      '\\u0041',
      '1',
      '-',
      '.',
      '0',
      'e',
      'true',
      'nul',
      'null',
      ' ',
      '\n',
      '\t',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
        const text = pieces.join('');
        const duplicate = read(text).diagnostics.some((found) => found.code === 'container/duplicate-key');
        if (!duplicate) expect(plain(text)).toEqual(builtIn(text));
      }),
      { numRuns: runs(3_000) },
    );
  });

  it.each(
    [
      ['{"a": 1, "a": 2}', 'container/duplicate-key'],
      ['{"a": 1,}', 'container/json-syntax'],
      ['{"a" 1}', 'container/json-syntax'],
      ['"a', 'container/json-syntax'],
      ['"\\x"', 'container/json-syntax'],
      ['"\u0001"', 'container/json-syntax'],
      ['// c\n1', 'container/json-syntax'],
      ['', 'container/json-syntax'],
      ['['.repeat(100_000), 'container/too-deep'],
      ['{"a":'.repeat(100_000), 'container/too-deep'],
    ].map(([text = '', code]) => [text.slice(0, 40), text, code]),
  )('refuses %j', (_start, text = '', code) => {
    expect(read(text).diagnostics.map((found) => found.code)).toEqual([code]);
  });

  it('says where and what', () => {
    const [found] = read('{\n  "name": "a"\n  "query": "b"\n}').diagnostics;
    expect(found && renderHuman(found)).toMatchInlineSnapshot(`
      "error[container/json-syntax]: not valid JSON: expected \`,\` or the closing bracket
        ┌─ rule.json:3:3
      3 │   "query": "b"
        │   ^"
    `);
  });

  it('finds the way from a string back to the file', () => {
    const text = '{"rule": {"query": "a \\"b\\"\\n\\u0041c"}}';
    const query = asSlice(getPath(read(text).value, 'rule', 'query'));
    expect(query?.text).toBe('a "b"\nAc');
    expect(query?.fileOffset(3)).toBe(text.indexOf('b\\"'));
    expect(query?.fileOffset(query.text.indexOf('c'))).toBe(text.indexOf('c"}}'));
  });

  it('keeps a key __proto__ apart', () => {
    expect(Object.keys(plain('{"__proto__": {"polluted": 1}}') as object)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each([
    ['text', JSON.stringify('x y\n'.repeat(250_000))],
    ['a list', `[${'1,'.repeat(400_000)}1]`],
    ['digits', '1'.repeat(1_000_000)],
    ['blanks', `${' '.repeat(1_000_000)}1`],
    ['keys', `{${Array.from({ length: 60_000 }, (_, n) => `"k${n}":1`).join(',')}}`],
  ])('reads %s of a megabyte quickly', (_name, text) => {
    const start = cpuTime();
    expect(read(text).diagnostics).toEqual([]);
    expect(cpuTime() - start).toBeLessThan(5_000);
  });
});

describe('readNdjson', () => {
  it('reads each line for itself', () => {
    const { value, diagnostics } = readNdjson(source('{"a":1}\r\n\n{"b":}\n[2]'));
    expect(value?.map(toPlain)).toEqual([{ a: 1 }, [2]]);
    expect(diagnostics.map((found) => found.span?.source.position(found.span.start))).toEqual([{ line: 3, column: 6 }]);
  });
});

describe('readEvents', () => {
  it('gives plain objects with exact integers', () => {
    const { value, diagnostics } = readEvents(
      source('\ufeff{"a":9007199254740993,"b":1.0,"c":12345678901234567}\n\n{"d":[{"e":"x"}]}\n'),
    );
    expect(diagnostics).toEqual([]);
    expect(value).toEqual([
      { line: 1, event: { a: 9007199254740993n, b: 1, c: 12345678901234567n } },
      { line: 3, event: { d: [{ e: 'x' }] } },
    ]);
  });

  it('reports the lines that are no events, and goes on', () => {
    const deep = `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`;
    const { value, diagnostics } = readEvents(source(`[1]\n{"a":1\n{"a":1,"a":2}\n${deep}\n{"ok":true}`));
    expect(value).toEqual([{ line: 5, event: { ok: true } }]);
    expect(diagnostics.map((found) => [found.code, found.span?.source.position(found.span.start).line])).toEqual([
      ['container/event-not-an-object', 1],
      ['container/json-syntax', 2],
      ['container/duplicate-key', 3],
      ['container/too-deep', 4],
    ]);
  });

  it('keeps a key __proto__ apart', () => {
    const [one] = readEvents(source('{"__proto__":{"polluted":1}}')).value ?? [];
    expect(Object.keys(one?.event ?? {})).toEqual(['__proto__']);
    expect(one?.event.polluted).toBeUndefined();
  });

  it('does not go down with hostile nesting', () => {
    expect(readEvents(source('['.repeat(1_000_000))).diagnostics.map((found) => found.code)).toEqual([
      'container/too-deep',
    ]);
  });
});
