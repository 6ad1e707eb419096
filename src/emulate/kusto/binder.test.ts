import { beforeAll, describe, expect, it } from 'vitest';
import { isError } from '../../diagnostics/diagnostic.ts';
import { type KustoService, loadKustoService } from '../../engines/kusto-service.ts';
import { aggregateRows } from './aggregates.ts';
import { functionRows } from './functions/index.ts';
import { listRows } from './list-operators.ts';
import { runKusto } from './run.ts';
import { operatorRows } from './scalar-operators.ts';
import type { KustoType } from './types.ts';

/**
 * What the emulator takes, Microsoft's binder takes, and with the same types. The other way round need not hold: what
 * binds may have no documented meaning.
 */
const types: readonly KustoType[] = [
  'string',
  'long',
  'int',
  'real',
  'bool',
  'datetime',
  'timespan',
  'guid',
  'dynamic',
];
const columns = types.map((type) => ({ name: `c_${type}`, type }));
const names = columns.map(({ name }) => name);
const pairs = names.flatMap((a) => names.map((b) => [a, b] as const));

const queries: readonly string[] = [
  ...functionRows.flatMap(({ name }) => [
    `T | serialize | extend x = ${name}()`,
    ...names.map((a) => `T | serialize | extend x = ${name}(${a})`),
    ...pairs.map(([a, b]) => `T | serialize | extend x = ${name}(${a}, ${b})`),
  ]),
  ...aggregateRows.flatMap(({ name }) => [
    ...names.map((a) => `T | summarize x = ${name}(${a})`),
    ...pairs.map(([a, b]) => `T | summarize x = ${name}(${a}, ${b})`),
  ]),
  ...operatorRows.flatMap(({ name }) => pairs.map(([a, b]) => `T | extend x = ${a} ${name} ${b}`)),
  ...listRows.flatMap(({ name }) => pairs.map(([a, b]) => `T | extend x = ${a} ${name} (${b})`)),
  ...pairs.flatMap(([a, b]) => names.map((c) => `T | extend x = ${a} between (${b} .. ${c})`)),
];
/** `¤` stands for a column of each type in turn. */
const shapes: readonly string[] = [
  'where ¤',
  'sort by ¤',
  'top 3 by ¤',
  'summarize by ¤',
  'distinct ¤',
  'mv-expand ¤',
  'extend x = -¤',
  'extend x = ¤.b',
  'extend x = ¤[0]',
  'join (T) on ¤',
  'join kind=leftanti (T) on ¤',
  'lookup (T) on ¤',
  'summarize arg_max(¤, c_long)',
  'summarize arg_min(¤, *)',
  'take ¤',
  'mv-apply ¤ on (take 1)',
  'partition by ¤ (take 1)',
  'project-away ¤*',
  'project-rename y = ¤',
  'union (T | project ¤)',
  'union (T | extend c_long = ¤)',
  'project tostring(¤)',
  'extend tostring(¤)',
  'summarize count() by bin(¤, 5)',
  'summarize count() by bin(¤, 1h)',
  'extend x = iff(¤, 1, 2)',
  'parse ¤ with "a" b:long',
  'sort by c_long asc | scan declare (x: long) with (step s: true => x = ¤;)',
  'summarize make_list(¤), make_set(¤), any(¤)',
  'sort by c_long asc | scan with (step s: ¤;)',
  'where not(¤)',
  'extend x = case(¤, "a", "b")',
  'extend x = coalesce(¤, c_long)',
];
const operators = shapes.flatMap((shape) => names.map((name) => `T | ${shape.replaceAll('¤', name)}`));

/** One in so many, and others every time the lists change: all of them take a minute. */
const SAMPLE = 13;

describe("Microsoft's binder", () => {
  let service: KustoService;
  beforeAll(async () => {
    const loaded = await loadKustoService();
    if ('missing' in loaded) throw new Error(loaded.missing);
    service = loaded;
  });

  const compare = (query: string): void => {
    const mine = runKusto(query, { T: { columns, rows: [] } });
    if (mine.diagnostics.some(isError)) return;
    const theirs = service.check(query, tables);
    const errors = theirs.diagnostics.filter(({ severity }) => severity === 'Error');
    expect(errors.map(({ code, message }) => `${query}: ${code} ${message}`)).toEqual([]);
    const shown = theirs.resultColumns.filter(({ name }) => name !== 'match_id');
    expect({ query, columns: mine.columns }).toEqual({ query, columns: shown });
  };
  const tables = [{ name: 'T', columns }];

  it(`agrees on calls and operators (one in ${SAMPLE} of ${queries.length})`, { timeout: 120_000 }, () => {
    for (const [i, query] of queries.entries()) if (i % SAMPLE === 0) compare(query);
  });

  it(`agrees on ${operators.length} uses of the operators between bars`, { timeout: 120_000 }, () => {
    for (const query of operators) compare(query);
  });

  it('takes most of them, so that the agreement says something', () => {
    const taken = operators.filter((query) => !runKusto(query, { T: { columns, rows: [] } }).diagnostics.some(isError));
    expect(taken.length).toBeGreaterThan(operators.length / 3);
  });
});
