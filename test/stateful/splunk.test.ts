import { describe, expect, it } from 'vitest';
import { holdTarget, streamCount, timeLimit } from './hold-target.ts';
import type { Wanted } from './random-streams.ts';
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
