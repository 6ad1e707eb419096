import type { CST } from 'yaml';

/** The places where something is nested in a token of the syntax tree. */
function children(token: CST.Token): readonly (CST.Token | null | undefined)[] {
  if (token.type === 'document') return [token.value];
  if (token.type !== 'block-map' && token.type !== 'block-seq' && token.type !== 'flow-collection') return [];
  return token.items.flatMap((item) => [item.key, item.value]);
}

/**
 * The offset of the first run of more than `limit` marks of entries on one line (`- - - …`), each a level below the one before. Asked before
 * parsing: the package's parser goes down them by recursion.
 */
export function tooManyMarksAt(text: string, limit: number): number | undefined {
  const found = text.match(new RegExp(`(?:[-?:][ \\t]+){${limit + 1}}`));
  return found?.index;
}

/**
 * The offset of the first token nested more than `limit` levels deep. Asked before composing, since the composer of the
 * package recurses, and running out of stack inside of it can end the process. A loop, not a recursion, for that reason.
 */
export function tooDeepAt(document: CST.Token, limit: number): number | undefined {
  const open: { readonly token: CST.Token; readonly depth: number }[] = [{ token: document, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { token, depth } = next;
    if (depth > limit + 1) return token.offset;
    for (const child of children(token)) if (child) open.push({ token: child, depth: depth + 1 });
  }
  return undefined;
}
