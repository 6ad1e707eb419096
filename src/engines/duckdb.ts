import type { DuckDBAppender, DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { Column, ColumnType, Engine, QueryAnswer, TableData } from './engine.ts';
import { renderInstant, storedMicros } from './instant.ts';
import { exactInteger } from './integer.ts';
import { isMissing, loadPackage, type Missing } from './load-package.ts';
import { columnType } from './physical-types.ts';
import { doubled } from './quote.ts';
import { assertStorable } from './unstorable.ts';

type Api = typeof import('@duckdb/node-api');

// No query may reach files or the network (https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview).
const SANDBOX = [
  "SET TimeZone = 'UTC'",
  'SET autoinstall_known_extensions = false',
  'SET autoload_known_extensions = false',
  'SET enable_external_access = false',
  'SET lock_configuration = true',
];

const ident = (name: string): string => doubled('"', name);

type Writer = (api: Api, value: unknown) => DuckDBValue;
const asText: Writer = (_, value) => String(value);

/** How a cell of each type is handed over; null is handled before. */
const writers: { readonly [T in ColumnType]: Writer } = {
  text: asText,
  ip: asText,
  version: asText,
  json: asText,
  long: (_, value) => BigInt(value as bigint | number),
  double: (_, value) => Number(value),
  boolean: (_, value) => value === true,
  date: (api, value) => new api.DuckDBTimestampTZValue(storedMicros(value)),
};

const elementType = (api: Api, type: ColumnType): DuckDBType => {
  const types: { readonly [T in ColumnType]: DuckDBType } = {
    text: api.VARCHAR,
    ip: api.VARCHAR,
    version: api.VARCHAR,
    json: api.VARCHAR,
    long: api.BIGINT,
    double: api.DOUBLE,
    boolean: api.BOOLEAN,
    date: api.TIMESTAMPTZ,
  };
  return types[type];
};

function append(api: Api, to: DuckDBAppender, column: Column, value: unknown): void {
  const write = (cell: unknown): DuckDBValue => (cell === null ? null : writers[column.type](api, cell));
  const element = elementType(api, column.type);
  if (value === null || value === undefined) to.appendNull();
  else if (column.list) to.appendList((value as readonly unknown[]).map(write), api.LIST(element));
  else to.appendValue(write(value), element);
}

async function createTable(api: Api, connection: DuckDBConnection, table: TableData): Promise<void> {
  assertStorable('duckdb', table);
  const columns = table.columns.map((column) => `${ident(column.name)} ${columnType('duckdb', column)}`);
  await connection.run(`CREATE TABLE ${ident(table.name)} (${columns.join(', ')})`);
  const appender = await connection.createAppender(table.name);
  for (const row of table.rows) {
    for (const column of table.columns) append(api, appender, column, row[column.name]);
    appender.endRow();
  }
  appender.closeSync();
}

/** A value as `QueryAnswer` promises it. */
function readValue(api: Api, value: DuckDBValue): unknown {
  if (typeof value === 'bigint') return exactInteger(value);
  if (value instanceof api.DuckDBListValue) return value.items.map((item) => readValue(api, item));
  if (value instanceof api.DuckDBTimestampTZValue || value instanceof api.DuckDBTimestampValue)
    return renderInstant(value.micros);
  if (value instanceof api.DuckDBDecimalValue) return value.toDouble();
  return value;
}

async function query(api: Api, connection: DuckDBConnection, sql: string): Promise<QueryAnswer> {
  const reader = await connection.runAndReadAll(sql);
  return {
    columns: reader.columnNames(),
    rows: reader.getRows().map((row) => row.map((value) => readValue(api, value))),
  };
}

/** Starts DuckDB in memory, shut off from files and network. */
export async function openDuckdb(): Promise<Engine | Missing> {
  const api = loadPackage<Api>('@duckdb/node-api');
  if (isMissing(api)) return api;
  const instance = await api.DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  for (const setting of SANDBOX) await connection.run(setting);
  return {
    id: 'duckdb',
    version: api.version().replace(/^v/, ''),
    createTable: (table) => createTable(api, connection, table),
    query: (sql) => query(api, connection, sql),
    drop: async (name) => void (await connection.run(`DROP TABLE ${ident(name)}`)),
    close: async () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
