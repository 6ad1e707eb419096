import { alternation, concat } from './build.ts';
import { type CharSet, charsOf, complement, LAST_CODE_POINT, oneChar } from './char-set.ts';
import type { Meaning } from './flavours.ts';
import { asciiDigits, asciiWord, posixSets, unicodeProperty } from './named-sets.ts';
import type { PerlContext } from './perl-context.ts';
import type { PositionTest, RegexNode } from './tree.ts';

/** What a backslash and what follows it stand for. A set is folded and negated already. */
export type Escape =
  | { readonly kind: 'code'; readonly code: number }
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'node'; readonly node: RegexNode };

const code = (value: number): Escape => ({ kind: 'code', code: value });
const setOf = (set: CharSet): Escape => ({ kind: 'set', set });
const node = (value: RegexNode): Escape => ({ kind: 'node', node: value });

type Reader = (context: PerlContext, start: number) => Escape | undefined;

function codePoint(context: PerlContext, digits: string, radix: number, start: number): Escape {
  const value = Number.parseInt(digits, radix);
  if (!(value <= LAST_CODE_POINT)) {
    context.cursor.fail('regex/bad-code-point', { escape: context.cursor.since(start) }, start);
  }
  return code(value);
}

function badEscape(context: PerlContext, start: number): never {
  if (!context.cursor.done) context.cursor.next();
  return context.cursor.fail('regex/bad-escape', { escape: context.cursor.since(start) }, start);
}

function hexadecimal(context: PerlContext, start: number, pattern: RegExp): Escape {
  const found = context.cursor.take(pattern);
  if (found === undefined) return badEscape(context, start);
  return codePoint(context, found.replace(/[{}]/g, ''), 16, start);
}

const readX: Reader = (context, start) => {
  if (context.has('braced-x') && context.cursor.looksAt('{'))
    return hexadecimal(context, start, /\{[0-9A-Fa-f]{1,8}\}/y);
  // PCRE and Java take one digit or none too; that reads `\xg` as a NUL, so it is refused.
  return hexadecimal(context, start, /[0-9A-Fa-f]{2}/y);
};

const readU: Reader = (context, start) => {
  if (!context.has('u-escape')) return undefined;
  if (context.has('wide-u-escape') && context.cursor.looksAt('{')) {
    return hexadecimal(context, start, /\{[0-9A-Fa-f]{1,8}\}/y);
  }
  return hexadecimal(context, start, /[0-9A-Fa-f]{4}/y);
};

const readWideU: Reader = (context, start) =>
  context.options.flavour === 'rust' ? hexadecimal(context, start, /\{[0-9A-Fa-f]{1,8}\}|[0-9A-Fa-f]{8}/y) : undefined;

const readOctal: Reader = (context, start) => {
  const { cursor } = context;
  if (context.has('octal')) return codePoint(context, `0${cursor.take(/[0-7]{1,2}/y) ?? ''}`, 8, start);
  return cursor.take(/[0-9]/y) === undefined ? code(0) : badEscape(context, start);
};

const readControl: Reader = (context, start) => {
  if (!context.has('control-letter')) return undefined;
  const letter = context.cursor.take(/[A-Za-z]/y);
  return letter === undefined ? badEscape(context, start) : code(letter.toUpperCase().charCodeAt(0) ^ 0x40);
};

/** A digit other than zero: a group's number, or in PCRE a character's octal number if there are not that many groups. */
function readDigits(context: PerlContext, start: number, inClass: boolean): Escape {
  const { cursor } = context;
  const digits = cursor.take(/[1-9][0-9]*/y) ?? '';
  const isGroup = digits.length === 1 || Number(digits) <= context.groups;
  if (isGroup && !inClass && context.has('back-reference')) {
    return node(context.reference(Number(digits), start));
  }
  cursor.at = start + 1;
  const octal = context.has('octal') ? cursor.take(/[0-7]{1,3}/y) : undefined;
  return octal === undefined || (isGroup && !inClass) ? badEscape(context, start) : codePoint(context, octal, 8, start);
}

const readNamedReference: Reader = (context, start) => {
  if (!context.has('back-reference')) return undefined;
  const found = context.cursor.take(/<\w+>|\{\w+\}|'\w+'/y);
  return found === undefined ? badEscape(context, start) : node(context.reference(found.slice(1, -1), start));
};

const readG: Reader = (context, start) => {
  if (context.options.flavour !== 'pcre') return undefined;
  const found = context.cursor.take(/\{?-?\w+\}?/y)?.replace(/[{}]/g, '');
  if (found === undefined) return context.unsupported('a call of a group', start);
  if (!/^-?\d+$/.test(found)) return node(context.reference(found, start));
  const number = Number(found);
  return node(context.reference(number < 0 ? context.groups + 1 + number : number, start));
};

const javaProperties: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(posixSets).map((name) => [name.charAt(0).toUpperCase() + name.slice(1), name]),
);

function propertySet(context: PerlContext, name: string): CharSet | undefined {
  if (context.options.flavour !== 'java') return unicodeProperty(name);
  const posix = posixSets[javaProperties[name] ?? (name === 'XDigit' ? 'xdigit' : '')];
  return posix ?? unicodeProperty(name.replace(/^Is/, ''));
}

function readProperty(context: PerlContext, start: number, negated: boolean): Escape | undefined {
  if (!context.has('properties')) return undefined;
  const found = context.cursor.take(/\{\^?[\w=]+\}|[A-Z]/y);
  if (found === undefined) return badEscape(context, start);
  const name = found.replace(/[{}^]/g, '');
  const set = propertySet(context, name);
  if (set === undefined) return context.cursor.fail('regex/unknown-class', { name }, start);
  const folded = context.folding(set);
  return setOf(found.startsWith('{^') === negated ? folded : complement(folded));
}

/** `\R`, which never gives back the line feed of a pair; to match or not is the same without that save where a `\n` follows. */
const lineEnd = (): RegexNode => ({
  kind: 'group',
  atomic: true,
  body: alternation([
    concat([
      { kind: 'chars', ranges: oneChar(13) },
      { kind: 'chars', ranges: oneChar(10) },
    ]),
    { kind: 'chars', ranges: charsOf('\n-\r\u0085\u2028\u2029') },
  ]),
});

const UNSUPPORTED_LETTERS: Readonly<Record<string, string>> = {
  K: '`\\K`',
  G: '`\\G`',
  X: '`\\X`',
  C: '`\\C`',
};

const readers: Readonly<Record<string, Reader>> = {
  x: readX,
  u: readU,
  U: readWideU,
  '0': readOctal,
  c: readControl,
  k: readNamedReference,
  g: readG,
  p: (context, start) => readProperty(context, start, false),
  P: (context, start) => readProperty(context, start, true),
  N: (context) => (context.options.flavour === 'pcre' ? setOf(context.syntax.dot) : undefined),
  R: (context) => (context.has('atomic') ? node(lineEnd()) : undefined),
  o: (context, start) => {
    if (context.options.flavour !== 'pcre') return undefined;
    const digits = context.cursor.take(/\{[0-7]{1,8}\}/y);
    return digits === undefined ? badEscape(context, start) : codePoint(context, digits.slice(1, -1), 8, start);
  },
};

const asciiSets: Readonly<Record<string, CharSet>> = { d: asciiDigits, w: asciiWord, s: charsOf('\t-\r ') };

function readSet(context: PerlContext, letter: string, start: number): Escape | undefined {
  const lower = letter.toLowerCase();
  const known = context.syntax.sets[lower];
  if (known === undefined) return undefined;
  const negated = letter !== lower;
  if (context.flags.u) {
    const folded = context.folding(known());
    return setOf(negated ? complement(folded) : folded);
  }
  // Rust without `u` means bytes: a negated set would hold halves of characters.
  if (negated) return context.unsupported('a set of bytes', start);
  return setOf(asciiSets[lower] ?? known());
}

const asciiTests: Readonly<Record<string, PositionTest>> = { 'unicode-word': 'word', 'not-unicode-word': 'not-word' };

/** The node of a position test, or the error that says why there is none. */
export function positionTest(context: PerlContext, test: Meaning<PositionTest>, start: number): RegexNode {
  if (typeof test !== 'string') return context.unsupported(test.unsupported, start);
  return { kind: 'assertion', test: context.flags.u ? test : (asciiTests[test] ?? test) };
}

function readTest(context: PerlContext, letter: string, start: number): Escape | undefined {
  const test = context.syntax.tests[letter];
  if (test === undefined) return undefined;
  const { flavour } = context.options;
  if (context.cursor.looksAt('{') && (flavour === 'rust' || flavour === 'java')) {
    return context.unsupported('a word border of one side', start);
  }
  return node(positionTest(context, test, start));
}

function readLetter(context: PerlContext, letter: string, start: number): Escape {
  const construct = UNSUPPORTED_LETTERS[letter];
  if (construct !== undefined) context.unsupported(construct, start);
  return context.cursor.fail('regex/bad-escape', { escape: context.cursor.since(start) }, start);
}

function readShared(context: PerlContext, letter: string, start: number): Escape | undefined {
  const control = context.syntax.controls[letter];
  if (control !== undefined && !/[A-Z]/.test(letter)) return code(control);
  return readSet(context, letter, start) ?? readers[letter]?.(context, start);
}

/** Reads a backslash and what belongs to it; the cursor stands on the backslash. */
export function readEscape(context: PerlContext, inClass: boolean): Escape {
  const { cursor } = context;
  const start = cursor.at;
  cursor.next();
  if (/[1-9]/.test(cursor.peek)) return readDigits(context, start, inClass);
  const letter = cursor.next();
  if (inClass && letter === 'b' && context.options.flavour !== 'rust') return code(8);
  const shared = (inClass ? undefined : readTest(context, letter, start)) ?? readShared(context, letter, start);
  if (shared !== undefined) return shared;
  if (/[A-Za-z0-9]/.test(letter)) return readLetter(context, letter, start);
  if (context.options.flavour === 'rust' && (letter === '<' || letter === '>')) {
    return context.unsupported('a word border of one side', start);
  }
  return code(letter.codePointAt(0) ?? 0);
}
