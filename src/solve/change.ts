/**
 * Values for fields: JSON values by dotted name. In a change, `undefined` takes the field away; a draft is an event as it is being made,
 * and holds no `undefined`.
 */
export type Change = ReadonlyMap<string, unknown>;
export type Draft = ReadonlyMap<string, unknown>;

export const NO_CHANGE: Change = new Map();

export const change = (name: string, value: unknown): Change => new Map([[name, value]]);

/** The draft with the change made. */
export function changed(draft: Draft, made: Change): Draft {
  const out = new Map(draft);
  for (const [name, value] of made) {
    if (value === undefined) out.delete(name);
    else out.set(name, value);
  }
  return out;
}

/** Both changes as one, or nothing where they want different values for a field. */
function merged(a: Change, b: Change): Change | undefined {
  if (a.size === 0) return b;
  for (const [name, value] of b) if (a.has(name) && a.get(name) !== value) return undefined;
  return new Map([...a, ...b]);
}

/** Every merge of one of the first with one of the second, at most `limit`. */
export function products(first: readonly Change[], second: readonly Change[], limit: number): readonly Change[] {
  const out: Change[] = [];
  for (const a of first) {
    for (const b of second) {
      const both = merged(a, b);
      if (both) out.push(both);
      if (out.length >= limit) return out;
    }
  }
  return out;
}

/** The draft as a flat event. */
export const flat = (draft: Draft): Readonly<Record<string, unknown>> => Object.fromEntries(draft);

type Node = Map<string, unknown>;

function put(root: Node, name: string, value: unknown): void {
  let node = root;
  let rest = name;
  for (let dot = rest.indexOf('.'); dot !== -1; dot = rest.indexOf('.')) {
    const head = rest.slice(0, dot);
    if (!node.has(head)) node.set(head, new Map());
    const below = node.get(head);
    // A field beside one below it (`a` and `a.b`): the second keeps its dots.
    if (!(below instanceof Map)) break;
    node = below;
    rest = rest.slice(dot + 1);
  }
  node.set(rest, value);
}

const plain = (value: unknown): unknown =>
  value instanceof Map ? Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner)])) : value;

/** The draft as an event with an object for each part of a dotted name, names in order. */
export function nested(draft: Draft): Readonly<Record<string, unknown>> {
  const root: Node = new Map();
  const names = [...draft.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  for (const name of names) put(root, name, draft.get(name));
  return Object.fromEntries([...root].map(([key, inner]) => [key, plain(inner)]));
}
