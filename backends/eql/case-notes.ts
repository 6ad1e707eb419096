import { foldAscii, foldSimple } from '../../src/base/fold.ts';
import { matchPattern } from '../../src/functions/match-pattern.ts';
import type { Pattern } from '../../src/ir/pattern.ts';
import type { CaseRule, Value } from '../../src/ir/value.ts';
import type { Note } from '../../src/target/ledger.ts';

/** Behind the last letter that has a case. */
const END = 0x20000;

let byFold: ReadonlyMap<string, readonly string[]> | undefined;

/** The letters that fold alike, where there are several; found when first asked for. */
function foldedAlike(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (let code = 0x80; code < END; code++) {
    const char = String.fromCodePoint(code);
    const folded = foldSimple(char);
    if (folded !== char) found.set(folded, [...(found.get(folded) ?? [folded]), char]);
  }
  return found;
}

/** The other letters that a letter outside ASCII folds with. */
function others(char: string): readonly string[] {
  if (char <= '\x7f') return [];
  byFold ??= foldedAlike();
  return (byFold.get(foldSimple(char)) ?? []).filter((other) => other !== char);
}

/** The text with one of its letters outside ASCII in another case, in all ways. */
function otherCases(text: string): readonly string[] {
  const chars = [...text];
  return chars.flatMap((char, at) => others(char).map((other) => chars.with(at, other).join('')));
}

/**
 * EQL folds ASCII letters only: Sigma's rule folds the others too, so a test finds less where a text has such a letter, unless it
 * asks for the other case besides.
 */
function caseNotes(
  texts: readonly string[],
  rule: CaseRule,
  subject: Value,
  takes: (text: string) => boolean,
): readonly Note[] {
  const missed = rule === 'simple' ? texts.flatMap(otherCases).find((text) => !takes(text)) : undefined;
  if (missed === undefined) return [];
  const witness = subject.kind === 'field' ? { witness: { [subject.name]: missed } } : {};
  return [{ effect: 'narrower', construct: 'case', why: 'EQL folds the case of ASCII letters only', ...witness }];
}

/** For a test with texts that stand for themselves, or for parts of them. */
export function textCaseNotes(texts: readonly string[], rule: CaseRule, subject: Value): readonly Note[] {
  const folded = new Set(texts.map(foldAscii));
  return caseNotes(texts, rule, subject, (text) => folded.has(foldAscii(text)));
}

/** The shortest text that a pattern takes. */
const shortest = (pattern: Pattern): string =>
  pattern.map((part) => (part.kind === 'lit' ? part.text : part.kind === 'one' ? '-' : '')).join('');

export function patternCaseNotes(patterns: readonly Pattern[], rule: CaseRule, subject: Value): readonly Note[] {
  const takes = (text: string): boolean => patterns.some((pattern) => matchPattern(text, pattern, 'ascii'));
  return caseNotes(patterns.map(shortest), rule, subject, takes);
}

/** For two values of the data, each of which is a field or made of one. */
export function pairCaseNotes([left, right]: readonly Value[], rule: CaseRule): readonly Note[] {
  if (rule !== 'simple' || left?.kind !== 'field' || right?.kind !== 'field') return [];
  const witness = { [left.name]: '\u00e9', [right.name]: '\u00c9' };
  return [{ effect: 'narrower', construct: 'case', why: 'EQL folds the case of ASCII letters only', witness }];
}
