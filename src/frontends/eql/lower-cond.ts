import type { EqlCompare, EqlExpression } from '../../../grammars/eql/ast.ts';
import { and, at, FALSE, leaf, literal, not, or, TRUE } from '../../ir/build.ts';
import type { Cond, HasValue } from '../../ir/cond.ts';
import type { Compare, Value } from '../../ir/value.ts';
import type { Span } from '../../text/source-text.ts';
import { foldConstant } from './fold.ts';
import { matchTest, sourceOf, type Test } from './lower-test.ts';
import { lowerCompare, lowerIn, lowerValue } from './lower-value.ts';
import type { Scope } from './scope.ts';
import { typeName, typeOf } from './types.ts';

function condOfTest({ value, negated }: Test, span: Span): Cond {
  const cond = value === 'never' ? FALSE : leaf(value, span);
  return negated ? not(cond, span) : cond;
}

function presence(value: Value, span: Span): Cond {
  return value.kind === 'literal' ? TRUE : at<HasValue>({ kind: 'has-value', value }, span);
}

const CONDITIONS: Readonly<Record<string, true>> = {
  and: true,
  or: true,
  not: true,
  compare: true,
  in: true,
  match: true,
};

/** Whether an expression is true or false by its form, so that `== true` is the expression itself. */
function isCondition(scope: Scope, node: EqlExpression): boolean {
  if (node.kind !== 'call') return CONDITIONS[node.kind] === true;
  const silent = scope.diagnostics.length;
  const boolean = typeOf(lowerValue(scope, node)) === 'boolean';
  // The call is lowered again where it stands; its problems are reported there.
  scope.diagnostics.length = silent;
  return boolean;
}

/** `condition == true` and its relatives are the condition or its complement. */
function comparedWithTruth(scope: Scope, node: EqlCompare): Cond | undefined {
  if (node.operator !== '==' && node.operator !== '!=') return undefined;
  for (const [truth, other] of [
    [node.left, node.right],
    [node.right, node.left],
  ] as const) {
    if (truth.kind === 'boolean' && isCondition(scope, other)) {
      const cond = lowerCond(scope, other);
      return truth.value === (node.operator === '==') ? cond : not(cond, node.span);
    }
  }
  return undefined;
}

function condOfCompare(scope: Scope, node: EqlCompare): Cond {
  const compared = comparedWithTruth(scope, node);
  if (compared) return compared;
  const read = lowerCompare(scope, node);
  if (read.kind === 'constant') return read.truth === true ? TRUE : FALSE;
  if (read.kind === 'test') return condOfTest(read.test, node.span);
  const present = presence(read.value, node.span);
  return read.absent ? not(present, node.span) : present;
}

/** A field or call that stands alone as a condition. A field of unknown type may hold the text `true`. */
function condOfValue(scope: Scope, node: EqlExpression): Cond {
  const value = lowerValue(scope, node);
  if (value.kind === 'literal' && value.type === 'null') return FALSE;
  const type = typeOf(value);
  if (type === 'unknown') {
    return leaf(
      at<Compare>(
        { kind: 'compare', op: 'eq', left: value, right: literal({ type: 'boolean', value: true }), caseRule: 'exact' },
        node.span,
      ),
    );
  }
  if (type !== 'boolean') {
    scope.report('eql/not-boolean', { found: typeName(type) }, node.span);
    return FALSE;
  }
  return leaf(value, node.span);
}

/** The expressions directly inside an expression. */
function childrenOf(node: EqlExpression): readonly EqlExpression[] {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.operands;
    case 'not':
    case 'sign':
      return [node.operand];
    case 'compare':
    case 'arithmetic':
      return [node.left, node.right];
    case 'in':
      return [node.subject, ...node.values];
    case 'match':
      return [node.subject];
    case 'call':
      return node.args;
    default:
      return [];
  }
}

/** Whether an expression reads no field of the data; an optional field that a closed schema lacks is the constant null. */
function isConstant(scope: Scope, node: EqlExpression): boolean {
  if (node.kind === 'field') return node.optional && scope.schema.closed && scope.schema.find(node.name) === undefined;
  return childrenOf(node).every((child) => isConstant(scope, child));
}

/** `not` of a constant that comes to null keeps nothing: it is null too. */
function condOfNot(scope: Scope, operand: EqlExpression, span: Span): Cond {
  if (isConstant(scope, operand)) {
    return foldConstant(operand, (inner) => lowerValue(scope, inner)) === false ? TRUE : FALSE;
  }
  return not(lowerCond(scope, operand), span);
}

/** An expression as a condition: two-valued, `not` is the plain complement (docs/semantics.md). */
export function lowerCond(scope: Scope, node: EqlExpression): Cond {
  switch (node.kind) {
    case 'and':
      return and(
        node.operands.map((operand) => lowerCond(scope, operand)),
        node.span,
      );
    case 'or':
      return or(
        node.operands.map((operand) => lowerCond(scope, operand)),
        node.span,
      );
    case 'not':
      return condOfNot(scope, node.operand, node.span);
    case 'compare':
      return condOfCompare(scope, node);
    case 'in':
      return condOfTest(lowerIn(scope, node), node.span);
    case 'match':
      return condOfTest(matchTest(scope, node, lowerValue(scope, node.subject), sourceOf(node.subject)), node.span);
    default:
      return condOfValue(scope, node);
  }
}
