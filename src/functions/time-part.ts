import { type CivilTime, civilDate, civilOfIso, civilOfNanos, epochMillis } from '../base/instant.ts';
import { type Argument, wholeOf } from './argument.ts';
import type { FunctionSpec } from './function.ts';

const MILLIS_PER_DAY = 86_400_000;

/** The week of ISO 8601: the one that holds the year's first Thursday is the first. */
function isoWeek(civil: CivilTime): number {
  const thursday = civilDate(civil);
  thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7));
  const first = civilDate({ ...civil, year: thursday.getUTCFullYear(), month: 1, day: 1 });
  return Math.floor((thursday.getTime() - first.getTime()) / MILLIS_PER_DAY / 7) + 1;
}

/** The date-time that a value spells: ISO 8601 as written, whatever its zone; numbers are epoch milliseconds, in UTC. */
function civilOf(value: Argument): CivilTime | undefined {
  if (typeof value === 'object' && value?.kind === 'instant') return civilOfNanos(value.nanos);
  const millis = wholeOf(value);
  if (millis !== null) return civilOfNanos(epochMillis(millis));
  return typeof value === 'string' ? civilOfIso(value) : undefined;
}

/** One part of a date-time as a number. */
function timePart(source: Argument, part: Argument): bigint | null {
  const civil = civilOf(source);
  if (!civil) return null;
  if (part === 'week') return BigInt(isoWeek(civil));
  if (part === 'minute' || part === 'hour' || part === 'day' || part === 'month' || part === 'year')
    return BigInt(civil[part]);
  return null;
}

export const spec: FunctionSpec = {
  id: 'time-part',
  folds: false,
  doc: 'One part of a date-time as it is written, without regard to its zone: `minute`, `hour`, `day` of the month, `week` of ISO 8601, `month`, `year`. Whole numbers are epoch milliseconds, in UTC. Absent if it is no date-time.',
  params: [
    { name: 'source', type: 'any' },
    { name: 'part', type: 'text', constant: true },
  ],
  returns: 'integer',
  source: 'Sigma 2.1, "Modifiers": minute, hour, day, week, month, year',
  evaluate: ([source, part]) => timePart(source, part),
  examples: [
    { args: ['2024-06-12T03:15:07Z', 'minute'], gives: 15n },
    { args: ['2024-06-12T03:15:07Z', 'hour'], gives: 3n },
    { args: ['2024-06-12T03:15:07+05:00', 'hour'], gives: 3n, why: 'as written, without conversion' },
    { args: ['2024-06-12 23:15', 'day'], gives: 12n },
    { args: ['2024-06-12', 'month'], gives: 6n },
    { args: ['2024-06-12', 'hour'], gives: 0n },
    { args: ['2024-06-12T03:15:07.123Z', 'year'], gives: 2024n },
    { args: ['2024-06-12', 'week'], gives: 24n },
    { args: ['2021-01-03', 'week'], gives: 53n, why: 'the week belongs to the year before' },
    { args: ['2024-12-30', 'week'], gives: 1n, why: 'the week belongs to the next year' },
    { args: ['2020-12-31', 'week'], gives: 53n },
    { args: ['2023-01-01', 'week'], gives: 52n },
    { args: [1718162107000n, 'hour'], gives: 3n },
    { args: ['1718162107000', 'minute'], gives: 15n },
    { args: [{ kind: 'instant', nanos: 1718162107000000000n }, 'hour'], gives: 3n },
    { args: [{ kind: 'instant', nanos: -1n }, 'year'], gives: 1969n },
    { args: ['12.06.2024', 'day'], gives: null },
    { args: ['2024-02-30', 'day'], gives: null },
    { args: [true, 'day'], gives: null },
    { args: [null, 'hour'], gives: null },
    { args: ['99999999999999999999', 'hour'], gives: null, why: 'no such year' },
  ],
};
