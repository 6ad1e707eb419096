import { type Column, type ColumnType, type EngineId, idColumn, type TableData } from './engine.ts';
import { microsOf } from './instant.ts';
import { isInt64 } from './integer.ts';

/** Why a cell can't be stored: it is not of its column's type, or the engine has no room for such a value. */
type UnstorableReason = 'type' | 'nul' | 'surrogate' | 'missing-id';

/** A cell that an engine can't hold unchanged; `row` counts from 0. */
export interface UnstorableCell {
  readonly row: number;
  readonly column: string;
  readonly reason: UnstorableReason;
}

const isText = (value: unknown): value is string => typeof value === 'string';

const isOf: { readonly [T in ColumnType]: (value: unknown) => boolean } = {
  text: isText,
  ip: isText,
  version: isText,
  json: isText,
  long: (value) => (typeof value === 'bigint' ? isInt64(value) : Number.isSafeInteger(value)),
  double: (value) => Number.isFinite(value),
  boolean: (value) => typeof value === 'boolean',
  date: (value) => isText(value) && microsOf(value) !== undefined,
};

/** Half of a pair is no character: no engine's UTF-8 can say it, and a driver would write U+FFFD instead. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Whether JSON text says a character that is none, or NUL, by an escape: jsonb and DuckDB refuse the one, jsonb the other
 * (https://www.postgresql.org/docs/current/datatype-json.html).
 */
function escapedProblem(json: string): UnstorableReason | undefined {
  const escapes = json.replaceAll('\\\\', '').replace(/\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}/gi, '');
  if (/\\ud[89a-f]/i.test(escapes)) return 'surrogate';
  return escapes.includes('\\u0000') ? 'nul' : undefined;
}

function textProblem(engine: EngineId, column: Column, text: string): UnstorableReason | undefined {
  if (LONE_SURROGATE.test(text)) return 'surrogate';
  const escaped = column.type === 'json' ? escapedProblem(text) : undefined;
  const found = text.includes('\0') ? 'nul' : escaped;
  return found === 'nul' && engine !== 'postgres' ? undefined : found;
}

function valueProblem(engine: EngineId, column: Column, value: unknown): UnstorableReason | undefined {
  if (value === null) return undefined;
  if (!isOf[column.type](value)) return 'type';
  return isText(value) ? textProblem(engine, column, value) : undefined;
}

function cellProblem(engine: EngineId, column: Column, value: unknown): UnstorableReason | undefined {
  if (value === null || value === undefined) return column.name === idColumn ? 'missing-id' : undefined;
  if (!column.list) return valueProblem(engine, column, value);
  if (!Array.isArray(value)) return 'type';
  for (const item of value) {
    const problem = valueProblem(engine, column, item);
    if (problem) return problem;
  }
  return undefined;
}

/** The cells of a table that an engine can't hold unchanged. */
export function unstorableCells(engine: EngineId, table: TableData): readonly UnstorableCell[] {
  return table.rows.flatMap((cells, row) =>
    table.columns.flatMap((column) => {
      const reason = cellProblem(engine, column, cells[column.name]);
      return reason ? [{ row, column: column.name, reason }] : [];
    }),
  );
}

/** The table without the rows that an engine can't hold, and what was wrong with these. */
export function storablePart(
  engine: EngineId,
  table: TableData,
): { readonly table: TableData; readonly left: readonly UnstorableCell[] } {
  const left = unstorableCells(engine, table);
  const rows = new Set(left.map((cell) => cell.row));
  return { table: { ...table, rows: table.rows.filter((_, row) => !rows.has(row)) }, left };
}

/** Throws when a table can't be stored unchanged: the caller was to ask `storablePart`. */
export function assertStorable(engine: EngineId, table: TableData): void {
  const [first] = unstorableCells(engine, table);
  if (!first) return;
  throw new Error(`${engine} can't store ${table.name}, row ${first.row}, column ${first.column}: ${first.reason}`);
}
