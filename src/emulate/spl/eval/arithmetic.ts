import type { ArithmeticStep } from '../../../../grammars/spl/ast.ts';
import type { SplReadings } from '../readings.ts';
import { type Atom, finite, isMulti, numberOf, type Value } from '../value.ts';
import { type Call, type Evaluate, refuseMulti } from './function.ts';

type Operator = ArithmeticStep['operator'];
type Place = Pick<Call, 'name' | 'span' | 'context'>;

function modulo(a: number, b: number, readings: SplReadings): number {
  const rest = a % b;
  return readings.moduloSign === 'divisor' && rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

const APPLY: { readonly [O in Operator]: (a: number, b: number, readings: SplReadings) => number } = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': modulo,
};

/** `+` also joins two texts. [SR/eval] What is no number, or a division by zero, gives null. */
function apply(operator: Operator, a: Atom, b: Atom, readings: SplReadings): Value {
  const [left, right] = [numberOf(a), numberOf(b)];
  const bothText = operator === '+' && typeof a === 'string' && typeof b === 'string';
  const numbers = left !== undefined && right !== undefined;
  if (bothText && (!numbers || readings.plusOnTexts === 'concat')) return a + b;
  return numbers ? finite(APPLY[operator](left, right, readings)) : null;
}

function operand(value: Value, place: Place): Atom | null {
  if (isMulti(value)) return refuseMulti(place);
  return typeof value === 'boolean' ? null : value;
}

/** Operators of one binding strength, from left to right. */
export function arithmetic(first: Evaluate, steps: readonly (readonly [Operator, Evaluate])[], place: Place): Evaluate {
  return (row) => {
    let result: Value = first(row);
    for (const [operator, run] of steps) {
      const left = operand(result, place);
      const right = operand(run(row), place);
      if (left === null || right === null) return null;
      result = apply(operator, left, right, place.context.readings);
    }
    return result;
  };
}

export function negative(body: Evaluate, place: Place): Evaluate {
  return (row) => {
    const number = numberOf(operand(body(row), place));
    return number === undefined ? null : -number;
  };
}
