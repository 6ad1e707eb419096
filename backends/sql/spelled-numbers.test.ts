import { describe, expect, test } from 'vitest';
import { convertRule, isUsable, loadRules } from '../../src/compile.ts';
import type { TableData } from '../../src/engines/engine.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { ID } from '../../src/verify/tables.ts';
import { testEngine } from '../../test/engines/available.ts';
import { sqlBackends } from './index.ts';

const TABLE = 'spelled_numbers';

/** Numbers in JSON as some writers spell them; no event of the project's own says them so. */
const JSON_TEXTS = ['{"F":10.0}', '{"F":1.50}', '{"F":1e1}', '{"F":"1.50"}', '{"F":[15e-1]}', '{"F":-0.0}'];

const events: TableData = {
  name: TABLE,
  columns: [
    { name: ID, type: 'long', list: false },
    { name: '@timestamp', type: 'date', list: false },
    { name: 'event', type: 'json', list: false },
  ],
  rows: JSON_TEXTS.map((event, id) => ({ [ID]: id, '@timestamp': null, event })),
};

const rule = (detection: string): string =>
  ['title: a', 'logsource: {product: windows}', 'detection:', `  sel: ${detection}`, '  condition: sel'].join('\n');

/** The places of the texts that the rule matches. */
const CASES: readonly (readonly [string, readonly number[]])[] = [
  ['{F: 10}', [0, 2]],
  ["{F: '1.5'}", [1, 4]],
  ["{F: '1.50'}", [3]],
  ["{F|contains: '0'}", [0, 2, 3, 5]],
  ["{F|re: '^0$'}", [5]],
  ["['1.5']", [1, 3, 4]],
];

describe('numbers in JSON are spelled plainly in PostgreSQL', async () => {
  const engine = await testEngine('postgres');
  const backend = sqlBackends.find(({ id }) => id === 'sql:postgres');
  if ('missing' in engine || !backend) return test.skip(`no postgres: ${'missing' in engine ? engine.missing : ''}`);
  await engine.createTable(events);

  test.each(CASES)('%s', async (detection, expected) => {
    const loaded = loadRules(new SourceText('rule.yml', rule(detection))).rules.filter(isUsable)[0];
    if (!loaded) throw new Error('not read');
    const conversion = convertRule(loaded, backend, { layout: 'json', table: TABLE, idColumn: ID, window: 'none' });
    const { columns, rows } = await engine.query(conversion.text ?? '');
    const ids = rows.map((row) => Number(row[columns.indexOf(ID)])).sort((a, b) => a - b);
    expect(ids).toEqual(expected);
    expect(conversion.assumes).not.toContain('number/plain-spelling');
  });
});
