import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { coveringReadings } from '../../src/emulate/kusto/readings.ts';
import { type KustoService, loadKustoService } from '../../src/engines/kusto-service.ts';
import { CORRELATION_TYPES } from '../../src/ir/query.ts';
import { chainedBatches } from './chained-correlations.ts';
import { holdBatches, streamCount, timeLimit } from './hold-target.ts';
import { asAssumed, findOnKusto, kustoColumns, kustoText, runOnKusto } from './kusto-target.ts';
import { correlationBatches, type WantedCorrelations } from './random-correlations.ts';
import { oracleMatches } from './random-streams.ts';

const streams = 10;
const longest = 40;
const correlations = (wanted: WantedCorrelations) => correlationBatches(wanted).map(asAssumed);

describe('correlations in KQL on the emulator find what the oracle finds', () => {
  const wanted: readonly (readonly [string, WantedCorrelations])[] = [
    ['event_count', { streams, longest, types: ['event_count'] }],
    ['value_count', { streams, longest, types: ['value_count'] }],
    ['sums and means', { streams, longest, types: ['value_sum', 'value_avg'] }],
    ['medians and percentiles', { streams, longest, types: ['value_median', 'value_percentile'] }],
    ['temporal', { streams, longest, types: ['temporal'] }],
    ['temporal, by name', { streams, longest, types: ['temporal'], names: true }],
    ['temporal_ordered', { streams, longest, types: ['temporal_ordered'] }],
    ['temporal_ordered, by name', { streams, longest, types: ['temporal_ordered'], names: true }],
  ];
  it.each(wanted)(
    '%s',
    async (name, options) => {
      const target = { name: `KQL, ${name}`, wanted: options, find: findOnKusto() };
      const { matches } = await holdBatches(target, correlations(options), streamCount / wanted.length);
      expect(matches).toBeGreaterThan(0);
    },
    timeLimit,
  );

  it(
    'chains: alerts as hits of the correlation around',
    async () => {
      const wanted = { generate: false, lists: false };
      const batches = chainedBatches(wanted).map(asAssumed);
      const target = { name: 'KQL, chains', wanted: { streams: 1 }, find: findOnKusto() };
      const { matches } = await holdBatches(target, batches, streamCount / 4);
      expect(matches).toBeGreaterThan(streamCount / 4);
    },
    timeLimit,
  );

  it('under every reading of what the documents leave open', () => {
    fc.assert(
      fc.property(correlations({ streams: 2, longest: 20, types: CORRELATION_TYPES }), (batch) => {
        const text = kustoText(batch);
        const right = [...oracleMatches(batch)].sort();
        for (const readings of coveringReadings()) expect([...runOnKusto(text, batch, readings)].sort()).toEqual(right);
      }),
      { numRuns: 5 },
    );
  });
});

describe("Microsoft's parser", () => {
  let service: KustoService;
  beforeAll(async () => {
    const loaded = await loadKustoService();
    if ('missing' in loaded) throw new Error(loaded.missing);
    service = loaded;
  });

  it(
    'has nothing to say of any correlation',
    () => {
      const wanted = { streams: 1, longest: 1, types: CORRELATION_TYPES };
      fc.assert(
        fc.property(
          fc.oneof(
            correlations(wanted),
            correlations({ ...wanted, types: ['temporal', 'temporal_ordered'], names: true }),
            chainedBatches({ generate: false, lists: false }),
          ),
          (batch) => {
            const text = kustoText(batch);
            const found = service.check(text, [{ name: 'Events', columns: kustoColumns(batch.rule) }]);
            expect([text, found.diagnostics, found.hasSemantics]).toEqual([text, [], true]);
          },
        ),
        { numRuns: 40 },
      );
    },
    timeLimit,
  );
});
