import type { Scalar } from '../../../src/functions/function.ts';
import { compareScalars } from '../../../src/functions/scalar.ts';
import type { CompareOp } from '../../../src/ir/value.ts';
import type { EventKey } from './keys.ts';
import type { Seen } from './matcher.ts';

/** What a rule of a correlation has found in a group: an event, or an alert of a correlation below. */
export interface Hit {
  readonly rules: readonly number[];
  /** The event, or the alert as one. */
  readonly event: unknown;
  /** What an alert is made of; an event alone. */
  readonly events: readonly Seen[];
  readonly at: bigint;
  readonly place: number;
}

type Numeric = bigint | number;
type Measure =
  | 'event_count'
  | 'value_count'
  | 'value_sum'
  | 'value_avg'
  | 'value_median'
  | 'value_percentile'
  | 'temporal'
  | 'temporal_ordered';

/** A condition on the hits of a window. */
export type WindowTest = (hits: readonly Hit[]) => boolean;

function rulesOf(hits: readonly Hit[]): Set<number> {
  const rules = new Set<number>();
  for (const hit of hits) for (const rule of hit.rules) rules.add(rule);
  return rules;
}

/** The most rules, in their order, with hits one after the other; hits at the same time count as ordered. */
function orderedRules(hits: readonly Hit[]): number {
  // The longest chain so far that ends with each rule.
  const longest: number[] = [];
  let start = 0;
  while (start < hits.length) {
    let end = start;
    while (end < hits.length && hits[end]?.at === hits[start]?.at) end++;
    const rules = [...rulesOf(hits.slice(start, end))].sort((a, b) => a - b);
    for (const rule of rules) {
      const before = Math.max(0, ...longest.slice(0, rule).filter((length) => length !== undefined));
      longest[rule] = Math.max(longest[rule] ?? 0, before + 1);
    }
    start = end;
  }
  return Math.max(0, ...longest.filter((length) => length !== undefined));
}

/** Exact where all are whole numbers. */
function sumOf(values: readonly Numeric[]): Numeric {
  let whole = 0n;
  for (const value of values) {
    if (typeof value === 'number' && !Number.isSafeInteger(value))
      return values.reduce<number>((total, one) => total + Number(one), 0);
    whole += BigInt(value);
  }
  return whole;
}

function ascending(values: readonly Numeric[]): readonly Numeric[] {
  return [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function medianOf(values: readonly Numeric[]): Numeric {
  const sorted = ascending(values);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? high : (Number(sorted[middle - 1] ?? 0) + Number(high)) / 2;
}

/** Nearest rank. */
function percentileOf(values: readonly Numeric[], percentile: number): Numeric {
  return ascending(values)[Math.max(1, Math.ceil((percentile * values.length) / 100)) - 1] ?? 0;
}

/** What a threshold compares. */
export interface Quantity {
  readonly measure: Measure;
  /** The numbers of an event, for what is computed. */
  readonly numbers: (event: unknown) => readonly Numeric[];
  /** The tuples of an event, for what is counted if it differs. */
  readonly tuples: (event: unknown) => readonly EventKey[];
  readonly percentile: number;
}

function quantityOf(hits: readonly Hit[], { measure, numbers, tuples, percentile }: Quantity): Scalar {
  if (measure === 'event_count') return hits.length;
  if (measure === 'temporal') return rulesOf(hits).size;
  if (measure === 'temporal_ordered') return orderedRules(hits);
  if (measure === 'value_count') return new Set(hits.flatMap(({ event }) => tuples(event).map(({ id }) => id))).size;
  const values = hits.flatMap(({ event }) => numbers(event));
  if (values.length === 0) return null;
  if (measure === 'value_sum') return sumOf(values);
  if (measure === 'value_avg') return Number(sumOf(values)) / values.length;
  return measure === 'value_median' ? medianOf(values) : percentileOf(values, percentile);
}

/** Compares a quantity of the window; an absent one meets nothing. */
export function threshold(op: CompareOp, count: bigint | number, quantity: Quantity): WindowTest {
  return (hits) => compareScalars(op, quantityOf(hits, quantity), count, 'exact') === true;
}

/** One of some rules has a hit; `isOrdered`: besides all rules that have hits can be put in order. */
export function ruleSeen(rules: readonly number[], isOrdered: boolean): WindowTest {
  return (hits) => {
    const seen = rulesOf(hits);
    return rules.some((rule) => seen.has(rule)) && (!isOrdered || orderedRules(hits) === seen.size);
  };
}
