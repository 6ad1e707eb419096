import type { Argument } from './argument.ts';
import { onNumbers } from './arithmetic.ts';
import type { FunctionSpec } from './function.ts';

/** The first number less the second. */
function subtract(left: Argument, right: Argument): bigint | number | null {
  return onNumbers(
    left,
    right,
    (a, b) => a - b,
    (a, b) => a - b,
  );
}

export const spec: FunctionSpec = {
  id: 'subtract',
  eqlName: 'subtract',
  folds: false,
  doc: 'The first number less the second.',
  params: [
    { name: 'left', type: 'number' },
    { name: 'right', type: 'number' },
  ],
  returns: 'number',
  source: 'Elastic EQL function reference, "subtract"; docs/semantics.md, "Arithmetic and functions"',
  evaluate: ([left, right]) => subtract(left, right),
  examples: [
    { args: [10n, 2n], gives: 8n },
    { args: [10n, 0.5], gives: 9.5 },
    { args: [-2n, -4n], gives: 2n, why: 'the reference page says 8, a slip' },
    { args: [2n, null], gives: null },
  ],
};
