import { filterCondition } from '../../src/ir/build.ts';
import { type Cond, onCond } from '../../src/ir/cond.ts';
import type { Rule } from '../../src/ir/rule.ts';
import { hasValueTest, keywordHolds, leafTest } from './leaf.ts';
import { Module, type View } from './module.ts';

type Test = (view: View) => boolean;

/** A condition as a closure. */
export function closure(module: Module, cond: Cond): Test {
  const all = (parts: readonly Cond[]) => parts.map((part) => closure(module, part));
  return onCond<Test>(cond, {
    true: () => () => true,
    false: () => () => false,
    and: (node) => {
      const parts = all(node.all);
      return (view) => parts.every((part) => part(view));
    },
    or: (node) => {
      const parts = all(node.any);
      return (view) => parts.some((part) => part(view));
    },
    not: (node) => {
      const inner = closure(module, node.inner);
      return (view) => !inner(view);
    },
    leaf: (node) => leafTest(module, node).run,
    'has-value': (node) => hasValueTest(module, node).run,
    'has-key': (node) => module.key(node.field.name).run,
    keyword: (node) => keywordHolds(module, node).run,
  });
}

/** Why a rule has no predicate. */
export interface NoPredicate {
  readonly unsupported: string;
}

/**
 * A rule as a function: whether an event (as JSON.parse gives it; large whole numbers may be bigint) passes the rule's filter. No event
 * makes it throw. Pipes are not part of it: a predicate sees one event. Rules over several events (they have `compileMatcher`), and those with a regular expression
 * that no matcher in linear time has, have none.
 */
export function compilePredicate(rule: Rule): ((event: unknown) => boolean) | NoPredicate {
  if (rule.query.kind !== 'event') return { unsupported: `a ${rule.query.kind} looks at several events` };
  const module = new Module();
  const test = closure(module, filterCondition(rule.query.filter));
  const [failure] = module.failures;
  return failure ? { unsupported: failure.why } : (event) => test({ event, slots: [] });
}
