import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CreateMatcher, compileMatcher } from '../../backends/js/compile-matcher.ts';
import { js } from '../../backends/js/index.ts';
import { load } from '../../backends/js/load-module.test-support.ts';
import type { Match } from '../../src/eval/match.ts';
import { runQuery } from '../../src/eval/run-query.ts';
import { timeOrder } from '../../src/eval/time-order.ts';
import type { Rule } from '../../src/ir/rule.ts';
import { legalize } from '../../src/passes/pipeline.ts';
import { defaultEmitOptions } from '../../src/target/backend.ts';
import { seed } from '../seed.ts';
import { chainedBatches } from './chained-correlations.ts';
import { holdTarget, streamCount, timeLimit } from './hold-target.ts';
import { type Batch, idsText, ruleOfEql, sampleBatches, type Wanted } from './random-streams.ts';

/** The matcher as a closure and as a module. */
async function creators(rule: Rule): Promise<readonly CreateMatcher[]> {
  const legal = legalize(rule);
  const closure = compileMatcher(legal);
  if (typeof closure !== 'function') throw new Error(closure.unsupported);
  const { text, notes } = js.emit(legal, defaultEmitOptions);
  expect(notes).toEqual([]);
  const { createMatcher } = await load(text ?? '');
  if (!createMatcher) throw new Error('the module exports no createMatcher');
  return [closure, createMatcher];
}

/** A match by the ids of its events, with its key and the rule that alerts by itself. */
const shown = (ids: string, { key, rule }: { readonly key: readonly unknown[]; readonly rule?: string }): string =>
  `${ids} ${key.join('|')} ${rule ?? ''}`;

/** Pushes events in their order, and ends the stream. */
function streamed({ rule, events }: Batch, create: CreateMatcher): readonly string[] {
  const matcher = create({
    onDrop: ({ reason }) => {
      throw new Error(`left out: ${reason}`);
    },
  });
  const order = rule.query.kind === 'sample' ? [...events.keys()] : timeOrder(events, rule.time);
  const places = new Map<unknown, number>(events.map((event, at) => [event, at]));
  const found = [...order.flatMap((at) => matcher.push(events[at] ?? {})), ...matcher.flush()];
  return found.map((match) => {
    const at = match.events.map((event) => (event === null ? null : (places.get(event) ?? -1)));
    return shown(idsText({ events: at, key: [] }, events), match);
  });
}

/** Closure and module find the same, in the same order. */
async function found(batch: Batch): Promise<readonly string[]> {
  const [closure = [], module] = (await creators(batch.rule)).map((create) => streamed(batch, create));
  expect(module).toEqual(closure);
  return closure;
}

/** The ids alone, as every target is asked for them. */
const foundIds = async (batch: Batch): Promise<readonly string[]> =>
  (await found(batch)).map((match) => match.split(' ')[0] ?? '');

const plainKey = (key: Match['key']): readonly unknown[] =>
  key.map((value) => (typeof value === 'bigint' ? Number(value) : value));

/** What the oracle finds, by all that a match says. */
const oracle = ({ rule, events }: Batch): readonly string[] =>
  runQuery(rule.query, events, rule.time).map((match) =>
    shown(idsText(match, events), { ...match, key: plainKey(match.key) }),
  );

const shares: readonly (readonly [string, number, Wanted])[] = [
  ['in many streams', 0.7, { streams: 4, pipes: true }],
  ['with keys of several values', 0.2, { streams: 4, longest: 60, lists: true }],
  ['in long streams', 0.1, { streams: 2, ties: 'unique', pipes: true }],
];

describe('the JavaScript matcher finds what the oracle finds', () => {
  for (const [name, share, wanted] of shares) {
    it(name, { timeout: timeLimit }, async () => {
      const target = { name: `js, ${name}`, wanted, find: foundIds };
      const { matches } = await holdTarget(target, Math.ceil(streamCount * share));
      expect(matches).toBeGreaterThan(0);
    });
  }

  it('for correlations: windows, chains, conditions, kept alerts', { timeout: timeLimit }, async () => {
    let matches = 0;
    await fc.assert(
      fc.asyncProperty(chainedBatches({ generate: true, lists: true }), async (batch) => {
        const wanted = oracle(batch);
        matches += wanted.length;
        // An alert that is known only when its window is over comes behind others.
        expect([...(await found(batch))].sort()).toEqual([...wanted].sort());
      }),
      { numRuns: Math.ceil(streamCount / 4), seed },
    );
    process.stdout.write(`js, correlations: ${matches} matches, SEED=${seed}\n`);
    expect(matches).toBeGreaterThan(streamCount / 4);
  });

  it('for samples: the keys, and events that differ and fit', { timeout: timeLimit }, async () => {
    const keysOf = (matches: readonly string[]): readonly string[] =>
      matches.map((match) => match.replace(/^\S* /, ''));
    let matches = 0;
    await fc.assert(
      fc.asyncProperty(sampleBatches({ streams: 2, longest: 40, lists: true }), async (batch) => {
        const [wanted, answer] = [oracle(batch), await found(batch)];
        matches += wanted.length;
        expect([...keysOf(answer)].sort()).toEqual([...keysOf(wanted)].sort());
        for (const match of answer) {
          const ids = (match.split(' ')[0] ?? '').split(',');
          const own = {
            ...batch,
            events: ids.map((id) => batch.events.find((event) => String(event.id) === id) ?? {}),
          };
          expect(new Set(ids).size).toBe(ids.length);
          expect(keysOf(oracle(own))).toContain(keysOf([match])[0]);
        }
      }),
      { numRuns: Math.ceil(streamCount / 20), seed },
    );
    expect(matches).toBeGreaterThan(streamCount / 20);
  });
});

it('reads an event anew for each push, though it is the same object', async () => {
  const rule = ruleOfEql('sequence by stream [any where s0 == "y"] [any where s1 == "y"]');
  for (const create of await creators(rule)) {
    const { push } = create({});
    const event: Record<string, unknown> = { '@timestamp': '2026-01-01T00:00:00.000Z', stream: 1, s0: 'y' };
    expect(push(event)).toEqual([]);
    delete event.s0;
    event.s1 = 'y';
    event['@timestamp'] = '2026-01-01T00:00:01.000Z';
    expect(push(event)).toHaveLength(1);
  }
});
