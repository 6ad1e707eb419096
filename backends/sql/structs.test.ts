import { describe, expect, it } from 'vitest';
import { convertRule, isUsable, loadRules } from '../../src/compile.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { sqlBackends } from './index.ts';

function convert(target: string, path: string, query: string, table = 'events') {
  const [loaded] = loadRules(new SourceText(path, query)).rules.filter(isUsable);
  const backend = sqlBackends.find(({ id }) => id === `sql:${target}`);
  if (!loaded || !backend) throw new Error('nothing to convert');
  return convertRule(loaded, backend, { comments: false, layout: 'structs', window: 'none', table });
}

const eql = (target: string, query: string, table?: string) => convert(target, 'rule.eql', query, table);

const sigma = (target: string, names: Readonly<Record<string, string>>) =>
  convert(
    target,
    'rule.yml',
    JSON.stringify({ title: 'T', logsource: { product: 'x' }, detection: { names, condition: 'names' } }),
  );

const QUERY = 'any where process.parent.pid == 4 and process.args == "x"';

describe('nested columns', () => {
  it.each([
    ['duckdb', '"process"."parent"."pid" = 4', '"process"."parent"."pid" AS "process.parent.pid"'],
    ['clickhouse', '"process"."parent"."pid" = 4', '"process"."parent"."pid" AS "process.parent.pid"'],
    ['postgres', '("process")."parent"."pid" = 4', '("process")."parent"."pid" AS "process.parent.pid"'],
  ])('%s: each part of a name is quoted, and the result has the whole name', (target, test, selected) => {
    const { text, fidelity } = eql(target, QUERY);
    expect(text).toContain(test);
    expect(text).toContain(selected);
    expect(fidelity).toBe('conditional');
  });

  it('SQLite has none: a dotted name is refused, others are written', () => {
    expect(eql('sqlite', QUERY)).toMatchObject({ fidelity: 'unsupported', ledger: [{ construct: 'layout' }] });
    expect(eql('sqlite', 'any where pid == "4"').text).toContain(`"pid" = '4'`);
  });

  it('a table of the name of a column is not taken for it', () => {
    const { text } = eql('duckdb', QUERY, 'main.process');
    expect(text).toContain('"main"."process"."process"."parent"."pid" = 4');
  });

  it('a part cannot end its quotes, nor be empty', () => {
    const { text } = sigma('duckdb', { 'a".b': 'x', 'c." OR 1=1 --': 'y' });
    expect(text).toContain('lower("a"""."b")');
    expect(text).toContain('lower("c".""" OR 1=1 --")');
    expect(sigma('duckdb', { 'a..b': 'x' }).ledger[0]?.why).toContain('an empty part');
  });
});
