import type { Cond } from '../ir/cond.ts';
import type { Rule } from '../ir/rule.ts';
import { mapConditions } from '../ir/walk.ts';
import { functionsToPatterns } from './functions-to-patterns.ts';
import { groupTests } from './group-tests.ts';

interface Pass {
  readonly name: string;
  readonly run: (cond: Cond) => Cond;
}

/** The rewrites before every backend, in order. Each keeps the meaning and changes nothing when run again. */
const passes: readonly Pass[] = [
  // First, so that a function and a pattern over one field can be grouped afterwards.
  { name: 'functions-to-patterns', run: functionsToPatterns },
  { name: 'group-tests', run: groupTests },
];

const rewritten = (rule: Rule): Rule => ({
  ...rule,
  query: mapConditions(rule.query, (cond) => passes.reduce((current, pass) => pass.run(current), cond)),
});

const known = new WeakMap<Rule, Rule>();

/** A rule as the backends get it: the same one for each of them. */
export function legalize(rule: Rule): Rule {
  const legal = known.get(rule) ?? rewritten(rule);
  known.set(rule, legal);
  return legal;
}
