import type { CorrelationCondition, CorrelationQuery } from '../../ir/query.ts';
import type { Field } from '../../ir/value.ts';

type Threshold = Extract<CorrelationCondition, { kind: 'threshold' }>;

function thresholds(condition: CorrelationCondition): readonly Threshold[] {
  if (condition.kind === 'threshold') return [condition];
  if (condition.kind === 'rule') return [];
  return condition.kind === 'not' ? thresholds(condition.inner) : condition.parts.flatMap(thresholds);
}

/** How many events meet what a correlation counts, or one more than it excludes; nothing for one that counts none. */
export function countedIn({ condition, type }: CorrelationQuery): number | undefined {
  const found = thresholds(condition).map(({ op, count }) => Number(count) + (op === 'gt' || op === 'lte' ? 1 : 0));
  const most = Math.ceil(Math.max(...found));
  if (!Number.isFinite(most)) return undefined;
  // Sums and means are of values, not of events: a few events with values around the threshold.
  return /^value_(?!count)/.test(type) ? 3 : Math.max(1, most);
}

/** The fields that a correlation counts the values of, or computes with. */
export const countedFields = ({ condition }: CorrelationQuery): readonly Field[] =>
  thresholds(condition).flatMap(({ fields }) => fields);

/** The value of a counted field in the event of a number: all different for a count, around the threshold where they are computed with. */
export function countedValue({ condition, type }: CorrelationQuery, { type: of }: Field, number: number): unknown {
  const threshold = Number(thresholds(condition)[0]?.count ?? 0);
  if (type !== 'value_count') return Math.ceil(threshold) + number;
  return of === 'long' || of === 'double' ? number : `value-${number}`;
}
