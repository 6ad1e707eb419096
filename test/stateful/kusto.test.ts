import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { coveringReadings } from '../../src/emulate/kusto/readings.ts';
import { type KustoService, loadKustoService } from '../../src/engines/kusto-service.ts';
import { passes } from '../../src/eval/event-query.ts';
import { runQuery } from '../../src/eval/run-query.ts';
import { holdBatches, streamCount, timeLimit } from './hold-target.ts';
import { asAssumed, findOnKusto, kustoColumns, kustoText, resultOnKusto, runOnKusto } from './kusto-target.ts';
import { oracleMatches, sampleBatches, sequenceBatches, type Wanted } from './random-streams.ts';

const streams = 20;
const sequences = (wanted: Wanted) => sequenceBatches(wanted).map(asAssumed);

describe('KQL on the emulator finds what the oracle finds', () => {
  const wanted: readonly (readonly [string, Wanted])[] = [
    ['common keys, maxspan, until, runs', { streams, missing: 'never', ownKeys: false, optionalKeys: false }],
    ['anything', { streams, longest: 100 }],
    ['key fields with several values', { streams: 10, longest: 60, lists: true }],
    ['long streams, a tiebreaker for every event', { streams: 5, ties: 'unique', missing: 'never' }],
  ];
  it.each(wanted)(
    'in sequences: %s',
    async (name, options) => {
      const target = { name: `KQL, ${name}`, wanted: options, find: findOnKusto() };
      const { matches } = await holdBatches(target, sequences(options), streamCount / wanted.length);
      expect(matches).toBeGreaterThan(0);
    },
    timeLimit,
  );

  it.each([false, true])('in samples: a choice for each key that every step can fill (several values: %s)', (lists) => {
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

  it('in the order of the last events, where head and tail cut', () => {
    let cut = 0;
    fc.assert(
      fc.property(sequences({ streams: 2, longest: 60, ties: 'unique', pipes: true }), (batch) => {
        const found = runOnKusto(kustoText(batch), batch);
        const right = oracleMatches(batch);
        if (batch.rule.query.kind !== 'sequence' || batch.rule.query.pipes.length === 0) return;
        expect(found).toEqual(right);
        cut++;
      }),
      { numRuns: 60 },
    );
    expect(cut).toBeGreaterThan(10);
  });

  it('under every reading of what the documents leave open', () => {
    fc.assert(
      fc.property(sequences({ streams: 2, longest: 40 }), (batch) => {
        const text = kustoText(batch);
        const right = [...oracleMatches(batch)].sort();
        for (const readings of coveringReadings()) expect([...runOnKusto(text, batch, readings)].sort()).toEqual(right);
      }),
      { numRuns: 5 },
    );
  });
});

describe('KQL without scan on the emulator finds what the oracle finds', () => {
  const find = findOnKusto({ scan: false });
  const wanted: readonly (readonly [string, Wanted])[] = [
    ['common keys, maxspan, until, runs', { streams, missing: 'never', ownKeys: false, optionalKeys: false }],
    ['anything', { streams, longest: 100 }],
    ['key fields with several values', { streams: 10, longest: 60, lists: true }],
    ['long streams, a tiebreaker for every event', { streams: 5, ties: 'unique', missing: 'never' }],
  ];
  it.each(wanted)(
    'in sequences: %s',
    async (name, options) => {
      const target = { name: `KQL without scan, ${name}`, wanted: options, find };
      const { matches } = await holdBatches(target, sequences(options), streamCount / wanted.length);
      expect(matches).toBeGreaterThan(0);
    },
    timeLimit,
  );
});

describe("Microsoft's parser", () => {
  let service: KustoService;
  beforeAll(async () => {
    const loaded = await loadKustoService();
    if ('missing' in loaded) throw new Error(loaded.missing);
    service = loaded;
  });

  it.each([false, true])(
    'has nothing to say of any sequence or sample (key fields with several values: %s)',
    (lists) => {
      fc.assert(
        fc.property(
          fc.oneof(
            sequences({ streams: 1, longest: 1, pipes: true, lists }),
            sampleBatches({ streams: 1, longest: 1, lists }),
          ),
          (batch) => {
            const text = kustoText(batch);
            const found = service.check(text, [{ name: 'Events', columns: kustoColumns(batch.rule) }]);
            expect([text, found.diagnostics, found.hasSemantics]).toEqual([text, [], true]);
          },
        ),
        { numRuns: 10 },
      );
    },
    timeLimit,
  );
});
