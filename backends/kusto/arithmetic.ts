import type { Call, FunctionId, Value } from '../../src/ir/value.ts';
import { fieldsOfValue } from '../../src/ir/walk.ts';
import { type Frag, parens, q, raw } from '../../src/target/frag.ts';
import { JSON_NUMBER } from './compare.ts';
import { LEVEL, long, regexString } from './lexical.ts';
import { assume, call, type Expr, infix, type Presence, refused, type Scope } from './scope.ts';

type Operator = Extract<FunctionId, 'add' | 'subtract' | 'multiply' | 'divide' | 'modulo'>;

const binary = (left: Frag, sign: string, right: Frag, level: number): Frag =>
  q(level)`${parens(left, level)} ${raw(sign)} ${parens(right, level - 1)}`;

const quotient = (a: Frag, b: Frag): Frag => binary(a, '/', b, LEVEL.factor);

/** KQL's `%` is never negative; the language keeps the sign of the left operand (kusto.md, section 2). */
const rest = (a: Frag, b: Frag): Frag =>
  binary(a, '-', binary(b, '*', q(LEVEL.atom)`(${quotient(a, b)})`, LEVEL.factor), LEVEL.sum);

const WRITERS: { readonly [O in Operator]: (a: Frag, b: Frag) => Frag } = {
  add: (a, b) => binary(a, '+', b, LEVEL.sum),
  subtract: (a, b) => binary(a, '-', b, LEVEL.sum),
  multiply: (a, b) => binary(a, '*', b, LEVEL.factor),
  divide: quotient,
  modulo: rest,
};

/** A text of unknown type is read as a number where it spells one. */
function numeric(scope: Scope, node: Call, arg: Expr): Expr {
  if (arg.type === 'long' || arg.type === 'real') return arg;
  if (arg.type !== 'string')
    return { ...arg, type: 'long', frag: refused(scope, `function/${node.fn}`, 'an operand that is no number') };
  const names = fieldsOfValue(node).map(({ name }) => name);
  const witness = Object.fromEntries(names.map((name) => [name, '9007199254740993']));
  const why = 'the text of a number is read as a 64-bit floating point number';
  assume(scope, `function/${node.fn}`, 'number/double', why, witness);
  const shape: Presence = { frag: infix(arg.frag, 'matches regex', regexString(JSON_NUMBER)) };
  return { frag: call('todouble', arg.frag), type: 'real', nullable: true, present: [...arg.present, shape] };
}

/** Lengths, positions and small constants: no sum or product of a few of them leaves 64 bits. */
function isSmall(value: Value): boolean {
  if (value.kind === 'literal')
    return value.type === 'integer' && value.value < 2n ** 31n && value.value > -(2n ** 31n);
  if (value.kind !== 'call') return false;
  if (value.fn === 'length' || value.fn === 'index-of') return true;
  return (value.fn === 'add' || value.fn === 'subtract') && value.args.every(isSmall);
}

const nonzero = (node: Call): boolean => {
  const divisor = node.args[1];
  return (
    divisor?.kind === 'literal' &&
    (divisor.type === 'integer' || divisor.type === 'real') &&
    Number(divisor.value) !== 0
  );
};

/** What is a real number in KQL may be whole in the language, and then its quotient is cut. */
const mayBeWhole = (value: Value): boolean =>
  (value.kind === 'field' && value.type === 'unknown') ||
  (value.kind === 'call' && (value.fn === 'number' || value.args.some(mayBeWhole)));

function overflow(scope: Scope, node: Call): void {
  const fields = fieldsOfValue(node);
  if (fields.length === 0 || node.args.every(isSmall)) return;
  const witness = Object.fromEntries(fields.map(({ name }) => [name, 9223372036854775807n]));
  assume(scope, `function/${node.fn}`, 'number/no-overflow', 'KQL counts in 64 bits', witness);
}

const refuse = (scope: Scope, node: Call, why: string): Expr => ({
  frag: refused(scope, `function/${node.fn}`, why),
  type: 'long',
  nullable: false,
  present: [],
});

/** Why an operator has no form in KQL that gives the same result. */
function refusal(node: Call, operator: Operator, isReal: boolean): string | undefined {
  if (isReal && operator === 'modulo') return 'KQL has no rest of real numbers';
  const isCut = isReal && operator === 'divide' && node.args.some(mayBeWhole);
  return isCut ? 'a quotient of numbers that may be whole or real' : undefined;
}

/** When the result is there, besides its operands. */
function resultPresence(
  node: Call,
  operator: Operator,
  frag: Frag,
  divisor: Frag,
  isReal: boolean,
): readonly Presence[] {
  const divides = operator === 'divide' || operator === 'modulo';
  return [
    ...(divides && !nonzero(node) ? [{ frag: infix(divisor, '!=', long(0n)) }] : []),
    ...(isReal ? [{ frag: call('isfinite', frag) }] : []),
  ];
}

/** An operator on two numbers; whole by whole stays whole and truncates toward zero, as KQL does. */
export function arithmetic(operator: Operator): (scope: Scope, node: Call, args: readonly Expr[]) => Expr {
  return (scope, node, args) => {
    const [left, right] = args.map((arg) => numeric(scope, node, arg));
    if (!left || !right) return refuse(scope, node, 'two operands are needed');
    const isReal = left.type === 'real' || right.type === 'real';
    const why = refusal(node, operator, isReal);
    if (why !== undefined) return refuse(scope, node, why);
    if (!isReal) overflow(scope, node);
    const frag = WRITERS[operator](left.frag, right.frag);
    const own = resultPresence(node, operator, frag, right.frag, isReal);
    return {
      frag,
      type: isReal ? 'real' : 'long',
      nullable: left.nullable || right.nullable,
      present: [...left.present, ...right.present, ...own],
    };
  };
}
