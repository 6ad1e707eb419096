import { matchPattern } from '../../src/functions/match-pattern.ts';
import type { Keyword } from '../../src/ir/cond.ts';
import type { Pattern, PatternPart } from '../../src/ir/pattern.ts';
import type { Call, CaseRule, Match, RegexMatch } from '../../src/ir/value.ts';
import { compileMatcher } from '../../src/regex/matcher.ts';
import type { Regex } from '../../src/regex/tree.ts';
import { NO_NAME, noSubject, reference } from './compare.ts';
import { functions } from './functions.ts';
import { affixed, canName, patternText } from './lexical.ts';
import { caseNotes, hasCase, patternSamples, typedTextNotes } from './notes.ts';
import { spelling } from './regex-text.ts';
import { type Result, said, unsaid } from './result.ts';
import { anyOf, type Item, type Test, test } from './tree.ts';

const NOT_TEXT = 'Sigma tests the text of a value, the rule a value of another type';

const patternHasCase = (parts: Pattern): boolean => parts.some((part) => part.kind === 'lit' && hasCase(part.text));

const casedBy = (caseRule: CaseRule): readonly string[] => (caseRule === 'exact' ? ['cased'] : []);

/** Neighbours by what they have in common, in order. */
function runsBy<T>(items: readonly T[], key: (item: T) => string): readonly (readonly [string, readonly T[]])[] {
  const runs: [string, T[]][] = [];
  for (const item of items) {
    const name = key(item);
    const last = runs.at(-1);
    if (last?.[0] === name) last[1].push(item);
    else runs.push([name, [item]]);
  }
  return runs;
}

/** Patterns by the modifier of their shape, neighbours of one shape one item. */
function shapes(field: string, patterns: readonly Pattern[], caseRule: CaseRule): readonly Item[] {
  const spelled = patterns.map((parts) => ({ parts, ...affixed(parts) }));
  return runsBy(spelled, ({ modifier = '' }) => modifier).map(([modifier, group]) => ({
    field,
    modifiers: [...(modifier ? [modifier] : []), ...casedBy(caseRule)],
    values: [...new Set(group.map(({ value }) => value))],
  }));
}

function patternTest(field: string, patterns: readonly Pattern[], caseRule: CaseRule): Test {
  const split = shapes(field, patterns, caseRule);
  const [only] = split;
  if (split.length === 1 && only) return test(only);
  const item = { field, modifiers: casedBy(caseRule), values: [...new Set(patterns.map(patternText))] };
  return { kind: 'test', item, split };
}

export function matchTest({ subject, patterns, caseRule }: Match): Result {
  if (subject.kind !== 'field') return noSubject(subject);
  if (!canName(subject.name)) return unsaid('field', NO_NAME);
  if (patterns.length === 0 || subject.type === 'date' || subject.type === 'version') return unsaid('match', NOT_TEXT);
  const fits = (text: string): boolean => patterns.some((parts) => matchPattern(text, parts, caseRule));
  const typed = typedTextNotes(subject, 'match', patternSamples(patterns), fits);
  if (!typed) return unsaid('match', NOT_TEXT);
  const folded = caseRule === 'ascii' ? caseNotes(subject.name, patterns, 'match', fits) : [];
  return said(patternTest(subject.name, patterns, caseRule), [...typed, ...folded]);
}

/** Regular expressions by their flags, neighbours with the same flags one item. */
function expressionItems(field: string, regexes: readonly Regex[]): readonly Item[] | string {
  const spelled = regexes.map(spelling);
  const odd = spelled.find((one) => 'unsupported' in one);
  if (odd) return odd.unsupported;
  const texts = spelled.flatMap((one) => ('unsupported' in one ? [] : [one]));
  return runsBy(texts, ({ flags }) => flags).map(([flags, group]) => ({
    field,
    modifiers: ['re', ...flags],
    values: [...new Set(group.map(({ text }) => text))],
  }));
}

const noExpression = (what: string): Result => unsaid('regex', `Sigma's regular expressions can not say ${what}`);

function typedRegexNotes({ subject, regexes }: RegexMatch) {
  if (subject.kind !== 'field' || subject.type === 'text' || subject.type === 'unknown') return [];
  const matchers = regexes.map(compileMatcher).filter((matcher) => typeof matcher === 'function');
  if (matchers.length < regexes.length || subject.type === 'date' || subject.type === 'version') return undefined;
  return typedTextNotes(subject, 'regex', [], (text) => matchers.some((matches) => matches(text)));
}

export function regexTest(node: RegexMatch): Result {
  const { subject, regexes } = node;
  if (subject.kind !== 'field') return noSubject(subject);
  if (!canName(subject.name)) return unsaid('field', NO_NAME);
  const items = expressionItems(subject.name, regexes);
  if (typeof items === 'string') return noExpression(items);
  const notes = typedRegexNotes(node);
  return notes && items.length > 0 ? said(anyOf(items.map(test)), notes) : unsaid('regex', NOT_TEXT);
}

/** Text functions over two fields. With a constant they came as patterns, but for the empty text. */
export function callTest(call: Call): Result {
  const row = functions[call.fn];
  const [subject, affix] = call.args;
  if (row.kind !== 'fieldref' || subject?.kind !== 'field' || affix?.kind !== 'field') return noSubject(call);
  // The case rule is Sigma's own: the call is its `fieldref`, which reads any value as text.
  const types: readonly string[] = call.caseRule === 'simple' ? ['text', 'unknown'] : ['text'];
  if (!types.includes(subject.type) || !types.includes(affix.type)) return unsaid(`function/${call.fn}`, NOT_TEXT);
  return reference(subject, affix, call.caseRule, `function/${call.fn}`, [row.modifier]);
}

/** What is left of a pattern that is looked for anywhere in a value. */
function keywordParts(parts: Pattern): Pattern | undefined {
  const isAny = (part: PatternPart | undefined): boolean => part?.kind === 'any';
  if (parts.length === 1 && isAny(parts[0])) return undefined;
  return isAny(parts[0]) && isAny(parts.at(-1)) ? parts.slice(1, -1) : undefined;
}

export function keywordTest({ test: asked }: Keyword): Result {
  if (asked.kind === 'regex') {
    const items = expressionItems('', asked.regexes);
    return typeof items === 'string' ? noExpression(items) : said(anyOf(items.map(test)));
  }
  const parts = asked.patterns.map(keywordParts);
  const whole = parts.filter((one) => one !== undefined);
  if (whole.length < parts.length || whole.length === 0)
    return unsaid('keyword', 'Sigma looks for keywords anywhere in a value, not at its ends');
  if (asked.caseRule === 'ascii' && whole.some(patternHasCase))
    return unsaid('keyword', 'Sigma ignores the case of all letters of a keyword, or of none');
  return said(test({ field: '', modifiers: casedBy(asked.caseRule), values: whole.map(patternText) }));
}
