import type { HasKey, HasValue, Leaf } from '../../src/ir/cond.ts';
import type { Field, Value } from '../../src/ir/value.ts';
import { fieldsOfValue, mapValue } from '../../src/ir/walk.ts';
import type { Connectives, Emitted, LeafCases } from '../../src/target/emit-cond.ts';
import { type Doc, type Frag, raw } from '../../src/target/frag.ts';
import type { EventJson } from '../../src/target/ledger.ts';
import { timesShown } from '../../src/target/time-notes.ts';
import { emptyWitness } from './empty-text.ts';
import { fieldExpr } from './expr.ts';
import { emitKeyword } from './keyword.ts';
import { LEVEL } from './lexical.ts';
import { noteEmpty, noteHasKey, noteHasValue } from './presence-notes.ts';
import { passingEvent } from './samples.ts';
import {
  call,
  compared,
  FALSE,
  negated,
  newScope,
  refused,
  type Scope,
  settled,
  sure,
  type Test,
  TRUE,
} from './scope.ts';
import { emitTest, emitValue } from './value.ts';

/** The fields that conditions in `where` read as if they held one value, with an event that passes; fills up while they are written. */
export type ScalarFields = Map<string, { readonly field: Field; readonly passing: EventJson | undefined }>;

function noteScalars(scalars: ScalarFields, value: Value): void {
  const open = fieldsOfValue(value).filter(({ name }) => scalars.get(name)?.passing === undefined);
  if (open.length === 0) return;
  const passing = passingEvent(value);
  for (const field of open) scalars.set(field.name, { field, passing });
}

const isFieldOf = (value: Value, field: Field): boolean => value.kind === 'field' && value.name === field.name;

/** Whether a test of a list is one that `mvfind` says. */
function isByRegex(value: Value, list: Field): boolean {
  if (list.type !== 'text' && list.type !== 'unknown') return false;
  if (value.kind === 'match' || value.kind === 'regex') return isFieldOf(value.subject, list);
  if (value.kind === 'one-of') return isFieldOf(value.subject, list);
  return value.kind === 'compare' && value.op === 'eq' && isFieldOf(value.left, list) && value.right.kind === 'literal';
}

const asElement = (value: Value): Value =>
  mapValue(value, (node) => (node.kind === 'field' ? { ...node, list: false } : node));

/** One element passes: those that do are counted, and where there are none there may be no count. */
function someElement(scope: Scope, value: Value, guard: boolean): Frag {
  const count = call('mvcount', call('mvfilter', emitTest(scope, asElement(value)).frag));
  return compared(guard ? call('coalesce', count, raw('0')) : count, '>', raw('0'));
}

function leafTest(scope: Scope, value: Value, guard: boolean, scalars: ScalarFields): Test {
  const fields = fieldsOfValue(value);
  const list = fields.find((field) => field.list);
  if (list && isByRegex(value, list)) return emitTest(scope, value);
  if (list && fields.length > 1)
    return sure(refused(scope, 'list', 'SPL looks at the values of one field at a time, each once'));
  if (list) return sure(someElement(scope, value, guard));
  noteScalars(scalars, value);
  return emitTest(scope, value);
}

function emitLeaf(node: Leaf, guard: boolean, scalars: ScalarFields): Emitted {
  const scope = newScope(node.origin);
  const frag = settled(leafTest(scope, node.value, guard, scalars), guard);
  const empty = emptyWitness(node.value);
  if (empty) noteEmpty(scope, node.value.kind, empty);
  return { frag, notes: timesShown(scope.notes, node.value) };
}

function emitHasValue({ value, origin }: HasValue, scalars: ScalarFields): Emitted {
  const scope = newScope(origin);
  const fields = fieldsOfValue(value);
  if (value.kind === 'field') {
    noteHasValue(scope, value);
    return { frag: call('isnotnull', fieldExpr(scope, value).frag), notes: scope.notes };
  }
  if (fields.some((field) => field.list)) refused(scope, 'has-value', 'a test of every value of a list');
  noteScalars(scalars, value);
  for (const field of fields) noteHasValue(scope, field);
  return { frag: call('isnotnull', emitValue(scope, value).frag), notes: scope.notes };
}

function emitHasKey({ field, origin }: HasKey): Emitted {
  const scope = newScope(origin);
  noteHasKey(scope, field);
  return { frag: call('isnotnull', fieldExpr(scope, field).frag), notes: scope.notes };
}

/** How `where` writes what stands in the leaves of a condition. */
export const whereLeaves = (scalars: ScalarFields): LeafCases => ({
  leaf: (node, guard) => emitLeaf(node, guard, scalars),
  'has-value': (node) => emitHasValue(node, scalars),
  'has-key': emitHasKey,
  keyword: emitKeyword,
});

/** `isnotnull(…)` by itself, seen through marks of origin. */
function openOf(doc: Doc): Extract<Doc, { kind: 'indent' }> | undefined {
  if (typeof doc !== 'object' || !('kind' in doc)) return undefined;
  if (doc.kind === 'origin') return openOf(doc.doc);
  return doc.kind === 'indent' && doc.open === 'isnotnull(' ? doc : undefined;
}

/** The complement of a test that is never null. */
function complement(operand: Frag): Frag {
  const presence = operand.level === LEVEL.atom ? openOf(operand.doc) : undefined;
  return presence ? { level: LEVEL.atom, doc: { ...presence, open: 'isnull(' } } : negated(operand);
}

/** How `where` writes conditions. */
export const whereWords: Connectives = {
  and: { word: 'AND', level: LEVEL.junction },
  or: { word: 'OR', level: LEVEL.junction },
  not: { emit: complement, operandLevel: LEVEL.junction },
  true: TRUE,
  false: FALSE,
  longestChain: Number.POSITIVE_INFINITY,
  alwaysBracket: false,
};
