import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type KustoCase,
  kustoColumns,
  kustoProblem,
  runKustoCase,
} from '../../../test/conformance/targets/kusto-cases.ts';
import { isError } from '../../diagnostics/diagnostic.ts';
import { type KustoService, loadKustoService } from '../../engines/kusto-service.ts';
import { coveringReadings } from './readings.ts';

const read = (file: string): readonly KustoCase[] => {
  const url = new URL(`../../../test/conformance/targets/${file}`, import.meta.url);
  return (JSON.parse(readFileSync(url, 'utf8')) as { cases: readonly KustoCase[] }).cases;
};
const cases = [...read('kusto_cases.json'), ...read('kusto_own_cases.json')];

describe('cases', () => {
  it('has them all', () => {
    expect(cases.filter(({ id }) => /^K\d+$/.test(id))).toHaveLength(120);
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  });

  it.each(cases.map((one) => [one.id, one] as const))('%s', (_, one) => {
    expect(kustoProblem(one)).toBeUndefined();
  });
});

/** Readings under which a documented case would come out otherwise: the default is what the case says. */
const AGAINST_CASES: ReadonlySet<string> = new Set(['nullEqualsNull', 'nullAndTrue']);

describe('a case', () => {
  const one: KustoCase = {
    id: 'x',
    query: 'T | where n > 1',
    certainty: 'x',
    events: [
      { a: 'one', n: 1 },
      { a: 'two', n: 2 },
    ],
    expected: { table: [{ a: 'two', n: 2 }] },
  };
  it.each<Partial<KustoCase>>([
    { expected: { table: [{ a: 'one', n: 1 }] } },
    { expected: { table: [] } },
    { expected: { value: 2 } },
    { expected: { diagnostic: 'KS142' } },
    { expected: {} },
    { query: 'T | where missing > 1' },
  ])('that is not as it says is a problem: %o', (change) => {
    expect(kustoProblem(one)).toBeUndefined();
    expect(kustoProblem({ ...one, ...change })).toBeDefined();
  });
});

describe('readings', () => {
  const documented = cases.filter(({ certainty }) => certainty.startsWith('documented'));
  const choosesRow = (query: string): boolean =>
    /take_any|\bany\(|\btake\b|make_list|arg_|mv-apply|join Y|parse-where|\btop\b/.test(query);
  it('no documented case depends on how an open question is answered', () => {
    for (const readings of coveringReadings()) {
      const plain = Object.fromEntries(Object.entries(readings).filter(([key]) => !AGAINST_CASES.has(key)));
      for (const one of documented) {
        if (plain.rowOrder === 'reversed' && choosesRow(one.query)) continue;
        expect([one.id, plain, kustoProblem(one, plain)]).toEqual([one.id, plain, undefined]);
      }
    }
  });
});

describe("Microsoft's parser", () => {
  let service: KustoService;
  beforeAll(async () => {
    const loaded = await loadKustoService();
    if ('missing' in loaded) throw new Error(loaded.missing);
    service = loaded;
  });

  it.each(cases.map((one) => [one.id, one] as const))('%s has its verdict, and the columns it says', (_, one) => {
    const found = service.check(one.query, [{ name: 'T', columns: kustoColumns(one) }]);
    const result = runKustoCase(one);
    const theirs = found.diagnostics.filter(({ severity }) => severity === 'Error').map(({ code }) => code);
    expect(result.diagnostics.some(isError)).toBe(theirs.length > 0);
    if (theirs.length > 0 || found.resultColumns.every(({ name }) => name === '')) return;
    // Its binder adds a column `match_id` to every scan without with_match_id; the page's examples have none.
    const columns = found.resultColumns.filter(({ name }) => name !== 'match_id');
    expect(result.columns).toEqual(columns);
  });
});
