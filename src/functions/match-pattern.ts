import type { Pattern } from '../ir/pattern.ts';
import type { CaseRule } from '../ir/value.ts';
import { fold } from './scalar.ts';

type Token = { readonly kind: 'char'; readonly char: string } | { readonly kind: 'any' | 'one' };

/** A pattern folded once: its literals where it has only `any` between them, else its characters. */
type Folded =
  | { readonly kind: 'pieces'; readonly pieces: readonly string[] }
  | { readonly kind: 'tokens'; readonly tokens: readonly Token[] };

/** Half of a pair of code units, which would be found within a whole one. */
const HALF_PAIR = /\p{Surrogate}/u;

/** The literals around the `any`s of a pattern, or nothing where a place must be a whole character's. */
function piecesOf(pattern: Pattern, rule: CaseRule): readonly string[] | undefined {
  const pieces: string[] = [];
  let piece = '';
  for (const part of pattern) {
    if (part.kind === 'any') {
      pieces.push(piece);
      piece = '';
    } else if (part.kind === 'one' || HALF_PAIR.test(part.text)) {
      return undefined;
    } else {
      piece += fold(part.text, rule);
    }
  }
  return [...pieces, piece];
}

function tokensOf(pattern: Pattern, rule: CaseRule): readonly Token[] {
  return pattern.flatMap<Token>((part) => {
    if (part.kind !== 'lit') return [{ kind: part.kind }];
    return [...fold(part.text, rule)].map((char) => ({ kind: 'char', char }));
  });
}

const remembered: { readonly [R in CaseRule]: WeakMap<Pattern, Folded> } = {
  exact: new WeakMap(),
  ascii: new WeakMap(),
  simple: new WeakMap(),
};

function foldPattern(pattern: Pattern, rule: CaseRule): Folded {
  const pieces = piecesOf(pattern, rule);
  return pieces ? { kind: 'pieces', pieces } : { kind: 'tokens', tokens: tokensOf(pattern, rule) };
}

/** A pattern meets many texts: it is folded once. */
function folded(pattern: Pattern, rule: CaseRule): Folded {
  const known = remembered[rule].get(pattern);
  if (known) return known;
  const made = foldPattern(pattern, rule);
  remembered[rule].set(pattern, made);
  return made;
}

/** Whether the first piece starts a text, the last ends it, and the others stand between, each where it comes first. */
function holdsPieces(text: string, pieces: readonly string[]): boolean {
  const first = pieces[0] ?? '';
  if (pieces.length === 1) return text === first;
  const last = pieces[pieces.length - 1] ?? '';
  const end = text.length - last.length;
  if (first.length > end || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (let i = 1; i < pieces.length - 1; i++) {
    const piece = pieces[i] ?? '';
    const found = text.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return at <= end;
}

/** Greedy with one place to come back to, the last `any`: quadratic at worst, never exponential. */
function holdsTokens(chars: readonly string[], tokens: readonly Token[]): boolean {
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

const holds = (folded: string, plan: Folded): boolean =>
  plan.kind === 'pieces' ? holdsPieces(folded, plan.pieces) : holdsTokens([...folded], plan.tokens);

/** Whether a pattern covers a text. */
export const matchPattern = (text: string, pattern: Pattern, rule: CaseRule): boolean =>
  holds(fold(text, rule), folded(pattern, rule));

/**
 * Whether one of some patterns covers a text, for who asks of a few texts: each text is folded once, and each pattern as long as the test
 * is there.
 */
export function patternsTest(patterns: readonly Pattern[], rule: CaseRule): (text: string) => boolean {
  const plans: Folded[] = [];
  const planOf = (at: number, pattern: Pattern): Folded => {
    const plan = plans[at] ?? foldPattern(pattern, rule);
    plans[at] = plan;
    return plan;
  };
  return (text) => {
    const inCase = fold(text, rule);
    return patterns.some((pattern, at) => holds(inCase, planOf(at, pattern)));
  };
}
