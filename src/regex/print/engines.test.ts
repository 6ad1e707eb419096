import { DuckDBInstance } from '@duckdb/node-api';
import { PGlite } from '@electric-sql/pglite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../../test/seed.ts';
import { compileMatcher } from '../matcher.ts';
import { lookPatterns, parse, regexOf, testPatterns, texts } from '../test-kit.ts';
import { type PrintFlavour, printRegex } from './index.ts';

interface Case {
  readonly text: string;
  readonly pattern: string;
  readonly expected: boolean;
}

const SAMPLES = 6;

/** Printed expressions with texts and the matcher's answers. The same ones each time. */
function cases(flavour: PrintFlavour, patterns: fc.Arbitrary<string>, count: number): readonly Case[] {
  const inputs = fc.sample(
    fc.record({
      source: patterns,
      anchoring: fc.constantFrom('whole' as const, 'search' as const),
      caseRule: fc.constantFrom('exact' as const, 'ascii' as const, 'simple' as const, 'unicode' as const),
      samples: fc.array(texts, { minLength: SAMPLES, maxLength: SAMPLES }),
    }),
    { numRuns: runs(count), seed: 20_260_101 },
  );
  return inputs.flatMap(({ source, anchoring, caseRule, samples }) => {
    // A look-behind of no fixed width is no expression of PCRE.
    const { regex } = parse(source, { anchoring, caseRule });
    if (regex === undefined) return [];
    const printed = printRegex(regex, flavour);
    const matches = compileMatcher(regex);
    if ('unsupported' in printed || typeof matches !== 'function') return [];
    return samples.map((text) => ({ text, pattern: printed.text, expected: matches(text) }));
  });
}

const wrongOf = (all: readonly Case[], answers: readonly (boolean | string)[]): readonly unknown[] =>
  all.flatMap((one, i) => (answers[i] === one.expected ? [] : [{ ...one, engine: answers[i] }])).slice(0, 5);

describe('RE2, in DuckDB', () => {
  it('answers as the matcher does', async () => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const all = cases('re2', testPatterns, 400);
    const answers: (boolean | string)[] = [];
    for (const { text, pattern } of all) {
      const result = await connection.runAndReadAll('SELECT regexp_matches($1, $2)', [text, pattern]).catch(String);
      answers.push(typeof result === 'string' ? result : result.getRows()[0]?.[0] === true);
    }
    connection.closeSync();
    expect(all.length).toBeGreaterThan(runs(1500));
    expect(wrongOf(all, answers)).toEqual([]);
  });
});

describe('advanced regular expressions, in Postgres', () => {
  it('answers as the matcher does, look-around included', async () => {
    const database = await PGlite.create();
    const all = [...cases('posix', testPatterns, 200), ...cases('posix', lookPatterns, 150)];
    const answers: (boolean | string)[] = [];
    for (const { text, pattern } of all) {
      const result = await database
        .query<{ found: boolean }>('SELECT $1::text ~ $2::text AS found', [text, pattern])
        .catch(String);
      answers.push(typeof result === 'string' ? result : result.rows[0]?.found === true);
    }
    await database.close();
    expect(all.length).toBeGreaterThan(runs(1000));
    expect(wrongOf(all, answers)).toEqual([]);
  });

  it('holds for what has a text of its own there', async () => {
    const database = await PGlite.create();
    const rows = [
      ['a{300,}', 'a'.repeat(300), true],
      ['a{300,}', 'a'.repeat(299), false],
      ['a{0,600}b', 'b', true],
      ['[^\\x00-\\x{10ffff}]|b', 'b', true],
      ['[^\\x00-\\x{10ffff}]', 'a', false],
      ['\\*\\*\\*=a', '***=a', true],
      ['[\\[.a.\\]]', '.', true],
      ['\\p{Greek}+\\x{1f600}', 'σ😀', true],
    ] as const;
    for (const [source, text, expected] of rows) {
      const printed = printRegex(regexOf(source), 'posix');
      if ('unsupported' in printed) throw new Error(printed.unsupported);
      const { rows: found } = await database.query<{ found: boolean }>('SELECT $1::text ~ $2::text AS found', [
        text,
        printed.text,
      ]);
      expect([printed.text, found[0]?.found]).toEqual([printed.text, expected]);
    }
    await database.close();
  });
});
