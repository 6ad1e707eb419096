import { describe, expect, test } from 'vitest';
import { js } from '../../backends/js/index.ts';
import { kusto } from '../../backends/kusto/index.ts';
import { sigma } from '../../backends/sigma/index.ts';
import { splunk } from '../../backends/splunk/index.ts';
import { isUsable, loadRules } from '../compile.ts';
import type { SequenceQuery } from '../ir/query.ts';
import type { Backend } from '../target/backend.ts';
import { SourceText } from '../text/source-text.ts';
import { materialFor } from './generate/material.ts';
import { compareLane, compareRule, openLanes } from './lanes.ts';
import { isProved, proofOf } from './proof.ts';
import { compareHtml } from './report/html.ts';
import { compareJson } from './report/json.ts';
import { ruleReport, targetsOf } from './report/model.ts';
import { compareText } from './report/text.ts';
import type { Usable } from './runner.ts';

function ruleOf(file: string, text: string): Usable {
  const [loaded] = loadRules(new SourceText(file, text)).rules.filter(({ role }) => role === 'alerts');
  if (!loaded || !isUsable(loaded)) throw new Error(`not a rule: ${text}`);
  return loaded;
}

const SEQUENCE = ruleOf(
  'rule.eql',
  `sequence by host.id with maxspan=1m
  [process where process.pid > 4]
  ![file where file.size == 2]
  [file where file.size == 3]
until [process where process.pid == 3]`,
);
const COUNT = ruleOf(
  'rule.yml',
  `title: base
name: base
logsource: {category: x}
detection: {sel: {EventID: 4625}, condition: sel}
---
title: many
correlation:
  type: event_count
  rules: [base]
  group-by: [User]
  timespan: 5m
  condition: {gte: 4}
level: high
`,
);

/** A target that writes another sequence than it is given, and says nothing. */
const faulty = (change: (query: SequenceQuery) => SequenceQuery): Backend => ({
  ...js,
  emit: (rule, options) =>
    js.emit({ ...rule, query: rule.query.kind === 'sequence' ? change(rule.query) : rule.query }, options),
});

const FAULTS: readonly (readonly [string, (query: SequenceQuery) => SequenceQuery])[] = [
  ['a shorter span', (query) => ({ ...query, maxspan: (query.maxspan ?? 0n) - 1n })],
  ['a longer span', (query) => ({ ...query, maxspan: (query.maxspan ?? 0n) + 1_000_000n })],
  ['no span', ({ maxspan: _, ...query }) => query],
  ['no keys', (query) => ({ ...query, steps: query.steps.map((step) => ({ ...step, keys: [] })) })],
  ['no until', ({ until: _, ...query }) => query],
  ['steps in another order', (query) => ({ ...query, steps: [...query.steps].reverse() })],
  ['no missing step', (query) => ({ ...query, steps: query.steps.filter(({ missing }) => !missing) })],
];

const laneOf = async (backend: Backend) => {
  const [lane] = await openLanes([backend], 'test');
  if (!lane) throw new Error('no lane');
  return lane;
};

describe('outputs of stateful rules', () => {
  test.each(FAULTS.map(([name, change]) => [name, faulty(change)] as const))('%s is found', async (_, backend) => {
    const found = await compareLane(SEQUENCE, await laneOf(backend), materialFor(SEQUENCE.rule, { seed: 1 }));
    expect(found.status).toBe('unannounced');
    expect(proofOf(found, 1)?.differences).toBeGreaterThan(0);
  });

  test.each([js, splunk, kusto].map((backend) => [backend.id, backend] as const))(
    'mean what the rules mean on %s',
    async (_, backend) => {
      for (const loaded of [SEQUENCE, COUNT]) {
        const found = await compareLane(loaded, await laneOf(backend), materialFor(loaded.rule, { seed: 1 }));
        if (found.status === 'unsupported') continue;
        expect([found.fault, found.differences.filter(({ announced }) => !announced)]).toEqual([undefined, []]);
        expect(isProved(found)).toBe(true);
      }
    },
  );

  test('are unsupported with the reason where there are none', async () => {
    const found = await compareLane(SEQUENCE, await laneOf(sigma), materialFor(SEQUENCE.rule, { seed: 1 }));
    expect(found).toMatchObject({ status: 'unsupported', held: 0 });
    expect(isProved(found)).toBe(false);
  });

  test('a difference is shown with the stream and the matches of each side', async () => {
    const lane = await laneOf(faulty(({ until: _, ...query }) => query));
    const material = materialFor(SEQUENCE.rule, { seed: 1 });
    const row = await ruleReport(await compareRule(SEQUENCE, [lane], material), [lane]);
    const report = { isorule: 'test', seed: 1, rules: [row], targets: targetsOf([lane]) };
    expect(compareText(report)).toMatch(/events in \d+ streams, \d+ match/);
    expect(compareText(report)).toContain('the rule finds no other, the output [0,-,2]');
    expect(compareText(report)).toMatch(/\[0\] {2}\{"@timestamp"/);
    expect(compareHtml(report)).toContain('[0,-,2]');
    const [cell] = JSON.parse(compareJson(report)).rules[0].targets;
    expect(cell.first.stream).toMatchObject({ onlyRule: [], onlyOutput: ['0,-,2'] });
  });

  test('events that are given are a stream of their own', async () => {
    const given = [{ '@timestamp': '2025-01-01T00:00:00Z', event: { category: 'process' }, process: { pid: 9 } }];
    const material = materialFor(SEQUENCE.rule, { seed: 1 }, given);
    expect('streams' in material && material.streams[0]).toEqual(given);
  });
});
