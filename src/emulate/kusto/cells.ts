import { convert, fromText, guidOfText, textOf } from './convert.ts';
import { dynamicOf, jsonOf } from './dynamic.ts';
import type { Session } from './session.ts';
import { isTick } from './ticks.ts';
import { isInteger, type KustoCell, type KustoTable, type KustoType, type Row, type Value } from './types.ts';

/** A number in a cell: whole for integers, ticks for times. */
function fromNumber(cell: number | bigint, type: KustoType): Value | undefined {
  if (type === 'real') return Number(cell);
  if (typeof cell === 'number' && !Number.isSafeInteger(cell)) return undefined;
  const whole = BigInt(cell);
  if (isInteger(type)) return convert(whole, 'long', type) ?? undefined;
  if (type === 'datetime') return isTick(whole) ? whole : undefined;
  return type === 'timespan' ? whole : undefined;
}

const FROM_TEXT: ReadonlySet<KustoType> = new Set(['datetime', 'timespan', 'long', 'int', 'real']);

/** A cell as a value of its column's type; undefined where it is none. */
function readCell(cell: KustoCell, type: KustoType): Value | undefined {
  if (type === 'dynamic') return dynamicOf(cell);
  if (cell === null) return type === 'string' ? '' : null;
  if (typeof cell === 'number' || typeof cell === 'bigint') return fromNumber(cell, type);
  if (typeof cell === 'boolean') return type === 'bool' ? cell : undefined;
  if (typeof cell !== 'string') return undefined;
  if (type === 'string') return cell;
  if (type === 'guid') return guidOfText(cell) ?? undefined;
  return FROM_TEXT.has(type) ? (fromText(cell, type) ?? undefined) : undefined;
}

/** The rows of a table that was handed in; a cell of another type is reported and the row is left out. */
export function readRows(table: KustoTable, session: Session): readonly Row[] {
  session.spend(table.rows.length);
  return table.rows.flatMap((cells, i) => {
    const row: Value[] = [];
    for (const [c, { name, type }] of table.columns.entries()) {
      const value = readCell(cells[c] ?? null, type);
      if (value === undefined) {
        session.report('kusto/bad-cell', { column: name, type, row: i });
        return [];
      }
      row.push(value);
    }
    return [row];
  });
}

/** A value as a cell of the result. */
export function cellOf(value: Value, type: KustoType): KustoCell {
  if (type === 'dynamic') return jsonOf(value);
  if (type === 'datetime' || type === 'timespan') return value === null ? null : textOf(value, type);
  return value as KustoCell;
}
