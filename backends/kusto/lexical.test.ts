import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type KustoService, loadKustoService } from '../../src/engines/kusto-service.ts';
import type { Frag } from '../../src/target/frag.ts';
import { headerLines } from '../../src/target/header.ts';
import { layout } from '../../src/target/layout.ts';
import { runs } from '../../test/seed.ts';
import {
  canName,
  canWrite,
  comment,
  datetime,
  identifier,
  jsonString,
  long,
  real,
  regexString,
  string,
} from './lexical.ts';

let service: KustoService;
/** Microsoft's own reading of a string literal. */
let literalValue: (literal: string) => string;

beforeAll(async () => {
  const loaded = await loadKustoService();
  if ('missing' in loaded) throw new Error(loaded.missing);
  service = loaded;
  const { Kusto } = globalThis as unknown as {
    Kusto: { Language: { KustoFacts: { GetStringLiteralValue(literal: string): string } } };
  };
  literalValue = (literal) => Kusto.Language.KustoFacts.GetStringLiteralValue(literal);
});

const textOf = (frag: Frag): string => layout(frag).text;

const nasty = [
  '',
  '"',
  "'",
  '\\',
  '\\"',
  '"""',
  '`',
  '```',
  '~~~',
  '*/',
  '//',
  '%',
  '\n',
  '\r\n',
  '\t',
  '\0',
  '\u0085',
  '\u2028',
  '\u2029',
  '\ufeff',
  '\u202e',
  'C:\\dir\\',
  '@"x"',
  "'] | where true //",
  '"; drop',
  '__proto__',
  '\u{1f600}',
  '\u{e0001}',
  'a\\u0041',
  'h"x"',
];

const texts = fc.oneof(
  fc.constantFrom(...nasty),
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...nasty, 'a', 'B', ' '), { maxLength: 8 }).map((parts) => parts.join('')),
);

/** Whether the literal is one operand of the query around it, and nothing else. */
function isOneOperand(literal: string): boolean {
  const found = service.check(`print x = ${literal}, y = 1`, []);
  return (
    found.diagnostics.length === 0 &&
    found.resultColumns.map((column) => `${column.name}:${column.type}`).join() === 'x:string,y:long'
  );
}

describe('texts', () => {
  for (const [kind, write] of [
    ['string', string],
    ['jsonString', jsonString],
    ['regexString', regexString],
  ] as const) {
    it(`${kind} is read back as it was`, () => {
      fc.assert(
        fc.property(texts, (text) => {
          fc.pre(canWrite(text));
          const literal = textOf(write(text));
          expect(literalValue(literal)).toBe(text);
          expect(/[\p{Cc}\u2028\u2029]/u.test(literal)).toBe(false);
        }),
        { numRuns: runs(1000) },
      );
    });

    it(`${kind} stays in its place`, () => {
      fc.assert(
        fc.property(texts, (text) => {
          fc.pre(canWrite(text));
          expect(isOneOperand(textOf(write(text)))).toBe(true);
        }),
        { numRuns: runs(150) },
      );
    });
  }

  it('is JSON where it stands in an array', () => {
    fc.assert(
      fc.property(texts, (text) => {
        fc.pre(canWrite(text));
        expect(JSON.parse(textOf(jsonString(text)))).toBe(text);
      }),
      { numRuns: runs(1000) },
    );
  });

  it('takes 40 kB', () => {
    const text = `${'a"\\'.repeat(14_000)}`;
    expect(literalValue(textOf(string(text)))).toBe(text);
  });
});

describe('names', () => {
  it('is the column that is meant', () => {
    fc.assert(
      fc.property(texts, (name) => {
        fc.pre(canName(name));
        const tables = [{ name: 'T', columns: [{ name, type: 'string' }] }];
        const found = service.check(`T | where ${textOf(identifier(name))} == "x" | project n = 1`, tables);
        expect(found.diagnostics).toEqual([]);
        expect(found.columns).toEqual([name]);
      }),
      { numRuns: runs(200) },
    );
  });

  it.each(['where', 'Where', 'by', '_where', '_x1', 'a.b', '@timestamp', "a'b", 'T', 'long'])('%s', (name) => {
    const tables = [{ name: 'T', columns: [{ name, type: 'string' }] }];
    expect(service.check(`T | where ${textOf(identifier(name))} == "x"`, tables)).toMatchObject({
      diagnostics: [],
      columns: [name],
      constantComparisons: 0,
    });
  });
});

describe('names that are refused', () => {
  it.each(['', '__proto__', '__x', 'x__', 'a\nb', 'a\0b', 'a\u2028b', '\ud800', 'x'.repeat(1025)])('%j', (name) => {
    expect(canName(name)).toBe(false);
  });
});

describe('comments', () => {
  it('ends with its line, whatever stands in it', () => {
    fc.assert(
      fc.property(texts, (title) => {
        const [line = 'none'] = headerLines(
          {
            metadata: { name: title },
            language: 'eql',
            taxonomy: 'ecs',
            source: { path: '', index: 0 },
            time: { timestamp: '@timestamp' },
            query: { kind: 'event', filter: { condition: { kind: 'true' } }, pipes: [] },
          },
          { comments: true },
        );
        const found = service.check(`${textOf(comment(line))}\nprint x = 1`, []);
        expect(found.diagnostics).toEqual([]);
        expect(found.resultColumns).toEqual([{ name: 'x', type: 'long' }]);
      }),
      { numRuns: runs(150) },
    );
  });
});

describe('numbers and times', () => {
  it.each([
    [long(0n), '0', 'long'],
    [long(-5n), '-5', 'long'],
    [long(2n ** 63n - 1n), '9223372036854775807', 'long'],
    [long(-(2n ** 63n)), 'long(-9223372036854775808)', 'long'],
    [real(4), '4.0', 'real'],
    [real(-0.5), '-0.5', 'real'],
    [real(1e21), '1e21', 'real'],
    [real(5e-7), '5e-7', 'real'],
    [datetime(0n), 'datetime(1970-01-01T00:00:00.000Z)', 'datetime'],
    [datetime(100n), 'datetime(1970-01-01T00:00:00.0000001Z)', 'datetime'],
  ])('%#: %s', (frag, text, type) => {
    expect(textOf(frag)).toBe(text);
    const found = service.check(`print x = ${text}`, []);
    expect(found.diagnostics).toEqual([]);
    expect(found.resultColumns).toEqual([{ name: 'x', type }]);
  });
});
