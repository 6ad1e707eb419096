import { type Column, type ColumnType, idColumn, type TableData } from './engine.ts';
import { eventColumn, timestampColumn } from './event-tables.ts';
import { jsonText } from './json-text.ts';

const LONG = 40_000;

/** Text that looks like something else, upsets quoting or patterns, or folds in a way of its own. No NUL: Postgres has none. */
const texts: readonly string[] = [
  '',
  ' ',
  '  padded\t',
  '%',
  '_',
  '100%_!',
  '*?[a]',
  "it's",
  "''",
  '"quoted"',
  '`',
  '$$',
  '\\',
  'C:\\',
  "\\'",
  'a\\nb',
  'line\nbreak',
  'end\n',
  '\r\n',
  '\u0001\u007f\u0085\u2028',
  '\ufeffmark',
  'e\u0301 é 😀 \u{10ffff}',
  '\u212a \u017f \u0130 ß ẞ ς Σ',
  'ЯЩИК ящик',
  '0',
  '-0',
  '01',
  '1e5',
  '0x10',
  '9223372036854775808',
  'NaN',
  'Infinity',
  'true',
  'null',
  '[]',
  '{"a":1}',
  '["open',
  '1.2.3.256',
  '10.0.0.1/8',
  '::1',
  '2024-13-45',
  '--; /* x */',
  '((((((((((',
  'x'.repeat(LONG),
];

const addresses: readonly string[] = [
  '0.0.0.0',
  '255.255.255.255',
  '::',
  '::ffff:10.0.0.1',
  'fe80::1%eth0',
  '1:2:3::4:5::6',
];
const versions: readonly string[] = ['1.0.0', '1.0.0-alpha+b', '99999999999999999999.0.0', '1..2', 'v1'];
const longs: readonly bigint[] = [0n, 1n, -1n, 2n ** 31n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)];
const doubles: readonly number[] = [
  0,
  -1.5,
  0.1,
  2 ** 53,
  1e22,
  1e-7,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  Number.MIN_VALUE,
];
const dates: readonly string[] = [
  '1970-01-01T00:00:00.000Z',
  '1969-12-31T23:59:59.999999Z',
  '0001-01-01T00:00:00.000Z',
  '1601-01-01T00:00:00.000Z',
  '2262-04-11T23:47:16.854775Z',
  '9999-12-31T23:59:59.999999Z',
];

/** JSON of every kind, whatever a rule expects at the place. */
const jsonValues: readonly unknown[] = [
  null,
  ...texts,
  true,
  0,
  ...longs,
  2n ** 64n,
  ...doubles,
  [],
  {},
  [null],
  [null, ''],
  [[1], ['a']],
  texts,
  { a: null, 'b.c': { d: [] } },
];

/** The values that hurt, one by one; each column also has null, and each list column lists of them. */
const hostileValues: { readonly [T in ColumnType]: readonly unknown[] } = {
  text: texts,
  ip: [...addresses, ...texts],
  version: [...versions, ...texts],
  long: longs,
  double: doubles,
  boolean: [true, false],
  date: dates,
  json: jsonValues.map(jsonText),
};

function valuesFor(column: Column): readonly unknown[] {
  const values = hostileValues[column.type];
  if (!column.list) return [null, ...values];
  return [null, [], [null], [null, values[0]], values, ...values.map((value) => [value])];
}

/** Columns start at different values, so that a row is not hostile in one way only. */
const pick = (values: readonly unknown[], row: number, place: number): unknown =>
  values[(row + 7 * place) % values.length];

type Row = Readonly<Record<string, unknown>>;

/**
 * Rows that a query must survive: for every column '', NULL, empty lists and lists of null, 40 kB, quotes, wildcards, line breaks,
 * look-alikes, text that looks like numbers, extreme numbers and times. All are of their column's type and storable in
 * every engine; their ids are -1, -2, …
 */
export function hostileRows(columns: readonly Column[]): readonly Row[] {
  const choices = columns.map(valuesFor);
  const count = Math.max(0, ...choices.map((values) => values.length));
  return Array.from({ length: count }, (_, row) => {
    const cells = columns.map((column, place) => [column.name, pick(choices[place] ?? [], row, place)] as const);
    return Object.fromEntries([...cells, [idColumn, -1 - row]]);
  });
}

type Members = { [name: string]: unknown };

/** Writes `a.b.c` as objects in objects, or flat where a part of the path already holds something else. */
function place(event: Members, field: string, value: unknown): void {
  const path = field.split('.');
  const last = path.pop() ?? field;
  let at = event;
  for (const part of path) {
    const inner: unknown = Object.hasOwn(at, part) ? at[part] : {};
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) {
      event[field] = value;
      return;
    }
    const own: Members = { ...inner };
    at[part] = own;
    at = own;
  }
  at[last] = value;
}

/** Events that hold, in each of the fields, any kind of JSON in turn; every other event is flat. */
export function hostileEvents(fields: readonly string[]): readonly Row[] {
  return jsonValues.map((_, row) => {
    const values = fields.map((field, column) => [field, pick(jsonValues, row, column)] as const);
    if (row % 2 === 1) return Object.fromEntries(values);
    const event: Members = {};
    for (const [field, value] of values) place(event, field, value);
    return event;
  });
}

/** The rows of `hostileRows` for a table of `jsonTable`: hostile events in its JSON column. */
export function hostileJsonRows(fields: readonly string[]): readonly Row[] {
  const times = valuesFor({ name: timestampColumn, type: 'date', list: false });
  return hostileEvents(fields).map((event, row) => ({
    [idColumn]: -1 - row,
    [timestampColumn]: pick(times, row, 0),
    [eventColumn]: jsonText(event),
  }));
}

/** The table with more rows at its end. */
export const withRows = (table: TableData, rows: readonly Row[]): TableData => ({
  ...table,
  rows: [...table.rows, ...rows],
});
