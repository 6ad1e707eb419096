import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runQuery } from '../../src/eval/run-query.ts';
import type { CorrelationQuery } from '../../src/ir/query.ts';
import { chainedBatches, type WantedChains } from './chained-correlations.ts';
import { holdBatches, streamCount, timeLimit } from './hold-target.ts';
import { type Batch, idsText } from './random-streams.ts';
import { findOnSpl, idsOfRow, rowsOnSpl, splText } from './spl-target.ts';

const base = { lists: false, plain: true } as const;

describe('correlations of correlations in SPL on the emulator find what the oracle finds', () => {
  const wanted: readonly (readonly [string, WantedChains])[] = [
    ['chains', { ...base, generate: false }],
    ['chains with the group in several fields', { ...base, generate: false, ownKeys: true }],
    ['chains whose rules alert as well', { ...base, generate: true, ownKeys: true }],
  ];
  it.each(wanted)(
    '%s',
    async (name, options) => {
      const target = { name: `SPL, ${name}`, wanted: { streams: 1 }, find: findOnSpl };
      const streams = Math.ceil(streamCount / wanted.length);
      const { matches } = await holdBatches(target, chainedBatches(options), streams);
      expect(matches).toBeGreaterThan(streams);
    },
    timeLimit,
  );
});

const TITLES = ['it is', '"; drop', '\\', '] | head 0', "'", '// x', '[search *]', '$x$', 'é', 'a, b'];

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
  .tuple(chainedBatches({ ...base, generate: true }), fc.shuffledSubarray(TITLES, { minLength: 6, maxLength: 6 }))
  .map(([batch, titles]): Batch => {
    const { query } = batch.rule;
    return query.kind === 'correlation' ? { ...batch, rule: { ...batch.rule, query: renamed(query, titles) } } : batch;
  });

it('says whose alerts they are, whatever the rules are called', () => {
  const rules = new Set<string>();
  fc.assert(
    fc.property(titled, (batch) => {
      const text = splText(batch);
      const { query, time, metadata } = batch.rule;
      const kept = text.includes('| eval rule=');
      const found = rowsOnSpl(text, batch).map((row) => `${kept ? String(row.rule) : metadata.name}: ${idsOfRow(row)}`);
      const right = runQuery(query, batch.events, time).map(
        (match) => `${match.rule ?? metadata.name}: ${idsText(match, batch.events)}`,
      );
      for (const { rule: title } of runQuery(query, batch.events, time)) rules.add(title ?? '');
      expect([...found].sort()).toEqual([...right].sort());
    }),
    { numRuns: 60 },
  );
  expect(rules.size).toBeGreaterThan(3);
});

it('refuses titles that no quotes hold', () => {
  const [batch] = fc.sample(chainedBatches({ ...base, generate: true }), { numRuns: 1, seed: 1 });
  if (batch?.rule.query.kind !== 'correlation') throw new Error('no correlation');
  const query = renamed({ ...batch.rule.query, generate: true }, ['a`b']);
  expect(() => splText({ rule: { ...batch.rule, query } })).toThrow('a title of a rule that no quotes hold');
});
