import { onSigmaCondition, type SigmaCondition } from '../../../grammars/sigma/ast.ts';
import { parseSigmaCondition } from '../../../grammars/sigma/parse.ts';
import { asSlice, kindOf, type Located, type LocatedEntry, type LocatedMap } from '../../formats/located.ts';
import type { CorrelationCondition, CorrelationType } from '../../ir/query.ts';
import type { Field } from '../../ir/value.ts';
import type { Scope } from './scope.ts';
import { asWords, filledValue, unknownKeys, wrongType } from './section.ts';

const OPERATORS = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const;
type Operator = (typeof OPERATORS)[number];

/** What a type counts: events or rules, the values of some fields, or the numbers of one. */
const FIELDS: { readonly [T in CorrelationType]: 'none' | 'some' | 'one' } = {
  event_count: 'none',
  value_count: 'some',
  value_sum: 'one',
  value_avg: 'one',
  value_median: 'one',
  value_percentile: 'one',
  temporal: 'none',
  temporal_ordered: 'none',
};

export const isTemporal = (type: CorrelationType): boolean => type === 'temporal' || type === 'temporal_ordered';

/** The condition as its section has it: thresholds, or a text over rule names that is still to be looked up. */
export type ReadCondition =
  | { readonly kind: 'thresholds'; readonly condition: CorrelationCondition }
  | { readonly kind: 'names'; readonly ast: SigmaCondition };

function countOf({ key, value: node }: LocatedEntry, scope: Scope): bigint | number | undefined {
  const value = node.kind === 'scalar' ? node.value : undefined;
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return Number.isInteger(value) ? BigInt(value) : value;
  return wrongType(key, 'a number', node, scope);
}

function fieldsOf(map: LocatedMap, type: CorrelationType, scope: Scope): readonly Field[] | undefined {
  const node = filledValue(map, 'field');
  const wanted = FIELDS[type];
  if (!node) {
    if (wanted === 'none') return [];
    scope.report('sigma/missing-key', { key: 'field' }, map.span);
    return undefined;
  }
  if (wanted === 'none') {
    scope.report('sigma/correlation-field', { type }, node.span);
    return undefined;
  }
  const words = asWords(node, 'field', scope);
  if (words && (words.length === 0 || (wanted === 'one' && words.length > 1)))
    return wrongType('field', wanted === 'one' ? 'one field' : 'a field or a list of fields', node, scope);
  return words?.map(({ text, span }) => scope.field(text, span));
}

/** The nearest rank: 0 to 100, 50 where the rule does not say. */
function percentileOf(map: LocatedMap, type: CorrelationType, scope: Scope): number | undefined {
  const node = filledValue(map, 'percentile');
  if (type !== 'value_percentile') {
    if (node) scope.report('sigma/correlation-percentile', { type }, node.span);
    return undefined;
  }
  if (!node) {
    scope.report('sigma/correlation-no-percentile', {}, map.span);
    return 50;
  }
  const value = node.kind === 'scalar' ? Number(node.value) : Number.NaN;
  const isNumber = node.kind === 'scalar' && typeof node.value !== 'string' && typeof node.value !== 'boolean';
  return isNumber && value >= 0 && value <= 100
    ? value
    : wrongType('percentile', 'a number from 0 to 100', node, scope);
}

function readThresholds(map: LocatedMap, type: CorrelationType, scope: Scope): CorrelationCondition | undefined {
  unknownKeys(map, [...OPERATORS, 'field', 'percentile'], scope, 'sigma/correlation-operator');
  const fields = fieldsOf(map, type, scope);
  const percentile = percentileOf(map, type, scope);
  const asked = map.entries.flatMap((entry) => {
    const op = OPERATORS.find((one): one is Operator => one === entry.key);
    return op ? [{ op, count: countOf(entry, scope) }] : [];
  });
  if (asked.length === 0) scope.report('sigma/correlation-no-operator', {}, map.span);
  if (!fields) return undefined;
  const parts = asked.flatMap<CorrelationCondition>(({ op, count }) =>
    count === undefined
      ? []
      : [{ kind: 'threshold', op, count, fields, ...(percentile !== undefined && { percentile }) }],
  );
  const [only] = parts;
  if (!only || parts.length < asked.length) return undefined;
  return parts.length === 1 ? only : { kind: 'and', parts };
}

/** Reads the condition of a correlation; nothing where it is wrong. */
export function readCorrelationCondition(
  node: Located,
  type: CorrelationType,
  scope: Scope,
): ReadCondition | undefined {
  if (node.kind === 'map') {
    const condition = readThresholds(node, type, scope);
    return condition && { kind: 'thresholds', condition };
  }
  const slice = asSlice(node);
  if (!isTemporal(type) || !slice) {
    const expected = isTemporal(type) ? 'a map, or text over the names of rules' : 'a map such as `gte: 5`';
    scope.report('container/bad-field', { field: 'condition', expected, found: kindOf(node) }, node.span);
    return undefined;
  }
  const { ast, diagnostics } = parseSigmaCondition(slice);
  scope.diagnostics.push(...diagnostics);
  return ast && { kind: 'names', ast };
}

/** The names in a condition, first sight first. */
export function namesIn(
  ast: SigmaCondition,
): readonly { readonly text: string; readonly span: SigmaCondition['span'] }[] {
  const found = new Map<string, { text: string; span: SigmaCondition['span'] }>();
  const walk = (node: SigmaCondition): void =>
    onSigmaCondition<void>(node, {
      name: ({ name, span }) => void (found.has(name) || found.set(name, { text: name, span })),
      of: () => undefined,
      not: ({ inner }) => walk(inner),
      and: ({ parts }) => parts.forEach(walk),
      or: ({ parts }) => parts.forEach(walk),
    });
  walk(ast);
  return [...found.values()];
}

/** Puts the rules' own names for the names in a condition; nothing where one is unknown. */
export function lowerNames(
  ast: SigmaCondition,
  ruleOf: (name: string) => string | undefined,
  scope: Scope,
): CorrelationCondition | undefined {
  const join = (kind: 'and' | 'or', parts: readonly SigmaCondition[]): CorrelationCondition | undefined => {
    const lowered = parts.map((part) => lowerNames(part, ruleOf, scope));
    const found = lowered.filter((part) => part !== undefined);
    return found.length === lowered.length ? { kind, parts: found } : undefined;
  };
  return onSigmaCondition<CorrelationCondition | undefined>(ast, {
    name: ({ name, span }) => {
      const rule = ruleOf(name);
      if (rule === undefined) scope.report('sigma/not-correlated', { name }, span);
      return rule === undefined ? undefined : { kind: 'rule', name: rule };
    },
    of: ({ span }) => {
      scope.report('sigma/correlation-quantifier', {}, span);
      return undefined;
    },
    not: ({ inner }) => {
      const lowered = lowerNames(inner, ruleOf, scope);
      return lowered && { kind: 'not', inner: lowered };
    },
    and: ({ parts }) => join('and', parts),
    or: ({ parts }) => join('or', parts),
  });
}
