import { fold } from '../../src/functions/scalar.ts';
import { literalText, type Pattern, shapeOf } from '../../src/ir/pattern.ts';
import type { CaseRule, Field, Value } from '../../src/ir/value.ts';
import type { Regex } from '../../src/regex/tree.ts';
import { enclosed, type Frag, parens, q } from '../../src/target/frag.ts';
import { hasCase, hasOtherCase, patternCaseNotes } from './letters.ts';
import { canQuote, LEVEL, string } from './lexical.ts';
import { notePatternBytes, patternText, regexText, withoutCovered } from './regex-text.ts';
import { anyOf, call, compared, isThere, maybe, never, type Scope, sure, type Test } from './scope.ts';

/** A text in `where`: a field, maybe one with several values, or something computed. */
export interface Subject {
  readonly frag: Frag;
  /** What is tested, for notes. */
  readonly node: Value;
  readonly field?: Field;
}

const isList = ({ field }: Subject): boolean => field?.list === true;

/** The text fits a regular expression; of a list, one of its values does, which `mvfind` says without ever being null. */
const fits = (subject: Subject, regex: Frag): Frag =>
  isList(subject) ? call('isnotnull', call('mvfind', subject.frag, regex)) : call('match', subject.frag, regex);

/** A test of a text that null makes null, or of a list. */
function textTest(subject: Subject, frag: Frag): Test {
  if (isList(subject)) return { frag, twoValued: true, overList: true };
  return subject.field ? { frag, twoValued: false, nullWith: subject.field } : maybe(frag);
}

/** A text that an expression might compare as a number with another text. */
const looksNumeric = (text: string): boolean =>
  text.trim() === '' || Number.isFinite(Number(text)) || /^\s*[+-]?(?:inf|nan)/i.test(text);

/** Whether `=` is sure to compare with the text as it is. How `lower` folds the letters outside ASCII is not known. */
const canCompare = (text: string, rule: CaseRule): boolean =>
  canQuote(text) && (text === '' || !looksNumeric(text)) && (rule === 'exact' || !hasOtherCase(text));

/** `x="a"`, or `x IN ("a", "b")`. */
function isOneOf(subject: Frag, texts: readonly string[]): Frag {
  const [only] = texts;
  if (texts.length === 1 && only !== undefined) return compared(subject, '=', string(only));
  return q(LEVEL.compare)`${parens(subject, LEVEL.sum)} IN ${enclosed('(', texts.map(string), ')')}`;
}

/** The texts, whole, compared as texts: `=` where that is sure, a regular expression for texts that read like numbers. */
function equalities(subject: Subject, texts: readonly string[], rule: CaseRule): readonly Frag[] {
  const plain = isList(subject) ? [] : texts.filter((text) => canCompare(text, rule));
  const isPlain = new Set(plain);
  const others = texts.filter((text) => !isPlain.has(text));
  const folds = rule !== 'exact' && plain.some(hasCase);
  const left = folds ? call('lower', subject.frag) : subject.frag;
  const written = [...new Set(folds ? plain.map((text) => fold(text, rule)) : plain)];
  return [
    ...(written.length > 0 ? [isOneOf(left, written)] : []),
    ...others.map((text) => fits(subject, patternText(wholeText(text), rule))),
  ];
}

/** Whether a pattern is a text that is compared by `=`, not by a regular expression. */
function comparesAsText(subject: Subject, pattern: Pattern, rule: CaseRule): boolean {
  const text = literalText(pattern);
  return text !== undefined && !isList(subject) && canCompare(text, rule);
}

const wholeText = (text: string): Pattern => (text === '' ? [] : [{ kind: 'lit', text }]);

/** The subject, which is text, equals one of the texts. */
export const equalsText = (scope: Scope, subject: Subject, texts: readonly string[], rule: CaseRule): Test =>
  matchesPattern(scope, subject, texts.map(wholeText), rule);

/** A present value. */
function present(subject: Subject): Test {
  return subject.field ? sure(isThere(subject.field)) : sure(call('isnotnull', subject.frag));
}

/** The subject, which is text, fits one of the patterns. */
export function matchesPattern(scope: Scope, subject: Subject, all: readonly Pattern[], rule: CaseRule): Test {
  const patterns = withoutCovered(all);
  if (patterns.some((pattern) => shapeOf(pattern).kind === 'present'))
    return { ...present(subject), overList: isList(subject) };
  const texts = [...new Set(patterns.flatMap((pattern) => literalText(pattern) ?? []))];
  const others = patterns.filter((pattern) => literalText(pattern) === undefined);
  const byLower = patterns.filter((pattern) => comparesAsText(subject, pattern, rule));
  const byRegex = patterns.filter((pattern) => !byLower.includes(pattern));
  patternCaseNotes(scope, 'regex', 'match', subject.node, byRegex, patterns, rule);
  patternCaseNotes(scope, 'lower', 'match', subject.node, byLower, patterns, rule);
  notePatternBytes(scope, subject.node, byRegex, patterns, rule);
  const tests = [
    ...equalities(subject, texts, rule),
    ...others.map((pattern) => fits(subject, patternText(pattern, rule))),
  ];
  return tests.length === 0 ? never : textTest(subject, anyOf(tests));
}

/** The subject, which is text, fits one of the regular expressions. */
export function matchesRegex(scope: Scope, subject: Subject, regexes: readonly Regex[]): Test {
  return textTest(subject, anyOf(regexes.map((regex) => fits(subject, regexText(scope, subject.node, regex)))));
}
