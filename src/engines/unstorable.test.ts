import { expect, test } from 'vitest';
import type { Column, TableData } from './engine.ts';
import { assertStorable, storablePart, unstorableCells } from './unstorable.ts';

const table = (type: Column['type'], list: boolean, ...cells: unknown[]): TableData => ({
  name: 't',
  columns: [{ name: 'c', type, list }],
  rows: cells.map((c) => ({ c })),
});
const reasons = (engine: 'duckdb' | 'postgres', data: TableData): readonly string[] =>
  unstorableCells(engine, data).map((cell) => `${cell.row} ${cell.reason}`);

test('a value of another type is none', () => {
  expect(reasons('duckdb', table('long', false, 1, 1n, null, undefined, 1.5, 2n ** 63n, '1'))).toEqual([
    '4 type',
    '5 type',
    '6 type',
  ]);
  expect(reasons('duckdb', table('double', false, 1, Number.NaN, 1n))).toEqual(['1 type', '2 type']);
  expect(reasons('duckdb', table('date', false, '2026-01-05', '2026-01-05T00:00:00.0000001Z', 0))).toEqual([
    '1 type',
    '2 type',
  ]);
  expect(reasons('duckdb', table('boolean', true, [true, null], true, ['true']))).toEqual(['1 type', '2 type']);
});

test('Postgres has no NUL, and no escape for one in JSON', () => {
  expect(reasons('postgres', table('text', true, ['a\0'], ['\\u0000']))).toEqual(['0 nul']);
  expect(reasons('postgres', table('json', false, '"\\u0000"', '"\\\\u0000"', '"\\\\\\u0000"'))).toEqual([
    '0 nul',
    '2 nul',
  ]);
  expect(reasons('duckdb', table('text', false, 'a\0'))).toEqual([]);
});

test('half of a surrogate pair is no character', () => {
  expect(reasons('duckdb', table('text', false, '\ud83d', '\ud83d\ude00', '\ude00\ud83d'))).toEqual([
    '0 surrogate',
    '2 surrogate',
  ]);
  const json = ['\ud83d', '\ud83d\ude00', '\ude00', '\\ud83d'].map((text) => JSON.stringify(text));
  expect(reasons('duckdb', table('json', false, ...json, '"\\uD83D\\uDE00"'))).toEqual(['0 surrogate', '2 surrogate']);
});

test('the storable part is the table without such rows', () => {
  const data = table('text', false, 'a', 'b\0', 'c');
  const { table: part, left } = storablePart('postgres', data);
  expect(part.rows).toEqual([{ c: 'a' }, { c: 'c' }]);
  expect(left).toEqual([{ row: 1, column: 'c', reason: 'nul' }]);
  expect(() => assertStorable('postgres', part)).not.toThrow();
  expect(() => assertStorable('postgres', data)).toThrow("postgres can't store t, row 1, column c: nul");
});

test('a row without its id is none', () => {
  const data: TableData = { name: 't', columns: [{ name: '_id', type: 'long', list: false }], rows: [{}] };
  expect(unstorableCells('sqlite', data)).toEqual([{ row: 0, column: '_id', reason: 'missing-id' }]);
});
