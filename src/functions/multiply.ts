import type { Argument } from './argument.ts';
import { onNumbers } from './arithmetic.ts';
import type { FunctionSpec } from './function.ts';

/** The product of two numbers. */
function multiply(left: Argument, right: Argument): bigint | number | null {
  return onNumbers(
    left,
    right,
    (a, b) => a * b,
    (a, b) => a * b,
  );
}

export const spec: FunctionSpec = {
  id: 'multiply',
  eqlName: 'multiply',
  folds: false,
  doc: 'The product of two numbers.',
  params: [
    { name: 'left', type: 'number' },
    { name: 'right', type: 'number' },
  ],
  returns: 'number',
  source: 'Elastic EQL function reference, "multiply"; docs/semantics.md, "Arithmetic and functions"',
  evaluate: ([left, right]) => multiply(left, right),
  examples: [
    { args: [-2n, -2n], gives: 4n },
    { args: [0.5, 2n], gives: 1 },
    { args: [2n ** 40n, 2n ** 40n], gives: 1208925819614629174706176n },
    { args: [null, 2n], gives: null },
  ],
};
