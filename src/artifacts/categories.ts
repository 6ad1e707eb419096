import type { Rule } from '../ir/rule.ts';
import { filtersOf } from '../ir/walk.ts';

/** The kinds of events that a rule asks for: EQL's categories, or the category of Sigma's log source. */
export function categoriesOf(rule: Rule): readonly string[] {
  const own =
    rule.query.kind === 'correlation'
      ? []
      : filtersOf(rule.query).flatMap(({ filter }) => filter.category?.value ?? []);
  const { category } = rule.logSource ?? {};
  return [...new Set([...own, ...(category === undefined ? [] : [category])])];
}
