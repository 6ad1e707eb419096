import { matchPattern } from '../functions/match-pattern.ts';
import type { Cond, Keyword } from '../ir/cond.ts';
import { onCond } from '../ir/cond.ts';
import { allTexts, type Event, hasKey } from './read-field.ts';
import { matchesRegex, possibleValues } from './value.ts';

function keywordHolds({ test }: Keyword, event: Event): boolean {
  for (const text of allTexts(event)) {
    const found =
      test.kind === 'match'
        ? test.patterns.some((pattern) => matchPattern(text, pattern, test.caseRule))
        : test.regexes.some((regex) => matchesRegex(text, regex));
    if (found) return true;
  }
  return false;
}

/** Whether a condition holds for one event: docs/semantics.md as code. */
export function holds(cond: Cond, event: Event): boolean {
  return onCond<boolean>(cond, {
    true: () => true,
    false: () => false,
    and: (node) => node.all.every((part) => holds(part, event)),
    or: (node) => node.any.some((part) => holds(part, event)),
    not: (node) => !holds(node.inner, event),
    leaf: (node) => possibleValues(node.value, event).includes(true),
    'has-value': (node) => !possibleValues(node.value, event).includes(null),
    'has-key': (node) => hasKey(event, node.field.name),
    keyword: (node) => keywordHolds(node, event),
  });
}
