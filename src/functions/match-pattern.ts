import type { Pattern } from '../ir/pattern.ts';
import type { CaseRule } from '../ir/value.ts';
import { fold } from './scalar.ts';

type Token = { readonly kind: 'char'; readonly char: string } | { readonly kind: 'any' | 'one' };

const remembered: { readonly [R in CaseRule]: WeakMap<Pattern, readonly Token[]> } = {
  exact: new WeakMap(),
  ascii: new WeakMap(),
  simple: new WeakMap(),
};

/** A pattern meets many texts: its characters are folded once. */
function tokensOf(pattern: Pattern, rule: CaseRule): readonly Token[] {
  const known = remembered[rule].get(pattern);
  if (known) return known;
  const tokens = pattern.flatMap<Token>((part) => {
    if (part.kind !== 'lit') return [{ kind: part.kind }];
    return [...fold(part.text, rule)].map((char) => ({ kind: 'char', char }));
  });
  remembered[rule].set(pattern, tokens);
  return tokens;
}

/**
 * Whether a pattern covers a text. Greedy with one place to come back to, the last `any`: quadratic at worst, never exponential.
 */
export function matchPattern(text: string, pattern: Pattern, rule: CaseRule): boolean {
  const chars = [...fold(text, rule)];
  const tokens = tokensOf(pattern, rule);
  let at = 0;
  let next = 0;
  let restart = -1;
  let restartAt = 0;
  while (at < chars.length) {
    const token = tokens[next];
    if (token?.kind === 'any') {
      restart = next++;
      restartAt = at;
    } else if (token?.kind === 'one' || (token?.kind === 'char' && token.char === chars[at])) {
      at++;
      next++;
    } else if (restart !== -1) {
      next = restart + 1;
      at = ++restartAt;
    } else {
      return false;
    }
  }
  while (tokens[next]?.kind === 'any') next++;
  return next === tokens.length;
}
