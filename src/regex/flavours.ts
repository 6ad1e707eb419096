import { type CharSet, charsOf, complement, oneChar } from './char-set.ts';
import { asciiDigits, asciiWord, notNewline, unicodeSets, unicodeWord } from './named-sets.ts';
import type { PositionTest, RegexCase, RegexFlavour } from './tree.ts';

/** A meaning, or the words for what the flavour means and the tree can't say. */
export type Meaning<T> = T | { readonly unsupported: string };

/** What a backslash and a letter mean where they stand for a set; the capital letter is the complement. */
type LetterSets = Readonly<Record<string, () => CharSet>>;

/** What one flavour of the Perl family knows. A construct it lacks is an error that names it. */
export interface PerlSyntax {
  readonly dot: CharSet;
  /** `^` and `$`, without and with the `m` flag. */
  readonly caret: PositionTest;
  readonly dollar: Meaning<PositionTest>;
  readonly lineCaret: Meaning<PositionTest>;
  readonly lineDollar: Meaning<PositionTest>;
  /** `\d` and its like. */
  readonly sets: LetterSets;
  /** `\b` and its like. */
  readonly tests: Readonly<Record<string, Meaning<PositionTest>>>;
  /** `\n` and its like. */
  readonly controls: Readonly<Record<string, number>>;
  /** The letters that may stand in `(?…)`. */
  readonly flags: string;
  /** How a group with a name starts, behind `(?`. */
  readonly names: readonly string[];
  /** What `(?i)` folds. */
  readonly inlineCase: Exclude<RegexCase, 'exact'>;
  /** The largest number in a repetition. */
  readonly maxRepeat: number;
  readonly has: ReadonlySet<Feature>;
}

export type Feature =
  /** Look-ahead and look-behind. */
  | 'look'
  /** A look-behind must have a fixed width. */
  | 'fixed-look-behind'
  | 'back-reference'
  /** `(?>…)` and `a++`. */
  | 'atomic'
  /** `a**` repeats a repetition. */
  | 'stacked-repeat'
  /** A position test may be repeated. */
  | 'repeated-test'
  /** `\Q…\E`. */
  | 'quoting'
  /** `\p{…}`. */
  | 'properties'
  /** `[[:alpha:]]`. */
  | 'posix-classes'
  /** `[a[b]&&c]`. */
  | 'nested-classes'
  /** `--` and `~~` in a class. */
  | 'set-difference'
  /** `[]` is the empty set; elsewhere a bracket in the first place is text. */
  | 'empty-class'
  /** A brace that starts no repetition is text. */
  | 'brace-as-text'
  /** `\012`, and `\12` where there are fewer than 12 groups. */
  | 'octal'
  /** `\cA`. */
  | 'control-letter'
  /** `\u0041`. */
  | 'u-escape'
  /** `\u{41}` and `\U0001F600`. */
  | 'wide-u-escape'
  /** `\x{1F600}`. */
  | 'braced-x'
  /** `(?#…)`. */
  | 'comment-group';

const controls = { t: 9, n: 10, r: 13, f: 12 };
const bell = { a: 7 };
const escapeKey = { e: 27 };
const verticalTab = { v: 11 };

const asciiSets: LetterSets = {
  d: () => asciiDigits,
  w: () => asciiWord,
  s: () => charsOf('\t-\r '),
};

const horizontal = charsOf('\t \u00a0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000');
const vertical = charsOf('\n-\r\u0085\u2028\u2029');

const asciiBorders = { b: 'word', B: 'not-word' } as const;
const textEnds = { A: 'text-start', z: 'text-end' } as const;

const javaLines = { unsupported: 'an anchor that knows other line ends than a line feed' };

const pcre: PerlSyntax = {
  dot: notNewline,
  caret: 'text-start',
  dollar: 'text-end-or-final-newline',
  lineCaret: 'line-start-before-text',
  lineDollar: 'line-end',
  sets: { ...asciiSets, h: () => horizontal, v: () => vertical },
  tests: { ...asciiBorders, ...textEnds, Z: 'text-end-or-final-newline' },
  controls: { ...controls, ...bell, ...escapeKey },
  flags: 'imsx',
  names: ['P<', '<', "'"],
  inlineCase: 'simple',
  maxRepeat: 65_535,
  has: new Set<Feature>([
    'look',
    'fixed-look-behind',
    'back-reference',
    'atomic',
    'quoting',
    'properties',
    'posix-classes',
    'brace-as-text',
    'octal',
    'control-letter',
    'u-escape',
    'braced-x',
    'comment-group',
  ]),
};

// https://docs.rs/regex/latest/regex/#syntax
const rust: PerlSyntax = {
  dot: notNewline,
  caret: 'text-start',
  dollar: 'text-end',
  lineCaret: 'line-start',
  lineDollar: 'line-end',
  sets: { d: unicodeSets.digit, s: unicodeSets.space, w: unicodeWord },
  tests: { ...textEnds, b: 'unicode-word', B: 'not-unicode-word' },
  controls: { ...controls, ...bell, ...verticalTab },
  flags: 'imsxuU',
  names: ['P<', '<'],
  inlineCase: 'unicode',
  maxRepeat: 100_000,
  has: new Set<Feature>([
    'stacked-repeat',
    'repeated-test',
    'properties',
    'posix-classes',
    'nested-classes',
    'set-difference',
    'u-escape',
    'wide-u-escape',
    'braced-x',
  ]),
};

// https://github.com/google/re2/wiki/Syntax
const re2: PerlSyntax = {
  dot: notNewline,
  caret: 'text-start',
  dollar: 'text-end',
  lineCaret: 'line-start',
  lineDollar: 'line-end',
  sets: { ...asciiSets, s: () => charsOf('\t\n\f\r ') },
  tests: { ...asciiBorders, ...textEnds },
  controls: { ...controls, ...bell, ...verticalTab },
  flags: 'imsU',
  names: ['P<', '<'],
  inlineCase: 'unicode',
  maxRepeat: 1000,
  has: new Set<Feature>([
    'repeated-test',
    'quoting',
    'properties',
    'posix-classes',
    'brace-as-text',
    'octal',
    'braced-x',
  ]),
};

// https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/regex/Pattern.html
const java: PerlSyntax = {
  dot: complement(charsOf('\n\r\u0085\u2028\u2029')),
  caret: 'text-start',
  dollar: javaLines,
  lineCaret: javaLines,
  lineDollar: javaLines,
  sets: { ...asciiSets, h: () => horizontal, v: () => vertical },
  tests: { ...textEnds, b: { unsupported: 'a word border, which differs between releases,' }, Z: javaLines },
  controls: { ...controls, ...bell, ...escapeKey },
  flags: 'imsx',
  names: ['<'],
  inlineCase: 'ascii',
  maxRepeat: 65_535,
  has: new Set<Feature>([
    'look',
    'back-reference',
    'atomic',
    'quoting',
    'properties',
    'nested-classes',
    'octal',
    'control-letter',
    'u-escape',
    'braced-x',
  ]),
};

// ECMA-262, with the `u` flag: https://tc39.es/ecma262/#sec-patterns
const javascript: PerlSyntax = {
  dot: complement(charsOf('\n\r\u2028\u2029')),
  caret: 'text-start',
  dollar: 'text-end',
  lineCaret: javaLines,
  lineDollar: javaLines,
  sets: { ...asciiSets, s: () => charsOf('\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff') },
  tests: asciiBorders,
  controls: { ...controls, ...verticalTab },
  flags: 'is',
  names: ['<'],
  inlineCase: 'unicode',
  maxRepeat: 100_000,
  has: new Set<Feature>([
    'look',
    'back-reference',
    'properties',
    'empty-class',
    'control-letter',
    'u-escape',
    'wide-u-escape',
  ]),
};

/** The flavours of the Perl family that can be read. */
export const perlFlavours: { readonly [F in Exclude<RegexFlavour, 'lucene'>]: PerlSyntax | undefined } = {
  pcre,
  rust,
  re2,
  java,
  javascript,
  posix: undefined,
};

export const newline = oneChar(10);
