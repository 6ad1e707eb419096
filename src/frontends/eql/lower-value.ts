import type {
  EqlArithmetic,
  EqlArithmeticOperator,
  EqlCompare,
  EqlExpression,
  EqlIn,
  EqlSign,
} from '../../../grammars/eql/ast.ts';
import { at, literal, NULL } from '../../ir/build.ts';
import type { Call, Compare, CompareOp, FunctionId, Literal, Value } from '../../ir/value.ts';
import type { Span } from '../../text/source-text.ts';
import { foldCompare, folded, scalarLiteral } from './fold.ts';
import { lowerCall } from './lower-call.ts';
import { compareTest, constant, flip, inTest, matchTest, NEVER, sourceOf, type Test } from './lower-test.ts';
import type { Scope } from './scope.ts';
import { isNumeric, isOpen, typeName, typeOf } from './types.ts';

const ARITHMETIC: { readonly [O in EqlArithmeticOperator]: FunctionId } = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'modulo',
};

function numeric(scope: Scope, value: Value, operator: string, span: Span): boolean {
  const type = typeOf(value);
  if (isNumeric(type) || isOpen(type)) return true;
  scope.report('eql/not-a-number', { operator, found: typeName(type) }, span);
  return false;
}

function lowerArithmetic(scope: Scope, node: EqlArithmetic): Value {
  const args = [lowerValue(scope, node.left), lowerValue(scope, node.right)];
  const fit = args.map((arg, i) => numeric(scope, arg, node.operator, i === 0 ? node.left.span : node.right.span));
  if (fit.includes(false)) return NULL;
  return folded(at<Call>({ kind: 'call', fn: ARITHMETIC[node.operator], args, caseRule: 'exact' }, node.span));
}

function lowerSign(scope: Scope, node: EqlSign): Value {
  const operand = lowerValue(scope, node.operand);
  if (!numeric(scope, operand, node.operator, node.operand.span)) return NULL;
  if (node.operator === '+') return operand;
  if (operand.kind === 'literal' && operand.type === 'integer')
    return literal({ type: 'integer', value: -operand.value }, node.span);
  if (operand.kind === 'literal' && operand.type === 'real')
    return literal({ type: 'real', value: -operand.value }, node.span);
  const zero: Literal = { kind: 'literal', type: 'integer', value: 0n };
  return folded(at<Call>({ kind: 'call', fn: 'subtract', args: [zero, operand], caseRule: 'exact' }, node.span));
}

const OPS: { readonly [O in EqlCompare['operator']]: CompareOp } = {
  '==': 'eq',
  '!=': 'ne',
  '<': 'lt',
  '<=': 'lte',
  '>': 'gt',
  '>=': 'gte',
};

/** What a comparison says once its sides are lowered. */
export type Comparison =
  | { readonly kind: 'constant'; readonly truth: boolean | null }
  /** Tests for absence: `absent` for `== null`, else presence. Ordering with null is constant. */
  | { readonly kind: 'presence'; readonly value: Value; readonly absent: boolean }
  | { readonly kind: 'test'; readonly test: Test };

/** Reads a comparison: constants fold, `null` asks for presence, a constant on the left changes sides. */
export function lowerCompare(scope: Scope, node: EqlCompare): Comparison {
  const left = lowerValue(scope, node.left);
  const right = lowerValue(scope, node.right);
  if (left.kind === 'literal' && right.kind === 'literal') {
    return { kind: 'constant', truth: foldCompare(OPS[node.operator], left, right) };
  }
  const [subject, value, operator, name] =
    left.kind === 'literal'
      ? ([right, left, flip(node.operator), sourceOf(node.right)] as const)
      : ([left, right, node.operator, sourceOf(node.left)] as const);
  if (value.kind !== 'literal') {
    scope.report('eql/field-to-field', { name: sourceOf(node.right) }, node.right.span);
    return { kind: 'test', test: NEVER };
  }
  if (value.type === 'null') {
    if (operator !== '==' && operator !== '!=') return { kind: 'constant', truth: null };
    return { kind: 'presence', value: subject, absent: operator === '==' };
  }
  return { kind: 'test', test: compareTest(scope, node, operator, subject, value, name) };
}

export function lowerIn(scope: Scope, node: EqlIn): Test {
  const subject = lowerValue(scope, node.subject);
  const values = node.values.map((value) => lowerValue(scope, value));
  const offender = values.find((value) => value.kind !== 'literal');
  if (offender) {
    scope.report('eql/field-to-field', { name: sourceOf(node.values[values.indexOf(offender)] ?? node) }, node.span);
    return NEVER;
  }
  const constants = values.filter((value): value is Literal => value.kind === 'literal');
  return inTest(scope, node, subject, constants, sourceOf(node.subject));
}

/** The complement of a constant; absent stays absent. */
const complement = (value: Literal): Literal => (value.type === 'boolean' ? { ...value, value: !value.value } : value);

function valueOfTest(scope: Scope, { value, negated }: Test, span: Span): Value {
  if (value === 'never') return NULL;
  const test = folded(value);
  if (!negated) return test;
  if (test.kind === 'literal') return complement(test);
  if (test.kind === 'compare' && test.op === 'eq') return at<Compare>({ ...test, op: 'ne' }, span);
  scope.report('eql/condition-as-value', {}, span);
  return NULL;
}

function valueOfCompare(scope: Scope, node: EqlCompare): Value {
  const read = lowerCompare(scope, node);
  if (read.kind === 'constant') return scalarLiteral(read.truth, node.span);
  if (read.kind === 'test') return valueOfTest(scope, read.test, node.span);
  scope.report('eql/condition-as-value', {}, node.span);
  return NULL;
}

function conditionAsValue(scope: Scope, span: Span): Value {
  scope.report('eql/condition-as-value', {}, span);
  return NULL;
}

/** An expression where a value is wanted. `within` is the call around it. Errors give the constant null, so that lowering goes on. */
export function lowerValue(scope: Scope, node: EqlExpression, within?: Span): Value {
  switch (node.kind) {
    case 'string':
    case 'integer':
    case 'decimal':
    case 'boolean':
    case 'null':
      return constant(node);
    case 'field':
      return scope.field(node, within);
    case 'arithmetic':
      return lowerArithmetic(scope, node);
    case 'sign':
      return lowerSign(scope, node);
    case 'call':
      return folded(
        lowerCall(
          scope,
          node,
          node.args.map((arg) => lowerValue(scope, arg, node.span)),
        ),
      );
    case 'compare':
      return valueOfCompare(scope, node);
    case 'in':
      return valueOfTest(scope, lowerIn(scope, node), node.span);
    case 'match':
      return valueOfTest(
        scope,
        matchTest(scope, node, lowerValue(scope, node.subject), sourceOf(node.subject)),
        node.span,
      );
    case 'and':
    case 'or':
    case 'not':
      return conditionAsValue(scope, node.span);
  }
}
