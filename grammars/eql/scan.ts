/** Scanners for tokens that no bounded regular expression reads in linear time: each gives the end of the token, or -1. */

const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const BACKSLASH = 0x5c;
const BACKTICK = 0x60;
const SLASH = 0x2f;
const STAR = 0x2a;
const LF = 0x0a;
const CR = 0x0d;

const isBreak = (code: number): boolean => code === LF || code === CR;

function lineEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isBreak(text.charCodeAt(at))) at++;
  return at;
}

/** From the opening quote on, to behind the closing one, or to the end of the line when there is none. */
function scanQuoted(text: string, start: number, quote: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (isBreak(code)) return at;
    if (code === BACKSLASH && !isBreak(text.charCodeAt(at + 1))) at++;
  }
  return text.length;
}

/** `"""…"""` on one line: ends at the first three quotes, and takes up to two more into its value. */
function scanRaw(text: string, start: number): number {
  let quotes = 0;
  for (let at = start + 3; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isBreak(code)) return at;
    quotes = code === QUOTE ? quotes + 1 : 0;
    if (quotes === 3) return at + 1 + extraQuotes(text, at + 1);
  }
  return text.length;
}

function extraQuotes(text: string, from: number): number {
  if (text.charCodeAt(from) !== QUOTE) return 0;
  return text.charCodeAt(from + 1) === QUOTE ? 2 : 1;
}

/** Every quoted form, right or wrong: `"…"`, `"""…"""`, `'…'`, `?"…"`, `?'…'`, closed or not. */
export function scanText(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first === QUOTE) return text.startsWith('"""', start) ? scanRaw(text, start) : scanQuoted(text, start, QUOTE);
  if (first === APOSTROPHE) return scanQuoted(text, start, APOSTROPHE);
  const second = text.charCodeAt(start + 1);
  return second === QUOTE || second === APOSTROPHE ? scanQuoted(text, start + 1, second) : -1;
}

/**
 * A name in backticks. When it is not closed but has a doubled backtick, the last double is a closing one and the rest is
 * another, unclosed name; without any, it runs to the end of the line.
 */
export function scanQuotedName(text: string, start: number): number {
  let lastDouble = -1;
  let at = text.indexOf('`', start + 1);
  while (at !== -1) {
    if (text.charCodeAt(at + 1) !== BACKTICK) return at + 1;
    lastDouble = at;
    at = text.indexOf('`', at + 2);
  }
  return lastDouble === -1 ? lineEnd(text, start) : lastDouble + 1;
}

/** A block comment with comments inside; -1 when it is not closed. */
export function scanComment(text: string, start: number): number {
  if (text.charCodeAt(start + 1) !== STAR) return -1;
  let depth = 1;
  for (let at = start + 2; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const next = text.charCodeAt(at + 1);
    if (code === STAR && next === SLASH) {
      at++;
      if (--depth === 0) return at + 1;
    } else if (code === SLASH && next === STAR) {
      at++;
      depth++;
    }
  }
  return -1;
}
