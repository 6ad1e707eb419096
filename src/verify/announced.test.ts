import { expect, test } from 'vitest';
import { kusto } from '../../backends/kusto/index.ts';
import { convertRule, isUsable, loadRules } from '../compile.ts';
import { SourceText } from '../text/source-text.ts';
import { announcedBy } from './compare.ts';

// The example of docs/announced.md.
const [loaded] = loadRules(new SourceText('rule.eql', 'process where process.name == "x" and user.name == null')).rules;
const event = (name: string, user: string) => ({
  '@timestamp': '2026-01-01T00:00:00Z',
  event: { category: ['process'] },
  process: { name },
  user: { name: user },
});

function assumptionBehind(found: ReturnType<typeof event>, verdict: boolean, grants: readonly string[] = []) {
  if (!loaded || !isUsable(loaded)) throw new Error('not a rule');
  const way = { name: 'default', conversion: convertRule(loaded, kusto), verdicts: [verdict], grants };
  return announcedBy(loaded, way, found, verdict)?.assumption;
}

test('a note whose test decides announces a difference', () => {
  expect(assumptionBehind(event('x', ''), true)).toBe('kusto/empty-is-absent');
});

test('a note announces nothing where its test decides nothing, its assumption holds, or its target grants it', () => {
  expect(assumptionBehind(event('y', ''), true)).toBeUndefined();
  expect(assumptionBehind(event('x', 'root'), true)).toBeUndefined();
  expect(assumptionBehind(event('x', ''), true, ['kusto/empty-is-absent'])).toBeUndefined();
});
