import type { Named, Operator, Option } from '../../../../grammars/kusto/ast.ts';
import type { Binder, Bound, Scope, Shape, Stage, Variables } from '../bound.ts';
import { frameOf } from '../bound.ts';
import type { Facts } from '../facts.ts';
import type { Session } from '../session.ts';
import type { KustoColumn, Row, Value } from '../types.ts';

type Of<O, K> = O extends { readonly kind: infer Own } ? (K extends Own ? O : never) : never;
/** The node of a kind; some nodes have several. */
type OperatorOf<K extends Operator['kind']> = Of<Operator, K>;

/** One operator between the bars: its name, its facts, and what it makes of a table. */
export interface TabularRow<K extends Operator['kind']> extends Facts {
  readonly name: K;
  /** Undefined: it was reported why not. */
  readonly bind: (node: OperatorOf<K>, input: Shape, variables: Variables, binder: Binder) => Stage | undefined;
}

/** Values an option may have; hints change no result and are taken as they are. */
type Allowed = Readonly<Record<string, readonly string[] | 'any'>>;

/** The options by name, or undefined where one is not known. */
export function readOptions(
  options: readonly Option[],
  allowed: Allowed,
  session: Session,
): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, string>();
  for (const { name, value, at } of options) {
    const values = Object.hasOwn(allowed, name) ? allowed[name] : undefined;
    const known = name.startsWith('hint.') || values === 'any' || values?.includes(value);
    if (!known || found.has(name)) {
      session.report('kusto/bad-option', { name, value }, at);
      return undefined;
    }
    found.set(name, value);
  }
  return found;
}

/** Column names that are given out once each. */
export class Names {
  readonly #taken: Set<string>;
  #unnamed = 0;

  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken);
  }

  has(name: string): boolean {
    return this.#taken.has(name);
  }

  take(name: string): boolean {
    const free = !this.#taken.has(name);
    this.#taken.add(name);
    return free;
  }

  /** The name, or the name with the first number that makes it new. */
  fresh(name: string): string {
    let free = name;
    for (let i = 1; this.#taken.has(free); i++) free = `${name}${i}`;
    this.#taken.add(free);
    return free;
  }

  /** `Column1`, `Column2` …: what a column without a name of its own is called. */
  unnamed(): string {
    this.#unnamed++;
    return `Column${this.#unnamed}`;
  }
}

export interface NamedBound {
  readonly name: string;
  /** Somebody gave the name; made names give way to others. */
  readonly given: boolean;
  readonly bound: Bound;
}

/** `name = value`, `value`: the value bound, and what its column is called. */
export function bindNamed(node: Named, scope: Scope, names: Names, binder: Binder): NamedBound | undefined {
  const [given, second] = node.names;
  if (second !== undefined) {
    binder.session.report('kusto/unsupported', { what: 'several names for one value' }, node.at);
    return undefined;
  }
  const bound = binder.expression(node.value, scope);
  if (bound === undefined) return undefined;
  const name = given?.text ?? bound.name;
  return { name: name ?? names.unnamed(), given: given !== undefined || bound.column !== undefined, bound };
}

/** Binds each; undefined where one could not be. */
export function bindAllNamed(
  nodes: readonly Named[],
  scope: Scope,
  names: Names,
  binder: Binder,
): readonly NamedBound[] | undefined {
  const bound = nodes.map((node) => bindNamed(node, scope, names, binder));
  return bound.every((each) => each !== undefined) ? bound : undefined;
}

/** The values of expressions over every row. */
export function valuesOver(rows: readonly Row[], bound: readonly Bound[], session: Session): readonly Row[] {
  session.make(rows.length, bound.length);
  return rows.map((row, index) => {
    const frame = frameOf(row, index, rows);
    return bound.map((each): Value => each.evaluate(frame));
  });
}

export const columnNamed = (columns: readonly KustoColumn[], name: string): number =>
  columns.findIndex((column) => column.name === name);
