import { describe, expect, it } from 'vitest';
import { sqlBackends } from '../../backends/sql/index.ts';
import { convertRule } from '../../src/compile.ts';
import type { Engine, TableData } from '../../src/engines/engine.ts';
import { jsonTable, tableOfEvents } from '../../src/engines/event-tables.ts';
import { storablePart } from '../../src/engines/unstorable.ts';
import { runQuery } from '../../src/eval/run-query.ts';
import { ecsFlat } from '../../src/schema/named/ecs-flat.ts';
import { ecsJson } from '../../src/schema/named/ecs-json.ts';
import { ecsStructs } from '../../src/schema/named/ecs-structs.ts';
import type { NamedSchema } from '../../src/schema/named/named-schema.ts';
import { columnsOf, ID } from '../../src/verify/tables.ts';
import { availableEngines } from '../engines/available.ts';
import {
  type Case,
  expectedOf,
  ownCases,
  publishedCases,
  readUnder,
  STATEFUL_EVENTS,
  STATEFUL_RULES,
} from './cases.ts';
import { type Ask, structTables } from './struct-tables.ts';

const TABLE = 'schema_events';

function tableOf(schema: NamedSchema, { loaded, events }: Case): TableData {
  const { timestamp } = loaded.rule.time;
  const made =
    schema.layout === 'json'
      ? jsonTable(TABLE, events, timestamp)
      : tableOfEvents(TABLE, columnsOf(loaded.rule, events), events, timestamp);
  return made.table;
}

async function inTable(engine: Engine, table: TableData, ask: (run: Ask) => Promise<void>): Promise<void> {
  await engine.createTable(table);
  try {
    await ask(async (sql) => {
      const { columns, rows } = await engine.query(sql);
      return rows.map((row) => Number(row[columns.indexOf(ID)]));
    });
  } finally {
    await engine.drop(table.name);
  }
}

interface Found {
  readonly found: readonly number[];
  readonly placed: readonly number[];
}

interface Refused {
  readonly refused: string | undefined;
}

/** How many rows the output of a rule over several events has. */
async function rowsOn(engine: Engine, schema: NamedSchema, one: Case): Promise<number> {
  const backend = sqlBackends.find(({ id }) => id === `sql:${engine.id}`);
  const within = structTables[engine.id];
  if (!backend || !within) throw new Error(`nothing to run on ${engine.id}`);
  const { layout } = schema;
  const options = { comments: false, layout, table: TABLE, idColumn: ID, window: 'none' } as const;
  const { text, ledger } = convertRule(one.loaded, backend, options);
  if (text === undefined) throw new Error(JSON.stringify(ledger));
  let count = -1;
  await within(engine, storablePart(engine.id, tableOf(schema, one)).table, async (run) => {
    count = (await run(text)).length;
  });
  return count;
}

/** Which events the rule's output finds on an engine, and which of them had a place in the table. */
async function foundOn(engine: Engine, schema: NamedSchema, one: Case): Promise<Found | Refused> {
  const backend = sqlBackends.find(({ id }) => id === `sql:${engine.id}`);
  if (!backend) throw new Error(`no backend for ${engine.id}`);
  const { layout } = schema;
  const options = { comments: false, layout, table: TABLE, idColumn: ID, window: 'none' } as const;
  const { text, ledger } = convertRule(one.loaded, backend, options);
  if (text === undefined) return { refused: ledger.find(({ effect }) => effect === 'unsupported')?.why };
  const { table } = storablePart(engine.id, tableOf(schema, one));
  let found: readonly number[] = [];
  const within = layout === 'structs' ? structTables[engine.id] : inTable;
  if (!within) throw new Error(`${engine.id} was to refuse ${layout}`);
  await within(engine, table, async (run) => {
    found = [...(await run(text))].sort((a, b) => a - b);
  });
  return { found, placed: table.rows.map((row) => Number(row[ID])) };
}

const engines = await availableEngines();

const RUN = [ecsFlat, ecsJson, ecsStructs].flatMap((schema) =>
  engines
    .filter(({ id }) => schema.layout !== 'structs' || structTables[id])
    .map((engine) => ({ name: `--schema ${schema.id} on ${engine.id}`, schema, engine })),
);

describe.each([...new Set(RUN.map(({ schema }) => schema))])('--schema $id', (schema) => {
  const own = ownCases(schema);
  const published = publishedCases(schema);

  it.each(RUN.filter((run) => run.schema === schema))('$name finds what the rule finds', async ({ name, engine }) => {
    let hits = 0;
    let misses = 0;
    for (const one of [...own, ...published]) {
      const answer = await foundOn(engine, schema, one);
      if ('refused' in answer) {
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
    if (published.length > 0) console.log(`${name}: ${published.length} published samples`);
  });
});

describe('rules over several events in nested columns', () => {
  const nested = engines.filter(({ id }) => structTables[id]);

  it.each(nested.map((engine) => [engine.id, engine] as const))('find as many matches on %s', async (_, engine) => {
    const counts: Record<string, number> = {};
    for (const text of STATEFUL_RULES) {
      const loaded = readUnder(ecsStructs, 'rule.eql', text, 'event.sequence');
      const expected = runQuery(loaded.rule.query, STATEFUL_EVENTS, loaded.rule.time).length;
      const found = await rowsOn(engine, ecsStructs, { name: text, loaded, events: STATEFUL_EVENTS });
      expect([text, found]).toEqual([text, expected]);
      counts[text] = expected;
    }
    expect(Object.values(counts)).toEqual([1, 0, 1, 1]);
  });
});
