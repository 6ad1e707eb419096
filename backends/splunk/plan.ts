import type { Cond, CondCases } from '../../src/ir/cond.ts';
import { onCond } from '../../src/ir/cond.ts';
import { leavesOf } from '../../src/ir/walk.ts';
import { canSearchKey, canSearchLeaf, canSearchValue } from './search.ts';

const CAN_SEARCH: CondCases<boolean> = {
  true: () => false,
  false: () => false,
  and: () => false,
  or: () => false,
  not: () => false,
  leaf: canSearchLeaf,
  'has-value': canSearchValue,
  'has-key': canSearchKey,
  keyword: () => false,
};

const canSearchNode = (node: Cond): boolean => onCond(node, CAN_SEARCH);

/** The conditions that must all hold: those that a search can say from end to end, and the others, which are asked after it. */
export interface Plan {
  readonly search: readonly Cond[];
  readonly where: readonly Cond[];
}

/** Divides a condition at its outermost `and`. Constants are for `where`. */
export function planOf(cond: Cond): Plan {
  const parts = cond.kind === 'and' ? cond.all : cond.kind === 'true' ? [] : [cond];
  const isSearch = new Map(parts.map((part) => [part, leavesOf(part).every(canSearchNode)]));
  return {
    search: parts.filter((part) => isSearch.get(part)),
    where: parts.filter((part) => !isSearch.get(part)),
  };
}
