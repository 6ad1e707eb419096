import type { ColumnsOperator, Named } from '../../../../grammars/kusto/ast.ts';
import { type Binder, type Shape, type Stage, scopeOf, type Variables } from '../bound.ts';
import type { KustoColumn, Row } from '../types.ts';
import { bindAllNamed, columnNamed, type NamedBound, Names, type TabularRow, valuesOver } from './row.ts';

type Bind = (node: ColumnsOperator, input: Shape, variables: Variables, binder: Binder) => Stage | undefined;

/** Names must be new among those of the operator; only a `Column1` gives way, with a number. */
function resolved(
  bound: readonly NamedBound[],
  nodes: readonly Named[],
  binder: Binder,
): readonly NamedBound[] | undefined {
  const names = new Names();
  const out: NamedBound[] = [];
  for (const [i, each] of bound.entries()) {
    if (names.has(each.name) && (each.given || each.bound.name !== undefined)) {
      binder.session.report('kusto/duplicate-column', { name: each.name }, nodes[i]?.at);
      return undefined;
    }
    out.push({ ...each, name: names.fresh(each.name) });
  }
  return out;
}

function bindValues(node: ColumnsOperator, input: Shape, variables: Variables, binder: Binder) {
  const bound = bindAllNamed(node.values, scopeOf(input, variables), new Names(), binder);
  return bound && resolved(bound, node.values, binder);
}

/** A new column is added at the end; one of a name that is there takes its place. */
const extended: Bind = (node, input, variables, binder) => {
  const values = bindValues(node, input, variables, binder);
  if (values === undefined) return undefined;
  const columns: KustoColumn[] = [...input.columns];
  const targets = values.map(({ name, bound }) => {
    const at = columnNamed(columns, name);
    const index = at === -1 ? columns.length : at;
    columns[index] = { name, type: bound.type };
    return index;
  });
  const all = values.map(({ bound }) => bound);
  const run = (rows: readonly Row[]): readonly Row[] => {
    const added = valuesOver(rows, all, binder.session);
    binder.session.make(rows.length, columns.length);
    return rows.map((row, i) => {
      const out = [...row];
      for (const [j, index] of targets.entries()) out[index] = added[i]?.[j] ?? null;
      return out;
    });
  };
  return { columns, serialized: input.serialized, run };
};

const projected: Bind = (node, input, variables, binder) => {
  const values = bindValues(node, input, variables, binder);
  if (values === undefined) return undefined;
  const all = values.map(({ bound }) => bound);
  return {
    columns: values.map(({ name, bound }) => ({ name, type: bound.type })),
    serialized: input.serialized,
    run: (rows) => valuesOver(rows, all, binder.session),
  };
};

/** `new = old`: the column stays in its place. */
const renamed: Bind = (node, input, _variables, binder) => {
  const columns: KustoColumn[] = [...input.columns];
  for (const { names, value, at } of node.values) {
    const index = value.kind === 'name' ? columnNamed(input.columns, value.name) : -1;
    const [name] = names;
    const old = columns[index];
    if (name === undefined || value.kind !== 'name' || names.length !== 1) {
      binder.session.report('kusto/not-column', {}, value.at);
      return undefined;
    }
    if (old === undefined) {
      binder.session.report('kusto/unknown-name', { name: value.name, near: [] }, value.at);
      return undefined;
    }
    if (columnNamed(columns, name.text) !== -1) {
      binder.session.report('kusto/duplicate-column', { name: name.text }, at);
      return undefined;
    }
    columns[index] = { name: name.text, type: old.type };
  }
  return { columns, serialized: input.serialized, run: (rows) => rows };
};

/** The order of the rows counts from here on; the values are those of `extend`. */
const serialized: Bind = (node, input, variables, binder) =>
  extended(node, { ...input, serialized: true }, variables, binder);

const row = (name: ColumnsOperator['kind'], id: string, bind: Bind) => ({
  name,
  case: id,
  docs: `${name}-operator`,
  bind,
});

export const extend = row('extend', 'K213', extended) as TabularRow<'extend'>;
export const project = row('project', 'K213', projected) as TabularRow<'project'>;
export const projectRename = row('project-rename', 'KE-project-rename', renamed) as TabularRow<'project-rename'>;
export const serialize = row('serialize', 'KE-serialize', serialized) as TabularRow<'serialize'>;
