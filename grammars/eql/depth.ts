import type { IToken, TokenType } from 'chevrotain';
import * as t from './tokens.ts';

/** Deeper than this nobody writes; the parser and everyone who walks the tree recurse, so it is also their safety. */
export const MAX_DEPTH = 200;

const OPENING = new Set<TokenType>([t.Open, t.MissingOpen, t.LeftParen]);
const CLOSING = new Set<TokenType>([t.Close, t.RightParen]);
/** Each of these puts one more node above an operand. */
const DEEPENING = new Set<TokenType>([t.Not, t.Sign, t.Factor]);
/** Behind these a new operand of a flat list begins. */
const SEPARATING = new Set<TokenType>([t.And, t.Or, t.Comma, t.Pipe]);

/**
 * The first token at which the tree would grow deeper than `MAX_DEPTH`, counting brackets, and the signs and arithmetic
 * operators of one operand; undefined when there is none.
 */
export function tooDeep(tokens: readonly IToken[]): IToken | undefined {
  // For each open bracket: how deep the operand before it had become.
  const outer: number[] = [];
  let depth = 0;
  for (const token of tokens) {
    const type = token.tokenType;
    if (OPENING.has(type)) outer.push(depth++);
    else if (CLOSING.has(type)) outer.pop();
    else if (DEEPENING.has(type)) depth++;
    else if (SEPARATING.has(type)) depth = outer.length === 0 ? 0 : (outer.at(-1) ?? 0) + 1;
    if (depth > MAX_DEPTH) return token;
  }
  return undefined;
}
