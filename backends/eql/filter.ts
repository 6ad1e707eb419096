import { filterCondition } from '../../src/ir/build.ts';
import type { EventFilter } from '../../src/ir/query.ts';
import { type Emitted, unsupported } from '../../src/target/emit-cond.ts';
import { type Frag, raw } from '../../src/target/frag.ts';
import { emitCond } from './emit-cond.ts';
import { canWrite, categoryName } from './lexical.ts';

/** What the word before `where` tests, unless the search that runs the query names another field. */
const CATEGORY_FIELD = 'event.category';

/**
 * The word before `where`, and the condition. The text alone can't say that a rule takes its category from another field
 * (`event_category_override`): then the category is a condition like any other, so that the query means the same wherever it runs.
 */
export function clauses(filter: EventFilter): { readonly word: Frag; readonly condition: Emitted } {
  const { category } = filter;
  if (!category || category.field.name !== CATEGORY_FIELD)
    return { word: raw('any'), condition: emitCond(filterCondition(filter)) };
  const condition = canWrite(category.value)
    ? emitCond(filter.condition)
    : unsupported('category', 'the category has no spelling in EQL', category.field.origin);
  return { word: categoryName(category.value), condition };
}
