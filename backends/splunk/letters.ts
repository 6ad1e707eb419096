import { patternsTest } from '../../src/functions/match-pattern.ts';
import type { Pattern } from '../../src/ir/pattern.ts';
import type { CaseRule, Value } from '../../src/ir/value.ts';
import { samplePattern } from './samples.ts';
import { assume, everywhere, type Scope } from './scope.ts';

/**
 * Letters outside ASCII that a fold by all of Unicode takes for ASCII ones, by what folds: a search in any way (which is not documented),
 * a regular expression by the other cases of a letter that Unicode's case folding has, `lower` by simple lower case.
 */
const LOOK_ALIKES = {
  search: { k: '\u212a', K: '\u212a', s: '\u017f', S: '\u017f', i: '\u0131', I: '\u0130' },
  regex: { k: '\u212a', K: '\u212a', s: '\u017f', S: '\u017f' },
  lower: { k: '\u212a', K: '\u212a', i: '\u0130', I: '\u0130' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What compares without case. */
export type Folding = keyof typeof LOOK_ALIKES;

const swapped = (char: string): string => (char.toUpperCase() === char ? char.toLowerCase() : char.toUpperCase());
const isCased = (text: string): boolean => text.toUpperCase() !== text.toLowerCase();

/** Whether a text reads differently in another case. */
export const hasCase = (text: string): boolean => isCased(text);

/** Whether it does so by letters outside ASCII. */
export const hasOtherCase = (text: string): boolean => [...text].some((char) => otherCase(char) !== undefined);

/** The text with the first character that `other` knows replaced, or nothing. */
function replaced(text: string, other: (char: string) => string | undefined): string | undefined {
  let at = 0;
  for (const char of text) {
    const instead = other(char);
    if (instead !== undefined) return text.slice(0, at) + instead + text.slice(at + char.length);
    at += char.length;
  }
  return undefined;
}

const MAY_CONCERN = /[ksi\u0080-\uffff]/i;

const lookAlikeIn = (folding: Folding): ((char: string) => string | undefined) => {
  const alikes: Readonly<Record<string, string>> = LOOK_ALIKES[folding];
  return (char) => alikes[char];
};
const otherCase = (char: string): string | undefined => (char > '\x7f' && isCased(char) ? swapped(char) : undefined);

/** Whether a text holds a letter for which a regular expression may take a look-alike. */
export const hasLookAlike = (text: string): boolean => replaced(text, lookAlikeIn('regex')) !== undefined;

/** A leaf of many patterns is looked at so far for a text that shows what it assumes. */
const MOST_TRIES = 50;

/** A sample in which the first character that `other` knows is replaced, and which does not pass then. */
function shown(
  samples: readonly string[],
  other: (char: string) => string | undefined,
  passes: (text: string) => boolean,
): string | undefined {
  const found: string[] = [];
  for (const sample of samples) {
    const text = replaced(sample, other);
    if (text === undefined) continue;
    if (!passes(text)) return text;
    if (found.push(text) === MOST_TRIES) return undefined;
  }
  return undefined;
}

/** Whether a text passes a test: as the rule says, or with no letters folded but A to Z. */
export type Passes = (text: string, folded: 'by rule' | 'in ASCII') => boolean;

/**
 * What a test that ignores case assumes. `samples` are texts that pass, made of the rule's own text; `passes` says whether another one
 * does. Where only letters outside ASCII make a difference, a text in the other case shows it if it does not pass without folding them.
 */
export function caseNotes(
  scope: Scope,
  folding: Folding,
  construct: string,
  subject: Value,
  samples: readonly string[],
  rule: CaseRule,
  passes: Passes = () => false,
): void {
  if (rule === 'exact' || !samples.some((sample) => MAY_CONCERN.test(sample))) return;
  const alike = shown(samples, lookAlikeIn(folding), (text) => passes(text, 'by rule'));
  if (alike !== undefined) {
    const why = 'Splunk may also fold letters outside ASCII';
    assume(scope, construct, 'case/no-unicode-lookalike', why, everywhere(subject, alike));
  }
  const other = shown(samples, otherCase, (text) => passes(text, 'in ASCII'));
  if (other !== undefined) {
    const why = 'whether Splunk folds letters outside ASCII is not documented';
    assume(scope, construct, 'case/same-non-ascii', why, everywhere(subject, other));
  }
}

/** What a test of patterns assumes where it ignores case: shown by a text that none of all patterns beside it covers. */
export function patternCaseNotes(
  scope: Scope,
  folding: Folding,
  construct: string,
  subject: Value,
  patterns: readonly Pattern[],
  all: readonly Pattern[],
  rule: CaseRule,
): void {
  const [byRule, inAscii] = [patternsTest(all, rule), patternsTest(all, 'ascii')];
  const passes: Passes = (text, folded) => (folded === 'by rule' ? byRule(text) : inAscii(text));
  const samples = patterns.map((pattern) => samplePattern(pattern));
  caseNotes(scope, folding, construct, subject, samples, rule, passes);
}

/** The same for two values of the data. */
export function dynamicCaseNotes(scope: Scope, construct: string, value: Value, rule: CaseRule): void {
  if (rule === 'exact') return;
  const names = Object.keys(everywhere(value, ''));
  const pair = (a: string, b: string) => Object.fromEntries(names.map((name, i) => [name, i === 0 ? a : b]));
  const why = 'lower() may fold letters outside ASCII, or not';
  assume(scope, construct, 'case/no-unicode-lookalike', why, pair('\u212a'.repeat(4), 'kkkk'));
  assume(scope, construct, 'case/same-non-ascii', why, pair('\u00e9'.repeat(4), '\u00c9'.repeat(4)));
}
