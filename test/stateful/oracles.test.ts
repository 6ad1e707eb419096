import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passes } from '../../src/eval/event-query.ts';
import { joinKeys } from '../../src/eval/join-keys.ts';
import { runSample } from '../../src/eval/sample.ts';
import { runSequence } from '../../src/eval/sequence.ts';
import { type Batch, sampleBatches, sequenceBatches, type Wanted } from './random-streams.ts';
import { sequencesByStage } from './stage-oracle.ts';

const isEqual = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((value, i) => Object.is(value, b[i]));

const numRuns = Number(process.env.RUNS ?? 60);

function bothFind({ rule, events }: Batch): number {
  const { query, time } = rule;
  if (query.kind !== 'sequence') throw new Error('no sequence');
  const byEvent = runSequence(query, events, time).map(({ events: at }) => at.join());
  const byStage = sequencesByStage(query, events, time).map((at) => at.join());
  expect([...byStage].sort()).toEqual([...byEvent].sort());
  return byEvent.length;
}

describe('the oracle and a second one, step by step over lists', () => {
  const wanted: readonly (readonly [string, Wanted])[] = [
    ['anything', { streams: 3, longest: 60 }],
    ['key fields with several values', { streams: 2, longest: 40, lists: true }],
    ['long streams', { streams: 1, longest: 200, ties: 'unique' }],
  ];
  for (const [name, options] of wanted) {
    it(`find the same: ${name}`, () => {
      let matches = 0;
      fc.assert(
        fc.property(sequenceBatches(options), (batch) => {
          matches += bothFind(batch);
        }),
        { numRuns },
      );
      // Streams in which nothing is found would prove nothing.
      expect(matches).toBeGreaterThan(numRuns / 3);
    });
  }
});

/** Whether each step can have an event of its own, by trying everything. */
function canFill(candidates: readonly (readonly number[])[], taken: ReadonlySet<number> = new Set()): boolean {
  const [first, ...rest] = candidates;
  return !first || first.some((event) => !taken.has(event) && canFill(rest, new Set([...taken, event])));
}

describe('samples', () => {
  it('are one a key that every step can fill, of different events that fit', () => {
    let found = 0;
    fc.assert(
      fc.property(sampleBatches({ streams: 2, longest: 40, lists: true }), ({ rule, events }) => {
        const { query } = rule;
        if (query.kind !== 'sample') throw new Error('no sample');
        const candidates = (step: number, id: string) =>
          events.flatMap((event, at) => {
            const { filter, keys } = query.steps[step] ?? { filter: { condition: { kind: 'false' } }, keys: [] };
            return passes(filter, event) && joinKeys(keys, event).some((key) => key.id === id) ? [at] : [];
          });
        const ids = new Map(
          query.steps.flatMap(({ keys }) =>
            events.flatMap((event) => joinKeys(keys, event)).map((key) => [key.id, key]),
          ),
        );
        const fillable = [...ids.keys()].filter((id) => canFill(query.steps.map((_, step) => candidates(step, id))));
        const samples = runSample(query, events);
        const keyed = samples.map(({ key }) => [...ids.values()].find(({ values }) => isEqual(values, key))?.id ?? '');
        expect([...keyed].sort()).toEqual([...fillable].sort());
        for (const [i, { events: at }] of samples.entries()) {
          expect(new Set(at).size).toBe(query.steps.length);
          for (const [step, event] of at.entries()) expect(candidates(step, keyed[i] ?? '')).toContain(event);
        }
        found += samples.length;
      }),
      { numRuns },
    );
    expect(found).toBeGreaterThan(numRuns);
  });
});
