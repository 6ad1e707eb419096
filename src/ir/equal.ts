/** Equality of IR nodes: everything but `origin`, where a node was written. Works on any readonly tree of the IR. */
export function sameNode(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a).filter(([key, value]) => key !== 'origin' && value !== undefined);
  const right = new Map(Object.entries(b).filter(([key, value]) => key !== 'origin' && value !== undefined));
  return left.length === right.size && left.every(([key, value]) => right.has(key) && sameNode(value, right.get(key)));
}

/** The same text for the same nodes, in the sense of `sameNode`, to find them among many. */
export const nodeKey = (node: unknown): string =>
  JSON.stringify(node, (name, value: unknown) => {
    if (name === 'origin') return undefined;
    return typeof value === 'bigint' ? `${value}n` : value;
  });
