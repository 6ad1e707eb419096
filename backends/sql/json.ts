import type { FieldType } from '../../src/ir/value.ts';
import { type Frag, q } from '../../src/target/frag.ts';
import { type Caveat, type Refusal, type Said, said } from './dialect.ts';

/** Why a number in JSON may differ as text: noted only where the rule's text could be a number's. */
export const SPELLING: Caveat = {
  assumption: 'number/plain-spelling',
  why: 'a number in the JSON is taken for text as it is written there, or with an exponent',
  witness: 1e21,
};

const LONG: Caveat = {
  assumption: 'json/64-bit-numbers',
  why: 'a whole number that does not fit 64 bits is left out',
  witness: 2n ** 63n,
};

const ADDRESS: Caveat = {
  assumption: 'json/valid-addresses',
  why: 'text that is no address is tested too',
  witness: 'x',
};

export const DATE: Caveat = {
  assumption: 'json/iso-dates',
  why: 'dates in the JSON are read by the engine, in its own syntax',
  witness: '1767603600000',
};

/** How a dialect reads text of a JSON scalar by type. */
export interface JsonReaders {
  /** A 64-bit whole number out of its plain digits, else null. */
  readonly whole: (text: Frag) => Frag;
  readonly toNumber: (text: Frag) => Said;
  readonly date: (text: Frag) => Said | Refusal;
}

/** The readers of every type. Elements are text already, and null is null. */
export function jsonReaders(readers: JsonReaders): { readonly [T in FieldType]: (text: Frag) => Said | Refusal } {
  return {
    text: (text) => said(text, SPELLING),
    unknown: (text) => said(text, SPELLING),
    version: (text) => said(text),
    ip: (text) => said(text, ADDRESS),
    long: (text) => said(readers.whole(text), LONG),
    double: readers.toNumber,
    boolean: (text) => said(q(0)`CASE ${text} WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END`),
    date: readers.date,
  };
}

/** `$."a"."b"`, a path of JSONPath; the names are escaped as in a JSON string. */
export const jsonPath = (path: readonly string[]): string =>
  `$${path.map((name) => `.${JSON.stringify(name)}`).join('')}`;
