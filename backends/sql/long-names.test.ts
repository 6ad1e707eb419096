import { describe, expect, test } from 'vitest';
import { shortName } from '../../src/base/short-name.ts';
import { convertRule, isUsable, loadRules } from '../../src/compile.ts';
import type { EngineId } from '../../src/engines/engine.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { compareTarget } from '../../src/verify/compare.ts';
import { isUnavailable, type Runner } from '../../src/verify/runner.ts';
import { runners } from '../../src/verify/runners/index.ts';
import { testEngine } from '../../test/engines/available.ts';
import { sqlBackends } from './index.ts';

/** Two names that are alike up to their last letter. */
const names = (length: number, letter = 'n'): readonly [string, string] => [
  `${letter.repeat(length - 1)}x`,
  `${letter.repeat(length - 1)}y`,
];

function ruleOf([a, b]: readonly [string, string]) {
  const detection = { one: { [a]: 'v', [b]: 'w' }, condition: 'one' };
  const text = JSON.stringify({ title: 'T', logsource: { product: 'x' }, detection });
  const [loaded] = loadRules(new SourceText('rule.yml', text)).rules.filter(isUsable);
  if (!loaded) throw new Error('no rule');
  return loaded;
}

const backendOf = (target: string) => {
  const backend = sqlBackends.find(({ id }) => id === `sql:${target}`);
  if (!backend) throw new Error(`no ${target}`);
  return backend;
};

/** What runs the target's outputs; nothing where this machine has no such engine. */
async function runnerOf(target: EngineId): Promise<Runner | undefined> {
  const runner = 'missing' in (await testEngine(target)) ? undefined : await runners[`sql:${target}`]?.('');
  return runner && !isUnavailable(runner) ? runner : undefined;
}

const SHAPES = [names(63), names(64), names(200), names(33, 'ä'), names(64, '\u{1f600}')];

describe.each(['duckdb', 'sqlite', 'postgres', 'clickhouse'] as const)('fields with long names on %s', (target) => {
  test.for(SHAPES)('%s and %s are two', async ([a, b], context) => {
    const runner = await runnerOf(target);
    if (!runner) return context.skip(`no ${target}`);
    const events = [{ [a]: 'v', [b]: 'w' }, { [a]: 'w', [b]: 'v' }, { [a]: 'v' }, { [b]: 'w' }, {}];
    const { differences, fault, status } = await compareTarget(ruleOf([a, b]), backendOf(target), runner, events);
    expect([fault?.reason, differences]).toEqual([undefined, []]);
    expect(status).toBe('conditional');
  });
});

test('PostgreSQL, which reads 63 bytes of a name, has shorter ones, and says so', () => {
  const requires = (of: readonly [string, string], target = 'postgres') =>
    convertRule(ruleOf(of), backendOf(target), {}).requires.filter((text) => text.startsWith('a column'));
  const [a, b] = names(64);
  expect(requires(names(63))).toEqual([]);
  expect(requires([a, b], 'duckdb')).toEqual([]);
  expect(requires([a, b])).toEqual(
    [a, b].map((name) => `a column "${shortName(name, 63)}" for ${name}: PostgreSQL reads 63 bytes of a name`),
  );
});

test('a short name is as long as it may be, and another for another name', () => {
  for (const shape of SHAPES) {
    const [a, b] = shape.map((name) => shortName(name, 63));
    expect(a).not.toBe(b);
    for (const name of [a, b]) expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(63);
  }
});

describe('fields whose names differ only in case', () => {
  const rule = ruleOf(['User', 'user']);

  test.each(['duckdb', 'sqlite'])('are one column of %s: refused, and written over JSON', (target) => {
    const { text, ledger } = convertRule(rule, backendOf(target), {});
    expect([text, ledger[0]?.effect]).toEqual([undefined, 'unsupported']);
    expect(ledger[0]?.why).toContain('takes "user" and the same name in other letters for one column');
    expect(convertRule(rule, backendOf(target), { layout: 'json' }).text).toContain('user');
  });

  test.for(['postgres', 'clickhouse'] as const)('are two columns of %s', async (target, context) => {
    const runner = await runnerOf(target);
    if (!runner) return context.skip(`no ${target}`);
    const events = [{ User: 'v', user: 'w' }, { User: 'w', user: 'v' }, { user: 'w' }];
    const { differences, fault } = await compareTarget(rule, backendOf(target), runner, events);
    expect([fault?.reason, differences]).toEqual([undefined, []]);
  });
});
