import { plainDecimal } from './decimal.ts';
import type { Scalar } from './function.ts';
import { instantText } from './instant-text.ts';

/**
 * How a function reads its arguments. Typed fields and constants arrive in the parameter's type; a value of a field of unknown type is
 * read as a field of the parameter's type would be (docs/semantics.md, "Reading a field"), and is absent where it does not fit.
 */
export type Argument = Scalar | undefined;

/** The text of a value: numbers in plain decimal spelling, dates as ISO 8601 in UTC, versions as written. */
export function textOf(value: Argument): string | null {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object') return plainDecimal(value);
  return value.kind === 'version' ? value.text : instantText(value.nanos);
}

/** A whole number, or the text of one. */
export function wholeOf(value: Argument): bigint | null {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : null;
  return typeof value === 'string' && /^-?[0-9]+$/.test(value) ? BigInt(value) : null;
}

/** A number, or the text of one in JSON's syntax; whole numbers are bigint, real ones number. */
export function numberOf(value: Argument): bigint | number | null {
  if (typeof value === 'bigint' || typeof value === 'number') return value;
  if (typeof value !== 'string' || !/^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/.test(value)) return null;
  return /[.eE]/.test(value) ? finite(Number(value)) : BigInt(value);
}

/** `true`, `false`, or the text of one. */
export function truthOf(value: Argument): boolean | null {
  if (typeof value === 'boolean') return value;
  if (value === 'true') return true;
  return value === 'false' ? false : null;
}

/** A real number, or absent where the result is beyond what a double holds. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
