import { describe, expect, test } from 'vitest';
import type { Column, ColumnType, Engine, EngineId, TableData } from '../../src/engines/engine.ts';
import { jsonTable, tableOfEvents } from '../../src/engines/event-tables.ts';
import { hostileJsonRows, hostileRows, withRows } from '../../src/engines/hostile-rows.ts';
import { storedMicros } from '../../src/engines/instant.ts';
import { exactInteger } from '../../src/engines/integer.ts';
import { jsonText } from '../../src/engines/json-text.ts';
import { physicalTypes } from '../../src/engines/physical-types.ts';
import { storablePart } from '../../src/engines/unstorable.ts';
import { availableEngines } from './available.ts';

const engines = await availableEngines();

const types = Object.keys(physicalTypes.duckdb) as readonly ColumnType[];

/** One column a type, and one list a type, with names that need quoting. */
const columns: readonly Column[] = types.flatMap((type) => [
  { name: `one.${type}`, type, list: false },
  { name: `list.${type}`, type, list: true },
  { name: `a "list" of \`${type}\\`, type, list: true },
]);

const ident = (engine: EngineId, name: string): string =>
  engine === 'clickhouse'
    ? `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``
    : `"${name.replaceAll('"', '""')}"`;

/** JSON is compared as what it says: Postgres keeps no spaces and no order of members. */
const parsed = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value);

type Expected = (column: Column, value: unknown) => unknown;
const sqliteElement: Expected = (column, value) => {
  if (value === null) return null;
  if (column.type === 'date') return exactInteger(storedMicros(value));
  return typeof value === 'boolean' ? Number(value) : value;
};

/** What an engine gives back for a cell: the cell, but for what it can't say otherwise. */
const expected: { readonly [E in EngineId]: Expected } = {
  duckdb: (_, value) => value,
  postgres: (_, value) => value,
  // No NULL in place of an array.
  clickhouse: (column, value) => (column.list ? (value ?? []) : value),
  // No lists, no timestamps, no booleans.
  sqlite: (column, value) => {
    if (value === null || !column.list) return sqliteElement(column, value);
    return jsonText((value as readonly unknown[]).map((item) => sqliteElement(column, item)));
  },
};

/** Some drivers drop a byte order mark at the start of what they read; a test below sees that the engine holds it. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'string') return value.replace(/^\ufeff/, '');
  return typeof value === 'bigint' ? exactInteger(value) : value;
}

function comparable(column: Column, value: unknown): unknown {
  if (column.type === 'json') return Array.isArray(value) ? value.map(parsed) : parsed(value);
  return plain(value);
}

async function expectRoundTrip(engine: Engine, table: TableData): Promise<void> {
  await engine.createTable(table);
  const names = table.columns.map((column) => ident(engine.id, column.name)).join(', ');
  const sql = `SELECT ${names} FROM ${ident(engine.id, table.name)} ORDER BY ${ident(engine.id, '_id')}`;
  const answer = await engine.query(sql);
  await engine.drop(table.name);
  expect(answer.columns).toEqual(table.columns.map((column) => column.name));
  const sorted = [...table.rows].sort((a, b) => Number(a._id) - Number(b._id));
  expect(answer.rows.length).toBe(sorted.length);
  sorted.forEach((row, i) => {
    table.columns.forEach((column, j) => {
      const want = expected[engine.id](column, row[column.name] ?? null);
      expect(comparable(column, answer.rows[i]?.[j]), `${column.name} of ${row._id}`).toEqual(comparable(column, want));
    });
  });
}

const events = [
  { '@timestamp': '2026-01-05T09:00:00.123456Z', 'one.text': 'flat', one: { long: 5, boolean: true } },
  { '@timestamp': 1767603600000, one: { text: 'nested', double: 0.5, ip: '10.0.0.1', json: { a: [1, null] } } },
  { one: [{ version: '1.2.3' }, { date: '2026-01-05' }] },
];

test('an engine is there', () =>
  expect(engines.map((engine) => engine.id)).toEqual(expect.arrayContaining(['duckdb', 'sqlite', 'postgres'])));

describe.each(engines.map((engine) => [engine.id, engine] as const))('%s', (id, engine) => {
  test('gives a typed table back, hostile rows included', async () => {
    const { table, misfits } = tableOfEvents('typed', columns, events);
    expect(misfits).toEqual([]);
    await expectRoundTrip(engine, withRows(table, hostileRows(table.columns)));
  });

  test('gives a table of JSON back, hostile events included', async () => {
    const { table } = jsonTable('a "table" of `json\\', events);
    await expectRoundTrip(engine, withRows(table, hostileJsonRows(['process.name', 'process', 'a.b.c', 'id'])));
  });

  test('says what it can not hold', async () => {
    const rows = ['a\0b', '\ud800', 'fine'].map((text, _id) => ({ _id, text }));
    const table: TableData = {
      name: 'nul',
      columns: [
        { name: '_id', type: 'long', list: false },
        { name: 'text', type: 'text', list: false },
      ],
      rows,
    };
    await expect(engine.createTable(table)).rejects.toThrow(/row 0.*nul|row 1.*surrogate/);
    const { table: part, left } = storablePart(id, table);
    const surrogate = { row: 1, column: 'text', reason: 'surrogate' };
    expect(left).toEqual(id === 'postgres' ? [{ row: 0, column: 'text', reason: 'nul' }, surrogate] : [surrogate]);
    await engine.createTable(part);
    const found = await engine.query('SELECT text FROM nul ORDER BY _id');
    await engine.drop('nul');
    // SQLite holds the NUL, and its driver reads up to it.
    const nul = { duckdb: ['a\0b'], clickhouse: ['a\0b'], sqlite: ['a'], postgres: [] }[id];
    expect(found.rows.flat()).toEqual([...nul, 'fine']);
  });

  test('takes an empty table, answers without rows, and refuses what is no query', async () => {
    await engine.createTable({ name: 'empty', columns: [{ name: '_id', type: 'long', list: false }], rows: [] });
    expect(await engine.query('SELECT _id, _id AS again FROM empty')).toEqual({ columns: ['_id', 'again'], rows: [] });
    await expect(engine.query('SELECT nothing FROM empty')).rejects.toThrow(/nothing/);
    await engine.drop('empty');
    await expect(engine.query('SELECT _id FROM empty')).rejects.toThrow(/empty/);
  });

  test('holds a byte order mark', async () => {
    const rows = [{ text: '\ufeff', texts: ['\ufeff'] }];
    const columns: readonly Column[] = [
      { name: 'text', type: 'text', list: false },
      { name: 'texts', type: 'text', list: true },
    ];
    await engine.createTable({ name: 'mark', columns, rows });
    const element = { duckdb: 'texts[1]', clickhouse: 'texts[1]', postgres: 'texts[1]', sqlite: "texts ->> '$[0]'" }[
      id
    ];
    const length = id === 'clickhouse' ? 'lengthUTF8' : 'length';
    const found = await engine.query(`SELECT ${length}(text) AS a, ${length}(${element}) AS b FROM mark`);
    await engine.drop('mark');
    expect(found.rows).toEqual([[1, 1]]);
  });

  test('integers come back exact', async () => {
    const found = await engine.query('SELECT 9223372036854775807 AS big, 9007199254740991 AS safe, COUNT(*) AS n');
    expect(found.rows).toEqual([[9223372036854775807n, 9007199254740991, 1]]);
  });
});

describe('what one engine has', () => {
  const byId = (id: EngineId): Engine | undefined => engines.find((engine) => engine.id === id);

  test('SQLite matches regular expressions with the function handed in', async () => {
    const found = await byId('sqlite')?.query(
      `SELECT 'abc' REGEXP '^a' AS y, 'abc' REGEXP '^b' AS n, NULL REGEXP 'a' AS u`,
    );
    expect(found?.rows).toEqual([[1, 0, null]]);
  });

  test('SQLite keeps the text after a NUL', async () => {
    const sqlite = byId('sqlite');
    await sqlite?.createTable({
      name: 'nul',
      columns: [{ name: 'text', type: 'text', list: false }],
      rows: [{ text: 'a\0b' }],
    });
    expect((await sqlite?.query('SELECT hex(text) AS h FROM nul'))?.rows).toEqual([['610062']]);
    await sqlite?.drop('nul');
  });

  test('DuckDB reaches neither files nor the network, and keeps it so', async () => {
    const duckdb = byId('duckdb');
    await expect(duckdb?.query("SELECT * FROM read_text('/etc/hostname')")).rejects.toThrow('Permission Error');
    await expect(duckdb?.query("SELECT '10.0.0.1'::INET")).rejects.toThrow('Catalog Error');
    await expect(duckdb?.query('SET enable_external_access = true')).rejects.toThrow(/configuration|Cannot/);
  });
});
