import type { EqlExpression } from '../../../grammars/eql/ast.ts';
import { literalScalar, possibleValues } from '../../eval/value.ts';
import type { Scalar } from '../../functions/function.ts';
import { compareScalars } from '../../functions/scalar.ts';
import { literal, NULL } from '../../ir/build.ts';
import type { Literal, Value } from '../../ir/value.ts';
import { fieldsOfValue } from '../../ir/walk.ts';
import type { Span } from '../../text/source-text.ts';

/** A scalar as a constant of the IR. */
export function scalarLiteral(value: Scalar, origin?: Span): Literal {
  const where = origin ? { origin } : {};
  if (value === null) return { ...NULL, ...where };
  if (typeof value === 'string') return literal({ type: 'text', value }, origin);
  if (typeof value === 'bigint') return literal({ type: 'integer', value }, origin);
  if (typeof value === 'number') return literal({ type: 'real', value }, origin);
  if (typeof value === 'boolean') return literal({ type: 'boolean', value }, origin);
  return value.kind === 'instant'
    ? literal({ type: 'date', value: value.nanos }, origin)
    : literal({ type: 'version', value: value.text }, origin);
}

/** A value without fields is the constant it comes to. */
export function folded(value: Value): Value {
  if (value.kind === 'literal' || value.kind === 'field' || fieldsOfValue(value).length > 0) return value;
  const [only = null] = possibleValues(value, {});
  return scalarLiteral(only, value.origin);
}

type Truth = boolean | null;

/** Kleene's and: false wins, then null. */
const bothTrue = (a: Truth, b: Truth): Truth =>
  a === false || b === false ? false : a === null || b === null ? null : true;
const negation = (a: Truth): Truth => (a === null ? null : !a);

/** Comparing constants knows the literal null: equal to itself only, without an order (eql.md, section 3). */
export function foldCompare(op: 'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte', left: Literal, right: Literal): Truth {
  if (left.type === 'null' || right.type === 'null') {
    const same = left.type === right.type;
    return op === 'eq' ? same : op === 'ne' ? !same : null;
  }
  return compareScalars(op, literalScalar(left), literalScalar(right), 'exact');
}

const OPS = { '==': 'eq', '!=': 'ne', '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' } as const;

const asTruth = (value: Scalar | undefined): Truth | undefined =>
  value === undefined ? undefined : typeof value === 'boolean' ? value : null;

/** Lowers an operand, so that folding needs no second reading of values. */
export type Lower = (node: EqlExpression) => Value;

function foldAll(operands: readonly EqlExpression[], lower: Lower, swallow: boolean): Truth | undefined {
  const values = operands.map((operand) => asTruth(foldConstant(operand, lower)));
  if (values.includes(swallow)) return swallow;
  if (values.includes(undefined)) return undefined;
  const [first = null, ...rest] = values as Truth[];
  return rest.reduce<Truth>((a, b) => (swallow ? negation(bothTrue(negation(a), negation(b))) : bothTrue(a, b)), first);
}

/** The value of an expression without fields by EQL's three-valued constant folding; undefined where it is not constant. */
export function foldConstant(node: EqlExpression, lower: Lower): Scalar | undefined {
  if (node.kind === 'and') return foldAll(node.operands, lower, false);
  if (node.kind === 'or') return foldAll(node.operands, lower, true);
  if (node.kind === 'not') {
    const inner = foldConstant(node.operand, lower);
    return inner === undefined ? undefined : negation(asTruth(inner) ?? null);
  }
  if (node.kind === 'compare') {
    const [left, right] = [lower(node.left), lower(node.right)];
    return left.kind === 'literal' && right.kind === 'literal'
      ? foldCompare(OPS[node.operator], left, right)
      : undefined;
  }
  const value = lower(node);
  return value.kind === 'literal' ? literalScalar(value) : undefined;
}
