import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadRules } from '../../src/compile.ts';
import { isError, messageOf } from '../../src/diagnostics/diagnostic.ts';
import { sameNode } from '../../src/ir/equal.ts';
import { CORRELATION_TYPES, type CorrelationQuery } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import { defaultEmitOptions } from '../../src/target/backend.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { runs } from '../../test/seed.ts';
import { correlationBatches } from '../../test/stateful/random-correlations.ts';
import { sigma } from './index.ts';

/** The last rule of a text, which alerts. */
function alerting(text: string): Rule {
  const { rules, diagnostics } = loadRules(new SourceText('rule.yml', text));
  const errors = [...diagnostics, ...rules.flatMap((one) => one.diagnostics)].filter(isError);
  expect(errors.map(messageOf), text).toEqual([]);
  const last = rules.at(-1);
  if (!last?.rule || last.role !== 'alerts') throw new Error(`does not alert: ${text}`);
  return last.rule;
}

const written = (rule: Rule): string => sigma.emit(rule, { ...defaultEmitOptions, comments: false }).text ?? '';

/** The same query but for where it stands in its text. */
const isSame = (a: Rule, b: Rule): boolean => sameNode(a.query, b.query);

const rule = (key: string, name: string): string =>
  `title: ${name}\n${key}: ${name}\nlogsource: {product: windows, service: security}\ndetection: {s: {f: ${name}}, condition: s}\n---\n`;

const ID = '5d7a2f0e-6c1c-4b1a-9f6e-0a4a7f2c1d11';

const CHAIN = `${rule('name', 'failed')}${rule('id', ID)}${rule('name', 'reset')}title: many
name: many
correlation:
    type: value_percentile
    rules: [failed]
    group-by: [user, host]
    timespan: 90m
    condition: {gte: 10, lt: 20.5, field: bytes, percentile: 95}
---
title: then a success
id: 0e95725d-7320-415d-80f7-004da920fc11
status: test
level: high
generate: true
correlation:
    type: temporal_ordered
    rules: [many, ${ID}, reset]
    group-by: [who]
    timespan: 1d
    aliases:
        who: {many: user, ${ID}: account, reset: user}
    condition: many and (not ${ID} or reset)
`;

test('a chain comes back as it was, under the names of its rules', () => {
  const before = alerting(CHAIN);
  const text = written(before);
  expect(text).toMatchSnapshot();
  expect(isSame(alerting(text), before)).toBe(true);
});

test('random correlations come back as they were', () => {
  const of = (names: boolean) => {
    const types = CORRELATION_TYPES.filter((type) => !names || type.startsWith('temporal'));
    return correlationBatches({ streams: 1, longest: 1, types, names });
  };
  fc.assert(
    fc.property(fc.oneof(of(false), of(true)), ({ rule: before }) => {
      const text = written(before);
      expect(isSame(alerting(text), before), text).toBe(true);
    }),
    { numRuns: runs(500) },
  );
});

test('what only a mapping can make of a condition is refused, with the reason', () => {
  const before = alerting(CHAIN);
  const { condition } = before.query as CorrelationQuery;
  const threshold = { kind: 'threshold', op: 'gte', count: 2n, fields: [] } as const;
  const mixed = { ...before.query, condition: { kind: 'and', parts: [condition, threshold] } } as CorrelationQuery;
  const { text, notes } = sigma.emit({ ...before, query: mixed }, defaultEmitOptions);
  expect(text).toBeUndefined();
  expect(notes.map(({ effect, why }) => [effect, why])).toEqual([
    ['unsupported', 'a condition of Sigma is one number to compare with, or the names of rules'],
  ]);
});
