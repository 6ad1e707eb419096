import { foldAscii, foldSimple } from '../base/fold.ts';
import { compareVersions } from '../base/version.ts';
import type { CaseRule, CompareOp } from '../ir/value.ts';
import { plainDecimal } from './decimal.ts';
import type { Instant, Scalar, Version } from './function.ts';

const FOLDS: { readonly [R in CaseRule]: (text: string) => string } = {
  exact: (text) => text,
  ascii: foldAscii,
  simple: foldSimple,
};

export const fold = (text: string, rule: CaseRule): string => FOLDS[rule](text);

/** Order by code point: surrogate pairs count as what they spell. */
export function compareCodePoints(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at < end && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  if (at === end) return a.length - b.length;
  // Behind a common high surrogate the difference may lie in the pair that it begins.
  const pair = at > 0 ? codeAt(a, at - 1) - codeAt(b, at - 1) : 0;
  return pair !== 0 ? pair : codeAt(a, at) - codeAt(b, at);
}

const codeAt = (text: string, at: number): number => text.codePointAt(at) ?? 0;

const isNumber = (value: Scalar): value is bigint | number => typeof value === 'bigint' || typeof value === 'number';
const isInstant = (value: Scalar): value is Instant => typeof value === 'object' && value?.kind === 'instant';
const isVersion = (value: Scalar): value is Version => typeof value === 'object' && value?.kind === 'version';

// JavaScript compares bigint and number by mathematical value, which is the meaning wanted.
const sign = <T extends bigint | number>(a: T | number, b: T | number): number => (a < b ? -1 : a > b ? 1 : 0);

/** The text of a scalar, as `string` gives it. Dates and versions do not meet text. */
export function scalarText(value: Exclude<Scalar, null | Instant | Version>): string {
  return typeof value === 'string' ? value : plainDecimal(value);
}

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function numericValue(value: Scalar): bigint | number | undefined {
  if (isNumber(value)) return value;
  if (typeof value !== 'string' || !JSON_NUMBER.test(value)) return undefined;
  return /^-?\d+$/.test(value) ? BigInt(value) : Number(value);
}

type Order = { readonly equal: boolean; readonly order?: number };

/** What two present scalars are to each other; `order` is absent where they have none. */
function relate(a: Exclude<Scalar, null>, b: Exclude<Scalar, null>, rule: CaseRule): Order | undefined {
  if (isNumber(a) && isNumber(b)) return ordered(sign(a, b));
  if (typeof a === 'string' && typeof b === 'string')
    return { equal: fold(a, rule) === fold(b, rule), order: compareCodePoints(a, b) };
  if (typeof a === 'boolean' && typeof b === 'boolean') return { equal: a === b };
  if (isInstant(a) && isInstant(b)) return ordered(sign(a.nanos, b.nanos));
  if (isVersion(a) && isVersion(b)) return ordered(compareVersions(a.text, b.text));
  if (isInstant(a) || isInstant(b) || isVersion(a) || isVersion(b)) return undefined;
  const equal = fold(scalarText(a), rule) === fold(scalarText(b), rule);
  const [left, right] = [numericValue(a), numericValue(b)];
  return left === undefined || right === undefined ? { equal } : { equal, order: sign(left, right) };
}

const ordered = (order: number): Order => ({ equal: order === 0, order });

const ORDER_TESTS: { readonly [Op in Exclude<CompareOp, 'eq' | 'ne'>]: (order: number) => boolean } = {
  lt: (order) => order < 0,
  lte: (order) => order <= 0,
  gt: (order) => order > 0,
  gte: (order) => order >= 0,
};

/** Compares two scalars (docs/semantics.md, "Comparing"); null where an operand is absent or they have no order. */
export function compareScalars(op: CompareOp, a: Scalar, b: Scalar, rule: CaseRule): boolean | null {
  if (a === null || b === null) return null;
  const relation = relate(a, b, rule);
  if (!relation) return null;
  if (op === 'eq') return relation.equal;
  if (op === 'ne') return !relation.equal;
  return relation.order === undefined ? null : ORDER_TESTS[op](relation.order);
}
