import type { Pattern } from '../../src/ir/pattern.ts';
import type { RegexNode } from '../../src/regex/tree.ts';

/** A text that a pattern covers, with `one` for each single character. */
export const samplePattern = (pattern: Pattern, one = 'x'): string =>
  pattern.map((part) => (part.kind === 'lit' ? part.text : part.kind === 'one' ? one : '')).join('');

const ACCENTED = 0xe9;

/** A character of a set: an accented letter if it may be one, else a plain one. */
function character(ranges: readonly { from: number; to: number }[]): string {
  const first = ranges[0];
  if (!first) return '';
  if (ranges.some(({ from, to }) => from <= ACCENTED && to >= ACCENTED)) return '\u00e9';
  const shown = ranges.find(({ to }) => to > 0x20) ?? first;
  return String.fromCodePoint(Math.max(shown.from, Math.min(0x21, shown.to)));
}

/** A text that an expression likely matches; good for showing a difference, never for deciding anything. */
export function sampleRegex(node: RegexNode): string {
  switch (node.kind) {
    case 'chars':
      return character(node.ranges);
    case 'concat':
      return node.parts.map(sampleRegex).join('');
    case 'alternation':
      return node.options[0] ? sampleRegex(node.options[0]) : '';
    case 'repeat':
      return sampleRegex(node.body).repeat(Math.min(node.min, 100));
    case 'group':
      return sampleRegex(node.body);
    case 'interval':
      return String(node.min);
    case 'intersection':
      return node.parts[0] ? sampleRegex(node.parts[0]) : '';
    case 'empty':
    case 'assertion':
    case 'look':
    case 'backreference':
    case 'complement':
    case 'any-string':
    case 'nothing':
      return '';
  }
}
