import { expect, test } from 'vitest';
import { convertRule, isUsable, loadRules } from '../../src/compile.ts';
import type { EventLayout } from '../../src/target/backend.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { sqlBackends } from './index.ts';

/** A rule of two fields whose names are alike up to their last letter. */
function convert(target: string, length: number, layout: EventLayout, letter = 'n') {
  const [a, b] = ['x', 'y'].map((last) => `${letter.repeat(length - 1)}${last}`);
  const text = JSON.stringify({
    title: 'T',
    logsource: { product: 'x' },
    detection: { one: { [a ?? '']: 'v', [b ?? '']: 'w' }, condition: 'one' },
  });
  const [loaded] = loadRules(new SourceText('rule.yml', text)).rules.filter(isUsable);
  const backend = sqlBackends.find(({ id }) => id === `sql:${target}`);
  if (!loaded || !backend) throw new Error('nothing to convert');
  return convertRule(loaded, backend, { comments: false, layout, window: 'none' });
}

test('PostgreSQL reads 63 bytes of a name: a rule with two columns that are alike so far is refused', () => {
  expect(convert('postgres', 63, 'columns').text).toContain('ny');
  const long = convert('postgres', 64, 'columns');
  expect([long.fidelity, long.text]).toEqual(['unsupported', undefined]);
  expect(long.ledger[0]?.why).toContain('PostgreSQL reads 63 bytes of a name');
  expect(convert('postgres', 33, 'columns', 'ä').fidelity).toBe('unsupported');
});

test('the same rule is written where whole names are read, and over JSON', () => {
  expect(convert('postgres', 64, 'json').text).toContain('ny');
  for (const target of ['duckdb', 'sqlite', 'clickhouse']) expect(convert(target, 64, 'columns').text).toContain('ny');
});
