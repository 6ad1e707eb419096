import { type CharSet, charSet, charsOf, complement, LAST_CODE_POINT, union } from './char-set.ts';
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

/** Every code point in order; cut where a high and a low surrogate would meet and make a pair. */
function* alphabet(): Generator<{ readonly first: number; readonly text: string }> {
  for (const [first, last] of [
    [0, 0xdbff],
    [0xdc00, LAST_CODE_POINT],
  ] as const) {
    let text = '';
    for (let code = first; code <= last; code++) text += String.fromCodePoint(code);
    yield { first, text };
  }
}

function rangesOf(pattern: RegExp): CharSet {
  const ranges: CodeRange[] = [];
  for (const { first, text } of alphabet()) {
    for (const { 0: run, index } of text.matchAll(pattern)) {
      const from = run.codePointAt(0) ?? first;
      ranges.push({ from, to: from + Array.from(run).length - 1 });
      if (index < 0) return [];
    }
  }
  return charSet(ranges);
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

/** `\d`, `\w` and `\s` over all of Unicode, as UTS 18 annex C defines them. */
export const unicodeSets = {
  digit: (): CharSet => propertyOrNone('Nd'),
  space: (): CharSet => propertyOrNone('White_Space'),
  word: (): CharSet => union(...['Alphabetic', 'M', 'Nd', 'Pc', 'Join_Control'].map(propertyOrNone)),
} as const;

let knownUnicodeWord: CharSet | undefined;

export function unicodeWord(): CharSet {
  knownUnicodeWord ??= unicodeSets.word();
  return knownUnicodeWord;
}

export const notNewline = complement(charsOf('\n'));
