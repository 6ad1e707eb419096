import { expect, test } from 'vitest';
import type { Column, ColumnType, EngineId } from './engine.ts';
import { hostileEvents, hostileJsonRows, hostileRows } from './hostile-rows.ts';
import { physicalTypes } from './physical-types.ts';
import { unstorableCells } from './unstorable.ts';

const types = Object.keys(physicalTypes.duckdb) as readonly ColumnType[];
const columns: readonly Column[] = [
  { name: '_id', type: 'long', list: false },
  ...types.flatMap((type) => [
    { name: type, type, list: false },
    { name: `${type}s`, type, list: true },
  ]),
];
const rows = hostileRows(columns);

test('every engine can store every row', () => {
  for (const engine of Object.keys(physicalTypes) as EngineId[])
    expect(unstorableCells(engine, { name: 't', columns, rows })).toEqual([]);
});

test('the ids are negative and differ', () => {
  const ids = rows.map((row) => Number(row._id));
  expect(new Set(ids).size).toBe(rows.length);
  expect(Math.max(...ids)).toBe(-1);
});

const sizeOf = (cell: unknown): number => (typeof cell === 'string' ? cell.length : 0);

test('each column meets NULL, and text all that hurts text', () => {
  for (const { name } of columns.slice(1))
    expect(
      rows.some((row) => row[name] === null),
      name,
    ).toBe(true);
  for (const text of ['', '%', "it's", '\\', '\u212a \u017f \u0130 ß ẞ ς Σ', '01'])
    expect(rows.map((row) => row.text)).toContain(text);
  for (const name of ['text', 'ip', 'version']) expect(Math.max(...rows.map((row) => sizeOf(row[name])))).toBe(40_000);
  expect(rows.map((row) => row.texts)).toEqual(expect.arrayContaining([[], [null], [null, ''], ['']]));
});

test('each field of a hostile event meets each kind of JSON, and making events leaves none changed', () => {
  const events = hostileEvents(['a', 'a.b', 'a.b.c', 'x']);
  const kinds = new Set(
    events.map((event) => (Array.isArray(event.x) ? 'list' : event.x === null ? 'null' : typeof event.x)),
  );
  expect(kinds).toEqual(new Set(['null', 'string', 'boolean', 'number', 'bigint', 'list', 'object']));
  expect(hostileEvents(['a', 'a.b', 'a.b.c', 'x'])).toEqual(events);
  expect(hostileEvents(['y']).map((event) => event.y)).toContainEqual({});
  expect(hostileJsonRows(['a']).length).toBe(events.length);
});
