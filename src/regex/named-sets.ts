import { type CharSet, charSet, charsOf, complement, LAST_CODE_POINT } from './char-set.ts';
import type { CodeRange } from './tree.ts';

/** POSIX classes over ASCII, as all flavours here define them. */
export const posixSets: Readonly<Record<string, CharSet>> = {
  alnum: charsOf('0-9A-Za-z'),
  alpha: charsOf('A-Za-z'),
  ascii: charsOf('\0-\x7f'),
  blank: charsOf(' \t'),
  cntrl: charsOf('\0-\x1f\x7f'),
  digit: charsOf('0-9'),
  graph: charsOf('!-~'),
  lower: charsOf('a-z'),
  print: charsOf(' -~'),
  punct: charsOf('!-/:-@[-`{-~'),
  space: charsOf('\t-\r '),
  upper: charsOf('A-Z'),
  word: charsOf('0-9A-Za-z_'),
  xdigit: charsOf('0-9A-Fa-f'),
};

export const asciiDigits = charsOf('0-9');
export const asciiWord = charsOf('0-9A-Za-z_');

/** A run of code points as text. */
function textOf(first: number, last: number): string {
  const chunks: string[] = [];
  for (let from = first; from <= last; from += CHUNK) {
    const length = Math.min(CHUNK, last - from + 1);
    chunks.push(String.fromCodePoint(...Array.from({ length }, (_, i) => from + i)));
  }
  return chunks.join('');
}

const CHUNK = 4096;

let knownAlphabet: readonly string[] | undefined;

/** Every code point in order; cut where a high and a low surrogate would meet and make a pair. */
function alphabet(): readonly string[] {
  knownAlphabet ??= [textOf(0, 0xdbff), textOf(0xdc00, LAST_CODE_POINT)];
  return knownAlphabet;
}

/** The first and the last code point of a run, whose last may be a pair of surrogates. */
function runOf(run: string): CodeRange {
  const pair = run.codePointAt(run.length - 2) ?? 0;
  return { from: run.codePointAt(0) ?? 0, to: pair > 0xffff ? pair : run.charCodeAt(run.length - 1) };
}

function rangesOf(pattern: RegExp): CharSet {
  return charSet(alphabet().flatMap((text) => Array.from(text.matchAll(pattern), ([run]) => runOf(run))));
}

const properties = new Map<string, CharSet | undefined>();

function lookUp(name: string): CharSet | undefined {
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  for (const spelling of [name, title, `Script=${name}`, `Script=${title}`]) {
    try {
      return rangesOf(new RegExp(`\\p{${spelling}}+`, 'gu'));
    } catch {
      // The runtime knows no property of that spelling: try the next one.
    }
  }
  return undefined;
}

/** The characters with a Unicode property: a general category, a script (`Script=` may be left out) or a binary property. */
export function unicodeProperty(name: string): CharSet | undefined {
  if (!/^[A-Za-z][A-Za-z_]{0,40}(=[A-Za-z][A-Za-z_]{0,40})?$/.test(name)) return undefined;
  if (!properties.has(name)) properties.set(name, lookUp(name));
  return properties.get(name);
}

const propertyOrNone = (name: string): CharSet => unicodeProperty(name) ?? [];

const WORD = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]+/gu;

/** `\d`, `\w` and `\s` over all of Unicode, as UTS 18 annex C defines them. */
export const unicodeSets = {
  digit: (): CharSet => propertyOrNone('Nd'),
  space: (): CharSet => propertyOrNone('White_Space'),
  word: (): CharSet => rangesOf(WORD),
} as const;

let knownUnicodeWord: CharSet | undefined;

export function unicodeWord(): CharSet {
  knownUnicodeWord ??= unicodeSets.word();
  return knownUnicodeWord;
}

export const notNewline = complement(charsOf('\n'));
