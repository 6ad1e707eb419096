import type { Expression, Sorted } from '../../../../grammars/kusto/ast.ts';
import { type Binder, type Bound, type Shape, scopeOf, type Variables } from '../bound.ts';
import { order } from '../compare.ts';
import type { Session } from '../session.ts';
import { isInteger, type Row, type Value } from '../types.ts';
import { readOptions, type TabularRow, valuesOver } from './row.ts';

interface Key {
  readonly bound: Bound;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** Descending unless said otherwise; nulls then come last, in ascending order first (query/sort-operator). */
function bindKey(node: Sorted, input: Shape, variables: Variables, binder: Binder): Key | undefined {
  const bound = binder.expression(node.value, scopeOf(input, variables));
  if (bound === undefined) return undefined;
  if (bound.type === 'dynamic') {
    binder.session.report('kusto/no-dynamic', {}, node.value.at);
    return undefined;
  }
  const descending = node.order !== 'asc';
  return { bound, descending, nullsFirst: node.nulls === undefined ? !descending : node.nulls === 'first' };
}

/** Null and NaN stand together on the side that is said, null on the outside. */
function rank(value: Value): number {
  if (value === null) return 2;
  return Number.isNaN(value) ? 1 : 0;
}

function compareBy(a: Value, b: Value, { descending, nullsFirst }: Key): number {
  const [left, right] = [rank(a), rank(b)];
  if (left !== 0 || right !== 0) return nullsFirst ? right - left : left - right;
  return descending ? order(b, a) : order(a, b);
}

function sorted(rows: readonly Row[], keys: readonly Key[], session: Session): readonly Row[] {
  const values = valuesOver(
    rows,
    keys.map(({ bound }) => bound),
    session,
  );
  session.spend(rows.length * (Math.ceil(Math.log2(rows.length + 1)) + 1));
  const places = [...rows.keys()];
  // Rows that are equal by all keys have no order of their own; the reading turns the input round before the sort.
  if (session.reading('rowOrder') === 'reversed') places.reverse();
  places.sort((a, b) => {
    for (const [i, key] of keys.entries()) {
      const sign = compareBy(values[a]?.[i] ?? null, values[b]?.[i] ?? null, key);
      if (sign !== 0) return sign;
    }
    return 0;
  });
  return places.map((i) => rows[i] ?? []);
}

/** A row count that the query states once and for all. */
export function bindCount(node: Expression, variables: Variables, binder: Binder): (() => number) | undefined {
  const bound = binder.expression(node, { columns: [], serialized: false, variables });
  if (bound === undefined) return undefined;
  if (!isInteger(bound.type)) {
    binder.session.report('kusto/row-count', {}, node.at);
    return undefined;
  }
  return () => Math.max(0, Number(bound.evaluate({ row: [], index: 0, rows: [] }) ?? 0n));
}

export const sort: TabularRow<'sort'> = {
  name: 'sort',
  case: 'K214',
  docs: 'sort-operator',
  open: 'the order of rows with equal keys',
  bind: (node, input, variables, binder) => {
    if (readOptions(node.options, {}, binder.session) === undefined) return undefined;
    const keys = node.by.map((each) => bindKey(each, input, variables, binder));
    if (!keys.every((key) => key !== undefined)) return undefined;
    return { ...input, serialized: true, run: (rows) => sorted(rows, keys, binder.session) };
  },
};

export const top: TabularRow<'top'> = {
  name: 'top',
  case: 'KE-top',
  docs: 'top-operator',
  open: 'the order of rows with equal keys',
  bind: (node, input, variables, binder) => {
    if (readOptions(node.options, {}, binder.session) === undefined) return undefined;
    const count = bindCount(node.count, variables, binder);
    const key = bindKey(node.by, input, variables, binder);
    if (count === undefined || key === undefined) return undefined;
    return { ...input, serialized: true, run: (rows) => sorted(rows, [key], binder.session).slice(0, count()) };
  },
};

/** Some rows, which ones is not said unless they are sorted (query/take-operator). */
export const take: TabularRow<'take'> = {
  name: 'take',
  case: 'KE-take',
  docs: 'take-operator',
  open: 'which rows are taken where they have no order',
  bind: (node, input, variables, binder) => {
    const count = bindCount(node.count, variables, binder);
    return count && { ...input, run: (rows) => rows.slice(0, count()) };
  },
};
