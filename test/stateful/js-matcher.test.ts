import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileMatcher, type CreateMatcher } from '../../backends/js/compile-matcher.ts';
import { js } from '../../backends/js/index.ts';
import { load } from '../../backends/js/load-module.test-support.ts';
import { joinKeys } from '../../src/eval/join-keys.ts';
import type { Event } from '../../src/eval/read-field.ts';
import { runQuery } from '../../src/eval/run-query.ts';
import { timeOrder } from '../../src/eval/time-order.ts';
import type { Rule } from '../../src/ir/rule.ts';
import { legalize } from '../../src/passes/pipeline.ts';
import { defaultEmitOptions } from '../../src/target/backend.ts';
import { holdTarget, streamCount, timeLimit } from './hold-target.ts';
import { type Batch, idsText, sampleBatches, type Wanted } from './random-streams.ts';

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

/** Pushes events in their order; every match by the ids of its events. */
function streamed({ rule, events }: Batch, create: CreateMatcher): readonly string[] {
  const matcher = create({
    onDrop: ({ reason }) => {
      throw new Error(`left out: ${reason}`);
    },
  });
  const order = rule.query.kind === 'sample' ? [...events.keys()] : timeOrder(events, rule.time);
  const ordered = order.map((at) => events[at] ?? {});
  const places = new Map(events.map((event, at) => [event, at]));
  const found = [...ordered.flatMap((event) => matcher.push(event)), ...matcher.flush()];
  return found.map((match) => {
    const at = match.events.map((event) => (event === null ? null : (places.get(event as Event) ?? -1)));
    return idsText({ events: at, key: [] }, events);
  });
}

/** Closure and module find the same, in the same order. */
async function found(batch: Batch): Promise<readonly string[]> {
  const [closure = [], module] = (await creators(batch.rule)).map((create) => streamed(batch, create));
  expect(module).toEqual(closure);
  return closure;
}

const shares: readonly (readonly [string, number, Wanted])[] = [
  ['in many streams', 0.7, { streams: 20, pipes: true }],
  ['with keys of several values', 0.2, { streams: 10, longest: 60, lists: true }],
  ['in long streams', 0.1, { streams: 2, ties: 'unique', pipes: true }],
];

describe('the JavaScript matcher finds what the oracle finds', () => {
  for (const [name, share, wanted] of shares) {
    it(name, { timeout: timeLimit }, async () => {
      const target = { name: `js, ${name}`, wanted, find: found };
      const { matches, streams } = await holdTarget(target, Math.ceil(streamCount * share));
      expect(matches).toBeGreaterThan(streams / 4);
    });
  }
});
