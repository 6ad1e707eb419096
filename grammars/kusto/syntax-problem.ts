import type { Place } from './ast.ts';

/** What the reader could not take. Sentences are the catalogue's. */
export type SyntaxProblem =
  | { readonly kind: 'bad-string'; readonly at: Place }
  | { readonly kind: 'unexpected'; readonly at: Place; readonly found: string; readonly expected?: string }
  | { readonly kind: 'missing-expression'; readonly at: Place }
  | { readonly kind: 'operator-expected'; readonly at: Place; readonly found: string }
  | { readonly kind: 'unsupported'; readonly at: Place; readonly what: string }
  | { readonly kind: 'bad-literal'; readonly at: Place; readonly text: string }
  | { readonly kind: 'too-deep'; readonly at: Place; readonly limit: number };
