import { describe, expect, test } from 'vitest';
import { js } from '../../backends/js/index.ts';
import { kusto } from '../../backends/kusto/index.ts';
import { sigma } from '../../backends/sigma/index.ts';
import { splunk } from '../../backends/splunk/index.ts';
import { isUsable, loadRules } from '../compile.ts';
import type { Event } from '../eval/read-field.ts';
import type { SequenceQuery } from '../ir/query.ts';
import type { Backend } from '../target/backend.ts';
import { SourceText } from '../text/source-text.ts';
import { compareStreams } from './compare-streams.ts';
import { materialFor } from './generate/material.ts';
import { compareLane, compareRule, openLanes } from './lanes.ts';
import { smallestStream } from './minimise-stream.ts';
import { isProved, proofOf } from './proof.ts';
import { compareHtml } from './report/html.ts';
import { compareJson } from './report/json.ts';
import { ruleReport, targetsOf } from './report/model.ts';
import { compareText } from './report/text.ts';
import { isUnavailable, type Trial, type Usable } from './runner.ts';

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

/** An event of the sequence's key, by its second. */
const event = (category: string, second: string, more: Event = {}): Event => ({
  '@timestamp': `2024-12-01T00:00:${second}Z`,
  event: { category },
  host: { id: 'a' },
  ...more,
});

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
    const given = [
      event('process', '00', { process: { pid: 5 } }),
      event('network', '01'),
      event('process', '02', { process: { pid: 3 } }),
      event('file', '03', { file: { size: 3 } }),
    ];
    const material = materialFor(SEQUENCE.rule, { seed: 1 }, given);
    const row = await ruleReport(await compareRule(SEQUENCE, [lane], material), [lane]);
    const report = { isorule: 'test', seed: 1, rules: [row], targets: targetsOf([lane]) };
    expect(compareText(report)).toMatch(/events in \d+ streams, \d+ match/);
    expect(compareText(report)).toContain('the rule finds no other, the output [0,-,2]');
    expect(compareText(report)).toMatch(/\[0\] {2}\{"@timestamp"/);
    expect(compareText(report)).toContain('(of 4 events; without the others the difference stays)');
    expect(compareText(report)).not.toContain('network');
    expect(compareHtml(report)).toContain('[0,-,2]');
    expect(compareHtml(report)).toContain('(of 4 events; without the others the difference stays)');
    const [cell] = JSON.parse(compareJson(report)).rules[0].targets;
    expect(cell.first.stream).toMatchObject({ onlyRule: [], onlyOutput: ['0,-,2'], cutFrom: 4 });
  });

  test.each(FAULTS.map(([name, change]) => [name, faulty(change)] as const))(
    'the stream that shows %s is cut down to the events that it takes',
    async (_, backend) => {
      const lane = await laneOf(backend);
      if (isUnavailable(lane.runner)) throw new Error('nothing runs it');
      const search = { backend, runner: lane.runner };
      const { differences } = await compareLane(SEQUENCE, lane, materialFor(SEQUENCE.rule, { seed: 1 }));
      for (const difference of differences) {
        const { stream } = await smallestStream(SEQUENCE, search, difference);
        const [events, before] = [stream?.events ?? [], difference.stream?.events.length];
        expect(stream?.cutFrom ?? before).toBe(before);
        expect((await compareStreams(SEQUENCE, backend, lane.runner, [events])).status).toBe('unannounced');
        for (const [at] of events.entries()) {
          const less = events.filter((_event, other) => other !== at);
          expect((await compareStreams(SEQUENCE, backend, lane.runner, [less])).status).toBe('exact');
        }
      }
    },
  );

  test('runs for cutting a stream down come to an end', async () => {
    let runs = 0;
    const lane = await laneOf(faulty(({ until: _, ...query }) => query));
    if (isUnavailable(lane.runner)) throw new Error('nothing runs it');
    const { matches } = lane.runner;
    const counted = (trial: Trial) => {
      runs++;
      return matches(trial);
    };
    const runner = { ...lane.runner, matches: counted };
    const { differences } = await compareLane(SEQUENCE, lane, materialFor(SEQUENCE.rule, { seed: 1 }));
    const [first] = differences;
    if (!first?.stream) throw new Error('no difference');
    const others = Array.from({ length: 500 }, (_, at) => ({
      '@timestamp': `2024-12-01T00:${String(at % 60).padStart(2, '0')}:00Z`,
      event: { category: 'other' },
    }));
    const long = { ...first, stream: { ...first.stream, events: [...others, ...first.stream.events] } };
    const { stream } = await smallestStream(SEQUENCE, { ...lane, runner }, long);
    expect(runs).toBeLessThanOrEqual(60);
    expect(stream?.events.length).toBeLessThan(20);
    expect(stream?.cutFrom).toBe(long.stream.events.length);
  });

  test('events that are given are a stream of their own', async () => {
    const given = [{ '@timestamp': '2025-01-01T00:00:00Z', event: { category: 'process' }, process: { pid: 9 } }];
    const material = materialFor(SEQUENCE.rule, { seed: 1 }, given);
    expect('streams' in material && material.streams[0]).toEqual(given);
  });
});
