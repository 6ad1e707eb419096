import type { Random } from '../base/random.ts';
import type { Field } from '../ir/value.ts';
import { fieldsOfCond } from '../ir/walk.ts';
import type { Candidate } from './candidate.ts';
import { type Change, change, changed, type Draft } from './change.ts';
import { condCandidates } from './cond-candidates.ts';
import type { Goals } from './goals.ts';
import { grounded } from './grounded.ts';
import { joinedTexts } from './joined-texts.ts';
import type { Test, TestTree } from './test-tree.ts';
import { textFor } from './text-language.ts';

/** How often one search asks the oracle before it gives up; also what bounds the depth of its recursion. */
const BUDGET = 2000;

/** Numbers beside those that tests name, for tests that meet between them. */
const OFFSETS = [-4, -3, -2, -1, 1, 2, 3, 4];
const MAX_NUMBERS = 12;

interface Goal {
  readonly test: Test;
  readonly wanted: boolean;
}

/** Goals that share a field, directly or through others. */
function components(goals: readonly Goal[]): readonly (readonly Goal[])[] {
  if (goals.some(({ test }) => test.readsAll)) return [goals];
  const above = new Map<string, string>();
  const root = (name: string): string => {
    let at = name;
    for (let next = above.get(at); next !== undefined && next !== at; next = above.get(at)) at = next;
    return at;
  };
  for (const { test } of goals) {
    const [first = '', ...others] = test.fields;
    for (const name of others) above.set(root(name), root(first));
  }
  const groups = new Map<string, Goal[]>();
  for (const goal of goals) {
    const key = root(goal.test.fields[0] ?? '');
    const group = groups.get(key);
    if (group) group.push(goal);
    else groups.set(key, [goal]);
  }
  return [...groups.values()];
}

const appended = (before: unknown, value: unknown): unknown =>
  before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];

/** Looks for values with which tests are as wanted; the oracle judges every try. */
export class Solver {
  readonly tests: TestTree;
  readonly #random: Random;
  readonly #candidates: (readonly Candidate<Change>[] | undefined)[] = [];
  readonly #lists: ReadonlySet<string>;
  readonly #texts = new Map<string, string | undefined>();
  #left = 0;

  constructor(tests: TestTree, random: Random) {
    this.tests = tests;
    this.#random = random;
    const fields = tests.tests.flatMap(({ cond }) => fieldsOfCond(cond));
    this.#lists = new Set(fields.filter(({ list }: Field) => list).map(({ name }) => name));
  }

  /** What is worth trying for a test. */
  candidates(test: Test): readonly Candidate<Change>[] {
    this.#candidates[test.same] ??= condCandidates(test.cond, this.#random);
    return this.#candidates[test.same] ?? [];
  }

  /** A draft near `start` that meets all goals, if the search finds one. */
  solve(goals: Goals, start: Draft): Draft | undefined {
    const list = [...goals].flatMap(([index, wanted]) => {
      const test = this.tests.tests[index];
      return test ? [{ test, wanted }] : [];
    });
    let draft = start;
    for (const component of components(list)) {
      const found = this.#search(component, draft);
      if (!found) return undefined;
      draft = found;
    }
    return draft;
  }

  /** From the draft as it is; then from one without the fields at stake; then with texts that automata find. */
  #search(goals: readonly Goal[], start: Draft): Draft | undefined {
    const ordered = [...goals].sort((a, b) => Number(b.wanted) - Number(a.wanted));
    const fields = new Map<string, Goal[]>();
    for (const goal of ordered) {
      const [name, ...others] = goal.test.fields;
      if (name !== undefined && others.length === 0) fields.set(name, [...(fields.get(name) ?? []), goal]);
    }
    const groups = [...fields].filter(([, group]) => group.length > 1);
    const bare = changed(start, new Map(ordered.flatMap(({ test }) => test.fields.map((name) => [name, undefined]))));
    const joined = groups.flatMap(([name, group]) => this.#joined(name, group));
    return (
      this.#within(ordered, start, joined) ??
      this.#within(ordered, bare, joined) ??
      this.#within(ordered, bare, this.#exact(groups))
    );
  }

  #within(goals: readonly Goal[], start: Draft, joined: readonly Change[]): Draft | undefined {
    this.#left = BUDGET;
    return this.#extend(goals, start, joined);
  }

  /** Values that likely pass several wanted tests of one field at once. */
  #joined(name: string, group: readonly Goal[]): readonly Change[] {
    const wanted = group.filter((goal) => goal.wanted);
    if (wanted.length < 2) return [];
    const values = wanted.flatMap(({ test }) => this.candidates(test).map(({ value }) => value.get(name)));
    const numbers = [...new Set(values)].filter((value) => typeof value === 'number').slice(0, MAX_NUMBERS);
    const near = numbers.flatMap((number) => OFFSETS.map((offset) => number + offset));
    return [...joinedTexts(wanted.map(({ test }) => test.cond)), ...near].map((value) => change(name, value));
  }

  /** Texts that automata find; a search that found none is not made again. */
  #exact(groups: readonly (readonly [string, readonly Goal[]])[]): readonly Change[] {
    return groups.flatMap(([name, group]) => {
      const key = group.map(({ test, wanted }) => `${test.same}${wanted}`).join();
      if (!this.#texts.has(key)) {
        this.#texts.set(key, textFor(group.map(({ test, wanted }) => ({ cond: test.cond, wanted }))));
      }
      const text = this.#texts.get(key);
      return text === undefined ? [] : [change(name, text)];
    });
  }

  #extend(goals: readonly Goal[], draft: Draft, joined: readonly Change[]): Draft | undefined {
    const at = goals.findIndex((goal) => !this.#met(goal, draft));
    const goal = goals[at];
    if (!goal) return draft;
    for (const tried of this.#tries(goal, draft, joined)) {
      if (this.#left <= 0) return undefined;
      const kept = this.#met(goal, tried) && goals.slice(0, at).every((before) => this.#met(before, tried));
      const rest = kept ? this.#extend(goals, tried, joined) : undefined;
      if (rest) return rest;
    }
    return undefined;
  }

  #met({ test, wanted }: Goal, draft: Draft): boolean {
    this.#left--;
    return this.tests.truth(test, draft) === wanted;
  }

  *#tries({ test }: Goal, draft: Draft, joined: readonly Change[]): Iterable<Draft> {
    for (const { value } of this.candidates(test)) yield changed(draft, value);
    if (test.fields.length > 1) {
      // One field at a time, fitted to what the others already are.
      const fitted = test.fields.flatMap((name) => condCandidates(grounded(test.cond, draft, name), this.#random));
      for (const { value } of fitted) yield changed(draft, value);
    }
    for (const value of joined) if (test.fields.some((name) => value.has(name))) yield changed(draft, value);
    // A field with several values may pass each test with another of them.
    const lists = this.candidates(test).filter(({ value }) => [...value.keys()].every((name) => this.#lists.has(name)));
    for (const { value } of lists) {
      yield changed(draft, new Map([...value].map(([name, one]) => [name, appended(draft.get(name), one)])));
    }
  }
}
