import { plainDecimal } from '../../../src/functions/decimal.ts';
import type { Threshold } from '../../../src/ir/correlation.ts';
import type { CorrelationCondition, CorrelationQuery } from '../../../src/ir/query.ts';
import { type Frag, raw } from '../../../src/target/frag.ts';
import { LEVEL } from '../lexical.ts';
import { allOf, anyOf, FALSE, negated } from '../scope.ts';

/** How a correlation's leaves are written. Tests are two-valued where a `not` stands above them. */
export interface Leaves {
  readonly threshold: (threshold: Threshold) => Frag;
  /** A rule has a hit, by its place in the correlation. */
  readonly rule: (at: number) => Frag;
}

/** A condition on the hits of a window. */
export function conditionOf(condition: CorrelationCondition, query: CorrelationQuery, leaves: Leaves): Frag {
  switch (condition.kind) {
    case 'threshold':
      return leaves.threshold(condition);
    case 'and':
      return allOf(condition.parts.map((part) => conditionOf(part, query, leaves)));
    case 'or':
      return anyOf(condition.parts.map((part) => conditionOf(part, query, leaves)));
    case 'not':
      return negated(conditionOf(condition.inner, query, leaves));
    case 'rule': {
      const named = query.rules.flatMap(({ name }, at) => (name === condition.name ? [leaves.rule(at)] : []));
      return named.length === 0 ? FALSE : anyOf(named);
    }
  }
}

/** The least whole number that meets a condition of `gt` and `gte` alone; nothing where another is in it. */
export function leastOf(condition: CorrelationCondition): bigint | undefined {
  if (condition.kind === 'threshold') {
    const { op, count } = condition;
    if (op !== 'gt' && op !== 'gte') return undefined;
    const least = typeof count === 'bigint' ? count : BigInt(Math.ceil(count));
    return op === 'gt' && (typeof count === 'bigint' || Number.isInteger(count)) ? least + 1n : least;
  }
  if (condition.kind !== 'and' && condition.kind !== 'or') return undefined;
  const parts = condition.parts.map(leastOf);
  return parts.reduce((best, part) => {
    if (best === undefined || part === undefined) return undefined;
    return part > best === (condition.kind === 'and') ? part : best;
  });
}

export const SIGNS: { readonly [O in Threshold['op']]: string } = {
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
  eq: '=',
  neq: '!=',
};

/** A number of the rule. */
export const numberText = (value: bigint | number): Frag => raw(plainDecimal(value), LEVEL.factor);
