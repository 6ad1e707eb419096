import { describe, expect, it } from 'vitest';
import { durationText, parseDuration } from '../base/duration.ts';
import { readEql } from '../frontends/eql/index.ts';
import type { Query } from '../ir/query.ts';
import type { Rule } from '../ir/rule.ts';
import { ecs } from '../schema/ecs.ts';
import { Slice } from '../text/slice.ts';
import { SourceText } from '../text/source-text.ts';
import { lookBackLines, lookBackOf } from './look-back.ts';

function queryOf(text: string): Query {
  const { query } = readEql(Slice.verbatim(new SourceText('rule.eql', text)), {
    schema: ecs,
    categoryField: 'event.category',
  });
  if (!query) throw new Error(`does not read: ${text}`);
  return query;
}

const ruleOf = (text: string, interval?: string): Rule => ({
  metadata: interval === undefined ? {} : { schedule: { interval } },
  language: 'eql',
  source: { path: 'rule.eql', index: 0 },
  taxonomy: 'ecs',
  time: { timestamp: '@timestamp' },
  query: queryOf(text),
});

const SEQUENCE = 'sequence by host.id with maxspan=1m [process where true] [network where true]';

describe('lookBackOf', () => {
  it('is the period and maxspan', () => {
    expect(lookBackLines(lookBackOf(ruleOf(SEQUENCE, '5m')) ?? { why: '', keep: '' })).toEqual([
      'look-back: at least 6m: the period (5m) and maxspan (1m)',
      'keep: matches whose last event lies in the last 5m',
    ]);
  });

  it('asks for the period where the rule names none', () => {
    expect(lookBackOf(ruleOf(SEQUENCE))).toMatchObject({
      nanos: 60_000_000_000n,
      why: 'maxspan (1m); add the time between two runs',
    });
  });

  it('waits for a missing event at the end', () => {
    const trailing = 'sequence with maxspan=10m [process where true] ![network where true]';
    expect(lookBackOf(ruleOf(trailing, '5m'))).toMatchObject({
      nanos: 900_000_000_000n,
      keep: 'matches whose first event, plus maxspan (10m), lies in the last 5m',
    });
    const both = 'sequence with maxspan=10m ![file where true] [process where true] ![network where true]';
    expect(lookBackOf(ruleOf(both, '5m'))?.nanos).toBe(1_500_000_000_000n);
  });

  it('says where no time is long enough', () => {
    const open = lookBackOf(ruleOf('sequence [process where true] [network where true]', '5m'));
    expect(open?.nanos).toBeUndefined();
    expect(open?.why).toMatch(/no maxspan/);
    expect(lookBackOf(ruleOf('sample by host.id [process where true] [network where true]'))?.nanos).toBeUndefined();
    expect(lookBackOf(ruleOf('process where true', '5m'))).toBeUndefined();
  });
});

describe('durations', () => {
  it('spells and reads them', () => {
    expect(durationText(5_400_000_000_000n)).toBe('1h 30m');
    expect(durationText(0n)).toBe('0s');
    expect(parseDuration('90m')).toBe(5_400_000_000_000n);
    expect(parseDuration('1h30m')).toBeUndefined();
  });
});
