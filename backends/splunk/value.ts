import type { Call, Value } from '../../src/ir/value.ts';
import { onValue } from '../../src/ir/value.ts';
import { cidrTest, compareTest, oneOfTest, subjectOf } from './compare.ts';
import { asText, computed, type Expr, fieldExpr, literalExpr } from './expr.ts';
import { functionRows, testRows } from './functions.ts';
import { allOf, call, maybe, negated, never, refused, type Scope, sure, type Test } from './scope.ts';
import { matchesPattern, matchesRegex, type Subject } from './text-tests.ts';

const noValue = (scope: Scope, node: Value): Expr =>
  computed(scope, node, 'null', refused(scope, node.kind, 'a truth value is no value of an expression'), 1);

/** A value in `where`. */
export function emitValue(scope: Scope, value: Value): Expr {
  return onValue<Expr>(value, {
    literal: (node) => literalExpr(node),
    field: (node) => fieldExpr(scope, node),
    call: (node) => functionRows[node.fn](scope, node, emitArgs(scope, node)),
    compare: (node) => noValue(scope, node),
    'one-of': (node) => noValue(scope, node),
    match: (node) => noValue(scope, node),
    regex: (node) => noValue(scope, node),
    cidr: (node) => noValue(scope, node),
  });
}

const emitArgs = (scope: Scope, node: Call): readonly Expr[] => node.args.map((arg) => emitValue(scope, arg));

/** A truth value that is compared with a constant one. */
function comparedTruth(scope: Scope, inner: Value, wanted: boolean): Test {
  const test = emitTest(scope, inner);
  if (wanted) return test;
  const { nullWith, frag } = test;
  if (!nullWith || test.overList)
    return maybe(refused(scope, 'compare', 'a truth value that must be false and not absent'));
  return sure(allOf([call('isnotnull', emitValue(scope, nullWith).frag), negated(frag)]));
}

const TESTS: ReadonlySet<Value['kind']> = new Set(['compare', 'one-of', 'match', 'regex', 'cidr']);

const isTruth = (value: Value): boolean =>
  TESTS.has(value.kind) || (value.kind === 'call' && testRows[value.fn] !== undefined);

function textSubject(scope: Scope, node: Value): Subject {
  const expr = emitValue(scope, node);
  return { ...subjectOf(expr), frag: asText(scope, expr) };
}

/** A Boolean value in `where`. */
export function emitTest(scope: Scope, value: Value): Test {
  return onValue<Test>(value, {
    literal: () => never,
    field: (node) =>
      node.type === 'boolean'
        ? emitTest(scope, { kind: 'compare', op: 'eq', left: node, right: TRUE, caseRule: 'exact' })
        : never,
    call: (node) => testRows[node.fn]?.(scope, node, emitArgs(scope, node)) ?? never,
    compare: (node) => {
      const { left, right, op } = node;
      if (isTruth(left) && op === 'eq' && right.kind === 'literal' && right.type === 'boolean')
        return comparedTruth(scope, left, right.value);
      return compareTest(scope, node, emitValue(scope, left), emitValue(scope, right));
    },
    'one-of': (node) => oneOfTest(scope, node, emitValue(scope, node.subject), literalExpr),
    match: (node) => matchesPattern(scope, textSubject(scope, node.subject), node.patterns, node.caseRule),
    regex: (node) => matchesRegex(scope, textSubject(scope, node.subject), node.regexes),
    cidr: (node) => cidrTest(scope, node, node.networks, emitValue(scope, node.subject)),
  });
}

const TRUE = { kind: 'literal', type: 'boolean', value: true } as const;
