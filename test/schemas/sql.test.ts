import { describe, expect, it } from 'vitest';
import { sqlBackends } from '../../backends/sql/index.ts';
import { convertRule } from '../../src/compile.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { jsonTable, tableOfEvents } from '../../src/engines/event-tables.ts';
import { storablePart } from '../../src/engines/unstorable.ts';
import { ecsFlat } from '../../src/schema/named/ecs-flat.ts';
import { ecsJson } from '../../src/schema/named/ecs-json.ts';
import type { EventLayout, NamedSchema } from '../../src/schema/named/named-schema.ts';
import { columnsOf, ID } from '../../src/verify/tables.ts';
import { availableEngines } from '../engines/available.ts';
import { type Case, expectedOf, ownCases, publishedCases } from './cases.ts';

const TABLE = 'schema_events';

const TABLES: { readonly [L in EventLayout]: (one: Case) => ReturnType<typeof jsonTable> } = {
  columns: ({ loaded, events }) =>
    tableOfEvents(TABLE, columnsOf(loaded.rule, events), events, loaded.rule.time.timestamp),
  json: ({ loaded, events }) => jsonTable(TABLE, events, loaded.rule.time.timestamp),
};

interface Found {
  readonly found: readonly number[];
  readonly placed: readonly number[];
}

interface Refused {
  readonly refused: string | undefined;
}

/** Which events the rule's output finds on an engine, and which of them had a place in the table. */
async function foundOn(engine: Engine, schema: NamedSchema, one: Case): Promise<Found | Refused> {
  const backend = sqlBackends.find(({ id }) => id === `sql:${engine.id}`);
  if (!backend) throw new Error(`no backend for ${engine.id}`);
  const { layout } = schema;
  const options = { comments: false, layout, table: TABLE, idColumn: ID, window: 'none' } as const;
  const { text, ledger } = convertRule(one.loaded, backend, options);
  if (text === undefined) return { refused: ledger.find(({ effect }) => effect === 'unsupported')?.why };
  const { table } = storablePart(engine.id, TABLES[layout](one).table);
  await engine.createTable(table);
  try {
    const { columns, rows } = await engine.query(text);
    const at = columns.indexOf(ID);
    const found = rows.map((row) => Number(row[at])).sort((a, b) => a - b);
    return { found, placed: table.rows.map((row) => Number(row[ID])) };
  } finally {
    await engine.drop(TABLE);
  }
}

const engines = await availableEngines();

describe.each([ecsFlat, ecsJson])('--schema $id', (schema) => {
  const own = ownCases(schema);
  const published = publishedCases(schema);

  it.each(engines.map((engine) => [engine.id, engine] as const))(
    'finds what the rule finds on %s',
    async (_, engine) => {
      let hits = 0;
      let misses = 0;
      for (const one of [...own, ...published]) {
        const answer = await foundOn(engine, schema, one);
        if (!('found' in answer)) {
          // What is refused says why; no rule of our own is.
          expect([one.name, answer.refused]).toEqual([expect.not.stringMatching(/^any where/), expect.any(String)]);
          continue;
        }
        const expected = expectedOf(one).filter((at) => answer.placed.includes(at));
        expect([one.name, answer.found]).toEqual([one.name, expected]);
        hits += expected.length;
        misses += answer.placed.length - expected.length;
      }
      expect(Math.min(hits, misses)).toBeGreaterThan(40);
      if (published.length > 0) console.log(`${schema.id} on ${engine.id}: ${published.length} published samples`);
    },
  );
});
