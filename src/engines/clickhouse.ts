import type { Column, Engine, QueryAnswer, TableData } from './engine.ts';
import { readInstant } from './instant.ts';
import { exactInteger } from './integer.ts';
import { jsonText } from './json-text.ts';
import { isMissing, loadPackage, type Missing } from './load-package.ts';
import { columnType } from './physical-types.ts';
import { backslashed } from './quote.ts';
import { assertStorable } from './unstorable.ts';

/** What is used of chdb, which is no dependency of the project: its library is half a gigabyte. */
interface Chdb {
  readonly Session: new () => Session;
}
interface Session {
  query(sql: string, format?: string): string;
  close(): void;
}

// A time without a zone is UTC. Integers of 64 bits and NaN come as text: JSON numbers could not say them.
const SETTINGS = [
  "session_timezone = 'UTC'",
  'output_format_json_quote_64bit_integers = 1',
  'output_format_json_quote_denormals = 1',
];

const ident = (name: string): string => backslashed('`', name);

/** `2026-01-05T09:00:00.000000Z` as ClickHouse reads a DateTime64 at once. */
const instant = (value: unknown): string => String(value).replace('T', ' ').replace('Z', '');

function cell(column: Column, value: unknown): unknown {
  if (value === null || value === undefined) return column.list ? [] : null;
  if (column.type !== 'date') return value;
  return column.list
    ? (value as readonly unknown[]).map((item) => (item === null ? null : instant(item)))
    : instant(value);
}

/**
 * Array columns whose names agree up to a dot are taken for parts of one Nested column, and then must be of one length
 * (https://github.com/ClickHouse/ClickHouse/issues/75353). So the rows lie under plain names, and a view has the real ones.
 */
const rowsOf = (name: string): string => ident(`${name} (rows)`);

function createTable(session: Session, table: TableData): void {
  assertStorable('clickhouse', table);
  const columns = table.columns.map((column, i) => `c${i} ${columnType('clickhouse', column)}`);
  session.query(`CREATE TABLE ${rowsOf(table.name)} (${columns.join(', ')}) ENGINE = Memory`);
  const names = table.columns.map((column, i) => `c${i} AS ${ident(column.name)}`);
  session.query(`CREATE VIEW ${ident(table.name)} AS SELECT ${names.join(', ')} FROM ${rowsOf(table.name)}`);
  if (table.rows.length === 0) return;
  const rows = table.rows.map((row) => jsonText(table.columns.map((column) => cell(column, row[column.name]))));
  session.query(`INSERT INTO ${rowsOf(table.name)} FORMAT JSONCompactEachRow\n${rows.join('\n')}\n`);
}

function drop(session: Session, name: string): void {
  session.query(`DROP VIEW ${ident(name)}`);
  session.query(`DROP TABLE ${rowsOf(name)}`);
}

type Reader = (value: unknown) => unknown;

/** How JSON text says the values of a type, by the beginning of the type's name. */
const readers: readonly { readonly type: RegExp; readonly read: Reader }[] = [
  { type: /^U?Int/, read: (value) => exactInteger(BigInt(value as string | number)) },
  { type: /^(?:Float|Decimal)/, read: Number },
  { type: /^DateTime/, read: (value) => readInstant(String(value)) },
];

function readerOf(type: string): Reader {
  const [, wrapper, inner] = /^(Nullable|LowCardinality|Array)\((.*)\)$/s.exec(type) ?? [];
  if (wrapper === undefined || inner === undefined)
    return readers.find((reader) => reader.type.test(type))?.read ?? ((value) => value);
  const read = readerOf(inner);
  const orNull: Reader = (value) => (value === null ? null : read(value));
  return wrapper === 'Array' ? (value) => (value as readonly unknown[]).map(orNull) : orNull;
}

interface Answer {
  readonly meta: readonly { readonly name: string; readonly type: string }[];
  readonly data: readonly (readonly unknown[])[];
}

function query(session: Session, sql: string): QueryAnswer {
  const answer: Answer = JSON.parse(session.query(sql, 'JSONCompact'));
  const read = answer.meta.map((column) => readerOf(column.type));
  return {
    columns: answer.meta.map((column) => column.name),
    rows: answer.data.map((row) => row.map((value, i) => (value === null ? null : read[i]?.(value)))),
  };
}

/** Starts ClickHouse, as chdb, in a temporary folder that goes with it. */
export async function openClickhouse(): Promise<Engine | Missing> {
  const api = loadPackage<Chdb>('chdb');
  if (isMissing(api)) return api;
  const session = new api.Session();
  for (const setting of SETTINGS) session.query(`SET ${setting}`);
  return {
    id: 'clickhouse',
    version: String(query(session, 'SELECT version() AS v').rows[0]?.[0]),
    createTable: async (table) => createTable(session, table),
    query: async (sql) => query(session, sql),
    drop: async (name) => drop(session, name),
    close: async () => session.close(),
  };
}
