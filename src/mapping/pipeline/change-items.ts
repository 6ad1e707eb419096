import { FALSE } from '../../ir/build.ts';
import type { Cond } from '../../ir/cond.ts';
import { mapConditions } from '../../ir/walk.ts';
import { fieldOfItem, mapItems } from './items.ts';
import type { Scope } from './pipeline.ts';
import type { Work } from './work.ts';

const named = (item: Cond): string => fieldOfItem(item)?.name ?? 'keywords';

/**
 * Changes the items of a rule that a scope is for. One for which nothing comes back is taken out, and the ledger says what the rule
 * finds without it; a rule of which nothing is left is refused.
 */
export function changeItems(work: Work, scope: Scope, change: (item: Cond) => Cond | undefined): void {
  const one = (item: Cond): Cond | undefined => {
    const field = fieldOfItem(item)?.name;
    if (!scope.forItem(work, item) || (field !== undefined && !scope.forField(work, field))) return item;
    const changed = change(item);
    if (changed && changed !== item) work.appliedToItem(scope.id, item, changed);
    return changed;
  };
  const query = mapConditions(work.rule.query, (cond) => {
    const changed = mapItems(cond, one, (item, effect) => {
      const why = `the pipeline takes out the test of ${named(item)}`;
      work.entries.push({
        effect,
        construct: `mapping/${named(item)}`,
        why,
        ...(item.origin && { origin: item.origin }),
      });
    });
    if (!changed) work.failure ??= 'the pipeline takes out every test of the rule';
    return changed ?? FALSE;
  });
  work.rule = { ...work.rule, query };
}
