import { addressText, addressWidth } from '../../src/base/ip.ts';
import type { Cidr, Compare, CompareOp, Literal, Network, OneOf, Value } from '../../src/ir/value.ts';
import { fieldsOfValue } from '../../src/ir/walk.ts';
import { type Frag, parens, q } from '../../src/target/frag.ts';
import type { EventJson } from '../../src/target/ledger.ts';
import { asNumber, asText, type Expr, type ExprType, isNumber } from './expr.ts';
import { dynamicCaseNotes } from './letters.ts';
import { canQuote, LEVEL, string } from './lexical.ts';
import { plainText } from './plain-text.ts';
import {
  allOf,
  anyOf,
  assume,
  call,
  compared,
  everywhere,
  maybe,
  never,
  refused,
  type Scope,
  sure,
  type Test,
} from './scope.ts';
import { equalsText, type Subject } from './text-tests.ts';

const SIGNS: { readonly [O in CompareOp]: string } = { eq: '=', ne: '!=', lt: '<', lte: '<=', gt: '>', gte: '>=' };

const FLIPPED: { readonly [O in CompareOp]: CompareOp } = {
  eq: 'eq',
  ne: 'ne',
  lt: 'gt',
  lte: 'gte',
  gt: 'lt',
  gte: 'lte',
};

const cannot = (scope: Scope, construct: string, why: string): Test => maybe(refused(scope, construct, why));

/** Null only if the one field is absent; else who knows. */
function ofFields(node: Value, frag: Frag): Test {
  const [only, more] = fieldsOfValue(node);
  return only && !more && node.kind !== 'call' ? { frag, twoValued: false, nullWith: only } : maybe(frag);
}

export const subjectOf = ({ frag, node, field }: Expr): Subject => ({ frag, node, ...(field && { field }) });

/** A pair of values, the first for the first field. */
function pairWitness(node: Value, a: unknown, b: unknown): EventJson {
  return Object.fromEntries(fieldsOfValue(node).map(({ name }, i) => [name, i === 0 ? a : b]));
}

/** A number that passes the comparison, in a spelling that is none of the rule's. */
function oddSpelling(op: CompareOp, literal: Literal | undefined): string {
  const value = literal?.type === 'integer' || literal?.type === 'real' ? Number(literal.value) : 0;
  const passing = op === 'gt' ? value + 1 : op === 'lt' || op === 'ne' ? value - 1 : value;
  return passing < 0 ? `-0${-passing}` : `0${passing}${Number.isInteger(passing) ? '.0' : '0'}`;
}

function numbers(scope: Scope, node: Compare, left: Expr, right: Expr): Test {
  const { constant } = right;
  const odd = oddSpelling(node.op, constant);
  if (constant?.type === 'integer' ? !Number.isSafeInteger(Number(constant.value)) : !constant)
    assume(
      scope,
      'compare',
      'number/double',
      'numbers are compared as floating point numbers',
      everywhere(node, 9007199254740993n),
    );
  const frag = compared(asNumber(scope, left, odd), SIGNS[node.op], asNumber(scope, right, odd));
  return maybe(frag);
}

/** Whether a text is taken for a number is not documented; with a sign before both it is none. */
function asWord(scope: Scope, expr: Expr): Frag {
  const text = expr.constant && plainText(expr.constant);
  if (text !== undefined && canQuote(text)) return string(`_${text}`);
  return q(LEVEL.sum)`${string('_')}.${parens(asText(scope, expr), LEVEL.factor)}`;
}

function order(scope: Scope, node: Compare, left: Expr, right: Expr): Test {
  const there = [left, right].filter(({ constant }) => !constant).map(({ frag }) => call('isnotnull', frag));
  return sure(allOf([...there, compared(asWord(scope, left), SIGNS[node.op], asWord(scope, right))]));
}

const mayBeNumber = ({ constant }: Expr): boolean => !constant;

/** Two texts of the data. */
function equalTexts(scope: Scope, node: Compare, left: Expr, right: Expr): Test {
  if (mayBeNumber(left) && mayBeNumber(right))
    assume(
      scope,
      'compare',
      'splunk/text-comparison',
      'two values that read like numbers may be compared as numbers',
      pairWitness(node, '1', '1.0'),
    );
  dynamicCaseNotes(scope, 'compare', node, node.caseRule);
  const [a, b] = [asText(scope, left), asText(scope, right)];
  const folded = node.caseRule === 'exact' ? [a, b] : [call('lower', a), call('lower', b)];
  return maybe(compared(folded[0] ?? a, SIGNS[node.op], folded[1] ?? b));
}

/** Not equal to a constant: there, and not the same. */
function unequal({ frag }: Test, subject: Expr): Test {
  return sure(allOf([call('isnotnull', subject.frag), q(LEVEL.not)`NOT ${parens(frag, LEVEL.atom)}`]));
}

function texts(scope: Scope, node: Compare, left: Expr, right: Expr): Test {
  const text = right.constant && plainText(right.constant);
  if (text === undefined) return equalTexts(scope, node, left, right);
  if (!left.field && left.type !== 'text') asText(scope, left);
  const equal = equalsText(scope, subjectOf(left), [text], node.caseRule);
  return node.op === 'ne' ? unequal(equal, left) : equal;
}

const isTexty = ({ type }: Expr): boolean => type === 'text' || type === 'unknown';
const isEquality = ({ op }: Compare): boolean => op === 'eq' || op === 'ne';

export function versionNote(scope: Scope, node: Value, literal: Literal): void {
  const text = plainText(literal) ?? '';
  assume(
    scope,
    'version',
    'version/same-spelling',
    'versions are compared as texts',
    everywhere(node, `${text}+build`),
  );
}

function versions(scope: Scope, node: Compare, left: Expr, right: Expr): Test {
  if (!isEquality(node) || !right.constant) return cannot(scope, 'version', 'SPL has no order of versions');
  versionNote(scope, node, right.constant);
  return texts(scope, { ...node, caseRule: 'exact' }, left, right);
}

function addresses(scope: Scope, node: Compare, left: Expr, right: Expr): Test {
  if (node.op !== 'eq') return cannot(scope, 'compare', 'SPL has no order of addresses');
  if (right.constant) return cannot(scope, 'compare', 'an address compared with a text that is none');
  const why = 'addresses are compared as texts';
  assume(scope, 'compare', 'ip/same-spelling', why, pairWitness(node, '::1', '0:0:0:0:0:0:0:1'));
  return maybe(compared(asText(scope, left), '=', asText(scope, right)));
}

/** A field that no schema knows, in order with a number or another such field. */
function unknownOrder(scope: Scope, node: Compare, left: Expr, right: Expr): Test {
  if (isTexty(right)) return cannot(scope, 'compare', 'the order of values that may be numbers or texts');
  return numbers(scope, node, left, right);
}

/** Two values of which none is a field of unknown type come here with one type, or never compare. */
function sameTypes(scope: Scope, node: Compare, left: Expr, right: Expr): Test {
  if (isNumber(left) && isNumber(right)) return numbers(scope, node, left, right);
  if (isEquality(node)) return texts(scope, node, left, right);
  if (left.type === 'unknown' || right.type === 'unknown') return unknownOrder(scope, node, left, right);
  return left.type === 'text' && right.type === 'text' ? order(scope, node, left, right) : never;
}

type Comparison = (scope: Scope, node: Compare, left: Expr, right: Expr) => Test;

/** Types that compare in a way of their own, whatever stands on the other side. */
const OWN_WAYS: Readonly<Partial<Record<ExprType, Comparison>>> = {
  null: () => never,
  date: (scope) => cannot(scope, 'date', 'Splunk knows dates by the extraction of each source only'),
  version: versions,
  ip: addresses,
};

/** A comparison (docs/semantics.md, "Comparing"); a constant stands on the right. */
export function compareTest(scope: Scope, node: Compare, left: Expr, right: Expr): Test {
  if (left.constant && !right.constant)
    return compareTest(scope, { ...node, op: FLIPPED[node.op], left: node.right, right: node.left }, right, left);
  const compare = OWN_WAYS[left.type] ?? OWN_WAYS[right.type] ?? sameTypes;
  return compare(scope, node, left, right);
}

/** The one spelling of the one address of a network; an IPv6 address has several. */
export const onlySpelling = ({ family, prefix, bits }: Network): string | undefined =>
  family === 4 && prefix === addressWidth(4) ? addressText({ family, bits }) : undefined;

const oddAddress = ({ family, bits }: Network): string =>
  family === 4 ? `0${addressText({ family, bits })}` : `${addressText({ family, bits })}%eth0`;

function inNetwork(scope: Scope, node: Value, { frag }: Expr, network: Network): Frag {
  const only = onlySpelling(network);
  if (only !== undefined) return compared(frag, '=', string(only));
  const why = 'cidrmatch() may read other spellings of an address';
  assume(scope, 'cidr', 'splunk/plain-addresses', why, everywhere(node, oddAddress(network)));
  return call('cidrmatch', string(network.text), frag);
}

/** The address lies in one of the networks. For a text that is no address `cidrmatch` may be null. */
export function cidrTest(scope: Scope, node: Value, networks: Cidr['networks'], subject: Expr): Test {
  if (!subject.field) return cannot(scope, 'cidr', 'a computed text as an address');
  const tests = anyOf(networks.map((network) => inNetwork(scope, node, subject, network)));
  return networks.every(onlySpelling) ? ofFields(node, tests) : maybe(tests);
}

/** The subject equals one of the constants. */
export function oneOfTest(scope: Scope, node: OneOf, subject: Expr, literal: (option: Literal) => Expr): Test {
  const found = node.options.flatMap((option) => plainText(option) ?? []);
  const asTexts = isTexty(subject) || (subject.type === 'boolean' && subject.field);
  if (asTexts && found.length > 0) return equalsText(scope, subjectOf(subject), [...new Set(found)], node.caseRule);
  const tests = node.options.map((right) =>
    compareTest(
      scope,
      { kind: 'compare', op: 'eq', left: node.subject, right, caseRule: node.caseRule },
      subject,
      literal(right),
    ),
  );
  return maybe(anyOf(tests.map((test) => test.frag)));
}
