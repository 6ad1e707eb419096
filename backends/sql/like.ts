import type { Pattern } from '../../src/ir/pattern.ts';
import { type Frag, parens, q, raw } from '../../src/target/frag.ts';
import { type Case, type Folded, type Said, said } from './dialect.ts';
import { foldColumn } from './folding.ts';
import { LEVEL } from './levels.ts';
import type { Lexical } from './lexical.ts';

/** A pattern as LIKE has it, its literal text escaped. */
export function likeText(
  pattern: Pattern,
  escaped: (text: string) => string,
  wildcards: { readonly any: string; readonly one: string } = { any: '%', one: '_' },
): string {
  return pattern.map((part) => (part.kind === 'lit' ? escaped(part.text) : wildcards[part.kind])).join('');
}

/**
 * LIKE as ISO SQL has it. The escape clause is written where the pattern needs it: for `%` and `_` in the text, and for a
 * backslash where that is an escape without the clause.
 */
export function isoLike(
  lexical: Lexical,
  cases: Case,
  { backslashEscapes }: { readonly backslashEscapes: boolean },
): (text: Frag, pattern: Pattern, folded: Folded) => Said {
  const special = backslashEscapes ? /[%_\\]/ : /[%_]/;
  return (text, pattern, folded) => {
    const escapes = pattern.some((part) => part.kind === 'lit' && special.test(part.text));
    const written = likeText(pattern, (part) => (escapes ? part.replaceAll(/[!%_]/g, '!$&') : part));
    const subject = parens(foldColumn(folded, text, cases), LEVEL.operator);
    return said(q(LEVEL.test)`${subject} LIKE ${lexical.text(written)}${raw(escapes ? " ESCAPE '!'" : '')}`);
  };
}
