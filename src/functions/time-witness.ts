import { timesOfEveryPart } from '../base/date-time-shape.ts';
import type { Field, Value } from '../ir/value.ts';
import { compareScalars } from './scalar.ts';
import { spec as timePart } from './time-part.ts';

/** A time as no text but a number, for which a comparison of a part of a time holds. */
export interface NumberedTime {
  readonly field: Field;
  /** Epoch milliseconds, or nothing where no time has such a part. */
  readonly millis: string | undefined;
}

/** The same for any value; nothing where it is no comparison of a field's part with a number. */
export function numberedTime(value: Value): NumberedTime | undefined {
  if (value.kind !== 'compare' || value.left.kind !== 'call' || value.left.fn !== 'time-part') return undefined;
  const { op, left, right } = value;
  const [field, part] = left.args;
  if (field?.kind !== 'field' || part?.kind !== 'literal' || part.type !== 'text') return undefined;
  if (right.kind !== 'literal' || (right.type !== 'integer' && right.type !== 'real')) return undefined;
  const wanted = right.value;
  const holds = (millis: string): boolean =>
    compareScalars(op, timePart.evaluate([millis, part.value], 'exact'), wanted, 'exact') === true;
  return { field, millis: timesOfEveryPart(Number(wanted)).map(String).find(holds) };
}
