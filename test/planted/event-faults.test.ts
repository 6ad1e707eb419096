import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends } from '../../backends/index.ts';
import { isUsable, loadRules } from '../../src/compile.ts';
import { mapConditions } from '../../src/ir/walk.ts';
import type { Backend, Emission } from '../../src/target/backend.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { compareTarget, type Difference } from '../../src/verify/compare.ts';
import { generateEvents } from '../../src/verify/generate/generate-events.ts';
import { closeLanes, type Lane, openLanes } from '../../src/verify/lanes.ts';
import type { Usable } from '../../src/verify/runner.ts';
import { EVENT_FAULTS, type EventFault } from './event-faults.ts';
import { RULES, type RuleName } from './rules.ts';
import { TREE } from './tree-changes.ts';

const targets = backends.filter(({ id }) => EVENT_FAULTS.some(({ target }) => target === id));
let lanes: readonly Lane[] = [];
beforeAll(async () => {
  lanes = await openLanes(targets, 'test');
});
afterAll(() => closeLanes(lanes));

function ruleOf(name: RuleName): Usable {
  const text = RULES[name];
  const file = text.startsWith('title') ? 'rule.yml' : 'rule.eql';
  const [loaded] = loadRules(new SourceText(file, text)).rules;
  if (!loaded || !isUsable(loaded)) throw new Error(`not a rule: ${text}`);
  return loaded;
}

/** A backend that writes what the fault makes of its output, and says of it what it says of the right one. */
function spoilt(backend: Backend, { change }: EventFault, changed: () => void): Backend {
  const emit: Backend['emit'] = (rule, options): Emission => {
    const right = backend.emit(rule, options);
    const wrong =
      typeof change === 'string'
        ? backend.emit({ ...rule, query: mapConditions(rule.query, TREE[change]) }, options).text
        : right.text?.replace(change.from, change.to);
    if (wrong !== undefined && wrong !== right.text) changed();
    return { ...right, ...(wrong !== undefined && { text: wrong }) };
  };
  return { ...backend, emit };
}

const SEED = 1;
const unannounced = (differences: readonly Difference[]) =>
  differences.filter(({ announced }) => announced === undefined);

describe('a fault in an output is found by the generated events', () => {
  for (const fault of EVENT_FAULTS) {
    it(`${fault.target}: ${fault.id} (${fault.rule})`, async () => {
      const lane = lanes.find(({ backend }) => backend.id === fault.target);
      if (!lane || 'missing' in lane.runner) throw new Error(`nothing runs ${fault.target}`);
      const { backend, runner } = lane;
      const loaded = ruleOf(fault.rule);
      const events = generateEvents(loaded.rule, { seed: SEED }).map(({ event }) => event);
      const right = await compareTarget(loaded, backend, runner, events);
      expect(right.fault).toBeUndefined();
      expect(unannounced(right.differences)).toEqual([]);
      let changes = 0;
      const wrong = await compareTarget(
        loaded,
        spoilt(backend, fault, () => changes++),
        runner,
        events,
      );
      expect(changes, `the fault is not in:\n${right.conversion.text}`).toBeGreaterThan(0);
      // A text that the target does not take is no fault of meaning.
      expect(wrong.fault).toBeUndefined();
      expect(wrong.held).toBeGreaterThan(0);
      expect(unannounced(wrong.differences).length, `not found in:\n${wrong.conversion.text}`).toBeGreaterThan(0);
    });
  }
});

it('has a table of different faults on every kind of target', () => {
  const names = EVENT_FAULTS.map(({ target, rule, id }) => `${target} ${rule} ${id}`);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(40);
  expect([...new Set(EVENT_FAULTS.map(({ target }) => target))].sort()).toEqual(
    ['eql', 'js', 'kusto', 'sigma', 'splunk', 'sql:duckdb', 'sql:sqlite'].sort(),
  );
});
