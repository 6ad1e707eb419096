import { isoText, parseIso } from '../base/instant.ts';

const NANOS_PER_MICRO = 1000n;

/** Years 0001 to 9999, in microseconds since 1970: what every engine's text form of a timestamp can say. */
const FIRST = -62_135_596_800_000_000n;
const LAST = 253_402_300_799_999_999n;

/** Why a time is no timestamp in every engine: out of these years, or finer than a microsecond. */
export type NoInstant = 'range' | 'precision';

/** Microseconds since 1970 of a time in nanoseconds: a timestamp is stored unchanged or not at all. */
export function exactMicros(nanos: bigint): bigint | NoInstant {
  const micros = cutToMicros(nanos);
  if (micros < FIRST || micros > LAST) return 'range';
  return micros * NANOS_PER_MICRO === nanos ? micros : 'precision';
}

/** The microsecond in which a time in nanoseconds falls. */
export function cutToMicros(nanos: bigint): bigint {
  const below = ((nanos % NANOS_PER_MICRO) + NANOS_PER_MICRO) % NANOS_PER_MICRO;
  return (nanos - below) / NANOS_PER_MICRO;
}

/** Microseconds since 1970 of ISO 8601 text, or nothing where the text says no time that every engine can hold. */
export function microsOf(text: string): bigint | undefined {
  const nanos = parseIso(text);
  const micros = nanos === undefined ? undefined : exactMicros(nanos);
  return typeof micros === 'bigint' ? micros : undefined;
}

/** Microseconds since 1970 of a cell that was found storable. */
export function storedMicros(cell: unknown): bigint {
  const micros = microsOf(String(cell));
  if (micros === undefined) throw new Error(`isorule bug: ${String(cell)} is no timestamp`);
  return micros;
}

/** A timestamp of an engine's answer in our spelling; what is none, as `infinity` in Postgres, stays as the engine says it. */
export function readInstant(text: string): string {
  const micros = microsOf(text);
  return micros === undefined ? text : renderInstant(micros);
}

/** How this room writes a timestamp, in tables and in answers: ISO 8601 in UTC; from microseconds since 1970. */
export const renderInstant = (micros: bigint): string => isoText(micros * NANOS_PER_MICRO);
