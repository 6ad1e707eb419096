import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { isError, messageOf } from '../../diagnostics/diagnostic.ts';
import { type KustoService, loadKustoService } from '../../engines/kusto-service.ts';
import { coveringReadings } from './readings.ts';
import { runKusto } from './run.ts';
import type { KustoCell, KustoColumn, KustoTable } from './types.ts';
import { vendorCodes } from './vendor-codes.ts';

interface Expected {
  readonly value?: KustoCell;
  readonly rows?: readonly string[];
  readonly table?: readonly Readonly<Record<string, KustoCell>>[];
  readonly diagnostic?: string;
}
interface Case {
  readonly id: string;
  readonly query: string;
  readonly expected: Expected;
  readonly certainty: string;
  readonly events?: readonly Readonly<Record<string, KustoCell>>[];
  readonly schema?: Readonly<Record<string, KustoColumn['type']>>;
  readonly note?: string;
}

const read = (file: string): readonly Case[] => {
  const url = new URL(`../../../test/conformance/targets/${file}`, import.meta.url);
  return (JSON.parse(readFileSync(url, 'utf8')) as { cases: readonly Case[] }).cases;
};
const cases = [...read('kusto_cases.json'), ...read('kusto_own_cases.json')];
const NOW = '2024-06-15T12:00:00Z';

const DEFAULT_SCHEMA: NonNullable<Case['schema']> = { a: 'string', n: 'long' };
// The cases of refusals were measured with T: a:string, n:long.
const columnsOf = ({ schema }: Case): readonly KustoColumn[] =>
  Object.entries<KustoColumn['type']>(schema ?? DEFAULT_SCHEMA).map(([name, type]) => ({ name, type }));

function tableOf(one: Case): KustoTable {
  const columns = columnsOf(one);
  return { columns, rows: (one.events ?? []).map((event) => columns.map(({ name }) => event[name] ?? null)) };
}

/** Cells as the cases spell them: numbers as numbers, datetimes without a fraction of zeros. */
function spelt(cell: KustoCell): KustoCell {
  if (typeof cell === 'bigint') return Number(cell);
  if (typeof cell === 'string') return cell.replace(/^(\d{4}-.*:\d\d)\.0{7}Z$/, '$1Z');
  if (Array.isArray(cell)) return cell.map(spelt);
  if (typeof cell !== 'object' || cell === null) return cell;
  return Object.fromEntries(Object.entries(cell).map(([key, value]) => [key, spelt(value)]));
}

const record = (columns: readonly KustoColumn[], row: readonly KustoCell[]) =>
  Object.fromEntries(columns.map(({ name }, i) => [name, spelt(row[i] ?? null)]));

const isOrdered = (query: string): boolean => /\b(?:sort|order|top|scan|serialize)\b/.test(query);
const inAnyOrder = <T>(rows: readonly T[]): readonly T[] =>
  rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** The column by which a case names its rows. */
const keyOf = ({ note, schema }: Case): string =>
  /named by (\w+)/.exec(note ?? '')?.[1] ?? (schema?.id ? 'id' : 'sval');

function check(one: Case, result: ReturnType<typeof runKusto>): void {
  const { expected, query } = one;
  const errors = result.diagnostics.filter(isError);
  if (expected.diagnostic !== undefined) {
    expect(errors.map(({ code }) => vendorCodes[code] ?? code)).toContain(expected.diagnostic);
    return;
  }
  expect(errors.map(messageOf)).toEqual([]);
  const rows = result.rows.map((row) => record(result.columns, row));
  if (expected.value !== undefined) {
    expect(rows.map((row) => Object.values(row))).toEqual([[spelt(expected.value)]]);
  } else if (expected.rows !== undefined) {
    expect(rows.map((row) => String(row[keyOf(one)])).toSorted()).toEqual(expected.rows.map(String).toSorted());
  } else {
    const table = (expected.table ?? []).map((row) => spelt(row as KustoCell));
    if (isOrdered(query)) expect(rows).toEqual(table);
    else expect(inAnyOrder(rows)).toEqual(inAnyOrder(table));
  }
}

const run = (one: Case, readings = {}) => runKusto(one.query, { T: tableOf(one) }, { now: NOW, readings });

describe('cases', () => {
  it('has them all', () => {
    expect(cases.filter(({ id }) => /^K\d+$/.test(id))).toHaveLength(120);
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  });

  it.each(cases.map((one) => [one.id, one] as const))('%s', (_, one) => check(one, run(one)));
});

/** Readings under which a documented case would come out otherwise: the default is what the case says. */
const AGAINST_CASES: ReadonlySet<string> = new Set(['nullEqualsNull', 'nullAndTrue']);

describe('readings', () => {
  const documented = cases.filter(({ certainty }) => certainty.startsWith('documented'));
  const choosesRow = (query: string): boolean =>
    /take_any|\bany\(|\btake\b|make_list|arg_|mv-apply|join Y|parse-where|\btop\b/.test(query);
  it('no documented case depends on how an open question is answered', () => {
    for (const readings of coveringReadings()) {
      const plain = Object.fromEntries(Object.entries(readings).filter(([key]) => !AGAINST_CASES.has(key)));
      for (const one of documented) {
        if (plain.rowOrder === 'reversed' && choosesRow(one.query)) continue;
        try {
          check(one, run(one, plain));
        } catch (error) {
          throw new Error(`${one.id} under ${JSON.stringify(plain)}: ${String(error)}`);
        }
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
    const found = service.check(one.query, [{ name: 'T', columns: columnsOf(one) }]);
    const result = run(one);
    const theirs = found.diagnostics.filter(({ severity }) => severity === 'Error').map(({ code }) => code);
    expect(result.diagnostics.some(isError)).toBe(theirs.length > 0);
    if (theirs.length > 0 || found.resultColumns.every(({ name }) => name === '')) return;
    // Its binder adds a column `match_id` to every scan without with_match_id; the page's examples have none.
    const columns = found.resultColumns.filter(({ name }) => name !== 'match_id');
    expect(result.columns).toEqual(columns);
  });
});
