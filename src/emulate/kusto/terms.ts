import { foldAscii } from '../../base/fold.ts';
import type { Session } from './session.ts';

/** Where in the text the term must lie. */
export type TermPlace = 'whole' | 'prefix' | 'suffix';

const LETTERS = { unicode: /[\p{L}\p{Nd}]/u, ascii: /[0-9A-Za-z]/ } as const;
const RUNS = { unicode: /[\p{L}\p{Nd}]+/gu, ascii: /[0-9A-Za-z]+/g } as const;

/** The whole character that ends before an offset. */
function charBefore(text: string, at: number): string {
  const pair = text.slice(Math.max(0, at - 2), at);
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(pair) ? pair : text.slice(Math.max(0, at - 1), at);
}
const charAt = (text: string, at: number): string => String.fromCodePoint(text.codePointAt(at) ?? 32);

interface Needle {
  readonly text: string;
  readonly letters: RegExp;
  /** Whether the text may not go on with a letter or digit to the left, to the right. */
  readonly left: boolean;
  readonly right: boolean;
}

const inside = (text: string, at: number, letters: RegExp): boolean =>
  at < text.length && letters.test(charAt(text, at));

function occurs(hay: string, { text, letters, left, right }: Needle, session: Session): boolean {
  for (let at = hay.indexOf(text); at !== -1; at = hay.indexOf(text, at + 1)) {
    session.spend(1 + (text.length >> 4));
    const leftOk = !left || at === 0 || !letters.test(charBefore(hay, at));
    if (leftOk && (!right || !inside(hay, at + text.length, letters))) return true;
  }
  return false;
}

const ANCHORED: { readonly [P in TermPlace]: { readonly left: boolean; readonly right: boolean } } = {
  whole: { left: true, right: true },
  prefix: { left: true, right: false },
  suffix: { left: false, right: true },
};

function hasTerm(hay: string, term: string, place: TermPlace, letters: RegExp, session: Session): boolean {
  return occurs(hay, { text: term, letters, ...ANCHORED[place] }, session);
}

/** Each term of the right side must occur; only an outer one may be cut, on its outer side. */
function placesOf(terms: readonly string[], place: TermPlace): readonly (readonly [string, TermPlace])[] {
  const outermost = place === 'prefix' ? terms.length - 1 : 0;
  return terms.map((term, i) => [term, i === outermost ? place : 'whole']);
}

/**
 * `has`, `hasprefix`, `hassuffix`: some term of the text is, begins or ends with the right side. A term is a maximal run of
 * letters and digits (query/datatypes-string-operators). What a right side with other characters in it means is a reading.
 */
export function has(text: string, term: string, place: TermPlace, fold: boolean, session: Session): boolean {
  const alphabet = session.reading('termLetters');
  const letters = LETTERS[alphabet];
  const [hay, needle] = fold ? [foldAscii(text), foldAscii(term)] : [text, term];
  if (needle === '') return session.reading('hasEmpty') === 'true';
  const terms = needle.match(RUNS[alphabet]) ?? [];
  if (terms[0] === needle) return hasTerm(hay, needle, place, letters, session);
  const reading = session.reading('hasPunctuation');
  if (reading === 'all-terms') {
    if (terms.length === 0) return session.reading('hasEmpty') === 'true';
    return placesOf(terms, place).every(([each, where]) => hasTerm(hay, each, where, letters, session));
  }
  const edge = (char: string): boolean => reading === 'bounded' || letters.test(char);
  const { left, right } = ANCHORED[place];
  const edges = { left: left && edge(charAt(needle, 0)), right: right && edge(charBefore(needle, needle.length)) };
  return occurs(hay, { text: needle, letters, ...edges }, session);
}
