import { isoText } from '../base/instant.ts';
import type { RegexCase } from '../regex/tree.ts';
import type { Cond } from './cond.ts';
import { onCond } from './cond.ts';
import type { Pattern } from './pattern.ts';
import type { CorrelatedRule, CorrelationCondition, EventFilter, Pipe, Query, Step } from './query.ts';
import { onQuery } from './query.ts';
import type { CaseRule, CompareOp, Field, Literal, Value } from './value.ts';
import { onValue } from './value.ts';

const SIGNS: { readonly [O in CompareOp]: string } = { eq: '=', ne: '≠', lt: '<', lte: '≤', gt: '>', gte: '≥' };
const CASES: { readonly [R in CaseRule | RegexCase]: string } = { exact: '', ascii: '~', simple: '~~', unicode: '~~~' };

const text = (value: string): string => JSON.stringify(value);

function literal(node: Literal): string {
  if (node.type === 'null') return 'null';
  if (node.type === 'date') return isoText(node.value);
  return node.type === 'text' || node.type === 'version' ? text(node.value) : String(node.value);
}

const PARTS = { any: '*', one: '?' } as const;
const patternText = (parts: Pattern): string =>
  parts.map((part) => (part.kind === 'lit' ? text(part.text) : PARTS[part.kind])).join(' ') || text('');

const fieldText = (node: Field): string =>
  `${node.optional ? '?' : ''}${node.name}:${node.type}${node.list ? '[]' : ''}`;
const alternatives = (items: readonly string[]): string =>
  items.length === 1 ? (items[0] ?? '') : `[${items.join(', ')}]`;

/** A Value on one line. `~` is ASCII case folding, `~~` simple Unicode folding, `name:type[]` a field with several values. */
export function printValue(value: Value): string {
  return onValue<string>(value, {
    literal,
    field: fieldText,
    call: (node) => `${node.fn}${CASES[node.caseRule]}(${node.args.map(printValue).join(', ')})`,
    compare: (node) => `${printValue(node.left)} ${SIGNS[node.op]}${CASES[node.caseRule]} ${printValue(node.right)}`,
    'one-of': (node) =>
      `${printValue(node.subject)} in${CASES[node.caseRule]} ${alternatives(node.options.map(literal))}`,
    match: (node) =>
      `${printValue(node.subject)} like${CASES[node.caseRule]} ${alternatives(node.patterns.map(patternText))}`,
    regex: (node) =>
      `${printValue(node.subject)} matches ${alternatives(node.regexes.map((regex) => `/${regex.source}/${CASES[regex.caseRule]} ${regex.anchoring}`))}`,
    cidr: (node) => `${printValue(node.subject)} within ${alternatives(node.networks.map((network) => network.text))}`,
  });
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

function condLines(cond: Cond): string[] {
  return onCond<string[]>(cond, {
    true: () => ['true'],
    false: () => ['false'],
    and: (node) => ['all of', ...indented(node.all.flatMap(condLines))],
    or: (node) => ['any of', ...indented(node.any.flatMap(condLines))],
    not: (node) => ['none of', ...indented(condLines(node.inner))],
    leaf: (node) => [printValue(node.value)],
    'has-value': (node) => [`has a value: ${printValue(node.value)}`],
    'has-key': (node) => [`has the key: ${node.field.name}`],
    keyword: (node) => [
      node.test.kind === 'match'
        ? `some value like ${alternatives(node.test.patterns.map(patternText))}`
        : `some value matches ${alternatives(node.test.regexes.map((regex) => `/${regex.source}/`))}`,
    ],
  });
}

/** A condition as an indented outline, one test a line. */
export const printCond = (cond: Cond): string => condLines(cond).join('\n');

function filterLines(filter: EventFilter): string[] {
  const category = filter.category ? [`${fieldText(filter.category.field)} = ${text(filter.category.value)}`] : [];
  return [...category, ...condLines(filter.condition)];
}

const pipeLines = (pipes: readonly Pipe[]): string[] => pipes.map((pipe) => `${pipe.kind} ${pipe.count}`);
const seconds = (nanos: bigint): string => `${Number(nanos) / 1e9}s`;

function stepLines(step: Step, name: string): string[] {
  const keys = step.keys.length > 0 ? ` by ${step.keys.map(fieldText).join(', ')}` : '';
  return [`${name}${step.missing ? ' (must not happen)' : ''}${keys}`, ...indented(filterLines(step.filter))];
}

const CORRELATION_SIGNS = { ...SIGNS, neq: SIGNS.ne } as const;

/** A correlation's condition on one line; parts of parts stand in brackets. */
function correlationText(node: CorrelationCondition): string {
  if (node.kind === 'rule') return node.name;
  if (node.kind === 'not') return `not (${correlationText(node.inner)})`;
  if (node.kind !== 'threshold')
    return node.parts
      .map((part) => (part.kind === 'and' || part.kind === 'or' ? `(${correlationText(part)})` : correlationText(part)))
      .join(` ${node.kind} `);
  const what = node.fields.length > 0 ? ` of ${node.fields.map(fieldText).join(', ')}` : '';
  const rank = node.percentile === undefined ? '' : ` (percentile ${node.percentile})`;
  return `${CORRELATION_SIGNS[node.op]} ${node.count}${what}${rank}`;
}

const correlatedLines = (rule: CorrelatedRule): string[] => [
  `${rule.name}${rule.keys.length > 0 ? ` by ${rule.keys.map(fieldText).join(', ')}` : ''}`,
  ...indented(printQuery(rule.query).split('\n')),
];

/** A query as an indented outline. */
export function printQuery(query: Query): string {
  const steps = (list: readonly Step[]) => list.flatMap((step, i) => indented(stepLines(step, `step ${i + 1}`)));
  return onQuery<string[]>(query, {
    event: (node) => ['event', ...indented(filterLines(node.filter)), ...pipeLines(node.pipes)],
    sequence: (node) => [
      `sequence${node.maxspan === undefined ? '' : ` within ${seconds(node.maxspan)}`}`,
      ...steps(node.steps),
      ...(node.until ? indented(stepLines(node.until, 'until')) : []),
      ...pipeLines(node.pipes),
    ],
    sample: (node) => ['sample', ...steps(node.steps), ...pipeLines(node.pipes)],
    correlation: (node) => [
      `${node.type} within ${seconds(node.timespan)} by ${node.groupBy.join(', ') || 'nothing'}: ${correlationText(node.condition)}`,
      ...indented(node.rules.flatMap(correlatedLines)),
      ...(node.generate ? ['the rules alert as well'] : []),
    ],
  }).join('\n');
}
