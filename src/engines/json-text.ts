/**
 * JSON text of a value; a bigint is written in all its digits, an absent member is left out. Nested deeper than `depth`
 * (1,000 unless told) it gives undefined, so that no hostile event exhausts a stack, here or in an engine.
 */
export function jsonTextOf(value: unknown, depth = 1000): string | undefined {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (depth === 0) return undefined;
  const parts: string[] = [];
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined && !Array.isArray(value)) continue;
    const text = jsonTextOf(member, depth - 1);
    if (text === undefined) return undefined;
    parts.push(Array.isArray(value) ? text : `${JSON.stringify(name)}:${text}`);
  }
  return Array.isArray(value) ? `[${parts.join(',')}]` : `{${parts.join(',')}}`;
}

/** JSON text of what is known to be shallow, as the list of a cell. */
export function jsonText(value: unknown): string {
  const text = jsonTextOf(value);
  if (text === undefined) throw new Error('isorule bug: a cell nested too deep');
  return text;
}
