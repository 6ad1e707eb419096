import type { Call, Expression } from '../../../../grammars/kusto/ast.ts';
import { type AggregateKind, type AggregateRow, aggregateRow, takesKind } from '../aggregates.ts';
import type { Binder, Bound, Scope } from '../bound.ts';
import type { CallContext } from '../functions/row.ts';
import type { KustoType, Row, Value } from '../types.ts';
import { valuesOver } from './row.ts';

/** An aggregate bound to its arguments: rows of a group in, one value out. */
export interface BoundAggregate {
  readonly type: KustoType;
  readonly name: string;
  readonly evaluate: (rows: readonly Row[]) => Value;
}

const isOptional = (parameter: string): boolean => parameter.endsWith('?');

function bindArguments(row: AggregateRow, node: Call, scope: Scope, binder: Binder): readonly Bound[] | undefined {
  const { session } = binder;
  const least = row.parameters.filter((parameter) => !isOptional(parameter)).length;
  if (node.args.length < least || node.args.length > row.parameters.length) {
    session.report('kusto/argument-count', { name: row.name, count: node.args.length }, node.name.at);
    return undefined;
  }
  const args: Bound[] = [];
  for (const [i, { value, at }] of node.args.entries()) {
    const bound = binder.expression(value, scope);
    if (bound === undefined) return undefined;
    const kind = (row.parameters[i] ?? 'any').replace('?', '') as AggregateKind;
    if (!takesKind[kind](bound.type)) {
      session.report('kusto/argument-type', { name: row.name, expected: kind, type: bound.type }, at);
      return undefined;
    }
    args.push(bound);
  }
  return args;
}

/** `count_`, `dcount_a`, `percentile_n_95`; `take_any(a)` keeps the name. */
function nameOf(row: AggregateRow, args: readonly Bound[], nodes: readonly Expression[]): string {
  const argument = args[0]?.name ?? '';
  if (row.prefix === '') return argument;
  const [, rank] = nodes;
  const suffix = row.name === 'percentile' && rank?.kind === 'literal' ? `_${rank.text}` : '';
  return `${row.prefix}_${argument}${suffix}`;
}

/** A call of an aggregate that gives one column; undefined where it was reported why not. */
export function bindAggregate(node: Call, scope: Scope, binder: Binder): BoundAggregate | undefined {
  const { session } = binder;
  const row = aggregateRow(node.name.text);
  const args = row && bindArguments(row, node, scope, binder);
  if (row === undefined || args === undefined) return undefined;
  const types = args.map(({ type }) => type);
  const type = typeof row.returns === 'string' ? row.returns : row.returns(types[0] ?? 'string');
  if (type === undefined) {
    session.report(
      'kusto/argument-type',
      { name: row.name, expected: 'number', type: types[0] ?? '' },
      node.args[0]?.at,
    );
    return undefined;
  }
  if (row.exactly !== undefined)
    session.report('kusto/estimate', { name: row.name, instead: row.exactly }, node.name.at);
  const call: CallContext = { session, types, at: node.at, result: type };
  const evaluate = (rows: readonly Row[]): Value => {
    const values = valuesOver(rows, args, session);
    const columns = args.map((_, i) => values.map((each) => each[i] ?? null));
    return row.evaluate(columns, { ...call, count: rows.length });
  };
  return {
    type,
    name: nameOf(
      row,
      args,
      node.args.map(({ value }) => value),
    ),
    evaluate,
  };
}
