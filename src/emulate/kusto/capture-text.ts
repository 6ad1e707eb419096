import type { PositionTest, RegexNode } from '../../regex/tree.ts';
import { children } from '../../regex/walk.ts';

/**
 * An expression for the engine at hand that keeps its groups: `src/regex` prints none that no back-reference asks for, and its
 * matcher tells only whether there is a match. Only what the Rust crate's syntax can say is here.
 */
const code = (point: number): string => `\\u{${point.toString(16)}}`;
const set = (ranges: Extract<RegexNode, { kind: 'chars' }>['ranges']): string =>
  `[${ranges.map(({ from, to }) => (from === to ? code(from) : `${code(from)}-${code(to)}`)).join('')}]`;

const around = (word: string): string => `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
const inside = (word: string): string => `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`;
const ASCII_WORD = '[0-9A-Za-z_]';
const UNICODE_WORD = '[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]';

const TESTS: { readonly [T in PositionTest]: string } = {
  'text-start': '^',
  'text-end': '$',
  'text-end-or-final-newline': '(?=\\n?$)',
  'line-start': '(?<![^\\n])',
  'line-start-before-text': '(?:^|(?<=\\n)(?!$))',
  'line-end': '(?![^\\n])',
  word: around(ASCII_WORD),
  'not-word': inside(ASCII_WORD),
  'unicode-word': around(UNICODE_WORD),
  'not-unicode-word': inside(UNICODE_WORD),
};

type Of<K extends RegexNode['kind']> = Extract<RegexNode, { kind: K }>;

function repeatText({ body, min, max, lazy }: Of<'repeat'>): string {
  return `(?:${captureText(body)}){${min},${max ?? ''}}${lazy ? '?' : ''}`;
}

function groupText({ body, capture, name }: Of<'group'>): string {
  if (capture === undefined) return `(?:${captureText(body)})`;
  return `(${name === undefined ? '' : `?<${name}>`}${captureText(body)})`;
}

/** The text, to be used with the flags `su`. */
export function captureText(node: RegexNode): string {
  switch (node.kind) {
    case 'chars':
      return set(node.ranges);
    case 'concat':
      return node.parts.map(captureText).join('');
    case 'alternation':
      return `(?:${node.options.map(captureText).join('|')})`;
    case 'repeat':
      return repeatText(node);
    case 'group':
      return groupText(node);
    case 'assertion':
      return TESTS[node.test];
    default:
      return '(?:)';
  }
}

/**
 * Whether a group inside a repetition may be left out of its last round: then JavaScript forgets it and the Rust crate
 * keeps what it held.
 */
export function mayForget(node: RegexNode, repeated = false, skipped = false): boolean {
  if (node.kind === 'group' && node.capture !== undefined && repeated && skipped) return true;
  const loops = node.kind === 'repeat' && node.max !== 1;
  const optional = node.kind === 'alternation' || (node.kind === 'repeat' && node.min === 0);
  // That a loop may run no round at all matters only inside another loop.
  const leftOut = skipped || (repeated && optional);
  return children(node).some((child) => mayForget(child, repeated || loops, leftOut));
}
