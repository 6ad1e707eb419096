import { diagnostic } from '../../diagnostics/diagnostic.ts';
import { entryOf, kindOf } from '../../formats/located.ts';
import { takeText } from '../../formats/take.ts';
import { takeOneOrMore } from '../files/keys.ts';
import type { Source } from './pipeline.ts';

/** A map of names to a text, or to several. Nothing where it is missing or none, which is said. */
export function textsOfMap({ map, found }: Source, key: string): ReadonlyMap<string, readonly string[]> | undefined {
  const node = entryOf(map, key)?.value;
  if (!node) found.push(diagnostic('mapping/missing-key', { key, what: 'a transformation' }, map.span));
  if (node?.kind === 'map')
    return new Map(
      node.entries.map((one) => [one.key, takeOneOrMore(takeText)(one.value, one.key, 'bad', found) ?? []] as const),
    );
  if (node) found.push(diagnostic('mapping/not-a-map', { what: `\`${key}\``, found: kindOf(node) }, node.span));
  return undefined;
}
