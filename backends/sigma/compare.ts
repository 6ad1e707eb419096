import { foldAscii } from '../../src/base/fold.ts';
import { plainDecimal } from '../../src/functions/decimal.ts';
import { literalPattern } from '../../src/ir/pattern.ts';
import type { Call, CaseRule, Compare, CompareOp, Field, Literal, OneOf, Value } from '../../src/ir/value.ts';
import { anyChar, repeat } from '../../src/regex/build.ts';
import { printRegex } from '../../src/regex/print/index.ts';
import type { Note } from '../../src/target/ledger.ts';
import { functions } from './functions.ts';
import { canName, canRefer, patternText } from './lexical.ts';
import { caseNotes, typedNote } from './notes.ts';
import { type Result, said, unsaid } from './result.ts';
import { type Item, test } from './tree.ts';

export const NO_NAME = 'a field name that is empty, very long or holds | has no spelling in Sigma';
const ONLY_FIELDS = 'Sigma tests fields only, not what is computed from them';

/** Why a value can't be the subject of an item. */
export function noSubject(value: Value): Result {
  if (value.kind !== 'call') return unsaid(value.kind, ONLY_FIELDS);
  const row = functions[value.fn];
  return unsaid(`function/${value.fn}`, row.kind === 'none' ? row.why : ONLY_FIELDS);
}

const NO_EQUALITY: Readonly<Partial<Record<Field['type'], string>>> = {
  date: 'Sigma compares dates as text, not by time',
  version: 'Sigma compares versions as text, not by precedence',
  ip: 'addresses compare by their network (cidr)',
};

type Scalar = Item['values'][number];

/** A literal as a YAML scalar; text escaped. */
function scalarOf(literal: Literal): Scalar | undefined {
  switch (literal.type) {
    case 'text':
      return patternText(literalPattern(literal.value));
    case 'integer':
    case 'boolean':
      return literal.value;
    case 'real':
      return Number.isFinite(literal.value) ? literal.value : undefined;
    case 'date':
    case 'version':
    case 'null':
      return undefined;
  }
}

/** A value that the type reads as the literal and Sigma's text comparison does not, or the other way round. */
function otherSpelling(field: Field, literal: Literal): unknown {
  if (literal.type === 'boolean') return String(literal.value).toUpperCase();
  const text = 'value' in literal && typeof literal.value !== 'bigint' ? plainDecimal(Number(literal.value)) : '';
  if (literal.type === 'integer' && field.type === 'long')
    return literal.value < 0n ? `-0${-literal.value}` : `0${literal.value}`;
  const plain = literal.type === 'integer' ? String(literal.value) : text;
  return plain.includes('e') ? plain.toUpperCase() : `${plain}e0`;
}

const textsOf = (literals: readonly Literal[]): readonly string[] =>
  literals.flatMap((literal) => (literal.type === 'text' ? [literal.value] : []));

function equalityNotes(field: Field, literals: readonly Literal[], caseRule: CaseRule): readonly Note[] {
  const typed = literals.find(({ type }) => type !== 'text');
  const asText = field.type === 'text' || field.type === 'unknown';
  const notes = typed && !asText ? [typedNote('compare', { [field.name]: otherSpelling(field, typed) })] : [];
  if (caseRule !== 'ascii') return notes;
  const texts = new Set(textsOf(literals).map(foldAscii));
  const fits = (text: string): boolean => texts.has(foldAscii(text));
  return [...notes, ...caseNotes(field.name, textsOf(literals).map(literalPattern), 'compare', fits)];
}

const withoutBoolean = (literal: Literal): Literal =>
  literal.type === 'boolean' ? { kind: 'literal', type: 'text', value: String(literal.value) } : literal;

/** A field that equals one of some constants. */
function equality(field: Field, literals: readonly Literal[], caseRule: CaseRule): Result {
  if (!canName(field.name)) return unsaid('field', NO_NAME);
  const reason = NO_EQUALITY[field.type];
  if (reason) return unsaid('compare', reason);
  const asText = field.type === 'text' || field.type === 'unknown';
  if (!asText && textsOf(literals).length > 0) return unsaid('compare', 'Sigma compares the text with any value');
  // `true` without modifiers is any spelling of it (specification 2.1: all values are compared as case-insensitive text).
  const spelled = asText && caseRule === 'exact' ? literals.map(withoutBoolean) : literals;
  const values = spelled.map(scalarOf);
  if (values.length === 0 || values.includes(undefined))
    return unsaid('compare', 'Sigma has no value that is a date, a version or no number');
  const cased = caseRule === 'exact' && textsOf(spelled).length > 0;
  const item: Item = {
    field: field.name,
    modifiers: cased ? ['cased'] : [],
    values: values.filter((value) => value !== undefined),
  };
  return said(test(item), equalityNotes(field, literals, caseRule));
}

/** A number that is not whole, in the literal's order: no value of a field of whole numbers, but one for Sigma. */
function between(op: CompareOp, literal: Literal): unknown {
  const value =
    literal.type === 'integer' ? literal.value : BigInt(Math.trunc(literal.type === 'real' ? literal.value : 0));
  // Far enough that the difference is left where the number is read as a double.
  const step = (value < 0n ? -value : value) / 2n ** 50n + 2n;
  return `${op === 'gt' || op === 'gte' ? value + step : value - step}.5`;
}

function order(op: CompareOp, field: Field, literal: Literal): Result {
  if (!canName(field.name)) return unsaid('field', NO_NAME);
  const value = literal.type === 'integer' || literal.type === 'real' ? scalarOf(literal) : undefined;
  if (value === undefined) return unsaid('compare', 'Sigma orders numbers only');
  if (NO_EQUALITY[field.type] || field.type === 'boolean') return unsaid('compare', 'Sigma orders numbers only');
  const notes = field.type === 'long' ? [typedNote('compare', { [field.name]: between(op, literal) })] : [];
  return said(test({ field: field.name, modifiers: [op], values: [value] }), notes);
}

/** How much longer or shorter than a number a length may be, ends included. */
const BOUNDS: { readonly [O in CompareOp]: ((n: number) => readonly [number, number?]) | undefined } = {
  eq: (n) => [n, n],
  ne: undefined,
  lt: (n) => [0, n - 1],
  lte: (n) => [0, n],
  gt: (n) => [n + 1],
  gte: (n) => [n],
};

/** The largest number that PCRE repeats by (pcre2pattern, "Repetition"). */
const LONGEST = 65_535n;

function lengthTest(op: CompareOp, call: Call, literal: Literal): Result {
  const [field] = call.args;
  const bounds = BOUNDS[op];
  if (field?.kind !== 'field' || field.type !== 'text' || literal.type !== 'integer' || !bounds) return noSubject(call);
  if (!canName(field.name)) return unsaid('field', NO_NAME);
  if (literal.value >= LONGEST || literal.value <= -LONGEST)
    return unsaid('function/length', "Sigma's regular expressions count up to 65535");
  const [min, max] = bounds(Number(literal.value));
  if (max !== undefined && max < 0) return unsaid('function/length', 'no text has a length below zero');
  const node = repeat(anyChar, Math.max(min, 0), max);
  const printed = printRegex({ node, anchoring: 'whole', caseRule: 'exact', source: '', flavour: 'pcre' }, 'sigma');
  if ('unsupported' in printed)
    return unsaid('function/length', `Sigma's regular expressions have no ${printed.unsupported}`);
  return said(test({ field: field.name, modifiers: ['re', ...printed.flags], values: [printed.text] }));
}

const REFERENCE_TYPES: Readonly<Partial<Record<Field['type'], (a: string, b: string) => Note['witness']>>> = {
  long: (a, b) => ({ [a]: '04', [b]: 4 }),
  double: (a, b) => ({ [a]: '4e0', [b]: 4 }),
  boolean: (a, b) => ({ [a]: 'TRUE', [b]: 'TRUE' }),
};

function referenceNotes(a: Field, b: Field, caseRule: CaseRule, construct: string): readonly Note[] {
  const typed = (REFERENCE_TYPES[a.type] ?? REFERENCE_TYPES[b.type])?.(a.name, b.name);
  if (typed) return [typedNote(construct, typed)];
  if (caseRule === 'simple') return [];
  const witness = caseRule === 'exact' ? { [a.name]: 'x', [b.name]: 'X' } : { [a.name]: 'é', [b.name]: 'É' };
  return [{ effect: 'wider', construct, why: 'fieldref ignores the case of all letters', witness }];
}

const REFERABLE: readonly Field['type'][] = ['text', 'unknown', 'long', 'double', 'boolean'];

/** A field against another field of the event; `modifier` as Sigma's `fieldref|startswith`. */
export function reference(
  a: Field,
  b: Field,
  caseRule: CaseRule,
  construct: string,
  modifier: readonly string[],
): Result {
  if (!canName(a.name) || !canRefer(b.name)) return unsaid('field', NO_NAME);
  if (a.name === b.name) return unsaid(construct, 'a field compared with itself has no sure meaning in Sigma');
  const odd = [a, b].find(({ type }) => !REFERABLE.includes(type));
  if (odd || a.type !== b.type)
    return unsaid(construct, 'fieldref compares texts, not values of two types, addresses, dates or versions');
  const item: Item = { field: a.name, modifiers: ['fieldref', ...modifier], values: [b.name] };
  return said(test(item), referenceNotes(a, b, caseRule, construct));
}

const FLIPPED: { readonly [O in CompareOp]: CompareOp } = {
  eq: 'eq',
  ne: 'ne',
  lt: 'gt',
  lte: 'gte',
  gt: 'lt',
  gte: 'lte',
};

/** The constant on the right. */
const upright = (node: Compare): Compare =>
  node.left.kind === 'literal' ? { ...node, op: FLIPPED[node.op], left: node.right, right: node.left } : node;

const TIME_PARTS = ['minute', 'hour', 'day', 'week', 'month', 'year'];

/** A part of a time against a number: `field|hour|gte`. */
function timePartTest(op: CompareOp, call: Call, literal: Literal): Result {
  const [field, part] = call.args;
  const name = part?.kind === 'literal' && part.type === 'text' ? part.value : '';
  if (field?.kind !== 'field' || !TIME_PARTS.includes(name)) return noSubject(call);
  if (!canName(field.name)) return unsaid('field', NO_NAME);
  const value = literal.type === 'integer' || literal.type === 'real' ? scalarOf(literal) : undefined;
  if (value === undefined || (field.type !== 'unknown' && field.type !== 'text'))
    return unsaid('function/time-part', 'Sigma compares a part of a time as it is written with a number');
  return said(test({ field: field.name, modifiers: op === 'eq' ? [name] : [name, op], values: [value] }));
}

export function compareTest(node: Compare): Result {
  const { op, left, right, caseRule } = upright(node);
  if (op === 'ne') return unsaid('compare', 'Sigma has no word for a value of a list that differs');
  if (left.kind === 'call' && left.fn === 'length' && right.kind === 'literal') return lengthTest(op, left, right);
  if (left.kind === 'call' && left.fn === 'time-part' && right.kind === 'literal') return timePartTest(op, left, right);
  if (left.kind !== 'field') return noSubject(left);
  if (right.kind === 'literal') return op === 'eq' ? equality(left, [right], caseRule) : order(op, left, right);
  if (right.kind !== 'field') return noSubject(right);
  if (op !== 'eq') return unsaid('compare', 'Sigma orders a field by a constant number only');
  return reference(left, right, caseRule, 'compare', []);
}

export function oneOfTest({ subject, options, caseRule }: OneOf): Result {
  return subject.kind === 'field' ? equality(subject, options, caseRule) : noSubject(subject);
}
