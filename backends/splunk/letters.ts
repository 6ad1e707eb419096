import type { CaseRule, Value } from '../../src/ir/value.ts';
import { assume, everywhere, type Scope } from './scope.ts';

/** Letters outside ASCII that a fold by all of Unicode takes for ASCII ones: which fold Splunk has is not documented. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  k: '\u212a',
  K: '\u212a',
  s: '\u017f',
  S: '\u017f',
  i: '\u0131',
  I: '\u0130',
};

const swapped = (char: string): string => (char.toUpperCase() === char ? char.toLowerCase() : char.toUpperCase());
const isCased = (char: string): boolean => char.toUpperCase() !== char.toLowerCase();

/** Whether a text reads differently in another case. */
export const hasCase = (text: string): boolean => [...text].some(isCased);

/** Whether it does so by letters outside ASCII. */
export const hasOtherCase = (text: string): boolean => [...text].some((char) => otherCase(char) !== undefined);

/** The text with the first character that `other` knows replaced, or nothing. */
function replaced(text: string, other: (char: string) => string | undefined): string | undefined {
  let done = false;
  const out = [...text].map((char) => {
    const instead = done ? undefined : other(char);
    if (instead === undefined) return char;
    done = true;
    return instead;
  });
  return done ? out.join('') : undefined;
}

const lookAlike = (char: string): string | undefined => LOOK_ALIKES[char];
const otherCase = (char: string): string | undefined => (char > '\x7f' && isCased(char) ? swapped(char) : undefined);

/** Whether a text holds a letter with a look-alike. */
export const hasLookAlike = (text: string): boolean => replaced(text, lookAlike) !== undefined;

function firstOf(texts: readonly string[], other: (char: string) => string | undefined): string | undefined {
  for (const text of texts) {
    const found = replaced(text, other);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * What a comparison that ignores case assumes. `samples` are texts that pass, made of the rule's own text.
 */
export function caseNotes(
  scope: Scope,
  construct: string,
  subject: Value,
  samples: readonly string[],
  rule: CaseRule,
): void {
  if (rule === 'exact') return;
  const alike = firstOf(samples, lookAlike);
  if (alike !== undefined) {
    const why = 'Splunk may also fold letters outside ASCII';
    assume(scope, construct, 'case/no-unicode-lookalike', why, everywhere(subject, alike));
  }
  const other = firstOf(samples, otherCase);
  if (other !== undefined) {
    const why = 'whether Splunk folds letters outside ASCII is not documented';
    assume(scope, construct, 'case/same-non-ascii', why, everywhere(subject, other));
  }
}

/** The same for two values of the data. */
export function dynamicCaseNotes(scope: Scope, construct: string, value: Value, rule: CaseRule): void {
  if (rule === 'exact') return;
  const names = Object.keys(everywhere(value, ''));
  const pair = (a: string, b: string) => Object.fromEntries(names.map((name, i) => [name, i === 0 ? a : b]));
  const why = 'lower() may fold letters outside ASCII, or not';
  assume(scope, construct, 'case/no-unicode-lookalike', why, pair('\u212a', 'k'));
  assume(scope, construct, 'case/same-non-ascii', why, pair('\u00e9', '\u00c9'));
}
