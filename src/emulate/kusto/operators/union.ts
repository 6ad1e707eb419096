import type { UnionOperator } from '../../../../grammars/kusto/ast.ts';
import type { Binder, Relation, Shape, Variables } from '../bound.ts';
import { type KustoColumn, missingOf, type Row } from '../types.ts';
import { Names, readOptions, type TabularRow } from './row.ts';

/** One leg: its columns, its rows, and what `withsource` calls it. */
interface Leg extends Shape {
  readonly rows: (input: readonly Row[]) => readonly Row[];
  readonly source: string;
}

interface Typed {
  readonly name: string;
  readonly type: KustoColumn['type'];
}
const idOf = ({ name, type }: Typed): string => `${type} ${name}`;

/** `outer`: every name and type; `inner`: those that every leg has (query/union-operator). */
function unitedColumns(legs: readonly Leg[], kind: string): readonly Typed[] {
  const seen = new Map<string, Typed>();
  for (const leg of legs) for (const column of leg.columns) if (!seen.has(idOf(column))) seen.set(idOf(column), column);
  const all = [...seen.values()];
  if (kind === 'outer') return all;
  return all.filter((column) => legs.every((leg) => leg.columns.some((own) => idOf(own) === idOf(column))));
}

/** A name that has several types is one column for each, with the type behind the name. Columns of one name stand together. */
function named(columns: readonly Typed[]): readonly { readonly id: string; readonly column: KustoColumn }[] {
  const names = [...new Set(columns.map(({ name }) => name))];
  const single = new Set(names.filter((name) => columns.filter((each) => each.name === name).length === 1));
  const given = new Names(single);
  return names.flatMap((name) =>
    columns
      .filter((each) => each.name === name)
      .map((each) => ({
        id: idOf(each),
        column: { name: single.has(name) ? name : given.fresh(`${name}_${each.type}`), type: each.type },
      })),
  );
}

function aligned(leg: Leg, columns: ReturnType<typeof named>): (row: Row) => Row {
  const places = columns.map(({ id }) => leg.columns.findIndex((own) => idOf(own) === id));
  return (row) =>
    places.map((place, i) => (place === -1 ? missingOf(columns[i]?.column.type ?? 'string') : (row[place] ?? null)));
}

function bindLegs(node: UnionOperator, variables: Variables, binder: Binder): readonly Leg[] | undefined {
  const legs = node.tables.map((table, i): Leg | undefined => {
    const relation: Relation | undefined = binder.table(table, variables);
    const source = table.kind === 'name' ? table.name : `union_arg${i}`;
    return relation && { ...relation, rows: () => relation.rows(), source };
  });
  return legs.every((leg) => leg !== undefined) ? legs : undefined;
}

const ALLOWED = { kind: ['inner', 'outer'], withsource: 'any', with_source: 'any' } as const;

/** The union of tables, with or without one that stands before the bar. */
function united(node: UnionOperator, input: Leg | undefined, variables: Variables, binder: Binder) {
  const options = readOptions(node.options, ALLOWED, binder.session);
  const legs = options && bindLegs(node, variables, binder);
  if (options === undefined || legs === undefined) return undefined;
  const all = input === undefined ? legs : [input, ...legs];
  const columns = named(unitedColumns(all, options.get('kind') ?? 'outer'));
  const source = options.get('withsource') ?? options.get('with_source');
  const head: readonly KustoColumn[] = source === undefined ? [] : [{ name: source, type: 'string' }];
  const run = (rows: readonly Row[]): readonly Row[] =>
    all.flatMap((leg) => {
      const align = aligned(leg, columns);
      const own = leg.rows(rows);
      binder.session.make(own.length, columns.length);
      return own.map((row) => (source === undefined ? align(row) : [leg.source, ...align(row)]));
    });
  // "All other operators preserve the serialization property" (query/serialize-operator), but legs come in no order.
  return { columns: [...head, ...columns.map(({ column }) => column)], serialized: false, run };
}

export const union: TabularRow<'union'> = {
  name: 'union',
  case: 'KE-union',
  docs: 'union-operator',
  open: 'the order of the legs; what withsource calls a leg that is no table',
  bind: (node, input, variables, binder) =>
    united(node, { ...input, rows: (rows) => rows, source: 'union_arg0' }, variables, binder),
};

/** `union A, B` as the head of a pipe. */
export function bindUnionSource(node: UnionOperator, variables: Variables, binder: Binder): Relation | undefined {
  const stage = united(node, undefined, variables, binder);
  return stage && { columns: stage.columns, serialized: false, rows: () => stage.run([]) };
}
