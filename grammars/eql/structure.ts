import { didYouMean } from '../../src/base/did-you-mean.ts';
import { type Diagnostic, diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { Span } from '../../src/text/source-text.ts';
import type {
  EqlArithmeticOperator,
  EqlDecimal,
  EqlExpression,
  EqlField,
  EqlInteger,
  EqlMaxspan,
  EqlPipe,
  EqlQuery,
  EqlRuns,
  EqlTerm,
  EqlTimeUnit,
} from './ast.ts';

/** What the shape of a query must hold beyond its grammar; Elasticsearch refuses all of it while parsing. */

type Refuse = (problem: Diagnostic) => void;

const TIME_UNITS: readonly EqlTimeUnit[] = ['ms', 's', 'm', 'h', 'd'];
const MAX_RUNS = 100n;
const MAX_COUNT = 2n ** 31n - 1n;
const MAX_LONG = 2n ** 63n - 1n;

/*
 * What is refused here is still read as something plausible, so that one mistake gives one error. Nobody sees it: a text
 * with an error has no tree.
 */

/** Join keys are fields. */
export function keyFields(keys: readonly EqlExpression[], refuse: Refuse): readonly EqlField[] {
  const fields: EqlField[] = [];
  for (const key of keys) {
    if (key.kind === 'field') fields.push(key);
    else {
      refuse(diagnostic('eql/key-not-field', {}, key.span));
      fields.push({ kind: 'field', name: '', path: [], optional: false, span: key.span });
    }
  }
  return fields;
}

interface WrittenUnit {
  readonly text: string;
  readonly span: Span;
}

function intervalProblem(amount: EqlInteger | EqlDecimal, unit: WrittenUnit | undefined): Diagnostic {
  if (amount.kind === 'decimal') return diagnostic('eql/interval-decimal', {}, amount.span);
  if (amount.value <= 0n) return diagnostic('eql/interval-not-positive', {}, amount.span);
  if (!unit) return diagnostic('eql/interval-unit-missing', { amount: String(amount.value) }, amount.span);
  return diagnostic('eql/interval-unit-unknown', { unit: unit.text, units: TIME_UNITS }, unit.span);
}

export function maxspanNode(
  amount: EqlInteger | EqlDecimal,
  unit: WrittenUnit | undefined,
  span: Span,
  refuse: Refuse,
): EqlMaxspan {
  const known = TIME_UNITS.find((name) => name === unit?.text);
  if (known && amount.kind === 'integer' && amount.value > 0n) {
    return { kind: 'maxspan', amount: amount.value, unit: known, span };
  }
  refuse(intervalProblem(amount, unit));
  return { kind: 'maxspan', amount: 1n, unit: 's', span };
}

export function runsNode(count: EqlInteger | EqlDecimal, span: Span, refuse: Refuse): EqlRuns {
  if (count.kind === 'integer' && count.value >= 1n && count.value <= MAX_RUNS) {
    return { kind: 'runs', count: Number(count.value), span };
  }
  refuse(diagnostic('eql/runs-range', { max: Number(MAX_RUNS) }, count.span));
  return { kind: 'runs', count: 2, span };
}

const OPERATIONS: { readonly [O in EqlArithmeticOperator]: (a: bigint, b: bigint) => bigint | undefined } = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0n ? undefined : a / b),
  '%': (a, b) => (b === 0n ? undefined : a % b),
};

/** The value of whole-number arithmetic on constants within 64 bits; undefined for anything else. */
function wholeConstant(value: EqlExpression): bigint | undefined {
  if (value.kind === 'integer') return value.value;
  if (value.kind === 'sign') {
    const operand = wholeConstant(value.operand);
    return operand !== undefined && value.operator === '-' ? -operand : operand;
  }
  if (value.kind !== 'arithmetic') return undefined;
  const left = wholeConstant(value.left);
  const right = wholeConstant(value.right);
  if (left === undefined || right === undefined) return undefined;
  const result = OPERATIONS[value.operator](left, right);
  return result !== undefined && result <= MAX_LONG && result >= -MAX_LONG ? result : undefined;
}

const COUNTING = ['head', 'tail'] as const;
/** Pipes of the Python dialect that Elasticsearch knows only to refuse them. */
const REFUSED = ['count', 'filter', 'sort', 'unique', 'unique_count'];

export const isCounting = (name: string): boolean => COUNTING.some((known) => known === name);

export function pipeNode(
  name: string,
  nameSpan: Span,
  args: readonly EqlExpression[],
  span: Span,
  refuse: Refuse,
): EqlPipe | undefined {
  const kind = COUNTING.find((known) => known === name);
  if (!kind) {
    const near = didYouMean(name, COUNTING);
    const known = REFUSED.includes(name);
    refuse(
      known
        ? diagnostic('eql/pipe-unsupported', { name }, nameSpan)
        : diagnostic('eql/pipe-unknown', { name, near }, nameSpan),
    );
    return undefined;
  }
  const [argument] = args;
  if (!argument || args.length > 1) {
    refuse(diagnostic('eql/pipe-arguments', { name, count: args.length }, span));
    return undefined;
  }
  const count = wholeConstant(argument);
  if (count !== undefined && count >= 0n && count <= MAX_COUNT) return { kind, count: Number(count), argument, span };
  refuse(diagnostic('eql/pipe-count', { name, max: Number(MAX_COUNT) }, argument.span));
  return undefined;
}

/** What stands between `sequence`, `sample` or `join` and the pipes. */
export interface Clauses {
  readonly keys: readonly EqlField[];
  readonly maxspan: EqlMaxspan | undefined;
  readonly terms: readonly EqlTerm[];
  readonly until: EqlTerm | undefined;
}

const steps = (terms: readonly EqlTerm[]): number => terms.reduce((sum, term) => sum + (term.runs?.count ?? 1), 0);

function checkKeyCounts(clauses: Clauses, refuse: Refuse): void {
  const expected = clauses.terms[0]?.keys.length ?? 0;
  for (const term of clauses.until ? [...clauses.terms, clauses.until] : clauses.terms) {
    const found = term.keys.length;
    if (found !== expected) refuse(diagnostic('eql/key-count', { expected, found }, term.span));
  }
}

function checkUntil(until: EqlTerm | undefined, refuse: Refuse): void {
  if (until?.missing) refuse(diagnostic('eql/until-option', { option: '![' }, until.span));
  if (until?.runs) refuse(diagnostic('eql/until-option', { option: 'runs' }, until.runs.span));
}

function checkSequence(clauses: Clauses, span: Span, refuse: Refuse): void {
  if (steps(clauses.terms) < 2) refuse(diagnostic('eql/too-few-terms', { query: 'sequence' }, span));
  const missing = clauses.terms.find((term) => term.missing);
  if (!missing) return;
  if (clauses.terms.every((term) => term.missing)) refuse(diagnostic('eql/no-positive-term', {}, span));
  if (!clauses.maxspan) refuse(diagnostic('eql/missing-needs-maxspan', {}, missing.span));
}

/** A sample or join takes fewer clauses than a sequence. */
function checkPlain(query: 'sample' | 'join', clauses: Clauses, span: Span, refuse: Refuse): void {
  const option = (name: string, at: Span | undefined) => {
    if (at) refuse(diagnostic('eql/sequence-option', { query, option: name }, at));
  };
  if (clauses.terms.length < 2) refuse(diagnostic('eql/too-few-terms', { query }, span));
  option('maxspan', clauses.maxspan?.span);
  for (const term of clauses.terms) {
    option('runs', term.runs?.span);
    if (term.missing) option('![', term.span);
  }
}

/** Builds what `keyword` begins, and refuses clauses that do not go with it. */
export function joinedNode(keyword: string, keywordSpan: Span, clauses: Clauses, span: Span, refuse: Refuse): EqlQuery {
  const { keys, maxspan, terms, until } = clauses;
  checkKeyCounts(clauses, refuse);
  if (keyword === 'sample') {
    checkPlain('sample', clauses, span, refuse);
    if (until) refuse(diagnostic('eql/sequence-option', { query: 'sample', option: 'until' }, until.span));
    return { kind: 'sample', keys, terms, span };
  }
  checkUntil(until, refuse);
  if (keyword === 'join') {
    checkPlain('join', clauses, span, refuse);
    refuse(diagnostic('eql/join-unsupported', {}, keywordSpan));
    return { kind: 'join', keys, terms, ...(until && { until }), span };
  }
  checkSequence(clauses, span, refuse);
  return { kind: 'sequence', keys, ...(maxspan && { maxspan }), terms, ...(until && { until }), span };
}
