import { expect, test } from 'vitest';
import { loadRules } from '../../src/compile.ts';
import { toPlain } from '../../src/formats/located.ts';
import type { Rule, RuleMetadata } from '../../src/ir/rule.ts';
import { defaultEmitOptions } from '../../src/target/backend.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { readRule } from './evaluate.test-support.ts';
import { sigma } from './index.ts';

const field = (name: string) => ({ kind: 'field', name, type: 'text', list: false }) as const;
const conjunct = (name: string, value: string) =>
  ({
    kind: 'leaf',
    value: {
      kind: 'compare',
      op: 'eq',
      left: field(name),
      right: { kind: 'literal', type: 'text', value },
      caseRule: 'exact',
    },
  }) as const;

function written(metadata: RuleMetadata, category?: string, conjuncts: Readonly<Record<string, string>> = {}) {
  const all = Object.entries(conjuncts).map(([name, value]) => conjunct(name, value));
  const rule: Rule = {
    metadata,
    language: 'eql',
    source: { path: 'r.toml', index: 0 },
    taxonomy: 'ecs',
    time: { timestamp: '@timestamp' },
    query: {
      kind: 'event',
      filter: {
        ...(category !== undefined && { category: { field: field('event.category'), value: category } }),
        condition: { kind: 'and', all: [conjunct('process.name', 'x'), ...all] },
      },
      pipes: [],
    },
  };
  const plain = toPlain(readRule(sigma.emit(rule, defaultEmitOptions).text ?? ''));
  return plain as Readonly<Record<string, unknown>>;
}

test('metadata stands where Sigma has it', () => {
  const ruleId = '00140285-b827-4aee-aa09-8113f58a08f3';
  const found = written({
    name: 'A rule',
    ruleId,
    status: 'production',
    license: 'Elastic License v2',
    author: ['A', 'B'],
    creationDate: '2020/11/24',
    updatedDate: '2020/02/31',
    severity: 'high',
    tags: ['Domain: Endpoint', 'cve.2021-44228'],
    threat: [
      {
        tactic: { id: 'TA0011', name: 'Command and Control' },
        techniques: [
          { id: 'T1071', subtechniques: [{ id: 'T1071.001' }] },
          { name: 'Process Injection', subtechniques: [] },
        ],
      },
    ],
  });
  expect(found).toMatchObject({
    title: 'A rule',
    related: [{ id: ruleId, type: 'derived' }],
    taxonomy: 'ecs',
    status: 'experimental',
    license: 'Elastic-2.0',
    author: 'A, B',
    date: '2020-11-24',
    tags: ['attack.command-and-control', 'attack.t1071', 'attack.t1071.001', 'attack.t1055', 'cve.2021-44228'],
    level: 'high',
  });
  expect(found).not.toHaveProperty('modified');
  expect(found.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('an id hangs on the rule id only, where there is one', () => {
  const id = written({ name: 'a', ruleId: 'r' }).id;
  expect(written({ name: 'b', ruleId: 'r' }).id).toBe(id);
  expect(written({ name: 'a', ruleId: 's' }).id).not.toBe(id);
  expect(written({ name: 'a' }).id).not.toBe(written({ name: 'b' }).id);
});

test.each([
  [
    { category: 'process', os: 'windows', type: 'start' },
    { category: 'process_creation', product: 'windows' },
  ],
  [{ category: 'process', os: 'linux', type: 'end' }, { product: 'linux' }],
  [
    { category: 'registry', os: 'windows' },
    { category: 'registry_event', product: 'windows' },
  ],
  [{ category: 'Some Thing' }, { category: 'some_thing' }],
  [{}, { category: 'any' }],
])(
  '%j has the log source %j',
  ({ category, os, type }: { category?: string; os?: string; type?: string }, expected) => {
    const conjuncts = { ...(os && { 'host.os.type': os }), ...(type && { 'event.type': type }) };
    expect(written({ name: 'a' }, category, conjuncts).logsource).toEqual(expected);
  },
);

test('indices give a product where all of them agree', () => {
  const of = (index: readonly string[]) => written({ name: 'a', index }).logsource;
  expect(of(['logs-aws.cloudtrail-*'])).toMatchObject({ product: 'aws', service: 'cloudtrail' });
  expect(of(['winlogbeat-*', 'logs-system.security*'])).toMatchObject({ product: 'windows' });
  expect(of(['filebeat-*', 'logs-aws.cloudtrail-*'])).toMatchObject({ category: 'any' });
});

test('a Sigma rule that is written again says the same of itself', () => {
  const yaml = `title: A rule
id: 00140285-b827-4aee-aa09-8113f58a08f3
name: a_rule
related:
    - id: 11140285-b827-4aee-aa09-8113f58a08f3
      type: similar
tags:
    - attack.t1071
    - Other.Tag
logsource:
    product: windows
    vendor: x
detection:
    selection:
        Image: a
    condition: selection
fields:
    - Image
scope:
    - server
ours:
    - deep:
          key: 1
`;
  const read = (text: string) => loadRules(new SourceText('r.yml', text)).rules[0]?.rule as Rule;
  const rule = read(yaml);
  const text = sigma.emit(rule, defaultEmitOptions).text ?? '';
  expect(text).not.toContain('taxonomy');
  const { metadata, logSource, taxonomy } = read(text);
  expect({ metadata, logSource, taxonomy }).toEqual({
    metadata: rule.metadata,
    logSource: rule.logSource,
    taxonomy: 'sigma',
  });
});
