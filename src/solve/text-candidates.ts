import type { Random } from '../base/random.ts';
import { literalPattern, type Pattern } from '../ir/pattern.ts';
import { type Candidate, type CandidateKind, candidate, distinct } from './candidate.ts';

/** Texts that a translation may read as something else: quotes, escapes, wildcards of every target, ends of lines. */
export const SPECIAL_TEXTS: readonly string[] = [
  '"',
  "'",
  '\\',
  '\\\\',
  '%',
  '_',
  '*',
  '?',
  '`',
  '$',
  '|',
  '[a]',
  '(',
  '\n',
  '\r\n',
  '\t',
  '\u00e9\u00c9',
  '\u{1f600}',
  '\u212a\u017f\u0130',
  ' ',
  '--',
];

/** Letters that some engines fold to ASCII ones. */
const LOOK_ALIKES: Readonly<Record<string, string>> = { k: '\u212a', s: '\u017f', i: '\u0130' };

/** Every letter in the other case; what has no single other case stays. */
export function otherCase(text: string): string {
  return Array.from(text, (char) => {
    const upper = char.toUpperCase();
    const other = upper === char ? char.toLowerCase() : upper;
    return [...other].length === 1 ? other : char;
  }).join('');
}

const lookAlike = (text: string): string =>
  text.replace(/[ksi]/i, (letter) => LOOK_ALIKES[letter.toLowerCase()] ?? letter);

/** What each part of a pattern becomes. */
interface Filling {
  readonly any: string;
  readonly one: string;
  readonly literal?: (text: string) => string;
}

const filled = (pattern: Pattern, { any, one, literal = (text) => text }: Filling): string =>
  pattern.map((part) => (part.kind === 'lit' ? literal(part.text) : part.kind === 'any' ? any : one)).join('');

/** A pattern of `any` and `one` needs something to stand for them. */
const FILLINGS: readonly (readonly [CandidateKind, Filling])[] = [
  ['plain', { any: '', one: 'x' }],
  ['plain', { any: 'x', one: 'y' }],
  ['plain', { any: 'abc 1', one: '0' }],
  ['other-case', { any: 'x', one: 'x', literal: otherCase }],
  ['other-case', { any: '', one: 'x', literal: (text) => text.toUpperCase() }],
  ['near', { any: 'x', one: '' }],
  ['near', { any: 'x', one: 'xx' }],
  ['special', { any: '\\', one: '\\' }],
  ['special', { any: '"\'%_', one: '"' }],
  ['special', { any: 'a\nb', one: '\n' }],
  ['special', { any: '\u00e9\u{1f600}', one: '\u{1f600}' }],
  ['special', { any: '*', one: '?' }],
  ['special', { any: ' ', one: ' ' }],
  ['special', { any: 'x', one: 'x', literal: lookAlike }],
  ['special', { any: 'x', one: 'x', literal: (text) => text.replaceAll('\\', '\\\\') }],
];

const withoutLast = (text: string): string => [...text].slice(0, -1).join('');
const withOtherLast = (text: string): string => `${withoutLast(text)}${text.endsWith('x') ? 'y' : 'x'}`;

/** Edits of a text that fits: one of them likely does not. */
const edits = (text: string): readonly Candidate<string>[] => [
  candidate('near', `${text}x`),
  candidate('near', `x${text}`),
  candidate('near', withoutLast(text)),
  candidate('near', withOtherLast(text)),
  candidate('near', [...text].slice(1).join('')),
  candidate('special', `${text} `),
  candidate('special', ` ${text}`),
  candidate('special', `${text}\n`),
];

/** Parts of the pattern changed one at a time: each literal loses a character, each `one` goes. */
function dents(pattern: Pattern): readonly Candidate<string>[] {
  const { any, one } = { any: 'x', one: 'x' };
  return pattern.flatMap((part, at) => {
    const dented = pattern.map((other, i) => {
      if (i !== at) return other;
      return part.kind === 'lit' ? { kind: 'lit' as const, text: withOtherLast(part.text) } : other;
    });
    return part.kind === 'lit' ? [candidate('near', filled(dented, { any, one }))] : [];
  });
}

/** Of one pattern this many characters are disguised. */
const MAX_DISGUISES = 8;
/** What some language takes for a wildcard or an operator. */
const ACTIVE = /[%_.*?[\]^$+|(){}-]/g;

/** Characters that some language takes for more than themselves, one at a time: another one stands there, or several where it is a `%` or `*`. */
function disguises(parts: Pattern): readonly Candidate<string>[] {
  const texts = parts.flatMap((part, at) => {
    if (part.kind !== 'lit') return [];
    return [...part.text.matchAll(ACTIVE)].map(({ 0: char, index }) => {
      const text = `${part.text.slice(0, index)}${'%*'.includes(char) ? 'xy' : 'x'}${part.text.slice(index + 1)}`;
      return filled(parts.with(at, { kind: 'lit', text }), { any: 'x', one: 'x' });
    });
  });
  return texts.slice(0, MAX_DISGUISES).map((text) => candidate('near', text));
}

/** Texts that a pattern covers, and texts that it just misses. */
export function patternTexts(pattern: Pattern): readonly Candidate<string>[] {
  const base = filled(pattern, { any: '', one: 'x' });
  const fits = FILLINGS.map(([kind, filling]) => candidate(kind, filled(pattern, filling)));
  return distinct([...fits, ...disguises(pattern), ...edits(base), ...dents(pattern), candidate('near', '')]);
}

/** Texts that equal a text under some case rule, and texts that just don't. */
export const textsAround = (text: string): readonly Candidate<string>[] => patternTexts(literalPattern(text));

/** Long enough for limits of columns and of regular expression engines. */
const LONG_TEXT_LENGTH = 32_768;

/** A text stretched to 32 kB at its end or in front. */
export const stretched = (text: string, random: Random): string => {
  const more = 'x'.repeat(Math.max(LONG_TEXT_LENGTH - text.length, 0));
  return random.below(2) === 0 ? `${text}${more}` : `${more}${text}`;
};
