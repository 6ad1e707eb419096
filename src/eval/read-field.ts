import { epochMillis, parseIso } from '../base/instant.ts';
import { parseAddress } from '../base/ip.ts';
import { plainDecimal } from '../functions/decimal.ts';
import type { Scalar } from '../functions/function.ts';
import type { Field, FieldType } from '../ir/value.ts';

/** An event as JSON: text, numbers (integers beyond 2^53 as bigint), booleans, null, lists and objects. */
export type Event = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Event =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Elements of a value: lists flatten, nulls and objects give none. */
function* scalars(value: unknown): Generator<string | number | bigint | boolean> {
  if (Array.isArray(value)) for (const item of value) yield* scalars(item);
  else if (
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    typeof value === 'boolean'
  )
    yield value;
}

/** Every value that the dotted path leads to: each prefix of it may be one flat key, and a list of objects is walked through. */
function* valuesAt(node: unknown, path: string): Generator<unknown> {
  if (Array.isArray(node)) {
    for (const item of node) yield* valuesAt(item, path);
    return;
  }
  if (!isObject(node)) return;
  if (Object.hasOwn(node, path)) yield node[path];
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const head = path.slice(0, dot);
    if (Object.hasOwn(node, head)) yield* valuesAt(node[head], path.slice(dot + 1));
  }
}

type Raw = string | number | bigint | boolean;

const WHOLE = /^-?\d+$/;
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function asLong(raw: Raw): bigint | null {
  if (typeof raw === 'bigint') return raw;
  if (typeof raw === 'number') return Number.isInteger(raw) ? BigInt(raw) : null;
  return typeof raw === 'string' && WHOLE.test(raw) ? BigInt(raw) : null;
}

function asDouble(raw: Raw): bigint | number | null {
  if (typeof raw === 'bigint' || typeof raw === 'number') return raw;
  return typeof raw === 'string' && JSON_NUMBER.test(raw) ? Number(raw) : null;
}

function asBoolean(raw: Raw): boolean | null {
  if (typeof raw === 'boolean') return raw;
  return raw === 'true' ? true : raw === 'false' ? false : null;
}

function asInstant(raw: Raw): Scalar {
  const millis = typeof raw === 'boolean' ? null : asLong(raw);
  if (millis !== null) return { kind: 'instant', nanos: epochMillis(millis) };
  const nanos = typeof raw === 'string' ? parseIso(raw) : undefined;
  return nanos === undefined ? null : { kind: 'instant', nanos };
}

/** Reads an element by the field's type; null where it does not fit (docs/semantics.md, "Reading a field"). */
const READERS: { readonly [T in FieldType]: (raw: Raw) => Scalar } = {
  text: (raw) => (typeof raw === 'string' ? raw : plainDecimal(raw)),
  long: asLong,
  double: asDouble,
  boolean: asBoolean,
  ip: (raw) => (typeof raw === 'string' && parseAddress(raw) ? raw : null),
  date: asInstant,
  version: (raw) => (typeof raw === 'string' ? { kind: 'version', text: raw } : null),
  unknown: (raw) => raw,
};

/** The elements of a field in an event, read by its type. Empty: the field is absent. */
export function readField(event: Event, field: Pick<Field, 'name' | 'type'>): readonly Scalar[] {
  const read = READERS[field.type];
  const out: Scalar[] = [];
  for (const value of valuesAt(event, field.name)) {
    for (const raw of scalars(value)) {
      const element = read(raw);
      if (element !== null) out.push(element);
    }
  }
  return out;
}

/** Whether the event has the key, whatever its value. */
export function hasKey(event: Event, name: string): boolean {
  return !valuesAt(event, name).next().done;
}

/** What a list or an object holds. */
const inside = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];

/** Every scalar of an event at any depth, as text. */
export function* allTexts(node: unknown): Generator<string> {
  const open: unknown[] = [node];
  while (open.length > 0) {
    const next = open.pop();
    // One by one: a call takes no more than some 100,000 arguments.
    for (const item of inside(next)) open.push(item);
    if (typeof next === 'string') yield next;
    else if (typeof next === 'number' || typeof next === 'bigint' || typeof next === 'boolean')
      yield plainDecimal(next);
  }
}
