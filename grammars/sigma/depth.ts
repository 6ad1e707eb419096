import type { IToken } from 'chevrotain';
import { LeftParen, Not, RightParen } from './tokens.ts';

/** No public rule has more than four brackets in each other; the parser and everyone who walks the tree recurse. */
export const MAX_DEPTH = 64;

/** The first token at which brackets and the `not`s of one operand would nest deeper than `MAX_DEPTH`. */
export function tooDeep(tokens: readonly IToken[]): IToken | undefined {
  const outer: number[] = [];
  let base = 0;
  let depth = 0;
  for (const token of tokens) {
    if (token.tokenType === LeftParen) {
      outer.push(base);
      base = ++depth;
    } else if (token.tokenType === RightParen) {
      base = outer.pop() ?? 0;
      depth = base;
    } else if (token.tokenType === Not) depth++;
    else depth = base;
    if (depth > MAX_DEPTH) return token;
  }
  return undefined;
}
