import type { Pattern } from '../../src/ir/pattern.ts';
import type { Call, CaseRule, FunctionId, Literal, Value } from '../../src/ir/value.ts';
import { type Frag, raw } from '../../src/target/frag.ts';
import { arithmetic, joined, sum } from './arithmetic.ts';
import { subjectOf } from './compare.ts';
import { asText, computed, type Expr, numberFrag } from './expr.ts';
import { dynamicCaseNotes } from './letters.ts';
import { regexString, string } from './lexical.ts';
import { literalRegexText } from './regex-text.ts';
import {
  allOf,
  anyOf,
  assume,
  call,
  compared,
  everywhere,
  FALSE,
  maybe,
  refused,
  type Scope,
  sure,
  type Test,
} from './scope.ts';
import { matchesPattern } from './text-tests.ts';
import { timePart } from './time-part.ts';

/** How a function is written: its node, for constants, and its arguments in SPL. Null where it is absent. */
export type Row = (scope: Scope, node: Call, args: readonly Expr[]) => Expr;
/** The same for one that is true or false. */
export type TestRow = (scope: Scope, node: Call, args: readonly Expr[]) => Test;

const ONE = raw('1');

const constantOf = (node: Call, index: number): Literal | undefined => {
  const arg = node.args[index];
  return arg?.kind === 'literal' ? arg : undefined;
};

function constantText(node: Call, index: number): string | undefined {
  const arg = constantOf(node, index);
  return arg?.type === 'text' ? arg.value : undefined;
}

const cannot = (scope: Scope, node: Call, why: string): Expr =>
  computed(scope, node, 'text', refused(scope, `function/${node.fn}`, why), 1);

const textOf = (scope: Scope, expr: Expr | undefined): Frag => (expr ? asText(scope, expr) : raw('null()'));
const sizeOf = (args: readonly Expr[]): number => args.reduce((total, arg) => total + arg.size, 0);

const length: Row = (scope, node, args) =>
  computed(scope, node, 'whole', call('len', textOf(scope, args[0])), sizeOf(args));

const asString: Row = (scope, node, args) => computed(scope, node, 'text', textOf(scope, args[0]), sizeOf(args));

/** What `.` makes of null is not documented. */
const concat: Row = (scope, node, args) => {
  const texts = args.map((arg) => textOf(scope, arg));
  const there = args.flatMap((arg, i) => (arg.constant ? [] : [call('isnotnull', texts[i] ?? raw('null()'))]));
  const all = joined(texts, '.');
  const frag = there.length === 0 ? all : call('case', allOf(there), all);
  return computed(scope, node, 'text', frag, 2 * sizeOf(args));
};

/** The whole number of a constant position; nothing where it is left out or absent. */
function position(node: Call, index: number): bigint | undefined | 'other' {
  const arg = node.args[index];
  if (arg === undefined) return undefined;
  if (arg.kind !== 'literal') return 'other';
  if (arg.type === 'null') return undefined;
  return arg.type === 'integer' ? arg.value : 'other';
}

/** A position from the start, counted in characters from zero; negative ones count from the end and stop at the start. */
function fromStart(size: Frag, value: bigint): Frag {
  if (value >= 0n) return numberFrag(value);
  return call('max', sum(size, '-', numberFrag(-value)), raw('0'));
}

const TOTAL: ReadonlySet<FunctionId> = new Set(['add', 'subtract', 'multiply']);

/** Whether a number is there where a text is. */
function isThereWith(node: Value, name: string): boolean {
  if (node.kind !== 'call') return node.kind === 'literal' ? node.type === 'integer' : false;
  if (node.fn === 'length') return node.args[0]?.kind === 'field' && node.args[0].name === name;
  return TOTAL.has(node.fn) && node.args.every((arg) => isThereWith(arg, name));
}

/** The same for a position that is computed: an absent one is the default, if the text is there without it. */
function computedPosition(size: Frag, { frag, node }: Expr, fallback: Frag, source: Value | undefined): Frag {
  const isSure = source?.kind === 'field' && isThereWith(node, source.name);
  const value = isSure ? frag : call('coalesce', frag, fallback);
  return call('if', compared(value, '<', raw('0')), call('max', sum(size, '+', value), raw('0')), value);
}

const difference = (end: Frag, start: Frag): Frag => (start.doc === '0' ? end : sum(end, '-', start));

interface Cut {
  readonly start: Frag;
  readonly end: Frag | undefined;
  /** What must hold so that a character is left. */
  readonly reached: readonly Frag[];
}

type Position = ReturnType<typeof position>;

function endOf(size: Frag, to: Position, [source, , end]: readonly Expr[]): Frag | undefined {
  if (to === 'other' && end) return computedPosition(size, end, size, source?.node);
  if (typeof to !== 'bigint') return undefined;
  // Below the start it is cut by `reached`.
  return to < 0n ? sum(size, '-', numberFrag(-to)) : numberFrag(to);
}

function cutOf(node: Call, size: Frag, args: readonly Expr[]): Cut | undefined {
  const [from = 0n, to] = [position(node, 1), position(node, 2)];
  const [source, first, last] = args;
  if ((from === 'other' && first?.type !== 'whole') || (to === 'other' && last?.type !== 'whole')) return undefined;
  const start =
    from === 'other' && first ? computedPosition(size, first, raw('0'), source?.node) : fromStart(size, whole(from));
  const end = endOf(size, to, args);
  const endsInside = typeof to === 'bigint' && to < 0n;
  const isOrdered = typeof from === 'bigint' && typeof to === 'bigint' && from >= 0n && to > from;
  const reached = [
    ...(endsInside ? [] : [compared(size, '>', start)]),
    ...(end && !isOrdered ? [compared(end, '>', start)] : []),
  ];
  return { start, end, reached };
}

const whole = (value: bigint | 'other'): bigint => (value === 'other' ? 0n : value);

/** Positions count from one, and what a length of zero or a start behind the end gives is not documented. */
const substring: Row = (scope, node, args) => {
  const [source] = args;
  const text = textOf(scope, source);
  const size = call('len', text);
  const cut = cutOf(node, size, args);
  if (!cut) return cannot(scope, node, 'a position that is no whole number');
  const { start, end, reached } = cut;
  const first = start.doc === '0' ? ONE : sum(start, '+', ONE);
  const parts = end ? [text, first, difference(end, start)] : [text, first];
  const empty = [call('isnotnull', text), string('')];
  const frag = call('case', allOf(reached), call('substr', ...parts), ...empty);
  return computed(scope, node, 'text', frag, (source?.size ?? 1) * 8 + 6 * sizeOf(args.slice(1)));
};

/** Repetitions in PCRE end at 65,535. */
const MOST = 65_535n;

const dots = (start: bigint): string => (start > 0n ? `.{${start},}?` : '.*?');

const indexOf: Row = (scope, node, args) => {
  const needle = constantText(node, 1);
  const start = position(node, 2) ?? 0n;
  const text = textOf(scope, args[0]);
  if (needle === undefined || start === 'other' || start > MOST || needle === '')
    return cannot(scope, node, 'SPL has no word for the place of a text that is not known, or empty');
  const found = literalRegexText(scope, node, needle, node.caseRule);
  const before = `(?s)^(${dots(start)})${found}`;
  const place = call('len', call('replace', text, regexString(`${before}.*\\z`), raw('"\\1"')));
  const frag = call('case', call('match', text, regexString(before)), call('coalesce', place, raw('0')));
  return computed(scope, node, 'whole', frag, 2 * sizeOf(args));
};

/** The first text between two constants, by the one group of a regular expression. */
const between: Row = (scope, node, args) => {
  const [left, right, greedy] = [constantText(node, 1), constantText(node, 2), constantOf(node, 3)];
  const text = textOf(scope, args[0]);
  if (left === undefined || right === undefined || (args.length > 3 && greedy?.type !== 'boolean'))
    return cannot(scope, node, 'the texts around must be known');
  const [before, after] = [left, right].map((part) => literalRegexText(scope, node, part, node.caseRule));
  const regex = `(?s)^.*?${before}(${greedy?.type === 'boolean' && greedy.value ? '.*' : '.*?'})${after}`;
  const inside = call('replace', text, regexString(`${regex}.*\\z`), raw('"\\1"'));
  const frag = call('case', call('match', text, regexString(regex)), call('coalesce', inside, string('')));
  return computed(scope, node, 'text', frag, 2 * sizeOf(args));
};

const BASES: Readonly<Record<string, { readonly shape: string; readonly type: 'real' | 'whole' }>> = {
  '10': { shape: '^[+-]?(?:[0-9]{1,15}|[0-9]{1,8}\\.[0-9]{1,7})\\z', type: 'real' },
  '16': { shape: '^[0-9a-fA-F]{1,13}\\z', type: 'whole' },
};

/** What `tonumber` reads besides plain digits is not documented. */
const number: Row = (scope, node, args) => {
  const base = position(node, 1) ?? 10n;
  const row = BASES[String(base)];
  if (!row) return cannot(scope, node, 'numbers in bases other than 10 and 16');
  const text = textOf(scope, args[0]);
  const why = 'only plain digits are read as a number';
  assume(scope, 'function/number', 'number/plain-spelling', why, everywhere(node, ' 0x7fff '));
  const read = base === 10n ? call('tonumber', text) : call('tonumber', text, raw('16'));
  return computed(
    scope,
    node,
    row.type,
    call('case', call('match', text, regexString(row.shape)), read),
    2 * sizeOf(args),
  );
};

/** Functions that are true or false stand in a leaf and not inside other functions. */
const isTest: Row = (scope, node) => cannot(scope, node, 'a truth value is no value of an expression');

/** Every function of the language that gives a value. */
export const functionRows: { readonly [F in FunctionId]: Row } = {
  add: arithmetic('add'),
  subtract: arithmetic('subtract'),
  multiply: arithmetic('multiply'),
  divide: arithmetic('divide'),
  modulo: arithmetic('modulo'),
  between,
  concat,
  'starts-with': isTest,
  'ends-with': isTest,
  'string-contains': isTest,
  'index-of': indexOf,
  length,
  number,
  string: asString,
  substring,
  'time-part': timePart,
};

const ANY = { kind: 'any' } as const;

type Around = (needle: string) => Pattern;

/** A text that begins, ends or contains a constant fits a pattern; any text has the empty text at its ends. */
function constantAffix(scope: Scope, node: Call, subject: Expr, needle: string, around: Around): Test {
  if (!subject.field && subject.type !== 'text') asText(scope, subject);
  return matchesPattern(scope, subjectOf(subject), [needle === '' ? [ANY] : around(needle)], node.caseRule);
}

/** Two texts of the data, folded by the rule as far as `lower` does. */
function foldedTexts(scope: Scope, node: Value, rule: CaseRule, ...exprs: readonly Expr[]): readonly Frag[] {
  const texts = exprs.map((expr) => asText(scope, expr));
  dynamicCaseNotes(scope, 'compare', node, rule);
  return rule === 'exact' ? texts : texts.map((frag) => call('lower', frag));
}

/** A text without all occurrences of another is shorter. What `split` makes of an empty piece is not documented: it adds nothing here. */
function holdsOther(scope: Scope, node: Call, whole: Expr, part: Expr): Test {
  const [text = FALSE, other = FALSE] = foldedTexts(scope, node, node.caseRule, whole, part);
  const rest = call('mvjoin', call('split', text, other), string(''));
  const shorter = compared(call('coalesce', call('len', rest), raw('0')), '<', call('len', text));
  const isThere = compared(call('len', other), '>', raw('0'));
  return maybe(compared(call('case', isThere, call('if', shorter, ONE, raw('0'))), '=', ONE));
}

/** A part of the text, as long as the other, is the same. */
function sameEnds(scope: Scope, node: Value, rule: CaseRule, whole: Expr, part: Expr, atEnd: boolean): Test {
  const texts = [whole, part].map((expr) => asText(scope, expr));
  const [text = FALSE, affix = FALSE] = foldedTexts(scope, node, rule, whole, part);
  const names = Object.keys(everywhere(node, ''));
  const witness = Object.fromEntries(names.map((name, i) => [name, i === 0 ? '01.0' : '1.00']));
  assume(
    scope,
    'compare',
    'splunk/text-comparison',
    'two values that read like numbers may be compared as numbers',
    witness,
  );
  const size = call('len', affix);
  const first = atEnd ? sum(sum(call('len', text), '-', size), '+', ONE) : ONE;
  const same = compared(call('substr', text, first, size), '=', affix);
  const fits = atEnd ? allOf([compared(call('len', text), '>=', size), same]) : same;
  // What `substr` gives for no characters is not documented.
  const empty = allOf([call('isnotnull', texts[0] ?? FALSE), compared(size, '=', raw('0'))]);
  return maybe(anyOf([empty, fits]));
}

const affix =
  (around: Around, atEnd: boolean): TestRow =>
  (scope, node, args) => {
    const [subject, part] = args;
    const needle = constantText(node, 1);
    if (!subject || !part) return sure(FALSE);
    if (needle !== undefined) return constantAffix(scope, node, subject, needle, around);
    return sameEnds(scope, node, node.caseRule, subject, part, atEnd);
  };

const contains: TestRow = (scope, node, args) => {
  const needle = constantText(node, 1);
  if (needle === '') return sure(FALSE);
  const [subject, part] = args;
  if (!subject || !part) return sure(FALSE);
  if (needle === undefined) return holdsOther(scope, node, subject, part);
  return constantAffix(scope, node, subject, needle, (text) => [ANY, { kind: 'lit', text }, ANY]);
};

/** The functions that are true or false. */
export const testRows: Readonly<Partial<Record<FunctionId, TestRow>>> = {
  'starts-with': affix((text) => [{ kind: 'lit', text }, ANY], false),
  'ends-with': affix((text) => [ANY, { kind: 'lit', text }], true),
  'string-contains': contains,
};
