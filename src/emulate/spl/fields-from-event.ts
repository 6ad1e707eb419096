import { type ArrayNames, flatten } from './json/path.ts';
import { type Json, parseJson } from './json/read.ts';
import { numberText, type SplRow, several } from './value.ts';

export interface EventFieldOptions {
  /** `braces` (default): the elements of `args` are in `args{}`, as automatic JSON extraction and `spath` name them. `plain`: in `args`. */
  readonly arrayNames?: ArrayNames;
  /** What a JSON null gives: no field (default), or the text `null`. */
  readonly nulls?: 'missing' | 'text';
}

/** An event as JSON gives it. Numbers may be big integers. */
export type JsonValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/** The depth at which Splunk itself has given up long before. */
const DEPTH = 200;

function scalar(value: string | number | bigint | boolean): Json {
  if (typeof value === 'number') return { number: numberText(value) };
  return typeof value === 'bigint' ? { number: value.toString() } : value;
}

function jsonOf(value: JsonValue, depth: number): Json {
  if (value === null || value === undefined || depth > DEPTH) return null;
  if (typeof value !== 'object') return scalar(value);
  if (Array.isArray(value)) return value.map((element) => jsonOf(element, depth + 1));
  return { members: new Map(Object.entries(value).map(([name, member]) => [name, jsonOf(member, depth + 1)])) };
}

/**
 * The fields that Splunk's automatic JSON extraction makes of an event: `a.b` for objects, `a{}` for the elements of arrays,
 * all values as text. Several values make a multi-value field; empty arrays and objects make none. Names of the event that
 * hold dots already are taken as they are.
 *
 * https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/Spath
 */
export function fieldsFromEvent(
  event: { readonly [name: string]: JsonValue },
  options: EventFieldOptions = {},
): SplRow {
  return extracted(jsonOf(event, 0), options);
}

/** As `fieldsFromEvent`, from the JSON text itself, whose numbers stay as they are written; nothing if it is no JSON. */
export function fieldsFromJson(text: string, options: EventFieldOptions = {}): SplRow | undefined {
  const json = parseJson(text);
  return json === undefined ? undefined : extracted(json, options);
}

function extracted(json: Json, { arrayNames = 'braces', nulls = 'missing' }: EventFieldOptions): SplRow {
  const fields = [...flatten(json, arrayNames, nulls)].map(([name, values]) => [name, several(values) ?? ''] as const);
  return Object.fromEntries(fields);
}
