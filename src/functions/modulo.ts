import type { Argument } from './argument.ts';
import { onNumbers } from './arithmetic.ts';
import type { FunctionSpec } from './function.ts';

/** The rest of a division, with the sign of the left operand. */
function modulo(left: Argument, right: Argument): bigint | number | null {
  return onNumbers(
    left,
    right,
    (a, b) => (b === 0n ? null : a % b),
    (a, b) => a % b,
  );
}

export const spec: FunctionSpec = {
  id: 'modulo',
  eqlName: 'modulo',
  folds: false,
  doc: 'What is left of the first number after division by the second; it keeps the sign of the first.',
  params: [
    { name: 'left', type: 'number' },
    { name: 'right', type: 'number' },
  ],
  returns: 'number',
  source: 'Elastic EQL function reference, "modulo"; docs/semantics.md, "Arithmetic and functions"',
  evaluate: ([left, right]) => modulo(left, right),
  examples: [
    { args: [10n, 6n], gives: 4n },
    { args: [10n, -6n], gives: 4n },
    { args: [-10n, -6n], gives: -4n },
    { args: [5.5, 2n], gives: 1.5 },
    { args: [10n, 0n], gives: null },
    { args: [10n, 0], gives: null },
    { args: [null, 4n], gives: null },
  ],
};
