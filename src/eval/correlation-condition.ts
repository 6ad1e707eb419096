import { compareScalars } from '../functions/scalar.ts';
import type { CorrelatedRule, CorrelationCondition, CorrelationQuery, CorrelationType } from '../ir/query.ts';
import type { CompareOp } from '../ir/value.ts';
import { joinKeys } from './join-keys.ts';
import { type Event, readField } from './read-field.ts';

/** Something that a rule of a correlation has found: an event, or an alert of a correlation that stands for one. */
export interface Hit {
  /** The rules that found it, by their place in the correlation. */
  readonly rules: readonly number[];
  readonly event: Event;
  /** Its place in the order of events; an alert has that of its last event. */
  readonly place: number;
  readonly at: bigint;
  /** Positions in the input of the event or of the alert's events. */
  readonly positions: readonly number[];
}

type Threshold = Extract<CorrelationCondition, { kind: 'threshold' }>;
type Numeric = bigint | number;

/** Every number of the field; numeric text counts, whatever the type is said to be. */
function numbersOf(hits: readonly Hit[], { fields }: Threshold): readonly Numeric[] {
  return hits.flatMap(({ event }) =>
    fields.flatMap(({ name }) =>
      readField(event, { name, type: 'double' }).filter(
        (value) => typeof value === 'bigint' || typeof value === 'number',
      ),
    ),
  );
}

const asWhole = (value: Numeric): bigint | undefined => {
  if (typeof value === 'bigint') return value;
  return Number.isSafeInteger(value) ? BigInt(value) : undefined;
};

/** Exact where all are whole numbers. */
function sum(values: readonly Numeric[]): Numeric {
  const whole = values.map(asWhole);
  return whole.every((value) => value !== undefined)
    ? whole.reduce((total, value) => total + value, 0n)
    : values.reduce<number>((total, value) => total + Number(value), 0);
}

const ascending = (values: readonly Numeric[]): readonly Numeric[] =>
  [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

function median(values: readonly Numeric[]): Numeric {
  const sorted = ascending(values);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (Number(low) + Number(high)) / 2;
}

/** Nearest rank: the least value that as many per cent of the values do not exceed. */
function percentile(values: readonly Numeric[], percent: number): Numeric {
  const rank = Math.max(1, Math.ceil((percent * values.length) / 100));
  return ascending(values)[rank - 1] ?? 0;
}

function distinct(hits: readonly Hit[], { fields }: Threshold): number {
  return new Set(hits.flatMap(({ event }) => joinKeys(fields, event).map(({ id }) => id))).size;
}

const rulesSeen = (hits: readonly Hit[]): ReadonlySet<number> => new Set(hits.flatMap(({ rules }) => rules));

/** The most rules, in the order of the correlation, that have hits one after the other; hits at the same time count as ordered. */
function longestChain(hits: readonly Hit[], rules: readonly CorrelatedRule[]): number {
  // The least time at which a chain of each length can end, with the rules so far.
  let ends: readonly bigint[] = [];
  for (const rule of rules.keys()) {
    const times = hits.filter((hit) => hit.rules.includes(rule)).map(({ at }) => at);
    const earliest = (from: bigint | undefined): bigint | undefined =>
      times.reduce<bigint | undefined>(
        (best, at) => ((from === undefined || at >= from) && (best === undefined || at < best) ? at : best),
        undefined,
      );
    const grown = [undefined, ...ends].map((end) => earliest(end));
    ends = grown.flatMap((end, length) => {
      const known = ends[length];
      const best = end === undefined || (known !== undefined && known < end) ? known : end;
      return best === undefined ? [] : [best];
    });
  }
  return ends.length;
}

type Aggregate = (hits: readonly Hit[], threshold: Threshold, query: CorrelationQuery) => Numeric | null;

/** An aggregate of no numbers is absent. */
const ofNumbers =
  (compute: (values: readonly Numeric[], threshold: Threshold) => Numeric): Aggregate =>
  (hits, threshold) => {
    const values = numbersOf(hits, threshold);
    return values.length === 0 ? null : compute(values, threshold);
  };

const AGGREGATES: { readonly [T in CorrelationType]: Aggregate } = {
  event_count: (hits) => hits.length,
  value_count: distinct,
  value_sum: ofNumbers(sum),
  value_avg: ofNumbers((values) => Number(sum(values)) / values.length),
  value_median: ofNumbers(median),
  value_percentile: ofNumbers((values, { percentile: percent = 50 }) => percentile(values, percent)),
  temporal: (hits) => rulesSeen(hits).size,
  temporal_ordered: (hits, _threshold, { rules }) => longestChain(hits, rules),
};

const OPS: { readonly [O in Threshold['op']]: CompareOp } = {
  lt: 'lt',
  lte: 'lte',
  gt: 'gt',
  gte: 'gte',
  eq: 'eq',
  neq: 'ne',
};

/** Whether a condition over rule names may name its rules in order: those seen, one after the other. */
function inOrder(query: CorrelationQuery, hits: readonly Hit[]): boolean {
  return query.type !== 'temporal_ordered' || longestChain(hits, query.rules) === rulesSeen(hits).size;
}

/** Whether the hits of a window meet the condition. */
export function meets(condition: CorrelationCondition, hits: readonly Hit[], query: CorrelationQuery): boolean {
  switch (condition.kind) {
    case 'threshold': {
      const value = AGGREGATES[query.type](hits, condition, query);
      return compareScalars(OPS[condition.op], value, condition.count, 'exact') === true;
    }
    case 'and':
      return condition.parts.every((part) => meets(part, hits, query));
    case 'or':
      return condition.parts.some((part) => meets(part, hits, query));
    case 'not':
      return !meets(condition.inner, hits, query);
    case 'rule': {
      const seen = rulesSeen(hits);
      const named = query.rules.some(({ name }, rule) => name === condition.name && seen.has(rule));
      return named && inOrder(query, hits);
    }
  }
}
