import type { IToken } from 'chevrotain';
import { type Diagnostic, diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { Slice } from '../../src/text/slice.ts';
import * as t from './tokens.ts';

/** A comma behind the last item of a list or call; not one in an empty list, and not the second of two. */
function isTrailing(tokens: readonly IToken[], at: number): boolean {
  const before = tokens[at - 1]?.tokenType;
  const isLast = tokens[at]?.tokenType === t.Comma && tokens[at + 1]?.tokenType === t.RightParen;
  return isLast && before !== undefined && before !== t.Comma && before !== t.LeftParen;
}

/**
 * Tokens without trailing commas, each with a warning: rules were published with them, nothing else can be meant, and Elasticsearch's
 * own grammar refuses them.
 */
export function withoutTrailingCommas(
  tokens: IToken[],
  slice: Slice,
): { readonly tokens: IToken[]; readonly warnings: readonly Diagnostic[] } {
  const trailing = tokens.filter((_, at) => isTrailing(tokens, at));
  if (trailing.length === 0) return { tokens, warnings: [] };
  const dropped = new Set(trailing);
  const warnings = trailing.map(({ startOffset }) =>
    diagnostic('eql/trailing-comma', {}, slice.span(startOffset, startOffset + 1)),
  );
  return { tokens: tokens.filter((token) => !dropped.has(token)), warnings };
}
