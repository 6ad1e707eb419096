import type { IToken } from 'chevrotain';
import * as t from './tokens.ts';

/** A run of tokens that can be read on its own although something before it could not. */
export interface Region {
  readonly kind: 'term' | 'pipe';
  readonly tokens: IToken[];
}

const isOpening = (token: IToken): boolean => token.tokenType === t.Open || token.tokenType === t.MissingOpen;
const endsTerm = (token: IToken): boolean =>
  isOpening(token) || token.tokenType === t.Until || token.tokenType === t.Pipe;

const JOINING = new Set(['sequence', 'sample', 'join']);

/** How many square brackets are open behind each token. */
function bracketDepths(tokens: readonly IToken[]): readonly number[] {
  let depth = 0;
  return tokens.map((token) => {
    if (isOpening(token)) depth++;
    else if (token.tokenType === t.Close) depth = Math.max(0, depth - 1);
    return depth;
  });
}

/** The sequence terms and pipes that begin behind the token `failed` of an unreadable query. */
export function regionsBehind(tokens: readonly IToken[], failed: number): readonly Region[] {
  const joined = JOINING.has(tokens[0]?.image.toLowerCase() ?? '');
  const depths = bracketDepths(tokens);
  const starts: number[] = [];
  for (const [at, token] of tokens.entries()) {
    const outside = (depths[at - 1] ?? 0) === 0;
    if (at > failed && outside && endsTerm(token)) starts.push(at);
  }
  return starts.flatMap((start, nth): Region[] => {
    const first = tokens[start];
    if (!first || first.tokenType === t.Until || (isOpening(first) && !joined)) return [];
    const kind = first.tokenType === t.Pipe ? 'pipe' : 'term';
    return [{ kind, tokens: tokens.slice(start, starts[nth + 1]) }];
  });
}
