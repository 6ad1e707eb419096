import type { IToken, TokenType } from 'chevrotain';
import * as t from './tokens.ts';

/**
 * The deepest of all public rules has 7 brackets in each other. The parser and everyone who walks the tree recurse; half
 * of what Node's default stack bears, before any code is optimised, is their safety.
 */
export const MAX_DEPTH = 64;

/** What a token does to the depth; `outer` holds, for each open bracket, how deep the operand before it had become. */
type Effect = (depth: number, outer: number[]) => number;

const open: Effect = (depth, outer) => {
  outer.push(depth);
  return depth + 1;
};
/** Behind a term the next one begins anew. */
const endTerm: Effect = (_, outer) => outer.pop() ?? 0;
/** Operators behind the bracket stand above what it closes, so its depth still counts. */
const endOperand: Effect = (depth, outer) => {
  outer.pop();
  return depth;
};
const deepen: Effect = (depth) => depth + 1;
/** A new operand of a flat list begins. */
const separate: Effect = (_, outer) => (outer.at(-1) ?? -1) + 1;

const EFFECTS: ReadonlyMap<TokenType, Effect> = new Map([
  [t.Open, open],
  [t.MissingOpen, open],
  [t.LeftParen, open],
  [t.Close, endTerm],
  [t.RightParen, endOperand],
  [t.Not, deepen],
  [t.Sign, deepen],
  [t.Factor, deepen],
  [t.And, separate],
  [t.Or, separate],
  [t.Comma, separate],
  [t.Pipe, separate],
]);

/**
 * The first token at which the tree would grow deeper than `MAX_DEPTH`, counting brackets, and the signs and arithmetic
 * operators of one operand; undefined when there is none.
 */
export function tooDeep(tokens: readonly IToken[]): IToken | undefined {
  const outer: number[] = [];
  let depth = 0;
  for (const token of tokens) {
    depth = EFFECTS.get(token.tokenType)?.(depth, outer) ?? depth;
    if (depth > MAX_DEPTH) return token;
  }
  return undefined;
}
