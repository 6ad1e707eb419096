import { numberedTime } from '../functions/time-witness.ts';
import type { Value } from '../ir/value.ts';
import type { Note } from './ledger.ts';

/** The assumption of targets that read parts of a time in plainly written text only. */
export const PLAIN_TIME = 'time/plain-text';

/** Notes of that assumption, each with a time that shows it at the test where it stands; they go where no time could. */
export function timesShown(notes: readonly Note[], value: Value): readonly Note[] {
  if (!notes.some(({ assumption }) => assumption === PLAIN_TIME)) return notes;
  const time = numberedTime(value);
  if (!time) return notes;
  return notes.flatMap((note) => {
    if (note.assumption !== PLAIN_TIME) return [note];
    return time.millis === undefined ? [] : [{ ...note, witness: { [time.field.name]: time.millis } }];
  });
}
