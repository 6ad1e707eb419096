import type { Database, JSValue, SQLiteValue } from 'node-sqlite3-wasm';
import type { Column, Engine, EngineOptions, QueryAnswer, TableData } from './engine.ts';
import { storedMicros } from './instant.ts';
import { jsonText } from './json-text.ts';
import { isMissing, loadPackage, type Missing } from './load-package.ts';
import { columnType } from './physical-types.ts';
import { doubled } from './quote.ts';
import { assertStorable } from './unstorable.ts';

type Api = typeof import('node-sqlite3-wasm');

const ident = (name: string): string => doubled('"', name);

/** SQLite has no booleans and no timestamps: `physical-types.ts` says what stands for them. */
function element(column: Column, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (column.type === 'boolean') return value ? 1 : 0;
  if (column.type === 'date') return storedMicros(value);
  return value;
}

function cell(column: Column, value: unknown): JSValue {
  if (value === null || value === undefined) return null;
  const bare = column.list
    ? jsonText((value as readonly unknown[]).map((item) => element(column, item)))
    : (element(column, value) as SQLiteValue);
  // The driver hands text over as far as its first NUL; as bytes it arrives whole, and the statement casts it back.
  return typeof bare === 'string' && bare.includes('\0') ? new TextEncoder().encode(bare) : bare;
}

function createTable(db: Database, table: TableData): void {
  assertStorable('sqlite', table);
  const name = ident(table.name);
  const columns = table.columns.map((column) => `${ident(column.name)} ${columnType('sqlite', column)}`);
  // STRICT, so that nothing is stored as another type than its column's.
  db.exec(`CREATE TABLE ${name} (${columns.join(', ')}) STRICT`);
  const holes = table.columns.map((column) => (/TEXT/.test(columnType('sqlite', column)) ? 'CAST(? AS TEXT)' : '?'));
  const insert = db.prepare(`INSERT INTO ${name} VALUES (${holes.join(', ')})`);
  db.exec('BEGIN');
  try {
    for (const row of table.rows) insert.run(table.columns.map((column) => cell(column, row[column.name])));
  } finally {
    db.exec('COMMIT');
    insert.finalize();
  }
}

/** The driver tells the columns only together with a row, and folds two of one name into one; a view numbers such. */
function columnsOf(db: Database, sql: string): readonly string[] {
  db.exec(`CREATE TEMP VIEW isorule_answer AS ${sql.replace(/;\s*$/, '')}\n`);
  try {
    return db.all('PRAGMA table_info(isorule_answer)').map((row) => String(row.name));
  } finally {
    db.exec('DROP VIEW isorule_answer');
  }
}

function query(db: Database, sql: string): QueryAnswer {
  const columns = columnsOf(db, sql);
  const found = db.all(sql);
  const first = found[0];
  if (first && !columns.every((name) => Object.hasOwn(first, name)))
    throw new Error(`two columns of the answer have one name: ${columns.join(', ')}`);
  return { columns, rows: found.map((row) => columns.map((name) => row[name])) };
}

function defineRegexp(db: Database, found: NonNullable<EngineOptions['regexp']>): void {
  const regexp = (pattern: SQLiteValue | undefined, text: SQLiteValue | undefined): JSValue =>
    typeof pattern === 'string' && typeof text === 'string' ? found(pattern, text) : null;
  // `x REGEXP p` calls regexp(p, x) (https://www.sqlite.org/lang_expr.html#the_like_glob_regexp_match_and_extract_operators).
  db.function('regexp', regexp, { deterministic: true });
}

/**
 * Starts SQLite in memory. Text in an answer ends at its first NUL, for so the driver reads it; inside the database it is
 * whole.
 */
export async function openSqlite(options: EngineOptions): Promise<Engine | Missing> {
  const api = loadPackage<Api>('node-sqlite3-wasm');
  if (isMissing(api)) return api;
  const db = new api.Database();
  if (options.regexp) defineRegexp(db, options.regexp);
  return {
    id: 'sqlite',
    version: String(db.get('SELECT sqlite_version() AS v')?.v),
    createTable: async (table) => createTable(db, table),
    query: async (sql) => query(db, sql),
    drop: async (name) => db.exec(`DROP TABLE ${ident(name)}`),
    close: async () => db.close(),
  };
}
