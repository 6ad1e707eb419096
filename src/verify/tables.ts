import type { Column } from '../engines/engine.ts';
import { type Event, readField } from '../eval/read-field.ts';
import type { Rule } from '../ir/rule.ts';
import { fieldsOfQuery } from '../ir/walk.ts';

/** The column that tells events apart in the answer. */
export const ID = '_id';

/** Tiebreakers are no part of a query, so nothing says their type but their values: whole numbers where all are, else text. */
function tiebreakerType(name: string, events: readonly Event[]): 'long' | 'text' {
  const values = events.flatMap((event) => readField(event, { name, type: 'unknown' }));
  const whole = (value: unknown): boolean => typeof value === 'bigint' || Number.isSafeInteger(value);
  return values.length > 0 && values.every(whole) ? 'long' : 'text';
}

/** One column a field of the rule; what no schema knows is text (docs/semantics.md, "Comparing"). */
export function columnsOf({ query, time }: Rule, events: readonly Event[] = []): readonly Column[] {
  const tiebreaker =
    time.tiebreaker === undefined
      ? []
      : [{ name: time.tiebreaker, type: tiebreakerType(time.tiebreaker, events), list: false }];
  const fields = fieldsOfQuery(query)
    .filter(({ name }) => name !== time.timestamp)
    .map(({ name, type, list }): Column => ({ name, type: type === 'unknown' ? 'text' : type, list }));
  return [...fields, ...tiebreaker.filter(({ name }) => !fields.some((field) => field.name === name))];
}

/** Whether the verdict on an event hangs on the others. */
export const hasPipes = ({ query }: Rule): boolean => 'pipes' in query && query.pipes.length > 0;

/** Every place of an event that holds a value: what a keyword may be found in. */
export function placesOf(node: unknown, path = ''): readonly string[] {
  if (Array.isArray(node)) return [...new Set(node.flatMap((item) => placesOf(item, path)))];
  if (typeof node !== 'object' || node === null) return [path];
  return Object.entries(node).flatMap(([key, value]) => placesOf(value, path === '' ? key : `${path}.${key}`));
}
