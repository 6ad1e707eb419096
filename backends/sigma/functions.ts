import type { FunctionId } from '../../src/ir/value.ts';

/** How Sigma says a function: by `fieldref` with a modifier over two fields, by a regular expression for a length, by modifiers for a part of a
 * time, or not at all. */
export type Row =
  | { readonly kind: 'fieldref'; readonly modifier: 'startswith' | 'endswith' | 'contains' }
  | { readonly kind: 'length' }
  | { readonly kind: 'time-part' }
  | { readonly kind: 'none'; readonly why: string };

const none = (what: string): Row => ({ kind: 'none', why: `Sigma has no ${what}` });
const arithmetic = none('arithmetic');
const parts = none('function that takes a part of a text');

export const functions: { readonly [F in FunctionId]: Row } = {
  add: arithmetic,
  subtract: arithmetic,
  multiply: arithmetic,
  divide: arithmetic,
  modulo: arithmetic,
  between: parts,
  concat: none('function that joins texts'),
  'ends-with': { kind: 'fieldref', modifier: 'endswith' },
  'index-of': none('function that finds the place of a text'),
  length: { kind: 'length' },
  number: none('function that reads a number'),
  'starts-with': { kind: 'fieldref', modifier: 'startswith' },
  string: none('function that writes a value as text'),
  'string-contains': { kind: 'fieldref', modifier: 'contains' },
  substring: parts,
  'time-part': { kind: 'time-part' },
};
