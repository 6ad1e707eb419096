import type { EvalExpr } from '../../../../grammars/spl/ast.ts';
import type { Span } from '../../../text/source-text.ts';
import type { Context } from '../context.ts';
import type { ReferenceFacts } from '../facts.ts';
import { type Atom, atoms, isMulti, type Row, type Value } from '../value.ts';

export type Evaluate = (row: Row) => Value;

/** An expression ready to run. What gives a boolean is known beforehand, since fields can't hold one. */
export interface Compiled {
  readonly evaluate: Evaluate;
  readonly gives: 'boolean' | 'value';
  readonly expr: EvalExpr;
}

export interface Call {
  readonly name: string;
  readonly args: readonly Compiled[];
  readonly span: Span;
  readonly context: Context;
}

/** One function of eval expressions. A newcomer is a row in one of the tables beside this file. */
export interface EvalFunction extends ReferenceFacts {
  /** The least and the greatest number of arguments. */
  readonly args: readonly [number, number];
  readonly gives: 'boolean' | 'value';
  /** Which arguments are conditions; the others are values, or may be either. */
  readonly conditions?: ((index: number) => boolean) | 'any';
  readonly build: (call: Call) => Evaluate;
}

export type FunctionTable = Readonly<Record<string, EvalFunction>>;

export const MANY = Number.POSITIVE_INFINITY;

const absent = (): Value => null;

/** The nth argument, ready to run; an argument that was not written gives null. */
export const argument = (call: Call, index: number): Evaluate => call.args[index]?.evaluate ?? absent;

/** Tells that the documents give no result for several values here. */
export function refuseMulti(call: Pick<Call, 'name' | 'span' | 'context'>): null {
  call.context.report('spl/multivalue', { name: call.name }, call.span);
  return null;
}

/** A function of single values: null if one is null. */
export const single =
  (give: (...values: Atom[]) => Value) =>
  (call: Call): Evaluate => {
    const runs = call.args.map((arg) => arg.evaluate);
    return (row) => {
      const values: Atom[] = [];
      for (const run of runs) {
        const value = run(row);
        if (value === null || typeof value === 'boolean') return null;
        if (isMulti(value)) return refuseMulti(call);
        values.push(value);
      }
      return give(...values);
    };
  };

/** Holds a test against a field that may have several values: the documents leave open what happens then. */
export function testAtoms(value: Value, context: Context, test: (atom: Atom) => boolean | null): boolean | null {
  if (value === null || typeof value === 'boolean') return null;
  if (isMulti(value) && context.readings.whereMultivalue === 'null') return null;
  const results = atoms(value).map(test);
  return results.includes(true) || (results.includes(null) ? null : false);
}
