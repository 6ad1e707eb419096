import type { RegexNode } from './tree.ts';

type Width = number | undefined;

const sum = (widths: readonly Width[]): Width =>
  widths.reduce<Width>((a, b) => (a === undefined || b === undefined ? undefined : a + b), 0);

const common = (widths: readonly Width[]): Width => (widths.every((w) => w === widths[0]) ? widths[0] : undefined);

function repeated(body: RegexNode, times: number): Width {
  const width = fixedWidth(body);
  return width === undefined ? undefined : width * times;
}

/** The length in characters of every text a node matches, or nothing where there are several or it is not known. */
export function fixedWidth(node: RegexNode): Width {
  switch (node.kind) {
    case 'chars':
      return 1;
    case 'empty':
    case 'assertion':
    case 'look':
      return 0;
    case 'concat':
      return sum(node.parts.map(fixedWidth));
    case 'alternation':
      return common(node.options.map(fixedWidth));
    case 'group':
      return fixedWidth(node.body);
    case 'repeat':
      return node.min === node.max ? repeated(node.body, node.min) : undefined;
    case 'interval':
      return node.digits > 0 ? node.digits : undefined;
    case 'backreference':
    case 'complement':
    case 'intersection':
    case 'any-string':
    case 'nothing':
      return undefined;
  }
}

/** Whether each alternative matches texts of one length, as PCRE asks of a look-behind. */
export function hasFixedWidths(node: RegexNode): boolean {
  const options = node.kind === 'alternation' ? node.options : [node];
  return options.every((option) => fixedWidth(option) !== undefined);
}
