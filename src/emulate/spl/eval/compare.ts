import type { EvalOperator } from '../../../../grammars/spl/ast.ts';
import type { SplReadings } from '../readings.ts';
import { type Atom, compareText, numberOf, numberText, textOf } from '../value.ts';

export type Ordering = Exclude<EvalOperator, 'like'>;

const HOLDS: { readonly [O in Ordering]: (order: number) => boolean } = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

const isEquality = (operator: Ordering): boolean => operator === '=' || operator === '!=';

/** The order of a number and a text: by value if the text spells a number, else as the readings say; nothing: no order. */
function mixed(operator: Ordering, a: Atom, b: Atom, readings: SplReadings): number | undefined {
  const [left, right] = [numberOf(a), numberOf(b)];
  if (left === undefined || right === undefined) {
    return isEquality(operator) || readings.numberWithText === 'as-text'
      ? compareText(textOf(a), textOf(b))
      : undefined;
  }
  const sameSpelling = textOf(a) === textOf(b) || readings.numberSpelling === 'value';
  return isEquality(operator) && !sameSpelling ? compareText(numberText(left), textOf(b)) || 1 : left - right;
}

function texts(a: string, b: string, readings: SplReadings): number {
  const [left, right] = [numberOf(a), numberOf(b)];
  const numbers = readings.textEquality === 'as-numbers' && left !== undefined && right !== undefined;
  return numbers ? left - right : compareText(a, b);
}

/** Compares two values as `where` does. [SR/eval] Null: the documents give no result. */
export function compareAtoms(operator: Ordering, a: Atom, b: Atom, readings: SplReadings): boolean | null {
  const holds = HOLDS[operator];
  if (typeof a === 'number' && typeof b === 'number') return holds(a - b);
  if (typeof a === 'string' && typeof b === 'string') return holds(texts(a, b, readings));
  const order = mixed(operator, a, b, readings);
  return order === undefined ? null : holds(order);
}
