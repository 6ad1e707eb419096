import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../src/engines/engine.ts';
import { tableOfEvents } from '../src/engines/event-tables.ts';
import { hostileRows, withRows } from '../src/engines/hostile-rows.ts';
import { storablePart } from '../src/engines/unstorable.ts';
import { passes } from '../src/eval/event-query.ts';
import { readEvents } from '../src/formats/ndjson.ts';
import { backends, compilePredicate, convertRule, isUsable, loadRules, SourceText } from '../src/index.ts';
import { fieldsOfQuery } from '../src/ir/walk.ts';
import { availableEngines } from './engines/available.ts';
import { exampleOutputs } from './example-outputs.ts';

const file = (name: string): string =>
  readFileSync(new URL(`../examples/mssql-xp-cmdshell/${name}`, import.meta.url), 'utf8');

interface Example {
  readonly id: string;
  readonly matches: boolean;
  readonly event: Readonly<Record<string, unknown>>;
}

const examples = (readEvents(new SourceText('events.ndjson', file('events.ndjson'))).value ?? []).map(
  ({ event }) => event as unknown as Example,
);
const [loaded] = loadRules(new SourceText('rule.md', file('rule.md'))).rules.filter(isUsable);
if (loaded?.rule.query.kind !== 'event') throw new Error('the example rule is an event rule');
const { rule } = loaded;
const { filter } = loaded.rule.query;
const expected = examples.map(({ matches }) => matches);

describe('the example rule', () => {
  it('has events', () => expect(examples.length).toBeGreaterThan(30));

  it.each(examples.map((one) => [one.id, one] as const))('oracle: %s', (_id, { event, matches }) => {
    expect(passes(filter, event)).toBe(matches);
  });

  it('gives the same verdicts as a module and as a predicate', async () => {
    const js = backends.find(({ id }) => id === 'js');
    const text = js && convertRule({ ...loaded, rule }, js).text;
    const module = await import(`data:text/javascript;base64,${Buffer.from(text ?? '').toString('base64')}`);
    const predicate = compilePredicate(rule);
    if (typeof predicate !== 'function') expect.fail(predicate.unsupported);
    expect(examples.map(({ event }) => module.matches(event))).toEqual(expected);
    expect(examples.map(({ event }) => predicate(event))).toEqual(expected);
  });

  it('has outputs that are up to date', () => {
    for (const [name, text] of exampleOutputs(file('rule.md'))) expect(file(`outputs/${name}`)).toBe(text);
  });
});

describe('the example rule on real engines, with hostile rows', () => {
  let engines: readonly Engine[] = [];
  beforeAll(async () => {
    engines = await availableEngines();
  });

  it('gives the same verdicts', async () => {
    const columns = fieldsOfQuery(rule.query).map(({ name, list }) => ({ name, type: 'text' as const, list }));
    const { table, misfits } = tableOfEvents(
      'events',
      columns,
      examples.map(({ event }) => event),
    );
    expect(misfits).toEqual([]);
    expect(engines.length).toBeGreaterThan(0);
    for (const engine of engines) {
      const backend = backends.find(({ id }) => id === `sql:${engine.id}`);
      if (!backend) expect.fail(`no backend for ${engine.id}`);
      await engine.createTable(storablePart(engine.id, withRows(table, hostileRows(table.columns))).table);
      const { text = '' } = convertRule({ ...loaded, rule }, backend, { idColumn: '_id', window: 'none' });
      const answer = await engine.query(text).finally(() => engine.drop(table.name));
      const at = answer.columns.indexOf('_id');
      const found = new Set(answer.rows.map((row) => Number(row[at])));
      expect(
        examples.map((_, i) => found.has(i)),
        engine.id,
      ).toEqual(expected);
    }
  });
});
