import { keyOf, order } from './compare.ts';
import { asNumber, inRange, intoDynamic } from './convert.ts';
import type { Facts } from './facts.ts';
import type { CallContext } from './functions/row.ts';
import { isInteger, isNumeric, type KustoType, missingOf, type Value } from './types.ts';

/** A column of the values that one argument has in the rows of a group. */
type Column = readonly Value[];

/** What an argument must be. */
export type AggregateKind = 'any' | 'key' | 'bool' | 'integer' | 'number' | 'summable' | 'orderable';
type Parameter = AggregateKind | `${AggregateKind}?`;

const SUMMABLE: ReadonlySet<KustoType> = new Set(['long', 'int', 'real', 'timespan']);
const ORDERABLE: ReadonlySet<KustoType> = new Set([...SUMMABLE, 'datetime', 'string', 'bool']);

export const takesKind: { readonly [K in AggregateKind]: (type: KustoType) => boolean } = {
  any: () => true,
  key: (type) => type !== 'dynamic',
  bool: (type) => type === 'bool',
  integer: isInteger,
  number: isNumeric,
  summable: (type) => SUMMABLE.has(type),
  orderable: (type) => ORDERABLE.has(type),
};

export interface AggregateRow extends Facts {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly returns: KustoType | ((first: KustoType) => KustoType | undefined);
  /** The column it makes is called so, and after its argument. */
  readonly prefix: string;
  /** In KQL it is an estimate; the function that is not. */
  readonly exactly?: string;
  readonly evaluate: (columns: readonly Column[], call: CallContext & { readonly count: number }) => Value;
}

/** Aggregates pass over nulls (query/scalar-data-types/null-values); an empty text is a value. */
const present = (column: Column | undefined): Column => (column ?? []).filter((value) => value !== null);

function sum(column: Column | undefined, { session, at, types }: CallContext): Value {
  const values = present(column);
  if (types[0] === 'real') return values.reduce<number>((total, value) => total + asNumber(value), 0);
  const total = values.reduce<bigint>((so, value) => so + (value as bigint), 0n);
  if (!inRange(total, 'long')) session.report('kusto/undocumented', { what: 'an overflow of sum()' }, at);
  return total;
}

function average(column: Column | undefined, call: CallContext): Value {
  const values = present(column);
  const [type] = call.types;
  if (type === 'timespan' || type === 'datetime') {
    if (values.length === 0) return null;
    return values.reduce<bigint>((total, value) => total + (value as bigint), 0n) / BigInt(values.length);
  }
  // Of nothing it is NaN, by the worked example of query/summarize-operator.
  return values.reduce<number>((total, value) => total + asNumber(value), 0) / values.length;
}

function variance(column: Column | undefined, { session, at }: CallContext): number {
  const values = present(column).map(asNumber);
  if (values.length === 1) session.report('kusto/undocumented', { what: 'the deviation of a single value' }, at);
  if (values.length < 2) return 0;
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return values.reduce((total, value) => total + (value - mean) ** 2, 0) / (values.length - 1);
}

function extreme(column: Column | undefined, sign: number, call: CallContext): Value {
  const values = present(column);
  if (values.length === 0) return missingOf(call.result);
  return values.reduce((best, value) => (order(value, best) * sign > 0 ? value : best));
}

/** The first of the values that are distinct, in order of first sight. */
function distinct(column: Column | undefined, type: KustoType): Column {
  const seen = new Map<string, Value>();
  for (const value of present(column)) {
    const key = keyOf(value, type);
    if (!seen.has(key)) seen.set(key, value);
  }
  return [...seen.values()];
}

/** The most elements a list or set may hold (query/make-list-aggregation-function). */
const MOST_ELEMENTS = 1_048_576;
function list(values: Column, most: Column | undefined, { types }: CallContext): Value {
  const limit = most?.[0] === undefined || most[0] === null ? MOST_ELEMENTS : Number(most[0]);
  return values.slice(0, limit).map((value) => intoDynamic(value, types[0] ?? 'dynamic'));
}

/** The smallest value that a share of the values does not exceed (nearest rank). */
function percentile(column: Column | undefined, rank: Column | undefined): Value {
  const values = present(column).toSorted(order);
  const share = asNumber(rank?.[0] ?? 0) / 100;
  return values[Math.max(0, Math.ceil(share * values.length) - 1)] ?? null;
}

const first = (type: KustoType): KustoType => type;
const promoted = (type: KustoType): KustoType => (type === 'int' ? 'long' : type);
const averaged = (type: KustoType): KustoType => (isNumeric(type) ? 'real' : type);

const docs = (name: string): string => `${name.replaceAll('_', '-')}-aggregation-function`;

/** A single column: one that is not empty is preferred (query/take-any-aggregation-function). */
const takeAny = (column: Column | undefined, call: CallContext): Value =>
  column?.find((value) => value !== null && value !== '') ?? missingOf(call.result);

const base: readonly AggregateRow[] = [
  {
    name: 'dcount',
    case: 'KE-dcount',
    docs: docs('dcount'),
    parameters: ['key', 'integer?'],
    returns: 'long',
    prefix: 'dcount',
    exactly: 'count_distinct()',
    evaluate: ([column], { types }) => BigInt(distinct(column, types[0] ?? 'string').length),
  },
  {
    name: 'count_distinct',
    case: 'KE-count_distinct',
    docs: docs('count_distinct'),
    parameters: ['key'],
    returns: 'long',
    prefix: 'count_distinct',
    evaluate: ([column], { types }) => BigInt(distinct(column, types[0] ?? 'string').length),
  },
  {
    name: 'sum',
    case: 'KE-sum',
    docs: docs('sum'),
    parameters: ['summable'],
    returns: promoted,
    prefix: 'sum',
    evaluate: ([column], call) => sum(column, call),
  },
  {
    name: 'min',
    case: 'KE-min',
    docs: docs('min'),
    parameters: ['orderable'],
    returns: first,
    prefix: 'min',
    evaluate: ([column], call) => extreme(column, -1, call),
  },
  {
    name: 'max',
    case: 'KE-max',
    docs: docs('max'),
    parameters: ['orderable'],
    returns: first,
    prefix: 'max',
    evaluate: ([column], call) => extreme(column, 1, call),
  },
  {
    name: 'avg',
    case: 'KE-avg',
    docs: docs('avg'),
    parameters: ['any'],
    returns: (type) => (SUMMABLE.has(type) || type === 'datetime' ? averaged(type) : undefined),
    prefix: 'avg',
    evaluate: ([column], call) => average(column, call),
  },
  {
    name: 'stdev',
    case: 'KE-stdev',
    docs: docs('stdev'),
    open: 'of a single value',
    parameters: ['number'],
    returns: 'real',
    prefix: 'stdev',
    evaluate: ([column], call) => Math.sqrt(variance(column, call)),
  },
  {
    name: 'variance',
    case: 'KE-variance',
    docs: docs('variance'),
    open: 'of a single value',
    parameters: ['number'],
    returns: 'real',
    prefix: 'variance',
    evaluate: ([column], call) => variance(column, call),
  },
];

/** `sumif(x, p)` is `sum(x)` over the rows where p holds. */
function conditional(row: AggregateRow): AggregateRow {
  const suffix = row.name === 'make_list' || row.name === 'make_set' ? '_if' : 'if';
  const [value = 'any', ...rest] = row.parameters;
  return {
    ...row,
    name: `${row.name}${suffix}`,
    case: `KE-${row.name}${suffix}`,
    docs: row.prefix === 'take_any' ? docs('take_anyif') : docs(`${row.name}${suffix}`),
    prefix: row.prefix === row.name ? `${row.prefix}${suffix}` : row.prefix,
    parameters: [value, 'bool', ...rest],
    evaluate: ([column = [], holds = [], ...others], call) => {
      const kept = column.filter((_, i) => holds[i] === true);
      return row.evaluate([kept, ...others], { ...call, count: kept.length });
    },
  };
}

const lists: readonly AggregateRow[] = [
  {
    name: 'make_list',
    case: 'KE-make_list',
    docs: docs('make_list'),
    open: 'the order of the elements where the rows have none',
    parameters: ['any', 'integer?'],
    returns: 'dynamic',
    prefix: 'list',
    evaluate: ([column, most], call) => list(present(column), most, call),
  },
  {
    name: 'make_set',
    case: 'KE-make_set',
    docs: docs('make_set'),
    open: 'the order of the elements',
    parameters: ['any', 'integer?'],
    returns: 'dynamic',
    prefix: 'set',
    evaluate: ([column, most], call) => list(distinct(column, call.types[0] ?? 'dynamic'), most, call),
  },
];

const anyRow: AggregateRow = {
  name: 'take_any',
  case: 'KE-take_any',
  docs: docs('take_any'),
  open: 'which row is taken',
  parameters: ['any'],
  returns: first,
  prefix: '',
  evaluate: ([column], call) => takeAny(column, call),
};

const counts: readonly AggregateRow[] = [
  {
    name: 'count',
    case: 'KE-count',
    docs: docs('count'),
    parameters: [],
    returns: 'long',
    prefix: 'count',
    evaluate: (_, { count }) => BigInt(count),
  },
  {
    name: 'countif',
    case: 'K119',
    docs: docs('countif'),
    parameters: ['bool'],
    returns: 'long',
    prefix: 'countif',
    evaluate: ([column = []]) => BigInt(column.filter((value) => value === true).length),
  },
  {
    name: 'percentile',
    case: 'KE-percentile',
    docs: docs('percentiles'),
    parameters: ['orderable', 'number'],
    returns: promoted,
    prefix: 'percentile',
    exactly: 'a sort and row_number()',
    evaluate: ([column, rank]) => percentile(column, rank),
  },
];

/** Aggregates that give one column. */
export const aggregateRows: readonly AggregateRow[] = [
  ...counts,
  ...base,
  ...base.filter(({ name }) => name !== 'variance').map(conditional),
  ...lists,
  ...lists.map(conditional),
  anyRow,
  { ...anyRow, name: 'any', case: 'KE-any', prefix: 'any' },
  { ...conditional(anyRow), name: 'take_anyif', case: 'KE-take_anyif' },
];

/** Aggregates that choose a row and give several of its columns; `summarize` sees to them. */
export const chooserFacts: readonly (Facts & { readonly name: string })[] = [
  { name: 'arg_max', case: 'KE-arg_max', docs: docs('arg_max'), open: 'which row is taken of several' },
  { name: 'arg_min', case: 'KE-arg_min', docs: docs('arg_min'), open: 'which row is taken of several' },
];

const byName = new Map(aggregateRows.map((row) => [row.name, row]));
const choosers: ReadonlySet<string> = new Set(chooserFacts.map(({ name }) => name));

export const aggregateRow = (name: string): AggregateRow | undefined => byName.get(name);

/** Whether a name is that of an aggregate of either sort. */
export const isAggregate = (name: string): boolean => byName.has(name) || choosers.has(name);
