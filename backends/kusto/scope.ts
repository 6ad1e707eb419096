import type { Field } from '../../src/ir/value.ts';
import { balanced, type Emitted, unsupported } from '../../src/target/emit-cond.ts';
import { type Doc, enclosed, type Frag, parens, q, raw } from '../../src/target/frag.ts';
import type { EventJson, Note } from '../../src/target/ledger.ts';
import type { AssumptionId } from './assumptions.ts';
import type { KqlType } from './columns.ts';
import { LEVEL, LONGEST_CHAIN } from './lexical.ts';

/**
 * A condition under which a value is there. With `field`: that text field is not empty. `quiet`: where it fails, the Boolean value that it
 * belongs to is not true anyway, so that a leaf need not ask; a value around it must.
 */
export interface Presence {
  readonly frag: Frag;
  readonly field?: string;
  readonly quiet?: true;
}

/** KQL of a value. It is absent where it is null or where one of `present` fails. */
export interface Expr {
  readonly frag: Frag;
  readonly type: KqlType;
  readonly nullable: boolean;
  readonly present: readonly Presence[];
}

/** An operand of another value: everything that it needs must be asked. */
export const loud = (expr: Expr): Expr => ({
  ...expr,
  present: expr.present.map(({ quiet, ...presence }) => presence),
});

/** A Boolean text and whether it may be null. */
export interface Test {
  readonly frag: Frag;
  readonly nullable: boolean;
}

/** An operator per row that counts the elements of a list that pass a test, before the filter. */
export interface Step {
  readonly element: string;
  readonly hits: string;
  readonly list: Frag;
  readonly type: KqlType;
  readonly count: Frag;
}

/** What is the same for a whole rule; `steps` fills up while conditions are written. */
export interface Place {
  /** Names that a new column must not have. */
  readonly taken: ReadonlySet<string>;
  readonly steps: Step[];
  readonly negatives: Negatives;
}

/** What is the same for a leaf; `notes` and `element` fill up while its value is written. */
export interface Scope {
  readonly place: Place;
  readonly origin: Note['origin'];
  readonly notes: Note[];
  readonly elements: Element[];
}

/** A list field of which a leaf takes one element at a time. */
interface Element {
  readonly field: Field;
  readonly name: string;
}

export const newScope = (place: Place, origin: Note['origin']): Scope => ({ place, origin, notes: [], elements: [] });

const located = (scope: Scope): Pick<Note, 'origin'> => (scope.origin ? { origin: scope.origin } : {});

/** Notes an assumption of the leaf, with an event that breaks it. */
export function assume(
  scope: Scope,
  construct: string,
  assumption: AssumptionId,
  why: string,
  witness: EventJson,
): void {
  scope.notes.push({ effect: 'conditional', construct, why, assumption, witness, ...located(scope) });
}

export function differs(
  scope: Scope,
  effect: 'wider' | 'narrower' | 'differs',
  construct: string,
  why: string,
  witness: EventJson,
): void {
  scope.notes.push({ effect, construct, why, witness, ...located(scope) });
}

/** No text says it: the note keeps the rule from being written, the fragment is never seen. */
export function refused(scope: Scope, construct: string, why: string): Frag {
  scope.notes.push(...unsupported(construct, why, scope.origin).notes);
  return raw('false');
}

/**
 * The fragments that say the opposite, for operators that have a negative twin. Both must be two-valued. A test that is plain text is known
 * by it: within a place the same text is the same test.
 */
export class Negatives {
  readonly #twins = new Map<Doc, Frag>();

  /** A test with its negative. */
  pair(test: Frag, negative: Frag): Frag {
    this.#twins.set(test.doc, negative);
    return test;
  }

  /** Seen through marks of origin; brackets around a lone test change nothing. */
  find(doc: Doc): Frag | undefined {
    const own = this.#twins.get(doc);
    if (own || typeof doc !== 'object') return own;
    return 'kind' in doc && doc.kind === 'origin' ? this.find(doc.doc) : undefined;
  }
}

export const call = (name: string, ...args: readonly Frag[]): Frag => enclosed(`${name}(`, args, ')');

/** `left operator right`, its operands in brackets where they bind more loosely. */
export const infix = (left: Frag, operator: string, right: Frag): Frag =>
  q(LEVEL.compare)`${parens(left, LEVEL.sum)} ${raw(operator)} ${parens(right, LEVEL.sum)}`;

/** All hold; of one it is that one. */
export function allOf(frags: readonly Frag[]): Frag {
  const [only] = frags;
  if (frags.length === 1 && only) return only;
  return balanced(
    frags.map((frag) => parens(frag, LEVEL.compare)),
    'and',
    LEVEL.junction,
    LONGEST_CHAIN,
  );
}

/** One holds; of one it is that one. */
export function anyOf(frags: readonly Frag[]): Frag {
  const [only] = frags;
  if (frags.length === 1 && only) return only;
  return balanced(
    frags.map((frag) => parens(frag, LEVEL.compare)),
    'or',
    LEVEL.junction,
    LONGEST_CHAIN,
  );
}

/** Null becomes false. */
export const orFalse = (test: Frag): Frag =>
  test.level >= LEVEL.junction ? call('coalesce', test, raw('false')) : q(LEVEL.atom)`coalesce(${test}, false)`;

export const emitted = (scope: Scope, frag: Frag): Emitted => ({ frag, notes: scope.notes });
