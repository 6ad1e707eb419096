import type { HasKey, HasValue, Keyword, Leaf } from '../../src/ir/cond.ts';
import type { Pattern } from '../../src/ir/pattern.ts';
import type { Field, Match, RegexMatch, Value } from '../../src/ir/value.ts';
import { type Emitted, unsupported } from '../../src/target/emit-cond.ts';
import { chain, type Frag, parens, q } from '../../src/target/frag.ts';
import { besideOthers } from './beside.ts';
import { SPELLING } from './json.ts';
import { LEVEL } from './levels.ts';
import { emitRegex } from './regex.ts';
import { bindElement, columnName, type Expr, newScope, note, type Place, type Scope } from './scope.ts';
import { FALSE, fitsPattern } from './text.ts';
import { emitValue } from './value.ts';
import { settled } from './witness.ts';

/** Wraps a test in a walk over every bound element, the first occurrence outermost. */
function walked(scope: Scope, test: Frag): Frag {
  return scope.bindings.reduceRight(
    (inner, { source, variable }) => scope.dialect.lists.any(source, variable, inner),
    test,
  );
}

/** The literals of an equality with texts, with case; or nothing. */
function exactOptions(value: Value): { subject: Value; options: readonly Value[] } | undefined {
  if (value.kind === 'compare' && value.op === 'eq' && value.caseRule === 'exact')
    return { subject: value.left, options: [value.right] };
  if (value.kind === 'one-of' && value.caseRule === 'exact') return { subject: value.subject, options: value.options };
  return undefined;
}

/** `field == "text"` on a list column: the engines have short words for that. */
function listEquality(scope: Scope, value: Value): Frag | undefined {
  const found = exactOptions(value);
  if (!found || scope.layout === 'json') return undefined;
  const { subject, options } = found;
  if (subject.kind !== 'field' || !subject.list || (subject.type !== 'text' && subject.type !== 'ip')) return undefined;
  const texts = options.flatMap((option) =>
    option.kind === 'literal' && option.type === 'text' ? [option.value] : [],
  );
  const { lexical, lists } = scope.dialect;
  if (texts.length < options.length || texts.some(lexical.unwritable) || lexical.unwritableName(subject.name))
    return undefined;
  return lists.equals(columnName(scope, subject.name), [...new Set(texts)].map(lexical.text));
}

const NUMERAL = /^[-+.0-9eE]*$/;

const mayBeNumeral = (parts: Pattern): boolean => parts.every((part) => part.kind !== 'lit' || NUMERAL.test(part.text));

/** Whether the text that a value looks for could be the text of a number. */
function meetsNumbers(value: Value): boolean {
  if (value.kind === 'compare' && value.right.kind === 'literal' && value.right.type === 'text')
    return (value.op !== 'eq' && value.op !== 'ne') || value.left.kind !== 'field' || NUMERAL.test(value.right.value);
  if (value.kind === 'one-of')
    return value.options.some((option) => option.type !== 'text' || NUMERAL.test(option.value));
  if (value.kind !== 'match') return true;
  return value.patterns.some(mayBeNumeral);
}

/** A Boolean value as a condition; anything else is never true. */
const asCondition = (expr: Expr): Frag => (expr.type === 'boolean' ? expr.frag : FALSE);

/** What was emitted for a leaf, and whether it can't be null. */
export interface LeafText extends Emitted {
  readonly twoValued: boolean;
}

export function emitLeaf(place: Place, node: Leaf): LeafText {
  const scope = newScope(place, node.origin, meetsNumbers(node.value));
  const { twoValued } = place.dialect.lists;
  const short = listEquality(scope, node.value);
  if (short) return { frag: short, notes: scope.notes, twoValued: twoValued.equals };
  const test = asCondition(emitValue(scope, node.value));
  const notes = settled(scope.notes, node.value);
  return { frag: walked(scope, test), notes, twoValued: twoValued.any && scope.bindings.length > 0 };
}

const notNull = (frag: Frag): Frag => q(LEVEL.test)`${parens(frag, LEVEL.operator)} IS NOT NULL`;

const isNull = (frag: Frag): Frag => q(LEVEL.test)`${parens(frag, LEVEL.operator)} IS NULL`;

const all = (tests: readonly Frag[]): Frag => {
  const [only] = tests;
  return only && tests.length === 1 ? only : chain(tests, 'AND', LEVEL.junction);
};

/** Never null. */
function sure(scope: Scope, walk: Frag): Frag {
  return scope.dialect.lists.twoValued.any ? walk : q(LEVEL.atom)`COALESCE(${walk}, FALSE)`;
}

/** Every list has an element, and no choice of elements makes the value null. */
function hasValueForAll(scope: Scope, value: Frag): Frag {
  const { lists } = scope.dialect;
  const present = scope.bindings.map((each) => sure(scope, lists.any(each.source, each.variable, notNull(each.value))));
  const elements = scope.bindings.map((each) => notNull(each.value));
  const missing = sure(scope, walked(scope, all([...elements, isNull(value)])));
  return all([...present, q(LEVEL.not)`NOT ${parens(missing, LEVEL.atom)}`]);
}

function fieldHasValue(scope: Scope, field: Field): Frag {
  if (scope.layout !== 'json' && field.list) return scope.dialect.lists.present(columnName(scope, field.name));
  const expr = emitValue(scope, field);
  const present = notNull(expr.frag);
  return scope.bindings.length > 0 ? sure(scope, walked(scope, present)) : present;
}

export function emitHasValue(place: Place, node: HasValue): Emitted {
  // A field is there however its value is spelled.
  const scope = newScope(place, node.origin, node.value.kind !== 'field');
  if (node.value.kind === 'field') return { frag: fieldHasValue(scope, node.value), notes: scope.notes };
  const { value } = node;
  const { frag } = emitValue({ ...scope, top: false }, value);
  const test = scope.bindings.length > 0 ? hasValueForAll(scope, frag) : notNull(frag);
  return { frag: test, notes: scope.notes.map((each) => besideOthers(each, value, 'present')) };
}

export function emitHasKey(place: Place, node: HasKey): Emitted {
  const scope = newScope(place, node.origin);
  const { json, lexical } = place.dialect;
  const problem = (place.layout === 'json' ? json : lexical).unwritableName(node.field.name);
  if (problem) return unsupported('field', problem, node.origin);
  if (place.layout === 'json')
    return { frag: json.hasKey({ column: place.jsonColumn, path: node.field.name.split('.') }), notes: [] };
  note(scope, 'has-key', node.field, {
    assumption: 'columns/null-is-absent',
    why: 'a column cannot tell a field without a value from one that is not there',
    witness: null,
  });
  const frag = node.field.list
    ? place.dialect.lists.present(columnName(scope, node.field.name))
    : notNull(columnName(scope, node.field.name));
  return { frag, notes: scope.notes };
}

/** Notes need a field: a keyword may stand in any. */
const ANYWHERE: Field = { kind: 'field', name: 'message', type: 'text', list: false };

/** A keyword as a test of a field. */
const keywordValue = ({ test }: Keyword): Match | RegexMatch =>
  test.kind === 'regex' ? { ...test, kind: 'regex', subject: ANYWHERE } : { ...test, kind: 'match', subject: ANYWHERE };

const keywordTest = (scope: Scope, value: Match | RegexMatch, text: Frag): Frag =>
  value.kind === 'regex'
    ? emitRegex(scope, value, text)
    : fitsPattern(scope, value, text, value.patterns, value.caseRule);

/** Beside typed columns a keyword needs the event as a whole, in a JSON column. */
const wholeEvent = (column: Frag): string =>
  `the JSON column ${String(column.doc)} with the whole event in every row: keywords are looked for there`;

/** Walks through every scalar of the JSON column, which holds the event; a table of typed columns must have one besides. */
export function emitKeyword(place: Place, node: Keyword): Emitted {
  const scope = newScope(place, node.origin);
  const { everything, plainNumbers, requires } = place.dialect.json;
  if (requires) place.requires.add(requires);
  if (place.layout !== 'json') place.requires.add(wholeEvent(place.jsonColumn));
  const numbers = node.test.kind === 'regex' || node.test.patterns.some(mayBeNumeral);
  const element = bindElement(scope, everything({ column: place.jsonColumn, numbers }), (found) => found);
  const value = keywordValue(node);
  const test = keywordTest(scope, value, element);
  if (numbers && !plainNumbers) note(scope, 'field', ANYWHERE, SPELLING);
  const notes = settled(scope.notes, value).map((each) => ({ ...each, construct: 'keyword' }));
  return { frag: walked(scope, test), notes };
}
