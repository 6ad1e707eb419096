import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Column, Engine, EngineId, TableData } from '../../src/engines/engine.ts';
import { jsonTextOf } from '../../src/engines/json-text.ts';
import { isMissing, loadPackage } from '../../src/engines/load-package.ts';
import { columnType } from '../../src/engines/physical-types.ts';
import { doubled } from '../../src/engines/quote.ts';
import { ID } from '../../src/verify/tables.ts';

const ident = (name: string): string => doubled('"', name);
const text = (value: string): string => doubled("'", value);

/** The columns of a table by the parts of their dotted names. */
interface Tree {
  readonly [name: string]: Column | Tree;
}

type Members = { [name: string]: unknown };

const isColumn = (node: Column | Tree): node is Column => typeof node.name === 'string' && 'list' in node;

function put(root: Members, path: string, value: unknown): void {
  const names = path.split('.');
  let at = root;
  for (const name of names.slice(0, -1)) {
    at[name] ??= {};
    at = at[name] as Members;
  }
  at[names.at(-1) ?? ''] = value;
}

function treeOf(columns: readonly Column[]): Tree {
  const root: Members = {};
  for (const column of columns) put(root, column.name, column);
  return root as Tree;
}

/** The rows as nested JSON: what is null is left out, and so is an object without members. */
const nestedRows = ({ rows }: TableData): readonly string[] =>
  rows.map((row) => {
    const root: Members = {};
    for (const [name, value] of Object.entries(row)) if (value !== null && value !== undefined) put(root, name, value);
    return jsonTextOf(root) ?? '';
  });

/** The columns as nested types, in an engine's words. */
function typesOf(engine: EngineId, tree: Tree, struct: (members: readonly string[]) => string): readonly string[] {
  return Object.entries(tree).map(([name, node]) => {
    const type = isColumn(node) ? columnType(engine, node) : struct(typesOf(engine, node, struct));
    return `${ident(name)} ${type}`;
  });
}

/** Which rows a query finds in a table of nested columns. */
export type Ask = (sql: string) => Promise<readonly number[]>;

type WithTable = (engine: Engine, table: TableData, ask: (run: Ask) => Promise<void>) => Promise<void>;

const found = (columns: readonly string[], rows: readonly (readonly unknown[])[]): readonly number[] =>
  rows.map((row) => Number(row[columns.indexOf(ID)]));

/** A Parquet file that DuckDB writes and reads. The engine that tests share is shut off from files, so it is another. */
const inParquet: WithTable = async (_, table, ask) => {
  const api = loadPackage<typeof import('@duckdb/node-api')>('@duckdb/node-api');
  if (isMissing(api)) throw new Error(api.missing);
  const folder = mkdtempSync(join(tmpdir(), 'isorule-'));
  const connection = await (await api.DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  try {
    const [json, parquet] = [join(folder, 'events.ndjson'), join(folder, 'events.parquet')];
    writeFileSync(json, `${nestedRows(table).join('\n')}\n`);
    const types = typesOf('duckdb', treeOf(table.columns), (members) => `STRUCT(${members.join(', ')})`);
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run(`CREATE TABLE loaded (${types.join(', ')})`);
    await connection.run(`COPY loaded FROM ${text(json)} (FORMAT json)`);
    await connection.run(`COPY loaded TO ${text(parquet)} (FORMAT parquet)`);
    await connection.run(`CREATE VIEW ${ident(table.name)} AS SELECT * FROM read_parquet(${text(parquet)})`);
    await ask(async (sql) => {
      const reader = await connection.runAndReadAll(sql);
      return found(reader.columnNames(), reader.getRows());
    });
  } finally {
    connection.closeSync();
    rmSync(folder, { recursive: true });
  }
};

/** Composite types, one for each object. */
const inComposites: WithTable = async (engine, table, ask) => {
  const made: string[] = [];
  const define = async (name: string, tree: Tree): Promise<void> => {
    const members: string[] = [];
    for (const [key, node] of Object.entries(tree)) {
      const inner = `${name}_${key}`;
      if (!isColumn(node)) await define(inner, node);
      members.push(
        `${ident(key)} ${isColumn(node) ? columnType('postgres', node).replace(' NOT NULL', '') : ident(inner)}`,
      );
    }
    await engine.query(`CREATE TYPE ${ident(name)} AS (${members.join(', ')})`);
    made.unshift(name);
  };
  const type = `${table.name}_row`;
  await define(type, treeOf(table.columns));
  await engine.query(`CREATE TABLE ${ident(table.name)} OF ${ident(type)}`);
  const rows = text(`[${nestedRows(table).join(',')}]`);
  await engine.query(
    `INSERT INTO ${ident(table.name)} SELECT * FROM jsonb_populate_recordset(NULL::${ident(table.name)}, ${rows}::jsonb)`,
  );
  try {
    await ask(async (sql) => {
      const { columns, rows: answer } = await engine.query(sql);
      return found(columns, answer);
    });
  } finally {
    await engine.query(`DROP TABLE ${ident(table.name)}`);
    for (const name of made) await engine.query(`DROP TYPE ${ident(name)}`);
  }
};

/** Named tuples, in which ClickHouse reads structs. */
const inTuples: WithTable = async (engine, table, ask) => {
  const types = typesOf('clickhouse', treeOf(table.columns), (members) => `Tuple(${members.join(', ')})`);
  // What has no answer is run all the same, and the answer then is no JSON.
  const run = (sql: string): Promise<unknown> => engine.query(sql).catch((error) => void expectNoAnswer(error));
  await run(`CREATE TABLE ${ident(table.name)} (${types.join(', ')}) ENGINE = Memory`);
  try {
    if (table.rows.length > 0)
      await run(`INSERT INTO ${ident(table.name)} FORMAT JSONEachRow ${nestedRows(table).join('\n')}\n`);
    await ask(async (sql) => {
      const { columns, rows } = await engine.query(sql);
      return found(columns, rows);
    });
  } finally {
    await run(`DROP TABLE ${ident(table.name)}`);
  }
};

function expectNoAnswer(error: unknown): void {
  if (!(error instanceof SyntaxError)) throw error;
}

/** Engines that have nested columns, with how a test fills them. */
export const structTables: { readonly [E in EngineId]?: WithTable } = {
  duckdb: inParquet,
  postgres: inComposites,
  clickhouse: inTuples,
};
