import { plainDecimal } from '../../src/functions/decimal.ts';
import type { Field, Literal, Value } from '../../src/ir/value.ts';
import { type Frag, raw } from '../../src/target/frag.ts';
import { canName, canQuote, fieldName, LEVEL, regexString, string } from './lexical.ts';
import { plainText } from './plain-text.ts';
import { assume, call, everywhere, refused, type Scope } from './scope.ts';

export type ExprType = 'text' | 'whole' | 'real' | 'boolean' | 'ip' | 'version' | 'date' | 'unknown' | 'null';

/** A value in `where`; null where it is absent. */
export interface Expr {
  readonly frag: Frag;
  readonly type: ExprType;
  readonly node: Value;
  /** The field that it is: its text, whatever the type. */
  readonly field?: Field;
  readonly constant?: Literal;
  /** How many fields and constants the text mentions. */
  readonly size: number;
}

/** Longer texts come of functions in functions only, each of which needs its argument several times. */
const LARGEST = 300;

const FIELD_TYPES: { readonly [T in Field['type']]: ExprType } = {
  text: 'text',
  long: 'whole',
  double: 'real',
  boolean: 'boolean',
  ip: 'ip',
  date: 'date',
  version: 'version',
  unknown: 'unknown',
};

const LITERAL_TYPES: { readonly [T in Literal['type']]: ExprType } = {
  text: 'text',
  integer: 'whole',
  real: 'real',
  boolean: 'boolean',
  date: 'date',
  version: 'version',
  null: 'null',
};

export function fieldExpr(scope: Scope, field: Field): Expr {
  const frag = canName(field.name)
    ? fieldName(field.name)
    : refused(scope, 'field', 'the field name has no spelling in an expression');
  return { frag, type: FIELD_TYPES[field.type], node: field, field, size: 1 };
}

/** Constants that quotes can't hold get no note here: most tests write them as part of a regular expression. */
function literalFrag(literal: Literal): Frag {
  if (literal.type === 'integer' || literal.type === 'real') return numberFrag(literal.value);
  const text = plainText(literal);
  return text !== undefined && canQuote(text) ? string(text) : raw('null()');
}

/** A number; a sign binds as a sum does. */
export const numberFrag = (value: bigint | number): Frag =>
  raw(plainDecimal(value), value < 0 ? LEVEL.sum : LEVEL.atom);

export const literalExpr = (literal: Literal): Expr => ({
  frag: literalFrag(literal),
  type: LITERAL_TYPES[literal.type],
  node: literal,
  constant: literal,
  size: 1,
});

/** Something computed from other values. */
export function computed(scope: Scope, node: Value, type: ExprType, frag: Frag, size: number): Expr {
  const fits = size <= LARGEST;
  return {
    frag: fits ? frag : refused(scope, 'call', 'functions in functions make the query too long'),
    type,
    node,
    size,
  };
}

export const isNumber = ({ type }: Expr): boolean => type === 'whole' || type === 'real';

const JSON_NUMBER = String.raw`^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?\z`;

const SPELLING = 'what tonumber() reads as a number is more than plain decimals';

/** A value as a number; null where it is none. `witness`: a text that is no number of the rule and may be one of Splunk's. */
export function asNumber(scope: Scope, expr: Expr, witness: string): Frag {
  const { field, frag } = expr;
  if (!field) return isNumber(expr) ? frag : refused(scope, 'number', 'a computed text as a number');
  if (expr.type === 'unknown')
    return call('case', call('match', frag, regexString(JSON_NUMBER)), call('tonumber', frag));
  if (!isNumber(expr)) return refused(scope, 'number', 'a text as a number');
  assume(scope, 'number', 'number/plain-spelling', SPELLING, everywhere(expr.node, witness));
  return call('tonumber', frag);
}

/** A value as text; null where it is absent. */
export function asText(scope: Scope, expr: Expr): Frag {
  const { field, constant, frag, type } = expr;
  if (constant) {
    const text = plainText(constant);
    if (text !== undefined && canQuote(text)) return string(text);
    return refused(scope, 'string', 'dates, control characters and backticks have no spelling in an expression');
  }
  if (field && isNumber(expr))
    assume(
      scope,
      'string',
      'number/plain-spelling',
      'a number is the text that the event has',
      everywhere(field, '04'),
    );
  if (type === 'date') return refused(scope, 'string', 'a date as a text');
  if (field || type === 'text') return frag;
  return type === 'whole' ? call('tostring', frag) : refused(scope, 'string', 'the spelling of a computed real number');
}
