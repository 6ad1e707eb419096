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

export type Repeat = Extract<RegexNode, { kind: 'repeat' }>;

export function repeat(body: RegexNode, min: number, max?: number): Repeat {
  return { kind: 'repeat', body, min, ...(max !== undefined && { max }) };
}

const isSimple = ({ min, max, possessive }: Repeat): boolean =>
  !possessive && min <= 1 && (max === undefined || (min === 0 && max === 1));

/** A repetition of a repetition is one where both are `*`, `+` or `?`: `(a+)?` is `a*`, however many are stacked. */
export function stacked(outer: Repeat): Repeat {
  const inner = outer.body;
  if (inner.kind !== 'repeat' || !isSimple(inner) || !isSimple(outer)) return outer;
  const both = repeat(inner.body, Math.min(inner.min, outer.min), inner.max === 1 && outer.max === 1 ? 1 : undefined);
  return { ...both, ...(inner.lazy && outer.lazy && { lazy: true }) };
}

export const optional = (body: RegexNode): RegexNode => repeat(body, 0, 1);

export function intersection(parts: readonly RegexNode[]): RegexNode {
  return { kind: 'intersection', parts: parts.flatMap((part) => (part.kind === 'intersection' ? part.parts : [part])) };
}

export const not = (body: RegexNode): RegexNode => ({ kind: 'complement', body });
