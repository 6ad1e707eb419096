import type { CorrelationQuery } from '../../ir/query.ts';

/** The places in a cell that lists the ids of a correlation's events: a list, or its JSON text. */
export function listedPlaces(cell: unknown): readonly number[] {
  const list: unknown = typeof cell === 'string' ? JSON.parse(cell) : cell;
  if (!Array.isArray(list)) throw new Error(`no list of events: ${String(cell)}`);
  return list.map(Number);
}

/** The values of a correlation's group in a row, as text. */
export const groupOf = (
  columns: readonly string[],
  row: readonly unknown[],
  { groupBy }: CorrelationQuery,
): readonly string[] => groupBy.map((name) => String(row[columns.indexOf(name)]));
