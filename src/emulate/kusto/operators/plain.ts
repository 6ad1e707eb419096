import type { Expression } from '../../../../grammars/kusto/ast.ts';
import { type Binder, type Shape, scopeOf, type Variables } from '../bound.ts';
import { keyOf } from '../compare.ts';
import type { KustoType, Row } from '../types.ts';
import { bindAllNamed, type NamedBound, Names, readOptions, type TabularRow, valuesOver } from './row.ts';

export const count: TabularRow<'count'> = {
  name: 'count',
  case: 'K239',
  docs: 'count-operator',
  bind: () => ({
    columns: [{ name: 'Count', type: 'long' }],
    serialized: false,
    run: (rows) => [[BigInt(rows.length)]],
  }),
};

/** The names that `getschema` has for the types (query/getschema-operator). */
const DATA_TYPES: { readonly [T in KustoType]: string } = {
  string: 'System.String',
  long: 'System.Int64',
  int: 'System.Int32',
  real: 'System.Double',
  bool: 'System.SByte',
  datetime: 'System.DateTime',
  timespan: 'System.TimeSpan',
  guid: 'System.Guid',
  dynamic: 'System.Object',
};

export const getSchema: TabularRow<'getschema'> = {
  name: 'getschema',
  case: 'KE-getschema',
  docs: 'getschema-operator',
  bind: (_, input) => ({
    columns: [
      { name: 'ColumnName', type: 'string' },
      { name: 'ColumnOrdinal', type: 'long' },
      { name: 'DataType', type: 'string' },
      { name: 'ColumnType', type: 'string' },
    ],
    serialized: true,
    run: () => input.columns.map(({ name, type }, i): Row => [name, BigInt(i), DATA_TYPES[type], type]),
  }),
};

/** Rows that differ in no value are one. */
function distinctRows(rows: readonly Row[], types: readonly KustoType[]): readonly Row[] {
  const seen = new Map<string, Row>();
  for (const row of rows) {
    const key = JSON.stringify(types.map((type, i) => keyOf(row[i] ?? null, type)));
    if (!seen.has(key)) seen.set(key, row);
  }
  return [...seen.values()];
}

function bindDistinct(values: readonly Expression[], input: Shape, variables: Variables, binder: Binder) {
  const star = values.length === 1 && values[0]?.kind === 'star';
  const names = star
    ? input.columns.map(({ name }) => ({ kind: 'name', name, at: values[0]?.at ?? { start: 0, end: 0 } }) as const)
    : values;
  const nodes = names.map((value) => ({ names: [], value, at: value.at }));
  const bound = bindAllNamed(nodes, scopeOf(input, variables), new Names(), binder);
  return bound?.every((each, i) => isKey(each, bound.slice(0, i), values[i] ?? values[0], binder)) ? bound : undefined;
}

/** A dynamic is no key, and a column is named once. */
function isKey(
  { name, bound }: NamedBound,
  before: readonly NamedBound[],
  node: Expression | undefined,
  { session }: Binder,
): boolean {
  if (bound.type === 'dynamic') session.report('kusto/no-dynamic', {}, node?.at);
  else if (before.some((other) => other.name === name)) session.report('kusto/duplicate-column', { name }, node?.at);
  else return true;
  return false;
}

export const distinct: TabularRow<'distinct'> = {
  name: 'distinct',
  case: 'KE-distinct',
  docs: 'distinct-operator',
  bind: (node, input, variables, binder) => {
    if (readOptions(node.options, {}, binder.session) === undefined) return undefined;
    const bound = bindDistinct(node.values, input, variables, binder);
    if (bound === undefined) return undefined;
    const types = bound.map((each) => each.bound.type);
    return {
      columns: bound.map((each) => ({ name: each.name, type: each.bound.type })),
      serialized: false,
      run: (rows) =>
        distinctRows(
          valuesOver(
            rows,
            bound.map((each) => each.bound),
            binder.session,
          ),
          types,
        ),
    };
  },
};
