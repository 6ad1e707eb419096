import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passes } from '../../src/eval/event-query.ts';
import { runQuery } from '../../src/eval/run-query.ts';
import { holdTarget, streamCount, timeLimit } from './hold-target.ts';
import { sampleBatches, type Wanted } from './random-streams.ts';
import { findOnSpl } from './spl-target.ts';

const streams = 20;

describe('SPL on the emulator finds what the oracle finds', () => {
  const wanted: readonly (readonly [string, Wanted])[] = [
    ['common keys, maxspan, until, runs', { streams, missing: 'never', ownKeys: false, optionalKeys: false }],
    ['anything', { streams, pipes: false }],
    ['key fields with several values', { streams: 10, longest: 60, lists: true }],
    ['long streams, a tiebreaker for every event', { streams: 5, ties: 'unique', pipes: true }],
  ];
  it.each(wanted)(
    'in sequences: %s',
    async (name, options) => {
      const { matches } = await holdTarget(
        { name: `SPL, ${name}`, wanted: options, find: findOnSpl },
        streamCount / wanted.length,
      );
      expect(matches).toBeGreaterThan(0);
    },
    timeLimit,
  );
});

it.each([false, true])(
  'samples in SPL: a choice for each key that every step can fill (several values: %s)',
  (lists) => {
    let samples = 0;
    fc.assert(
      fc.property(sampleBatches({ streams: 4, longest: 30, lists }), (batch) => {
        const { query, time } = batch.rule;
        if (query.kind !== 'sample') throw new Error('no sample');
        const found = findOnSpl(batch).map((ids) => ids.split(',').map(Number));
        const wanted = runQuery(query, batch.events, time);
        expect(found.length).toBe(wanted.length);
        const keys = found.map((ids) => {
          expect(new Set(ids).size).toBe(query.steps.length);
          for (const [i, step] of query.steps.entries())
            expect(passes(step.filter, batch.events[ids[i] ?? -1] ?? {})).toBe(true);
          return runQuery(
            query,
            ids.map((id) => batch.events[id] ?? {}),
            time,
          ).map(({ key }) => key.map(String).join('|'));
        });
        // Each key of the oracle is that of one sample; one with lists may fit several.
        for (const own of keys) expect(own.length).toBeGreaterThan(0);
        const all = new Set(wanted.map(({ key }) => key.map(String).join('|')));
        expect(new Set(keys.flat())).toEqual(all);
        samples += found.length;
      }),
      { numRuns: 60 },
    );
    expect(samples).toBeGreaterThan(60);
  },
);
