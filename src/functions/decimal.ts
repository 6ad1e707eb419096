/** Digits with a decimal point and no exponent for a real number as JavaScript writes it: `1.5e-7` is `0.00000015`. */
function withoutExponent(written: string): string {
  const [digits = '', exponent] = written.split('e-');
  if (exponent === undefined) return written;
  const sign = digits.startsWith('-') ? '-' : '';
  const all = digits.replace(/[-.]/g, '');
  return `${sign}0.${'0'.repeat(Number(exponent) - 1)}${all}`;
}

/**
 * Plain decimal spelling (docs/semantics.md, "Reading a field"): whole numbers without exponent or `.0`, others as the shortest
 * decimal that reads back to the same double; booleans as `true` and `false`.
 */
export function plainDecimal(value: bigint | number | boolean): string {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return String(value === 0 ? 0 : value);
  return Number.isInteger(value) ? String(BigInt(value)) : withoutExponent(String(value));
}
