import { frameOf, scopeOf } from '../bound.ts';
import type { TabularRow } from './row.ts';

/** Keeps the rows for which the condition is true; null is not (query/where-operator). */
export const where: TabularRow<'where'> = {
  name: 'where',
  case: 'K069',
  docs: 'where-operator',
  bind: (node, input, variables, binder) => {
    const condition = binder.expression(node.condition, scopeOf(input, variables));
    if (condition === undefined) return undefined;
    if (condition.type !== 'bool') {
      binder.session.report('kusto/not-bool', { type: condition.type }, node.condition.at);
      return undefined;
    }
    const run: NonNullable<ReturnType<TabularRow<'where'>['bind']>>['run'] = (rows) => {
      binder.session.spend(rows.length);
      return rows.filter((row, index) => condition.evaluate(frameOf(row, index, rows)) === true);
    };
    return { ...input, run };
  },
};
