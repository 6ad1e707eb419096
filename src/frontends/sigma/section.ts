import { didYouMean } from '../../base/did-you-mean.ts';
import { asText, entryOf, isNull, kindOf, type Located, type LocatedMap } from '../../formats/located.ts';
import type { Span } from '../../text/source-text.ts';
import type { Scope } from './scope.ts';

/** A text and its place. */
export interface Word {
  readonly text: string;
  readonly span: Span;
}

export function wrongType(key: string, expected: string, node: Located, scope: Scope): undefined {
  scope.report('container/bad-field', { field: key, expected, found: kindOf(node) }, node.span);
  return undefined;
}

/** The value of a key; null is nothing. */
export function filledValue(map: LocatedMap, key: string): Located | undefined {
  const node = entryOf(map, key)?.value;
  return node && !isNull(node) ? node : undefined;
}

/** The value of a key that must be there. */
export function neededValue(map: LocatedMap, key: string, scope: Scope): Located | undefined {
  const node = filledValue(map, key);
  if (!node) scope.report('sigma/missing-key', { key }, entryOf(map, key)?.keySpan ?? map.span);
  return node;
}

export function asMap(node: Located, key: string, scope: Scope): LocatedMap | undefined {
  return node.kind === 'map' ? node : wrongType(key, 'a map', node, scope);
}

export function asWord(node: Located, key: string, scope: Scope): Word | undefined {
  const text = asText(node);
  return text === undefined || text === '' ? wrongType(key, 'text', node, scope) : { text, span: node.span };
}

/** A list of texts, or a single one. */
export function asWords(node: Located, key: string, scope: Scope): readonly Word[] | undefined {
  if (node.kind === 'map') return wrongType(key, 'a list of texts', node, scope);
  const words = (node.kind === 'list' ? node.items : [node]).map((item) => asWord(item, key, scope));
  const found = words.filter((word) => word !== undefined);
  return found.length === words.length ? found : undefined;
}

/** Says which keys of a section have no meaning. */
export function unknownKeys(
  map: LocatedMap,
  known: readonly string[],
  scope: Scope,
  code: 'sigma/unknown-key' | 'sigma/correlation-operator' = 'sigma/unknown-key',
): void {
  for (const { key, keySpan } of map.entries)
    if (!known.includes(key)) scope.report(code, { key, near: didYouMean(key, known) }, keySpan);
}
