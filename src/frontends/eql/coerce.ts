import { epochMillis, parseIso } from '../../base/instant.ts';
import { plainDecimal } from '../../functions/decimal.ts';
import { literal } from '../../ir/build.ts';
import type { Literal } from '../../ir/value.ts';
import type { ValueType } from './types.ts';

const WHOLE = /^-?\d+$/;
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

type Coerce = (value: Literal) => Literal | undefined;

const toText: Coerce = (value) => {
  if (value.type === 'text') return value;
  if (value.type === 'date' || value.type === 'version' || value.type === 'null') return undefined;
  return literal({ type: 'text', value: plainDecimal(value.value) }, value.origin);
};

const toNumber: Coerce = (value) => {
  if (value.type === 'integer' || value.type === 'real') return value;
  if (value.type !== 'text') return undefined;
  if (WHOLE.test(value.value)) return literal({ type: 'integer', value: BigInt(value.value) }, value.origin);
  return JSON_NUMBER.test(value.value)
    ? literal({ type: 'real', value: Number(value.value) }, value.origin)
    : undefined;
};

const toBoolean: Coerce = (value) => {
  if (value.type === 'boolean') return value;
  if (value.type !== 'text' || (value.value !== 'true' && value.value !== 'false')) return undefined;
  return literal({ type: 'boolean', value: value.value === 'true' }, value.origin);
};

const toDate: Coerce = (value) => {
  if (value.type === 'date') return value;
  if (value.type === 'integer') return literal({ type: 'date', value: epochMillis(value.value) }, value.origin);
  if (value.type !== 'text') return undefined;
  const nanos =
    WHOLE.test(value.value) && value.value.length > 4 ? epochMillis(BigInt(value.value)) : parseIso(value.value);
  return nanos === undefined ? undefined : literal({ type: 'date', value: nanos }, value.origin);
};

const toVersion: Coerce = (value) =>
  value.type === 'text'
    ? literal({ type: 'version', value: value.value }, value.origin)
    : value.type === 'version'
      ? value
      : undefined;

const asIs: Coerce = (value) => value;

const COERCIONS: { readonly [T in ValueType]: Coerce } = {
  text: toText,
  long: toNumber,
  double: toNumber,
  boolean: toBoolean,
  ip: toText,
  date: toDate,
  version: toVersion,
  unknown: asIs,
  null: asIs,
};

/** A literal in the type of what it is compared with, or nothing if no value of that type is meant by it. */
export const coerce = (value: Literal, type: ValueType): Literal | undefined => COERCIONS[type](value);
