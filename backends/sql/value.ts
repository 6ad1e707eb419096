import { shapeOf } from '../../src/ir/pattern.ts';
import type { Call, Cidr, Field, Literal, Match, RegexMatch, Value } from '../../src/ir/value.ts';
import { onValue } from '../../src/ir/value.ts';
import type { Frag } from '../../src/target/frag.ts';
import { emitCall } from './call.ts';
import { constantFrag, emitCompare, emitOneOf, literalType } from './compare.ts';
import type { Refusal, Said, SqlType } from './dialect.ts';
import { SPELLING } from './json.ts';
import { emitRegex } from './regex.ts';
import { bindElement, bool, columnName, type Expr, inside, NULL_EXPR, refused, type Scope, take } from './scope.ts';
import { absent, fitsPattern, present, textOf } from './text.ts';

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
  const { lexical, json } = scope.dialect;
  const problem = scope.layout === 'json' ? json.unwritableName(name) : lexical.unwritableName(name);
  if (problem) refused(scope, 'field', problem);
  return problem !== undefined;
}

/** Numbers as text matter only where the rule's text could be one. */
function readFor(scope: Scope, found: Said | Refusal): Said | Refusal {
  if ('refusal' in found || scope.meetsNumbers) return found;
  return { ...found, caveats: found.caveats.filter((caveat) => caveat !== SPELLING) };
}

function emitField(scope: Scope, field: Field): Expr {
  if (badName(scope, field.name)) return NULL_EXPR;
  const type = FIELD_TYPES[field.type];
  const { lists, json } = scope.dialect;
  if (scope.layout === 'json') {
    if (json.requires) scope.requires.add(json.requires);
    const numbers = scope.meetsNumbers && (field.type === 'text' || field.type === 'unknown');
    const source = json.values({ column: scope.jsonColumn, path: field.name.split('.'), numbers });
    const read = (element: Frag): Frag => take(scope, 'field', field, readFor(scope, json.read[field.type](element)));
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

/** A lone `*` asks for no text, so nothing is made one. */
function onPresent(scope: Scope, node: Match): Expr | undefined {
  if (!node.patterns.some((parts) => shapeOf(parts).kind === 'present')) return undefined;
  const subject = emitValue(inside(scope), node.subject);
  const hasText = subject.type !== 'date' && subject.type !== 'null';
  return bool(hasText ? present(scope, subject.frag) : absent(scope));
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
    match: (node) =>
      onPresent(scope, node) ??
      onText(scope, node, (text) => fitsPattern(scope, node, text, node.patterns, node.caseRule)),
    regex: (node) => onText(scope, node, (text) => emitRegex(scope, node, text)),
    cidr: (node) => emitCidr(scope, node),
  });
}
