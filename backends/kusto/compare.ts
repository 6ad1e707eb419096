import { isoText } from '../../src/base/instant.ts';
import { plainDecimal } from '../../src/functions/decimal.ts';
import type { Compare, CompareOp, Literal, Value } from '../../src/ir/value.ts';
import { fieldsOfValue } from '../../src/ir/walk.ts';
import { type Frag, raw } from '../../src/target/frag.ts';
import type { EventJson } from '../../src/target/ledger.ts';
import { bool, isLong, long, NANOS_PER_TICK, real, regexString } from './lexical.ts';
import { allOf, assume, call, differs, type Expr, infix, refused, type Scope, type Test } from './scope.ts';
import { equality, twin } from './text-tests.ts';

const sure = (frag: Frag): Test => ({ frag, nullable: false });
const never: Test = sure(raw('false'));

const WORDS: { readonly [O in CompareOp]: string } = { eq: '==', ne: '!=', lt: '<', lte: '<=', gt: '>', gte: '>=' };

/** `a op b`. Equality is null only where both sides are, order where one is (kusto.md, section 2). */
function plain(scope: Scope, op: CompareOp, left: Expr, right: Expr): Test {
  const equality = op === 'eq' || op === 'ne';
  const nullable = equality ? left.nullable && right.nullable : left.nullable || right.nullable;
  const [word, other] = op === 'ne' ? ['!=', '=='] : [WORDS[op], '!='];
  if (!equality || nullable) return { frag: infix(left.frag, word, right.frag), nullable };
  return sure(twin(scope.place.negatives, left.frag, word, right.frag, other));
}

const withFrag = (expr: Expr, frag: Frag): Expr => ({ ...expr, frag });

/** The bound in whole numbers that a whole number passes exactly if it passes the real one; nothing where none can. */
function wholeBound(op: CompareOp, value: number): bigint | undefined {
  if (op === 'eq' || op === 'ne') return Number.isInteger(value) ? BigInt(value) : undefined;
  return BigInt(op === 'gt' || op === 'lte' ? Math.floor(value) : Math.ceil(value));
}

const TOO_LARGE = 'a whole number beyond 64 bits has no literal of type long';

function longWithLiteral(scope: Scope, op: CompareOp, left: Expr, right: Expr, literal: Literal): Test {
  const value =
    literal.type === 'integer' ? literal.value : literal.type === 'real' ? wholeBound(op, literal.value) : 0n;
  if (value === undefined) return sure(bool(op === 'ne'));
  return isLong(value)
    ? plain(scope, op, left, withFrag(right, long(value)))
    : sure(refused(scope, 'compare', TOO_LARGE));
}

function realWithLiteral(scope: Scope, op: CompareOp, left: Expr, right: Expr, literal: Literal): Test {
  const value = literal.type === 'integer' || literal.type === 'real' ? Number(literal.value) : 0;
  const exact = literal.type !== 'integer' || (Number.isFinite(value) && BigInt(value) === literal.value);
  if (!exact) return sure(refused(scope, 'compare', 'the whole number has no exact value of type real'));
  const frag = literal.type === 'integer' && Number.isSafeInteger(value) ? long(literal.value) : real(value);
  return plain(scope, op, left, withFrag(right, frag));
}

const everywhere = (value: Value, content: unknown): EventJson =>
  Object.fromEntries(fieldsOfValue(value).map(({ name }) => [name, content]));

function numbers(scope: Scope, node: Compare, left: Expr, right: Expr): Test {
  if (node.right.kind === 'literal') {
    const write = left.type === 'long' ? longWithLiteral : realWithLiteral;
    return write(scope, node.op, left, right, node.right);
  }
  if (left.type !== right.type) {
    const why = 'a whole and a real number are compared as real ones';
    assume(scope, 'compare', 'number/double', why, everywhere(node, 9007199254740993n));
  }
  return plain(scope, node.op, left, right);
}

const MIDDLE = NANOS_PER_TICK / 2n;

/** What lies behind the tick is cut: an event just after the literal is taken for one at it. */
function dates(scope: Scope, node: Compare, left: Expr, right: Expr): Test {
  const { op } = node;
  if (node.right.kind === 'literal' && node.right.type === 'date' && (op === 'eq' || op === 'gt' || op === 'lte')) {
    const witness = everywhere(node.left, isoText(node.right.value + MIDDLE));
    assume(scope, 'date', 'kusto/whole-ticks', 'a datetime holds 100 nanoseconds, finer digits are cut', witness);
  }
  return plain(scope, op, left, right);
}

const HIGH = /[\ud800-\uffff]/;

function order(scope: Scope, node: Compare, left: Expr, right: Expr): Test {
  const simple = node.right.kind === 'literal' && node.right.type === 'text' && !HIGH.test(node.right.value);
  if (!simple) {
    const names = fieldsOfValue(node).map(({ name }) => name);
    const witness = Object.fromEntries(names.map((name, i) => [name, i === 0 ? '\uffee' : '\u{10000}']));
    assume(scope, 'compare', 'text/code-point-order', 'strcmp() may order by UTF-16 units', witness);
  }
  return sure(infix(call('strcmp', left.frag, right.frag), WORDS[node.op], long(0n)));
}

function texts(scope: Scope, node: Compare, left: Expr, right: Expr): Test {
  if (node.op !== 'eq' && node.op !== 'ne') return order(scope, node, left, right);
  if (node.right.kind === 'literal' && node.right.type === 'text') {
    const test = equality(scope, left.frag, [node.right.value], node.caseRule);
    return sure(node.op === 'eq' ? test : (scope.place.negatives.find(test.doc) ?? call('not', test)));
  }
  if (node.caseRule === 'simple') foldsLess(scope, node);
  const [equal, unequal] = node.caseRule === 'exact' ? ['==', '!='] : ['=~', '!~'];
  const [word, other] = node.op === 'eq' ? [equal, unequal] : [unequal, equal];
  return sure(twin(scope.place.negatives, left.frag, word, right.frag, other));
}

/** Text operators fold ASCII letters; two values that differ in the case of another letter stay different. */
export function foldsLess(scope: Scope, node: Value): void {
  const names = fieldsOfValue(node).map(({ name }) => name);
  const witness = Object.fromEntries(names.map((name, i) => [name, i === 0 ? '\u00e9' : '\u00c9']));
  differs(scope, 'narrower', 'case', 'KQL folds the case of ASCII letters only', witness);
}

/** The text of a JSON number (docs/semantics.md, "Comparing"). */
export const JSON_NUMBER = String.raw`^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$`;

const isNumeric = ({ type }: Expr): boolean => type === 'long' || type === 'real';

/** A field of unknown type, which is text, with a number: equal as text, ordered as numbers where it spells one. */
function unknownWithNumber(scope: Scope, node: Compare, left: Expr, right: Expr): Test {
  if (node.op === 'eq' || node.op === 'ne') {
    const asText = { ...right, frag: call('tostring', right.frag), type: 'string' as const };
    return right.type === 'long'
      ? plain(scope, node.op, left, asText)
      : sure(refused(scope, 'compare', "KQL's spelling of real numbers is not documented"));
  }
  // Rounding keeps the order, so that it can only matter beside a number that is itself beyond what is exact.
  const bound =
    node.right.kind === 'literal' && 'value' in node.right ? Number(node.right.value) : Number.POSITIVE_INFINITY;
  if (Math.abs(bound) >= 2 ** 53) {
    const why = 'the text of a number is read as a 64-bit floating point number';
    const near = Number.isFinite(bound) ? BigInt(bound) + 1n : 9007199254740993n;
    assume(scope, 'compare', 'number/double', why, everywhere(node.left, String(near)));
  }
  const isNumber = infix(left.frag, 'matches regex', regexString(JSON_NUMBER));
  const number: Expr = { frag: call('todouble', left.frag), type: 'real', nullable: true, present: [] };
  const { frag } =
    node.right.kind === 'literal'
      ? realWithLiteral(scope, node.op, number, right, node.right)
      : plain(scope, node.op, number, right);
  return { frag: allOf([isNumber, frag]), nullable: true };
}

function versions(scope: Scope, node: Compare, left: Expr): Test {
  if ((node.op !== 'eq' && node.op !== 'ne') || node.right.kind !== 'literal' || node.right.type !== 'version')
    return sure(refused(scope, 'version', 'KQL has no order of semantic versions'));
  const why = 'versions are compared as texts';
  assume(scope, 'version', 'version/same-spelling', why, everywhere(node.left, `${node.right.value}+build`));
  return texts(scope, { ...node, right: { kind: 'literal', type: 'text', value: node.right.value } }, left, left);
}

const isVersion = (value: Value): boolean =>
  (value.kind === 'field' && value.type === 'version') || (value.kind === 'literal' && value.type === 'version');

/** Numbers and booleans that meet a field of unknown type are texts there. */
function unknownLiteral(value: Value): string | undefined {
  if (value.kind !== 'literal' || value.type === 'text') return undefined;
  return value.type === 'integer' || value.type === 'real' || value.type === 'boolean'
    ? plainDecimal(value.value)
    : undefined;
}

const FLIPPED: { readonly [O in CompareOp]: CompareOp } = {
  eq: 'eq',
  ne: 'ne',
  lt: 'gt',
  lte: 'gte',
  gt: 'lt',
  gte: 'lte',
};

/** A comparison of two values (docs/semantics.md, "Comparing"); a constant stands on the right. */
export function compareTest(scope: Scope, node: Compare, left: Expr, right: Expr): Test {
  if (node.left.kind === 'literal' && node.right.kind !== 'literal') {
    const flipped = { ...node, op: FLIPPED[node.op], left: node.right, right: node.left };
    return compareTest(scope, flipped, right, left);
  }
  if (isVersion(node.left) || isVersion(node.right)) return versions(scope, node, left);
  if (left.type === 'string' && right.type === 'string') return texts(scope, node, left, right);
  if (left.type === 'string') return mixed(scope, node, left, right);
  if (right.type === 'string')
    return mixed(scope, { ...node, op: FLIPPED[node.op], left: node.right, right: node.left }, right, left);
  if (isNumeric(left) && isNumeric(right)) return numbers(scope, node, left, right);
  if (left.type === 'datetime' && right.type === 'datetime') return dates(scope, node, left, right);
  if (left.type === 'bool' && right.type === 'bool' && (node.op === 'eq' || node.op === 'ne'))
    return plain(scope, node.op, left, right);
  return never;
}

function mixed(scope: Scope, node: Compare, left: Expr, right: Expr): Test {
  const text = unknownLiteral(node.right);
  if (text !== undefined && (node.op === 'eq' || node.op === 'ne')) {
    const literal: Literal = { kind: 'literal', type: 'text', value: text };
    return texts(scope, { ...node, right: literal }, left, { ...right, type: 'string' });
  }
  if (isNumeric(right)) return unknownWithNumber(scope, node, left, right);
  return right.type === 'bool' ? sure(refused(scope, 'compare', 'a text with a truth value')) : never;
}
