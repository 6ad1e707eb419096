import type {
  Between,
  Binary,
  Expression,
  Index,
  Membership,
  Name,
  Path,
  ToScalar,
  Unary,
} from '../../../grammars/kusto/ast.ts';
import { didYouMean } from '../../base/did-you-mean.ts';
import { bindCall } from './bind-call.ts';
import { isTable } from './bind-lambda.ts';
import type { Binder, Bound, Frame, Scope } from './bound.ts';
import { inRange, textOf } from './convert.ts';
import { listRow } from './list-operators.ts';
import { dynamicLiteralValue, literalValue } from './literals.ts';
import { areOrdered, compareOrdered, isTextTest, operatorRows, takesText } from './scalar-operators.ts';
import type { Session } from './session.ts';
import {
  type Dynamic,
  isArray,
  isBag,
  isInteger,
  isNumeric,
  type KustoType,
  missingOf,
  typeNamed,
  type Value,
} from './types.ts';

const operators = new Map(operatorRows.map((row) => [row.name, row]));

type ExpressionOf<K extends Expression['kind']> = Extract<Expression, { kind: K }>;
type Bind<K extends Expression['kind']> = (node: ExpressionOf<K>, scope: Scope, binder: Binder) => Bound | undefined;

const constant = (value: Value, type: KustoType): Bound => ({ type, evaluate: () => value, constant: true });

function columnOf(index: number, type: KustoType, name: string): Bound {
  const missing = missingOf(type);
  return { type, name, column: index, evaluate: ({ row }) => row[index] ?? missing };
}

function bindName({ name, at }: Name, scope: Scope, { session }: Binder): Bound | undefined {
  const index = scope.columns.findIndex((column) => column.name === name);
  const column = scope.columns[index];
  if (column !== undefined) return columnOf(index, column.type, name);
  const variable = scope.variables.get(name);
  if (variable?.kind === 'scalar') return { ...variable.bound, name };
  if (variable?.kind === 'table') session.report('kusto/not-scalar', {}, at);
  else {
    const known = [...scope.columns.map((each) => each.name), ...scope.variables.keys()];
    session.report('kusto/unknown-name', { name, near: didYouMean(name, known) }, at);
  }
  return undefined;
}

/** `s1.Ts` in `scan`: a column in the state of a step. */
function bindStep(node: Path, scope: Scope, { session }: Binder): Bound | undefined {
  const step = node.of.kind === 'name' ? scope.steps?.get(node.of.name) : undefined;
  if (step === undefined) return undefined;
  const index = step.columns.findIndex(({ name }) => name === node.name);
  const column = step.columns[index];
  if (column === undefined) {
    session.report(
      'kusto/unknown-name',
      {
        name: node.name,
        near: didYouMean(
          node.name,
          step.columns.map(({ name }) => name),
        ),
      },
      node.at,
    );
    return undefined;
  }
  const missing = missingOf(column.type);
  const evaluate = ({ steps }: Frame): Value => steps?.[step.index]?.[index] ?? missing;
  return { type: column.type, name: `${(node.of as Name).name}_${node.name}`, evaluate };
}

const isStep = ({ of }: Path, scope: Scope): boolean =>
  of.kind === 'name' && scope.steps?.has(of.name) === true && !scope.columns.some(({ name }) => name === of.name);

function requireDynamic(of: Bound | undefined, node: Path | Index, session: Session): Bound | undefined {
  if (of === undefined || of.type === 'dynamic') return of;
  session.report('kusto/operand-types', { op: '.', types: [of.type] }, node.at);
  return undefined;
}

/** A property of a bag; null where there is none (scalar-data-types/dynamic). */
const property = (bag: Dynamic, key: string): Dynamic => (isBag(bag) ? (bag.get(key) ?? null) : null);
function element(array: Dynamic, index: bigint): Dynamic {
  // A negative index counts from the end.
  return isArray(array) ? (array.at(Number(BigInt.asIntN(53, index))) ?? null) : null;
}

function bindPath(node: Path, scope: Scope, binder: Binder): Bound | undefined {
  if (isStep(node, scope)) return bindStep(node, scope, binder);
  const of = requireDynamic(binder.expression(node.of, scope), node, binder.session);
  if (of === undefined) return undefined;
  const evaluate = (frame: Frame): Value => property(of.evaluate(frame), node.name);
  return { type: 'dynamic', evaluate, ...(of.name !== undefined && { name: `${of.name}_${node.name}` }) };
}

function bindIndex(node: Index, scope: Scope, binder: Binder): Bound | undefined {
  const of = requireDynamic(binder.expression(node.of, scope), node, binder.session);
  const index = binder.expression(node.index, scope);
  if (of === undefined || index === undefined) return undefined;
  if (index.type !== 'string' && !isInteger(index.type)) {
    binder.session.report('kusto/operand-types', { op: '[]', types: [of.type, index.type] }, node.at);
    return undefined;
  }
  const evaluate = (frame: Frame): Value => {
    const [from, at] = [of.evaluate(frame), index.evaluate(frame)];
    return typeof at === 'bigint' ? element(from, at) : property(from, String(at));
  };
  const { index: written } = node;
  const name = of.name !== undefined && written.kind === 'literal' ? `${of.name}_${written.text}` : undefined;
  return { type: 'dynamic', evaluate, ...(name !== undefined && { name }) };
}

function bindUnary(node: Unary, scope: Scope, binder: Binder): Bound | undefined {
  const operand = binder.expression(node.operand, scope);
  if (operand === undefined) return undefined;
  const { type } = operand;
  if (!isNumeric(type) && !(type === 'timespan' && node.op === '-')) {
    binder.session.report('kusto/operand-types', { op: node.op, types: [type] }, node.at);
    return undefined;
  }
  const negated = (value: Value): Value => (typeof value === 'bigint' || typeof value === 'number' ? -value : null);
  const evaluate = (frame: Frame): Value => {
    const value = operand.evaluate(frame);
    if (node.op === '+') return value;
    const result = negated(value);
    if (typeof result === 'bigint' && !inRange(result, 'long')) {
      binder.session.report('kusto/undocumented', { what: 'an overflow of `-`' }, node.at);
    }
    return result;
  };
  if (operand.constant) return { type, evaluate, constant: true };
  return { type: type === 'int' ? 'long' : type, evaluate };
}

/** How one column is tested by a text operator: as a text, or by a reading where its type has none. */
function columnTest(
  { op, opAt }: Binary,
  column: Bound,
  right: Bound,
  session: Session,
): Bound['evaluate'] | undefined {
  const row = operators.get(op);
  const own = row?.rule(column.type, right.type, session, opAt);
  if (own) return (frame) => own.evaluate(column.evaluate(frame), right.evaluate(frame));
  const onText = row?.rule('string', right.type, session, opAt);
  if (!onText) return undefined;
  return (frame) => {
    const value = column.evaluate(frame);
    if (value === null || session.reading('starOnOtherTypes') === 'never') return false;
    return onText.evaluate(textOf(value, column.type), right.evaluate(frame));
  };
}

/** `* has "x"`: some column passes (query/where-operator). No document shows an operator that negates, or one without texts, after `*`. */
function bindAnyColumn(node: Binary, scope: Scope, binder: Binder): Bound | undefined {
  const { session } = binder;
  const right = binder.expression(node.right, scope);
  if (right === undefined) return undefined;
  if (!isTextTest(node.op) || !takesText(right.type)) {
    session.report('kusto/unsupported', { what: `* ${node.op}` }, node.at);
    return undefined;
  }
  const tests = scope.columns.flatMap(
    ({ name, type }, index) => columnTest(node, columnOf(index, type, name), right, session) ?? [],
  );
  const evaluate = (frame: Frame): Value => {
    session.spend(tests.length);
    return tests.some((test) => test(frame) === true);
  };
  return { type: 'bool', evaluate };
}

function bindBinary(node: Binary, scope: Scope, binder: Binder): Bound | undefined {
  const { session } = binder;
  if (node.left.kind === 'star') return bindAnyColumn(node, scope, binder);
  const left = binder.expression(node.left, scope);
  const right = binder.expression(node.right, scope);
  if (left === undefined || right === undefined) return undefined;
  const rule = operators.get(node.op)?.rule(left.type, right.type, session, node.opAt);
  if (rule === undefined) {
    session.report('kusto/operand-types', { op: node.op, types: [left.type, right.type] }, node.opAt);
    return undefined;
  }
  const evaluate = (frame: Frame): Value => {
    session.spend();
    return rule.evaluate(left.evaluate(frame), right.evaluate(frame));
  };
  return { type: rule.type, evaluate, ...(left.constant && right.constant && { constant: true }) };
}

function bindBetween(node: Between, scope: Scope, binder: Binder): Bound | undefined {
  const { session } = binder;
  const [left, from, to] = [node.left, node.from, node.to].map((each) => binder.expression(each, scope));
  if (left === undefined || from === undefined || to === undefined) return undefined;
  // The end may be a timespan after the start (query/between-operator).
  const relative = left.type === 'datetime' && from.type === 'datetime' && to.type === 'timespan';
  const isDynamic = [left, from, to].some(({ type }) => type === 'dynamic');
  if (isDynamic || !areOrdered(left.type, from.type) || !(relative || areOrdered(left.type, to.type))) {
    session.report('kusto/operand-types', { op: node.op, types: [left.type, from.type, to.type] }, node.opAt);
    return undefined;
  }
  const endOf = (frame: Frame, start: Value): Value => {
    const end = to.evaluate(frame);
    return relative && typeof end === 'bigint' && typeof start === 'bigint' ? start + end : end;
  };
  const evaluate = (frame: Frame): Value => {
    const [value, start] = [left.evaluate(frame), from.evaluate(frame)];
    const low = compareOrdered(value, left.type, start, from.type);
    const high = compareOrdered(value, left.type, endOf(frame, start), relative ? 'datetime' : to.type);
    if (low === null || high === null) return null;
    return (low >= 0 && high <= 0) !== node.op.startsWith('!');
  };
  return { type: 'bool', evaluate };
}

const isTabular = (node: Expression, scope: Scope): boolean =>
  !(node.kind === 'name' && scope.columns.some(({ name }) => name === node.name)) && isTable(node, scope.variables);

/** A table's first column as one array: what `in (T | project c)` looks through. */
function bindColumn(node: Expression, scope: Scope, binder: Binder): Bound | undefined {
  const relation = binder.table(node, scope.variables);
  const type = relation?.columns[0]?.type;
  if (relation === undefined || type === undefined) return undefined;
  return { type, evaluate: () => relation.rows().map((row) => row[0] ?? null) };
}

function bindMembership(node: Membership, scope: Scope, binder: Binder): Bound | undefined {
  const { session } = binder;
  const left = binder.expression(node.left, scope);
  const items = node.items.map((item) =>
    isTabular(item, scope) ? bindColumn(item, scope, binder) : binder.expression(item, scope),
  );
  const row = listRow(node.op);
  if (left === undefined || row === undefined || !items.every((item) => item !== undefined)) return undefined;
  if (row.text && !takesText(left.type)) {
    session.report('kusto/argument-type', { name: node.op, expected: 'text', type: left.type }, node.left.at);
    return undefined;
  }
  const evaluate = (frame: Frame): Value => {
    const values = items.flatMap(({ evaluate: item, type }) => {
      const value = item(frame);
      if (!isArray(value)) return [{ value, type }];
      return value.map((each) => ({ value: each, type }));
    });
    session.spend(values.length);
    return row.evaluate({ value: left.evaluate(frame), type: left.type }, values, session);
  };
  return { type: 'bool', evaluate };
}

/** The first value of the first row, worked out once (query/toscalar-function). */
function bindToScalar({ query }: ToScalar, scope: Scope, binder: Binder): Bound | undefined {
  if (!isTabular(query, scope)) return binder.expression(query, { ...scope, columns: [] });
  const relation = binder.table(query, scope.variables);
  const [column] = relation?.columns ?? [];
  if (relation === undefined || column === undefined) return undefined;
  const missing = missingOf(column.type);
  return { type: column.type, evaluate: () => relation.rows()[0]?.[0] ?? missing };
}

const notScalar = ({ at }: Expression, _: Scope, { session }: Binder): undefined => {
  session.report('kusto/not-scalar', {}, at);
  return undefined;
};

const BINDERS: { readonly [K in Expression['kind']]: Bind<K> } = {
  literal: (node, _, { session }) => {
    const found = literalValue(node, session);
    return found && constant(found.value, found.type);
  },
  dynamic: (node, _, { session }) => constant(dynamicLiteralValue(node, session), 'dynamic'),
  typeof: ({ type, at }, _, { session }) => {
    const typeLiteral = typeNamed(type.text);
    if (typeLiteral !== undefined) return { ...constant(type.text, 'string'), typeLiteral };
    session.report('kusto/unknown-type', { name: type.text }, at);
    return undefined;
  },
  name: bindName,
  star: ({ at }, _, { session }) => {
    session.report('kusto/unsupported', { what: '*' }, at);
    return undefined;
  },
  path: bindPath,
  index: bindIndex,
  call: bindCall,
  unary: bindUnary,
  binary: bindBinary,
  membership: bindMembership,
  between: bindBetween,
  toscalar: bindToScalar,
  pipe: notScalar,
  datatable: notScalar,
  range: notScalar,
  print: notScalar,
  'union-source': notScalar,
};

/** Resolves the names and types of an expression; undefined where it was reported why it has none. */
export function bindExpression(node: Expression, scope: Scope, binder: Binder): Bound | undefined {
  binder.session.spend();
  // Each kind is handed to its own row; the table's type says that there is one for every kind.
  const bind = BINDERS[node.kind] as (node: Expression, scope: Scope, binder: Binder) => Bound | undefined;
  return bind(node, scope, binder);
}
