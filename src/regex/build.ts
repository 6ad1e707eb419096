import { type CharSet, EVERYTHING, oneChar } from './char-set.ts';
import type { Chars, RegexNode } from './tree.ts';

export const EMPTY: RegexNode = { kind: 'empty' };
export const NOTHING: RegexNode = { kind: 'nothing' };
export const ANY_STRING: RegexNode = { kind: 'any-string' };

export function chars(ranges: CharSet, written?: number): Chars {
  return { kind: 'chars', ranges, ...(written !== undefined && { written }) };
}

export const anyChar: Chars = chars(EVERYTHING);

/** A literal text, one node a character. */
export const textNodes = (text: string): readonly RegexNode[] =>
  Array.from(text, (char) => chars(oneChar(char.codePointAt(0) ?? 0)));

/** Parts one after the other; nested ones are laid flat, so that the tree is only as deep as its groups. */
export function concat(parts: readonly RegexNode[]): RegexNode {
  const flat = parts.flatMap((part) => {
    if (part.kind === 'empty') return [];
    return part.kind === 'concat' ? part.parts : [part];
  });
  const [first] = flat;
  if (first === undefined) return EMPTY;
  return flat.length === 1 ? first : { kind: 'concat', parts: flat };
}

export function alternation(options: readonly RegexNode[]): RegexNode {
  const flat = options.flatMap((option) => (option.kind === 'alternation' ? option.options : [option]));
  const [first] = flat;
  if (first === undefined) return NOTHING;
  return flat.length === 1 ? first : { kind: 'alternation', options: flat };
}

export function repeat(body: RegexNode, min: number, max?: number): RegexNode {
  return { kind: 'repeat', body, min, ...(max !== undefined && { max }) };
}

export const optional = (body: RegexNode): RegexNode => repeat(body, 0, 1);

export const intersection = (parts: readonly RegexNode[]): RegexNode => ({ kind: 'intersection', parts });

export const not = (body: RegexNode): RegexNode => ({ kind: 'complement', body });
