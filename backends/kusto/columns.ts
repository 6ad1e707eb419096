import type { Field, FieldType } from '../../src/ir/value.ts';

/** The types of KQL that expressions of this backend have. */
export type KqlType = 'string' | 'long' | 'real' | 'bool' | 'datetime' | 'dynamic';

/** A version has no type of its own; what no schema knows is text (docs/semantics.md, "Comparing"). */
export const SCALAR_TYPES: { readonly [T in FieldType]: Exclude<KqlType, 'dynamic'> } = {
  text: 'string',
  ip: 'string',
  version: 'string',
  unknown: 'string',
  long: 'long',
  double: 'real',
  boolean: 'bool',
  date: 'datetime',
};

/** The type of the column that holds a field: one column a field, named by its dotted path; a list is an array in a dynamic one. */
export const columnType = (field: Pick<Field, 'type' | 'list'>): KqlType =>
  field.list ? 'dynamic' : SCALAR_TYPES[field.type];

/** Whether absent and empty are the same in the field's column. */
export const isText = (type: FieldType): boolean => SCALAR_TYPES[type] === 'string';
