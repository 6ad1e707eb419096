import type { Random } from '../base/random.ts';
import type { Draft } from './change.ts';
import { type TestTree, type Tree, type Truths, treeHolds } from './test-tree.ts';

/** What tests must be: whether they hold, by the number of the first test that says the same. Others are free. */
export type Goals = ReadonlyMap<number, boolean>;

/** Finds what tests must be for a tree to be as wanted, one of the ways by chance. */
export class GoalChooser {
  readonly #tests: TestTree;
  readonly #truths: Truths;
  readonly #random: Random;
  /** A test that must stay free. */
  readonly #free: number | undefined;

  /** `near`: what a draft already gives is preferred. `free`: the test that no goal may be about. */
  constructor(tests: TestTree, near: Draft, random: Random, free?: number) {
    this.#tests = tests;
    this.#truths = tests.truths(near);
    this.#random = random;
    this.#free = free === undefined ? undefined : tests.same(free);
  }

  /** Goals besides those so far under which the tree is as wanted; nothing where the choices made here contradict each other. */
  #extended(tree: Tree, wanted: boolean, sofar: Goals): Goals | undefined {
    switch (tree.kind) {
      case 'constant':
        return tree.value === wanted ? sofar : undefined;
      case 'test':
        return this.#one(tree.first, wanted, sofar);
      case 'not':
        return this.#extended(tree.inner, !wanted, sofar);
      case 'all':
      case 'any':
        return (tree.kind === 'all') === wanted
          ? this.#every(tree.parts, (part, goals) => this.#extended(part, wanted, goals), sofar)
          : this.#choose(tree.parts, wanted, sofar);
    }
  }

  #one(index: number, wanted: boolean, sofar: Goals): Goals | undefined {
    const test = this.#tests.same(index);
    if (test === this.#free || sofar.get(test) === !wanted) return undefined;
    return sofar.has(test) ? sofar : new Map([...sofar, [test, wanted]]);
  }

  #every(
    parts: readonly Tree[],
    extend: (part: Tree, goals: Goals) => Goals | undefined,
    sofar: Goals,
  ): Goals | undefined {
    let goals: Goals | undefined = sofar;
    for (const part of parts) goals = goals && extend(part, goals);
    return goals;
  }

  /** A part that is already as wanted needs the least; else one by chance. */
  #choose(parts: readonly Tree[], wanted: boolean, sofar: Goals): Goals | undefined {
    const order = this.#random.shuffled(parts);
    const ready = order.filter((part) => treeHolds(part, this.#truths) === wanted);
    for (const part of [...ready, ...order]) {
      const goals = this.#extended(part, wanted, sofar);
      if (goals) return goals;
    }
    return undefined;
  }

  /** Goals under which the whole holds. */
  holding(): Goals | undefined {
    return this.#extended(this.#tests.tree, true, new Map());
  }

  /** Goals for other tests under which the one decides the whole: what stands beside it in an `and` holds, in an `or` does not. */
  deciding(index: number): Goals | undefined {
    return this.#deciding(this.#tests.tree, index, new Map());
  }

  #deciding(tree: Tree, index: number, sofar: Goals): Goals | undefined {
    if (tree.kind === 'constant' || tree.kind === 'test') return sofar;
    if (tree.kind === 'not') return this.#deciding(tree.inner, index, sofar);
    const isPath = (part: Tree): boolean => part.first <= index && index < part.end;
    return this.#every(
      tree.parts,
      (part, goals) =>
        isPath(part) ? this.#deciding(part, index, goals) : this.#extended(part, tree.kind === 'all', goals),
      sofar,
    );
  }
}
