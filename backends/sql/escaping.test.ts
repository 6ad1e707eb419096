import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { engineIds } from '../../src/engines/index.ts';
import { leaf, textLiteral } from '../../src/ir/build.ts';
import type { Rule } from '../../src/ir/rule.ts';
import { defaultEmitOptions } from '../../src/target/backend.ts';
import { testEngine } from '../../test/engines/available.ts';
import { runs } from '../../test/seed.ts';
import { dialects } from './dialects/index.ts';
import { sqlBackends } from './index.ts';
import { comment } from './lexical.ts';

const piece = fc.constantFrom(
  ...[
    "'",
    "''",
    '"',
    '`',
    '\\',
    '\\\\',
    "\\'",
    '\n',
    '\r',
    '\u2028',
    '*/',
    '/*',
    '--',
    ';',
    '%',
    '_',
    '$$',
    '{a:b}',
    ':x',
    '$1',
    '?',
  ],
  ...['__proto__', '\0', '\u0001', '\ufeff', 'é', '😀', 'a', ' ', '0', 'E', 'x'.repeat(40_000)],
);
const hostile = fc.oneof(
  fc.array(piece, { maxLength: 5 }).map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);

/** Drivers drop these from an answer, not the engines (src/engines/engine.ts), so the engines count instead. */
const codePoints = (text: string): readonly number[] => [...text].map((char) => char.codePointAt(0) ?? 0);
const LENGTHS: Readonly<Record<string, string>> = { clickhouse: 'lengthUTF8', sqlite: 'length' };

const rule = (name: string, value: string, field = 'a'): Rule => ({
  metadata: { name, ruleId: name, tags: [name], license: name },
  language: 'eql',
  source: { path: 'a.eql', index: 0 },
  taxonomy: 'ecs',
  time: { timestamp: '@timestamp' },
  query: {
    kind: 'event',
    filter: {
      condition: leaf({
        kind: 'compare',
        op: 'eq',
        left: { kind: 'field', name: field, type: 'text', list: false },
        right: textLiteral(value),
        caseRule: 'exact',
      }),
    },
    pipes: [],
  },
});

test('a comment stays one line without control characters', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const written = String(comment(text).doc);
      expect(written).toMatch(/^--/);
      expect(written).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    }),
  );
});

describe.each([...engineIds])('text of a rule stays in its place on %s', (id) => {
  const dialect = dialects.find((each) => each.id === id);
  const backend = sqlBackends.find((each) => each.id === `sql:${id}`);

  test('literals come back as they went in', async (context) => {
    const engine = await testEngine(id);
    if ('missing' in engine || !dialect) return context.skip(`no ${id}`);
    const { lexical } = dialect;
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        if (lexical.unwritable(text)) return;
        const points = codePoints(text);
        const numbers = text.length > 1000 ? [] : points;
        const literal = [lexical.text(text).doc].flat(9).join('');
        const long = LENGTHS[id] ?? 'length';
        const answer = await engine.query(`SELECT ${literal} AS t, ${long}(${literal}) AS n`);
        if (!text.includes('\0')) {
          expect(Number(answer.rows[0]?.[1])).toBe(points.length);
          if (numbers.length > 0 && !text.startsWith('\ufeff')) expect(answer.rows[0]?.[0]).toBe(text);
        }
      }),
      { numRuns: runs(100) },
    );
  });

  test('names, titles and values of a rule cannot break out', async (context) => {
    const engine = await testEngine(id);
    if ('missing' in engine || !backend || !dialect) return context.skip(`no ${id}`);
    let n = 0;
    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostile, async (title, value, name) => {
        // Postgres cuts names at 63 bytes and two columns can't share one; ClickHouse has no empty names.
        const column = `field ${name}`.slice(0, 20);
        const options = { ...defaultEmitOptions, window: 'none', idColumn: '_id', table: `t${++n}` } as const;
        const emission = backend.emit(rule(title, value, column), options);
        if (emission.text === undefined) return;
        const text = (cell: string, _id: number) => ({ _id, [column]: cell });
        await engine.createTable({
          name: options.table,
          columns: [
            { name: '_id', type: 'long', list: false },
            { name: '@timestamp', type: 'date', list: false },
            { name: column, type: 'text', list: false },
          ],
          rows: [text(value, 1), text(`${value}x`, 2), { _id: 3 }],
        });
        const answer = await engine.query(emission.text).finally(() => engine.drop(options.table));
        expect(answer.rows.map((row) => Number(row[0]))).toEqual([1]);
      }),
      { numRuns: runs(60) },
    );
  });
});
