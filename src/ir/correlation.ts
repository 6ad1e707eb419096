import { sameNode } from './equal.ts';
import type { CorrelatedRule, CorrelationCondition, CorrelationQuery } from './query.ts';
import type { Field } from './value.ts';

export type Threshold = Extract<CorrelationCondition, { kind: 'threshold' }>;

/** Whether more hits can only help: then a window may be judged at every hit, and otherwise when it is over. */
export function onlyGrows(condition: CorrelationCondition): boolean {
  switch (condition.kind) {
    case 'threshold':
      return condition.op === 'gt' || condition.op === 'gte';
    case 'and':
    case 'or':
      return condition.parts.every(onlyGrows);
    case 'not':
      return false;
    case 'rule':
      return true;
  }
}

/** Every threshold of a condition, in order. */
export function thresholdsOf(condition: CorrelationCondition): readonly Threshold[] {
  switch (condition.kind) {
    case 'threshold':
      return [condition];
    case 'and':
    case 'or':
      return condition.parts.flatMap(thresholdsOf);
    case 'not':
      return thresholdsOf(condition.inner);
    case 'rule':
      return [];
  }
}

/** Whether a condition asks for rules by name. */
export function namesRules(condition: CorrelationCondition): boolean {
  if (condition.kind === 'and' || condition.kind === 'or') return condition.parts.some(namesRules);
  return condition.kind === 'rule' || (condition.kind === 'not' && namesRules(condition.inner));
}

export const sameFields = (a: readonly Field[], b: readonly Field[]): boolean =>
  a.length === b.length && a.every((field, i) => sameNode(field, b[i] ?? field));

/** The different lists of fields that a query's thresholds compute on. */
export function tuplesOf({ condition }: CorrelationQuery): readonly (readonly Field[])[] {
  const found: (readonly Field[])[] = [];
  for (const { fields } of thresholdsOf(condition))
    if (fields.length > 0 && !found.some((known) => sameFields(known, fields))) found.push(fields);
  return found;
}

/** Whether its thresholds compute on numbers. */
export const isNumeric = ({ type }: CorrelationQuery): boolean => type.startsWith('value_') && type !== 'value_count';

/** Whether what its rules find is alerts, for at least one of them. */
export const isChained = ({ rules }: CorrelationQuery): boolean =>
  rules.some(({ query }) => query.kind === 'correlation');

/** Whether rules alert beside a correlation, at any depth. */
export const generates = ({ generate, rules }: CorrelationQuery): boolean =>
  generate || rules.some(({ query }) => query.kind === 'correlation' && generates(query));

/** Whether all rules have the values of the group in the same fields. */
export function haveCommonKeys(rules: readonly CorrelatedRule[]): boolean {
  const [first] = rules;
  return rules.every(({ keys }) => sameFields(keys, first?.keys ?? keys));
}
