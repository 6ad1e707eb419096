import { describe, expect, test } from 'vitest';
import { tableOfEvents } from '../../src/engines/event-tables.ts';
import { engineIds } from '../../src/engines/index.ts';
import { runEventQuery } from '../../src/eval/event-query.ts';
import { TRUE } from '../../src/ir/build.ts';
import type { EventQuery, Pipe } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import { defaultEmitOptions } from '../../src/target/backend.ts';
import { testEngine } from '../../test/engines/available.ts';
import { sqlBackends } from './index.ts';

const time = { timestamp: '@timestamp', tiebreaker: 'event.sequence' };
const EVENTS = [
  { '@timestamp': '2026-01-05T09:00:02Z', 'event.sequence': 1n },
  { '@timestamp': '2026-01-05T09:00:01Z', 'event.sequence': 10n },
  { '@timestamp': '2026-01-05T09:00:01Z', 'event.sequence': 9n },
  { '@timestamp': '2026-01-05T09:00:01Z' },
  { 'event.sequence': 3n },
  { '@timestamp': '2026-01-05T09:00:00Z', 'event.sequence': 4n },
];

const pipe = (kind: Pipe['kind'], count: bigint): Pipe => ({ kind, count });
const PIPES: readonly (readonly Pipe[])[] = [
  [pipe('head', 3n)],
  [pipe('tail', 3n)],
  [pipe('tail', 1n)],
  [pipe('head', 0n)],
  [pipe('tail', 0n)],
  [pipe('head', 4n), pipe('tail', 2n)],
  [pipe('tail', 4n), pipe('head', 2n)],
  [pipe('head', 2n ** 80n), pipe('tail', 5n), pipe('head', 4n), pipe('tail', 2n)],
];

const rule = (query: EventQuery): Rule => ({
  metadata: {},
  language: 'eql',
  source: { path: 'a.eql', index: 0 },
  taxonomy: 'ecs',
  time,
  query,
});

describe.each([...engineIds])('head and tail on %s', (id) => {
  const options = { ...defaultEmitOptions, comments: false, window: 'none', idColumn: '_id', table: 'piped' } as const;

  test('keep the first and last events in the order of time', async (context) => {
    const engine = await testEngine(id);
    if ('missing' in engine) return context.skip(`no ${id}`);
    await engine.createTable(
      tableOfEvents('piped', [{ name: 'event.sequence', type: 'long', list: false }], EVENTS).table,
    );
    for (const pipes of PIPES) {
      const query: EventQuery = { kind: 'event', filter: { condition: TRUE }, pipes };
      const emission = sqlBackends.find((each) => each.id === `sql:${id}`)?.emit(rule(query), options);
      const answer = await engine.query(emission?.text ?? '');
      expect(answer.rows.map((row) => Number(row[0]))).toEqual(runEventQuery(query, EVENTS, time));
      expect(emission?.notes.map((note) => note.assumption)).toEqual(['time/unique-order']);
    }
    await engine.drop('piped');
  });
});
