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

/** Places in a text that are counted from lengths: an engine may count in numbers of another type than it calculates in. */
const RULES = [
  'any where startsWith~(file.name, substring(user.name, 0, length(user.name) - 1))',
  'any where endsWith~(substring(file.path, 0, length(file.path) - (length(file.name) + 1)), user.name)',
  'any where substring(file.name, indexOf(file.name, "e") - 1) == "me"',
  'any where length(file.name) - length(file.path) == -2',
];

const EVENTS: readonly Event[] = [
  { file: { name: 'some', path: 'a/some' }, user: { name: 'so$' } },
  { file: { name: 'me', path: 'x/me' }, user: { name: 'X' } },
  { file: { name: '', path: '' }, user: { name: '' } },
  { file: { name: 'é😀e' }, user: { name: 'É' } },
  { file: { path: 'only' } },
  {},
];

describe.each([...engineIds])('counted places on %s', (id) => {
  test.for(RULES)('%s', async (text, context) => {
    const backend = sqlBackends.find((each) => each.id === `sql:${id}`);
    if (!backend || 'missing' in (await testEngine(id))) return context.skip(`no ${id}`);
    const runner = await runners[backend.id]?.('');
    const [loaded] = loadRules(new SourceText('rule.eql', text)).rules;
    if (!loaded?.rule || !runner || isUnavailable(runner)) throw new Error('not run');
    const { status, fault, differences } = await compareTarget(
      { ...loaded, rule: loaded.rule },
      backend,
      runner,
      EVENTS,
    );
    expect([status, fault?.reason, differences]).toEqual(['conditional', undefined, []]);
  });
});
