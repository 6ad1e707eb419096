import type { Chars, RegexNode } from './tree.ts';

/** The nodes directly below a node. */
export function children(node: RegexNode): readonly RegexNode[] {
  switch (node.kind) {
    case 'concat':
    case 'intersection':
      return node.parts;
    case 'alternation':
      return node.options;
    case 'repeat':
    case 'group':
    case 'look':
    case 'complement':
      return [node.body];
    case 'empty':
    case 'chars':
    case 'assertion':
    case 'backreference':
    case 'interval':
    case 'any-string':
    case 'nothing':
      return [];
  }
}

/** Whether the node or one below it is such. */
export function some(node: RegexNode, test: (node: RegexNode) => boolean): boolean {
  return test(node) || children(node).some((child) => some(child, test));
}

/** The tree with its sets replaced. */
export function mapChars(node: RegexNode, change: (node: Chars) => RegexNode): RegexNode {
  const inner = (child: RegexNode): RegexNode => mapChars(child, change);
  switch (node.kind) {
    case 'chars':
      return change(node);
    case 'concat':
    case 'intersection':
      return { ...node, parts: node.parts.map(inner) };
    case 'alternation':
      return { ...node, options: node.options.map(inner) };
    case 'repeat':
    case 'group':
    case 'look':
    case 'complement':
      return { ...node, body: inner(node.body) };
    case 'empty':
    case 'assertion':
    case 'backreference':
    case 'interval':
    case 'any-string':
    case 'nothing':
      return node;
  }
}
