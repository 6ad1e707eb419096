import { plainDecimal } from '../../src/functions/decimal.ts';
import type { Literal } from '../../src/ir/value.ts';

/** The text that a constant is where it meets one. */
export function plainText(literal: Literal): string | undefined {
  if (literal.type === 'null' || literal.type === 'date') return undefined;
  return literal.type === 'text' || literal.type === 'version' ? literal.value : plainDecimal(literal.value);
}
