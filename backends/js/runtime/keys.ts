import type { Scalar } from '../../../src/functions/function.ts';
import { compareScalars, scalarText } from '../../../src/functions/scalar.ts';

/** Under which an event takes part: two keys are the same iff their ids are. */
export interface EventKey {
  readonly id: string;
  readonly values: readonly Scalar[];
}

/** A key field: the reader of its elements; an optional one joins null with null. */
export interface KeyPart {
  readonly read: (event: unknown) => readonly Scalar[];
  readonly optional: boolean;
}

export type KeyReader = (event: unknown) => readonly EventKey[];

const NO_FIELDS: EventKey = { id: '', values: [] };

/** What is the same, and apart from everything else; its length in front keeps the parts of a key apart. */
function scalarId(value: Scalar): string {
  if (value === null) return '-';
  if (typeof value !== 'object') {
    const text = scalarText(value);
    return `${text.length}:${text}`;
  }
  return value.kind === 'instant' ? `@${value.nanos};` : `v${value.text.length}:${value.text}`;
}

/** The different values, as keys of one field. */
function differentValues(values: readonly Scalar[]): readonly EventKey[] {
  const found = new Map<string, EventKey>();
  for (const value of values) {
    const id = scalarId(value);
    if (!found.has(id)) found.set(id, { id, values: [value] });
  }
  return [...found.values()];
}

function keysOfPart({ read, optional }: KeyPart, event: unknown): readonly EventKey[] {
  const values = read(event);
  if (values.length > 1) return differentValues(values);
  const [value = null] = values;
  return value === null && !optional ? [] : [{ id: scalarId(value), values: [value] }];
}

/** The keys of an event: one a combination of its key fields' values; no fields: one empty key. */
export function keyReader(parts: readonly KeyPart[]): KeyReader {
  const [only] = parts;
  if (only && parts.length === 1) return (event) => keysOfPart(only, event);
  return (event) =>
    parts.reduce<readonly EventKey[]>(
      (rows, part) => {
        const keys = rows.length === 0 ? [] : keysOfPart(part, event);
        return rows.flatMap((row) =>
          keys.map((key) => ({ id: row.id + key.id, values: [...row.values, ...key.values] })),
        );
      },
      [NO_FIELDS],
    );
}

/** False, true, numbers, dates, text, versions: kinds do not mix. */
function rankOf(value: Exclude<Scalar, null>): number {
  if (typeof value === 'object') return value.kind === 'instant' ? 2 : 4;
  if (typeof value === 'string') return 3;
  return typeof value === 'boolean' ? 0 : 1;
}

/** A total order of scalars; null stands where `nullRank` says: -1 first, 1 last. */
export function orderScalars(a: Scalar, b: Scalar, nullRank: number): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? nullRank : -nullRank;
  const ranks = rankOf(a) - rankOf(b);
  if (ranks !== 0) return ranks;
  if (typeof a === 'boolean') return Number(a) - Number(b);
  if (compareScalars('lt', a, b, 'exact')) return -1;
  return compareScalars('gt', a, b, 'exact') ? 1 : 0;
}

/** Keys in ascending order, value by value, null first. */
export function orderKeys(a: EventKey, b: EventKey): number {
  for (let i = 0; i < a.values.length; i++) {
    const order = orderScalars(a.values[i] ?? null, b.values[i] ?? null, -1);
    if (order !== 0) return order;
  }
  return 0;
}
