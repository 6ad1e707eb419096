import type { Argument } from './argument.ts';
import { onNumbers } from './arithmetic.ts';
import type { FunctionSpec } from './function.ts';

/** The sum of two numbers. */
function add(left: Argument, right: Argument): bigint | number | null {
  return onNumbers(
    left,
    right,
    (a, b) => a + b,
    (a, b) => a + b,
  );
}

export const spec: FunctionSpec = {
  id: 'add',
  eqlName: 'add',
  folds: false,
  doc: 'The sum of two numbers.',
  params: [
    { name: 'left', type: 'number' },
    { name: 'right', type: 'number' },
  ],
  returns: 'number',
  source: 'Elastic EQL function reference, "add"; docs/semantics.md, "Arithmetic and functions"',
  evaluate: ([left, right]) => add(left, right),
  examples: [
    { args: [4n, 5n], gives: 9n },
    { args: [4n, 0.5], gives: 4.5 },
    { args: [-2n, -2n], gives: -4n },
    { args: [2n ** 64n, 1n], gives: 18446744073709551617n, why: 'whole numbers have no limit' },
    { args: ['4', 5n], gives: 9n, why: 'a field of unknown type is read as a number' },
    { args: ['four', 5n], gives: null },
    { args: [null, 5n], gives: null },
    { args: [1.7e308, 1.7e308], gives: null, why: 'no double holds it' },
  ],
};
