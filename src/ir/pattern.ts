/** One piece of a wildcard pattern. Text is raw: escaping belongs to a target's lexical functions. DESIGN: patterns are data. */
export type PatternPart =
  | { readonly kind: 'lit'; readonly text: string }
  /** Any number of any characters, none and line ends included. */
  | { readonly kind: 'any' }
  /** Exactly one character (code point). */
  | { readonly kind: 'one' };

/** A pattern covers the whole value. No two neighbouring literals, no two neighbouring `any`, no empty literal. */
export type Pattern = readonly PatternPart[];

const ANY: PatternPart = { kind: 'any' };
const ONE: PatternPart = { kind: 'one' };

/** Joins neighbouring literals and neighbouring `any`s, so that equal patterns have one form. `any one` becomes `one any`. */
export function pattern(parts: Iterable<PatternPart>): Pattern {
  const out: PatternPart[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (part.kind === 'lit') {
      if (part.text === '') continue;
      if (last?.kind === 'lit') out[out.length - 1] = { kind: 'lit', text: last.text + part.text };
      else out.push(part);
    } else if (part.kind === 'any') {
      if (last?.kind !== 'any') out.push(ANY);
    } else if (last?.kind === 'any') {
      out.splice(-1, 1, ONE, ANY);
    } else {
      out.push(ONE);
    }
  }
  return out;
}

/** Whether `pattern` would leave the parts as they are. */
export const isNormalPattern = (parts: Pattern): boolean =>
  parts.every((part, i) => {
    const before = parts[i - 1]?.kind;
    if (part.kind === 'lit') return part.text !== '' && before !== 'lit';
    return before !== 'any';
  });

export const literalPattern = (text: string): Pattern => pattern([{ kind: 'lit', text }]);

/** Reads EQL's wildcards: `*` and `?`, with no escape (docs/semantics.md, "Wildcards"). */
export function wildcardPattern(text: string): Pattern {
  const parts: PatternPart[] = [];
  for (const piece of text.split(/([*?])/)) {
    if (piece === '*') parts.push(ANY);
    else if (piece === '?') parts.push(ONE);
    else parts.push({ kind: 'lit', text: piece });
  }
  return pattern(parts);
}

/** Reads a Sigma string: `*` and `?`, which a backslash makes plain, as it does a backslash before another (specification, "Escaping"). */
export function sigmaPattern(text: string): Pattern {
  const parts: PatternPart[] = [];
  for (const piece of text.split(/(\\[\\*?]|[*?])/)) {
    if (piece === '*') parts.push(ANY);
    else if (piece === '?') parts.push(ONE);
    else parts.push({ kind: 'lit', text: /^\\[\\*?]$/.test(piece) ? piece.slice(1) : piece });
  }
  return pattern(parts);
}

/**
 * What a pattern asks of a value, for targets that have words for the simple shapes.
 * `present`: any value will do (a lone `*`). `glob`: everything else.
 */
export type PatternShape =
  | { readonly kind: 'equals' | 'starts-with' | 'ends-with' | 'contains'; readonly text: string }
  | { readonly kind: 'present' }
  | { readonly kind: 'glob'; readonly parts: Pattern };

function shapeOfOne(part: PatternPart, parts: Pattern): PatternShape {
  if (part.kind === 'lit') return { kind: 'equals', text: part.text };
  return part.kind === 'any' ? { kind: 'present' } : { kind: 'glob', parts };
}

export function shapeOf(parts: Pattern): PatternShape {
  // Asked of every pattern many times.
  const first = parts[0];
  const second = parts[1];
  if (!first) return { kind: 'equals', text: '' };
  if (!second) return shapeOfOne(first, parts);
  if (first.kind === 'lit' && second.kind === 'any' && parts.length === 2)
    return { kind: 'starts-with', text: first.text };
  if (first.kind !== 'any' || second.kind !== 'lit') return { kind: 'glob', parts };
  if (parts.length === 2) return { kind: 'ends-with', text: second.text };
  return parts.length === 3 && parts[2]?.kind === 'any'
    ? { kind: 'contains', text: second.text }
    : { kind: 'glob', parts };
}

/** The text of a pattern without wildcards, else nothing. */
export function literalText(parts: Pattern): string | undefined {
  const shape = shapeOf(parts);
  return shape.kind === 'equals' ? shape.text : undefined;
}
