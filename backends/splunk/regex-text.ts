import type { Pattern } from '../../src/ir/pattern.ts';
import type { CaseRule, Value } from '../../src/ir/value.ts';
import { compileMatcher } from '../../src/regex/matcher.ts';
import { printRegex } from '../../src/regex/print/index.ts';
import { pcre } from '../../src/regex/print/pcre.ts';
import type { CodeRange, Regex, RegexNode } from '../../src/regex/tree.ts';
import type { Frag } from '../../src/target/frag.ts';
import { caseNotes, hasCase, hasLookAlike } from './letters.ts';
import { regexString } from './lexical.ts';
import { samplePattern, sampleRegex } from './samples.ts';
import { assume, everywhere, refused, type Scope } from './scope.ts';

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

/** Whether an expression means something else to a matcher of bytes. `repeats`: as often as one likes, so that bytes do as well. */
function countsCharacters(node: RegexNode, repeats = false): boolean {
  switch (node.kind) {
    case 'chars': {
      const beyond = beyondAscii(node.ranges);
      return beyond === 'all' ? !repeats : beyond === 'some' && !isItself(node.ranges);
    }
    case 'concat':
    case 'intersection':
      return node.parts.some((part) => countsCharacters(part));
    case 'alternation':
      return node.options.some((option) => countsCharacters(option, repeats));
    case 'repeat':
      return countsCharacters(node.body, node.min <= 1 && node.max === undefined);
    case 'group':
    case 'look':
    case 'complement':
      return countsCharacters(node.body, repeats);
    case 'empty':
    case 'assertion':
    case 'backreference':
    case 'any-string':
    case 'nothing':
    case 'interval':
      return false;
  }
}

const BYTES = 'a byte may count as a character in a regular expression';

/** With a flag for case where a text shows what that assumes; else with both cases of each letter. */
function printCased(scope: Scope, node: Value, regex: Regex): ReturnType<typeof printRegex> {
  const flagged = printRegex(regex, 'pcre', { caseStyle: 'flag' });
  if ('unsupported' in flagged || !flagged.foldsMore) return flagged;
  const sample = sampleRegex(regex.node);
  const matches = compileMatcher(regex);
  if (typeof matches !== 'function' || !matches(sample) || !hasLookAlike(sample)) return printRegex(regex, 'pcre');
  caseNotes(scope, 'regex', 'regex', node, [sample], regex.caseRule === 'unicode' ? 'simple' : regex.caseRule, matches);
  return flagged;
}

/** A regular expression as a string of an expression, with what it assumes. */
export function regexText(scope: Scope, node: Value, regex: Regex): Frag {
  const printed = printCased(scope, node, regex);
  if ('unsupported' in printed) return refused(scope, 'regex', printed.unsupported);
  if (countsCharacters(regex.node))
    assume(scope, 'regex', 'splunk/regex-characters', BYTES, everywhere(node, sampleRegex(regex.node)));
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
  const kinds = pattern.map(({ kind }) => (kind === 'lit' ? 'l' : kind === 'one' ? '1' : '*')).join('');
  return /1/.test(kinds.replace(/(?<!1)1\*|\*1(?!1)/g, ''));
}

/** A pattern as a regular expression: `(?is)^a.*b\z`. What ignoring case assumes is the caller's to say. */
export function patternText(scope: Scope, node: Value, pattern: Pattern, rule: CaseRule): Frag {
  const folds = rule !== 'exact' && hasCase(samplePattern(pattern, ''));
  const text = anchored(pattern);
  if (countsOnes(pattern) || text.includes('\\x{'))
    assume(scope, 'match', 'splunk/regex-characters', BYTES, everywhere(node, samplePattern(pattern, '\u00e9')));
  const flags = `${folds ? 'i' : ''}${/(?<!\\)\./.test(text) ? 's' : ''}`;
  return regexString(flags === '' ? text : `(?${flags})${text}`);
}

/** A constant as a piece of a regular expression, its case folded by a flag of its own. */
export function literalRegexText(scope: Scope, node: Value, text: string, rule: CaseRule): string {
  const folds = rule !== 'exact' && hasCase(text);
  if (folds) caseNotes(scope, 'regex', 'regex', node, [text], rule);
  return folds ? `(?i:${escaped(text)})` : escaped(text);
}
