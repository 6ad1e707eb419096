import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isError } from '../../diagnostics/diagnostic.ts';
import { renderHuman } from '../../diagnostics/render/human.ts';
import { runSpl } from './run.ts';
import { atoms, type SplRow, type SplValue, textOf } from './value.ts';

interface SplCase {
  readonly id: string;
  readonly topic: string;
  readonly kind: 'search' | 'where' | 'eval' | 'pipeline';
  readonly query: string;
  readonly events?: readonly SplRow[];
  readonly now?: number;
  readonly expected: Expected;
  readonly note?: string;
}

interface Expected {
  readonly ids?: readonly string[];
  readonly ids_ordered?: readonly string[];
  readonly value?: SplValue | null;
  readonly table?: readonly SplRow[];
  readonly column?: readonly [string, readonly (SplValue | null)[]];
  readonly multiset?: readonly (readonly SplValue[])[];
  readonly multiset_rows?: readonly SplRow[];
  readonly rowcount?: number;
  /** The code of the first diagnostic. */
  readonly error?: string | boolean;
  readonly note?: string;
}

const read = (name: string): readonly SplCase[] =>
  JSON.parse(readFileSync(new URL(`../../../test/conformance/targets/${name}`, import.meta.url), 'utf8')).cases;

const wrap: { readonly [K in SplCase['kind']]: (query: string) => string } = {
  search: (query) => query,
  where: (query) => `| where ${query}`,
  eval: (query) => `| eval __result=${query}`,
  pipeline: (query) => query,
};

/** Case S136 describes its events in words. */
const generated = (note: string | undefined): readonly SplRow[] =>
  note === 'input: 10001 events with _time'
    ? Array.from({ length: 10_001 }, (_, i) => ({ id: String(i), _time: i }))
    : [];

// Splunk's results are text: 3 and "3" are one value in a result.
const plain = (value: SplValue | null | undefined): readonly string[] => atoms(value).map(textOf);
const plainRow = (row: SplRow, like: SplRow): Record<string, readonly string[]> =>
  Object.fromEntries(Object.keys(like).map((name) => [name, plain(row[name])]));
const ids = (rows: readonly SplRow[]): readonly string[] => rows.flatMap((row) => plain(row.id));
const sorted = (values: readonly unknown[]): readonly string[] => values.map((value) => JSON.stringify(value)).sort();

type Checks = { readonly [K in keyof Expected]-?: (wanted: NonNullable<Expected[K]>, rows: readonly SplRow[]) => void };

const checks: Omit<Checks, 'error'> = {
  ids: (wanted, rows) => expect([...ids(rows)].sort()).toEqual([...wanted].sort()),
  ids_ordered: (wanted, rows) => expect(ids(rows)).toEqual(wanted),
  value: (wanted, rows) => expect(plain(rows[0]?.__result)).toEqual(plain(wanted)),
  table: (wanted, rows) => {
    expect(rows.map((row, i) => plainRow(row, wanted[i] ?? {}))).toEqual(wanted.map((row) => plainRow(row, row)));
  },
  column: ([name, wanted], rows) => expect(rows.map((row) => plain(row[name]))).toEqual(wanted.map(plain)),
  multiset: (wanted, rows) => {
    expect(sorted(rows.map((row) => Object.values(row).map(plain)))).toEqual(
      sorted(wanted.map((row) => row.map(plain))),
    );
  },
  multiset_rows: (wanted, rows) => {
    expect(sorted(rows.map((row) => plainRow(row, wanted[0] ?? row)))).toEqual(
      sorted(wanted.map((row) => plainRow(row, row))),
    );
  },
  rowcount: (wanted, rows) => expect(rows).toHaveLength(wanted),
  note: () => {},
};

function check(one: SplCase): void {
  const { rows, diagnostics } = runSpl(wrap[one.kind](one.query), one.events ?? generated(one.note), {
    ...(one.now !== undefined && { now: one.now }),
  });
  const { error, ...expected } = one.expected;
  if (error !== undefined) {
    expect(diagnostics.some(isError)).toBe(true);
    if (typeof error === 'string' && error.startsWith('spl/')) expect(diagnostics[0]?.code).toBe(error);
    return;
  }
  expect(diagnostics.map((found) => renderHuman(found))).toEqual([]);
  for (const [kind, wanted] of Object.entries(expected)) {
    (checks[kind as keyof typeof checks] as (wanted: unknown, rows: readonly SplRow[]) => void)(
      kind === 'value' ? (wanted as SplValue | null) : wanted,
      rows,
    );
  }
}

describe.each(['spl_cases.json', 'spl_own_cases.json'])('%s', (name) => {
  it.each(read(name).map((one) => [one.id, one] as const))('%s', (_id, one) => check(one));
});
