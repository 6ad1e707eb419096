import type { Call, CaseRule, FunctionId, Literal } from '../../src/ir/value.ts';
import { fieldsOfValue } from '../../src/ir/walk.ts';
import { type Frag, parens, q, raw } from '../../src/target/frag.ts';
import { arithmetic } from './arithmetic.ts';
import { foldsLess } from './compare.ts';
import { foldingOf, hasCase, literalRegex } from './glob-regex.ts';
import { LEVEL, long, regexString, string } from './lexical.ts';
import { allOf, anyOf, assume, call, type Expr, infix, type Presence, refused, type Scope } from './scope.ts';
import { affix } from './text-tests.ts';
import { asText } from './text-value.ts';
import { timePart } from './time-part.ts';

/** How a function is written: its node, for constants, and its arguments in KQL. */
export type Row = (scope: Scope, node: Call, args: readonly Expr[]) => Expr;

const ZERO = long(0n);

const together = (args: readonly Expr[]): readonly Presence[] => args.flatMap((arg) => arg.present);

const textExpr = (frag: Frag, present: readonly Presence[]): Expr => ({
  frag,
  type: 'string',
  nullable: false,
  present,
});
const longExpr = (frag: Frag, present: readonly Presence[]): Expr => ({ frag, type: 'long', nullable: false, present });

const constant = (node: Call, index: number): Literal | undefined => {
  const arg = node.args[index];
  return arg?.kind === 'literal' ? arg : undefined;
};

function constantText(node: Call, index: number): string | undefined {
  const arg = constant(node, index);
  return arg?.type === 'text' ? arg.value : undefined;
}

const cannot = (scope: Scope, node: Call, why: string, type: Expr['type'] = 'string'): Expr => ({
  frag: refused(scope, `function/${node.fn}`, why),
  type,
  nullable: false,
  present: [],
});

/** The texts of all arguments. */
const textsOf = (scope: Scope, args: readonly Expr[]): readonly Expr[] => args.map((arg) => asText(scope, arg));

const NOTHING: Expr = { frag: string(''), type: 'string', nullable: false, present: [] };

function affixRow(kind: 'starts-with' | 'ends-with' | 'contains'): Row {
  return (scope, node, args) => {
    const [text = NOTHING, part = NOTHING] = textsOf(scope, args);
    const needle = constantText(node, 1);
    if (node.caseRule === 'simple' && (needle === undefined || hasCase(needle))) foldsLess(scope, node);
    const present = [...text.present, ...part.present];
    // What `contains ""` gives is not documented; the language says false.
    if (kind === 'contains' && needle === '') return { frag: raw('false'), type: 'bool', nullable: false, present };
    if (kind === 'contains' && needle === undefined) present.push({ frag: call('isnotempty', part.frag) });
    const test = affix(scope, kind, text.frag, part.frag, node.caseRule !== 'exact');
    // Nor what `startswith ""` gives, which the language says is true. A field that is there is not empty.
    const mayBeEmpty = kind !== 'contains' && needle === undefined && node.args[1]?.kind === 'call';
    return {
      frag: mayBeEmpty ? anyOf([call('isempty', part.frag), test]) : test,
      type: 'bool',
      nullable: false,
      present,
    };
  };
}

const length: Row = (scope, _node, args) => {
  const [text = NOTHING] = textsOf(scope, args);
  return longExpr(call('strlen', text.frag), text.present);
};

/** A literal text as a regular expression that folds as the rule says; it must not need more than ASCII folding. */
function needleRegex(text: string, rule: CaseRule): string {
  return literalRegex(text, foldingOf([text], rule) === 'none' ? 'none' : 'runs');
}

/** The first place of the part, or -1. */
function place(scope: Scope, node: Call, text: Frag, part: Frag, start: Frag | undefined): Frag {
  const from = start ? [start] : [];
  if (node.caseRule === 'exact') return call('indexof', text, part, ...from);
  const needle = constantText(node, 1);
  if (needle !== undefined && !hasCase(needle))
    return call('indexof_regex', text, regexString(needleRegex(needle, node.caseRule)), ...from);
  const names = fieldsOfValue(node).map(({ name }) => name);
  const witness = Object.fromEntries(names.map((name, i) => [name, i === 0 ? '\u212a' : 'k']));
  assume(scope, 'function/index-of', 'case/no-unicode-lookalike', 'tolower() folds the Kelvin sign to a k', witness);
  return call('indexof', call('tolower', text), call('tolower', part), ...from);
}

const indexOf: Row = (scope, node, args) => {
  const [text = NOTHING, part = NOTHING] = textsOf(scope, args.slice(0, 2));
  if (constantText(node, 1) === '')
    return cannot(scope, node, 'KQL does not say where it finds the empty text', 'long');
  const start = args[2] && notNegative(defaulted(args[2], ZERO, [text, part]), constant(node, 2));
  const present = [...text.present, ...part.present];
  if (constantText(node, 1) === undefined) present.push({ frag: call('isnotempty', part.frag) });
  const found = place(scope, node, text.frag, part.frag, start);
  return longExpr(found, [...present, { frag: infix(found, '>=', ZERO) }]);
};

const presenceOf = (expr: Expr): readonly Frag[] => [
  ...expr.present.map(({ frag }) => frag),
  ...(expr.nullable ? [call('isnotnull', expr.frag)] : []),
];

/** An optional argument: what it is, or the default where it is absent. Absence that leaves the call without a value does not count. */
function defaulted(arg: Expr, fallback: Frag, strict: readonly Expr[]): Frag {
  const known = new Set(strict.flatMap(({ present }) => present.flatMap(({ field }) => field ?? [])));
  const open = arg.present.filter(({ field }) => field === undefined || !known.has(field));
  const tests = presenceOf({ ...arg, present: open });
  return tests.length === 0 ? arg.frag : call('iff', allOf(tests), arg.frag, fallback);
}

const wholeOf = (literal: Literal | undefined): bigint | undefined =>
  literal?.type === 'integer' ? literal.value : undefined;

/** A start below zero is zero. */
function notNegative(frag: Frag, literal: Literal | undefined): Frag {
  const value = wholeOf(literal);
  if (value === undefined) return call('max_of', frag, ZERO);
  return value < 0n ? ZERO : frag;
}

/** A position from the start: a negative one counts from the end, at most to the start. */
function position(text: Frag, frag: Frag, literal: Literal | undefined): Frag {
  const value = wholeOf(literal);
  if (value !== undefined && value >= 0n) return frag;
  const size = call('strlen', text);
  const fromStart =
    value === undefined
      ? q(LEVEL.sum)`${parens(frag, LEVEL.sum)} + ${call('iff', infix(frag, '<', ZERO), size, ZERO)}`
      : q(LEVEL.sum)`${size} - ${long(-value)}`;
  return call('max_of', fromStart, ZERO);
}

const difference = (end: Frag, start: Frag): Frag =>
  q(LEVEL.sum)`${parens(end, LEVEL.sum)} - ${parens(start, LEVEL.factor)}`;

/** How many characters lie between two positions; `from` and `to` are the constants among them. */
function span(end: Frag, start: Frag, from: bigint | undefined, to: bigint | undefined): Frag {
  if (from !== undefined && to !== undefined && from >= 0n && to >= 0n) return long(to > from ? to - from : 0n);
  return from === 0n ? end : call('max_of', difference(end, start), ZERO);
}

/** KQL asks for a start and a length, the language for a start and an end. */
const substring: Row = (scope, node, args) => {
  const [text = NOTHING] = textsOf(scope, args.slice(0, 1));
  const [from, to] = [constant(node, 1), constant(node, 2)];
  const isWhole = args.slice(1).every(({ type }) => type === 'long');
  if (!isWhole) return cannot(scope, node, 'a position that is no whole number');
  const start = args[1] ? position(text.frag, defaulted(args[1], ZERO, [text]), from) : ZERO;
  if (!args[2] || to?.type === 'null') return textExpr(call('substring', text.frag, start), text.present);
  const end = position(text.frag, defaulted(args[2], call('strlen', text.frag), [text]), to);
  const count = span(end, start, args[1] ? wholeOf(from) : 0n, wholeOf(to));
  return textExpr(call('substring', text.frag, start, count), text.present);
};

const concat: Row = (scope, node, args) => {
  const texts = textsOf(scope, args);
  const [only] = texts;
  if (texts.length > 64) return cannot(scope, node, 'strcat() takes at most 64 arguments');
  if (texts.length === 1 && only) return only;
  return textExpr(call('strcat', ...texts.map(({ frag }) => frag)), together(texts));
};

const asString: Row = (scope, _node, args) => asText(scope, args[0] ?? NOTHING);

/** The first text between two constants, by the one group of a regular expression. */
const between: Row = (scope, node, args) => {
  const [text = NOTHING] = textsOf(scope, args.slice(0, 1));
  const [left, right, greedy] = [constantText(node, 1), constantText(node, 2), constant(node, 3)];
  if (left === undefined || right === undefined || (args.length > 3 && greedy?.type !== 'boolean'))
    return cannot(scope, node, 'KQL needs constants around the text');
  if (node.caseRule === 'simple' && (hasCase(left) || hasCase(right)))
    return cannot(scope, node, 'KQL folds the case of ASCII letters only');
  const isGreedy = greedy?.type === 'boolean' && greedy.value;
  const [before, after] = [needleRegex(left, node.caseRule), needleRegex(right, node.caseRule)];
  const regex = regexString(`(?s)${before}(${isGreedy ? '.*' : '.*?'})${after}`);
  const found = infix(text.frag, 'matches regex', regex);
  return textExpr(call('extract', regex, raw('1'), text.frag), [...text.present, { frag: found }]);
};

/** Up to 15 digits: what a real number holds exactly. */
const DECIMAL = String.raw`^[+-]?(?:[0-9]{1,15}|[0-9]{1,8}\.[0-9]{0,7}|\.[0-9]{1,7})$`;
const NUMBERS: Readonly<
  Record<string, { readonly shape: string; readonly read: (text: Frag) => Frag; readonly type: 'long' | 'real' }>
> = {
  '10': { shape: DECIMAL, read: (text) => call('todouble', text), type: 'real' },
  '16': {
    shape: '^(?:0[xX])?[0-9a-fA-F]{1,15}$',
    read: (text) =>
      call('tolong', call('strcat', string('0x'), call('replace_regex', text, string('^0[xX]'), string('')))),
    type: 'long',
  },
};

const number: Row = (scope, node, args) => {
  const [text = NOTHING] = textsOf(scope, args.slice(0, 1));
  const base = constant(node, 1);
  const row = NUMBERS[String(!base || base.type === 'null' ? 10 : base.value)];
  if (!row) return cannot(scope, node, 'KQL reads decimal and hexadecimal numbers only', 'real');
  const witness = Object.fromEntries(fieldsOfValue(node).map(({ name }) => [name, ' 0x7fff ']));
  assume(scope, 'function/number', 'number/plain-decimal', 'only plain digits are read as a number', witness);
  const shape = infix(text.frag, 'matches regex', regexString(row.shape));
  return { frag: row.read(text.frag), type: row.type, nullable: true, present: [...text.present, { frag: shape }] };
};

/** Every function of the language. */
export const functionRows: { readonly [F in FunctionId]: Row } = {
  add: arithmetic('add'),
  subtract: arithmetic('subtract'),
  multiply: arithmetic('multiply'),
  divide: arithmetic('divide'),
  modulo: arithmetic('modulo'),
  between,
  concat,
  'starts-with': affixRow('starts-with'),
  'ends-with': affixRow('ends-with'),
  'string-contains': affixRow('contains'),
  'index-of': indexOf,
  length,
  number,
  string: asString,
  substring,
  'time-part': timePart,
};
