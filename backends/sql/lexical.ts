import { type Frag, raw } from '../../src/target/frag.ts';

/** Half of a surrogate pair: no UTF-8 can say it, so no query can. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Everything that could end a line or hide in a terminal. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** How a dialect writes names and text. The only doors from a rule's text into a query. */
export interface Lexical {
  /** Any name, quoted. */
  readonly ident: (name: string) => Frag;
  readonly text: (text: string) => Frag;
  /** Why a text can't be written, or nothing. */
  readonly unwritable: (text: string) => string | undefined;
  /** Why a name can't be written, or nothing. */
  readonly unwritableName: (name: string) => string | undefined;
}

// The one place where a rule's text becomes query text.
const verbatim = (text: string): Frag => raw(text);

/** Text or a name in quotes, the quote inside doubled, as ISO SQL has it. */
export const doubled =
  (quote: string) =>
  (text: string): Frag =>
    verbatim(quote + text.replaceAll(quote, quote + quote) + quote);

/** Text or a name in quotes where the backslash is an escape. */
export const backslashed =
  (quote: string) =>
  (text: string): Frag =>
    verbatim(quote + text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`).replaceAll('\0', '\\0') + quote);

/** Text in doubled quotes, with a NUL said by a function: drivers and parsers end the query's text at a raw one. */
export const withoutNul =
  (nul: string) =>
  (text: string): Frag => {
    if (!text.includes('\0')) return doubled("'")(text);
    const parts = text.split('\0').map((part) => doubled("'")(part).doc);
    return { level: 0, doc: ['(', ...parts.flatMap((part, i) => (i === 0 ? [part] : [` || ${nul} || `, part])), ')'] };
  };

export function noSurrogate(text: string): string | undefined {
  return LONE_SURROGATE.test(text) ? 'text that is not valid Unicode cannot be written in a query' : undefined;
}

export function noNul(text: string): string | undefined {
  return text.includes('\0') ? 'a NUL character cannot be written there' : noSurrogate(text);
}

/** A comment line. Line ends, control and format characters in the text become blanks, so that it stays one line. */
export function comment(text: string): Frag {
  return verbatim(
    `-- ${text
      .replace(UNSEEN, ' ')
      .replaceAll(/\p{Surrogate}/gu, '?')
      .trim()}`.trimEnd(),
  );
}
