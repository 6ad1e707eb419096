import type { Random } from '../../base/random.ts';
import type { Cond } from '../../ir/cond.ts';
import type { Field } from '../../ir/value.ts';
import { fieldsOfCond } from '../../ir/walk.ts';
import type { CandidateKind } from '../../solve/candidate.ts';
import { change, changed, type Draft } from '../../solve/change.ts';
import { GoalChooser } from '../../solve/goals.ts';
import { Solver } from '../../solve/solver.ts';
import { type Test, TestTree, treeHolds } from '../../solve/test-tree.ts';
import { fieldVariants } from './field-variants.ts';
import type { LeafRef, Purpose } from './generated.ts';

/** What a maker proposes; the collector gives it a time, a verdict and an id. */
export interface Proposal {
  readonly purpose: Purpose;
  readonly draft: Draft;
  readonly test?: Test;
  /** The verdict without which the event would not be what its purpose says. */
  readonly expect?: boolean;
}

export const leafRef = ({ text, cond }: Test): LeafRef => ({ text, ...(cond.origin && { origin: cond.origin }) });

const EMPTY: Draft = new Map();
/** How many ways to a match are tried for a test. */
const ATTEMPTS = 4;
/** How many near misses are looked for beside ways that lead through other tests. */
const MAX_TRIES = 200;
const RANDOM_EVENTS = 40;
const RANDOM_CHANGES = 3;

/** One of each in turn, until all have ended. */
function* inTurn(lists: readonly Iterator<Proposal>[]): Generator<Proposal> {
  for (let open = lists; open.length > 0; ) {
    const rest: Iterator<Proposal>[] = [];
    for (const proposals of open) {
      const { value, done } = proposals.next();
      if (done === true) continue;
      yield value;
      rest.push(proposals);
    }
    open = rest;
  }
}

/** Makes proposals by purpose, lazily: what nobody asks for is not searched. */
export class Makers {
  readonly #tests: TestTree;
  readonly #solver: Solver;
  readonly #random: Random;
  readonly #fields: ReadonlyMap<string, Field>;
  readonly #readers = new Map<string, Test[]>();
  /** By test; null where the search found none. */
  readonly #ways: (Draft | undefined | null)[] = [];
  readonly #misses: (Draft | undefined | null)[] = [];
  #base: Draft | undefined;

  constructor(cond: Cond, random: Random) {
    this.#tests = new TestTree(cond);
    this.#random = random;
    this.#solver = new Solver(this.#tests, random);
    this.#fields = new Map(fieldsOfCond(cond).map((field) => [field.name, field]));
    for (const test of this.#tests.tests) {
      for (const name of test.fields) this.#readers.set(name, [...(this.#readers.get(name) ?? []), test]);
    }
  }

  proposals(purpose: Purpose): Iterator<Proposal> {
    return this.#makers[purpose]();
  }

  readonly #makers: { readonly [P in Purpose]: () => Iterator<Proposal> } = {
    match: () => this.#matches(),
    'near-miss': () => this.#nearMisses(),
    absent: () => this.#byField('absent'),
    null: () => this.#byField('null'),
    'other-case': () => this.#byKind('other-case', 'other-case'),
    boundary: () => this.#byKind('boundary', 'boundary'),
    'several-values': () => this.#byField('several-values'),
    'special-characters': () => this.#special(),
    'wrong-type': () => this.#byField('wrong-type'),
    random: () => this.#randomEvents(),
  };

  /** A draft that matches, whatever the way. */
  #anyMatch(): Draft | undefined {
    if (this.#base) return this.#base;
    for (let attempt = 0; attempt < ATTEMPTS && !this.#base; attempt++) {
      const goals = new GoalChooser(this.#tests, EMPTY, this.#random).holding();
      const draft = goals && this.#solver.solve(goals, EMPTY);
      if (draft && this.#tests.holds(draft)) this.#base = draft;
    }
    return this.#base;
  }

  /** A draft that matches because of the test, so that the whole would fail without it. */
  #wayThrough(test: Test): Draft | undefined {
    const known = this.#ways[test.index];
    if (known !== undefined) return known ?? undefined;
    const found = this.#searchWay(test);
    this.#ways[test.index] = found ?? null;
    return found;
  }

  #searchWay(test: Test): Draft | undefined {
    const base = this.#anyMatch() ?? EMPTY;
    return this.#decides(test, base, true) ? base : this.#decided(test, true);
  }

  /** A draft of a verdict that the test alone decides. */
  #decided(test: Test, verdict: boolean): Draft | undefined {
    const base = this.#anyMatch() ?? EMPTY;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      // Where the way on which the rule already matches is in the way, begin with nothing.
      const start = attempt % 2 === 0 ? base : EMPTY;
      const around = new GoalChooser(this.#tests, start, this.#random, test.index).deciding(test.index);
      const draft = around && this.#solver.solve(new Map([...around, [test.same, test.wanted === verdict]]), start);
      if (draft && this.#decides(test, draft, verdict)) return draft;
    }
    return undefined;
  }

  /** Whether a draft has a verdict, and would not if the test said the opposite. */
  #decides(test: Test, draft: Draft, verdict: boolean): boolean {
    const truths = this.#tests.truths(draft);
    const flipped = (index: number): boolean => truths(index) !== (this.#tests.same(index) === test.same);
    return this.#tests.holds(draft) === verdict && treeHolds(this.#tests.tree, flipped) !== verdict;
  }

  *#matches(): Iterator<Proposal> {
    const base = this.#anyMatch();
    if (base) yield { purpose: 'match', draft: base, expect: true };
    for (const test of this.#tests.tests) {
      const draft = this.#wayThrough(test);
      if (draft) yield { purpose: 'match', draft, test, expect: true };
    }
    for (const test of this.#tests.tests) yield* this.#variants(test, test.wanted ? 'plain' : 'near', 'match', true);
  }

  *#nearMisses(): Iterator<Proposal> {
    for (const test of this.#tests.tests) {
      const draft = this.nearMiss(test);
      if (draft) yield { purpose: 'near-miss', draft, test, expect: false };
    }
    yield* inTurn([this.#missesByWay(), this.#nearVariants()]);
  }

  *#nearVariants(): Iterator<Proposal> {
    for (const test of this.#tests.tests) yield* this.#variants(test, 'near', 'near-miss', false);
  }

  /** Each way to a match, with another of the tests that it hangs on missed: what tells `a and (b or c)` from `(a and b) or c`. */
  *#missesByWay(): Iterator<Proposal> {
    let tries = 0;
    for (const through of this.#tests.tests) {
      const way = this.#wayThrough(through);
      if (!way) continue;
      for (const test of this.#tests.tests) {
        // The near miss of a test stands beside the way through it.
        if (way === this.#wayThrough(test) || !this.#decides(test, way, true)) continue;
        if (tries++ >= MAX_TRIES) return;
        const draft = this.#beside(test, way);
        if (draft) yield { purpose: 'near-miss', draft, test, expect: false };
      }
    }
  }

  get tests(): readonly Test[] {
    return this.#tests.tests;
  }

  /** A match and a near miss that hang on the test alone, where there are such. */
  *decidedBy(test: Test): Iterable<Proposal> {
    const [way, miss] = [this.#wayThrough(test), this.nearMiss(test)];
    if (way) yield { purpose: 'match', draft: way, test, expect: true };
    if (miss) yield { purpose: 'near-miss', draft: miss, test, expect: false };
  }

  /** A draft that does not match, and would if the test alone said the opposite; beside a match where there is one. */
  nearMiss(test: Test): Draft | undefined {
    const known = this.#misses[test.index];
    if (known !== undefined) return known ?? undefined;
    const found = this.#searchMiss(test);
    this.#misses[test.index] = found ?? null;
    return found;
  }

  #searchMiss(test: Test): Draft | undefined {
    const way = this.#wayThrough(test);
    return (way && this.#beside(test, way)) ?? this.#decided(test, false);
  }

  /** A draft like the one that matches, in which nothing else is different for any test. */
  #beside(test: Test, way: Draft): Draft | undefined {
    for (const { value } of this.#solver.candidates(test)) {
      const draft = changed(way, value);
      if (this.#flipsAlone(test, way, draft)) return draft;
    }
    const goals = new Map(this.#touching(test).map((other) => [other.same, this.#tests.truth(other, way)]));
    const draft = this.#solver.solve(goals.set(test.same, !this.#tests.truth(test, way)), way);
    return draft && !this.#tests.holds(draft) ? draft : undefined;
  }

  /** The tests that read a field of the test, or every field. */
  #touching(test: Test): readonly Test[] {
    const readers = test.fields.flatMap((name) => this.#readers.get(name) ?? []);
    return [...new Set([...readers, ...this.#tests.tests.filter(({ readsAll }) => readsAll || test.readsAll)])];
  }

  #flipsAlone(test: Test, before: Draft, after: Draft): boolean {
    return this.#touching(test).every((other) => {
      const same = this.#tests.truth(other, before) === this.#tests.truth(other, after);
      return other.same === test.same ? !same : same;
    });
  }

  *#variants(test: Test, kind: CandidateKind, purpose: Purpose, expect?: boolean): Iterable<Proposal> {
    const way = this.#wayThrough(test) ?? this.#anyMatch() ?? EMPTY;
    for (const found of this.#solver.candidates(test)) {
      if (found.kind !== kind) continue;
      yield { purpose, draft: changed(way, found.value), test, ...(expect !== undefined && { expect }) };
    }
  }

  /** The candidates of a kind, test by test in turn. */
  *#byKind(kind: CandidateKind, purpose: Purpose): Iterator<Proposal> {
    yield* inTurn(this.#tests.tests.map((test) => this.#variants(test, kind, purpose)[Symbol.iterator]()));
  }

  *#byField(purpose: keyof typeof fieldVariants): Iterator<Proposal> {
    const lists = [...this.#fields.values()].map((field) => this.#fieldProposals(field, purpose));
    const longest = Math.max(0, ...lists.map((list) => list.length));
    for (let at = 0; at < longest; at++) for (const list of lists) yield* list.slice(at, at + 1);
  }

  #fieldProposals(field: Field, purpose: keyof typeof fieldVariants): readonly Proposal[] {
    const [test] = this.#readers.get(field.name) ?? [];
    const way = (test && this.#wayThrough(test)) ?? this.#anyMatch() ?? EMPTY;
    const missed = test && this.nearMiss(test)?.get(field.name);
    const values = fieldVariants[purpose](field, way.get(field.name) ?? 'x', missed ?? 'other', this.#random);
    return values.map((value) => ({ purpose, draft: changed(way, change(field.name, value)), ...(test && { test }) }));
  }

  *#special(): Iterator<Proposal> {
    yield* inTurn([this.#byKind('special', 'special-characters'), this.#byField('special-characters')]);
  }

  *#randomEvents(): Iterator<Proposal> {
    for (let i = 0; i < RANDOM_EVENTS; i++) {
      let draft = this.#random.below(2) === 0 ? EMPTY : (this.#anyMatch() ?? EMPTY);
      for (let n = 0; n < RANDOM_CHANGES; n++) {
        const test = this.#random.pick(this.#tests.tests);
        const found = test && this.#random.pick(this.#solver.candidates(test));
        if (found) draft = changed(draft, found.value);
      }
      yield { purpose: 'random', draft };
    }
  }
}
