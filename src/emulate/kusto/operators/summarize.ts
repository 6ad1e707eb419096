import type { Expression, Named, SummarizeOperator } from '../../../../grammars/kusto/ast.ts';
import { type Binder, type Bound, type Scope, type Shape, scopeOf, type Variables } from '../bound.ts';
import { keyOf } from '../compare.ts';
import type { KustoColumn, Row, Value } from '../types.ts';
import { type BoundAggregate, bindAggregate } from './aggregate-call.ts';
import { bindChooser, isChooserCall } from './chooser.ts';
import { bindAllNamed, type NamedBound, Names, readOptions, type TabularRow, valuesOver } from './row.ts';

/** Columns that one item of the list makes, and how, from the rows of a group. */
interface Item {
  readonly columns: readonly KustoColumn[];
  readonly evaluate: (rows: readonly Row[]) => readonly Value[];
}

/** A made name gives way, a given one that is there already is an error. */
function columnName(name: string, given: boolean, names: Names, node: Named, binder: Binder): string | undefined {
  if (!given) return names.fresh(name === '' ? names.unnamed() : name);
  if (names.take(name)) return name;
  binder.session.report('kusto/duplicate-column', { name }, node.at);
  return undefined;
}

function bindChosen(
  node: Named,
  keys: readonly string[],
  scope: Scope,
  names: Names,
  binder: Binder,
): Item | undefined {
  const chooser = bindChooser(node, keys, scope, binder);
  if (chooser === undefined) return undefined;
  const columns: KustoColumn[] = [];
  for (const { name, given, bound } of chooser.columns) {
    const free = columnName(name, given, names, node, binder);
    if (free === undefined) return undefined;
    columns.push({ name: free, type: bound.type });
  }
  return { columns, evaluate: chooser.choose };
}

/** An expression over aggregates: each call of one gets a slot, and the columns are out of reach. */
function bindOverAggregates(node: Expression, scope: Scope, binder: Binder) {
  const aggregates: BoundAggregate[] = [];
  const aggregate = (call: Expression): Bound | undefined => {
    const bound = call.kind === 'call' ? bindAggregate(call, scope, binder) : undefined;
    if (bound === undefined) return undefined;
    const slot = aggregates.push(bound) - 1;
    return { type: bound.type, name: bound.name, evaluate: (frame) => frame.aggregates?.[slot] ?? null };
  };
  const bound = binder.expression(node, { columns: [], serialized: false, variables: scope.variables, aggregate });
  return bound && { bound, aggregates };
}

/** A column that stands alone gives another answer than a name that nobody knows (KS236). */
function isBareColumn(node: Named, scope: Scope, binder: Binder): boolean {
  const { value } = node;
  if (value.kind !== 'name' || !scope.columns.some(({ name }) => name === value.name)) return false;
  binder.session.report('kusto/not-aggregate', { name: value.name }, value.at);
  return true;
}

function bindSingle(node: Named, scope: Scope, names: Names, binder: Binder): Item | undefined {
  const [given, second] = node.names;
  if (second !== undefined) {
    binder.session.report('kusto/unsupported', { what: 'several names for one value' }, node.at);
    return undefined;
  }
  const found = isBareColumn(node, scope, binder) ? undefined : bindOverAggregates(node.value, scope, binder);
  if (found === undefined) return undefined;
  const { bound, aggregates } = found;
  const name = columnName(given?.text ?? bound.name ?? '', given !== undefined, names, node, binder);
  if (name === undefined) return undefined;
  return {
    columns: [{ name, type: bound.type }],
    evaluate: (rows) => [
      bound.evaluate({ row: [], index: 0, rows: [], aggregates: aggregates.map((each) => each.evaluate(rows)) }),
    ],
  };
}

interface Group {
  readonly keys: Row;
  readonly rows: Row[];
}

/** Rows of equal keys, in order of first sight. Without keys all rows are one group, even no rows at all. */
function grouped(rows: readonly Row[], keys: readonly NamedBound[], binder: Binder): readonly Group[] {
  if (keys.length === 0) return [{ keys: [], rows: [...rows] }];
  const values = valuesOver(
    rows,
    keys.map(({ bound }) => bound),
    binder.session,
  );
  const groups = new Map<string, Group>();
  for (const [i, row] of rows.entries()) {
    const own = values[i] ?? [];
    const id = JSON.stringify(keys.map(({ bound }, k) => keyOf(own[k] ?? null, bound.type)));
    const group = groups.get(id) ?? { keys: own, rows: [] };
    groups.set(id, group);
    group.rows.push(row);
  }
  return [...groups.values()];
}

function bindKeys(
  node: SummarizeOperator,
  scope: Scope,
  names: Names,
  binder: Binder,
): readonly NamedBound[] | undefined {
  const keys = bindAllNamed(node.by, scope, names, binder);
  for (const [i, { name, bound }] of keys?.entries() ?? []) {
    const at = node.by[i]?.at;
    const isNew = names.take(name);
    if (isNew && bound.type !== 'dynamic') continue;
    if (isNew) binder.session.report('kusto/no-dynamic', {}, at);
    else binder.session.report('kusto/duplicate-column', { name }, at);
    return undefined;
  }
  return keys;
}

function bindItems(node: SummarizeOperator, input: Shape, variables: Variables, binder: Binder) {
  // A window function would see the rows of a group; what it means here is not documented.
  const scope = scopeOf({ ...input, serialized: false }, variables);
  const names = new Names();
  const keys = bindKeys(node, scope, names, binder);
  if (keys === undefined) return undefined;
  const keyNames = keys.map(({ name }) => name);
  const items = node.values.map((each) =>
    isChooserCall(each) ? bindChosen(each, keyNames, scope, names, binder) : bindSingle(each, scope, names, binder),
  );
  return items.every((item) => item !== undefined) ? { keys, items } : undefined;
}

export const summarize: TabularRow<'summarize'> = {
  name: 'summarize',
  case: 'K119',
  docs: 'summarize-operator',
  bind: (node, input, variables, binder) => {
    if (readOptions(node.options, {}, binder.session) === undefined) return undefined;
    const found = bindItems(node, input, variables, binder);
    if (found === undefined) return undefined;
    const { keys, items } = found;
    const keyColumns = keys.map(({ name, bound }) => ({ name, type: bound.type }));
    return {
      columns: [...keyColumns, ...items.flatMap((item) => item.columns)],
      serialized: false,
      run: (rows) =>
        grouped(rows, keys, binder).map((group) => [
          ...group.keys,
          ...items.flatMap((item) => item.evaluate(group.rows)),
        ]),
    };
  },
};
