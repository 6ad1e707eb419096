import { describe, expect, it } from 'vitest';
import { engineIds } from '../../src/engines/index.ts';
import { isMissing } from '../../src/engines/load-package.ts';
import { testEngine } from '../engines/available.ts';
import { holdBatches, holdTarget, streamCount, timeLimit } from './hold-target.ts';
import { sequenceBatches } from './random-streams.ts';
import { sqlOnJson, sqlOnSchedule, sqlTarget, withoutTies } from './sql-target.ts';

// A small share by the way; `npm run stateful` holds 2,000 streams.
const STREAMS = process.env.STREAMS === undefined && process.env.CI === undefined ? 30 : streamCount;

describe.each([...engineIds])('sequences on %s', (id) => {
  it(
    'are those of the oracle',
    async (context) => {
      const engine = await testEngine(id);
      if (isMissing(engine)) return context.skip(engine.missing);
      const held = await holdTarget(sqlTarget(engine, Math.min(STREAMS, 10)), STREAMS);
      expect(held.matches).toBeGreaterThan(0);
    },
    timeLimit,
  );

  it(
    'are those of the oracle in a column of JSON',
    async (context) => {
      const engine = await testEngine(id);
      if (isMissing(engine)) return context.skip(engine.missing);
      const target = sqlOnJson(engine, Math.min(STREAMS, 10));
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
      const held = await holdTarget(sqlOnSchedule(engine, 10, 7_000_000n), Math.max(40, STREAMS / 10));
      expect(held.matches).toBeGreaterThan(0);
    },
    timeLimit,
  );
});
