import { compareVersions } from '../../src/base/version.ts';
import { plainDecimal } from '../../src/functions/decimal.ts';
import { compareCodePoints, fold } from '../../src/functions/scalar.ts';
import type { CaseRule, CompareOp, Field, Literal } from '../../src/ir/value.ts';
import { type Frag, q, raw } from '../../src/target/frag.ts';
import { COMPARISON } from './levels.ts';
import { constant } from './lexical.ts';
import type { ElementOf, Module, ReaderName } from './module.ts';

/** A test of an element, which is called `v` in the text. */
export interface ElementTest<T> {
  readonly text: Frag;
  /** Every element passes. */
  readonly always?: boolean;
  readonly run: (element: T) => boolean;
}

/** A test with the reader whose elements it takes. */
export interface FieldTest<R extends ReaderName = ReaderName> extends ElementTest<ElementOf<R>> {
  readonly reader: R;
}

/** A test with its reader. TypeScript loses sight of the element's type here: whoever runs the test reads with its reader. */
export const asFieldTest = <T>(reader: ReaderName, test: ElementTest<T>): FieldTest =>
  ({ ...test, reader }) as unknown as FieldTest;

export const V = raw('v');

type Plain = string | number | bigint | boolean;

interface Operator {
  readonly word: string;
  readonly run: (a: Plain, b: Plain) => boolean;
}

const OPERATORS: { readonly [O in CompareOp]: Operator } = {
  eq: { word: '===', run: (a, b) => a === b },
  ne: { word: '!==', run: (a, b) => a !== b },
  lt: { word: '<', run: (a, b) => a < b },
  lte: { word: '<=', run: (a, b) => a <= b },
  gt: { word: '>', run: (a, b) => a > b },
  gte: { word: '>=', run: (a, b) => a >= b },
};

/** JavaScript's `==` between a bigint and a number is by value, which is the meaning; `===` would tell the types apart. */
const ACROSS_TYPES: { readonly [O in CompareOp]: Operator } = {
  ...OPERATORS,
  // biome-ignore lint/suspicious/noDoubleEquals: by value between bigint and number
  eq: { word: '==', run: (a, b) => a == b },
  // biome-ignore lint/suspicious/noDoubleEquals: by value between bigint and number
  ne: { word: '!=', run: (a, b) => a != b },
};

const isEquality = (op: CompareOp): boolean => op === 'eq' || op === 'ne';

const TEXT_READERS = { exact: 'asText', ascii: 'asAsciiText', simple: 'asSimpleText' } as const satisfies {
  readonly [R in CaseRule]: ReaderName;
};

/** The reader of folded text for fields whose values compare as text. */
export function textReader(field: Field, rule: CaseRule): (typeof TEXT_READERS)[CaseRule] | undefined {
  return field.type === 'text' || field.type === 'unknown' ? TEXT_READERS[rule] : undefined;
}

/** The text as which a literal compares with text. */
function literalText(literal: Literal): string | undefined {
  if (literal.type === 'text') return literal.value;
  const isPlain = literal.type === 'integer' || literal.type === 'real' || literal.type === 'boolean';
  return isPlain ? plainDecimal(literal.value) : undefined;
}

/** What `===` compares where a field equals a literal: the reader, a part of the element, and a constant. */
export interface KeyTest {
  readonly reader: ReaderName;
  readonly key: Frag;
  readonly keyOf: (element: never) => Plain;
  readonly constant: Plain;
}

const itself = <T>(element: T): T => element;

/** Equality by `===`, for the types that have it. */
export function keyTest(field: Field, literal: Literal, rule: CaseRule): KeyTest | undefined {
  const reader = textReader(field, rule);
  const text = literalText(literal);
  if (reader && text !== undefined && (field.type === 'unknown' || literal.type === 'text'))
    return { reader, key: V, keyOf: itself, constant: fold(text, rule) };
  if (field.type === 'long' && literal.type === 'integer')
    return { reader: 'asLong', key: V, keyOf: itself, constant: literal.value };
  if (field.type === 'boolean' && literal.type === 'boolean')
    return { reader: 'asBoolean', key: V, keyOf: itself, constant: literal.value };
  if (field.type === 'date' && literal.type === 'date')
    return {
      reader: 'asDate',
      key: raw('v.nanos'),
      keyOf: (element: ElementOf<'asDate'>) => element.nanos,
      constant: literal.value,
    };
  return undefined;
}

type ByType = (module: Module, op: CompareOp, literal: Literal) => FieldTest | undefined;

function direct<R extends ReaderName>(
  reader: R,
  { word, run }: Operator,
  key: Frag,
  keyOf: (element: ElementOf<R>) => Plain,
  value: Plain,
): FieldTest {
  const test: ElementTest<ElementOf<R>> = {
    text: q(COMPARISON)`${key} ${raw(word)} ${constant(value)}`,
    run: (element) => run(keyOf(element), value),
  };
  return asFieldTest(reader, test);
}

const numeric =
  (reader: 'asLong' | 'asDouble'): ByType =>
  (_module, op, literal) => {
    if (literal.type !== 'integer' && literal.type !== 'real') return undefined;
    return direct<'asLong' | 'asDouble'>(reader, ACROSS_TYPES[op], V, itself, literal.value);
  };

const BY_TYPE: { readonly [T in Field['type']]: ByType } = {
  text: (module, op, literal) => {
    if (literal.type !== 'text') return undefined;
    const call = q(0)`${module.use('compareCodePoints')}(v, ${constant(literal.value)})`;
    return direct('asText', OPERATORS[op], call, (v) => compareCodePoints(v, literal.value), 0);
  },
  long: numeric('asLong'),
  double: numeric('asDouble'),
  boolean: () => undefined,
  ip: () => undefined,
  date: (_module, op, literal) =>
    literal.type === 'date'
      ? direct('asDate', OPERATORS[op], raw('v.nanos'), (v) => v.nanos, literal.value)
      : undefined,
  version: (module, op, literal) => {
    if (literal.type !== 'version') return undefined;
    const call = q(0)`${module.use('compareVersions')}(v.text, ${constant(literal.value)})`;
    return direct('asVersion', OPERATORS[op], call, (v) => compareVersions(v.text, literal.value), 0);
  },
  unknown: () => undefined,
};

/** A comparison of a field with a literal in the words of JavaScript, where the types have such words. */
export function compareElement(
  module: Module,
  op: CompareOp,
  field: Field,
  literal: Literal,
  rule: CaseRule,
): FieldTest | undefined {
  if (!isEquality(op)) return BY_TYPE[field.type](module, op, literal);
  const found = keyTest(field, literal, rule);
  if (!found) return field.type === 'text' ? undefined : BY_TYPE[field.type](module, op, literal);
  return direct(found.reader, OPERATORS[op], found.key, found.keyOf as (element: unknown) => Plain, found.constant);
}
