import type { FunctionSpec } from '../../functions/function.ts';
import { functions } from '../../functions/index.ts';
import type { FieldType, Literal, Value } from '../../ir/value.ts';
import { onValue } from '../../ir/value.ts';

/** What a Value gives: a field type, a number of either kind, or nothing at all. */
export type ValueType = FieldType | 'null';

const LITERAL_TYPES: { readonly [T in Literal['type']]: ValueType } = {
  text: 'text',
  integer: 'long',
  real: 'double',
  boolean: 'boolean',
  date: 'date',
  version: 'version',
  null: 'null',
};

const RETURN_TYPES: { readonly [T in FunctionSpec['returns']]: ValueType } = {
  text: 'text',
  integer: 'long',
  number: 'double',
  boolean: 'boolean',
};

export function typeOf(value: Value): ValueType {
  return onValue<ValueType>(value, {
    literal: (node) => LITERAL_TYPES[node.type],
    field: (node) => node.type,
    call: (node) => RETURN_TYPES[functions[node.fn].returns],
    compare: () => 'boolean',
    'one-of': () => 'boolean',
    match: () => 'boolean',
    regex: () => 'boolean',
    cidr: () => 'boolean',
  });
}

const NAMES: { readonly [T in ValueType]: string } = {
  text: 'text',
  long: 'a whole number',
  double: 'a number',
  boolean: 'true or false',
  ip: 'an address',
  date: 'a date',
  version: 'a version',
  unknown: 'a value of unknown type',
  null: 'null',
};

/** The type in words, for messages. */
export const typeName = (type: ValueType): string => NAMES[type];

export const isNumeric = (type: ValueType): boolean => type === 'long' || type === 'double';
export const isOpen = (type: ValueType): boolean => type === 'unknown' || type === 'null';
