import { addressText, parseAddress } from '../base/ip.ts';
import type { Scalar } from '../functions/function.ts';
import { scalarText } from '../functions/scalar.ts';
import type { Key } from '../ir/query.ts';
import { orderScalars } from './order-scalars.ts';
import { type Event, readField } from './read-field.ts';

/** What joins events: two keys are the same iff their ids are. */
export interface JoinKey {
  readonly id: string;
  readonly values: readonly Scalar[];
}

/** What is the same, and apart from everything else. Its length comes first, so that ids stay apart when they are joined. */
function scalarId(value: Scalar): string {
  if (value === null) return 'null';
  if (typeof value === 'object')
    return value.kind === 'instant' ? `date ${value.nanos}` : `version ${value.text.length} ${value.text}`;
  const text = scalarText(value);
  return `text ${text.length} ${text}`;
}

/** An address joins in its canonical spelling. */
function canonical(value: Scalar, key: Key): Scalar {
  const address = key.type === 'ip' && typeof value === 'string' ? parseAddress(value) : undefined;
  return address ? addressText(address) : value;
}

/** Null first, then ascending. */
const compareValues = (a: Scalar, b: Scalar): number => {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  return orderScalars(a, b);
};

/** The order of keys: value by value. */
export function compareKeys(a: JoinKey, b: JoinKey): number {
  for (const [i, value] of a.values.entries()) {
    const order = compareValues(value, b.values[i] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}

/** The different values of one key field in ascending order; none where the event takes no part. */
function choices(key: Key, event: Event): readonly Scalar[] {
  const values = readField(event, key).map((value) => canonical(value, key));
  if (values.length === 0) return key.optional ? [null] : [];
  const different = new Map<string, Scalar>();
  for (const value of values) if (!different.has(scalarId(value))) different.set(scalarId(value), value);
  return [...different.values()].sort(compareValues);
}

/** The keys under which an event takes part: one a combination of its key fields' values. No key fields: one empty key. */
export function joinKeys(keys: readonly Key[], event: Event): readonly JoinKey[] {
  let rows: readonly (readonly Scalar[])[] = [[]];
  for (const key of keys) {
    const values = choices(key, event);
    rows = rows.flatMap((row) => values.map((value) => [...row, value]));
  }
  return rows.map((values) => ({ id: values.map(scalarId).join('\n'), values }));
}
