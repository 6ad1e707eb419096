import type { Scalar } from '../functions/function.ts';
import { compareScalars } from '../functions/scalar.ts';

type Present = Exclude<Scalar, null>;

const RANKS = { boolean: 0, number: 1, bigint: 1, instant: 2, string: 3, version: 4 } as const;

const rank = (value: Present): number => RANKS[typeof value === 'object' ? value.kind : kindOf(value)];

function kindOf(value: Exclude<Present, object>): 'boolean' | 'number' | 'bigint' | 'string' {
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'string') return 'string';
  return typeof value === 'bigint' ? 'bigint' : 'number';
}

/**
 * A total order of present scalars (docs/semantics.md, "The order of events"): false, true, numbers by value, dates, text by code point,
 * versions. Kinds do not mix, so the text `10` comes behind every number, and the order is transitive.
 */
export function orderScalars(a: Present, b: Present): number {
  const kinds = rank(a) - rank(b);
  if (kinds !== 0) return kinds;
  if (typeof a === 'boolean') return Number(a) - Number(b);
  if (compareScalars('lt', a, b, 'exact')) return -1;
  return compareScalars('gt', a, b, 'exact') ? 1 : 0;
}
