/** A SQL engine that this room can start. One file and one line in `index.ts` add another. */
export type EngineId = 'duckdb' | 'sqlite' | 'postgres' | 'clickhouse';

/** What a column holds, whatever the engine; `physical-types.ts` says how each engine stores it. */
export type ColumnType = 'text' | 'long' | 'double' | 'boolean' | 'date' | 'ip' | 'version' | 'json';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly list: boolean;
}

/**
 * A table to load. A cell is null, or for its column's type: text, ip, version: a string; long: a bigint or a safe integer;
 * double: a finite number; boolean; date: text as `instant.ts` writes it; json: JSON text; a list: an array of these, with nulls.
 * An absent key is null. The column named `_id` is never null.
 */
export interface TableData {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/**
 * The answer of an engine. Cells come back as they went in: integers as a number while that is exact, else as a bigint; a
 * timestamp as `instant.ts` writes it; JSON as text; a list as an array. SQLite has neither lists, nor booleans, nor
 * timestamps: they come back as it holds them (`physical-types.ts`). Two losses are the drivers' and not the engines': text of
 * SQLite ends at its first NUL, and a byte order mark that begins a text is dropped by Postgres and inside DuckDB's lists.
 */
export interface QueryAnswer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

export interface Engine {
  readonly id: EngineId;
  /** The engine's own version, as in "1.5.6". */
  readonly version: string;
  /** Creates and fills a table. Rejects when a cell can't be stored unchanged: ask `unstorableCells` first. */
  createTable(table: TableData): Promise<void>;
  /** Runs one query. Rejects with the engine's own error when it does not take the text. */
  query(sql: string): Promise<QueryAnswer>;
  drop(name: string): Promise<void>;
  close(): Promise<void>;
}

export interface EngineOptions {
  /**
   * What `x REGEXP p` means in SQLite, which has none of its own: is `pattern` found in `text`? Called with text only; an
   * exception fails the query. Without it a query that says REGEXP fails.
   */
  readonly regexp?: (pattern: string, text: string) => boolean;
}

/** The column that tells rows apart. */
export const idColumn = '_id';
