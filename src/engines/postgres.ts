import type { PGlite } from '@electric-sql/pglite';
import { shortName } from '../base/short-name.ts';
import type { Column, ColumnType, Engine, QueryAnswer, TableData } from './engine.ts';
import { readInstant } from './instant.ts';
import { isMissing, loadPackage, type Missing } from './load-package.ts';
import { columnType } from './physical-types.ts';
import { doubled } from './quote.ts';
import { assertStorable } from './unstorable.ts';

type Api = typeof import('@electric-sql/pglite');

/** Longer names are cut off, in bytes (https://www.postgresql.org/docs/current/sql-syntax-lexical.html). */
const LONGEST_NAME = 63;
const ident = (name: string): string => doubled('"', shortName(name, LONGEST_NAME));

type Literal = (value: unknown) => string;
// The backslash is plain: standard_conforming_strings is on.
const quoted: Literal = (value) => doubled("'", String(value));

const literals: { readonly [T in ColumnType]: Literal } = {
  text: quoted,
  ip: quoted,
  version: quoted,
  json: quoted,
  date: quoted,
  // Quoted, because `-9223372036854775808` unquoted is the negation of a number too big for a bigint.
  long: quoted,
  double: quoted,
  boolean: (value) => (value ? 'TRUE' : 'FALSE'),
};

function cell(column: Column, value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  const literal = (item: unknown): string => (item === null ? 'NULL' : literals[column.type](item));
  if (!column.list) return literal(value);
  return `ARRAY[${(value as readonly unknown[]).map(literal).join(',')}]::${columnType('postgres', column)}`;
}

function creation(table: TableData): string {
  const columns = table.columns.map((column) => `${ident(column.name)} ${columnType('postgres', column)}`);
  return `CREATE TABLE ${ident(table.name)} (${columns.join(', ')})`;
}

/** One text for the whole table: each round trip into the WebAssembly module costs more than a row. */
function filling(table: TableData): string {
  if (table.rows.length === 0) return '';
  const rows = table.rows.map((row) => `(${table.columns.map((column) => cell(column, row[column.name])).join(',')})`);
  return `INSERT INTO ${ident(table.name)} VALUES\n${rows.join(',\n')}`;
}

async function createTable(db: PGlite, table: TableData): Promise<void> {
  assertStorable('postgres', table);
  await db.exec(`${creation(table)};\n${filling(table)}`);
}

const asWritten = (text: string): string => text;

/** Answers as `QueryAnswer` promises them; by default the driver cuts timestamps to milliseconds and parses JSON. */
const parsers = (api: Api): Record<number, (text: string) => unknown> => ({
  [api.types.TIMESTAMPTZ]: readInstant,
  [api.types.TIMESTAMP]: readInstant,
  [api.types.JSON]: asWritten,
  [api.types.JSONB]: asWritten,
  [api.types.NUMERIC]: Number,
});

async function query(db: PGlite, sql: string): Promise<QueryAnswer> {
  const found = await db.query<unknown[]>(sql, [], { rowMode: 'array' });
  return { columns: found.fields.map((field) => field.name), rows: found.rows };
}

async function versionOf(db: PGlite): Promise<string> {
  const found = await db.query<{ server_version: string }>('SHOW server_version');
  return found.rows[0]?.server_version ?? '';
}

/** Starts Postgres, as PGlite, in memory. */
export async function openPostgres(): Promise<Engine | Missing> {
  const api = loadPackage<Api>('@electric-sql/pglite');
  if (isMissing(api)) return api;
  const db = await api.PGlite.create({ parsers: parsers(api) });
  await db.exec("SET TIME ZONE 'UTC'");
  return {
    id: 'postgres',
    version: await versionOf(db),
    createTable: (table) => createTable(db, table),
    query: (sql) => query(db, sql),
    drop: async (name) => void (await db.exec(`DROP TABLE ${ident(name)}`)),
    close: () => db.close(),
  };
}
