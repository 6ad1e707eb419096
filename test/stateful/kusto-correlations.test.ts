import fc from 'fast-check';
import { describe } from 'vitest';
import { CORRELATION_TYPES } from '../../src/ir/query.ts';
import { chainedBatches } from './chained-correlations.ts';
import { streamCount } from './hold-target.ts';
import { binds, findsAll, findsUnderEveryReading } from './kusto-checks.ts';
import { asAssumed } from './kusto-target.ts';
import { correlationBatches, type WantedCorrelations } from './random-correlations.ts';

const streams = 10;
const longest = 40;
const correlations = (wanted: WantedCorrelations) => correlationBatches(wanted).map(asAssumed);
const chains = chainedBatches({ generate: false, lists: false }).map(asAssumed);

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
  for (const [says, options] of wanted)
    findsAll({ says, wanted: options, batches: correlations(options), streams: streamCount / wanted.length });

  findsAll({
    says: 'chains: alerts as hits of the correlation around',
    wanted: { streams: 1 },
    batches: chains,
    streams: streamCount / 4,
    fewest: streamCount / 4 + 1,
  });

  findsUnderEveryReading(correlations({ streams: 2, longest: 20, types: CORRELATION_TYPES }));
});

describe("Microsoft's parser", () => {
  const wanted = { streams: 1, longest: 1, types: CORRELATION_TYPES };
  const named = correlations({ ...wanted, types: ['temporal', 'temporal_ordered'], names: true });
  binds('has nothing to say of any correlation', fc.oneof(correlations(wanted), named, chains), 40);
});
