/** A whole number, exact: a number where JavaScript has it exactly, otherwise a bigint. `digits` is decimal, 0x, 0o or 0b. */
export function exactInteger(digits: string): number | bigint {
  const negative = digits.startsWith('-');
  const magnitude = BigInt(digits.replace(/^[+-]/, ''));
  if (magnitude <= BigInt(Number.MAX_SAFE_INTEGER)) return negative ? -Number(magnitude) : Number(magnitude);
  return negative ? -magnitude : magnitude;
}
