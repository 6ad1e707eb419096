import { isEverything } from '../../src/regex/char-set.ts';
import type { PositionTest, Regex, RegexNode } from '../../src/regex/tree.ts';

const hasNul = (node: RegexNode & { readonly kind: 'chars' }): boolean => node.ranges[0]?.from === 0;

/** Where a text ends, or a line of it: a NUL there is the end for whoever reads no further. */
const SEES_AN_END: { readonly [T in PositionTest]: boolean } = {
  'text-start': false,
  'text-end': true,
  'text-end-or-final-newline': true,
  'line-start': false,
  'line-start-before-text': true,
  'line-end': true,
  word: false,
  'not-word': false,
  'unicode-word': false,
  'not-unicode-word': false,
};

/** Whether a part of an expression may take a NUL, or tell the end of a text. */
function seesBeyond(node: RegexNode): boolean {
  switch (node.kind) {
    case 'chars':
      return hasNul(node);
    case 'concat':
      return node.parts.some(seesBeyond);
    case 'alternation':
      return node.options.some(seesBeyond);
    case 'repeat':
    case 'group':
    case 'look':
      return seesBeyond(node.body);
    case 'assertion':
      return SEES_AN_END[node.test];
    case 'empty':
    case 'backreference':
    case 'interval':
    case 'nothing':
      return false;
    case 'complement':
    case 'intersection':
    case 'any-string':
      return true;
  }
}

const partsOf = (node: RegexNode): readonly RegexNode[] => (node.kind === 'concat' ? node.parts : [node]);

const isAnything = (node: RegexNode): boolean =>
  node.kind === 'any-string' ||
  (node.kind === 'repeat' &&
    node.min === 0 &&
    node.max === undefined &&
    node.body.kind === 'chars' &&
    isEverything(node.body.ranges));

/**
 * Whether an expression surely says the same of a text and of what stands before the first NUL in it: it begins with the
 * text, takes no NUL, and does not ask where the text ends.
 */
export function blindBeyondNul({ node, anchoring }: Regex): boolean {
  const parts = partsOf(node);
  if (anchoring === 'whole') {
    const last = parts.at(-1);
    return last !== undefined && isAnything(last) && !parts.slice(0, -1).some(seesBeyond);
  }
  const [first] = parts;
  return first?.kind === 'assertion' && first.test === 'text-start' && !parts.some(seesBeyond);
}
