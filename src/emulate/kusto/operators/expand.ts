import type { ApplyOperator, Expanded, ExpandOperator, Expression } from '../../../../grammars/kusto/ast.ts';
import { type Binder, type Bound, frameOf, type Scope, type Shape, scopeOf, type Variables } from '../bound.ts';
import { cast } from '../convert.ts';
import { sameDynamic } from '../dynamic.ts';
import {
  type Dynamic,
  isArray,
  isBag,
  type KustoColumn,
  type KustoType,
  type Row,
  typeNamed,
  type Value,
} from '../types.ts';
import { bindNamed, columnNamed, Names, readOptions, type TabularRow } from './row.ts';
import { bindCount } from './sort.ts';

/** One array to be unfolded, and the column it fills. */
interface Target {
  readonly name: string;
  readonly bound: Bound;
  readonly type: KustoType;
}

function typeOf(node: Expanded, { session }: Binder): KustoType | undefined {
  if (node.type === undefined) return 'dynamic';
  const type = typeNamed(node.type.text);
  if (type === undefined) session.report('kusto/unknown-type', { name: node.type.text }, node.type.at);
  return type;
}

function bindTarget(node: Expanded, scope: Scope, names: Names, binder: Binder): Target | undefined {
  const type = typeOf(node, binder);
  const found = type && bindNamed(node.value, scope, names, binder);
  if (type === undefined || found === undefined) return undefined;
  if (found.bound.type !== 'dynamic') {
    binder.session.report(
      'kusto/argument-type',
      { name: 'mv-expand', expected: 'dynamic', type: found.bound.type },
      node.at,
    );
    return undefined;
  }
  if (names.take(found.name)) return { name: found.name, bound: found.bound, type };
  binder.session.report('kusto/duplicate-column', { name: found.name }, node.at);
  return undefined;
}

/** What a value unfolds into: a bag's entries one by one, as bags or as pairs; null as one null. */
function unfolded(value: Dynamic, asPairs: boolean): readonly Dynamic[] | undefined {
  if (value === null) return [null];
  if (isArray(value)) return value;
  if (!isBag(value)) return undefined;
  return [...value].map(([key, item]): Dynamic => (asPairs ? [key, item] : new Map([[key, item]])));
}

interface Unfolding {
  readonly targets: readonly Target[];
  readonly asPairs: boolean;
  readonly limit: () => number;
  readonly binder: Binder;
  readonly node: { readonly at: ExpandOperator['at'] };
}

/** For a row the values of the targets side by side; the shorter ones are filled with nulls. */
function unfoldRow(
  { targets, asPairs, limit, binder, node }: Unfolding,
  row: Row,
  index: number,
  rows: readonly Row[],
) {
  const frame = frameOf(row, index, rows);
  const lists = targets.map(({ bound }) => {
    const list = unfolded(bound.evaluate(frame), asPairs);
    if (list === undefined)
      binder.session.report('kusto/undocumented', { what: 'unfolding a value that is no array' }, node.at);
    return list ?? [];
  });
  const length = Math.min(limit(), Math.max(0, ...lists.map((list) => list.length)));
  binder.session.make(length + 1, targets.length + row.length);
  return Array.from({ length }, (_, i): Row => targets.map(({ type }, t) => cast(lists[t]?.[i] ?? null, type)));
}

/** The input's columns with the targets put in: one of a name that is there takes its place. */
function placed(input: Shape, targets: readonly Target[]) {
  const columns: KustoColumn[] = [...input.columns];
  const places = targets.map(({ name, type }) => {
    const found = columnNamed(columns, name);
    const place = found === -1 ? columns.length : found;
    columns[place] = { name, type };
    return place;
  });
  return { columns, places };
}

const ALL = 2_147_483_647;

function bindUnfolding(
  node: ExpandOperator | ApplyOperator,
  input: Shape,
  variables: Variables,
  binder: Binder,
  asPairs: boolean,
) {
  const names = new Names();
  const targets = node.values.map((each) => bindTarget(each, scopeOf(input, variables), names, binder));
  const limit = node.limit === undefined ? () => ALL : bindCount(node.limit as Expression, variables, binder);
  if (limit === undefined || !targets.every((target) => target !== undefined)) return undefined;
  return { targets, asPairs, limit, binder, node };
}

/** The column that counts the elements of each row from 0. */
function itemIndex(columns: KustoColumn[], name: string | undefined): number | undefined {
  if (name === undefined) return undefined;
  const names = new Names(columns.map((column) => column.name));
  return columns.push({ name: names.fresh(name), type: 'long' }) - 1;
}

function expandedRows(
  unfolding: Unfolding,
  places: readonly number[],
  counter: number | undefined,
  row: Row,
  index: number,
  rows: readonly Row[],
) {
  return unfoldRow(unfolding, row, index, rows).map((values, i): Row => {
    const out: Value[] = [...row];
    for (const [t, place] of places.entries()) out[place] = values[t] ?? null;
    if (counter !== undefined) out[counter] = BigInt(i);
    return out;
  });
}

const BAG_KINDS = ['bag', 'array'];

export const mvExpand: TabularRow<'mv-expand'> = {
  name: 'mv-expand',
  case: 'K121',
  docs: 'mv-expand-operator',
  bind: (node, input, variables, binder) => {
    const allowed = { kind: BAG_KINDS, bagexpansion: BAG_KINDS, with_itemindex: 'any' } as const;
    const options = readOptions(node.options, allowed, binder.session);
    const asPairs = (options?.get('kind') ?? options?.get('bagexpansion')) === 'array';
    const unfolding = options && bindUnfolding(node, input, variables, binder, asPairs);
    if (options === undefined || unfolding === undefined) return undefined;
    const { columns, places } = placed(input, unfolding.targets);
    const counter = itemIndex(columns, options.get('with_itemindex'));
    const run = (rows: readonly Row[]): readonly Row[] =>
      rows.flatMap((row, i) => expandedRows(unfolding, places, counter, row, i, rows));
    return { columns, serialized: false, run };
  },
};

/** The source's columns that the subquery's result is put beside: those that were not unfolded in place. */
function keptColumns(input: Shape, targets: readonly Target[]): readonly number[] {
  const replaced = new Set(targets.flatMap(({ name }) => columnNamed(input.columns, name)));
  return [...input.columns.keys()].filter((i) => !replaced.has(i));
}

/**
 * `mv-apply`: each row's subtable goes through the subquery; what comes out is put beside the row's own columns
 * (query/mv-apply-operator). A source column that the subquery gives back changed is not documented.
 */
export const mvApply: TabularRow<'mv-apply'> = {
  name: 'mv-apply',
  case: 'K119',
  docs: 'mv-apply-operator',
  bind: (node, input, variables, binder) => {
    const { session } = binder;
    const options = readOptions(node.options, { with_itemindex: 'any' }, session);
    const unfolding = options && bindUnfolding(node, input, variables, binder, false);
    if (options === undefined || unfolding === undefined) return undefined;
    const { columns, places } = placed(input, unfolding.targets);
    const counter = itemIndex(columns, options.get('with_itemindex'));
    // The subtable keeps the order of the array.
    const inner = binder.operators(node.operators, { columns, serialized: true }, variables);
    if (inner === undefined) return undefined;
    const kept = keptColumns(input, unfolding.targets);
    const ownNames = new Set(kept.map((i) => input.columns[i]?.name));
    const added = inner.columns.flatMap(({ name }, i) => (ownNames.has(name) ? [] : [i]));
    const shared = inner.columns.flatMap(({ name }, i) =>
      ownNames.has(name) ? [{ i, own: columnNamed(input.columns, name) }] : [],
    );
    const beside =
      (row: Row) =>
      (result: Row): Row => {
        if (shared.some(({ i, own }) => !sameDynamic(result[i] ?? null, row[own] ?? null))) {
          session.report('kusto/undocumented', { what: 'a column of the source that mv-apply changes' }, node.at);
        }
        return [...kept.map((i): Value => row[i] ?? null), ...added.map((i): Value => result[i] ?? null)];
      };
    const run = (rows: readonly Row[]): readonly Row[] =>
      rows.flatMap((row, i) => inner.run(expandedRows(unfolding, places, counter, row, i, rows)).map(beside(row)));
    const shown = [...kept.flatMap((i) => input.columns[i] ?? []), ...added.flatMap((i) => inner.columns[i] ?? [])];
    return { columns: shown, serialized: false, run };
  },
};
