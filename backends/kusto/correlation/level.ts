import { tuplesOf } from '../../../src/ir/correlation.ts';
import type { CorrelatedRule, CorrelationQuery, EventQuery, Step } from '../../../src/ir/query.ts';
import type { Field } from '../../../src/ir/value.ts';
import type { KeyColumn } from '../key-columns.ts';
import type { Stateful } from '../stateful.ts';

/** One correlation of a chain, with the names that its part of the query goes by. */
export interface Level {
  readonly query: CorrelationQuery;
  readonly stateful: Stateful;
  /** Behind the names of its tables: nothing for the outermost, `_1` for the correlation in place of its first rule. */
  readonly suffix: string;
  readonly keys: readonly KeyColumn[];
  /** What thresholds compute on: one list of fields a number, from 1. */
  readonly tuples: readonly (readonly Field[])[];
  /** Hits carry the events that they stand for: somewhere in the chain an alert is a hit. */
  readonly carries: boolean;
}

export type EventRule = CorrelatedRule & { readonly query: EventQuery };
export type AlertRule = CorrelatedRule & { readonly query: CorrelationQuery };

export const isEventRule = (rule: CorrelatedRule): rule is EventRule => rule.query.kind === 'event';
export const isAlertRule = (rule: CorrelatedRule): rule is AlertRule => rule.query.kind === 'correlation';

/** What its rules find, as steps of which the keys are read. */
export const stepsOf = ({ rules }: CorrelationQuery): readonly Step[] =>
  rules.map(({ query, keys }) => ({
    filter: query.kind === 'event' ? query.filter : { condition: { kind: 'true' } },
    keys,
    missing: false,
  }));

export const levelOf = (
  query: CorrelationQuery,
  stateful: Stateful,
  keys: readonly KeyColumn[],
  suffix: string,
  carries: boolean,
): Level => ({ query, stateful, suffix, keys, tuples: tuplesOf(query), carries });

/** The numbers from 1. */
export const range = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i + 1);

/** Asks whether a row opens a group, of rows in the order of groups: the second argument of `row_cumsum`. */
export const restarts = (keys: readonly KeyColumn[]): string =>
  keys.length === 0 ? '' : `, ${keys.map(({ name }) => `${name} != prev(${name})`).join(' or ')}`;

/** Items of `sort by` that bring rows into the order of groups. */
export const byGroup = (keys: readonly KeyColumn[]): readonly string[] => keys.map(({ name }) => `${name} asc`);
