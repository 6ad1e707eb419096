import { jsonTextOf } from '../engines/json-text.ts';
import type { GeneratedStream } from './generate/generate-streams.ts';
import type { GeneratedEvent } from './generate/generated.ts';

/** JSON on a line; an integer keeps all its digits. */
function lineOf(value: unknown): string {
  const text = jsonTextOf(value);
  if (text === undefined) throw new Error('isorule bug: a generated event that is no JSON');
  return `${text}\n`;
}

/** A generated event as a line of NDJSON: what it is for, and the verdict, around the event. */
export function eventLine({ id, purpose, leaf, event, matches }: GeneratedEvent, rule: string): string {
  return lineOf({ rule, id, purpose, ...(leaf && { test: leaf.text }), matches, event });
}

/** The event alone, as a platform takes it in. */
export const bareEventLine = ({ event }: GeneratedEvent): string => lineOf(event);

/** A generated stream as a line of NDJSON: what it is for, its events in the order of time, and the matches by the places of their events. */
export const streamLine = ({ id, purpose, events, matches }: GeneratedStream, rule: string): string =>
  lineOf({ rule, id, purpose, matches, events });

/** The events of a stream alone, a line each, as a platform takes them in. */
export const bareStreamLines = ({ events }: GeneratedStream): readonly string[] => events.map(lineOf);
