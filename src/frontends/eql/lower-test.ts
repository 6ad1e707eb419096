import type {
  EqlCompare,
  EqlCompareOperator,
  EqlExpression,
  EqlIn,
  EqlLiteral,
  EqlMatch,
  EqlMatchOperator,
} from '../../../grammars/eql/ast.ts';
import { at, NULL } from '../../ir/build.ts';
import { wildcardPattern } from '../../ir/pattern.ts';
import type {
  CaseRule,
  Cidr,
  Compare,
  CompareOp,
  Literal,
  Match,
  Network,
  OneOf,
  RegexMatch,
  Value,
} from '../../ir/value.ts';
import { parseRegex } from '../../regex/parse.ts';
import { Slice } from '../../text/slice.ts';
import { SourceText } from '../../text/source-text.ts';
import { parseNetwork } from '../networks.ts';
import { coerce } from './coerce.ts';
import type { Scope } from './scope.ts';
import { isOpen, typeName, typeOf } from './types.ts';

/** A Boolean Value, or its complement. `never` is a test that no event can pass; it has been reported. */
export interface Test {
  readonly value: Value | 'never';
  readonly negated: boolean;
}

export const NEVER: Test = { value: 'never', negated: false };

const OPS: {
  readonly [O in EqlCompareOperator]: {
    readonly op: CompareOp;
    readonly negated: boolean;
    readonly flipped: EqlCompareOperator;
  };
} = {
  '==': { op: 'eq', negated: false, flipped: '==' },
  '!=': { op: 'eq', negated: true, flipped: '!=' },
  '<': { op: 'lt', negated: false, flipped: '>' },
  '<=': { op: 'lte', negated: false, flipped: '>=' },
  '>': { op: 'gt', negated: false, flipped: '<' },
  '>=': { op: 'gte', negated: false, flipped: '<=' },
};

export const flip = (operator: EqlCompareOperator): EqlCompareOperator => OPS[operator].flipped;

const literalText = (value: Literal): string => (value.type === 'null' ? 'null' : String(value.value));

/** A literal in the subject's type; what can't be such a value is reported once and left out. */
function fitted(scope: Scope, value: Literal, subject: Value, name: string): Literal | undefined {
  const fits = coerce(value, typeOf(subject));
  if (!fits && value.origin) {
    scope.report('eql/never-equal', { literal: literalText(value), name, type: typeOf(subject) }, value.origin);
  }
  return fits;
}

/** Addresses are compared as addresses; a term query on an ip field takes a network as well (docs/semantics.md, "Comparing"). */
function addresses(scope: Scope, subject: Value, values: readonly Literal[], name: string): Cidr | undefined {
  const networks: Network[] = [];
  for (const value of values) {
    const network = value.type === 'text' ? parseNetwork(value.value) : undefined;
    if (network) networks.push(network);
    else if (value.origin)
      scope.report('eql/never-equal', { literal: literalText(value), name, type: 'ip' }, value.origin);
  }
  return networks.length > 0 ? { kind: 'cidr', subject, networks } : undefined;
}

/** `subject op literal`, neither side null. */
export function compareTest(
  scope: Scope,
  node: EqlCompare,
  operator: EqlCompareOperator,
  subject: Value,
  value: Literal,
  name: string,
): Test {
  const { op, negated } = OPS[operator];
  const type = typeOf(subject);
  if (type === 'ip' && op === 'eq') {
    const cidr = addresses(scope, subject, [value], name);
    return { value: cidr ? at<Cidr>(cidr, node.span) : 'never', negated };
  }
  if (op !== 'eq' && (type === 'ip' || type === 'boolean')) {
    scope.report('eql/unordered-type', { operator: node.operator, found: typeName(type) }, node.span);
    return NEVER;
  }
  const right = fitted(scope, value, subject, name);
  if (!right) return { value: 'never', negated };
  return { value: at<Compare>({ kind: 'compare', op, left: subject, right, caseRule: 'exact' }, node.span), negated };
}

const listKind = (value: Literal): string => (value.type === 'real' ? 'integer' : value.type);

/** `subject in (values)`; nulls in the list never match. */
export function inTest(scope: Scope, node: EqlIn, subject: Value, values: readonly Literal[], name: string): Test {
  const caseRule: CaseRule = node.insensitive ? 'ascii' : 'exact';
  const present = values.filter((value) => value.type !== 'null');
  const [first] = present;
  const other = first && present.find((value) => listKind(value) !== listKind(first));
  if (first && other) {
    scope.report(
      'eql/mixed-list',
      { first: typeName(typeOf(first)), other: typeName(typeOf(other)) },
      other.origin ?? node.span,
    );
    return NEVER;
  }
  if (typeOf(subject) === 'ip') {
    const cidr = addresses(scope, subject, present, name);
    return { value: cidr ? at<Cidr>(cidr, node.span) : 'never', negated: node.negated };
  }
  const options = present.flatMap((value) => fitted(scope, value, subject, name) ?? []);
  if (options.length === 0) return { value: 'never', negated: node.negated };
  return { value: at<OneOf>({ kind: 'one-of', subject, options, caseRule }, node.span), negated: node.negated };
}

const MATCHES: { readonly [O in EqlMatchOperator]: { readonly regex: boolean; readonly caseRule: CaseRule } } = {
  ':': { regex: false, caseRule: 'ascii' },
  like: { regex: false, caseRule: 'exact' },
  'like~': { regex: false, caseRule: 'ascii' },
  regex: { regex: true, caseRule: 'exact' },
  'regex~': { regex: true, caseRule: 'ascii' },
};

function regexTest(scope: Scope, node: EqlMatch, subject: Value, caseRule: CaseRule): Test {
  const regexes = node.patterns.flatMap((pattern) => {
    if (pattern.kind !== 'string') return [];
    // The expression was unescaped by the string it stands in; its problems are shown at the string.
    const text = new SourceText(pattern.span.source.path, pattern.value);
    const parsed = parseRegex(Slice.verbatim(text), { flavour: 'lucene', anchoring: 'whole', caseRule });
    for (const found of parsed.diagnostics) scope.diagnostics.push({ ...found, span: pattern.span });
    return parsed.regex ? [parsed.regex] : [];
  });
  return { value: at<RegexMatch>({ kind: 'regex', subject, regexes }, node.span), negated: false };
}

/** `subject : patterns` and its relatives. */
export function matchTest(scope: Scope, node: EqlMatch, subject: Value, name: string): Test {
  const { regex, caseRule } = MATCHES[node.operator];
  const type = typeOf(subject);
  if (type !== 'text' && !isOpen(type)) {
    scope.report('eql/needs-text', { operator: node.operator, name, found: typeName(type) }, node.span);
    return NEVER;
  }
  if (!onlyStrings(scope, node)) return NEVER;
  if (regex) return regexTest(scope, node, subject, caseRule);
  const patterns = node.patterns.flatMap((pattern) =>
    pattern.kind === 'string' ? [wildcardPattern(pattern.value)] : [],
  );
  return { value: at<Match>({ kind: 'match', subject, patterns, caseRule }, node.span), negated: false };
}

function onlyStrings(scope: Scope, node: EqlMatch): boolean {
  const wrong = node.patterns.find((pattern) => pattern.kind !== 'string');
  if (wrong) scope.report('eql/pattern-not-text', { operator: node.operator }, wrong.span);
  return !wrong;
}

/** An EQL constant as IR. */
export function constant(node: EqlLiteral): Literal {
  switch (node.kind) {
    case 'string':
      return at<Literal>({ kind: 'literal', type: 'text', value: node.value }, node.span);
    case 'integer':
      return at<Literal>({ kind: 'literal', type: 'integer', value: node.value }, node.span);
    case 'decimal':
      return at<Literal>({ kind: 'literal', type: 'real', value: node.value }, node.span);
    case 'boolean':
      return at<Literal>({ kind: 'literal', type: 'boolean', value: node.value }, node.span);
    case 'null':
      return at<Literal>(NULL, node.span);
  }
}

/** The source text of an expression, for messages. */
export const sourceOf = (node: EqlExpression): string => node.span.source.text.slice(node.span.start, node.span.end);
