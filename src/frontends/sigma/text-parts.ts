import type { PatternPart } from '../../ir/pattern.ts';
import type { Slice } from '../../text/slice.ts';
import type { Span } from '../../text/source-text.ts';

/** A place for values that are handed in with the rule: `%name%` under `expand`. */
interface Placeholder {
  readonly kind: 'placeholder';
  readonly name: string;
  readonly span: Span;
}

export type SigmaPart = PatternPart | Placeholder;

const PIECES = /\\[\\*?]|[*?]/g;
/** Under `expand` a percent sign is the border of a placeholder, unless a backslash stands before it. */
const EXPANDED_PIECES = /\\[\\*?%]|[*?]|%[^%]+%/g;

function partOf(piece: string, at: number, slice: Slice): SigmaPart {
  if (piece === '*') return { kind: 'any' };
  if (piece === '?') return { kind: 'one' };
  if (piece.startsWith('%'))
    return { kind: 'placeholder', name: piece.slice(1, -1), span: slice.span(at, at + piece.length) };
  return { kind: 'lit', text: piece.slice(1) };
}

/**
 * Reads a Sigma string (specification 2.1, "Escaping" and "Wildcards"). A backslash before `*`, `?` or a backslash makes it a plain
 * character; before anything else, or at the end, the backslash stands for itself. This is the only unescaping there is.
 */
export function readParts(slice: Slice, expands = false): readonly SigmaPart[] {
  const { text } = slice;
  const parts: SigmaPart[] = [];
  let done = 0;
  for (const { 0: piece, index } of text.matchAll(expands ? EXPANDED_PIECES : PIECES)) {
    if (index > done) parts.push({ kind: 'lit', text: text.slice(done, index) });
    parts.push(partOf(piece, index, slice));
    done = index + piece.length;
  }
  if (done < text.length) parts.push({ kind: 'lit', text: text.slice(done) });
  return parts;
}

/** The text of parts without wildcards and placeholders, else nothing. */
export function plainText(parts: readonly SigmaPart[]): string | undefined {
  let text = '';
  for (const part of parts) {
    if (part.kind !== 'lit') return undefined;
    text += part.text;
  }
  return text;
}
