import type { Random } from '../base/random.ts';
import { type Tree, type Truths, treeHolds } from './test-tree.ts';

/** What tests must be: by number, whether they hold. Others are free. */
export type Goals = ReadonlyMap<number, boolean>;

function united(lists: readonly (Goals | undefined)[]): Goals | undefined {
  const out = new Map<number, boolean>();
  for (const goals of lists) {
    if (!goals) return undefined;
    for (const [test, wanted] of goals) out.set(test, wanted);
  }
  return out;
}

/** A part that is already as wanted needs the least; else one by chance. */
function choose(parts: readonly Tree[], wanted: boolean, truths: Truths, random: Random): Goals | undefined {
  const order = random.shuffled(parts);
  const ready = order.filter((part) => treeHolds(part, truths) === wanted);
  for (const part of [...ready, ...order]) {
    const goals = goalsFor(part, wanted, truths, random);
    if (goals) return goals;
  }
  return undefined;
}

/**
 * Goals under which the tree holds (or does not), one of the ways by chance; what the truths at hand already give is preferred. Nothing
 * where constants decide otherwise.
 */
export function goalsFor(tree: Tree, wanted: boolean, truths: Truths, random: Random): Goals | undefined {
  switch (tree.kind) {
    case 'constant':
      return tree.value === wanted ? new Map() : undefined;
    case 'test':
      return new Map([[tree.first, wanted]]);
    case 'not':
      return goalsFor(tree.inner, !wanted, truths, random);
    case 'all':
    case 'any': {
      const everyPart = (tree.kind === 'all') === wanted;
      return everyPart
        ? united(tree.parts.map((part) => goalsFor(part, wanted, truths, random)))
        : choose(tree.parts, wanted, truths, random);
    }
  }
}

/** Goals for all tests but one, under which that one decides the whole: what stands beside it in an `and` holds, in an `or` does not. */
export function decidingGoals(tree: Tree, test: number, truths: Truths, random: Random): Goals | undefined {
  switch (tree.kind) {
    case 'constant':
    case 'test':
      return new Map();
    case 'not':
      return decidingGoals(tree.inner, test, truths, random);
    case 'all':
    case 'any':
      return united(
        tree.parts.map((part) =>
          part.first <= test && test < part.end
            ? decidingGoals(part, test, truths, random)
            : goalsFor(part, tree.kind === 'all', truths, random),
        ),
      );
  }
}
