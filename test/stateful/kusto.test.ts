import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passes } from '../../src/eval/event-query.ts';
import { runQuery } from '../../src/eval/run-query.ts';
import { streamCount } from './hold-target.ts';
import { binds, findsAll, findsUnderEveryReading } from './kusto-checks.ts';
import { asAssumed, kustoText, resultOnKusto, runOnKusto } from './kusto-target.ts';
import { oracleMatches, sampleBatches, sequenceBatches, type Wanted } from './random-streams.ts';

const streams = 20;
const sequences = (wanted: Wanted) => sequenceBatches(wanted).map(asAssumed);

const WANTED: readonly (readonly [string, Wanted])[] = [
  ['common keys, maxspan, until, runs', { streams, missing: 'never', ownKeys: false, optionalKeys: false }],
  ['anything', { streams, longest: 100 }],
  ['key fields with several values', { streams: 10, longest: 60, lists: true }],
  ['long streams, a tiebreaker for every event', { streams: 5, ties: 'unique', missing: 'never' }],
];

describe.each([true, false])('sequences in KQL on the emulator find what the oracle finds (scan: %s)', (scan) => {
  for (const [says, wanted] of WANTED)
    findsAll({ says, wanted, batches: sequences(wanted), streams: streamCount / WANTED.length, options: { scan } });

  it('in the order of the last events, where head and tail cut', () => {
    let cut = 0;
    fc.assert(
      fc.property(sequences({ streams: 2, longest: 60, ties: 'unique', pipes: true }), (batch) => {
        const found = runOnKusto(kustoText(batch, { scan }), batch);
        const right = oracleMatches(batch);
        if (batch.rule.query.kind !== 'sequence' || batch.rule.query.pipes.length === 0) return;
        expect(found).toEqual(right);
        cut++;
      }),
      { numRuns: 60 },
    );
    expect(cut).toBeGreaterThan(10);
  });

  findsUnderEveryReading(sequences({ streams: 2, longest: 40 }), { scan });
});

describe('samples in KQL on the emulator find what the oracle finds', () => {
  it.each([false, true])('a choice for each key that every step can fill (several values: %s)', (lists) => {
    let samples = 0;
    fc.assert(
      fc.property(sampleBatches({ streams: 4, longest: 30, lists }).map(asAssumed), (batch) => {
        const { query, time } = batch.rule;
        if (query.kind !== 'sample') throw new Error('no sample');
        const { rows, columns } = resultOnKusto(kustoText(batch), batch);
        const keys = rows.map((row) => row.slice(0, columns.length - query.steps.length).map(String));
        expect(keys).toEqual([...new Map(keys.map((key) => [JSON.stringify(key), key])).values()]);
        expect(rows.length).toBe(runQuery(query, batch.events, time).length);
        for (const row of rows) {
          const ids = row.slice(-query.steps.length).map(Number);
          expect(new Set(ids).size).toBe(ids.length);
          const alone = ids.map((id) => batch.events[id] ?? {});
          expect(runQuery(query, alone, time).length).toBeGreaterThan(0);
          for (const [i, step] of query.steps.entries()) expect(passes(step.filter, alone[i] ?? {})).toBe(true);
        }
        samples += rows.length;
      }),
      { numRuns: 60 },
    );
    expect(samples).toBeGreaterThan(60);
  });
});

describe("Microsoft's parser", () => {
  describe.each([true, false])('has nothing to say (scan: %s)', (scan) => {
    for (const lists of [false, true])
      binds(
        `of any sequence (key fields with several values: ${lists})`,
        sequences({ streams: 1, longest: 1, pipes: true, lists }),
        10,
        { scan },
      );
  });

  for (const lists of [false, true])
    binds(
      `has nothing to say of any sample (key fields with several values: ${lists})`,
      sampleBatches({ streams: 1, longest: 1, lists }),
      5,
    );
});
