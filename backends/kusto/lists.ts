import { matchPattern } from '../../src/functions/match-pattern.ts';
import { type Pattern, shapeOf } from '../../src/ir/pattern.ts';
import type { CaseRule, Compare, Field, Literal, Match, OneOf, RegexMatch, Value } from '../../src/ir/value.ts';
import { fieldsOfValue } from '../../src/ir/walk.ts';
import { enclosed, type Frag, q } from '../../src/target/frag.ts';
import type { EventJson } from '../../src/target/ledger.ts';
import { mayMatch } from './empty-text.ts';
import { countGroups, foldingOf, globBody, hasCase, literalRegex, literalsOf, MOST_GROUPS } from './glob-regex.ts';
import { bool, canName, canWrite, identifier, isLong, jsonString, LEVEL, long, string } from './lexical.ts';
import { constantText } from './one-of.ts';
import { sampleRegex } from './regex-sample.ts';
import { innerText, lineText } from './regex-text.ts';
import { anyOf, assume, call, infix, orFalse, type Place, type Scope } from './scope.ts';
import { subjectField } from './subject.ts';
import { fullMatch } from './text-tests.ts';

/** The elements of a list as the lines of one text. */
const joined = (list: Frag): Frag => call('strcat_array', list, string('\n'));

/** A constant as it stands in an array of the field's type. */
function element(option: Literal, type: Field['type']): Frag | undefined {
  if (type === 'long') return option.type === 'integer' && isLong(option.value) ? long(option.value) : undefined;
  if (type === 'boolean') return option.type === 'boolean' ? bool(option.value) : undefined;
  if (type !== 'text' && type !== 'ip') return undefined;
  const text = constantText(option);
  return text !== undefined && canWrite(text) ? jsonString(text) : undefined;
}

function elements(options: readonly Literal[], type: Field['type']): readonly Frag[] | undefined {
  const out = options.flatMap((option) => element(option, type) ?? []);
  return out.length === options.length ? out : undefined;
}

/**
 * Some element equals a constant, with case. What these functions give for null is not documented; null and false are the same
 * here, and under a `not` both become false.
 */
function hasElement({ negatives }: Place, list: Frag, wanted: readonly Frag[], guard: boolean): Frag {
  const [only] = wanted;
  if (wanted.length === 1 && only) {
    const found = call('set_has_element', list, only);
    return guard ? orFalse(found) : found;
  }
  const both = q(LEVEL.atom)`array_length(set_intersect(${list}, dynamic(${enclosed('[', wanted, ']')})))`;
  if (!guard) return infix(both, '>', long(0n));
  const count = q(LEVEL.atom)`coalesce(${both}, 0)`;
  return negatives.pair(infix(count, '>', long(0n)), infix(count, '==', long(0n)));
}

function listEquality(place: Place, list: Frag, field: Field, node: Compare | OneOf, guard: boolean): Frag | undefined {
  const options = node.kind === 'one-of' ? node.options : node.right.kind === 'literal' ? [node.right] : [];
  if (node.kind === 'compare' && node.op !== 'eq') return undefined;
  if (options.length === 0) return undefined;
  const texts = options.flatMap((option) => (option.type === 'text' ? [option.value] : []));
  if (node.caseRule !== 'exact' && texts.some((text) => /\p{L}/u.test(text))) return undefined;
  const wanted = elements(options, field.type);
  return wanted && hasElement(place, list, wanted, guard);
}

/** A text that fits the pattern. */
export const sampleOf = (pattern: Pattern): string =>
  pattern.map((part) => (part.kind === 'lit' ? part.text : part.kind === 'one' ? 'x' : '')).join('');

/** Trying more, or longer ones, would cost more than it shows. */
const MOST_SAMPLES = 50;
const LONGEST_SAMPLE = 200;

/** A character that none of the texts holds. */
const filler = (texts: readonly string[]): string =>
  [...'xqz~\u00a4'].find((char) => texts.every((text) => !text.includes(char))) ?? 'x';

/** A text with a line feed of which a line fits and the whole does not, or the other way round. */
function brokenLine(samples: readonly string[], fits: (text: string) => boolean): string | undefined {
  const byLines = (text: string): boolean => text.split('\n').some(fits);
  const other = filler(samples);
  for (const sample of samples.slice(0, MOST_SAMPLES)) {
    const middle = Math.floor(sample.length / 2);
    const halves = `${sample.slice(0, middle)}\n${sample.slice(middle)}`;
    const tries = [`${other}\n${sample}`, `${sample}\n${other}`, halves];
    const found = tries.find((text) => fits(text) !== byLines(text));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A text in which each `any` of the pattern is a line feed. */
const brokenSample = (pattern: Pattern): string =>
  pattern.map((part) => (part.kind === 'lit' ? part.text : '\n')).join('');

function noLineBreak(scope: Scope, construct: string, witness: EventJson): void {
  const why = 'the elements are searched as the lines of one text';
  assume(scope, construct, 'array/no-line-break', why, witness);
}

const CONTAINS: { readonly [R in CaseRule]: string } = {
  exact: 'contains_cs',
  ascii: 'contains',
  simple: 'contains',
};

const witnessOf = (subject: Value, element: string): EventJson =>
  Object.fromEntries(fieldsOfValue(subject).map(({ name }) => [name, [element]]));

/** Patterns written as one regular expression over lines; texts share their anchors. */
function lineRegexes(patterns: readonly Pattern[], rule: CaseRule): readonly string[] | undefined {
  const folding = foldingOf(patterns.flatMap(literalsOf), rule);
  const texts = patterns.filter((one) => shapeOf(one).kind === 'equals').flatMap(literalsOf);
  const options = patterns.filter((one) => shapeOf(one).kind !== 'equals').map((one) => globBody(one, folding));
  if (texts.length > 0) options.unshift(textLines(texts, folding === 'runs'));
  const chunks: string[][] = [[]];
  for (const option of options) {
    if (countGroups(option) > MOST_GROUPS - 1) return undefined;
    const last = chunks.at(-1) ?? [];
    if (countGroups([...last, option].join('')) > MOST_GROUPS - 1) chunks.push([option]);
    else last.push(option);
  }
  return chunks.map((chunk) => `(?${folding === 'flag' ? 'i' : ''}m)${chunk.join('|')}`);
}

/** `^(?:a|b)$`; texts within ASCII fold together. */
function textLines(texts: readonly string[], folds: boolean): string {
  const isPlain = texts.every((text) => /^\p{ASCII}*$/u.test(text));
  const options = texts.map((text) => literalRegex(text, folds && !isPlain ? 'runs' : 'none')).join('|');
  if (folds && isPlain) return `^(?i-u:${options})$`;
  return texts.length === 1 ? `^${options}$` : `^(?:${options})$`;
}

const hasLineFeed = (pattern: Pattern): boolean => literalsOf(pattern).some((text) => text.includes('\n'));

/** Says what a line feed could change; where no text shows it, the other patterns of the list cover it. */
function noteBrokenLines(scope: Scope, { subject, patterns, caseRule }: Match, byLines: readonly Pattern[]): void {
  if (byLines.length === 0) return;
  const fits = (text: string): boolean => patterns.some((one) => matchPattern(text, one, caseRule));
  const samples = [...byLines.map(sampleOf), ...byLines.map(brokenSample)];
  const short = samples.filter((sample) => sample.length <= LONGEST_SAMPLE);
  const broken = short.length > 0 ? brokenLine(short, fits) : `x\n${samples[0]}`;
  if (broken !== undefined) noLineBreak(scope, 'match', witnessOf(subject, broken));
}

/** Some element fits one of the patterns. Text in the middle of an element is found in the joined text without any assumption. */
function listMatch(scope: Scope, list: Frag, node: Match, guard: boolean): Frag | undefined {
  const { patterns, caseRule } = node;
  const texts = patterns.flatMap(literalsOf);
  if (patterns.some((one) => hasLineFeed(one) || !one.some((part) => part.kind === 'lit'))) return undefined;
  if (!texts.every(canWrite) || (caseRule === 'simple' && texts.some(hasCase))) return undefined;
  const exact = caseRule === 'exact' ? patterns.filter((one) => shapeOf(one).kind === 'equals') : [];
  const inside = patterns.filter((one) => shapeOf(one).kind === 'contains');
  const others = patterns.filter((one) => !exact.includes(one) && !inside.includes(one));
  const regexes = others.length > 0 ? lineRegexes(others, caseRule) : [];
  if (!regexes) return undefined;
  noteBrokenLines(scope, node, others);
  const equal =
    exact.length > 0 ? [hasElement(scope.place, list, exact.flatMap(literalsOf).map(jsonString), guard)] : [];
  const found = inside.flatMap(literalsOf).map((text) => infix(joined(list), CONTAINS[caseRule], string(text)));
  const fitting = regexes.map((regex) => fullMatch(joined(list), regex));
  return anyOf([...equal, ...found, ...fitting]);
}

/** Some element fits one of the expressions. */
function listRegex(scope: Scope, list: Frag, node: RegexMatch): Frag | undefined {
  const inner = node.regexes.map(innerText);
  const byLines = node.regexes.filter((_, i) => inner[i] === undefined);
  if (byLines.some((one) => mayMatch(one, ''))) return undefined;
  const printed = node.regexes.map((one, i) => inner[i] ?? lineText(one));
  if (printed.some((one) => 'unsupported' in one)) return undefined;
  if (byLines.length > 0) {
    const fits = (text: string): boolean => byLines.some((one) => mayMatch(one, text));
    const samples = byLines.map((one) => sampleRegex(one.node));
    noLineBreak(scope, 'regex', witnessOf(node.subject, brokenLine(samples, fits) ?? '\n'));
  }
  return anyOf(printed.flatMap((one) => ('text' in one ? [fullMatch(joined(list), one.text)] : [])));
}

/** A test of a list field by functions over arrays; nothing where each element must be looked at on its own. */
export function listTest(scope: Scope, value: Value, guard: boolean): Frag | undefined {
  const subject = subjectField(value);
  if (!subject?.list || !canName(subject.name)) return undefined;
  const list = identifier(subject.name);
  if (value.kind === 'compare' || value.kind === 'one-of')
    return listEquality(scope.place, list, subject, value, guard);
  if (subject.type !== 'text') return undefined;
  if (value.kind === 'match') return listMatch(scope, list, value, guard);
  return value.kind === 'regex' ? listRegex(scope, list, value) : undefined;
}

/** A list has an element. */
export function listPresence({ negatives }: Place, list: Frag, guard: boolean): Frag {
  const length = call('array_length', list);
  if (!guard) return infix(length, '>', long(0n));
  const count = q(LEVEL.atom)`coalesce(${length}, 0)`;
  return negatives.pair(infix(count, '>', long(0n)), infix(count, '==', long(0n)));
}
