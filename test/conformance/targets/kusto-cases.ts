import { isError, messageOf } from '../../../src/diagnostics/diagnostic.ts';
import type { KustoReadings } from '../../../src/emulate/kusto/readings.ts';
import { runKusto } from '../../../src/emulate/kusto/run.ts';
import type { KustoCell, KustoColumn, KustoTable } from '../../../src/emulate/kusto/types.ts';
import { vendorCodes } from '../../../src/emulate/kusto/vendor-codes.ts';

interface KustoExpected {
  readonly value?: KustoCell;
  readonly rows?: readonly string[];
  readonly table?: readonly Readonly<Record<string, KustoCell>>[];
  readonly diagnostic?: string;
}

/** A documented case of KQL: a query over the table T, its rows, and what comes out. */
export interface KustoCase {
  readonly id: string;
  readonly query: string;
  readonly expected: KustoExpected;
  readonly certainty: string;
  readonly events?: readonly Readonly<Record<string, KustoCell>>[];
  readonly schema?: Readonly<Record<string, KustoColumn['type']>>;
  readonly note?: string;
}

const NOW = '2024-06-15T12:00:00Z';

const DEFAULT_SCHEMA: NonNullable<KustoCase['schema']> = { a: 'string', n: 'long' };

// The cases of refusals were measured with T: a:string, n:long.
export const kustoColumns = ({ schema }: KustoCase): readonly KustoColumn[] =>
  Object.entries<KustoColumn['type']>(schema ?? DEFAULT_SCHEMA).map(([name, type]) => ({ name, type }));

function tableOf(one: KustoCase): KustoTable {
  const columns = kustoColumns(one);
  return { columns, rows: (one.events ?? []).map((event) => columns.map(({ name }) => event[name] ?? null)) };
}

/** Cells as the cases spell them: numbers as numbers, datetimes without a fraction of zeros, bags by name. */
function spelt(cell: KustoCell): KustoCell {
  if (typeof cell === 'bigint') return Number(cell);
  if (typeof cell === 'string') return cell.replace(/^(\d{4}-.*:\d\d)\.0{7}Z$/, '$1Z');
  if (Array.isArray(cell)) return cell.map(spelt);
  if (typeof cell !== 'object' || cell === null) return cell;
  const entries = Object.entries(cell).map(([key, value]) => [key, spelt(value)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const record = (columns: readonly KustoColumn[], row: readonly KustoCell[]): KustoCell =>
  spelt(Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null])));

const isOrdered = (query: string): boolean => /\b(?:sort|order|top|scan|serialize)\b/.test(query);
const inAnyOrder = (rows: readonly unknown[]): readonly string[] => rows.map((row) => JSON.stringify(row)).sort();

/** The column by which a case names its rows. */
const keyOf = ({ note, schema }: KustoCase): string =>
  /named by (\w+)/.exec(note ?? '')?.[1] ?? (schema?.id ? 'id' : 'sval');

type Result = ReturnType<typeof runKusto>;

/** What is found, and what is wanted. */
function pairOf(one: KustoCase, { rows, columns }: Result): readonly [unknown, unknown] {
  const { expected, query } = one;
  if (expected.value !== undefined) return [rows.map((row) => row.map(spelt)), [[spelt(expected.value)]]];
  if (expected.rows !== undefined) {
    const at = columns.findIndex(({ name }) => name === keyOf(one));
    return [rows.map((row) => String(row[at])).sort(), expected.rows.map(String).sort()];
  }
  if (expected.table === undefined) return ['something', 'nothing is expected'];
  const found = rows.map((row) => record(columns, row));
  const wanted = expected.table.map((row) => spelt(row as KustoCell));
  return isOrdered(query) ? [found, wanted] : [inAnyOrder(found), inAnyOrder(wanted)];
}

export const runKustoCase = (one: KustoCase, readings: Partial<KustoReadings> = {}): Result =>
  runKusto(one.query, { T: tableOf(one) }, { now: NOW, readings });

/** Runs a case on the emulator: what came out otherwise than expected, or nothing. */
export function kustoProblem(one: KustoCase, readings: Partial<KustoReadings> = {}): string | undefined {
  const result = runKustoCase(one, readings);
  const errors = result.diagnostics.filter(isError);
  const { diagnostic } = one.expected;
  if (diagnostic !== undefined) {
    const codes = errors.map(({ code }) => vendorCodes[code] ?? code);
    return codes.includes(diagnostic) ? undefined : `expected ${diagnostic}, found ${codes.join(', ') || 'no error'}`;
  }
  if (errors.length > 0) return errors.map(messageOf).join('; ');
  const [found, wanted] = pairOf(one, result).map((side) => JSON.stringify(side));
  return found === wanted ? undefined : `expected ${wanted}, found ${found}`;
}
