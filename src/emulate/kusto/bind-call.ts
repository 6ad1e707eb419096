import type { Call } from '../../../grammars/kusto/ast.ts';
import { didYouMean } from '../../base/did-you-mean.ts';
import { isAggregate } from './aggregates.ts';
import { bindLambdaCall } from './bind-lambda.ts';
import type { Binder, Bound, Frame, Scope } from './bound.ts';
import { textOf } from './convert.ts';
import { dynamicText } from './dynamic.ts';
import { functionRows } from './functions/index.ts';
import type { CallContext, FunctionRow, Kind, Parameter, WindowFunction } from './functions/row.ts';
import { isArray, isBag, isInteger, isNumeric, type KustoType, missingOf, type Row, type Value } from './types.ts';

const byName = new Map(functionRows.map((row) => [row.name, row]));

/** How an argument becomes what the kind promises; undefined: the function is not called and its result is null. */
interface Coercion {
  readonly accepts: (bound: Bound) => boolean;
  readonly convert: (value: Value, bound: Bound) => unknown;
}

const ofType =
  (...types: readonly KustoType[]): Coercion['accepts'] =>
  ({ type }) =>
    types.includes(type);
const present = (value: Value): unknown => value ?? undefined;
const seen = (value: Value): unknown => value;
const anything = (): boolean => true;

const COERCIONS: { readonly [K in Kind]: Coercion } = {
  text: {
    accepts: ofType('string', 'dynamic'),
    convert: (value) => dynamicText(value),
  },
  'any-text': { accepts: anything, convert: (value, { type }) => textOf(value, type) },
  'constant-text': {
    accepts: ({ type, constant }) => type === 'string' && constant === true,
    convert: (value) => dynamicText(value),
  },
  integer: { accepts: ({ type }) => isInteger(type), convert: present },
  'constant-integer': { accepts: ({ type, constant }) => isInteger(type) && constant === true, convert: present },
  number: { accepts: ({ type }) => isNumeric(type), convert: present },
  real: { accepts: ({ type }) => isNumeric(type), convert: (value) => (value === null ? undefined : Number(value)) },
  bool: { accepts: ofType('bool'), convert: present },
  datetime: { accepts: ofType('datetime'), convert: present },
  timespan: { accepts: ofType('timespan'), convert: present },
  dynamic: { accepts: ofType('dynamic'), convert: seen },
  json: { accepts: ofType('dynamic', 'string'), convert: seen },
  'text-or-array': { accepts: ofType('string', 'dynamic'), convert: seen },
  array: { accepts: ofType('dynamic'), convert: (value) => (isArray(value) ? value : undefined) },
  bag: { accepts: ofType('dynamic'), convert: (value) => (isBag(value) ? value : undefined) },
  scalar: { accepts: ({ typeLiteral }) => typeLiteral === undefined, convert: seen },
  condition: { accepts: ofType('bool'), convert: seen },
  type: { accepts: ({ typeLiteral }) => typeLiteral !== undefined, convert: (_, { typeLiteral }) => typeLiteral },
};

const kindOf = (parameter: Parameter): Kind => parameter.replace('?', '') as Kind;
const isOptional = (parameter: Parameter): boolean => parameter.endsWith('?');

/** The kind of each argument, or undefined where there are too few or too many. */
function kindsFor({ parameters, rest }: FunctionRow, count: number): readonly Kind[] | undefined {
  const least = parameters.filter((parameter) => !isOptional(parameter)).length;
  if (count < least || (rest === undefined && count > parameters.length)) return undefined;
  const kinds = parameters.slice(0, count).map(kindOf);
  return rest === undefined
    ? kinds
    : [...kinds, ...Array.from({ length: Math.max(0, count - kinds.length) }, () => rest)];
}

function bindArguments(node: Call, scope: Scope, binder: Binder): readonly Bound[] | undefined {
  const bound = node.args.map(({ names, value, at }) => {
    if (names.length === 0) return binder.expression(value, scope);
    binder.session.report('kusto/unsupported', { what: 'an argument by name' }, at);
    return undefined;
  });
  return bound.every((each) => each !== undefined) ? bound : undefined;
}

function checkKinds(
  row: FunctionRow,
  kinds: readonly Kind[],
  args: readonly Bound[],
  node: Call,
  binder: Binder,
): boolean {
  const wrong = kinds.findIndex((kind, i) => args[i] !== undefined && !COERCIONS[kind].accepts(args[i]));
  const [kind, arg] = [kinds[wrong], args[wrong]];
  if (kind === undefined || arg === undefined) return true;
  binder.session.report(
    'kusto/argument-type',
    { name: row.name, expected: kind, type: arg.type },
    node.args[wrong]?.at ?? node.at,
  );
  return false;
}

function nameOf(row: FunctionRow, args: readonly Bound[]): string | undefined {
  const first = args[0]?.name;
  if (first === undefined || row.naming === undefined || row.naming === 'none') return undefined;
  return row.naming === 'first' ? first : `${row.name}_${first}`;
}

function evaluator(
  row: FunctionRow,
  kinds: readonly Kind[],
  args: readonly Bound[],
  call: CallContext,
): Bound['evaluate'] {
  if (row.style === 'window') return windowEvaluator(row, args, call);
  const steps = kinds.map((kind, i) => ({ convert: COERCIONS[kind].convert, arg: args[i] }));
  return (frame) => {
    call.session.spend();
    const values: unknown[] = [];
    for (const { convert: coerce, arg } of steps) {
      const value = arg === undefined ? undefined : coerce(arg.evaluate(frame), arg);
      if (value === undefined) return missingOf(call.result);
      values.push(value);
    }
    return row.evaluate(values, call);
  };
}

/** A window function is worked out once for all rows, so that no `or` or `iff` can leave a row out. */
function windowEvaluator(row: WindowFunction, args: readonly Bound[], call: CallContext): Bound['evaluate'] {
  const columns = new WeakMap<readonly Row[], readonly Value[]>();
  return (frame: Frame) => {
    let column = columns.get(frame.rows);
    if (column === undefined) {
      call.session.spend(frame.rows.length);
      column = row.column(
        args,
        frame.rows.map((each, index) => ({ ...frame, row: each, index })),
        call,
      );
      columns.set(frame.rows, column);
    }
    return column[frame.index] ?? null;
  };
}

function bindRow(row: FunctionRow, node: Call, scope: Scope, binder: Binder): Bound | undefined {
  const { session } = binder;
  const kinds = kindsFor(row, node.args.length);
  if (kinds === undefined) {
    session.report('kusto/argument-count', { name: row.name, count: node.args.length }, node.name.at);
    return undefined;
  }
  const args = bindArguments(node, scope, binder);
  if (args === undefined || !checkKinds(row, kinds, args, node, binder)) return undefined;
  if (row.style === 'window' && !scope.serialized) {
    session.report('kusto/not-serialized', { name: row.name }, node.name.at);
    return undefined;
  }
  const types = args.map(({ type }) => type);
  const result = typeof row.returns === 'string' ? row.returns : row.returns(args);
  if (result === undefined) {
    session.report('kusto/no-common-type', { types }, node.at);
    return undefined;
  }
  const name = nameOf(row, args);
  const evaluate = evaluator(row, kinds, args, { session, types, at: node.at, result });
  const constant = row.style === 'scalar' && args.length > 0 && args.every((arg) => arg.constant);
  return { type: result, evaluate, ...(name !== undefined && { name }), ...(constant && { constant }) };
}

/** `column_ifexists("c", default)`: the column, if it is there (query/column-ifexists-function). */
function bindColumnIfExists(node: Call, scope: Scope, binder: Binder): Bound | undefined {
  const [column, missing] = node.args.map(({ value }) => value);
  if (column === undefined || missing === undefined || node.args.length > 2) {
    binder.session.report('kusto/argument-count', { name: node.name.text, count: node.args.length }, node.name.at);
    return undefined;
  }
  if (column.kind !== 'literal' || column.type !== 'string') {
    binder.session.report('kusto/unsupported', { what: 'a column name that is computed' }, column.at);
    return undefined;
  }
  const exists = scope.columns.some(({ name }) => name === column.text);
  if (exists) return binder.expression({ kind: 'name', name: column.text, at: column.at }, scope);
  return binder.expression(missing, scope);
}

/** A call by name: of a function of the query, an aggregate, or one of the language. */
export function bindCall(node: Call, scope: Scope, binder: Binder): Bound | undefined {
  const { text: name, at } = node.name;
  const own = scope.variables.get(name);
  if (own?.kind === 'function') return bindLambdaCall(own, node, scope, binder);
  if (isAggregate(name)) {
    if (scope.aggregate !== undefined) return scope.aggregate(node);
    binder.session.report('kusto/aggregate-out-of-place', { name }, at);
    return undefined;
  }
  if (name === 'column_ifexists') return bindColumnIfExists(node, scope, binder);
  const row = byName.get(name);
  if (row !== undefined) return bindRow(row, node, scope, binder);
  binder.session.report('kusto/unknown-function', { name, near: didYouMean(name, byName.keys()) }, at);
  return undefined;
}
