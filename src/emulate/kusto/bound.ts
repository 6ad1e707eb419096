import type { Expression, Lambda, Operator } from '../../../grammars/kusto/ast.ts';
import type { Session } from './session.ts';
import type { KustoColumn, KustoType, Row, Value } from './types.ts';

/** Where an expression is evaluated: a row among its fellows, and what `scan` or `summarize` add. */
export interface Frame {
  readonly row: Row;
  readonly index: number;
  readonly rows: readonly Row[];
  /** In `scan`: for each step of the state at hand its row, extended by the declared columns; undefined where empty. */
  readonly steps?: readonly (Row | undefined)[];
  /** In `summarize`: what the aggregates of the expression gave. */
  readonly aggregates?: readonly Value[];
}

/** An expression with its names and types resolved. */
export interface Bound {
  readonly type: KustoType;
  readonly evaluate: (frame: Frame) => Value;
  /** What a column is called that is made of it and given no name. */
  readonly name?: string;
  /** It is a column of the row as it stands. */
  readonly column?: number;
  /** Its value is the same for all rows. */
  readonly constant?: true;
  /** It is `typeof(…)`. */
  readonly typeLiteral?: KustoType;
}

/** A table in the making: what stands left of a bar. */
export interface Shape {
  readonly columns: readonly KustoColumn[];
  /** Whether the order of the rows counts (query/serialize-operator). */
  readonly serialized: boolean;
}

/** One operator, bound to what comes in. */
export interface Stage extends Shape {
  readonly run: (rows: readonly Row[]) => readonly Row[];
}

export interface Relation extends Shape {
  readonly rows: () => readonly Row[];
}

export type Variable =
  | { readonly kind: 'scalar'; readonly bound: Bound }
  | { readonly kind: 'table'; readonly relation: Relation }
  | { readonly kind: 'function'; readonly lambda: Lambda; readonly variables: Variables };
export type Variables = ReadonlyMap<string, Variable>;

export interface StepShape {
  readonly index: number;
  readonly columns: readonly KustoColumn[];
}

/** The names an expression may use. */
export interface Scope {
  readonly columns: readonly KustoColumn[];
  readonly variables: Variables;
  readonly serialized: boolean;
  /** In `scan`. */
  readonly steps?: ReadonlyMap<string, StepShape>;
  /** In `summarize`, outside the aggregates: calls are handed here and give their slot in `Frame.aggregates`. */
  readonly aggregate?: (call: Expression) => Bound | undefined;
}

/** The way from a node to its meaning; handed down, so that no file has to import the one above it. */
export interface Binder {
  readonly session: Session;
  /** Undefined: it was reported why not. */
  readonly expression: (node: Expression, scope: Scope) => Bound | undefined;
  readonly table: (node: Expression, variables: Variables) => Relation | undefined;
  readonly operators: (nodes: readonly Operator[], input: Shape, variables: Variables) => Stage | undefined;
}

/** A shape's names, and the variables around it. */
export const scopeOf = (shape: Shape, variables: Variables): Scope => ({
  columns: shape.columns,
  serialized: shape.serialized,
  variables,
});

export const frameOf = (row: Row, index = 0, rows: readonly Row[] = [row]): Frame => ({ row, index, rows });
export const noFrame: Frame = frameOf([]);
