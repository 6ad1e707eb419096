/** Equality of IR nodes: everything but `origin`, where a node was written. Works on any readonly tree of the IR. */
export function sameNode(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a).filter(([key, value]) => key !== 'origin' && value !== undefined);
  const right = new Map(Object.entries(b).filter(([key, value]) => key !== 'origin' && value !== undefined));
  return left.length === right.size && left.every(([key, value]) => right.has(key) && sameNode(value, right.get(key)));
}

const written = (node: unknown): string =>
  JSON.stringify(node, (name, value: unknown) => {
    if (name === 'origin') return undefined;
    return typeof value === 'bigint' ? `${value}n` : value;
  });

const known = new WeakMap<object, string>();

/** The same text for the same nodes, in the sense of `sameNode`, to find them among many. Nodes never change: each is written once. */
export function nodeKey(node: unknown): string {
  if (typeof node !== 'object' || node === null) return written(node);
  const key = known.get(node) ?? written(node);
  known.set(node, key);
  return key;
}
