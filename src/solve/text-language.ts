import type { Cond } from '../ir/cond.ts';
import { literalPattern, type Pattern, type PatternPart, pattern } from '../ir/pattern.ts';
import { patternRegex } from '../ir/pattern-regex.ts';
import type { Call, CaseRule, Compare, CompareOp, FunctionId, Literal, Value } from '../ir/value.ts';
import { alternation, anyChar, concat, intersection, not, repeat } from '../regex/build.ts';
import { closedNode } from '../regex/close-tree.ts';
import { commonText } from '../regex/common-text.ts';
import type { Regex, RegexNode } from '../regex/tree.ts';
import { asWhole } from '../regex/whole.ts';

type Language = RegexNode | undefined;

const ANY: PatternPart = { kind: 'any' };
const lit = (text: string): PatternPart => ({ kind: 'lit', text });

const covered = (patterns: readonly Pattern[], rule: CaseRule): RegexNode =>
  alternation(patterns.map((one) => closedNode(patternRegex(one, rule))));

function literals(options: readonly Literal[], rule: CaseRule): Language {
  const texts = options.flatMap((option) => (option.type === 'text' ? [literalPattern(option.value)] : []));
  return texts.length === options.length ? covered(texts, rule) : undefined;
}

function regexLanguage(regexes: readonly Regex[]): Language {
  const nodes = regexes.map((regex) => asWhole({ node: closedNode(regex), anchoring: regex.anchoring }));
  const sound = nodes.filter((node): node is RegexNode => !('unsupported' in node));
  return sound.length === nodes.length ? alternation(sound) : undefined;
}

const AFFIXES: Readonly<Partial<Record<FunctionId, (text: string) => readonly PatternPart[]>>> = {
  'starts-with': (text) => [lit(text), ANY],
  'ends-with': (text) => [ANY, lit(text)],
  'string-contains': (text) => [ANY, lit(text), ANY],
};

/** Longer texts are not worth an automaton. */
const LONGEST = 300n;

const LENGTHS: { readonly [O in CompareOp]: (count: number) => readonly [number, number | undefined] | undefined } = {
  eq: (count) => [count, count],
  ne: () => undefined,
  lt: (count) => [0, count - 1],
  lte: (count) => [0, count],
  gt: (count) => [count + 1, undefined],
  gte: (count) => [count, undefined],
};

const constant = (value: Value | undefined): Literal | undefined => (value?.kind === 'literal' ? value : undefined);

function numberOf(value: Value | undefined): number | undefined {
  const found = constant(value);
  return found?.type === 'integer' && found.value >= 0n && found.value <= LONGEST ? Number(found.value) : undefined;
}

const textOf = (value: Value | undefined): string | undefined => {
  const found = constant(value);
  return found?.type === 'text' ? found.value : undefined;
};

const anyTimes = (min: number, max?: number): RegexNode => repeat(anyChar, min, max);
const holding = (text: string, rule: CaseRule): RegexNode => covered([pattern([ANY, lit(text), ANY])], rule);

/** Texts with which a call of one text gives a constant: what can be said in a language. */
const CALLS: Readonly<Partial<Record<FunctionId, (call: Call, compare: Compare) => Language>>> = {
  length: (_, { op, right }) => {
    const bounds = LENGTHS[op](numberOf(right) ?? -1);
    return numberOf(right) === undefined || !bounds || (bounds[1] ?? 0) < 0 ? undefined : anyTimes(...bounds);
  },
  'index-of': ({ args: [, part, start], caseRule }, { op, right }) => {
    const [text, at] = [textOf(part), numberOf(right)];
    if (op !== 'eq' || text === undefined || at === undefined || start) return undefined;
    const here = concat([anyTimes(at, at), covered([pattern([lit(text), ANY])], caseRule)]);
    const before = concat([anyTimes(0, Math.max(at - 1, 0)), covered([pattern([lit(text), ANY])], caseRule)]);
    return at === 0 ? here : intersection([here, not(before)]);
  },
  substring: ({ args: [, start, end] }, { op, right, caseRule }) => {
    const [text, from] = [textOf(right), start ? numberOf(start) : 0];
    if (op !== 'eq' || text === undefined || from === undefined) return undefined;
    const rest = end && numberOf(end) === from + [...text].length ? [ANY] : end ? undefined : [];
    return rest && concat([anyTimes(from, from), covered([pattern([lit(text), ...rest])], caseRule)]);
  },
  between: ({ args: [, left, right], caseRule }, { op, right: wanted }) => {
    const [before, text, after] = [textOf(left), textOf(wanted), textOf(right)];
    if (op !== 'eq' || before === undefined || text === undefined || after === undefined) return undefined;
    return covered([pattern([ANY, lit(before + text + after), ANY])], caseRule);
  },
};

function compared(node: Compare): Language {
  if (node.left.kind === 'call') return CALLS[node.left.fn]?.(node.left, node);
  const text = textOf(node.right);
  if (node.left.kind !== 'field' || text === undefined || node.op !== 'eq') return undefined;
  return covered([literalPattern(text)], node.caseRule);
}

function called({ fn, args: [, part], caseRule }: Call): Language {
  const text = textOf(part);
  const shape = AFFIXES[fn];
  if (!shape || text === undefined) return undefined;
  return fn === 'string-contains' && text !== '' ? holding(text, caseRule) : covered([pattern(shape(text))], caseRule);
}

/** The texts of its one field with which a test holds, as far as a regular language says them. */
function languageOf(cond: Cond): Language {
  if (cond.kind !== 'leaf') return undefined;
  const { value } = cond;
  switch (value.kind) {
    case 'match':
      return value.subject.kind === 'field' ? covered(value.patterns, value.caseRule) : undefined;
    case 'one-of':
      return value.subject.kind === 'field' ? literals(value.options, value.caseRule) : undefined;
    case 'regex':
      return value.subject.kind === 'field' ? regexLanguage(value.regexes) : undefined;
    case 'compare':
      return compared(value);
    case 'call':
      return called(value);
    case 'cidr':
    case 'field':
    case 'literal':
      return undefined;
  }
}

const languages = new WeakMap<Cond, { readonly language: Language }>();

function knownLanguage(cond: Cond): Language {
  const known = languages.get(cond) ?? { language: languageOf(cond) };
  languages.set(cond, known);
  return known.language;
}

/** Automaton states that one search moves through: some milliseconds. */
const MAX_WORK = 150_000;

/** The shortest text of one field with which tests are as wanted; nothing where none is found, or where the tests say too much. */
export function textFor(wishes: readonly { readonly cond: Cond; readonly wanted: boolean }[]): string | undefined {
  const of = (wanted: boolean): readonly RegexNode[] =>
    wishes.filter((wish) => wish.wanted === wanted).flatMap(({ cond }) => knownLanguage(cond) ?? []);
  const [inside, outside] = [of(true), of(false)];
  return inside.length + outside.length < 2 ? undefined : commonText(inside, outside, MAX_WORK);
}
