import type { Datatable, Expression, Name, Operator, Pipe, Print, RangeSource } from '../../../grammars/kusto/ast.ts';
import { didYouMean } from '../../base/did-you-mean.ts';
import { bindLambdaTable } from './bind-lambda.ts';
import { type Binder, type Bound, noFrame, type Relation, type Shape, type Stage, type Variables } from './bound.ts';
import { commonType, widen } from './convert.ts';
import { memoized } from './memoized.ts';
import { tabularRows } from './operators/index.ts';
import { Names } from './operators/row.ts';
import { bindUnionSource } from './operators/union.ts';
import { isInteger, isNumeric, type KustoColumn, type KustoType, type Row, typeNamed, type Value } from './types.ts';

/** Operators one after the other; each sees what the one before it makes. */
export function bindOperators(
  nodes: readonly Operator[],
  input: Shape,
  variables: Variables,
  binder: Binder,
): Stage | undefined {
  const runs: Stage['run'][] = [];
  let shape = input;
  for (const node of nodes) {
    binder.session.spend();
    // Each kind is handed to its own row; the table's type says that there is one for every kind.
    const bind = tabularRows[node.kind].bind as (...args: [Operator, Shape, Variables, Binder]) => Stage | undefined;
    const stage = bind(node, shape, variables, binder);
    if (stage === undefined) return undefined;
    runs.push(stage.run);
    shape = { columns: stage.columns, serialized: stage.serialized };
  }
  return { ...shape, run: (rows) => runs.reduce((so, run) => run(so), rows) };
}

function bindPipe(node: Pipe, variables: Variables, binder: Binder): Relation | undefined {
  const source = bindTable(node.source, variables, binder);
  const stage = source && bindOperators(node.operators, source, variables, binder);
  if (source === undefined || stage === undefined) return undefined;
  return { columns: stage.columns, serialized: stage.serialized, rows: memoized(() => stage.run(source.rows())) };
}

function bindTableName({ name, at }: Name, variables: Variables, { session }: Binder): Relation | undefined {
  const variable = variables.get(name);
  if (variable?.kind === 'table') return variable.relation;
  if (variable === undefined)
    session.report('kusto/unknown-table', { name, near: didYouMean(name, variables.keys()) }, at);
  else session.report('kusto/not-table', {}, at);
  return undefined;
}

const scopeless = (variables: Variables) => ({ columns: [], serialized: false, variables });

/** A literal taken up into the type of its column. */
function cellOf(bound: Bound, type: KustoType): { readonly value: Value } | undefined {
  const fits = commonType(bound.type, type) === type || (isInteger(bound.type) && isInteger(type));
  return fits ? { value: widen(bound.evaluate(noFrame), type) } : undefined;
}

function columnsOf(node: Datatable, { session }: Binder): readonly KustoColumn[] | undefined {
  const names = new Names();
  const columns: KustoColumn[] = [];
  for (const { name, type } of node.columns) {
    const known = typeNamed(type.text);
    if (known === undefined) session.report('kusto/unknown-type', { name: type.text }, type.at);
    else if (!names.take(name.text)) session.report('kusto/duplicate-column', { name: name.text }, name.at);
    else columns.push({ name: name.text, type: known });
  }
  return columns.length === node.columns.length ? columns : undefined;
}

function bindDatatable(node: Datatable, variables: Variables, binder: Binder): Relation | undefined {
  const columns = columnsOf(node, binder);
  if (columns === undefined) return undefined;
  const width = columns.length;
  if (width === 0 || node.values.length % width !== 0) {
    binder.session.report('kusto/argument-count', { name: 'datatable', count: node.values.length }, node.at);
    return undefined;
  }
  const cells: Value[] = [];
  for (const [i, value] of node.values.entries()) {
    const type = columns[i % width]?.type ?? 'string';
    const bound = binder.expression(value, scopeless(variables));
    const cell = bound && cellOf(bound, type);
    if (bound !== undefined && cell === undefined) {
      binder.session.report('kusto/argument-type', { name: 'datatable', expected: type, type: bound.type }, value.at);
    }
    if (cell === undefined) return undefined;
    cells.push(cell.value);
  }
  const rows = Array.from({ length: cells.length / width }, (_, i) => cells.slice(i * width, (i + 1) * width));
  return { columns, serialized: false, rows: ordered(rows, binder) };
}

/** Rows of a table have no order; the reading turns them round. */
export const ordered = (rows: readonly Row[], { session }: Pick<Binder, 'session'>): (() => readonly Row[]) =>
  memoized(() => (session.reading('rowOrder') === 'kept' ? rows : rows.toReversed()));

function bindPrint(node: Print, variables: Variables, binder: Binder): Relation | undefined {
  const names = new Names();
  const columns: KustoColumn[] = [];
  const values: Bound[] = [];
  for (const [i, { names: given, value, at }] of node.values.entries()) {
    const bound = binder.expression(value, scopeless(variables));
    if (bound === undefined) return undefined;
    const name = given[0]?.text ?? `print_${i}`;
    if (!names.take(name)) {
      binder.session.report('kusto/duplicate-column', { name }, at);
      return undefined;
    }
    columns.push({ name, type: bound.type });
    values.push(bound);
  }
  return { columns, serialized: false, rows: memoized(() => [values.map((each) => each.evaluate(noFrame))]) };
}

/** The type of the steps from `from` to `to`: numbers by a number, times by a timespan. */
function rangeType(from: KustoType, to: KustoType, step: KustoType): KustoType | undefined {
  if (isNumeric(from) && isNumeric(to) && isNumeric(step)) return [from, to, step].includes('real') ? 'real' : 'long';
  return from === to && step === 'timespan' && (from === 'datetime' || from === 'timespan') ? from : undefined;
}

function rangeRows([from, to, step]: readonly Value[], binder: Binder): readonly Row[] {
  const rows: Row[] = [];
  const [start, end, by] = [from as bigint, to as bigint, step as bigint];
  if ([from, to, step].includes(null) || Number(by) === 0) return rows;
  for (let at = start; by > 0 ? at <= end : at >= end; at += by) {
    binder.session.make(1, 1);
    rows.push([at]);
  }
  return rows;
}

function bindRange(node: RangeSource, variables: Variables, binder: Binder): Relation | undefined {
  const parts = [node.from, node.to, node.step].map((each) => binder.expression(each, scopeless(variables)));
  if (!parts.every((part) => part !== undefined)) return undefined;
  const [from, to, step] = parts.map(({ type: own }) => own);
  const type = from && to && step && rangeType(from, to, step);
  if (type === undefined) {
    binder.session.report('kusto/operand-types', { op: 'range', types: parts.map((part) => part.type) }, node.at);
    return undefined;
  }
  const values = (): readonly Value[] => parts.map((part) => widen(part.evaluate(noFrame), type));
  return {
    columns: [{ name: node.name.text, type }],
    serialized: true,
    rows: memoized(() => rangeRows(values(), binder)),
  };
}

/** The meaning of an expression that stands where a table is wanted; undefined where it was reported why it is none. */
export function bindTable(node: Expression, variables: Variables, binder: Binder): Relation | undefined {
  binder.session.spend();
  switch (node.kind) {
    case 'pipe':
      return bindPipe(node, variables, binder);
    case 'name':
      return bindTableName(node, variables, binder);
    case 'datatable':
      return bindDatatable(node, variables, binder);
    case 'print':
      return bindPrint(node, variables, binder);
    case 'range':
      return bindRange(node, variables, binder);
    case 'union-source':
      return bindUnionSource(node.union, variables, binder);
    case 'call': {
      const own = variables.get(node.name.text);
      if (own?.kind === 'function') return bindLambdaTable(own, node, variables, binder);
      binder.session.report('kusto/unknown-table', { name: node.name.text, near: [] }, node.at);
      return undefined;
    }
    default:
      binder.session.report('kusto/not-table', {}, node.at);
      return undefined;
  }
}
