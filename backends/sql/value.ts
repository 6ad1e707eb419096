import type { Call, Cidr, Field, Literal, Match, RegexMatch, Value } from '../../src/ir/value.ts';
import { onValue } from '../../src/ir/value.ts';
import type { Frag } from '../../src/target/frag.ts';
import { emitCall } from './call.ts';
import { constantFrag, emitCompare, emitOneOf, literalType } from './compare.ts';
import type { SqlType } from './dialect.ts';
import { emitRegex } from './regex.ts';
import { bindElement, bool, columnName, type Expr, inside, NULL_EXPR, refused, type Scope, take } from './scope.ts';
import { absent, fitsPattern, textOf } from './text.ts';

const FIELD_TYPES: { readonly [T in Field['type']]: SqlType } = {
  text: 'text',
  ip: 'text',
  long: 'integer',
  double: 'real',
  boolean: 'boolean',
  date: 'date',
  version: 'version',
  unknown: 'unknown',
};

/** Why a name can't be written, noted; or nothing. */
function badName(scope: Scope, name: string): boolean {
  const problem = scope.dialect.lexical.unwritableName(name);
  if (problem) refused(scope, 'field', problem);
  return problem !== undefined;
}

function emitField(scope: Scope, field: Field): Expr {
  if (badName(scope, field.name)) return NULL_EXPR;
  const type = FIELD_TYPES[field.type];
  const { lists, json, lexical } = scope.dialect;
  if (scope.layout === 'json') {
    const source = json.values(scope.jsonColumn, field.name.split('.'), lexical);
    const read = (element: Frag): Frag => take(scope, 'field', field, json.read[field.type](element));
    return { frag: bindElement(scope, source, read), type };
  }
  const column = columnName(scope, field.name);
  return { frag: field.list ? bindElement(scope, lists.column(column), (element) => element) : column, type };
}

function emitLiteral(scope: Scope, literal: Literal): Expr {
  const expr = { frag: constantFrag(scope, literal), type: literalType(literal) };
  return literal.type === 'null' ? expr : { ...expr, constant: literal.value };
}

function onText(scope: Scope, node: Match | RegexMatch | Cidr, test: (text: Frag) => Frag): Expr {
  const text = textOf(scope, node, emitValue(inside(scope), node.subject));
  return bool(text ? test(text) : absent(scope));
}

const emitCidr = (scope: Scope, node: Cidr): Expr =>
  onText(scope, node, (text) =>
    take(scope, 'cidr', node, scope.dialect.cidr(text, node.networks, scope.dialect.lexical)),
  );

/** SQL of a value; elements of lists are bound in the scope, notes too. */
export function emitValue(scope: Scope, value: Value): Expr {
  return onValue<Expr>(value, {
    literal: (node) => emitLiteral(scope, node),
    field: (node) => emitField(scope, node),
    call: (node: Call) => emitCall(scope, node, emitValue),
    compare: (node) => emitCompare(scope, node, emitValue),
    'one-of': (node) => emitOneOf(scope, node, emitValue),
    match: (node) => onText(scope, node, (text) => fitsPattern(scope, node, text, node.patterns, node.caseRule)),
    regex: (node) => onText(scope, node, (text) => emitRegex(scope, node, text)),
    cidr: (node) => emitCidr(scope, node),
  });
}
