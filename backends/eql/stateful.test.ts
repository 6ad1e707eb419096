import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertRule, loadRules } from '../../src/compile.ts';
import { runQuery } from '../../src/eval/run-query.ts';
import { sameNode } from '../../src/ir/equal.ts';
import type { SequenceQuery } from '../../src/ir/query.ts';
import { legalize } from '../../src/passes/pipeline.ts';
import { defaultEmitOptions } from '../../src/target/backend.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { runs } from '../../test/seed.ts';
import { type Batch, ruleOfEql, sampleBatches, sequenceBatches } from '../../test/stateful/random-streams.ts';
import { eql } from './index.ts';
import type { Usable } from './read-back.test-support.ts';

const written = (rule: Batch['rule']) => eql.emit(legalize(rule), { ...defaultEmitOptions, comments: false });

describe('sequences and samples, printed and read back', () => {
  const wanted = { streams: 1, longest: 1, pipes: true } as const;
  it('are the same trees', () => {
    fc.assert(
      fc.property(fc.oneof(sequenceBatches(wanted), sampleBatches(wanted)), ({ rule, text: source }) => {
        const { text = '', notes } = written(rule);
        expect([source, notes]).toEqual([source, []]);
        expect([text, sameNode(legalize(ruleOfEql(text)).query, legalize(rule).query)]).toEqual([text, true]);
      }),
      { numRuns: runs(300) },
    );
  });

  it.each([
    [
      'common keys stand in the head',
      'sequence [any where s0 == "y"] by stream, key [any where s1 == "y"] by stream, ka',
    ],
    ['repeated steps are runs', 'sequence by stream [any where s0 == "y"] [any where s1 == "y"] [any where s1 == "y"]'],
    ['one step alone is written out', 'sequence by stream [any where s0 == "y"] with runs=2'],
    [
      'missing steps and until',
      'sequence by stream, ?key with maxspan=90s ![any where m0 == "y"] [any where s0 == "y"] until [any where u == "y"] | tail 3',
    ],
    ['a sample', 'sample by stream [any where s0 == "y"] [any where s1 == "y"] | head 2'],
  ])('%s', (_, source) => {
    expect(written(ruleOfEql(source)).text).toMatchSnapshot();
  });

  it('refuse a maxspan that no unit says', () => {
    const rule = ruleOfEql('sequence with maxspan=1s [any where s0 == "y"] [any where s1 == "y"]');
    const query = { ...(rule.query as SequenceQuery), maxspan: 1_000_500n };
    expect(written({ ...rule, query }).notes.map(({ why }) => why)).toEqual([
      'EQL measures time in whole milliseconds, and maxspan is one at least',
    ]);
  });

  it('name the fields of the order, which the text can not', () => {
    const rule = ruleOfEql('sequence [any where s0 == "y"] [any where s1 == "y"]');
    expect(written({ ...rule, time: { timestamp: 'ts', tiebreaker: 'n' } }).requires).toEqual([
      "the search's timestamp_field: ts",
      "the search's tiebreaker_field: n",
    ]);
  });
});

const event = (name: string): string => `title: ${name}
name: ${name}
logsource: {product: test}
detection:
  selection: {kind: ${name}}
  condition: selection
---
`;

function correlation(settings: string, rules: readonly string[] = ['a', 'b', 'c']): Usable {
  const text = `${rules.map(event).join('')}title: chain
correlation:
  rules: [${rules.join(', ')}]
  group-by: [user]
  timespan: 1m
${settings
  .split('\n')
  .map((line) => `  ${line}`)
  .join('\n')}
`;
  const loaded = loadRules(new SourceText('chain.yml', text)).rules.find(
    ({ rule }) => rule?.query.kind === 'correlation',
  );
  if (!loaded?.rule) throw new Error('the correlation has no meaning');
  return { ...loaded, rule: loaded.rule };
}

describe("Sigma's correlations as EQL", () => {
  it('rules in order are a sequence', () => {
    const { text, fidelity } = convertRule(correlation('type: temporal_ordered'), eql, { comments: false });
    expect([text, fidelity]).toMatchSnapshot();
  });

  it('a sequence uses up the latest event of a step alone, an alert all hits: what the ledger says is so', () => {
    const loaded = correlation('type: temporal_ordered');
    const conversion = convertRule(loaded, eql, { comments: false });
    expect(conversion.ledger.map(({ effect }) => effect)).toEqual(['differs']);
    const events = ['a', 'b', 'a', 'c', 'b', 'c'].map((kind, i) => ({
      '@timestamp': `2026-01-05T09:00:0${i}Z`,
      user: 'u',
      kind,
    }));
    const [back] = loadRules(new SourceText('back.eql', conversion.text ?? '')).rules;
    const found = (rule = loaded.rule) => runQuery(rule.query, events, rule.time).length;
    expect([found(), found(back?.rule)]).toEqual([1, 2]);
  });

  it.each([
    ['type: event_count\ncondition: {gte: 3}', 'EQL has no form that counts or computes'],
    ['type: temporal', 'EQL has no form for events that come in any order within a time'],
    [
      'type: temporal_ordered\ncondition: {gte: 2}',
      'a sequence of EQL needs every step: it has no form for a condition on the number or the names of rules',
    ],
    [
      'type: temporal_ordered\ngenerate: true',
      'EQL gives one kind of result: the rules of a correlation can not alert beside it',
    ],
  ])('%s has no form', (settings, why) => {
    const { text, ledger } = convertRule(correlation(settings), eql);
    expect(text).toBeUndefined();
    expect(ledger.map((entry) => entry.why)).toContain(why);
  });

  it('a condition that names every rule is one for all', () => {
    const named = convertRule(correlation('type: temporal_ordered\ncondition: a and b and c'), eql);
    expect(named.text).toBe(convertRule(correlation('type: temporal_ordered'), eql).text);
  });

  it('one rule alone is no sequence', () => {
    const { ledger } = convertRule(correlation('type: temporal_ordered', ['a']), eql);
    expect(ledger.map(({ why }) => why)).toContain('a sequence of EQL has two steps at least');
  });
});
