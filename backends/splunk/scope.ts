import type { Field, Value } from '../../src/ir/value.ts';
import { fieldsOfValue } from '../../src/ir/walk.ts';
import { unsupported } from '../../src/target/emit-cond.ts';
import { chain, enclosed, type Frag, parens, q, raw } from '../../src/target/frag.ts';
import type { EventJson, Note } from '../../src/target/ledger.ts';
import type { AssumptionId } from './assumptions.ts';
import { fieldName, LEVEL } from './lexical.ts';

/** What is the same for a leaf; `notes` fills up while it is written. */
export interface Scope {
  readonly origin: Note['origin'];
  readonly notes: Note[];
}

export const newScope = (origin: Note['origin']): Scope => ({ origin, notes: [] });

const located = (scope: Scope): Pick<Note, 'origin'> => (scope.origin ? { origin: scope.origin } : {});

/** Notes an assumption of the leaf, with an event that breaks it; once for the same fields. */
export function assume(
  scope: Scope,
  construct: string,
  assumption: AssumptionId,
  why: string,
  witness: EventJson,
): void {
  const names = Object.keys(witness).join();
  const isKnown = scope.notes.some(
    (note) => note.assumption === assumption && Object.keys(note.witness ?? {}).join() === names,
  );
  if (!isKnown) scope.notes.push({ effect: 'conditional', construct, why, assumption, witness, ...located(scope) });
}

/** No text says it: the note keeps the rule from being written, the fragment is never seen. */
export function refused(scope: Scope, construct: string, why: string): Frag {
  scope.notes.push(...unsupported(construct, why, scope.origin).notes);
  return raw('null()');
}

/** An event in which every field of a value has the given value. */
export const everywhere = (value: Value, content: unknown): EventJson =>
  Object.fromEntries(fieldsOfValue(value).map(({ name }) => [name, content]));

export const call = (name: string, ...args: readonly Frag[]): Frag => enclosed(`${name}(`, args, ')');

/** `left operator right`, two-valued or null. */
export const compared = (left: Frag, operator: string, right: Frag): Frag =>
  q(LEVEL.compare)`${parens(left, LEVEL.sum)}${raw(operator)}${parens(right, LEVEL.sum)}`;

function junction(frags: readonly Frag[], word: 'AND' | 'OR'): Frag {
  const [only] = frags;
  if (frags.length === 1 && only) return only;
  return chain(
    frags.map((frag) => parens(frag, LEVEL.not)),
    word,
    LEVEL.junction,
  );
}

export const allOf = (frags: readonly Frag[]): Frag => junction(frags, 'AND');
export const anyOf = (frags: readonly Frag[]): Frag => junction(frags, 'OR');

export const negated = (frag: Frag): Frag => q(LEVEL.not)`NOT ${parens(frag, LEVEL.atom)}`;

export const TRUE = raw('1=1', LEVEL.compare);
export const FALSE = raw('1=0', LEVEL.compare);

/** A test in `where`. Null counts as false but under a `NOT`, where nobody has written what it gives. */
export interface Test {
  readonly frag: Frag;
  /** Never null. */
  readonly twoValued: boolean;
  /** The field whose absence alone makes it null. */
  readonly nullWith?: Field;
  /** It asks for one of the values of a list by itself. */
  readonly overList?: boolean;
}

export const sure = (frag: Frag): Test => ({ frag, twoValued: true });
export const maybe = (frag: Frag): Test => ({ frag, twoValued: false });
export const never: Test = sure(FALSE);

export const isThere = (field: Field): Frag => call('isnotnull', fieldName(field.name));

/**
 * The test, two-valued where `guard` asks for it. What `NOT` makes of null is open, what `AND` makes of false and null, and `if` of
 * null, is not.
 */
export function settled({ frag, twoValued, nullWith }: Test, guard: boolean): Frag {
  if (!guard || twoValued) return frag;
  if (nullWith) return allOf([isThere(nullWith), frag]);
  return compared(call('if', frag, raw('1'), raw('0')), '=', raw('1'));
}
