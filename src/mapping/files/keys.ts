import { didYouMean } from '../../base/did-you-mean.ts';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import { entryOf, kindOf, type Located, type LocatedMap } from '../../formats/located.ts';
import { type Take, takeText } from '../../formats/take.ts';

/** A map with no other keys than these; what is wrong is said. */
export function knownMap(
  node: Located,
  what: string,
  known: readonly string[],
  found: Diagnostic[],
): LocatedMap | undefined {
  if (node.kind !== 'map') {
    found.push(diagnostic('mapping/not-a-map', { what, found: kindOf(node) }, node.span));
    return undefined;
  }
  for (const { key, keySpan } of node.entries)
    if (!known.includes(key))
      found.push(diagnostic('mapping/unknown-key', { key, near: didYouMean(key, known), known }, keySpan));
  return node;
}

/** The value of a key that must be there. */
export function needed<T>(
  map: LocatedMap,
  key: string,
  what: string,
  take: Take<T>,
  found: Diagnostic[],
): T | undefined {
  const entry = entryOf(map, key);
  if (entry) return take(entry.value, key, 'bad', found);
  found.push(diagnostic('mapping/missing-key', { key, what }, map.span));
  return undefined;
}

/** One of a few words. */
export function takeWord<W extends string>(known: readonly W[]): Take<W> {
  return (node, key, weight, found) => {
    const word = takeText(node, key, weight, found);
    const hit = known.find((one) => one === word);
    if (word !== undefined && hit === undefined)
      found.push(diagnostic('mapping/bad-word', { key, word, near: didYouMean(word, known), known }, node.span));
    return hit;
  };
}

/** A list of `T`, or one that stands alone. */
export function takeOneOrMore<T>(item: Take<T>): Take<readonly T[]> {
  return (node, key, weight, found) => {
    const nodes = node.kind === 'list' ? node.items : [node];
    return nodes.map((one) => item(one, key, weight, found)).filter((one) => one !== undefined);
  };
}
