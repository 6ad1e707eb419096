import type { HasKey, HasValue, Keyword, Leaf } from '../../src/ir/cond.ts';
import type { Field, Value } from '../../src/ir/value.ts';
import { type Emitted, unsupported } from '../../src/target/emit-cond.ts';
import { type Frag, parens, q } from '../../src/target/frag.ts';
import { LEVEL } from './levels.ts';
import { columnName, type Expr, newScope, note, type Place, type Scope } from './scope.ts';
import { FALSE } from './text.ts';
import { emitValue } from './value.ts';

/** Wraps a test in a walk over every bound element, the first occurrence outermost. */
export function walked(scope: Scope, test: Frag): Frag {
  return scope.bindings.reduceRight(
    (inner, { source, variable }) => scope.dialect.lists.any(source, variable, inner),
    test,
  );
}

/** `field == "text"` on a list column: the engines have short words for that. */
function listEquality(scope: Scope, value: Value): Frag | undefined {
  if (scope.layout === 'json' || (value.kind !== 'compare' && value.kind !== 'one-of')) return undefined;
  if (value.caseRule !== 'exact' || (value.kind === 'compare' && value.op !== 'eq')) return undefined;
  const subject = value.kind === 'compare' ? value.left : value.subject;
  const options = value.kind === 'compare' ? [value.right] : value.options;
  if (subject.kind !== 'field' || !subject.list || (subject.type !== 'text' && subject.type !== 'ip')) return undefined;
  const literals: Frag[] = [];
  for (const option of options) {
    if (option.kind !== 'literal' || option.type !== 'text') return undefined;
    if (scope.dialect.lexical.unwritable(option.value)) return undefined;
    literals.push(scope.dialect.lexical.text(option.value));
  }
  if (literals.length === 0 || scope.dialect.lexical.unwritableName(subject.name)) return undefined;
  return scope.dialect.lists.equals(columnName(scope, subject.name), literals);
}

/** A Boolean value as a condition; anything else is never true. */
const asCondition = (expr: Expr): Frag => (expr.type === 'boolean' ? expr.frag : FALSE);

export function emitLeaf(place: Place, node: Leaf): Emitted {
  const scope = newScope(place, node.origin);
  const short = listEquality(scope, node.value);
  if (short) return { frag: short, notes: scope.notes };
  const test = asCondition(emitValue(scope, node.value));
  return { frag: walked(scope, test), notes: scope.notes };
}

const notNull = (frag: Frag): Frag => q(LEVEL.test)`${parens(frag, LEVEL.operator)} IS NOT NULL`;

function fieldHasValue(scope: Scope, field: Field): Frag {
  const expr = emitValue(scope, field);
  const [binding] = scope.bindings;
  if (scope.layout === 'columns' && field.list) return scope.dialect.lists.present(columnName(scope, field.name));
  return binding ? walked(scope, notNull(expr.frag)) : notNull(expr.frag);
}

export function emitHasValue(place: Place, node: HasValue): Emitted {
  const scope = newScope(place, node.origin);
  if (node.value.kind === 'field') return { frag: fieldHasValue(scope, node.value), notes: scope.notes };
  const expr = emitValue({ ...scope, top: false }, node.value);
  if (scope.bindings.length === 0) return { frag: notNull(expr.frag), notes: scope.notes };
  return unsupported(
    'has-value',
    'no test that a value made of list fields is there for all their elements',
    node.origin,
  );
}

export function emitHasKey(place: Place, node: HasKey): Emitted {
  const scope = newScope(place, node.origin);
  const { json, lexical } = place.dialect;
  const problem = lexical.unwritableName(node.field.name);
  if (problem) return unsupported('field', problem, node.origin);
  if (place.layout === 'json')
    return { frag: json.hasKey(place.jsonColumn, node.field.name.split('.'), lexical), notes: [] };
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

export function emitKeyword(place: Place, node: Keyword): Emitted {
  if (place.layout === 'columns')
    return unsupported('keyword', 'no test of all columns of a table at once', node.origin);
  return unsupported('keyword', 'not written yet', node.origin);
}
