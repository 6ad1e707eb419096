/**
 * JSON text of a value; a bigint is written in all its digits, an absent member is left out. Nested deeper than `depth`
 * (1,000 unless told) it gives undefined, so that no hostile event exhausts a stack, here or in an engine; so does a number
 * that is not finite, which JSON can't say.
 */
export function jsonTextOf(value: unknown, depth = 1000): string | undefined {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number' && !Number.isFinite(value)) return undefined;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (depth === 0) return undefined;
  if (Array.isArray(value)) return joined(value, ['[', ']'], (item: unknown) => jsonTextOf(item, depth - 1));
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return joined(members, ['{', '}'], ([name, member]) => {
    const text = jsonTextOf(member, depth - 1);
    return text === undefined ? undefined : `${JSON.stringify(name)}:${text}`;
  });
}

function joined<T>(
  items: readonly T[],
  [open, close]: readonly [string, string],
  write: (item: T) => string | undefined,
): string | undefined {
  const parts: string[] = [];
  for (const item of items) {
    const text = write(item);
    if (text === undefined) return undefined;
    parts.push(text);
  }
  return `${open}${parts.join(',')}${close}`;
}

/** JSON text of what is known to be shallow, as the list of a cell. */
export function jsonText(value: unknown): string {
  const text = jsonTextOf(value);
  if (text === undefined) throw new Error('isorule bug: a cell that is no JSON');
  return text;
}
