import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runQuery } from '../../src/eval/run-query.ts';
import { CORRELATION_TYPES, type CorrelationQuery } from '../../src/ir/query.ts';
import { chainedBatches } from './chained-correlations.ts';
import { streamCount } from './hold-target.ts';
import { binds, findsAll, findsUnderEveryReading } from './kusto-checks.ts';
import { asAssumed, kustoText, resultOnKusto } from './kusto-target.ts';
import { correlationBatches, type WantedCorrelations } from './random-correlations.ts';
import { type Batch, idsText } from './random-streams.ts';

const streams = 10;
const longest = 40;
const correlations = (wanted: WantedCorrelations) => correlationBatches(wanted).map(asAssumed);
const chains = chainedBatches({ generate: true, lists: false }).map(asAssumed);

const TITLES = ['it is', '"; drop', '\\', '@"\\"', "'", '// x', '\n| take 1', '\u2028', 'é', '```'];

/** The rules of a correlation, and those below, under other titles. */
const renamed = (query: CorrelationQuery, titles: readonly string[]): CorrelationQuery => ({
  ...query,
  rules: query.rules.map((rule, i) => ({
    ...rule,
    title: titles[i] ?? rule.title,
    query: rule.query.kind === 'correlation' ? renamed(rule.query, titles.slice(3)) : rule.query,
  })),
});

const titled = fc
  .tuple(chains, fc.shuffledSubarray(TITLES, { minLength: 6, maxLength: 6 }))
  .map(([batch, titles]): Batch => {
    const { query } = batch.rule;
    return query.kind === 'correlation' ? { ...batch, rule: { ...batch.rule, query: renamed(query, titles) } } : batch;
  });

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

  it('says whose alerts they are, whatever the rules are called', () => {
    const rules = new Set<string>();
    fc.assert(
      fc.property(titled, (batch) => {
        const { rows, columns } = resultOnKusto(kustoText(batch), batch);
        const [events, rule] = ['Events', 'Rule'].map((name) => columns.findIndex((column) => column.name === name));
        const found = rows.map((row) => `${row[rule ?? -1] ?? ''}: ${String(row[events ?? -1])}`);
        const { query, time } = batch.rule;
        const right = runQuery(query, batch.events, time).map(
          (match) => `${match.rule ?? ''}: ${idsText(match, batch.events)}`,
        );
        for (const { rule: title } of runQuery(query, batch.events, time)) rules.add(title ?? '');
        expect([...found].sort()).toEqual([...right].sort());
      }),
      { numRuns: 60 },
    );
    expect(rules.size).toBeGreaterThan(3);
  });

  findsUnderEveryReading(correlations({ streams: 2, longest: 20, types: CORRELATION_TYPES }));
});

describe("Microsoft's parser", () => {
  const wanted = { streams: 1, longest: 1, types: CORRELATION_TYPES };
  const named = correlations({ ...wanted, types: ['temporal', 'temporal_ordered'], names: true });
  binds('has nothing to say of any correlation', fc.oneof(correlations(wanted), named, titled), 40);
});
