import type { CompareOp, Network } from '../../ir/value.ts';
import type { Slice } from '../../text/slice.ts';
import type { Span } from '../../text/source-text.ts';
import type { SigmaPart } from './text-parts.ts';

/** A value of a search identifier on its way through the modifiers. */
export type SigmaValue =
  | SigmaText
  | SigmaNumber
  | SigmaBoolean
  | SigmaNull
  | SigmaRegex
  | SigmaNetwork
  | SigmaOrder
  | SigmaPresence
  | SigmaReference
  | SigmaTimePart
  | SigmaExpansion;

interface Placed {
  readonly span: Span;
}

export interface SigmaText extends Placed {
  readonly kind: 'text';
  readonly parts: readonly SigmaPart[];
  readonly caseRule: 'simple' | 'exact';
  /** An encoding has run: each character stands for one byte. */
  readonly bytes: boolean;
  /** As it was read, for regular expressions, which know no Sigma escapes. */
  readonly slice: Slice;
}

export interface SigmaNumber extends Placed {
  readonly kind: 'number';
  readonly value: bigint | number;
  /** As it stands in the file: `00000429`. */
  readonly raw: string;
  readonly slice: Slice;
}

interface SigmaBoolean extends Placed {
  readonly kind: 'boolean';
  readonly value: boolean;
}

interface SigmaNull extends Placed {
  readonly kind: 'null';
}

export interface SigmaRegex extends Placed {
  readonly kind: 'regex';
  readonly slice: Slice;
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
}

interface SigmaNetwork extends Placed {
  readonly kind: 'network';
  readonly network: Network;
}

export type OrderOp = Extract<CompareOp, 'lt' | 'lte' | 'gt' | 'gte'>;

interface SigmaOrder extends Placed {
  readonly kind: 'order';
  readonly op: OrderOp;
  readonly value: bigint | number;
}

interface SigmaPresence extends Placed {
  readonly kind: 'presence';
  readonly expected: boolean;
}

export interface SigmaReference extends Placed {
  readonly kind: 'reference';
  readonly field: string;
  readonly affix: 'none' | 'starts-with' | 'ends-with' | 'string-contains';
}

export type TimePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

export interface SigmaTimePart extends Placed {
  readonly kind: 'time-part';
  readonly part: TimePart;
  readonly op: 'eq' | OrderOp;
  readonly value: bigint | number;
}

/** Alternatives, also where `all` joins the values around them. */
export interface SigmaExpansion extends Placed {
  readonly kind: 'any-of';
  readonly values: readonly SigmaValue[];
}

const NAMES: { readonly [K in SigmaValue['kind']]: string } = {
  text: 'text',
  number: 'a number',
  boolean: 'a boolean',
  null: 'null',
  regex: 'a regular expression',
  network: 'a network',
  order: 'a comparison',
  presence: 'a test for presence',
  reference: 'a reference to a field',
  'time-part': 'a part of a time',
  'any-of': 'several values',
};

/** What a value is, in words for people. */
export const valueName = (value: SigmaValue): string => NAMES[value.kind];
