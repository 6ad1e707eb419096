import type { Call, Expression, Lambda, Parameter } from '../../../grammars/kusto/ast.ts';
import type { Binder, Bound, Relation, Scope, Variable, Variables } from './bound.ts';
import { commonType, widen } from './convert.ts';
import { memoized } from './memoized.ts';
import { typeNamed } from './types.ts';

type FunctionVariable = Extract<Variable, { kind: 'function' }>;

/** A function is unfolded where it is called; a chain of calls that doubles each time costs what it makes. */
const COST = 50;

/** A value under a name of its own. */
const withoutName = ({ type, evaluate, constant }: Bound): Bound => ({ type, evaluate, ...(constant && { constant }) });

/** A scalar argument: what the caller wrote, evaluated in the caller's row, and widened to the type declared. */
function bindScalar(parameter: Parameter, value: Bound, binder: Binder): Bound | undefined {
  const named = typeof parameter.type === 'object' && 'text' in parameter.type ? parameter.type.text : '';
  const type = typeNamed(named);
  if (type === undefined) {
    binder.session.report('kusto/unknown-type', { name: named }, parameter.at);
    return undefined;
  }
  if (commonType(type, value.type) === type) {
    return { ...withoutName(value), type, evaluate: (frame) => widen(value.evaluate(frame), type) };
  }
  binder.session.report(
    'kusto/argument-type',
    { name: parameter.name.text, expected: type, type: value.type },
    parameter.at,
  );
  return undefined;
}

function bindParameter(
  parameter: Parameter,
  node: Call,
  index: number,
  scope: Scope,
  binder: Binder,
): Variable | undefined {
  const given = node.args[index]?.value ?? parameter.value;
  if (given === undefined) {
    binder.session.report('kusto/argument-count', { name: node.name.text, count: node.args.length }, node.name.at);
    return undefined;
  }
  if (parameter.type === '*' || Array.isArray(parameter.type)) {
    const relation = binder.table(given, scope.variables);
    return relation && tableVariable(relation);
  }
  const value = binder.expression(given, scope);
  const bound = value && bindScalar(parameter, value, binder);
  return bound && { kind: 'scalar', bound };
}

/** A table that is named is worked out once, however often it is read: names that double each other would never end otherwise. */
const tableVariable = (relation: Relation): Variable => ({
  kind: 'table',
  relation: { ...relation, rows: memoized(relation.rows) },
});

/** The names that the body sees: those around its declaration, its parameters, its own `let`s. */
function variablesOf(
  { lambda, variables }: FunctionVariable,
  node: Call,
  scope: Scope,
  binder: Binder,
): Variables | undefined {
  const { session } = binder;
  session.spend(COST);
  if (node.args.length > lambda.parameters.length || node.args.some(({ names }) => names.length > 0)) {
    session.report('kusto/argument-count', { name: node.name.text, count: node.args.length }, node.name.at);
    return undefined;
  }
  const inner = new Map(variables);
  for (const [i, parameter] of lambda.parameters.entries()) {
    const variable = bindParameter(parameter, node, i, scope, binder);
    if (variable === undefined) return undefined;
    inner.set(parameter.name.text, variable);
  }
  return inner;
}

function bodyScope(variables: Variables): Scope {
  return { columns: [], serialized: false, variables };
}

/** What `let name = value` makes of a value that is no function. */
export function bindVariable(value: Expression, variables: Variables, binder: Binder): Variable | undefined {
  if (isTable(value, variables)) {
    const relation = binder.table(value, variables);
    return relation && tableVariable(relation);
  }
  const bound = binder.expression(value, bodyScope(variables));
  return bound && { kind: 'scalar', bound: withoutName(bound) };
}

function withLets(lambda: Lambda, variables: Variables, binder: Binder): Variables | undefined {
  const inner = new Map(variables);
  for (const { name, value } of lambda.lets) {
    if (value.kind === 'lambda') {
      inner.set(name.text, { kind: 'function', lambda: value, variables: new Map(inner) });
      continue;
    }
    const variable = bindVariable(value, inner, binder);
    if (variable === undefined) return undefined;
    inner.set(name.text, variable);
  }
  return inner;
}

/** A call of a function that gives a value. */
export function bindLambdaCall(own: FunctionVariable, node: Call, scope: Scope, binder: Binder): Bound | undefined {
  const outer = variablesOf(own, node, scope, binder);
  const variables = outer && withLets(own.lambda, outer, binder);
  if (variables === undefined) return undefined;
  const bound = binder.expression(own.lambda.body, bodyScope(variables));
  return bound && withoutName(bound);
}

/** A call of a function that gives a table. */
export function bindLambdaTable(
  own: FunctionVariable,
  node: Call,
  outerVariables: Variables,
  binder: Binder,
): Relation | undefined {
  const outer = variablesOf(own, node, bodyScope(outerVariables), binder);
  const variables = outer && withLets(own.lambda, outer, binder);
  return variables && binder.table(own.lambda.body, variables);
}

const TABLES: ReadonlySet<Expression['kind']> = new Set(['pipe', 'datatable', 'range', 'print', 'union-source']);

function isTableFunction({ lambda, variables }: FunctionVariable): boolean {
  const { body } = lambda;
  const parameter = lambda.parameters.find(({ name }) => body.kind === 'name' && name.text === body.name);
  if (parameter !== undefined) return parameter.type === '*' || Array.isArray(parameter.type);
  return isTable(body, variables);
}

/** Whether an expression is a table, as far as its shape and its names tell. */
export function isTable(node: Expression, variables: Variables): boolean {
  if (TABLES.has(node.kind)) return true;
  if (node.kind !== 'name' && node.kind !== 'call') return false;
  const variable = variables.get(node.kind === 'name' ? node.name : node.name.text);
  if (variable?.kind === 'table') return node.kind === 'name';
  return node.kind === 'call' && variable?.kind === 'function' && isTableFunction(variable);
}
