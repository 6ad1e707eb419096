/** Gives names that no field of the rule has: a mark is added to those that are taken. */
export function freshNames(taken: readonly string[]): (wanted: string) => string {
  const known = new Set(taken);
  return (wanted) => (known.has(wanted) ? `${wanted}_` : wanted);
}
