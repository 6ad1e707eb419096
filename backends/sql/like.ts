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
 * LIKE as ISO SQL has it. The escape clause is written where the pattern needs it, and where the text holds a backslash:
 * without the clause that is an escape in some engines.
 */
export function isoLike(lexical: Lexical, cases: Case): (text: Frag, pattern: Pattern, folded: Folded) => Said {
  return (text, pattern, folded) => {
    const written = likeText(pattern, (part) => part.replaceAll(/[!%_]/g, '!$&'));
    const clause = /[!\\]/.test(written) ? raw(" ESCAPE '!'") : raw('');
    const subject = parens(foldColumn(folded, text, cases), LEVEL.operator);
    return said(q(LEVEL.test)`${subject} LIKE ${lexical.text(written)}${clause}`);
  };
}
