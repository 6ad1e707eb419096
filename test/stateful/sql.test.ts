import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EngineId } from '../../src/engines/engine.ts';
import { engineIds } from '../../src/engines/index.ts';
import { isMissing } from '../../src/engines/load-package.ts';
import { runQuery } from '../../src/eval/run-query.ts';
import { testEngine } from '../engines/available.ts';
import { seed } from '../seed.ts';
import { holdBatches, holdTarget, streamCount, streamsPerQuery, timeLimit } from './hold-target.ts';
import { sampleBatches, sequenceBatches } from './random-streams.ts';
import { askSamples, sqlOnJson, sqlOnSchedule, sqlTarget, withoutTies } from './sql-target.ts';

// A small share by the way, and of rules rather than of streams for one; `npm run stateful` holds 2,000 streams.
const byTheWay = process.env.STREAMS === undefined && process.env.CI === undefined;
const STREAMS = byTheWay ? 30 : streamCount;
const perQuery = (id: EngineId): number => (byTheWay ? 5 : Math.min(STREAMS, streamsPerQuery(id, 20)));

describe.each([...engineIds])('sequences on %s', (id) => {
  it(
    'are those of the oracle',
    async (context) => {
      const engine = await testEngine(id);
      if (isMissing(engine)) return context.skip(engine.missing);
      const held = await holdTarget(sqlTarget(engine, perQuery(id)), STREAMS);
      expect(held.matches).toBeGreaterThan(0);
    },
    timeLimit,
  );

  it(
    'are those of the oracle in a column of JSON',
    async (context) => {
      const engine = await testEngine(id);
      if (isMissing(engine)) return context.skip(engine.missing);
      const target = sqlOnJson(engine, perQuery(id));
      const held = await holdBatches(target, sequenceBatches(target.wanted).map(withoutTies), STREAMS);
      expect(held.matches).toBeGreaterThan(0);
    },
    timeLimit,
  );

  it(
    'are found once by a schedule that runs over one period after the other',
    async (context) => {
      const engine = await testEngine(id);
      if (isMissing(engine)) return context.skip(engine.missing);
      const streams = perQuery(id);
      const held = await holdTarget(sqlOnSchedule(engine, streams, 7_000_000n), Math.max(30, STREAMS / 10));
      expect(held.matches).toBeGreaterThan(0);
    },
    timeLimit,
  );
});

describe.each([...engineIds])('samples on %s', (id) => {
  it(
    'have the keys of the oracle, and events that differ and fit',
    async (context) => {
      const engine = await testEngine(id);
      if (isMissing(engine)) return context.skip(engine.missing);
      let samples = 0;
      const streams = perQuery(id);
      const property = fc.asyncProperty(sampleBatches({ streams, longest: 40, lists: true }), async (batch) => {
        const { query, time } = batch.rule;
        const keysOf = (events: typeof batch.events): readonly string[] =>
          runQuery(query, events, time).map(({ key }) => key.map(String).join('|'));
        const found = await askSamples(engine, batch);
        expect(found.map(({ key }) => key).sort()).toEqual([...keysOf(batch.events)].sort());
        for (const { events, key } of found) {
          expect(new Set(events).size).toBe(events.length);
          expect(keysOf(events.map((at) => batch.events[at] ?? {}))).toContain(key);
        }
        samples += found.length;
      });
      await fc.assert(property, { numRuns: Math.ceil(STREAMS / streams), seed, endOnFailure: true });
      expect(samples).toBeGreaterThan(0);
    },
    timeLimit,
  );
});
