import { holds } from '../eval/cond.ts';
import type { Cond } from '../ir/cond.ts';
import { onCond } from '../ir/cond.ts';
import { printCond } from '../ir/print.ts';
import { fieldsOfCond } from '../ir/walk.ts';
import { type Draft, flat } from './change.ts';

/** A condition without conditions inside, as one place of a tree. */
export interface Test {
  readonly index: number;
  /** The number of the first test that says the same: the two can't differ. */
  readonly same: number;
  readonly cond: Cond;
  /** The different names that it reads. */
  readonly fields: readonly string[];
  /** It reads every value of the event. */
  readonly readsAll: boolean;
  /** On one line, for people. */
  readonly text: string;
  /** Whether the whole holds while this test decides it: true for a test that stands under no `not`, or an even number of them. */
  readonly wanted: boolean;
}

/**
 * A condition whose tests are numbers, so that what is known of them can be asked apart from events. A part holds the tests from
 * `first` up to `end`, exclusive.
 */
export type Tree = { readonly first: number; readonly end: number } & (
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Tree[] }
  | { readonly kind: 'not'; readonly inner: Tree }
  | { readonly kind: 'test' }
);

/** Whether each test holds, by number. */
export type Truths = (test: number) => boolean;

export function treeHolds(tree: Tree, truths: Truths): boolean {
  switch (tree.kind) {
    case 'constant':
      return tree.value;
    case 'all':
      return tree.parts.every((part) => treeHolds(part, truths));
    case 'any':
      return tree.parts.some((part) => treeHolds(part, truths));
    case 'not':
      return !treeHolds(tree.inner, truths);
    case 'test':
      return truths(tree.first);
  }
}

/** Beyond this many, what is known of a test's values is forgotten. */
const MAX_REMEMBERED = 4000;

/** The tests of a condition, and what the oracle says of each with the values of a draft. */
export class TestTree {
  readonly tree: Tree;
  readonly tests: readonly Test[];
  readonly #remembered: Map<string, boolean>[] = [];
  readonly #firstWith = new Map<string, number>();

  constructor(cond: Cond) {
    const tests: Test[] = [];
    this.tree = this.#build(cond, true, tests);
    this.tests = tests;
  }

  #build(cond: Cond, wanted: boolean, tests: Test[]): Tree {
    const first = tests.length;
    const here = () => ({ first, end: tests.length });
    const constant = (value: boolean): Tree => ({ kind: 'constant', value, ...here() });
    const several = (kind: 'all' | 'any', conds: readonly Cond[]): Tree => {
      const parts = conds.map((part) => this.#build(part, wanted, tests));
      return { kind, parts, ...here() };
    };
    const test = (): Tree => {
      const fields = [...new Set(fieldsOfCond(cond).map(({ name }) => name))];
      const text = printCond(cond);
      const same = this.#firstWith.get(text) ?? first;
      this.#firstWith.set(text, same);
      tests.push({ index: first, same, cond, fields, readsAll: cond.kind === 'keyword', text, wanted });
      return { kind: 'test', ...here() };
    };
    return onCond<Tree>(cond, {
      true: () => constant(true),
      false: () => constant(false),
      and: ({ all }) => several('all', all),
      or: ({ any }) => several('any', any),
      not: (node) => {
        const inner = this.#build(node.inner, !wanted, tests);
        return { kind: 'not', inner, ...here() };
      },
      leaf: test,
      'has-value': test,
      'has-key': test,
      keyword: test,
    });
  }

  /** What the oracle says of a test; a test over few fields is asked once for the same values. */
  truth({ same, cond, fields, readsAll }: Test, draft: Draft): boolean {
    if (readsAll) return holds(cond, flat(draft));
    const present = fields.filter((name) => draft.has(name));
    const event = Object.fromEntries(present.map((name) => [name, draft.get(name)]));
    const key = present.map((name) => `${name} ${keyOf(draft.get(name))}`).join('\n');
    this.#remembered[same] ??= new Map();
    const known = this.#remembered[same];
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = holds(cond, event);
    if (known.size >= MAX_REMEMBERED) known.clear();
    known.set(key, found);
    return found;
  }

  truths(draft: Draft): Truths {
    return (index) => {
      const test = this.tests[index];
      return test !== undefined && this.truth(test, draft);
    };
  }

  /** The number that goals know a test by. */
  same(index: number): number {
    return this.tests[index]?.same ?? index;
  }

  holds(draft: Draft): boolean {
    return treeHolds(this.tree, this.truths(draft));
  }
}

/** A JSON value as a key; whole numbers beyond 2^53 are told from their text. */
export const keyOf = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? { bigint: String(inner) } : inner)) ?? '';
