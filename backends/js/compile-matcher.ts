import type { Cond } from '../../src/ir/cond.ts';
import { onQuery } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import { raw } from '../../src/target/frag.ts';
import { Module } from './module.ts';
import { type CreateMachine, Planner, type WriteTest } from './plan.ts';
import { closure, type NoPredicate } from './predicate.ts';
import { createMatcherOf, type Matcher, type MatcherOptions } from './runtime/matcher.ts';

/** Makes a matcher for one stream of events. */
export type CreateMatcher = (options?: MatcherOptions) => Matcher;

/**
 * A rule over several events (sequence, sample, correlation) as a function that makes matchers, the same as the module that `js` writes.
 * Events are what JSON.parse gives, pushed in the order of time; none makes it throw. An event rule has none: it has `compilePredicate`.
 */
export function compileMatcher(rule: Rule): CreateMatcher | NoPredicate {
  const module = new Module();
  const write: WriteTest = (cond: Cond) => {
    const test = closure(module, cond);
    module.keepElements();
    return { text: raw('test'), run: (event) => test({ event, slots: [] }) };
  };
  const planner = new Planner(module, write);
  const machine = onQuery<CreateMachine | undefined>(rule.query, {
    event: () => undefined,
    sequence: (query) => planner.sequence(query).run,
    sample: (query) => planner.sample(query, rule).run,
    correlation: (query) => planner.correlation(query).run,
  });
  if (!machine) return { unsupported: 'an event rule looks at one event: it is a predicate' };
  const [failure] = module.failures;
  if (failure) return { unsupported: failure.why };
  const order = planner.order(rule).run;
  return (options) => createMatcherOf(machine, order, options);
}
