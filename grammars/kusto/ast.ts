/** Where a node stands: offsets in UTF-16 units of the query, `end` exclusive. Never part of a node's equality. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

interface Node {
  readonly at: Place;
}

/** A whole query text: `let` statements and, usually last, a query. */
export interface Script {
  readonly statements: readonly Statement[];
}

export type Statement = LetStatement | QueryStatement;

export interface LetStatement extends Node {
  readonly kind: 'let';
  readonly name: Word;
  readonly value: Expression | Lambda;
}

export interface QueryStatement extends Node {
  readonly kind: 'query';
  readonly value: Expression;
}

export interface Lambda extends Node {
  readonly kind: 'lambda';
  readonly parameters: readonly Parameter[];
  readonly lets: readonly LetStatement[];
  readonly body: Expression;
}

/** A parameter of a function, or a column that `scan` declares: scalar with a type, or a table with columns (`'*'`: any). */
export interface Parameter extends Node {
  readonly name: Word;
  readonly type: Word | readonly TypedName[] | '*';
  readonly value?: Expression;
}

/** A name where it is given or asked for, unquoted. */
export interface Word extends Node {
  readonly text: string;
}

export interface TypedName {
  readonly name: Word;
  readonly type: Word;
}

/** `name = value`; several names stand before `arg_max` and the like. */
export interface Named extends Node {
  readonly names: readonly Word[];
  readonly value: Expression;
}

export type Expression =
  | Literal
  | DynamicLiteral
  | TypeLiteral
  | Name
  | Star
  | Path
  | Index
  | Call
  | Unary
  | Binary
  | Membership
  | Between
  | Pipe
  | Datatable
  | RangeSource
  | Print
  | ToScalar
  | UnionSource;

export type LiteralType = 'string' | 'long' | 'int' | 'real' | 'decimal' | 'bool' | 'datetime' | 'timespan' | 'guid';

/** `text` is the decoded text of a string, else what was written: digits, or what stands in the brackets of `datetime(…)`. */
export interface Literal extends Node {
  readonly kind: 'literal';
  readonly type: LiteralType;
  readonly text: string;
}

/** What stands in the brackets of `dynamic(…)`, read as JSON with Kusto's literals. */
export interface DynamicLiteral extends Node {
  readonly kind: 'dynamic';
  readonly value: DynamicText;
}

export type DynamicText =
  | { readonly kind: 'null' }
  | Literal
  | { readonly kind: 'array'; readonly items: readonly DynamicText[] }
  | { readonly kind: 'bag'; readonly entries: readonly (readonly [string, DynamicText])[] };

/** `typeof(long)` */
interface TypeLiteral extends Node {
  readonly kind: 'typeof';
  readonly type: Word;
}

export interface Name extends Node {
  readonly kind: 'name';
  readonly name: string;
}

interface Star extends Node {
  readonly kind: 'star';
}

export interface Path extends Node {
  readonly kind: 'path';
  readonly of: Expression;
  readonly name: string;
}

export interface Index extends Node {
  readonly kind: 'index';
  readonly of: Expression;
  readonly index: Expression;
}

export interface Call extends Node {
  readonly kind: 'call';
  readonly name: Word;
  readonly args: readonly Named[];
}

export interface Unary extends Node {
  readonly kind: 'unary';
  readonly op: string;
  readonly operand: Expression;
}

/** Every operator with two sides, by its spelling (`or`, `==`, `!has_cs`, `matches regex` …). */
export interface Binary extends Node {
  readonly kind: 'binary';
  readonly op: string;
  readonly opAt: Place;
  readonly left: Expression;
  readonly right: Expression;
}

/** `in`, `!in~`, `has_any` … before a list in brackets. */
export interface Membership extends Node {
  readonly kind: 'membership';
  readonly op: string;
  readonly opAt: Place;
  readonly left: Expression;
  readonly items: readonly Expression[];
}

export interface Between extends Node {
  readonly kind: 'between';
  readonly op: string;
  readonly opAt: Place;
  readonly left: Expression;
  readonly from: Expression;
  readonly to: Expression;
}

export interface Pipe extends Node {
  readonly kind: 'pipe';
  readonly source: Expression;
  readonly operators: readonly Operator[];
}

export interface Datatable extends Node {
  readonly kind: 'datatable';
  readonly columns: readonly TypedName[];
  readonly values: readonly Expression[];
}

export interface RangeSource extends Node {
  readonly kind: 'range';
  readonly name: Word;
  readonly from: Expression;
  readonly to: Expression;
  readonly step: Expression;
}

export interface Print extends Node {
  readonly kind: 'print';
  readonly values: readonly Named[];
}

export interface ToScalar extends Node {
  readonly kind: 'toscalar';
  readonly query: Expression;
}

/** `union A, B` at the head of a pipe. */
interface UnionSource extends Node {
  readonly kind: 'union-source';
  readonly union: UnionOperator;
}

/** `kind=inner`, `hint.strategy=native`, `with_itemindex=i` … before an operator's own arguments. */
export interface Option extends Node {
  readonly name: string;
  readonly value: string;
}

export interface Sorted extends Node {
  readonly value: Expression;
  readonly order?: 'asc' | 'desc';
  readonly nulls?: 'first' | 'last';
}

/** A column name with `*` in it, or without. */
export interface Wildcard extends Node {
  readonly pattern: string;
  readonly order?: 'asc' | 'desc';
}

export interface Expanded extends Node {
  readonly value: Named;
  readonly type?: Word;
}

export type Operator =
  | WhereOperator
  | ColumnsOperator
  | WildcardOperator
  | SummarizeOperator
  | SortOperator
  | TopOperator
  | TakeOperator
  | DistinctOperator
  | JoinOperator
  | UnionOperator
  | ExpandOperator
  | ApplyOperator
  | ScanOperator
  | PartitionOperator
  | PlainOperator
  | ParseOperator;

interface WhereOperator extends Node {
  readonly kind: 'where';
  readonly condition: Expression;
}

export interface ColumnsOperator extends Node {
  readonly kind: 'extend' | 'project' | 'project-rename' | 'serialize';
  readonly values: readonly Named[];
}

export interface WildcardOperator extends Node {
  readonly kind: 'project-away' | 'project-keep' | 'project-reorder';
  readonly columns: readonly Wildcard[];
}

export interface SummarizeOperator extends Node {
  readonly kind: 'summarize';
  readonly options: readonly Option[];
  readonly values: readonly Named[];
  readonly by: readonly Named[];
}

interface SortOperator extends Node {
  readonly kind: 'sort';
  readonly options: readonly Option[];
  readonly by: readonly Sorted[];
}

interface TopOperator extends Node {
  readonly kind: 'top';
  readonly options: readonly Option[];
  readonly count: Expression;
  readonly by: Sorted;
}

interface TakeOperator extends Node {
  readonly kind: 'take';
  readonly count: Expression;
}

interface DistinctOperator extends Node {
  readonly kind: 'distinct';
  readonly options: readonly Option[];
  readonly values: readonly Expression[];
}

export interface JoinOperator extends Node {
  readonly kind: 'join' | 'lookup';
  readonly options: readonly Option[];
  readonly table: Expression;
  readonly on: readonly Expression[];
}

export interface UnionOperator extends Node {
  readonly kind: 'union';
  readonly options: readonly Option[];
  readonly tables: readonly Expression[];
}

export interface ExpandOperator extends Node {
  readonly kind: 'mv-expand';
  readonly options: readonly Option[];
  readonly values: readonly Expanded[];
  readonly limit?: Expression;
}

export interface ApplyOperator extends Node {
  readonly kind: 'mv-apply';
  readonly options: readonly Option[];
  readonly values: readonly Expanded[];
  readonly limit?: Expression;
  readonly operators: readonly Operator[];
}

export interface ScanOperator extends Node {
  readonly kind: 'scan';
  readonly options: readonly Option[];
  readonly declared: readonly Parameter[];
  readonly steps: readonly ScanStep[];
}

export interface ScanStep extends Node {
  readonly name: Word;
  readonly output: 'all' | 'last' | 'none';
  readonly condition: Expression;
  readonly assignments: readonly Named[];
}

interface PartitionOperator extends Node {
  readonly kind: 'partition';
  readonly options: readonly Option[];
  readonly by: Word;
  readonly operators: readonly Operator[];
}

/** Operators that take nothing. */
interface PlainOperator extends Node {
  readonly kind: 'count' | 'getschema';
}

export interface ParseOperator extends Node {
  readonly kind: 'parse' | 'parse-where';
  readonly options: readonly Option[];
  readonly value: Expression;
  readonly pattern: readonly ParsePart[];
}

export type ParsePart =
  | { readonly kind: 'any' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'column'; readonly name: Word; readonly type?: Word };
