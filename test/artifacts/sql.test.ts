import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { PGlite } from '@electric-sql/pglite';
import fc from 'fast-check';
import { Database } from 'node-sqlite3-wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nameOf } from '../../src/artifacts/sql.ts';
import { hostileMetadata, made, SCHEDULED, textOf, tomlRule, withMetadata } from './kit.ts';

const QUERY = 'process where process.name == "a.exe"';
const SEQUENCE =
  'sequence with maxspan=10m [process where process.name == "a.exe"] [process where process.name == "b.exe"]';

/** Minutes after nine, and the name of the process. */
const EVENTS = [
  [0, 'a.exe'],
  [3, 'b.exe'],
  [20, 'a.exe'],
  [40, 'A.EXE'],
] as const;
const at = (minute: number): string => `2026-01-05T09:${String(minute).padStart(2, '0')}:00Z`;
const micros = (minute: number): number => Date.parse(at(minute)) * 1000;

/** One engine: runs what a file holds, then asks for rows. */
interface Runner {
  readonly id: string;
  readonly exec: (sql: string) => Promise<void>;
  readonly count: (sql: string) => Promise<number>;
  /** The rows that the prepared file finds between two minutes. */
  readonly bound: (text: string, name: string, from: number, to: number) => Promise<number>;
}

let duck: DuckDBConnection;
let postgres: PGlite;
const lite = new Database();

beforeAll(async () => {
  duck = await (await DuckDBInstance.create(':memory:')).connect();
  await duck.run('CREATE TABLE events ("@timestamp" TIMESTAMPTZ, "event.category" VARCHAR[], "process.name" VARCHAR)');
  postgres = new PGlite();
  await postgres.exec('CREATE TABLE events ("@timestamp" timestamptz, "event.category" text[], "process.name" text)');
  lite.exec('CREATE TABLE events ("@timestamp" INTEGER, "event.category" TEXT, "process.name" TEXT)');
  for (const [minute, name] of EVENTS) {
    await duck.run(`INSERT INTO events VALUES ('${at(minute)}', ['process'], '${name}')`);
    await postgres.exec(`INSERT INTO events VALUES ('${at(minute)}', ARRAY['process'], '${name}')`);
    lite.exec(`INSERT INTO events VALUES (${micros(minute)}, '["process"]', '${name}')`);
  }
}, 60_000);

afterAll(async () => {
  duck.closeSync();
  await postgres.close();
  lite.close();
});

const inDuck = async (sql: string): Promise<number> => (await duck.runAndReadAll(sql)).getRows().length;

const RUNNERS: readonly Runner[] = [
  {
    id: 'sql:duckdb',
    exec: async (sql) => {
      await duck.run(sql);
    },
    count: inDuck,
    bound: async (text, name, from, to) => {
      await duck.run(text);
      const found = await inDuck(
        `EXECUTE ${name}(window_start := TIMESTAMPTZ '${at(from)}', window_end := TIMESTAMPTZ '${at(to)}')`,
      );
      await duck.run(`DEALLOCATE ${name}`);
      return found;
    },
  },
  {
    id: 'sql:postgres',
    exec: async (sql) => {
      await postgres.exec(sql);
    },
    count: async (sql) => (await postgres.query(sql)).rows.length,
    bound: async (text, name, from, to) => {
      await postgres.exec(text);
      const { rows } = await postgres.query(`EXECUTE ${name}('${at(from)}', '${at(to)}')`);
      await postgres.exec(`DEALLOCATE ${name}`);
      return rows.length;
    },
  },
  {
    id: 'sql:sqlite',
    exec: async (sql) => lite.exec(sql),
    count: async (sql) => lite.all(sql).length,
    bound: async (text, _name, from, to) =>
      lite.all(text, { ':window_start': micros(from), ':window_end': micros(to) }).length,
  },
];

describe.each(RUNNERS)('$id', (runner) => {
  it.each([
    ['events', QUERY, 2],
    ['a sequence', SEQUENCE, 1],
  ])('shows %s in a view, made again as often as wanted', async (_what, query, rows) => {
    const rule = tomlRule(SCHEDULED, query);
    const text = textOf(made(rule, 'sql-view', { target: runner.id }));
    await runner.exec(text);
    await runner.exec(text);
    expect(await runner.count(`SELECT * FROM ${nameOf(rule.rule)}`)).toBe(rows);
    await runner.exec(`DROP VIEW ${nameOf(rule.rule)}`);
  });

  it.each([
    [0, 21, 2],
    [0, 20, 1],
    [1, 20, 0],
  ])('binds the window from minute %i to %i', async (from, to, rows) => {
    const rule = tomlRule(SCHEDULED, QUERY);
    const text = textOf(made(rule, 'sql-prepared', { target: runner.id }));
    expect(await runner.bound(text, nameOf(rule.rule), from, to)).toBe(rows);
  });

  it('reads before the window what a sequence needs', async () => {
    const rule = tomlRule(SCHEDULED, SEQUENCE);
    const text = textOf(made(rule, 'sql-prepared', { target: runner.id }));
    expect(text).toMatch(/^-- run every 5m: the window begins 5m before the run and ends at the time of the run\n/);
    expect(await runner.bound(text, nameOf(rule.rule), 3, 8)).toBe(1);
    expect(await runner.bound(text, nameOf(rule.rule), 4, 9)).toBe(0);
  });

  it('runs whatever the rule says of itself', async () => {
    await fc.assert(
      fc.asyncProperty(hostileMetadata, async (metadata) => {
        const rule = withMetadata(tomlRule(SCHEDULED, QUERY), metadata);
        const name = nameOf(rule.rule);
        expect(name).toMatch(/^[a-z0-9_]{5,60}$/);
        await runner.exec(textOf(made(rule, 'sql-view', { target: runner.id })));
        expect(await runner.count(`SELECT * FROM ${name}`)).toBe(2);
        await runner.exec(`DROP VIEW ${name}`);
        expect(await runner.bound(textOf(made(rule, 'sql-prepared', { target: runner.id })), name, 0, 59)).toBe(2);
      }),
      { numRuns: 40 },
    );
  });
});

it('is a view with parameters in ClickHouse', () => {
  const text = textOf(made(tomlRule(SCHEDULED, QUERY), 'sql-prepared', { target: 'sql:clickhouse' }));
  expect(text).toMatch(/\nCREATE OR REPLACE VIEW rule_a_rule_[0-9a-f]{8} AS\n/);
  expect(text).toContain("{window_start:DateTime64(6, 'UTC')}");
});
