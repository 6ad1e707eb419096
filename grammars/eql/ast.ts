import type { Span } from '../../src/text/source-text.ts';

/** Every node knows its place in the file. The place is never part of a node's equality. */
interface Node {
  readonly span: Span;
}

/** A whole query: what to find, then pipes in the order written. */
export interface EqlStatement extends Node {
  readonly kind: 'statement';
  readonly query: EqlQuery;
  readonly pipes: readonly EqlPipe[];
}

export type EqlQuery = EqlEventQuery | EqlSequence | EqlSample | EqlJoin;

/** `category where condition`. */
export interface EqlEventQuery extends Node {
  readonly kind: 'event';
  readonly category: EqlCategory;
  readonly condition: EqlExpression;
}

/** `any` drops the category test; a name is compared exactly and with case. */
export type EqlCategory = EqlAnyCategory | EqlNamedCategory;
interface EqlAnyCategory extends Node {
  readonly kind: 'any';
}
interface EqlNamedCategory extends Node {
  readonly kind: 'category';
  readonly name: string;
}

/** Ordered terms. `keys` are the keys of the head; those of a term follow them. */
interface EqlSequence extends Node {
  readonly kind: 'sequence';
  readonly keys: readonly EqlField[];
  readonly maxspan?: EqlMaxspan;
  readonly terms: readonly EqlTerm[];
  readonly until?: EqlTerm;
}

/** Unordered terms joined by key. No term is `missing` or has `runs`. */
interface EqlSample extends Node {
  readonly kind: 'sample';
  readonly keys: readonly EqlField[];
  readonly terms: readonly EqlTerm[];
}

/** The grammar reads it; Elasticsearch does not run it, and the parser says so (`eql/join-unsupported`). */
interface EqlJoin extends Node {
  readonly kind: 'join';
  readonly keys: readonly EqlField[];
  readonly terms: readonly EqlTerm[];
  readonly until?: EqlTerm;
}

/** `[query]`, or `![query]` when `missing`, with keys of its own and a number of repetitions. */
export interface EqlTerm extends Node {
  readonly kind: 'term';
  readonly missing: boolean;
  readonly query: EqlEventQuery;
  readonly keys: readonly EqlField[];
  readonly runs?: EqlRuns;
}

/** `with runs=count`, 1 to 100. */
export interface EqlRuns extends Node {
  readonly kind: 'runs';
  readonly count: number;
}

export type EqlTimeUnit = 'ms' | 's' | 'm' | 'h' | 'd';

/** `with maxspan=5m`: a positive amount of a unit. */
export interface EqlMaxspan extends Node {
  readonly kind: 'maxspan';
  readonly amount: bigint;
  readonly unit: EqlTimeUnit;
}

/** `count` is the value of the argument, 0 to 2147483647. */
export interface EqlPipe extends Node {
  readonly kind: 'head' | 'tail';
  readonly count: number;
  readonly argument: EqlExpression;
}

export type EqlExpression =
  | EqlOr
  | EqlAnd
  | EqlNot
  | EqlCompare
  | EqlMatch
  | EqlIn
  | EqlArithmetic
  | EqlSign
  | EqlCall
  | EqlField
  | EqlLiteral;

/** Two or more operands in one flat list; brackets of the source keep their own node. */
interface EqlOr extends Node {
  readonly kind: 'or';
  readonly operands: readonly EqlExpression[];
}
interface EqlAnd extends Node {
  readonly kind: 'and';
  readonly operands: readonly EqlExpression[];
}
interface EqlNot extends Node {
  readonly kind: 'not';
  readonly operand: EqlExpression;
}

export type EqlCompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';
export interface EqlCompare extends Node {
  readonly kind: 'compare';
  readonly operator: EqlCompareOperator;
  readonly left: EqlExpression;
  readonly right: EqlExpression;
}

export type EqlMatchOperator = ':' | 'like' | 'like~' | 'regex' | 'regex~';
/** `subject : "a*"` or `subject like ("a", "b")`. Patterns are constants of any type here; text is asked for later. */
export interface EqlMatch extends Node {
  readonly kind: 'match';
  readonly operator: EqlMatchOperator;
  readonly subject: EqlExpression;
  readonly patterns: readonly EqlLiteral[];
}

/** `subject in (…)`; `insensitive` for `in~`, `negated` for `not in`. */
export interface EqlIn extends Node {
  readonly kind: 'in';
  readonly subject: EqlExpression;
  readonly values: readonly EqlExpression[];
  readonly insensitive: boolean;
  readonly negated: boolean;
}

export type EqlArithmeticOperator = '+' | '-' | '*' | '/' | '%';
export interface EqlArithmetic extends Node {
  readonly kind: 'arithmetic';
  readonly operator: EqlArithmeticOperator;
  readonly left: EqlExpression;
  readonly right: EqlExpression;
}

/** A unary `-` or `+`; literals carry no sign of their own. */
export interface EqlSign extends Node {
  readonly kind: 'sign';
  readonly operator: '-' | '+';
  readonly operand: EqlExpression;
}

/** `name` is as written, without the `~` of a case-insensitive form. */
export interface EqlCall extends Node {
  readonly kind: 'call';
  readonly name: string;
  readonly nameSpan: Span;
  readonly insensitive: boolean;
  readonly args: readonly EqlExpression[];
}

/** `path` has the parts between dots, also those inside backticks; `name` is the path joined by dots. */
export interface EqlField extends Node {
  readonly kind: 'field';
  readonly name: string;
  readonly path: readonly string[];
  readonly optional: boolean;
}

export type EqlLiteral = EqlString | EqlInteger | EqlDecimal | EqlBoolean | EqlNull;

/** The value with escapes decoded, UTF-16 as JavaScript has it. */
export interface EqlString extends Node {
  readonly kind: 'string';
  readonly value: string;
}

/** Elasticsearch reads a whole number as 32 bit if it fits, else as 64 bit; what it does with a wider one is open. */
export interface EqlInteger extends Node {
  readonly kind: 'integer';
  readonly value: bigint;
  readonly bits: 32 | 64 | 'wider';
}

/** Anything with a dot or an exponent: a double, never infinite. */
export interface EqlDecimal extends Node {
  readonly kind: 'decimal';
  readonly value: number;
}
export interface EqlBoolean extends Node {
  readonly kind: 'boolean';
  readonly value: boolean;
}
export interface EqlNull extends Node {
  readonly kind: 'null';
}
