import { expect, test } from 'vitest';
import type { Column } from './engine.ts';
import { jsonTable, tableOfEvents } from './event-tables.ts';

const columns: readonly Column[] = [
  { name: 'process.pid', type: 'long', list: false },
  { name: 'tags', type: 'text', list: true },
];

test('a row an event, without the events that do not fit', () => {
  const made = tableOfEvents('t', columns, [
    { '@timestamp': '2026-01-05T09:00:00Z', process: { pid: 4 }, tags: 'a' },
    { '@timestamp': 'yesterday', process: { pid: 'four' } },
    { timestamp: 1000, 'process.pid': [5] },
  ]);
  expect(made.table.columns.map((column) => column.name)).toEqual(['_id', '@timestamp', 'process.pid', 'tags']);
  expect(made.table.rows).toEqual([
    { _id: 0, '@timestamp': '2026-01-05T09:00:00.000Z', 'process.pid': 4, tags: ['a'] },
    { _id: 2, '@timestamp': '1970-01-01T00:00:01.000Z', 'process.pid': 5, tags: null },
  ]);
  expect(made.misfits).toEqual([
    { event: 1, field: '@timestamp', reason: 'type' },
    { event: 1, field: 'process.pid', reason: 'type' },
  ]);
});

test('a time finer than a microsecond is cut to it, and said', () => {
  const events = [{ TimeCreated_SystemTime: '1969-12-31T23:59:59.9999999Z' }, {}];
  const made = tableOfEvents('t', [], events);
  expect(made.table.rows).toEqual([
    { _id: 0, '@timestamp': '1969-12-31T23:59:59.999999Z' },
    { _id: 1, '@timestamp': null },
  ]);
  expect(made.coarse).toEqual([0]);
});

test('the time is read from the field asked for, and its columns are not doubled', () => {
  const own: readonly Column[] = [{ name: '@timestamp', type: 'date', list: false }];
  const made = tableOfEvents('t', own, [{ '@timestamp': '2026-01-05', when: 5 }], 'when');
  expect(made.table.columns.length).toBe(2);
  expect(made.table.rows).toEqual([{ _id: 0, '@timestamp': '1970-01-01T00:00:00.005Z' }]);
});

test('a table of JSON holds the whole event', () => {
  const made = jsonTable('t', [{ a: [1n, { b: null }], '@timestamp': 0 }]);
  expect(made.table.rows).toEqual([
    { _id: 0, '@timestamp': '1970-01-01T00:00:00.000Z', event: '{"a":[1,{"b":null}],"@timestamp":0}' },
  ]);
});

test('an event nested too deep is no row', () => {
  let deep: object = {};
  for (let i = 0; i < 100_000; i++) deep = { deep };
  expect(jsonTable('t', [deep]).misfits).toEqual([{ event: 0, field: 'event', reason: 'json' }]);
});
