import { type Event, readField } from '../eval/read-field.ts';
import { leaf } from '../ir/build.ts';
import type { Cond } from '../ir/cond.ts';
import type { Rule } from '../ir/rule.ts';
import { filtersOf } from '../ir/walk.ts';

/** A field of events that lie in several tables: which one. No backend knows it. */
export const PLACE = 'isorule.place';

/** The table in which an event says it lies. */
export function placeOf(event: Event): string | undefined {
  const [place] = readField(event, { name: PLACE, type: 'text' });
  return typeof place === 'string' ? place : undefined;
}

/** An event lies in a place. */
export const inPlace = (place: string): Cond =>
  leaf({
    kind: 'compare',
    op: 'eq',
    left: { kind: 'field', name: PLACE, type: 'text', list: false },
    right: { kind: 'literal', type: 'text', value: place },
    caseRule: 'exact',
  });

/** The tables that a rule's filters read, where each has its own. */
export const ownTables = ({ query }: Rule): readonly string[] => [
  ...new Set(filtersOf(query).flatMap(({ filter }) => filter.table ?? [])),
];
