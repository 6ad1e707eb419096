import { keyOf } from '../compare.ts';
import type { KustoType, Row } from '../types.ts';
import { columnNamed, readOptions, type TabularRow } from './row.ts';

/** The strategy that is used when none is named fails above so many keys (query/partition-operator). */
const LEGACY_KEYS = 64;

function groupedBy(rows: readonly Row[], place: number, type: KustoType): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row[place] ?? null, type);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

/** The subquery over the rows of each key, and the union of the results. */
export const partition: TabularRow<'partition'> = {
  name: 'partition',
  case: 'KE-partition',
  docs: 'partition-operator',
  bind: (node, input, variables, binder) => {
    const { session } = binder;
    const options = readOptions(node.options, {}, session);
    const place = columnNamed(input.columns, node.by.text);
    const key = input.columns[place];
    if (options === undefined) return undefined;
    if (key === undefined) {
      session.report('kusto/unknown-name', { name: node.by.text, near: [] }, node.by.at);
      return undefined;
    }
    if (key.type === 'dynamic') {
      session.report('kusto/no-dynamic', {}, node.by.at);
      return undefined;
    }
    const inner = binder.operators(node.operators, { ...input, serialized: false }, variables);
    if (inner === undefined) return undefined;
    const legacy = (options.get('hint.strategy') ?? 'legacy') === 'legacy';
    const run = (rows: readonly Row[]): readonly Row[] => {
      session.spend(rows.length);
      const groups = groupedBy(rows, place, key.type);
      if (legacy && groups.size > LEGACY_KEYS) session.report('kusto/too-many-keys', { count: groups.size }, node.at);
      return [...groups.values()].flatMap((group) => inner.run(group));
    };
    return { columns: inner.columns, serialized: false, run };
  },
};
