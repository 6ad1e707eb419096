import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends } from '../../backends/index.ts';
import { isUsable, loadRules } from '../../src/compile.ts';
import { runQuery } from '../../src/eval/run-query.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { compareStreams } from '../../src/verify/compare-streams.ts';
import { closeLanes, type Lane, openLanes } from '../../src/verify/lanes.ts';
import type { Usable } from '../../src/verify/runner.ts';
import { STATEFUL_CASES, type StatefulPeerCase } from './stateful-cases.ts';

const TARGETS: readonly string[] = ['splunk', 'kusto', 'sql:duckdb', 'sql:sqlite', 'js', 'eql'];
let lanes: readonly Lane[] = [];
beforeAll(async () => {
  lanes = await openLanes(
    backends.filter(({ id }) => TARGETS.includes(id)),
    'test',
  );
});
afterAll(() => closeLanes(lanes));

function ruleOf({ rule }: StatefulPeerCase): Usable {
  const file = rule.startsWith('sequence') ? 'rule.eql' : 'rule.yml';
  const loaded = loadRules(new SourceText(file, rule)).rules.findLast(({ role }) => role === 'alerts');
  if (!loaded || !isUsable(loaded)) throw new Error(`not a rule: ${rule}`);
  return loaded;
}

describe('what other converters get wrong of several events', () => {
  for (const one of STATEFUL_CASES) {
    it(one.mistake, async () => {
      const loaded = ruleOf(one);
      const found = runQuery(loaded.rule.query, one.events, loaded.rule.time);
      expect(found.map(({ events }) => events)).toEqual(one.matches);
      const right: string[] = [];
      for (const { backend, runner } of lanes) {
        const { status, fault, differences, held } = await compareStreams(loaded, backend, runner, [one.events]);
        expect([backend.id, fault, differences]).toEqual([backend.id, undefined, []]);
        if (status !== 'unsupported' && held === one.events.length) right.push(backend.id);
      }
      expect(right).toEqual(expect.arrayContaining(['splunk', 'kusto', 'sql:duckdb', 'sql:sqlite', 'js']));
    });
  }
});
