import type { RegexNode } from './tree.ts';
import { children } from './walk.ts';

type Key = number | string;

function referredKeys(node: RegexNode, into: Set<Key>): Set<Key> {
  if (node.kind === 'backreference') into.add(node.to);
  for (const child of children(node)) referredKeys(child, into);
  return into;
}

function number(node: RegexNode, keys: ReadonlySet<Key>, numbers: Map<Key, number>, next: { value: number }): void {
  if (node.kind === 'group' && node.capture !== undefined) {
    const { capture, name } = node;
    if (keys.has(capture) || (name !== undefined && keys.has(name))) {
      numbers.set(capture, next.value);
      if (name !== undefined) numbers.set(name, next.value);
      next.value++;
    }
  }
  for (const child of children(node)) number(child, keys, numbers, next);
}

/** The groups that back-references name, by number and by name, with the numbers they have when no other group captures. */
export function referredGroups(node: RegexNode): ReadonlyMap<Key, number> {
  const numbers = new Map<Key, number>();
  number(node, referredKeys(node, new Set()), numbers, { value: 1 });
  return numbers;
}
