import type { EventQuery } from '../../src/ir/query.ts';
import { fieldsOfQuery } from '../../src/ir/walk.ts';
import type { Note } from '../../src/target/ledger.ts';
import type { Place } from './scope.ts';

/** A typed column holds one value: said once for every field that is no list. */
export function scalarFieldNotes(place: Place, query: EventQuery): readonly Note[] {
  if (place.layout !== 'columns') return [];
  return fieldsOfQuery(query)
    .filter((field) => !field.list)
    .map((field) => ({
      effect: 'conditional',
      construct: 'field',
      why: 'the column holds one value',
      assumption: 'schema/scalar-fields',
      ...(field.origin && { origin: field.origin }),
      witness: { [field.name]: ['', ''] },
    }));
}

/** Assumptions that hold for a field as a whole: once a field is enough. */
const ONCE_A_FIELD = new Set(['text/no-nul']);

export function uniqueNotes(notes: readonly Note[]): readonly Note[] {
  const seen = new Set<string>();
  return notes.filter((note) => {
    if (!note.assumption || !ONCE_A_FIELD.has(note.assumption)) return true;
    const key = `${note.assumption} ${Object.keys(note.witness ?? {}).join(' ')}`;
    return !seen.has(key) && seen.add(key);
  });
}
