import { contentOf, isEntry, isKeyword } from './rows.ts';
import { all, anyOf, keyOf, not, type Test, type Tree, test } from './tree.ts';

/** Items of one key behind the first of them; those without a key stay where they are. */
function byKey<T>(items: readonly T[], key: (item: T) => string | undefined): readonly T[] {
  const groups = new Map<unknown, T[]>();
  for (const item of items) {
    const name = key(item) ?? item;
    const known = groups.get(name);
    if (known) known.push(item);
    else groups.set(name, [item]);
  }
  return [...groups.values()].flat();
}

const keyOfPart = (part: Tree): string | undefined => (isEntry(part) ? keyOf(part.item) : undefined);

/** Each key once. The patterns of one test stay together. */
function tidySplit(tree: Test): Tree {
  if (!tree.split) return tree;
  const tidied = anyOf(byKey(tree.split, keyOf).map(test));
  if (tidied.kind !== 'any') return tidied;
  return { ...tree, split: tidied.parts.flatMap((part) => (part.kind === 'test' ? part.item : [])) };
}

/** Plain tests, then the rest, then what must not hold. */
function tidyAll(parts: readonly Tree[]): Tree {
  const entries = byKey(parts.filter(isEntry), keyOfPart);
  const others = parts.filter((part) => !isEntry(part) && part.kind !== 'not');
  return all([...entries, ...others, ...parts.filter((part) => part.kind === 'not')]);
}

/** What fits one list of maps, then the rest. */
function tidyAny(parts: readonly Tree[]): Tree {
  const ordered = byKey(parts, keyOfPart);
  const isFlat = (part: Tree): boolean => !isKeyword(part) && contentOf(part) !== undefined;
  return anyOf([...ordered.filter(isFlat), ...ordered.filter((part) => !isFlat(part))]);
}

function tidyInside(tree: Tree): Tree {
  if (tree.kind === 'test') return tidySplit(tree);
  if (tree.kind === 'not') return not(tidyInside(tree.inner));
  const parts = tree.parts.map(tidyInside);
  // Both may have become flatter inside.
  const flat = tree.kind === 'all' ? all(parts) : anyOf(parts);
  if (flat.kind === 'all') return tidyAll(flat.parts);
  return flat.kind === 'any' ? tidyAny(flat.parts) : flat;
}

/** The exceptions of a whole rule are one list of filters, but for those that no single filter says. */
function joinedExceptions(parts: readonly Tree[]): readonly Tree[] {
  const exceptions = parts.flatMap((part) => {
    if (part.kind !== 'not') return [];
    return part.inner.kind === 'any' ? part.inner.parts : [part.inner];
  });
  const isFilter = (part: Tree): boolean => contentOf(part) !== undefined;
  const filters = exceptions.filter(isFilter);
  const [only] = filters;
  const joined: Tree | undefined = only && (filters.length === 1 ? only : { kind: 'any', parts: filters });
  return [
    ...parts.filter((part) => part.kind !== 'not'),
    ...(joined ? [not(joined)] : []),
    ...exceptions.filter((part) => !isFilter(part)).map(not),
  ];
}

/**
 * A tree of a rule of another language in the order that an author of Sigma rules gives it: plain tests, alternatives, exceptions. It
 * means the same. A Sigma rule has its author's order already.
 */
export function tidy(tree: Tree): Tree {
  const tidied = tidyInside(tree);
  return all(joinedExceptions(tidied.kind === 'all' ? tidied.parts : [tidied]));
}
