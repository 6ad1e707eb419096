import type { Cond } from './cond.ts';
import type { LogSource } from './log-source.ts';
import type { Field, Node } from './value.ts';

export type Query = EventQuery | SequenceQuery | SampleQuery | CorrelationQuery;

/** Keeps or cuts the result: the first or last `count` events, sequences or samples, in the order of time. */
export interface Pipe extends Node {
  readonly kind: 'head' | 'tail';
  readonly count: bigint;
}

/** The event's category equals `value` with case; one element is enough. */
export interface Category {
  readonly field: Field;
  readonly value: string;
}

/** Which events: the category, if one is asked for, and the condition. `filterCondition` in build.ts joins the two. */
export interface EventFilter extends Node {
  readonly category?: Category;
  readonly condition: Cond;
  /** The table that holds its events, where a mapping found those of the rule's steps in several. */
  readonly table?: string;
  /** Where Sigma looks for its events, where that is not the log source of the whole rule: the rules of a correlation have each their own. */
  readonly logSource?: LogSource;
}

export interface EventQuery extends Node {
  readonly kind: 'event';
  readonly filter: EventFilter;
  readonly pipes: readonly Pipe[];
}

/** A key field of a step. An `optional` one joins null with null; another null key leaves the event out. */
export type Key = Field;

export interface Step extends Node {
  readonly filter: EventFilter;
  /** The common keys first, then the step's own; keys pair by position across steps. */
  readonly keys: readonly Key[];
  /** A step written `![ … ]`: no such event may be there. */
  readonly missing: boolean;
}

/** EQL's sequence as Elasticsearch's state machine runs it (docs/semantics.md, "Sequences"). `runs` are written out as steps. */
export interface SequenceQuery extends Node {
  readonly kind: 'sequence';
  readonly steps: readonly Step[];
  /** Nanoseconds from the first event to the last, inclusive. */
  readonly maxspan?: bigint;
  readonly until?: Step;
  readonly pipes: readonly Pipe[];
}

/** EQL's sample: for each key, one event a step, all different, in no order. */
export interface SampleQuery extends Node {
  readonly kind: 'sample';
  readonly steps: readonly Step[];
  readonly pipes: readonly Pipe[];
}

export const CORRELATION_TYPES = [
  'event_count',
  'value_count',
  'value_sum',
  'value_avg',
  'value_median',
  'value_percentile',
  'temporal',
  'temporal_ordered',
] as const;
export type CorrelationType = (typeof CORRELATION_TYPES)[number];

/** Sigma's correlation: how many, or which, of its rules' events fall into a sliding window for one group. */
export interface CorrelationQuery extends Node {
  readonly kind: 'correlation';
  readonly type: CorrelationType;
  readonly rules: readonly CorrelatedRule[];
  /** What the values of a group are called: a field, or an alias for a field of each rule. Empty: all events are one group. */
  readonly groupBy: readonly string[];
  /** Nanoseconds from the first event to the last, inclusive. */
  readonly timespan: bigint;
  /** Always written out: of a temporal correlation without one it is that every rule matches. */
  readonly condition: CorrelationCondition;
  /** The rules alert as well, each on its own. */
  readonly generate: boolean;
}

export interface CorrelatedRule {
  /** How the condition and the aliases call it: as the correlation refers to it, by name or id. */
  readonly name: string;
  /** What alerts of it are called. */
  readonly title: string;
  /** A correlation stands for the events at which it alerts; they carry its `groupBy` as fields and the time of its last event. */
  readonly query: EventQuery | CorrelationQuery;
  /** Where this rule's events have the values of `groupBy`, one field each, in its order. */
  readonly keys: readonly Field[];
}

export type CorrelationCondition =
  | {
      readonly kind: 'threshold';
      readonly op: 'lt' | 'lte' | 'gt' | 'gte' | 'eq' | 'neq';
      /** Whole numbers are exact at any size. */
      readonly count: bigint | number;
      /** What is counted or computed on: one field, or for `value_count` a tuple of several; none for counts of events and rules. */
      readonly fields: readonly Field[];
      /** `value_percentile`: 0 to 100, by nearest rank. */
      readonly percentile?: number;
    }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly CorrelationCondition[] }
  | { readonly kind: 'not'; readonly inner: CorrelationCondition }
  /** A rule of the correlation, by its `name`, has an event in the window. */
  | { readonly kind: 'rule'; readonly name: string };

export type QueryOf<K extends Query['kind']> = Extract<Query, { kind: K }>;
export type QueryCases<R> = { readonly [K in Query['kind']]: (node: QueryOf<K>) => R };

/** Runs the case for a query's kind. */
export function onQuery<R>(node: Query, cases: QueryCases<R>): R {
  // Each case takes the query of its own kind; the table is total by type.
  return (cases[node.kind] as (node: Query) => R)(node);
}
