export type Severity = 'error' | 'warning' | 'info';

/**
 * One row of the catalogue: the sentence stands here and nowhere else.
 * Style: one sentence, lower case, no full stop, the user's text in backticks; what to do goes into `help`.
 */
export interface Entry<P> {
  readonly severity: Severity;
  readonly message: (params: P) => string;
  readonly help?: (params: P) => string | undefined;
}

/** Declares a row with the type of its parameters. */
export function entry<P = Record<string, never>>(row: Entry<P>): Entry<P> {
  return row;
}

/** "did you mean `x`?", or nothing when no known word is near. */
export function suggestion(near: readonly string[]): string | undefined {
  if (near.length === 0) return undefined;
  return `did you mean ${near.map((name) => `\`${name}\``).join(' or ')}?`;
}

const SHOWN = 80;

/** Control characters, and format characters that could reorder or hide text on a terminal. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The user's text, shortened and with unseen characters made visible, for use inside a sentence. */
export function shown(text: string): string {
  const cut = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  return cut.replace(UNSEEN, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}
