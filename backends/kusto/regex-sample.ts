import type { CodeRange, RegexNode } from '../../src/regex/tree.ts';

/** What reads best, if the set holds it: a letter, a digit, else its first character. */
function characterOf(ranges: readonly CodeRange[]): string {
  const liked = [0x61, 0x30].find((code) => ranges.some(({ from, to }) => from <= code && code <= to));
  const code = liked ?? ranges[0]?.from;
  return code === undefined ? '' : String.fromCodePoint(code);
}

const LONGEST = 200;

/** A text that an expression without look-around and complements matches: the first option, as few repetitions as may be. */
export function sampleRegex(node: RegexNode): string {
  switch (node.kind) {
    case 'chars':
      return characterOf(node.ranges);
    case 'concat':
      return node.parts.map(sampleRegex).join('');
    case 'alternation':
      return node.options[0] ? sampleRegex(node.options[0]) : '';
    case 'repeat':
      return sampleRegex(node.body).repeat(Math.min(node.min, LONGEST));
    case 'group':
    case 'complement':
    case 'look':
      return sampleRegex(node.body);
    case 'interval':
      return String(node.min).padStart(node.digits, '0');
    case 'intersection':
      return node.parts[0] ? sampleRegex(node.parts[0]) : '';
    case 'empty':
    case 'assertion':
    case 'backreference':
    case 'any-string':
    case 'nothing':
      return '';
  }
}
