import type { Slice } from '../text/slice.ts';
import type { SourceText } from '../text/source-text.ts';
import type { Problem } from './cursor.ts';
import { SliceBuilder } from './slice-builder.ts';

export interface TomlString {
  readonly slice: Slice;
  readonly end: number;
}

/** The four kinds of strings of TOML 1.1, https://toml.io/en/v1.1.0#string. */
interface Quote {
  readonly mark: string;
  readonly escapes: boolean;
  readonly multiline: boolean;
}

const QUOTES: readonly Quote[] = [
  { mark: '"""', escapes: true, multiline: true },
  { mark: "'''", escapes: false, multiline: true },
  { mark: '"', escapes: true, multiline: false },
  { mark: "'", escapes: false, multiline: false },
];

const ESCAPE = /\\(?:([btnfre"\\])|x([\dA-Fa-f]{2})|u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})|([ \t]*\r?\n[ \t\r\n]*))/y;
const NAMED: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  e: '\u001b',
  '"': '"',
  '\\': '\\',
};
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that TOML forbids
const FORBIDDEN = /[\0-\u0008\u000b\u000c\u000e-\u001f\u007f]|\r(?!\n)/;

/** Whether a string starts here. */
export const isQuote = (char: string | undefined): boolean => char === '"' || char === "'";

/** What to stop at on the way to the closing mark; a line end matters on one line only. */
function stopsOf({ escapes, multiline }: Quote): RegExp {
  if (multiline) return escapes ? /["\\]/g : /'/g;
  return escapes ? /["\\\n]/g : /['\n]/g;
}

/** The offset of the closing mark, or -1. One step for each backslash, quote or line end: linear. */
function findClose(text: string, from: number, quote: Quote): number {
  const stops = stopsOf(quote);
  stops.lastIndex = from;
  for (let found = stops.exec(text); found; found = stops.exec(text)) {
    const char = found[0];
    if (char === '\\') stops.lastIndex = found.index + 2;
    else if (char === '\n') return -1;
    else if (text.startsWith(quote.mark, found.index)) return lastClose(text, found.index, quote);
  }
  return -1;
}

/** Up to two quotes may stand directly before the closing mark of a multi-line string. */
function lastClose(text: string, at: number, quote: Quote): number {
  if (!quote.multiline) return at;
  let close = at;
  while (close < at + 2 && text[close + 3] === quote.mark[0]) close++;
  return close;
}

function codePoint(found: RegExpExecArray): string | undefined {
  const code = Number.parseInt(found[2] ?? found[3] ?? found[4] ?? '', 16);
  const surrogate = code >= 0xd800 && code <= 0xdfff;
  return surrogate || code > 0x10ffff ? undefined : String.fromCodePoint(code);
}

/** The text that an escape stands for; a backslash before a line end stands for nothing. */
function unescaped(found: RegExpExecArray): string | undefined {
  if (found[1] !== undefined) return NAMED[found[1]];
  return found[5] === undefined ? codePoint(found) : '';
}

/** Copies a run without escapes; a line end is `\n` whatever the file uses, so that a checkout on Windows gives the same rule. */
function copyLines(into: SliceBuilder, text: string, start: number, end: number): void {
  const run = text.slice(start, end);
  let from = 0;
  for (let cr = run.indexOf('\r\n'); cr !== -1; cr = run.indexOf('\r\n', cr + 2)) {
    into.add(run.slice(from, cr), start + from);
    from = cr + 1;
  }
  into.add(run.slice(from), start + from);
}

function decode(source: SourceText, start: number, end: number, quote: Quote): Slice | Problem {
  const { text } = source;
  const into = new SliceBuilder(source);
  let from = start;
  const next = (): number => (quote.escapes ? text.indexOf('\\', from) : -1);
  for (let at = next(); at !== -1 && at < end; at = next()) {
    copyLines(into, text, from, at);
    ESCAPE.lastIndex = at;
    const found = ESCAPE.exec(text);
    if (!found || (found[5] !== undefined && !quote.multiline)) {
      return { problem: 'unknown-escape', start: at, end: Math.min(at + 2, end) };
    }
    const piece = unescaped(found);
    if (piece === undefined) return { problem: 'not-a-code-point', start: at, end: at + found[0].length };
    into.add(piece, at);
    from = Math.min(at + found[0].length, end);
  }
  copyLines(into, text, from, end);
  return into.build(start);
}

function forbidden(text: string, start: number, end: number): Problem | undefined {
  const at = text.slice(start, end).search(FORBIDDEN);
  return at === -1 ? undefined : { problem: 'control-character', start: start + at, end: start + at + 1 };
}

/** Reads the string that starts at `at` (there must be a quote). */
export function readTomlString(source: SourceText, at: number): TomlString | Problem {
  const { text } = source;
  const quote = QUOTES.find((one) => text.startsWith(one.mark, at));
  if (!quote) return { problem: 'expected-value', start: at, end: at + 1 };
  let start = at + quote.mark.length;
  if (quote.multiline) start += /^\r?\n/.exec(text.slice(start, start + 2))?.[0].length ?? 0;
  const close = findClose(text, start, quote);
  if (close === -1) return { problem: 'string-not-closed', start: at, end: at + quote.mark.length };
  const wrong = forbidden(text, start, close);
  if (wrong) return wrong;
  const slice = decode(source, start, close, quote);
  return 'problem' in slice ? slice : { slice, end: close + quote.mark.length };
}
