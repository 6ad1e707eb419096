import { dynamicText } from '../dynamic.ts';
import { allMatches } from '../regexes.ts';
import { type Dynamic, isArray, type Value } from '../types.ts';
import { type CallContext, type FunctionRow, scalar } from './row.ts';

/** The characters of a text: `strlen` and `substring` count these, not UTF-16 units (query/strlen-function). */
const characters = (text: string): readonly string[] => (/[\ud800-\udfff]/.test(text) ? [...text] : text.split(''));
const lengthOf = (text: string): number => (/[\ud800-\udfff]/.test(text) ? [...text].length : text.length);

function substring(text: string, start: bigint, length: bigint | undefined, call: CallContext): string {
  if (length !== undefined && length < 0n) {
    call.session.report('kusto/undocumented', { what: 'substring() with a negative length' }, call.at);
    return '';
  }
  const all = characters(text);
  // A negative start counts from the end.
  const from = start < 0n ? Math.max(0, all.length + Number(start)) : Number(start);
  return all.slice(from, length === undefined ? undefined : from + Number(length)).join('');
}

/** Offsets of a text in another, overlapping ones too. */
function* occurrences(text: string, part: string): Generator<number> {
  if (part === '') return;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) yield at;
}

interface Search {
  readonly start?: bigint | undefined;
  readonly length?: bigint | undefined;
  readonly occurrence?: bigint | undefined;
}

/** Where a search looks, in a list of `size`; undefined where the result is null (query/indexof-function). */
export function searchRange(size: number, { start = 0n, length = -1n, occurrence = 1n }: Search) {
  if (length < -1n || occurrence < 0n) return undefined;
  const from = start < 0n ? Math.max(0, size + Number(start)) : Number(start);
  return { from, length: length === -1n ? size : Number(length), occurrence: Number(occurrence) };
}

/**
 * Each further occurrence is looked for behind the last one, over the same length again: only so do the second and the
 * eighth example of query/indexof-function both hold.
 */
function nthOffset(
  text: string,
  part: string,
  range: NonNullable<ReturnType<typeof searchRange>>,
  call: CallContext,
): number {
  let { from, occurrence: left } = range;
  for (const at of occurrences(text, part)) {
    call.session.spend();
    if (at < from) continue;
    if (at + part.length > from + range.length) return -1;
    if (--left === 0) return at;
    from = at + 1;
  }
  return -1;
}

function indexOf(text: string, part: string, search: Search, call: CallContext): Value {
  const range = searchRange(text.length, search);
  if (range === undefined) return null;
  if (part === '' || range.occurrence === 0) {
    call.session.report('kusto/undocumented', { what: 'indexof() of an empty text or a zeroth occurrence' }, call.at);
    return null;
  }
  const at = nthOffset(text, part, range, call);
  return at === -1 ? -1n : BigInt(lengthOf(text.slice(0, at)));
}

function strcatArray(array: Dynamic, delimiter: string, call: CallContext): string {
  if (isArray(array)) return call.session.text(array.map(dynamicText).join(delimiter));
  return call.session.reading('strcatArrayOnOther') === 'text' ? dynamicText(array) : '';
}

function split(text: string, delimiter: string, index: bigint | undefined, call: CallContext): Value {
  if (delimiter === '') {
    call.session.report('kusto/undocumented', { what: 'split() by an empty text' }, call.at);
    return null;
  }
  const parts = text.split(delimiter);
  call.session.spend(parts.length);
  if (index === undefined) return parts;
  const part = parts[Number(index)];
  return part === undefined ? [] : [part];
}

function replaceString(text: string, part: string, other: string, call: CallContext): string {
  if (part !== '') return call.session.text(text.replaceAll(part, () => other));
  call.session.report('kusto/undocumented', { what: 'replace_string() of an empty text' }, call.at);
  return text;
}

/** `\1` is a group, `\0` the whole match; a backslash before anything else stands for itself. */
function rewritten(rewrite: string, match: readonly (string | undefined)[]): string {
  return rewrite.replace(/\\([0-9])/g, (_, digit: string) => match[Number(digit)] ?? '');
}

function replaceRegex(text: string, pattern: string, rewrite: string, call: CallContext): string {
  let out = '';
  let end = 0;
  for (const match of allMatches(text, pattern, call.session, call.at)) {
    out = call.session.text(out + text.slice(end, match.index) + rewritten(rewrite, match));
    end = (match.index ?? 0) + match[0].length;
  }
  return out + text.slice(end);
}

/** What is left of a text when the match at its start, or at its end, is cut off. */
function cutOnce(text: string, pattern: string, atEnd: boolean, call: CallContext): string {
  const anchored = atEnd ? `(?:${pattern})$` : `^(?:${pattern})`;
  const [match] = allMatches(text, anchored, call.session, call.at);
  if (match === undefined) return text;
  return atEnd ? text.slice(0, match.index) : text.slice(match[0].length);
}

function cutAll(text: string, pattern: string, atEnd: boolean, call: CallContext): string {
  let left = text;
  for (let next = cutOnce(left, pattern, atEnd, call); next !== left; next = cutOnce(left, pattern, atEnd, call)) {
    call.session.spend(1 + (left.length >> 4));
    left = next;
  }
  return left;
}

/** One match is cut by the words of the page; whether more are is not said (query/trim-start-function). */
function cutSide(text: string, pattern: string, atEnd: boolean, call: CallContext): string {
  const once = cutOnce(text, pattern, atEnd, call);
  if (cutOnce(once, pattern, atEnd, call) !== once) {
    call.session.report(
      'kusto/undocumented',
      { what: 'trimming where the expression matches twice in a row' },
      call.at,
    );
  }
  return once;
}

function countOf(text: string, search: string, kind: string | undefined, call: CallContext): Value {
  if (kind === 'regex') return BigInt(allMatches(text, search, call.session, call.at).length);
  if (kind !== undefined && kind !== 'normal') {
    call.session.report('kusto/bad-option', { name: 'kind', value: kind }, call.at);
    return null;
  }
  let count = 0n;
  for (const _ of occurrences(text, search)) count++;
  call.session.spend(Number(count));
  return count;
}

function base64Decoded(text: string): string {
  try {
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Not base64, or no UTF-8: null, which a string shows as empty (query/base64-decode-tostring-function).
    return '';
  }
}

function base64Encoded(text: string): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return btoa(bytes);
}

/** Letters that change into one other letter; `ß` and its like stay (the invariant culture of .NET). */
const cased = (text: string, change: (char: string) => string): string =>
  /\P{ASCII}/u.test(text)
    ? [...text].map((char) => (lengthOf(change(char)) === 1 ? change(char) : char)).join('')
    : change(text);

export const textFunctions: readonly FunctionRow[] = [
  scalar({
    name: 'strlen',
    case: 'K049',
    docs: 'strlen-function',
    parameters: ['text'],
    returns: 'long',
    naming: 'both',
    evaluate: ([text]) => BigInt(lengthOf(text)),
  }),
  scalar({
    name: 'substring',
    case: 'K149',
    docs: 'substring-function',
    parameters: ['any-text', 'integer', 'integer?'],
    returns: 'string',
    evaluate: ([text, start, length], call) => substring(text, start, length, call),
  }),
  scalar({
    name: 'indexof',
    case: 'K158',
    docs: 'indexof-function',
    parameters: ['any-text', 'any-text', 'integer?', 'integer?', 'integer?'],
    returns: 'long',
    evaluate: ([text, part, start, length, occurrence], call) =>
      indexOf(text, part, { start, length, occurrence }, call),
  }),
  scalar({
    name: 'strcat',
    case: 'KE-strcat',
    docs: 'strcat-function',
    parameters: ['any-text'],
    rest: 'any-text',
    returns: 'string',
    evaluate: (parts, { session }) => session.text(parts.join('')),
  }),
  scalar({
    name: 'strcat_delim',
    case: 'KE-strcat_delim',
    docs: 'strcat-delim-function',
    parameters: ['any-text', 'any-text', 'any-text'],
    rest: 'any-text',
    returns: 'string',
    evaluate: ([delimiter, ...parts], { session }) => session.text(parts.join(delimiter)),
  }),
  scalar({
    name: 'strcat_array',
    case: 'KE-strcat_array',
    docs: 'strcat-array-function',
    open: 'what it gives for other than an array',
    parameters: ['dynamic', 'any-text'],
    returns: 'string',
    evaluate: ([array, delimiter], call) => strcatArray(array, delimiter, call),
  }),
  scalar({
    name: 'split',
    case: 'K166',
    docs: 'split-function',
    parameters: ['any-text', 'text', 'integer?'],
    returns: 'dynamic',
    naming: 'first',
    evaluate: ([text, delimiter, index], call) => split(text, delimiter, index, call),
  }),
  scalar({
    name: 'trim',
    case: 'KE-trim',
    docs: 'trim-function',
    parameters: ['constant-text', 'text'],
    returns: 'string',
    evaluate: ([pattern, text], call) => cutAll(cutAll(text, pattern, false, call), pattern, true, call),
  }),
  scalar({
    name: 'trim_start',
    case: 'KE-trim_start',
    docs: 'trim-start-function',
    open: 'whether more than one match is cut',
    parameters: ['constant-text', 'text'],
    returns: 'string',
    evaluate: ([pattern, text], call) => cutSide(text, pattern, false, call),
  }),
  scalar({
    name: 'trim_end',
    case: 'KE-trim_end',
    docs: 'trim-end-function',
    open: 'whether more than one match is cut',
    parameters: ['constant-text', 'text'],
    returns: 'string',
    evaluate: ([pattern, text], call) => cutSide(text, pattern, true, call),
  }),
  scalar({
    name: 'replace_string',
    case: 'KE-replace_string',
    docs: 'replace-string-function',
    parameters: ['text', 'text', 'text'],
    returns: 'string',
    evaluate: ([text, part, other], call) => replaceString(text, part, other, call),
  }),
  scalar({
    name: 'replace_regex',
    case: 'KE-replace_regex',
    docs: 'replace-regex-function',
    parameters: ['text', 'constant-text', 'text'],
    returns: 'string',
    evaluate: ([text, pattern, rewrite], call) => replaceRegex(text, pattern, rewrite, call),
  }),
  scalar({
    name: 'tolower',
    case: 'KE-tolower',
    docs: 'tolower-function',
    parameters: ['any-text'],
    returns: 'string',
    evaluate: ([text]) => cased(text, (char) => char.toLowerCase()),
  }),
  scalar({
    name: 'toupper',
    case: 'KE-toupper',
    docs: 'toupper-function',
    parameters: ['any-text'],
    returns: 'string',
    evaluate: ([text]) => cased(text, (char) => char.toUpperCase()),
  }),
  scalar({
    name: 'reverse',
    case: 'KE-reverse',
    docs: 'reverse-function',
    parameters: ['any-text'],
    returns: 'string',
    evaluate: ([text]) => [...text].reverse().join(''),
  }),
  scalar({
    name: 'strcmp',
    case: 'K173',
    docs: 'strcmp-function',
    parameters: ['any-text', 'any-text'],
    returns: 'long',
    evaluate: ([a, b]) => (a < b ? -1n : a > b ? 1n : 0n),
  }),
  scalar({
    name: 'countof',
    case: 'K162',
    docs: 'countof-function',
    parameters: ['text', 'text', 'text?'],
    returns: 'long',
    evaluate: ([text, search, kind], call) => countOf(text, search, kind, call),
  }),
  scalar({
    name: 'regex_quote',
    case: 'KE-regex_quote',
    docs: 'regex-quote-function',
    parameters: ['any-text'],
    returns: 'string',
    evaluate: ([text]) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'),
  }),
  scalar({
    name: 'base64_encode_tostring',
    case: 'KE-base64_encode_tostring',
    docs: 'base64-encode-tostring-function',
    parameters: ['text'],
    returns: 'string',
    evaluate: ([text]) => base64Encoded(text),
  }),
  scalar({
    name: 'base64_decode_tostring',
    case: 'KE-base64_decode_tostring',
    docs: 'base64-decode-tostring-function',
    parameters: ['text'],
    returns: 'string',
    evaluate: ([text]) => base64Decoded(text),
  }),
];
