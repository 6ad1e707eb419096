import type { Call } from '../../src/ir/value.ts';
import { fieldsOfValue } from '../../src/ir/walk.ts';
import { chain, type Frag, parens, q, raw } from '../../src/target/frag.ts';
import { asNumber, computed, type Expr, isNumber } from './expr.ts';
import { LEVEL } from './lexical.ts';
import { assume, call, compared, everywhere, refused, type Scope } from './scope.ts';

type Operation = 'add' | 'subtract' | 'multiply' | 'divide' | 'modulo';

const SUMS = { add: '+', subtract: '-' } as const;

export function sum(left: Frag, sign: '+' | '-', right: Frag): Frag {
  return q(LEVEL.sum)`${parens(left, LEVEL.sum)}${raw(sign)}${parens(right, LEVEL.factor)}`;
}

const product = (left: Frag, sign: '*' | '/', right: Frag): Frag =>
  q(LEVEL.factor)`${parens(left, LEVEL.factor)}${raw(sign)}${parens(right, LEVEL.atom)}`;

/** The quotient without its fraction; null by zero. */
function truncated(left: Frag, right: Frag): Frag {
  const quotient = product(left, '/', right);
  return call('if', compared(quotient, '<', raw('0')), call('ceiling', quotient), call('floor', quotient));
}

function written(operation: Operation, whole: boolean, a: Frag, b: Frag): Frag {
  switch (operation) {
    case 'add':
    case 'subtract':
      return sum(a, SUMS[operation], b);
    case 'multiply':
      return product(a, '*', b);
    case 'divide':
      return whole ? truncated(a, b) : product(a, '/', b);
    // The sign of Splunk's own `%` is not documented.
    case 'modulo':
      return sum(a, '-', product(truncated(a, b), '*', b));
  }
}

const COPIES: { readonly [O in Operation]: number } = { add: 1, subtract: 1, multiply: 1, divide: 3, modulo: 4 };

/** Only a data field's number can be too large to be exact. */
const mayBeLarge = (expr: Expr): boolean =>
  fieldsOfValue(expr.node).some(({ type }) => type === 'long' || type === 'double');

/** An operator on two numbers, as floating point numbers. */
export function arithmetic(operation: Operation): (scope: Scope, node: Call, args: readonly Expr[]) => Expr {
  return (scope, node, args) => {
    const [left, right] = args;
    if (!left || !right || !isNumber(left) || !isNumber(right))
      return computed(
        scope,
        node,
        'whole',
        refused(scope, `function/${node.fn}`, 'the type of a number is not known'),
        1,
      );
    if (operation === 'multiply' || mayBeLarge(left) || mayBeLarge(right)) {
      const why = 'numbers are floating point numbers';
      assume(scope, `function/${node.fn}`, 'number/double', why, everywhere(node, 9007199254740993n));
    }
    const whole = left.type === 'whole' && right.type === 'whole';
    const frag = written(operation, whole, asNumber(scope, left, '07'), asNumber(scope, right, '07'));
    return computed(scope, node, whole ? 'whole' : 'real', frag, (left.size + right.size) * COPIES[operation]);
  };
}

/** All operands one after another with an operator between them. */
export const joined = (frags: readonly Frag[], sign: string): Frag =>
  chain(
    frags.map((frag) => parens(frag, LEVEL.factor)),
    sign,
    LEVEL.sum,
  );
