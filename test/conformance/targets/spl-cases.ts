import { isError, messageOf } from '../../../src/diagnostics/diagnostic.ts';
import { runSpl } from '../../../src/emulate/spl/run.ts';
import { atoms, type SplRow, type SplValue, textOf } from '../../../src/emulate/spl/value.ts';

/** A documented case of SPL: a search or a part of one, events, and what comes out. */
export interface SplCase {
  readonly id: string;
  readonly topic: string;
  readonly kind: 'search' | 'where' | 'eval' | 'pipeline';
  readonly query: string;
  readonly events?: readonly SplRow[];
  readonly now?: number;
  readonly expected: SplExpected;
  readonly note?: string;
}

interface SplExpected {
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

const wrap: { readonly [K in SplCase['kind']]: (query: string) => string } = {
  search: (query) => query,
  where: (query) => `| where ${query}`,
  eval: (query) => `| eval __result=${query}`,
  pipeline: (query) => query,
};

/** Case S136 describes its events in words. */
const described = (note: string | undefined): readonly SplRow[] =>
  note === 'input: 10001 events with _time'
    ? Array.from({ length: 10_001 }, (_, i) => ({ id: String(i), _time: i }))
    : [];

// Splunk's results are text: 3 and "3" are one value in a result.
const plain = (value: SplValue | null | undefined): readonly string[] => atoms(value).map(textOf);
const plainRow = (row: SplRow, like: SplRow): readonly unknown[] =>
  Object.keys(like)
    .sort()
    .map((name) => [name, plain(row[name])]);
const ids = (rows: readonly SplRow[]): readonly string[] => rows.flatMap((row) => plain(row.id));
const sorted = (values: readonly unknown[]): readonly string[] => values.map((value) => JSON.stringify(value)).sort();

/** What is found, and what is wanted. */
type Pair = readonly [unknown, unknown];
type Checks = { readonly [K in keyof SplExpected]-?: (wanted: NonNullable<SplExpected[K]>, rows: readonly SplRow[]) => Pair };

const checks: Omit<Checks, 'error'> = {
  ids: (wanted, rows) => [sorted(ids(rows)), sorted(wanted)],
  ids_ordered: (wanted, rows) => [ids(rows), wanted],
  value: (wanted, rows) => [plain(rows[0]?.__result), plain(wanted)],
  table: (wanted, rows) => [
    rows.map((row, i) => plainRow(row, wanted[i] ?? {})),
    wanted.map((row) => plainRow(row, row)),
  ],
  column: ([name, wanted], rows) => [rows.map((row) => plain(row[name])), wanted.map(plain)],
  multiset: (wanted, rows) => [
    sorted(rows.map((row) => Object.values(row).map(plain))),
    sorted(wanted.map((row) => row.map(plain))),
  ],
  multiset_rows: (wanted, rows) => [
    sorted(rows.map((row) => plainRow(row, wanted[0] ?? row))),
    sorted(wanted.map((row) => plainRow(row, row))),
  ],
  rowcount: (wanted, rows) => [rows.length, wanted],
  note: () => [null, null],
};

/** A null that is wanted is a value of its own: the key says that something is expected. */
function pairOf(kind: keyof typeof checks, expected: SplExpected, rows: readonly SplRow[]): Pair {
  const check = checks[kind] as (wanted: unknown, rows: readonly SplRow[]) => Pair;
  return check(expected[kind], rows);
}

function problemOfError(wanted: string | boolean, diagnostics: ReturnType<typeof runSpl>['diagnostics']): string | undefined {
  if (!diagnostics.some(isError)) return 'no error is reported';
  const [first] = diagnostics;
  if (typeof wanted === 'string' && wanted.startsWith('spl/') && first?.code !== wanted)
    return `expected ${wanted}, found ${first?.code}`;
  return undefined;
}

/** Runs a case on the emulator: what came out otherwise than expected, or nothing. */
export function splProblem(one: SplCase): string | undefined {
  const { rows, diagnostics } = runSpl(wrap[one.kind](one.query), one.events ?? described(one.note), {
    ...(one.now !== undefined && { now: one.now }),
  });
  const { error, ...expected } = one.expected;
  if (error !== undefined) return problemOfError(error, diagnostics);
  if (diagnostics.length > 0) return diagnostics.map(messageOf).join('; ');
  const kinds = Object.keys(expected) as readonly (keyof typeof checks)[];
  if (kinds.length === 0) return 'the case expects nothing';
  for (const kind of kinds) {
    const [found, wanted] = pairOf(kind, expected, rows).map((side) => JSON.stringify(side));
    if (found !== wanted) return `${kind}: expected ${wanted}, found ${found}`;
  }
  return undefined;
}
