import type { CharSet } from './char-set.ts';
import { newline } from './flavours.ts';
import { asciiWord, unicodeWord } from './named-sets.ts';
import type { PositionTest } from './tree.ts';

/** What is known of a neighbour of a position: bits of `Side`. */
export type Side = number;

/** No character: the text starts or ends here. */
export const EDGE = 1;
const NEWLINE = 2;
const WORD = 4;
const UNICODE_WORD = 8;
/** The neighbour is a line feed and the last character of the text. */
export const FINAL_NEWLINE = 16;

/** The sets that position tests ask about, with their bits; Unicode's words are only worked out where they are asked for. */
export const sideSets: readonly (readonly [number, () => CharSet])[] = [
  [NEWLINE, () => newline],
  [WORD, () => asciiWord],
  [UNICODE_WORD, unicodeWord],
];

/** The bits each test looks at. */
export const bitsOf: { readonly [T in PositionTest]: Side } = {
  'text-start': EDGE,
  'text-end': EDGE,
  'text-end-or-final-newline': EDGE | NEWLINE | FINAL_NEWLINE,
  'line-start': EDGE | NEWLINE,
  'line-start-before-text': EDGE | NEWLINE,
  'line-end': EDGE | NEWLINE,
  word: WORD,
  'not-word': WORD,
  'unicode-word': UNICODE_WORD,
  'not-unicode-word': UNICODE_WORD,
};

const has = (side: Side, bits: number): boolean => (side & bits) !== 0;

/** Whether a test holds between two neighbours. */
export const holdsBetween: { readonly [T in PositionTest]: (before: Side, after: Side) => boolean } = {
  'text-start': (before) => has(before, EDGE),
  'text-end': (_before, after) => has(after, EDGE),
  'text-end-or-final-newline': (_before, after) => has(after, EDGE | FINAL_NEWLINE),
  'line-start': (before) => has(before, EDGE | NEWLINE),
  'line-start-before-text': (before, after) => has(before, EDGE) || (has(before, NEWLINE) && !has(after, EDGE)),
  'line-end': (_before, after) => has(after, EDGE | NEWLINE),
  word: (before, after) => has(before, WORD) !== has(after, WORD),
  'not-word': (before, after) => has(before, WORD) === has(after, WORD),
  'unicode-word': (before, after) => has(before, UNICODE_WORD) !== has(after, UNICODE_WORD),
  'not-unicode-word': (before, after) => has(before, UNICODE_WORD) === has(after, UNICODE_WORD),
};
