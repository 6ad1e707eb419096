import type { Span } from '../../src/text/source-text.ts';

interface Node {
  readonly span: Span;
}

/** The condition of a detection, a filter or a correlation: a combination of names. */
export type SigmaCondition = SigmaName | SigmaQuantified | SigmaNot | SigmaAnd | SigmaOr;

/** A search identifier, or the name of a rule. */
interface SigmaName extends Node {
  readonly kind: 'name';
  readonly name: string;
}

/** `1 of them`, `all of selection_*`: one of, or all of, the names that fit. */
interface SigmaQuantified extends Node {
  readonly kind: 'of';
  readonly quantifier: 'one' | 'all';
  /** A name in which `*` stands for any characters; missing: `them`. */
  readonly pattern?: string;
}

interface SigmaNot extends Node {
  readonly kind: 'not';
  readonly inner: SigmaCondition;
}

/** Two parts or more. */
interface SigmaAnd extends Node {
  readonly kind: 'and';
  readonly parts: readonly SigmaCondition[];
}
interface SigmaOr extends Node {
  readonly kind: 'or';
  readonly parts: readonly SigmaCondition[];
}

type SigmaConditionOf<K extends SigmaCondition['kind']> = Extract<SigmaCondition, { kind: K }>;
/** One total function over the kinds of a condition. */
export type SigmaConditionCases<R> = { readonly [K in SigmaCondition['kind']]: (node: SigmaConditionOf<K>) => R };

/** Runs the case for a node's kind. */
export function onSigmaCondition<R>(node: SigmaCondition, cases: SigmaConditionCases<R>): R {
  // Each case takes the node of its own kind; the table is total by type.
  return (cases[node.kind] as (node: SigmaCondition) => R)(node);
}
