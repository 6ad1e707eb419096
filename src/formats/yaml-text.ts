import { parseDocument } from 'yaml';

/**
 * Characters that YAML 1.1 or 1.2 does not let stand, or reads as line ends (U+0085, U+2028, U+2029), and a byte order
 * mark. Surrogates stand in this set by themselves, not as the halves of a character.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that YAML forbids
const UNSAFE = /[\0-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|\p{Surrogate}/u;
const UNSAFE_ALL = new RegExp(UNSAFE.source, 'gu');

/** What starts something else than text, or may do so for some reader. */
const STARTS_BADLY = /^(?:[\s,[\]{}#&*!|>'"%@`]|[-?:](?:\s|$)|---|\.\.\.)/;
const HOLDS_BADLY = /:(?:\s|$)|\s#|[\t\n]|\s$/;
/** Plain scalars that PyYAML has types for and the package has not. */
const SPECIAL = new Set(['', '=', '<<']);

const known = new Map<string, boolean>();
const MAX_KNOWN = 10_000;

/** Every text that either version may read as something else: a word, or a number or a time with the letters that those have. */
const MAY_BE_TYPED = /^(?:[yn~]|yes|no|on|off|true|false|null|[-+.\d][-+.:_\s\da-foxtzin]*)$/i;

/** Whether both versions of YAML read the word as the text it is. */
function readsAsText(text: string): boolean {
  return (['1.1', '1.2'] as const).every((version) => {
    const document = parseDocument(text, { version, logLevel: 'silent' });
    return document.errors.length === 0 && document.toJS() === text;
  });
}

function isWord(text: string): boolean {
  if (!MAY_BE_TYPED.test(text)) return true;
  const before = known.get(text);
  if (before !== undefined) return before;
  const found = readsAsText(text);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(text, found);
  return found;
}

const isPlain = (text: string): boolean =>
  !SPECIAL.has(text) && !STARTS_BADLY.test(text) && !HOLDS_BADLY.test(text) && isWord(text);

const NAMED: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

const doubleQuoted = (text: string): string =>
  `"${text.replace(/[\\"\n\r\t]/g, (char) => NAMED[char] ?? char).replace(UNSAFE_ALL, escaped)}"`;

const singleQuoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Text of several lines that a block gives back unchanged without an indentation indicator. */
const isBlock = (text: string): boolean => text.includes('\n') && /^[^\s]/.test(text) && !/[ \t]$/.test(text);

function chomping(text: string): string {
  if (!text.endsWith('\n')) return '-';
  return text.endsWith('\n\n') ? '+' : '';
}

function block(text: string, indent: number): string {
  const mark = chomping(text);
  const lines = (mark === '-' ? text : text.slice(0, -1)).split('\n');
  const indented = lines.map((line) => (line === '' ? '' : `${' '.repeat(indent)}${line}`));
  return `|${mark}\n${indented.join('\n')}`;
}

/**
 * Text as a YAML scalar.
 *
 * @param indent The indentation of the lines of a block.
 * @param lines `one-line` for keys, which cannot be blocks.
 */
export function yamlText(text: string, indent: number, lines: 'one-line' | 'any' = 'any'): string {
  if (UNSAFE.test(text)) return doubleQuoted(text);
  if (lines === 'any' && isBlock(text)) return block(text, indent);
  if (text.includes('\n')) return doubleQuoted(text);
  return isPlain(text) ? text : singleQuoted(text);
}
