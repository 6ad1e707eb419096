import { patternsTest } from '../../src/functions/match-pattern.ts';
import type { Pattern } from '../../src/ir/pattern.ts';
import type { CaseRule } from '../../src/ir/value.ts';

import { concat, EMPTY, textNodes } from '../../src/regex/build.ts';
import { charSet } from '../../src/regex/char-set.ts';
import { compileMatcher } from '../../src/regex/matcher.ts';
import type { CodeRange, Regex, RegexNode } from '../../src/regex/tree.ts';
import { mapChars, some } from '../../src/regex/walk.ts';
import { samplePattern, sampleRegex } from './samples.ts';

const LAST_ASCII = 0x7f;
const LAST = 0x10ffff;

/** All of a set that lies outside ASCII, none of it, or some: bytes and characters are the same to the first two if they repeat. */
function beyondAscii(ranges: readonly CodeRange[]): 'all' | 'none' | 'some' {
  const beyond = ranges.filter(({ to }) => to > LAST_ASCII);
  if (beyond.length === 0) return 'none';
  const [only] = beyond;
  return beyond.length === 1 && only && only.from <= LAST_ASCII + 1 && only.to === LAST ? 'all' : 'some';
}

const isUnseen = (code: number): boolean => /[\p{C}\p{Z}]/u.test(String.fromCodePoint(code));

/** One character outside ASCII, written as itself, is the same bytes in the pattern and in the value. */
const isItself = ([only, more]: readonly CodeRange[]): boolean =>
  only !== undefined && more === undefined && only.from === only.to && !isUnseen(only.from);

/**
 * Where a part stands. `repeats`: as often as one likes, so that bytes do as well. `first`, `last`: at that end of what is searched for,
 * with anything beyond it; there the one byte that touches the rest does for the whole character.
 */
interface Place {
  readonly repeats: boolean;
  readonly first: boolean;
  readonly last: boolean;
}

const INSIDE: Place = { repeats: false, first: false, last: false };

const isHinted = (node: RegexNode): boolean =>
  node.kind === 'backreference' ||
  (node.kind === 'group' && node.atomic === true) ||
  (node.kind === 'repeat' && node.possessive === true);

/** One character out of a set. */
const isUnit = (node: RegexNode): boolean => node.kind === 'chars' || (node.kind === 'group' && isUnit(node.body));

/** Any character outside ASCII. */
const isWide = (node: RegexNode): boolean =>
  node.kind === 'group' ? isWide(node.body) : node.kind === 'chars' && beyondAscii(node.ranges) === 'all';

/** Any number of any characters outside ASCII: beside it, it takes what is left of a character. */
function takesRest(node: RegexNode | undefined): boolean {
  if (node?.kind === 'group') return node.atomic !== true && takesRest(node.body);
  if (node?.kind !== 'repeat' || node.min > 0 || node.max !== undefined || node.possessive === true) return false;
  return isWide(node.body);
}

/** At an end a single one is enough, which stands there itself. */
function countsRepeat({ body, min, max }: Extract<RegexNode, { kind: 'repeat' }>, { first, last }: Place): boolean {
  const single = min === 1;
  return counts(body, { repeats: min <= 1 && max === undefined, first: first && single, last: last && single });
}

function counts(node: RegexNode, place: Place): boolean {
  switch (node.kind) {
    case 'chars': {
      const beyond = beyondAscii(node.ranges);
      return beyond === 'all'
        ? !place.repeats && !place.first && !place.last
        : beyond === 'some' && !isItself(node.ranges);
    }
    case 'concat':
      return node.parts.some(
        (part, at, parts) =>
          !(isUnit(part) && (takesRest(parts[at - 1]) || takesRest(parts[at + 1])) && isWide(part)) &&
          counts(part, {
            repeats: false,
            first: place.first && at === 0,
            last: place.last && at === parts.length - 1,
          }),
      );
    case 'intersection':
      return node.parts.some((part) => counts(part, INSIDE));
    case 'alternation':
      return node.options.some((option) => counts(option, place));
    case 'repeat':
      return countsRepeat(node, place);
    case 'group':
      return counts(node.body, place);
    case 'look':
    case 'complement':
      return counts(node.body, { ...INSIDE, repeats: place.repeats });
    case 'empty':
    case 'assertion':
    case 'backreference':
    case 'any-string':
    case 'nothing':
    case 'interval':
      return false;
  }
}

/** What an expression finds, as far as it matters where parts touch that may be bytes or characters alike. */
interface Units {
  /** A part that takes one or more of any characters outside ASCII may be there. */
  readonly open: boolean;
  /** A character that can be no such part is always there. */
  readonly fixed: boolean;
  /** Such a character stands before the first open part, and behind the last. */
  readonly before: boolean;
  readonly behind: boolean;
  /** Two open parts may touch: they may be two bytes of one character. */
  readonly touch: boolean;
}

const NO_UNITS: Units = { open: false, fixed: false, before: true, behind: true, touch: false };
const OPEN: Units = { open: true, fixed: false, before: false, behind: false, touch: false };
const FIXED: Units = { ...NO_UNITS, fixed: true };

/** Whether a fixed character stands before the first open part of two, seen from the end where `near` is. */
const isShut = (near: Units, far: Units, side: 'before' | 'behind'): boolean =>
  near.open ? near[side] && (near.fixed || !far.open || far[side]) : near.fixed || !far.open || far[side];

const joined = (a: Units, b: Units): Units => ({
  open: a.open || b.open,
  fixed: a.fixed || b.fixed,
  before: isShut(a, b, 'before'),
  behind: isShut(b, a, 'behind'),
  touch: a.touch || b.touch || (a.open && b.open && !a.behind && !b.before),
});

const either = (options: readonly Units[]): Units => ({
  open: options.some(({ open }) => open),
  fixed: options.every(({ fixed }) => fixed),
  before: options.every(({ open, before }) => !open || before),
  behind: options.every(({ open, behind }) => !open || behind),
  touch: options.some(({ touch }) => touch),
});

/** Of one or more, the fewest are enough; where none is, a lone character needs no place. */
function repeatedUnits({ body, min, max }: Extract<RegexNode, { kind: 'repeat' }>): Units {
  const units = unitsOf(body);
  if (min === 0 && max === undefined && isUnit(body)) return NO_UNITS;
  const touch = units.touch || (min > 1 && units.open && !units.before && !units.behind);
  return { ...units, fixed: min > 0 && units.fixed, touch };
}

function unitsOf(node: RegexNode): Units {
  switch (node.kind) {
    case 'chars':
      return beyondAscii(node.ranges) === 'all' ? OPEN : FIXED;
    case 'concat':
      return node.parts.map(unitsOf).reduce(joined, NO_UNITS);
    case 'alternation':
      return either(node.options.map(unitsOf));
    case 'repeat':
      return repeatedUnits(node);
    case 'group':
      return unitsOf(node.body);
    case 'intersection':
    case 'complement':
      return OPEN;
    case 'empty':
    case 'assertion':
    case 'look':
    case 'backreference':
    case 'interval':
    case 'any-string':
    case 'nothing':
      return NO_UNITS;
  }
}

/** What may be there or not at an end of what is searched for asks for nothing. */
function trimmed(node: RegexNode): RegexNode {
  if (node.kind === 'repeat' && node.min === 0) return EMPTY;
  if (node.kind === 'group') return trimmed(node.body);
  if (node.kind !== 'concat') return node;
  const [first = EMPTY, ...rest] = node.parts;
  const last = rest.at(-1);
  if (last === undefined) return trimmed(first);
  const [start, end] = [trimmed(first), trimmed(last)];
  const inner = rest.slice(0, -1);
  if (start.kind === 'empty') return trimmed({ kind: 'concat', parts: rest });
  if (end.kind === 'empty') return trimmed({ kind: 'concat', parts: [first, ...inner] });
  return { kind: 'concat', parts: [first, ...inner, last] };
}

/** Whether an expression means something else to a matcher of bytes. */
export function countsCharacters({ node, anchoring }: Regex): boolean {
  const ends = anchoring === 'search' && !some(node, isHinted);
  const asked = ends ? trimmed(node) : node;
  return counts(asked, { repeats: false, first: ends, last: ends }) || unitsOf(asked).touch;
}

/** The bytes of a text, each as a character. */
const asBytes = (text: string): string =>
  Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');

const isBeyond = (char: string): boolean => char > '\x7f';

/** So many characters are left out in turn: a text may be as long as a rule. */
const MOST_LEFT_OUT = 20;

/** A text, and those with one character outside ASCII less. */
function withFewer(text: string): readonly string[] {
  const chars = [...text];
  const beyond = chars.flatMap((char, at) => (isBeyond(char) ? [at] : [])).slice(0, MOST_LEFT_OUT);
  return [...new Set([text, ...beyond.map((at) => chars.toSpliced(at, 1).join(''))])];
}

/** So many characters of a set are written one by one. */
const MOST_CHARACTERS = 100;

/** The expression as it reads over bytes: a character that is written is its bytes, and each of them is one of its set. */
const inBytes = (node: RegexNode): RegexNode =>
  mapChars(node, (chars) => {
    const beyond = chars.ranges.filter(({ from }) => from > LAST_ASCII);
    const count = beyond.reduce((sum, { from, to }) => sum + to - from + 1, 0);
    if (beyondAscii(chars.ranges) !== 'some' || count > MOST_CHARACTERS) return chars;
    const written = beyond.flatMap(({ from, to }) =>
      Array.from({ length: to - from + 1 }, (_, at) => asBytes(String.fromCodePoint(from + at))),
    );
    const [only = ''] = written;
    if (isItself(chars.ranges)) return concat(textNodes(only));
    const ascii = chars.ranges.filter(({ from }) => from <= LAST_ASCII);
    const bytes = [...written.join('')].map((byte) => byte.charCodeAt(0));
    return { kind: 'chars', ranges: charSet([...ascii, ...bytes.map((byte) => ({ from: byte, to: byte }))]) };
  });

/** Longer texts are not tried out: an expression that counts so far takes a matcher long. */
const LONGEST_TRIED = 300;

/**
 * A text that an expression finds by its characters and not by its bytes, or the other way round, if one is found; else one that it likely
 * matches, and of the long ones one that is too short by a character, which is more than a byte.
 */
export function bytesSample(regex: Regex): string {
  const samples = (['accented', 'wide', 'kin'] as const).flatMap((style) => withFewer(sampleRegex(regex.node, style)));
  const [first = '', fewer = first] = samples;
  if (first.length > LONGEST_TRIED) return fewer;
  const [matches, matchesBytes] = [compileMatcher(regex), compileMatcher({ ...regex, node: inBytes(regex.node) })];
  if (typeof matches !== 'function' || typeof matchesBytes !== 'function') return first;
  const tried = samples.filter(({ length }) => length <= LONGEST_TRIED);
  return tried.find((one) => matches(one) !== matchesBytes(asBytes(one))) ?? first;
}

const patternBytes = (pattern: Pattern): Pattern =>
  pattern.map((part) => (part.kind === 'lit' ? { ...part, text: asBytes(part.text) } : part));

/**
 * A text of which patterns say something else by bytes, if one is found. `counting`: those to whose texts it is; `readable`: those that an
 * expression over bytes can say at all.
 */
export function patternBytesSample(
  counting: readonly Pattern[],
  patterns: readonly Pattern[],
  readable: readonly Pattern[],
  rule: CaseRule,
): string {
  const finds = patternsTest(patterns, rule);
  const findsBytes = patternsTest(readable.map(patternBytes), rule);
  const samples = counting.flatMap((pattern) => withFewer(samplePattern(pattern, '\u00e9')));
  return samples.find((one) => finds(one) !== findsBytes(asBytes(one))) ?? samples[0] ?? '';
}
