import type { Regex } from '../regex/tree.ts';
import type { Pattern } from './pattern.ts';
import type { CaseRule, Field, Node, Value } from './value.ts';

/** Two-valued. A leaf is the only bridge from Values (docs/semantics.md, "Two sorts, one bridge"). */
export type Cond = True | False | And | Or | Not | Leaf | HasValue | HasKey | Keyword;

interface True extends Node {
  readonly kind: 'true';
}
interface False extends Node {
  readonly kind: 'false';
}
export interface And extends Node {
  readonly kind: 'and';
  readonly all: readonly Cond[];
}
export interface Or extends Node {
  readonly kind: 'or';
  readonly any: readonly Cond[];
}
export interface Not extends Node {
  readonly kind: 'not';
  readonly inner: Cond;
}

/** Holds iff, for some choice of one element for each occurrence of a field in it, the Boolean value is true. Absent is not true. */
export interface Leaf extends Node {
  readonly kind: 'leaf';
  readonly value: Value;
}

/** Holds iff no choice of elements makes the value absent. For a field: not missing, null, `[]` or only nulls. */
export interface HasValue extends Node {
  readonly kind: 'has-value';
  readonly value: Value;
}

/** The event has the key, whatever its value (Sigma's `exists`). */
export interface HasKey extends Node {
  readonly kind: 'has-key';
  readonly field: Field;
}

/** Some value of the event, at any depth and as text, passes the test (Sigma's keywords). */
export interface Keyword extends Node {
  readonly kind: 'keyword';
  readonly test:
    | { readonly kind: 'match'; readonly patterns: readonly Pattern[]; readonly caseRule: CaseRule }
    | { readonly kind: 'regex'; readonly regexes: readonly Regex[] };
}

export type CondOf<K extends Cond['kind']> = Extract<Cond, { kind: K }>;
/** One total function over the kinds of a Cond. */
export type CondCases<R> = { readonly [K in Cond['kind']]: (node: CondOf<K>) => R };

/** Runs the case for a node's kind. */
export function onCond<R>(node: Cond, cases: CondCases<R>): R {
  // Each case takes the node of its own kind; the table is total by type.
  return (cases[node.kind] as (node: Cond) => R)(node);
}
