import { literalText, type Pattern, shapeOf } from '../../src/ir/pattern.ts';
import type { CaseRule, Value } from '../../src/ir/value.ts';
import { balanced } from '../../src/target/emit-cond.ts';
import { enclosed, type Frag, parens, q, raw } from '../../src/target/frag.ts';
import { foldColumn, foldingFor, foldText, lookAlikeCaveat } from './folding.ts';
import { LEVEL } from './levels.ts';
import { samplePattern } from './sample.ts';
import { type Expr, note, type Scope, take, textLiteral } from './scope.ts';

export const FALSE = raw('FALSE');

/** One test or another; long chains as balanced trees. */
export function anyOf(tests: readonly Frag[], longest: number): Frag {
  const [only] = tests;
  if (!only) return FALSE;
  if (tests.length === 1) return only;
  return balanced(
    tests.map((test) => parens(test, LEVEL.not)),
    'OR',
    LEVEL.junction,
    longest,
  );
}

/** `x = a`, or `x IN (a, b)`. */
export function isIn(subject: Frag, literals: readonly Frag[]): Frag {
  const left = parens(subject, LEVEL.operator);
  const [only] = literals;
  if (only && literals.length === 1) return q(LEVEL.test)`${left} = ${parens(only, LEVEL.operator)}`;
  return q(LEVEL.test)`${left} IN ${enclosed('(', literals, ')')}`;
}

/** Where an absent subject must stay absent. */
export function whenPresent(scope: Scope, subject: Frag, test: Frag): Frag {
  if (scope.top) return test;
  return q(0)`CASE WHEN ${parens(subject, LEVEL.operator)} IS NOT NULL THEN ${test} END`;
}

/** A test of an absent value. */
export const absent = (scope: Scope): Frag => (scope.top ? FALSE : raw('NULL'));

/** A test that no value passes. */
export function never(scope: Scope, subject: Frag): Frag {
  return whenPresent(scope, subject, FALSE);
}

/** A test that any present value passes. */
export function present(scope: Scope, subject: Frag): Frag {
  if (!scope.top) return whenPresent(scope, subject, raw('TRUE'));
  return q(LEVEL.test)`${parens(subject, LEVEL.operator)} IS NOT NULL`;
}

const foldPattern = (parts: Pattern, rule: CaseRule): Pattern =>
  rule === 'exact'
    ? parts
    : parts.map((part) => (part.kind === 'lit' ? { kind: 'lit', text: foldText(part.text, rule) } : part));

/** The subject, which is text, fits one of the patterns. */
export function fitsPattern(
  scope: Scope,
  node: Value,
  subject: Frag,
  patterns: readonly Pattern[],
  rule: CaseRule,
): Frag {
  if (patterns.some((pattern) => shapeOf(pattern).kind === 'present')) return present(scope, subject);
  const { dialect } = scope;
  const foldedPatterns = patterns.map((parts) => foldPattern(parts, rule));
  const texts = foldedPatterns.flatMap((parts) => parts.flatMap((part) => (part.kind === 'lit' ? [part.text] : [])));
  const folded = foldingFor(texts, rule);
  const caveat = lookAlikeCaveat(
    foldedPatterns.map((parts) => samplePattern(parts)),
    folded,
    dialect.case,
  );
  if (caveat) note(scope, node.kind, node, caveat);
  const whole = [...new Set(foldedPatterns.flatMap((pattern) => literalText(pattern) ?? []))];
  const others = foldedPatterns.filter((pattern) => literalText(pattern) === undefined);
  const equal = whole.map((text) => textLiteral(scope, text));
  const tests = equal.length > 0 ? [isIn(foldColumn(folded, subject, dialect.case), equal)] : [];
  for (const pattern of others) tests.push(take(scope, node.kind, node, fitsOne(scope, subject, pattern, folded)));
  return tests.length === 0 ? never(scope, subject) : anyOf(tests, dialect.longestChain);
}

function fitsOne(scope: Scope, subject: Frag, pattern: Pattern, folded: ReturnType<typeof foldingFor>) {
  const { lexical, match } = scope.dialect;
  const problem = pattern
    .map((part) => (part.kind === 'lit' ? lexical.unwritable(part.text) : undefined))
    .find(Boolean);
  return problem ? { refusal: problem } : match(subject, pattern, folded);
}

/** The subject, which is text, equals one of the texts. */
export function equalsText(scope: Scope, node: Value, subject: Frag, texts: readonly string[], rule: CaseRule): Frag {
  const patterns = texts.map<Pattern>((text) => (text === '' ? [] : [{ kind: 'lit', text }]));
  return fitsPattern(scope, node, subject, patterns, rule);
}

/** The text that patterns, regular expressions and networks see; dates have none. */
export function textOf(scope: Scope, node: Value, subject: Expr): Frag | undefined {
  const { type, frag } = subject;
  if (type === 'integer' || type === 'real' || type === 'boolean')
    return take(scope, node.kind, node, scope.dialect.toText[type](frag));
  return type === 'date' || type === 'null' ? undefined : frag;
}
