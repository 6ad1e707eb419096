import type { Threshold } from '../../../../src/ir/correlation.ts';
import type { CorrelationCondition, CorrelationQuery } from '../../../../src/ir/query.ts';
import { type Frag, raw } from '../../../../src/target/frag.ts';
import { call } from '../../common.ts';
import type { SqlDialect } from '../../dialect.ts';

/** The least whole number that meets a `gt` or `gte` threshold. */
export function leastOf({ op, count }: Threshold): bigint {
  const whole = typeof count === 'bigint' ? count : BigInt(Math.floor(count));
  const exact = typeof count === 'bigint' || Number.isInteger(count);
  return op === 'gte' && exact ? whole : whole + 1n;
}

const folded = (word: string, parts: readonly Frag[]): Frag => {
  const [only] = parts;
  return only && parts.length === 1 ? only : call(word, ...parts);
};

export const greatest = ({ stateful }: SqlDialect, parts: readonly Frag[]): Frag => folded(stateful.greatest, parts);
export const least = ({ stateful }: SqlDialect, parts: readonly Frag[]): Frag => folded(stateful.least, parts);

/** What is no hit: hits count from 1. */
export const NONE = raw('0');

/** More combinations than that are not written out. */
const MOST_CHOICES = 500;

function choices<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  if (size === 0) return [[]];
  return items.flatMap((item, i) => choices(items.slice(i + 1), size - 1).map((rest) => [item, ...rest]));
}

function choiceCount(of: number, size: number): number {
  let count = 1;
  for (let i = 0; i < size; i++) count = (count * (of - i)) / (i + 1);
  return count;
}

/** The so-manieth greatest of some hits; nothing where it takes too long to write. */
export function nthGreatest(dialect: SqlDialect, hits: readonly Frag[], rank: number): Frag | undefined {
  if (rank > hits.length) return NONE;
  if (choiceCount(hits.length, rank) > MOST_CHOICES) return undefined;
  return greatest(
    dialect,
    choices(hits, rank).map((some) => least(dialect, some)),
  );
}

/**
 * The latest hit at which a window may begin that ends at a given hit and meets a condition of which more hits meet no less; `NONE` where there
 * is none. `and` is the earliest of its parts', `or` the latest.
 */
export function latestStart(
  { dialect, query }: { readonly dialect: SqlDialect; readonly query: CorrelationQuery },
  condition: CorrelationCondition,
  leaf: {
    readonly threshold: (threshold: Threshold) => Frag | string;
    readonly rule: (rule: number) => Frag | string;
  },
): Frag | string {
  const joined = (join: typeof greatest, conditions: readonly CorrelationCondition[]): Frag | string => {
    const parts = conditions.map((part) => latestStart({ dialect, query }, part, leaf));
    const refused = parts.find((part) => typeof part === 'string');
    return (
      refused ??
      join(
        dialect,
        parts.filter((part) => typeof part !== 'string'),
      )
    );
  };
  switch (condition.kind) {
    case 'threshold':
      return leaf.threshold(condition);
    case 'and':
      return joined(least, condition.parts);
    case 'or':
      return joined(greatest, condition.parts);
    case 'rule':
      return leaf.rule(query.rules.findIndex(({ name }) => name === condition.name));
    case 'not':
      throw new Error('isorule bug: a condition with not is judged when a window is over');
  }
}
