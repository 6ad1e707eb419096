/**
 * A number without an exponent (docs/semantics.md, "Reading a field"): whole numbers in all digits, others as the shortest
 * decimal that reads back to the same double.
 */
export function plainDecimal(value: number | bigint): string {
  const short = String(value);
  const [, sign = '', whole = '', fraction = '', exponent] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(short) ?? [];
  if (exponent === undefined) return short;
  if (Number.isInteger(Number(value))) return BigInt(value).toString();
  return `${sign}0.${'0'.repeat(-Number(exponent) - 1)}${whole}${fraction}`;
}
