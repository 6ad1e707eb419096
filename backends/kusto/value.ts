import type { Cidr, Field, Literal, Match, RegexMatch, Value } from '../../src/ir/value.ts';
import { onValue } from '../../src/ir/value.ts';
import { type Frag, raw } from '../../src/target/frag.ts';
import { cidrTest } from './cidr.ts';
import { SCALAR_TYPES } from './columns.ts';
import { compareTest } from './compare.ts';
import { functionRows } from './functions.ts';
import {
  bool,
  canName,
  canWrite,
  datetime,
  identifier,
  isDatetime,
  isLong,
  long,
  NANOS_PER_TICK,
  real,
  string,
} from './lexical.ts';
import { oneOfTest } from './one-of.ts';
import { rustText } from './regex-text.ts';
import { anyOf, call, type Expr, loud, refused, type Scope, type Test } from './scope.ts';
import { fullMatch, matchText } from './text-tests.ts';
import { asText } from './text-value.ts';

const known = (frag: Frag, type: Expr['type']): Expr => ({ frag, type, nullable: false, present: [] });

/** A test of operands. KQL finds `null == 1` false and `null != 1` true; the language finds no value in either. */
const boolean = ({ frag, nullable }: Test, operands: readonly Expr[], isTrueOfNull = false): Expr => ({
  frag,
  type: 'bool',
  nullable,
  present: operands
    .map(loud)
    .flatMap((operand) => [
      ...operand.present,
      ...(operand.nullable
        ? [{ frag: call('isnotnull', operand.frag), ...(isTrueOfNull ? {} : { quiet: true as const }) }]
        : []),
    ]),
});

function dateLiteral(scope: Scope, nanos: bigint): Expr {
  const fits = isDatetime(nanos) && nanos % NANOS_PER_TICK === 0n;
  const why = 'a datetime lies in the years 1 to 9999 and counts in 100 nanoseconds';
  return known(fits ? datetime(nanos) : refused(scope, 'date', why), 'datetime');
}

function textLiteral(scope: Scope, text: string): Expr {
  const why = 'half a surrogate pair has no spelling in KQL';
  return known(canWrite(text) ? string(text) : refused(scope, 'string', why), 'string');
}

/** A constant. Numbers that no literal holds are met again, and said, by what compares them. */
function literalExpr(scope: Scope, node: Literal): Expr {
  switch (node.type) {
    case 'text':
    case 'version':
      return textLiteral(scope, node.value);
    case 'integer':
      return known(isLong(node.value) ? long(node.value) : real(Number(node.value)), 'long');
    case 'real':
      return known(real(node.value), 'real');
    case 'boolean':
      return known(bool(node.value), 'bool');
    case 'date':
      return dateLiteral(scope, node.value);
    case 'null':
      return { frag: raw('long(null)'), type: 'long', nullable: true, present: [] };
  }
}

const NO_ELEMENTS: Readonly<Partial<Record<Field['type'], true>>> = { double: true, date: true };

/** The name of the one element of a list at a time; `mv-apply` counts those that pass. */
function elementName(scope: Scope, field: Field): string | undefined {
  if (scope.elements.length > 0) {
    refused(scope, 'list', 'two lists in one test: KQL has no form for their pairs that stays readable');
    return undefined;
  }
  if (NO_ELEMENTS[field.type]) {
    refused(scope, 'list', 'dates and real numbers lose their type inside a dynamic array');
    return undefined;
  }
  let name = `_element${scope.place.steps.length + 1}`;
  while (scope.place.taken.has(name)) name = `_${name}`;
  scope.elements.push({ field, name });
  return name;
}

function fieldExpr(scope: Scope, field: Field): Expr {
  if (!canName(field.name))
    return known(refused(scope, 'field', 'the field name can be no name of a column'), SCALAR_TYPES[field.type]);
  const name = field.list ? elementName(scope, field) : field.name;
  const frag = identifier(name ?? field.name);
  const type = SCALAR_TYPES[field.type];
  if (type !== 'string') return { frag, type, nullable: true, present: [] };
  return { frag, type, nullable: false, present: [{ frag: call('isnotempty', frag), field: field.name }] };
}

function matchExpr(scope: Scope, node: Match): Expr {
  const subject = asText(scope, emitValue(scope, node.subject));
  return boolean({ frag: matchText(scope, subject.frag, node.patterns, node.caseRule), nullable: false }, [subject]);
}

function regexExpr(scope: Scope, node: RegexMatch): Expr {
  const subject = asText(scope, emitValue(scope, node.subject));
  const tests = node.regexes.map((regex) => {
    const printed = rustText(regex);
    return 'unsupported' in printed
      ? refused(scope, 'regex', `KQL's regular expressions lack ${printed.unsupported}`)
      : fullMatch(subject.frag, printed.text);
  });
  return boolean({ frag: anyOf(tests), nullable: false }, [subject]);
}

function cidrExpr(scope: Scope, node: Cidr): Expr {
  const subject = asText(scope, emitValue(scope, node.subject));
  return boolean(cidrTest(scope, node, subject.frag), [subject]);
}

/** A Value in KQL. */
export function emitValue(scope: Scope, value: Value): Expr {
  return onValue<Expr>(value, {
    literal: (node) => literalExpr(scope, node),
    field: (node) => fieldExpr(scope, node),
    call: (node) =>
      functionRows[node.fn](
        scope,
        node,
        node.args.map((arg) => loud(emitValue(scope, arg))),
      ),
    compare: (node) => {
      const [left, right] = [emitValue(scope, node.left), emitValue(scope, node.right)];
      return boolean(compareTest(scope, node, left, right), [left, right], node.op === 'ne');
    },
    'one-of': (node) => {
      const subject = emitValue(scope, node.subject);
      return boolean(
        oneOfTest(scope, node, subject, (option) => literalExpr(scope, option)),
        [subject],
      );
    },
    match: (node) => matchExpr(scope, node),
    regex: (node) => regexExpr(scope, node),
    cidr: (node) => cidrExpr(scope, node),
  });
}
