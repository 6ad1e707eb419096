import { describe, expect, it } from 'vitest';
import { dialects } from '../../backends/sql/dialects/index.ts';
import { engineIds } from '../../src/engines/index.ts';
import { isMissing } from '../../src/engines/load-package.ts';
import { isChained } from '../../src/ir/correlation.ts';
import { testEngine } from '../engines/available.ts';
import { chainedBatches } from './chained-correlations.ts';
import { holdBatches, streamCount, streamsPerQuery, timeLimit } from './hold-target.ts';
import { correlationBatches, type WantedCorrelations } from './random-correlations.ts';
import type { Batch } from './random-streams.ts';
import { sqlOnSchedule, sqlTarget } from './sql-target.ts';

// A small share by the way, of short streams; `npm run stateful` holds 2,000 streams.
const byTheWay = process.env.STREAMS === undefined && process.env.CI === undefined;
const STREAMS = byTheWay ? 80 : streamCount;

const streams = byTheWay ? 5 : 10;
const longest = byTheWay ? 24 : 40;

const wanted: readonly (readonly [string, WantedCorrelations])[] = [
  ['event_count', { streams, longest, types: ['event_count'] }],
  ['value_count', { streams, longest, types: ['value_count'] }],
  ['sums and means', { streams, longest, types: ['value_sum', 'value_avg'] }],
  ['medians and percentiles', { streams, longest, types: ['value_median', 'value_percentile'] }],
  ['temporal', { streams, longest, types: ['temporal'] }],
  ['temporal, by name', { streams, longest, types: ['temporal'], names: true }],
  ['temporal_ordered', { streams, longest, types: ['temporal_ordered'] }],
  // Each hit lays out its window there: the work grows with the square of a stream's length.
  ['temporal_ordered, by name', { streams, longest: longest / 2, types: ['temporal_ordered'], names: true }],
];

describe.each([...engineIds])('correlations on %s are those of the oracle', (id) => {
  // Of two rules of a kind neither may find anything.
  let found = 0;

  it.for(wanted)('%s', { timeout: timeLimit }, async ([name, options], context) => {
    const engine = await testEngine(id);
    if (isMissing(engine)) return context.skip(engine.missing);
    const own = { ...options, streams: streamsPerQuery(id, options.streams) };
    const target = { ...sqlTarget(engine, own.streams), name: `sql:${id}, ${name}`, wanted: own };
    const { matches } = await holdBatches(target, correlationBatches(own), STREAMS / wanted.length);
    found += matches;
  });

  it('chains: alerts as hits of the correlation around, and rules that alert beside it', {
    timeout: timeLimit,
  }, async (context) => {
    const engine = await testEngine(id);
    if (isMissing(engine)) return context.skip(engine.missing);
    const { noChain } = dialects.find((dialect) => dialect.id === id)?.stateful ?? {};
    const target = { ...sqlTarget(engine, 1), name: `sql:${id}, chains` };
    const batches = chainedBatches({ generate: true, lists: false }).filter(
      ({ rule: { query } }) => query.kind === 'correlation' && (!isChained(query) || noChain === undefined),
    );
    const { matches } = await holdBatches(target, batches, STREAMS / 50);
    found += matches;
    expect(found).toBeGreaterThan(20);
  });
});

const PERIOD = 400;
const CLUSTER = 8;

/** A few events at a time around the end of each period, and nothing before them: a run reads the windows of each whole. */
function aroundEnds(batch: Batch): Batch {
  const at = (event: Batch['events'][number]): number => Date.parse(String(event['@timestamp']));
  const events = batch.events.map((event, i) => {
    const first = batch.events[i - (i % CLUSTER)] ?? event;
    const opens = Date.UTC(2026, 0, 1) + (Math.floor(i / CLUSTER) * PERIOD + PERIOD - 15) * 1000;
    return { ...event, '@timestamp': new Date(opens + at(event) - at(first)).toISOString() };
  });
  return { ...batch, events };
}

it('chains that are run period after period lose no alert and find none twice', {
  timeout: timeLimit,
}, async (context) => {
  const engine = await testEngine('duckdb');
  if (isMissing(engine)) return context.skip(engine.missing);
  const target = sqlOnSchedule(engine, 1, BigInt(PERIOD) * 1_000_000n);
  const batches = chainedBatches({ generate: true, lists: false }).map(aroundEnds);
  const { matches } = await holdBatches(target, batches, STREAMS / 50);
  expect(matches).toBeGreaterThan(0);
});
