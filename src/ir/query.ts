import type { Cond } from './cond.ts';
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

/** Sigma's correlation: how many, or which, of its rules' events fall into a sliding window for one group. */
export interface CorrelationQuery extends Node {
  readonly kind: 'correlation';
  readonly type:
    | 'event_count'
    | 'value_count'
    | 'value_sum'
    | 'value_avg'
    | 'value_median'
    | 'value_percentile'
    | 'temporal'
    | 'temporal_ordered';
  readonly rules: readonly CorrelatedRule[];
  readonly groupBy: readonly string[];
  /** Nanoseconds. */
  readonly timespan: bigint;
  readonly condition?: CorrelationCondition;
}

export interface CorrelatedRule {
  readonly name: string;
  readonly query: EventQuery | CorrelationQuery;
  /** From a name in `groupBy` to the rule's own field. */
  readonly aliases: Readonly<Record<string, Field>>;
}

export type CorrelationCondition =
  | {
      readonly kind: 'threshold';
      readonly op: 'lt' | 'lte' | 'gt' | 'gte' | 'eq' | 'neq';
      readonly count: number;
      readonly field?: readonly string[];
      readonly percentile?: number;
    }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly CorrelationCondition[] }
  | { readonly kind: 'not'; readonly inner: CorrelationCondition }
  | { readonly kind: 'rule'; readonly name: string };

export type QueryOf<K extends Query['kind']> = Extract<Query, { kind: K }>;
export type QueryCases<R> = { readonly [K in Query['kind']]: (node: QueryOf<K>) => R };

/** Runs the case for a query's kind. */
export function onQuery<R>(node: Query, cases: QueryCases<R>): R {
  // Each case takes the query of its own kind; the table is total by type.
  return (cases[node.kind] as (node: Query) => R)(node);
}
