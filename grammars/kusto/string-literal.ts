const SIMPLE: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };
const FENCES = ['```', '~~~'] as const;

interface Escape {
  readonly text: string;
  /** Offset after it. */
  readonly end: number;
}

function codePoint(digits: string, radix: number): string | undefined {
  const code = Number.parseInt(digits, radix);
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

/** The escape whose backslash stands at `at`. Any other `\c` is a syntax error (query/scalar-data-types/string). */
function escapeAt(text: string, at: number): Escape | undefined {
  const letter = text[at + 1] ?? '';
  const simple = SIMPLE[letter];
  if (simple !== undefined) return { text: simple, end: at + 2 };
  const width = HEX_DIGITS[letter];
  const rule = width === undefined ? /[0-3]?[0-7]{1,2}/y : new RegExp(`[0-9a-fA-F]{${width}}`, 'y');
  const start = width === undefined ? at + 1 : at + 2;
  rule.lastIndex = start;
  const digits = rule.exec(text)?.[0];
  if (digits === undefined) return undefined;
  const char = codePoint(digits, width === undefined ? 8 : 16);
  return char === undefined ? undefined : { text: char, end: start + digits.length };
}

/** A literal without its `h` and the sign that says how it is written. */
interface Opening {
  readonly style: 'escaped' | 'verbatim' | 'fenced';
  readonly quote: string;
  /** Offset of the first character of the content. */
  readonly start: number;
}

function openingAt(text: string, at: number): Opening | undefined {
  const from = /[hH]/.test(text[at] ?? '') ? at + 1 : at;
  const fence = FENCES.find((each) => text.startsWith(each, from));
  if (fence !== undefined) return { style: 'fenced', quote: fence, start: from + 3 };
  const verbatim = text[from] === '@';
  const quoteAt = verbatim ? from + 1 : from;
  const quote = text[quoteAt] ?? '';
  if (quote !== '"' && quote !== "'") return undefined;
  return { style: verbatim ? 'verbatim' : 'escaped', quote, start: quoteAt + 1 };
}

interface Content {
  readonly text: string;
  readonly end: number;
}

function escapedContent(text: string, { quote, start }: Opening): Content | { readonly bad: number } {
  let out = '';
  let at = start;
  while (text[at] !== quote) {
    const char = text[at];
    if (char === undefined || char === '\n' || char === '\r') return { bad: at };
    const piece = char === '\\' ? escapeAt(text, at) : { text: char, end: at + 1 };
    if (piece === undefined) return { bad: at };
    out += piece.text;
    at = piece.end;
  }
  return { text: out, end: at + 1 };
}

function verbatimContent(text: string, { quote, start }: Opening): Content | { readonly bad: number } {
  let out = '';
  let at = start;
  for (;;) {
    const char = text[at];
    if (char === undefined || char === '\n' || char === '\r') return { bad: at };
    const doubled = char === quote && text[at + 1] === quote;
    if (char === quote && !doubled) return { text: out, end: at + 1 };
    out += char;
    at += doubled ? 2 : 1;
  }
}

function fencedContent(text: string, { quote, start }: Opening): Content | { readonly bad: number } {
  const end = text.indexOf(quote, start);
  return end === -1 ? { bad: text.length } : { text: text.slice(start, end), end: end + quote.length };
}

const READERS = { escaped: escapedContent, verbatim: verbatimContent, fenced: fencedContent } as const;

/**
 * The string literal that opens at an offset, decoded: `"…"`, `'…'`, `@"…"`, ```` ```…``` ````, each also behind `h`.
 * `bad` is the offset of the character that ends it wrongly; undefined: no literal opens here.
 */
export function stringLiteralAt(text: string, at: number): Content | { readonly bad: number } | undefined {
  const opening = openingAt(text, at);
  return opening && READERS[opening.style](text, opening);
}

/** The text that a whole literal stands for. */
export function decodeStringLiteral(literal: string): string {
  const found = stringLiteralAt(literal, 0);
  return found !== undefined && 'text' in found ? found.text : '';
}
