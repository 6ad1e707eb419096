import { describe, expect, it } from 'vitest';
import { field, leaf, textLiteral } from '../ir/build.ts';
import type { CorrelatedRule, CorrelationCondition, CorrelationQuery, EventQuery } from '../ir/query.ts';
import type { Field } from '../ir/value.ts';
import type { Event } from './read-field.ts';
import { runQuery } from './run-query.ts';

const unknown = (name: string): Field => field(name, { type: 'unknown', list: false });

/** The events whose `is` holds the name. */
const eventsOf = (name: string): EventQuery => ({
  kind: 'event',
  filter: {
    condition: leaf({ kind: 'compare', op: 'eq', left: unknown('is'), right: textLiteral(name), caseRule: 'exact' }),
  },
  pipes: [],
});

const rule = (name: string, query: CorrelatedRule['query'] = eventsOf(name), key = 'who'): CorrelatedRule => ({
  name,
  title: name,
  query,
  keys: [unknown(key)],
});

const at = (
  op: Extract<CorrelationCondition, { kind: 'threshold' }>['op'],
  count: number | bigint,
  name?: string,
): CorrelationCondition => ({
  kind: 'threshold',
  op,
  count,
  fields: name === undefined ? [] : [unknown(name)],
});

const SECOND = 1_000_000_000n;

const correlation = (
  type: CorrelationQuery['type'],
  condition: CorrelationCondition,
  rules: readonly CorrelatedRule[] = [rule('a')],
  more: Partial<CorrelationQuery> = {},
): CorrelationQuery => ({
  kind: 'correlation',
  type,
  rules,
  groupBy: ['who'],
  timespan: 10n * SECOND,
  condition,
  generate: false,
  ...more,
});

/** `a@0` is an event at second 0 that rule a finds, `ab@0` one that both find. */
const events = (text: string): readonly Event[] =>
  text.split(' ').map((word) => {
    const [names = '', second = '0'] = word.split('@');
    return { is: [...names], timestamp: Number(second) * 1000, who: 'bob' };
  });

const found = (query: CorrelationQuery, list: readonly Event[]): readonly string[] =>
  runQuery(query, list, { timestamp: 'timestamp' }).map((match) => `${match.rule ?? ''}${match.events.join()}`);

describe('sliding windows', () => {
  const three = correlation('event_count', at('gte', 3));

  it('hold what lies exactly timespan before', () => {
    expect(found(three, events('a@0 a@1 a@10'))).toEqual(['0,1,2']);
    expect(found(three, events('a@0 a@1 a@10.001'))).toEqual([]);
  });

  it('do not count a hit twice', () => {
    expect(found(three, events('a@0 a@1 a@2 a@3 a@4 a@5'))).toEqual(['0,1,2', '3,4,5']);
  });

  it('are not cut at clock units', () => {
    expect(found(three, events('a@58 a@60 a@62'))).toEqual(['0,1,2']);
  });

  it('count an event that two rules find once', () => {
    const both = correlation('event_count', at('gte', 2), [rule('a'), rule('b')]);
    expect(found(both, events('ab@0'))).toEqual([]);
    expect(found(both, events('ab@0 b@1'))).toEqual(['0,1']);
  });
});

describe('windows that are judged when they are over', () => {
  it('are those of lt, lte, eq, neq and not', () => {
    expect(found(correlation('event_count', at('eq', 3)), events('a@0 a@1 a@2 a@3'))).toEqual([]);
    expect(found(correlation('event_count', at('eq', 3)), events('a@0 a@1 a@2 a@11'))).toEqual(['0,1,2']);
    expect(found(correlation('event_count', at('lt', 2)), events('a@0 a@20 a@21'))).toEqual(['0']);
    expect(found(correlation('event_count', at('neq', 1)), events('a@0 a@20 a@21'))).toEqual(['1,2']);
    const lonely: CorrelationCondition = {
      kind: 'and',
      parts: [
        { kind: 'rule', name: 'a' },
        { kind: 'not', inner: { kind: 'rule', name: 'b' } },
      ],
    };
    expect(found(correlation('temporal', lonely, [rule('a'), rule('b')]), events('a@0 b@1 a@20'))).toEqual(['2']);
  });
});

describe('values', () => {
  const sized = (values: readonly unknown[]): readonly Event[] =>
    values.map((n, second) => ({ is: 'a', who: 'bob', timestamp: second * 1000, n }));

  it('are counted if they differ; what is absent adds none', () => {
    const query = correlation('value_count', at('gte', 2, 'n'));
    expect(found(query, sized(['x', 'x', null, undefined]))).toEqual([]);
    expect(found(query, sized(['x', 'X']))).toEqual(['0,1']);
    expect(found(query, sized([1, '1']))).toEqual([]);
  });

  it('are summed exactly where they are whole', () => {
    const query = correlation('value_sum', at('gt', 9_007_199_254_740_993n, 'n'));
    expect(found(query, sized([9_007_199_254_740_992n, 1]))).toEqual([]);
    expect(found(query, sized([9_007_199_254_740_992n, '2']))).toEqual(['0,1']);
  });

  it('have an average, a median and percentiles by nearest rank', () => {
    expect(found(correlation('value_avg', at('gte', 2.5, 'n')), sized([2, 3]))).toEqual(['0,1']);
    expect(found(correlation('value_median', at('gte', 4, 'n')), sized([1, 7]))).toEqual(['0,1']);
    const most: CorrelationCondition = {
      kind: 'threshold',
      op: 'eq',
      count: 3,
      fields: [unknown('n')],
      percentile: 75,
    };
    expect(found(correlation('value_percentile', most), sized([4, 1, 3, 2]))).toEqual(['0,1,2,3']);
  });

  it('without a number meet no threshold', () => {
    expect(found(correlation('value_sum', at('lt', 5, 'n')), sized(['x']))).toEqual([]);
    expect(found(correlation('value_sum', at('neq', 5, 'n')), sized([null]))).toEqual([]);
  });
});

describe('order', () => {
  const rules = [rule('a'), rule('b'), rule('c')];
  const all = correlation('temporal_ordered', at('gte', 3), rules);

  it('is that of the rules, whatever lies between', () => {
    expect(found(all, events('b@0 a@1 a@2 b@3 a@4 c@5'))).toEqual(['0,1,2,3,4,5']);
    expect(found(all, events('c@0 b@1 a@2'))).toEqual([]);
  });

  it('is there at the same time, and in one event', () => {
    expect(found(all, events('c@1 b@1 a@1'))).toEqual(['0,1,2']);
    expect(found(all, events('abc@1'))).toEqual(['0']);
  });

  it('does not matter without it', () => {
    expect(found(correlation('temporal', at('gte', 3), rules), events('c@0 b@1 a@2'))).toEqual(['0,1,2']);
  });
});

describe('groups', () => {
  it('need all their values, each rule by its own field', () => {
    const rules = [rule('a'), rule('b', eventsOf('b'), 'whom')];
    const query = correlation('temporal', at('gte', 2), rules);
    const list = [
      { is: 'a', who: 'bob', timestamp: 0 },
      { is: 'b', whom: 'bob', timestamp: 1 },
      { is: 'a', timestamp: 2 },
      { is: 'b', timestamp: 3 },
    ];
    expect(found(query, list)).toEqual(['0,1']);
  });
});

describe('chains', () => {
  const inner = correlation('event_count', at('gte', 2));
  const outer = correlation('temporal_ordered', at('gte', 2), [rule('many', inner), rule('b')]);

  it('count an alert as an event at the time of its last', () => {
    expect(found(outer, events('a@0 a@8 b@16'))).toEqual(['0,1,2']);
    expect(found(outer, events('a@0 a@8 b@19'))).toEqual([]);
    expect(found(outer, events('a@0 b@8 a@9'))).toEqual([]);
  });

  it('keep the alerts of the rules below where they are asked to', () => {
    const kept = correlation('temporal_ordered', at('gte', 2), [rule('many', inner), rule('b')], { generate: true });
    expect(found(kept, events('a@0 a@8 b@16'))).toEqual(['many0,1', 'b2', '0,1,2']);
  });
});
