import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type Cond, type CondCases, onCond } from './cond.ts';
import { isNormalPattern } from './pattern.ts';
import type { Query } from './query.ts';
import type { Rule } from './rule.ts';
import type { Value } from './value.ts';
import { childConds, childValues, filtersOf } from './walk.ts';

function valueFault(value: Value): string | undefined {
  if (value.kind === 'match' && value.patterns.length === 0) return 'a match without patterns';
  if (value.kind === 'match' && !value.patterns.every(isNormalPattern)) return 'a pattern that is not in its one form';
  if (value.kind === 'one-of' && value.options.length === 0) return 'a list without constants';
  if (value.kind === 'one-of' && value.options.some((option) => option.type === 'null'))
    return 'null in a list of constants';
  if (value.kind === 'regex' && value.regexes.length === 0) return 'a test without regular expressions';
  if (value.kind === 'cidr' && value.networks.length === 0) return 'a test without networks';
  for (const child of childValues(value)) {
    const fault = valueFault(child);
    if (fault) return fault;
  }
  return undefined;
}

const isConstant = ({ kind }: Cond): boolean => kind === 'true' || kind === 'false';

const isChain = (kind: 'and' | 'or', parts: readonly Cond[]): boolean =>
  parts.length > 1 && !parts.some((part) => part.kind === kind || isConstant(part));

/** Conditions as the smart constructors build them: no nested `and`, no constant inside, no double negation. */
const NORMAL: CondCases<boolean> = {
  true: () => true,
  false: () => true,
  and: (node) => isChain('and', node.all),
  or: (node) => isChain('or', node.any),
  not: (node) => node.inner.kind !== 'not' && !isConstant(node.inner),
  leaf: (node) => node.value.kind !== 'literal',
  'has-value': () => true,
  'has-key': () => true,
  keyword: () => true,
};

function condFault(cond: Cond): string | undefined {
  if (!onCond(cond, NORMAL)) return `an \`${cond.kind}\` that the constructors would have simplified`;
  for (const child of childConds(cond)) {
    const fault = condFault(child);
    if (fault) return fault;
  }
  return cond.kind === 'leaf' || cond.kind === 'has-value' ? valueFault(cond.value) : undefined;
}

function queryFault(query: Query): string | undefined {
  for (const { filter } of filtersOf(query)) {
    const fault = condFault(filter.condition);
    if (fault) return fault;
  }
  if (query.kind === 'correlation')
    return query.rules.every((rule) => rule.keys.length === query.groupBy.length)
      ? undefined
      : 'a correlated rule without a field for each name of the group';
  if (query.kind !== 'sequence' && query.kind !== 'sample') return undefined;
  const [first] = query.steps;
  const counts = query.steps.every((step) => step.keys.length === first?.keys.length);
  return counts ? undefined : 'steps with different numbers of keys';
}

/**
 * The first way in which a rule breaks the IR's own rules, or nothing. A broken rule is a bug of a front end or a pass, never of the user:
 * tests ask this of every rule.
 */
const faultOf = (rule: Rule): string | undefined => queryFault(rule.query);

/** Sound rules give nothing. */
export function checkRule(rule: Rule): readonly Diagnostic[] {
  const fault = faultOf(rule);
  if (fault !== undefined) throw new Error(`isorule bug: the meaning of a rule is malformed: ${fault}`);
  return [];
}
