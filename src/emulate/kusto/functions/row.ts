import type { Place } from '../../../../grammars/kusto/ast.ts';
import type { Bound, Frame } from '../bound.ts';
import type { Facts } from '../facts.ts';
import type { Session } from '../session.ts';
import type { Bag, Dynamic, KustoType, Value } from '../types.ts';

/**
 * What a parameter takes and how its argument arrives. Unless it is `scalar`, `condition`,
 * `any-text`, `json`, `text-or-array` or `dynamic`, a null argument makes the
 * result null and the function is not called; so does a dynamic that is no array for `array`, no bag for `bag`.
 */
interface KindValues {
  /** A string, or a dynamic by its text. */
  readonly text: string;
  /** Any scalar, by its text. */
  readonly 'any-text': string;
  /** A string that is the same for all rows: a part of a date, an expression to trim. */
  readonly 'constant-text': string;
  readonly integer: bigint;
  readonly 'constant-integer': bigint;
  readonly number: bigint | number;
  readonly real: number;
  readonly bool: boolean;
  readonly datetime: bigint;
  readonly timespan: bigint;
  readonly dynamic: Dynamic;
  /** A dynamic, or a string that may hold JSON. */
  readonly json: Dynamic;
  readonly array: readonly Dynamic[];
  /** One text, or an array of them. */
  readonly 'text-or-array': Dynamic;
  readonly bag: Bag;
  readonly scalar: Value;
  /** A bool that may be null, which chooses as false does. */
  readonly condition: boolean | null;
  /** `typeof(…)` */
  readonly type: KustoType;
}
export type Kind = keyof KindValues;
type Optional = `${Kind}?`;
export type Parameter = Kind | Optional;

type ValueOf<P extends Parameter> = P extends Kind
  ? KindValues[P]
  : P extends `${infer K extends Kind}?`
    ? KindValues[K] | undefined
    : never;
type ValuesOf<P extends readonly Parameter[]> = { [I in keyof P]: ValueOf<P[I]> };

/** What a function may know besides the values. */
export interface CallContext {
  readonly session: Session;
  readonly types: readonly KustoType[];
  readonly at: Place;
  readonly result: KustoType;
}

/** How a column made of the call is called: after its first argument, after function and first argument, or not. */
type Naming = 'first' | 'both' | 'none';
type Returns = KustoType | ((args: readonly Bound[]) => KustoType | undefined);

interface Head extends Facts {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** What further arguments are. */
  readonly rest?: Kind;
  readonly returns: Returns;
  readonly naming?: Naming;
}

export interface ScalarFunction extends Head {
  readonly style: 'scalar';
  readonly evaluate: (args: readonly unknown[], call: CallContext) => Value;
}

/** A function over the rows in their order; it gives the whole column at once. */
export interface WindowFunction extends Head {
  readonly style: 'window';
  readonly column: (args: readonly Bound[], frames: readonly Frame[], call: CallContext) => readonly Value[];
}

export type FunctionRow = ScalarFunction | WindowFunction;

interface Declared<P extends readonly Parameter[], R extends Kind> extends Facts {
  readonly name: string;
  readonly parameters: P;
  readonly rest?: R;
  readonly returns: Returns;
  readonly naming?: Naming;
  readonly evaluate: (args: [...ValuesOf<P>, ...KindValues[R][]], call: CallContext) => Value;
}

/** Declares a function; the types of its arguments follow from the kinds. */
export function scalar<const P extends readonly Parameter[], R extends Kind = never>(
  declared: Declared<P, R>,
): ScalarFunction {
  // The binder hands over arguments of the kinds declared, so the row may take them back unseen.
  return { ...declared, style: 'scalar', evaluate: declared.evaluate as ScalarFunction['evaluate'] };
}

export const windowed = (declared: Omit<WindowFunction, 'style'>): WindowFunction => ({ ...declared, style: 'window' });

/** The type of an argument. */
export const typeOf =
  (index: number) =>
  (args: readonly Bound[]): KustoType | undefined =>
    args[index]?.type;
