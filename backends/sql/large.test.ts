import { describe, expect, test } from 'vitest';
import { loadRules } from '../../src/compile.ts';
import { engineIds } from '../../src/engines/index.ts';
import type { Event } from '../../src/eval/read-field.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { compareTarget } from '../../src/verify/compare.ts';
import { isUnavailable } from '../../src/verify/runner.ts';
import { runners } from '../../src/verify/runners/index.ts';
import { testEngine } from '../../test/engines/available.ts';
import { sqlBackends } from './index.ts';

// Above SQLite's depth of 1,000.
const COUNT = 1200;

const MODIFIERS = ['contains|cased', 'startswith|cased', 'endswith|cased', 're'];

const ruleOf = (modifier: string): string => {
  const texts = Array.from({ length: COUNT }, (_, i) => `      - é${i}é`);
  return [
    'title: Many',
    'logsource:',
    '  category: test',
    'detection:',
    '  one:',
    `    f|${modifier}:`,
    ...texts,
    '  condition: one',
  ].join('\n');
};

const EVENTS: readonly Event[] = [
  { f: 'é0é' },
  { f: 'é999éx' },
  { f: ['x', 'xé500é'] },
  { f: 'xé1199é' },
  { f: 'é1200é' },
  { f: 'e' },
  { f: '' },
  {},
];

/** Engines bound how deep an expression may be, and a chain of operators counts link by link. */
describe.each([...engineIds])('rules with thousands of patterns on %s', (id) => {
  test.for(MODIFIERS)('%s', { timeout: 120_000 }, async (modifier, context) => {
    const backend = sqlBackends.find((each) => each.id === `sql:${id}`);
    if (!backend || 'missing' in (await testEngine(id))) return context.skip(`no ${id}`);
    const runner = await runners[backend.id]?.('');
    const [loaded] = loadRules(new SourceText('rule.yml', ruleOf(modifier))).rules;
    if (!loaded?.rule || !runner || isUnavailable(runner)) throw new Error('not run');
    const { fault, differences } = await compareTarget({ ...loaded, rule: loaded.rule }, backend, runner, EVENTS);
    expect(fault?.reason).toBeUndefined();
    expect(differences.filter(({ announced }) => announced === undefined)).toEqual([]);
  });
});
