import type { Argument } from './argument.ts';
import { onNumbers } from './arithmetic.ts';
import type { FunctionSpec } from './function.ts';

/** The quotient of two numbers; whole by whole truncates toward zero, and nothing divides by zero. */
function divide(left: Argument, right: Argument): bigint | number | null {
  return onNumbers(
    left,
    right,
    (a, b) => (b === 0n ? null : a / b),
    (a, b) => a / b,
  );
}

export const spec: FunctionSpec = {
  id: 'divide',
  eqlName: 'divide',
  folds: false,
  doc: 'The first number divided by the second; whole numbers truncate toward zero. Division by zero is absent.',
  params: [
    { name: 'left', type: 'number' },
    { name: 'right', type: 'number' },
  ],
  returns: 'number',
  source: 'Elastic EQL function reference, "divide"; docs/semantics.md, "Arithmetic and functions"',
  evaluate: ([left, right]) => divide(left, right),
  examples: [
    { args: [4n, 3n], gives: 1n },
    { args: [4n, 3], gives: 4 / 3 },
    { args: [-7n, 2n], gives: -3n, why: 'toward zero' },
    { args: [0.5, 4n], gives: 0.125 },
    { args: [4n, 0n], gives: null, why: 'Elasticsearch fails the search' },
    { args: [4n, 0], gives: null },
    { args: [0, 0], gives: null },
    { args: [null, 4n], gives: null },
  ],
};
