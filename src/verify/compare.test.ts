import { describe, expect, it } from 'vitest';
import { js } from '../../backends/js/index.ts';
import { isUsable, loadRules } from '../compile.ts';
import type { Cond } from '../ir/cond.ts';
import { mapCond, mapConditions } from '../ir/walk.ts';
import type { Backend } from '../target/backend.ts';
import { SourceText } from '../text/source-text.ts';
import { compareTarget } from './compare.ts';
import { generateEvents } from './generate/generate-events.ts';
import { compareRule, type Lane, openLanes } from './lanes.ts';
import { isProved, proofOf } from './proof.ts';
import { compareHtml } from './report/html.ts';
import { compareJson } from './report/json.ts';
import { type CompareReport, ruleReport, targetsOf } from './report/model.ts';
import { compareText } from './report/text.ts';
import type { Usable } from './runner.ts';

function ruleOf(text: string): Usable {
  const [loaded] = loadRules(new SourceText('rule.eql', text)).rules;
  if (!loaded || !isUsable(loaded)) throw new Error(`not a rule: ${text}`);
  return loaded;
}

/** A target that writes another condition than it is given, and says nothing. */
const faulty = (change: (node: Cond) => Cond): Backend => ({
  ...js,
  emit: (rule, options) =>
    js.emit({ ...rule, query: mapConditions(rule.query, (cond) => mapCond(cond, change)) }, options),
});

/** `!=` for `not`, which absent fields don't pass. */
const unguarded = faulty((node) =>
  node.kind === 'not' && node.inner.kind === 'leaf' && node.inner.value.kind === 'compare'
    ? { kind: 'leaf', value: { ...node.inner.value, op: 'ne' } }
    : node,
);

async function laneOf(backend: Backend): Promise<Lane> {
  const [lane] = await openLanes([backend], 'test');
  if (!lane) throw new Error('no lane');
  return lane;
}

const RULE = ruleOf('process where process.name : "a*.exe" and user.name != "root" and process.pid > 4');

async function reportOf(loaded: Usable, backend: Backend): Promise<CompareReport> {
  const lane = await laneOf(backend);
  const events = generateEvents(loaded.rule, { seed: 1 }).map(({ event }) => event);
  const row = await ruleReport(await compareRule(loaded, [lane], { events }), [lane]);
  return { isorule: 'test', seed: 1, rules: [row], targets: targetsOf([lane]) };
}

describe('a target that says something else', () => {
  it('is found, with the least event and the test that differs', async () => {
    const { rules } = await reportOf(RULE, unguarded);
    const cell = rules[0]?.targets[0];
    expect(cell?.status).toBe('unannounced');
    expect(cell?.proved).toBe(false);
    expect(cell?.first?.part).toEqual({
      text: expect.stringMatching(/^none of\s+user\.name:text = "root"$/),
      at: { file: 'rule.eql', line: 1, column: 43 },
    });
    const { event, rule, output } = cell?.first ?? {};
    expect([rule, output]).toEqual([true, false]);
    expect(event).toEqual({
      event: { category: 'process' },
      process: { name: expect.stringMatching(/^a.*\.exe$/i), pid: expect.anything() },
    });
  });

  it('is a finding in every format', async () => {
    const report = await reportOf(RULE, unguarded);
    expect(compareText(report)).toContain('UNANNOUNCED');
    expect(compareText(report)).toContain('the rule matches, the output does not match');
    expect(compareHtml(report)).toContain('<td class="bad"');
    expect(JSON.parse(compareJson(report)).rules[0].targets[0].status).toBe('unannounced');
  });

  it('has a proof that counts the differences', async () => {
    const { runner } = await laneOf(unguarded);
    const events = generateEvents(RULE.rule, { seed: 7 }).map(({ event }) => event);
    const wrong = await compareTarget(RULE, unguarded, runner, events);
    expect(proofOf(wrong, 7)).toMatchObject({ events: events.length, announced: 0, seed: 7 });
    expect(proofOf(wrong, 7)?.differences).toBeGreaterThan(0);
    expect(isProved(wrong)).toBe(false);
    const right = await compareTarget(RULE, js, runner, events);
    expect(proofOf(right, 7)).toMatchObject({ differences: 0, engines: [{ name: 'JavaScript' }] });
    expect(isProved(right)).toBe(true);
  });
});

describe('what can not be proved', () => {
  it('is not, without events', async () => {
    const { runner } = await laneOf(js);
    expect(isProved(await compareTarget(RULE, js, runner, []))).toBe(false);
  });

  it('says that nothing runs a target', async () => {
    const { rules, targets } = await reportOf(RULE, { ...js, id: 'nowhere' });
    expect(rules[0]?.targets[0]).toMatchObject({ status: 'not run', proved: false });
    expect(targets).toEqual([{ target: 'nowhere', missing: expect.any(String) }]);
  });
});

it('writes no text of a rule into a page as markup', async () => {
  const base = ruleOf('process where process.name : "<script>alert(1)</script>"');
  const named = { ...base, rule: { ...base.rule, metadata: { name: '"><img src=x onerror=alert(1)>' } } };
  const page = compareHtml(await reportOf(named, unguarded));
  expect(page).not.toMatch(/<img|<script/);
  const shown = compareHtml(
    await reportOf(
      named,
      faulty((node) => (node.kind === 'leaf' ? { kind: 'true' } : node)),
    ),
  );
  expect(shown).not.toMatch(/<img|<script/);
});
