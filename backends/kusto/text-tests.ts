import { foldAscii } from '../../src/base/fold.ts';
import { type Pattern, shapeOf } from '../../src/ir/pattern.ts';
import type { CaseRule } from '../../src/ir/value.ts';
import { enclosed, type Frag } from '../../src/target/frag.ts';
import { globRegex, hasCase, literalsOf as texts } from './glob-regex.ts';
import { canWrite, long, regexString, string } from './lexical.ts';
import { allOf, anyOf, call, infix, type Negatives, refused, type Scope } from './scope.ts';

/** An operator with and without regard to case, and what puts a `not` into it. */
interface Word {
  readonly cased: string;
  readonly folded: string;
}

const AFFIX: { readonly [K in 'starts-with' | 'ends-with' | 'contains']: Word } = {
  'starts-with': { cased: 'startswith_cs', folded: 'startswith' },
  'ends-with': { cased: 'endswith_cs', folded: 'endswith' },
  contains: { cased: 'contains_cs', folded: 'contains' },
};

/** A test by an operator that has a negative twin. Text operators give true or false, never null. */
export function twin(negatives: Negatives, left: Frag, word: string, right: Frag, negative = `!${word}`): Frag {
  return negatives.pair(infix(left, word, right), infix(left, negative, right));
}

/** Texts without letters are the same by any rule. The case-sensitive operator is the faster one. */
export const ignoresCase = (texts: readonly string[], rule: CaseRule): boolean =>
  rule !== 'exact' && texts.some((text) => /[A-Za-z]/.test(text));

/** KQL's operators fold ASCII letters only; what folds others needs a regular expression. */
const needsRegex = (texts: readonly string[], rule: CaseRule): boolean => rule === 'simple' && texts.some(hasCase);

const unwritable = (texts: readonly string[]): boolean => !texts.every(canWrite);
const HALF = 'half a surrogate pair has no spelling in KQL';

/** `subject in (texts)`, or `==` for one text. The texts fold as KQL does. */
function plainEquality(negatives: Negatives, subject: Frag, texts: readonly string[], rule: CaseRule): Frag {
  const folded = ignoresCase(texts, rule);
  const [only] = texts;
  if (texts.length === 1 && only !== undefined) {
    return folded
      ? twin(negatives, subject, '=~', string(only), '!~')
      : twin(negatives, subject, '==', string(only), '!=');
  }
  return twin(negatives, subject, folded ? 'in~' : 'in', enclosed('(', texts.map(string), ')'));
}

export const fullMatch = (subject: Frag, regex: string): Frag => infix(subject, 'matches regex', regexString(regex));

export function byRegex(scope: Scope, subject: Frag, pattern: Pattern, rule: CaseRule): Frag {
  const regex = globRegex(pattern, rule);
  if (regex === undefined) return refused(scope, 'match', 'the pattern has more pieces than KQL allows groups');
  return fullMatch(subject, regex);
}

/** The subject is one of the texts. */
export function equality(scope: Scope, subject: Frag, options: readonly string[], rule: CaseRule): Frag {
  if (unwritable(options)) return refused(scope, 'string', HALF);
  const special = options.filter((text) => needsRegex([text], rule));
  const plain = options.filter((text) => !special.includes(text));
  return anyOf([
    ...(plain.length > 0 ? [plainEquality(scope.place.negatives, subject, plain, rule)] : []),
    ...special.map((text) => byRegex(scope, subject, [{ kind: 'lit', text }], rule)),
  ]);
}

/** `subject startswith text` and its relatives. */
export function affix(scope: Scope, kind: keyof typeof AFFIX, subject: Frag, needle: Frag, folded: boolean): Frag {
  return twin(scope.place.negatives, subject, folded ? AFFIX[kind].folded : AFFIX[kind].cased, needle);
}

/** Longer literals are not looked at in detail: asking for the length is always right. */
const LONGEST_OVERLAP = 200;

/** Whether a text can end one literal and start the other, so that `a*b` must ask for the length too. */
function mayOverlap(head: string, tail: string, rule: CaseRule): boolean {
  if (Math.min(head.length, tail.length) > LONGEST_OVERLAP) return true;
  const [a, b] = rule === 'exact' ? [head, tail] : [foldAscii(head), foldAscii(tail)];
  for (let size = 1; size <= Math.min(a.length, b.length); size++) if (a.endsWith(b.slice(0, size))) return true;
  return false;
}

const points = (text: string): number => [...text].length;

/** `a*b`: starts with the one, ends with the other, and is as long as both. */
function headAndTail(scope: Scope, subject: Frag, head: string, tail: string, rule: CaseRule): Frag {
  const tests = [
    affix(scope, 'starts-with', subject, string(head), ignoresCase([head], rule)),
    affix(scope, 'ends-with', subject, string(tail), ignoresCase([tail], rule)),
  ];
  if (mayOverlap(head, tail, rule))
    tests.push(infix(call('strlen', subject), '>=', long(BigInt(points(head) + points(tail)))));
  return allOf(tests);
}

/** The texts before and after the one `any` of a pattern `a*b`. */
function headTail(pattern: Pattern): readonly [string, string] | undefined {
  const [head, middle, tail] = pattern;
  if (pattern.length !== 3 || head?.kind !== 'lit' || middle?.kind !== 'any' || tail?.kind !== 'lit') return undefined;
  return [head.text, tail.text];
}

/** A pattern of `one`s and perhaps a last `any`: it asks for a length. */
function lengthOnly(scope: Scope, subject: Frag, pattern: Pattern): Frag | undefined {
  if (pattern.some((part) => part.kind === 'lit')) return undefined;
  const ones = pattern.filter((part) => part.kind === 'one').length;
  const open = ones < pattern.length;
  if (ones <= 1 && open) return presence(scope.place.negatives, subject);
  return infix(call('strlen', subject), open ? '>=' : '==', long(BigInt(ones)));
}

export const presence = (negatives: Negatives, subject: Frag): Frag =>
  negatives.pair(call('isnotempty', subject), call('isempty', subject));

/** How a subject's text is tested for one pattern that is more than a text. */
function patternTest(scope: Scope, subject: Frag, pattern: Pattern, rule: CaseRule): Frag {
  const sized = lengthOnly(scope, subject, pattern);
  if (sized) return sized;
  const shape = shapeOf(pattern);
  if (shape.kind === 'starts-with' || shape.kind === 'ends-with' || shape.kind === 'contains')
    return affix(scope, shape.kind, subject, string(shape.text), ignoresCase([shape.text], rule));
  const pair = headTail(pattern);
  return pair ? headAndTail(scope, subject, ...pair, rule) : byRegex(scope, subject, pattern, rule);
}

/** Patterns by the number of single characters that they begin with. */
function byOnes(patterns: readonly Pattern[]): ReadonlyMap<number, readonly Pattern[]> {
  const groups = new Map<number, Pattern[]>();
  for (const pattern of patterns) {
    const first = pattern.findIndex((part) => part.kind !== 'one');
    // Only what the operators can say behind the first characters is worth a substring.
    const rest = first > 0 ? pattern.slice(first) : pattern;
    const simple = shapeOf(rest).kind !== 'glob' || headTail(rest) !== undefined;
    const ones = first > 0 && simple && rest.some((part) => part.kind === 'lit') ? first : 0;
    groups.set(ones, [...(groups.get(ones) ?? []), ones > 0 ? rest : pattern]);
  }
  return groups;
}

/** Patterns over one subject: texts as one list, the others one by one. */
function patternTests(scope: Scope, subject: Frag, patterns: readonly Pattern[], rule: CaseRule): readonly Frag[] {
  const equal: string[] = [];
  const others: Frag[] = [];
  for (const pattern of patterns) {
    const shape = shapeOf(pattern);
    if (needsRegex(texts(pattern), rule)) others.push(byRegex(scope, subject, pattern, rule));
    else if (shape.kind === 'equals') equal.push(shape.text);
    else others.push(patternTest(scope, subject, pattern, rule));
  }
  return equal.length > 0 ? [plainEquality(scope.place.negatives, subject, equal, rule), ...others] : others;
}

/**
 * The subject fits one of the patterns. `?:\Windows\…`, with single characters first, is asked of the text behind them:
 * `substring(f, 1) in~ (…)`.
 */
export function matchText(scope: Scope, subject: Frag, patterns: readonly Pattern[], rule: CaseRule): Frag {
  if (unwritable(patterns.flatMap(texts))) return refused(scope, 'string', HALF);
  const tests = [...byOnes(patterns)].flatMap(([ones, group]) =>
    patternTests(scope, ones > 0 ? call('substring', subject, long(BigInt(ones))) : subject, group, rule),
  );
  return anyOf(tests);
}
