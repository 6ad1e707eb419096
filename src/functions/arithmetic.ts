import { type Argument, finite, numberOf } from './argument.ts';

/**
 * Applies an operator: two whole numbers stay whole, with any number of digits; one real operand makes both real. What is no
 * number, or has no finite result, is absent.
 */
export function onNumbers(
  left: Argument,
  right: Argument,
  whole: (a: bigint, b: bigint) => bigint | null,
  real: (a: number, b: number) => number,
): bigint | number | null {
  const a = numberOf(left);
  const b = numberOf(right);
  if (a === null || b === null) return null;
  if (typeof a === 'bigint' && typeof b === 'bigint') return whole(a, b);
  return finite(real(Number(a), Number(b)));
}
