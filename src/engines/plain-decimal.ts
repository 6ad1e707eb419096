/**
 * A number without an exponent (docs/semantics.md, "Reading a field"): whole numbers in all digits, others as the shortest
 * decimal that reads back to the same double.
 */
export function plainDecimal(value: number | bigint): string {
  if (typeof value === 'bigint' || Number.isInteger(value)) return BigInt(value).toString();
  const [, sign = '', whole = '', fraction = '', exponent] = /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/.exec(String(value)) ?? [];
  return exponent === undefined ? String(value) : `${sign}0.${'0'.repeat(Number(exponent) - 1)}${whole}${fraction}`;
}
