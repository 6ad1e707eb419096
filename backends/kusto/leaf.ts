import type { Scalar } from '../../src/functions/function.ts';
import type { HasKey, HasValue, Leaf } from '../../src/ir/cond.ts';
import type { Pattern } from '../../src/ir/pattern.ts';
import type { Field, Value } from '../../src/ir/value.ts';
import type { Emitted } from '../../src/target/emit-cond.ts';
import { type Frag, raw } from '../../src/target/frag.ts';
import { timesShown } from '../../src/target/time-notes.ts';
import { columnType, isText } from './columns.ts';
import { type EmptyMatters, emptyMatters } from './empty-text.ts';
import { canName, identifier, long } from './lexical.ts';
import { listPresence, listTest } from './lists.ts';
import { constantText } from './one-of.ts';
import {
  allOf,
  assume,
  call,
  differs,
  type Expr,
  emitted,
  infix,
  loud,
  newScope,
  orFalse,
  type Place,
  type Presence,
  refused,
  type Scope,
  type Test,
} from './scope.ts';
import { subjectField } from './subject.ts';
import { presence } from './text-tests.ts';
import { emitValue } from './value.ts';

const EMPTY = 'a string column does not tell the empty text from an absent field';

const isTrue = (outcome: Scalar): boolean => outcome === true;
const isThere = (outcome: Scalar): boolean => outcome !== null;

/** Under a `not`, null must be false. */
const settled = ({ frag, nullable }: Test, guard: boolean): Frag => (guard && nullable ? orFalse(frag) : frag);

const isEmptyPattern = (pattern: Pattern): boolean => pattern.length === 0;

/** A test for the empty text itself, which is found where the field is absent too. */
function asksForEmpty(value: Value): Field | undefined {
  const subject = subjectField(value);
  if (!subject || subject.list || !isText(subject.type) || subject.type === 'ip') return undefined;
  if (value.kind === 'compare')
    return value.op === 'eq' && value.right.kind === 'literal' && constantText(value.right) === ''
      ? subject
      : undefined;
  if (value.kind === 'one-of') return value.options.some((option) => constantText(option) === '') ? subject : undefined;
  const any = value.kind === 'match' && value.patterns.some((one) => one.length === 1 && one[0]?.kind === 'any');
  return value.kind === 'match' && !any && value.patterns.some(isEmptyPattern) ? subject : undefined;
}

/** What must be asked besides the test, once each: fields that are there, functions that have a value. */
function guards(present: readonly Presence[], { fields }: EmptyMatters): readonly Frag[] {
  const asked = present.filter(({ field, quiet }) => (field === undefined ? !quiet : fields.has(field)));
  return [...new Map(asked.map(({ frag }) => [JSON.stringify(frag.doc), frag])).values()];
}

function noteEmpty(scope: Scope, construct: string, { witness }: EmptyMatters): void {
  if (witness) assume(scope, construct, 'kusto/empty-is-absent', EMPTY, witness);
}

/** Counts the elements that pass, one row at a time, before the filter; the leaf asks for the count. */
function counted(scope: Scope, passing: Frag): Frag {
  const [element] = scope.elements;
  if (!element) return passing;
  const { steps, taken } = scope.place;
  let hits = `_hits${steps.length + 1}`;
  while (taken.has(hits)) hits = `_${hits}`;
  const list = identifier(element.field.name);
  steps.push({
    element: element.name,
    hits,
    list,
    type: columnType({ ...element.field, list: false }),
    count: passing,
  });
  return identifier(hits);
}

function some({ place }: Scope, hits: Frag): Frag {
  return place.negatives.pair(infix(hits, '>', long(0n)), infix(hits, '==', long(0n)));
}

function none({ place }: Scope, hits: Frag): Frag {
  return place.negatives.pair(infix(hits, '==', long(0n)), infix(hits, '>', long(0n)));
}

const all = (frags: readonly Frag[]): Frag => (frags.length === 0 ? raw('true') : allOf(frags));

const isSaid = (frag: Frag): boolean => frag.doc === 'true';

function boolExpr(scope: Scope, expr: Expr): Expr {
  if (expr.type !== 'bool') return { ...expr, frag: raw('false'), nullable: false };
  const isColumn = expr.nullable && expr.frag.level === 0 && typeof expr.frag.doc === 'string';
  if (!isColumn) return expr;
  const { negatives } = scope.place;
  const test = negatives.pair(infix(expr.frag, '==', raw('true')), infix(expr.frag, '!=', raw('true')));
  return { ...expr, frag: test, nullable: false };
}

/**
 * The empty text looked for in a column that has it for absent fields too. Under a `not` it is taken to be nowhere: `f != ""` keeps what
 * the rule keeps, but for the empty text. Elsewhere absent fields are found besides.
 */
function emptyTest(scope: Scope, name: string, { frag, present }: Expr, guard: boolean): Frag {
  if (!guard) {
    differs(scope, 'wider', 'empty', EMPTY, { [name]: undefined });
    return frag;
  }
  assume(scope, 'empty', 'kusto/empty-is-absent', EMPTY, { [name]: '' });
  return allOf([...present.filter((one) => !one.quiet).map((one) => one.frag), frag]);
}

/** A leaf: a test by functions over arrays, else the test itself with what must be there, for each element of a list if there is one. */
export function emitLeaf(place: Place, node: Leaf, guard: boolean): Emitted {
  const { frag, notes } = leafTest(place, node, guard);
  return { frag, notes: timesShown(notes, node.value) };
}

function leafTest(place: Place, node: Leaf, guard: boolean): Emitted {
  const scope = newScope(place, node.origin);
  const list = listTest(scope, node.value, guard);
  if (list) return emitted(scope, list);
  const expr = boolExpr(scope, emitValue(scope, node.value));
  const empty = asksForEmpty(node.value);
  if (empty) return emitted(scope, emptyTest(scope, empty.name, expr, guard));
  const matters = emptyMatters(node.value, isTrue);
  noteEmpty(scope, node.value.kind, matters);
  const asked = guards(expr.present, matters);
  const test = isPresenceOnly(expr, asked) ? expr.frag : all([...asked, expr.frag].filter((frag) => !isSaid(frag)));
  if (scope.elements.length > 0) return emitted(scope, some(scope, counted(scope, test)));
  return emitted(scope, settled({ frag: test, nullable: expr.nullable }, guard));
}

/** `isnotempty(f)` needs no second one before it. */
const isPresenceOnly = (expr: Expr, asked: readonly Frag[]): boolean =>
  asked.length === 1 && JSON.stringify(asked[0]?.doc) === JSON.stringify(expr.frag.doc);

/** Without a key in the rule's words there is no column to ask. */
function fieldPresence(scope: Scope, field: Field, guard: boolean): Frag {
  const { negatives } = scope.place;
  if (!canName(field.name)) return refused(scope, 'field', 'the field name can be no name of a column');
  const column = identifier(field.name);
  if (field.list) return listPresence(scope.place, column, guard);
  if (isText(field.type)) return presence(negatives, column);
  return negatives.pair(call('isnotnull', column), call('isnull', column));
}

/** A computed value is there where its fields are, and where its functions have a value: for each element of a list. */
function valuePresence(scope: Scope, value: Value): Test {
  const expr = emitValue(scope, value);
  const matters = emptyMatters(value, isThere);
  noteEmpty(scope, 'has-value', matters);
  const fields = new Set([...matters.fields, ...scope.elements.map(({ field }) => field.name)]);
  const asked = [...guards(loud(expr).present, { fields }), ...(expr.nullable ? [call('isnotnull', expr.frag)] : [])];
  // A quotient that is no number is null, and what asks for its size too.
  const test = { frag: all(asked), nullable: expr.nullable || expr.type === 'real' };
  if (scope.elements.length === 0) return test;
  return { frag: none(scope, counted(scope, call('not', settled(test, true)))), nullable: false };
}

export function emitHasValue(place: Place, node: HasValue, guard: boolean): Emitted {
  const scope = newScope(place, node.origin);
  const { value } = node;
  if (value.kind !== 'field') return emitted(scope, settled(valuePresence(scope, value), guard));
  const test = fieldPresence(scope, value, guard);
  if (isText(value.type) && !value.list && value.type !== 'ip')
    assume(scope, 'has-value', 'kusto/empty-is-absent', EMPTY, { [value.name]: '' });
  if (value.list)
    assume(scope, 'has-value', 'kusto/typed-arrays', 'an array of nulls only has a length', { [value.name]: [null] });
  return emitted(scope, test);
}

export function emitHasKey(place: Place, node: HasKey, guard: boolean): Emitted {
  const scope = newScope(place, node.origin);
  const why = 'a column does not tell a null or empty field from a missing one';
  differs(scope, 'narrower', 'has-key', why, { [node.field.name]: null });
  return emitted(scope, fieldPresence(scope, node.field, guard));
}
