import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seed } from '../../../test/seed.ts';
import { isUsable, loadRules } from '../../compile.ts';
import { runQuery } from '../../eval/run-query.ts';
import type { Rule } from '../../ir/rule.ts';
import { SourceText } from '../../text/source-text.ts';
import { generateStreams } from './generate-streams.ts';

function rulesOf(file: string, text: string): readonly Rule[] {
  return loadRules(new SourceText(file, text))
    .rules.filter(isUsable)
    .filter(({ role }) => role === 'alerts')
    .map(({ rule }) => rule);
}

function ruleOf(file: string, text: string): Rule {
  const [rule] = rulesOf(file, text);
  if (!rule) throw new Error(text);
  return rule;
}

const SEQUENCE = `sequence by host.id with maxspan=1m
  [process where process.name : "a*.exe"] by process.pid
  [file where file.size > 10] by process.pid
until [process where event.type == "end"] by process.pid`;

const correlation = (type: string, condition: string): string => `title: base
name: base
logsource: {category: x}
detection: {sel: {EventID: 4625}, condition: sel}
---
title: many
correlation:
  type: ${type}
  rules: [base]
  group-by: [User]
  timespan: 5m
  condition: ${condition}
level: high
`;

/** Three accounts of a host on which somebody failed three times, within an hour. */
const CHAIN = `title: base
name: base
logsource: {category: x}
detection: {sel: {EventID: 4625}, condition: sel}
---
title: many
name: many
correlation:
  type: event_count
  rules: [base]
  group-by: [Host, User]
  timespan: 5m
  condition: {gte: 3}
---
title: spray
correlation:
  type: value_count
  rules: [many]
  group-by: [Host]
  timespan: 1h
  condition: {field: User, gte: 3}
level: high
`;

/** Failures, then a success, of one account, which the two call by other names. */
const ORDERED_CHAIN = `title: base
name: base
logsource: {category: x}
detection: {sel: {EventID: 4625}, condition: sel}
---
title: success
name: success
logsource: {category: x}
detection: {sel: {EventID: 4624}, condition: sel}
---
title: many
name: many
correlation:
  type: event_count
  rules: [base]
  group-by: [User]
  timespan: 5m
  condition: {gte: 3}
---
title: chain
correlation:
  type: temporal_ordered
  rules: [many, success]
  aliases: {who: {many: User, success: Target}}
  group-by: [who]
  timespan: 10m
level: high
`;

/** For each rule, scenes that must end in matches, and scenes that must not. */
const CASES: readonly (readonly [string, Rule, readonly string[], readonly string[]])[] = [
  [
    'a sequence',
    ruleOf('rule.eql', SEQUENCE),
    ['hit', 'at-span', 'two-keys', 'again', 'begins-twice', 'until-behind'],
    ['beyond-span', 'out-of-order', 'other-key', 'until-between', 'step-left-out', 'near-miss', 'no-key'],
  ],
  [
    'a missing event',
    ruleOf(
      'rule.eql',
      'sequence with maxspan=1m [process where process.pid == 1] ![file where file.size == 2] [process where process.pid == 3]',
    ),
    ['hit', 'at-span'],
    ['missing-event', 'beyond-span', 'near-miss'],
  ],
  [
    'a sample',
    ruleOf('rule.eql', 'sample by host.id [process where process.pid == 1] [file where file.size == 2]'),
    ['hit', 'out-of-order', 'two-keys'],
    ['other-key', 'step-left-out', 'no-key'],
  ],
  [
    'a count',
    ruleOf('rule.yml', correlation('event_count', '{gte: 4}')),
    ['hit', 'at-span', 'again'],
    ['one-less', 'beyond-span', 'other-key', 'near-miss'],
  ],
  [
    'a count of values',
    ruleOf('rule.yml', correlation('value_count', '{field: Target, gt: 3}')),
    ['hit', 'at-span'],
    ['one-less', 'beyond-span', 'other-key'],
  ],
  [
    'a count of alerts',
    ruleOf('rule.yml', CHAIN),
    ['hit', 'at-span'],
    ['one-less', 'beyond-span', 'other-key', 'no-key', 'near-miss'],
  ],
  [
    'an alert and an event in their order',
    ruleOf('rule.yml', ORDERED_CHAIN),
    ['hit', 'at-span', 'two-keys', 'again'],
    ['one-less', 'beyond-span', 'other-key', 'no-key', 'out-of-order', 'near-miss'],
  ],
];

describe('streams for stateful rules', () => {
  test.each(CASES)('%s', (_, rule, found, missed) => {
    const streams = generateStreams(rule, { seed: 1 });
    const verdicts = (purpose: string): readonly boolean[] =>
      streams.filter((stream) => stream.purpose === purpose).map(({ matches }) => matches.length > 0);
    for (const purpose of found) expect([purpose, [...new Set(verdicts(purpose))]]).toEqual([purpose, [true]]);
    for (const purpose of missed) expect([purpose, [...new Set(verdicts(purpose))]]).toEqual([purpose, [false]]);
  });

  test('are the same for a seed, have names of their own, and bear the verdicts of the oracle', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CASES), fc.nat(50), ([, rule], number) => {
        const streams = generateStreams(rule, { seed: number });
        expect(generateStreams(rule, { seed: number })).toEqual(streams);
        expect(new Set(streams.map(({ id }) => id)).size).toBe(streams.length);
        for (const { events, matches } of streams)
          expect(runQuery(rule.query, events, rule.time).map((match) => match.events)).toEqual(matches);
      }),
      { numRuns: 10, seed },
    );
  });

  test('lie so far apart that all of them together give the matches of each', () => {
    for (const [name, rule] of CASES.slice(0, 1)) {
      const streams = generateStreams(rule, { seed: 1 });
      const all = runQuery(
        rule.query,
        streams.flatMap(({ events }) => events),
        rule.time,
      );
      expect([name, all.length]).toEqual([name, streams.flatMap(({ matches }) => matches).length]);
    }
  });

  test('an event rule has none', () => {
    expect(generateStreams(ruleOf('rule.eql', 'process where true'), { seed: 1 })).toEqual([]);
  });
});
