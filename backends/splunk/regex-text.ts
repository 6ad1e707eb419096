import { type Pattern, shapeOf } from '../../src/ir/pattern.ts';
import type { CaseRule, Value } from '../../src/ir/value.ts';
import { compileMatcher } from '../../src/regex/matcher.ts';
import { printRegex } from '../../src/regex/print/index.ts';
import { pcre } from '../../src/regex/print/pcre.ts';
import type { Regex } from '../../src/regex/tree.ts';
import type { Frag } from '../../src/target/frag.ts';
import { bytesSample, countsCharacters, patternBytesSample } from './bytes.ts';
import { caseNotes, hasCase, hasLookAlike } from './letters.ts';
import { regexString } from './lexical.ts';
import { samplePattern, sampleRegex } from './samples.ts';
import { assume, everywhere, refused, type Scope } from './scope.ts';

const BYTES = 'a byte may count as a character in a regular expression';

/** With a flag for case where a text shows what that assumes; else with both cases of each letter. */
function printCased(scope: Scope, node: Value, regex: Regex): ReturnType<typeof printRegex> {
  const flagged = printRegex(regex, 'pcre', { caseStyle: 'flag' });
  if ('unsupported' in flagged || !flagged.foldsMore) return flagged;
  const sample = sampleRegex(regex.node);
  const matches = compileMatcher(regex);
  if (typeof matches !== 'function' || !matches(sample) || !hasLookAlike(sample)) return printRegex(regex, 'pcre');
  const rule = regex.caseRule === 'unicode' ? 'simple' : regex.caseRule;
  caseNotes(scope, 'regex', 'regex', node, [sample], rule, (text, folded) =>
    folded === 'by rule' || rule === 'ascii' ? matches(text) : false,
  );
  return flagged;
}

/** A regular expression as a string of an expression, with what it assumes. */
export function regexText(scope: Scope, node: Value, regex: Regex): Frag {
  const printed = printCased(scope, node, regex);
  if ('unsupported' in printed) return refused(scope, 'regex', printed.unsupported);
  if (countsCharacters(regex))
    assume(scope, 'regex', 'splunk/regex-characters', BYTES, everywhere(node, bytesSample(regex)));
  return regexString(printed.text);
}

const escaped = (text: string): string => [...text].map((char) => pcre.literal(char.codePointAt(0) ?? 0)).join('');

const WORDS = { any: '.*', one: '.' } as const;

/** `^a.*b\z`: an end that may be anything needs no words. */
function anchored(pattern: Pattern): string {
  const open = pattern.at(0)?.kind === 'any' ? 1 : 0;
  const end = pattern.length > open && pattern.at(-1)?.kind === 'any' ? -1 : undefined;
  const inner = pattern.slice(open, end).map((part) => (part.kind === 'lit' ? escaped(part.text) : WORDS[part.kind]));
  return `${open ? '' : '^'}${inner.join('')}${end ? '' : '\\z'}`;
}

/** One single character beside any number of them is the same as one byte beside any number of bytes. */
function countsOnes(pattern: Pattern): boolean {
  if (!pattern.some(({ kind }) => kind === 'one')) return false;
  const kinds = pattern.map(({ kind }) => (kind === 'lit' ? 'l' : kind === 'one' ? '1' : '*')).join('');
  return /1/.test(kinds.replace(/(?<!1)1\*|\*1(?!1)/g, ''));
}

/** A character that no text shows is written by its number, which an expression over bytes does not take. */
const isByNumber = (text: string): boolean => text.includes('\\x{');

const BEYOND_ASCII = /[^\0-\x7f]/;
/** Looks at the text first, which is ASCII as a rule. */
const isPatternByNumber = (pattern: Pattern): boolean =>
  pattern.some((part) => part.kind === 'lit' && BEYOND_ASCII.test(part.text)) && isByNumber(anchored(pattern));

/** A pattern as a regular expression: `(?is)^a.*b\z`. What it assumes is said of all patterns of a test together. */
export function patternText(pattern: Pattern, rule: CaseRule): Frag {
  const folds = rule !== 'exact' && hasCase(samplePattern(pattern, ''));
  const text = anchored(pattern);
  const flags = `${folds ? 'i' : ''}${/(?<!\\)\./.test(text) ? 's' : ''}`;
  return regexString(flags === '' ? text : `(?${flags})${text}`);
}

/** The text that a pattern finds anywhere. */
function foundText(pattern: Pattern): readonly string[] {
  const shape = shapeOf(pattern);
  return shape.kind === 'contains' ? [shape.text] : [];
}

/** The patterns without those that have to be written by numbers and find nothing that another does not. */
export function withoutCovered(patterns: readonly Pattern[]): readonly Pattern[] {
  const plain = new Set(patterns.filter((pattern) => !isPatternByNumber(pattern)));
  if (plain.size === patterns.length) return patterns;
  // What such a text is part of is found by it.
  const found = [...plain].flatMap(foundText);
  const isFound = (pattern: Pattern): boolean =>
    pattern.some((part) => part.kind === 'lit' && found.some((text) => part.text.includes(text)));
  return patterns.filter((pattern) => plain.has(pattern) || !isFound(pattern));
}

/** What patterns that are written as regular expressions assume of characters and bytes. `patterns`: all of the test. */
export function notePatternBytes(
  scope: Scope,
  node: Value,
  written: readonly Pattern[],
  patterns: readonly Pattern[],
  rule: CaseRule,
): void {
  const byNumber = written.filter(isPatternByNumber);
  const counting = written.filter((pattern) => byNumber.includes(pattern) || countsOnes(pattern));
  if (counting.length === 0) return;
  const readable = patterns.filter((pattern) => !byNumber.includes(pattern));
  const sample = patternBytesSample(counting, patterns, readable, rule);
  assume(scope, 'match', 'splunk/regex-characters', BYTES, everywhere(node, sample));
}

/** A constant as a piece of a regular expression, its case folded by a flag of its own. */
export function literalRegexText(scope: Scope, node: Value, text: string, rule: CaseRule): string {
  const folds = rule !== 'exact' && hasCase(text);
  if (folds) caseNotes(scope, 'regex', 'regex', node, [text], rule);
  const written = escaped(text);
  if (isByNumber(written)) assume(scope, 'regex', 'splunk/regex-characters', BYTES, everywhere(node, text));
  return folds ? `(?i:${written})` : written;
}
