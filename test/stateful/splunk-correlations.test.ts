import { describe, expect, it } from 'vitest';
import { holdBatches, streamCount, timeLimit } from './hold-target.ts';
import { correlationBatches, type WantedCorrelations } from './random-correlations.ts';
import { findOnSpl } from './spl-target.ts';

const streams = 10;
const longest = 40;

describe('correlations in SPL on the emulator find what the oracle finds', () => {
  const wanted: readonly (readonly [string, WantedCorrelations])[] = [
    ['event_count', { streams, longest, types: ['event_count'] }],
    ['value_count', { streams, longest, types: ['value_count'] }],
    ['sums and means', { streams, longest, types: ['value_sum', 'value_avg'] }],
    ['percentiles', { streams, longest, types: ['value_percentile'] }],
    ['medians of windows that slide', { streams, longest, types: ['value_median'], ops: ['gt', 'gte'] }],
    [
      'medians of windows that are over',
      { streams, longest, types: ['value_median'], ops: ['lt', 'lte', 'eq', 'neq'] },
    ],
    ['temporal', { streams, longest, types: ['temporal'] }],
    ['temporal, by name', { streams, longest, types: ['temporal'], names: true }],
    ['temporal_ordered', { streams, longest, types: ['temporal_ordered'], apart: true }],
    ['temporal_ordered, by name', { streams, longest, types: ['temporal_ordered'], names: true, apart: true }],
  ];
  it.each(wanted)(
    '%s',
    async (name, options) => {
      const target = { name: `SPL, ${name}`, wanted: options, find: findOnSpl };
      const { matches } = await holdBatches(target, correlationBatches(options), streamCount / wanted.length);
      expect(matches).toBeGreaterThan(0);
    },
    timeLimit,
  );
});
