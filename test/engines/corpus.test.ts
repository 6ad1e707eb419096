import { expect, test } from 'vitest';
import { elementsOf } from '../../src/engines/cell-of.ts';
import type { Column, ColumnType } from '../../src/engines/engine.ts';
import { tableOfEvents } from '../../src/engines/event-tables.ts';
import { hostileRows, withRows } from '../../src/engines/hostile-rows.ts';
import { ecs } from '../../src/schema/ecs.ts';
import { hasCorpus, isWhole, ruleRows } from '../published.ts';
import { availableEngines } from './available.ts';

interface Sample {
  readonly docs: readonly object[];
}

const columnTypes: { readonly [type: string]: ColumnType } = {
  long: 'long',
  integer: 'long',
  float: 'double',
  double: 'double',
  scaled_float: 'double',
  boolean: 'boolean',
  date: 'date',
  ip: 'ip',
  object: 'json',
  flattened: 'json',
};

/** Every dotted path of an event, of objects and of what is in them. */
function pathsOf(value: unknown, prefix: string): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => [prefix + name, ...pathsOf(member, `${prefix}${name}.`)]);
}

/** The ECS fields among the events as columns, each a list where ECS says so or some event has several values. */
function columnsOf(events: readonly object[]): readonly Column[] {
  const names = new Set(events.flatMap((event) => pathsOf(event, '')));
  return [...names].flatMap((name) => {
    const field = ecs.find(name);
    if (field?.kind !== 'usable') return [];
    const most = Math.max(...events.map((event) => elementsOf(event, name).length));
    return [{ name, type: columnTypes[field.sourceType ?? ''] ?? 'text', list: field.list || most > 1 }];
  });
}

const engines = await availableEngines();

test.skipIf(!hasCorpus)(
  'every engine holds every real event in a typed table, and counts its fields alike',
  async () => {
    const events = ruleRows<Sample>('elastic/event_samples_ecs.ndjson').flatMap((sample) => sample.docs);
    const columns = columnsOf(events);
    const { table, misfits } = tableOfEvents('real', columns, events);
    console.log(`${events.length} events, ${columns.length} columns, misfits: ${JSON.stringify(misfits)}`);
    expect(columns.length).toBeGreaterThan(isWhole ? 100 : 30);
    const fitting = new Set(table.rows.map((row) => row._id));
    const scalars = columns.filter((column) => !column.list);
    const counts = scalars.map(
      ({ name }) => events.filter((event, id) => fitting.has(id) && elementsOf(event, name).length > 0).length,
    );
    for (const engine of engines) {
      const started = performance.now();
      await engine.createTable(withRows(table, hostileRows(table.columns)));
      const sums = scalars.map(({ name }, i) => `COUNT("${name}") AS n${i}`);
      const found = await engine.query(`SELECT ${sums.join(', ')} FROM real WHERE _id >= 0`);
      await engine.drop('real');
      console.log(`${engine.id}: ${Math.round(performance.now() - started)} ms`);
      expect(found.rows[0], engine.id).toEqual(counts);
    }
  },
);
