import { epochMillis, parseIso } from '../base/instant.ts';
import { parseAddress } from '../base/ip.ts';
import type { ColumnType } from './engine.ts';
import { exactMicros, renderInstant } from './instant.ts';
import { exactInteger, isInt64 } from './integer.ts';
import { jsonTextOf } from './json-text.ts';
import { plainDecimal } from './plain-decimal.ts';

/**
 * Why an event can't stand in a typed table: an element is not of the column's type, several elements meet a column for one,
 * a number or a time is out of the column's range, a time is finer than a microsecond, JSON is nested too deep or has an
 * infinite number.
 */
export type MisfitReason = 'type' | 'several' | 'range' | 'precision' | 'json';

export type Fit = { readonly kind: 'cell'; readonly value: unknown } | Misfit;
interface Misfit {
  readonly kind: 'misfit';
  readonly reason: MisfitReason;
}

const misfit = (reason: MisfitReason): Misfit => ({ kind: 'misfit', reason });
const cell = (value: unknown): Fit => ({ kind: 'cell', value });

const isNumeric = (value: unknown): value is number | bigint => typeof value === 'bigint' || typeof value === 'number';

/** What JSON's `1e999` reads as. */
const isInfinite = (value: number | bigint): boolean => typeof value === 'number' && !Number.isFinite(value);

function text(value: unknown): Fit {
  if (typeof value === 'string') return cell(value);
  if (isNumeric(value)) return isInfinite(value) ? misfit('range') : cell(plainDecimal(value));
  return typeof value === 'boolean' ? cell(String(value)) : misfit('type');
}

/** A whole number, or text that is one in plain digits. */
function whole(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : undefined;
  return typeof value === 'string' && /^-?[0-9]{1,400}$/.test(value) ? BigInt(value) : undefined;
}

function long(value: unknown): Fit {
  const number = whole(value);
  if (number === undefined) return misfit('type');
  return isInt64(number) ? cell(exactInteger(number)) : misfit('range');
}

const JSON_NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?$/i;

function double(value: unknown): Fit {
  const isNumber = isNumeric(value) || (typeof value === 'string' && JSON_NUMBER.test(value));
  if (!isNumber) return misfit('type');
  const number = Number(value);
  if (isInfinite(number)) return misfit('range');
  if (typeof value === 'bigint' && BigInt(number) !== value) return misfit('range');
  return cell(number === 0 ? 0 : number); // minus zero is equal to zero, and SQLite forgets its sign
}

function boolean(value: unknown): Fit {
  if (typeof value === 'boolean') return cell(value);
  return value === 'true' || value === 'false' ? cell(value === 'true') : misfit('type');
}

/** Nanoseconds since 1970: ISO 8601, or epoch milliseconds as a whole number or its text. */
export function nanosOf(value: unknown): bigint | undefined {
  const millis = whole(value);
  if (millis !== undefined) return epochMillis(millis);
  return typeof value === 'string' ? parseIso(value) : undefined;
}

function date(value: unknown): Fit {
  const nanos = nanosOf(value);
  if (nanos === undefined) return misfit('type');
  const micros = exactMicros(nanos);
  return typeof micros === 'bigint' ? cell(renderInstant(micros)) : misfit(micros);
}

const ip = (value: unknown): Fit => (typeof value === 'string' && parseAddress(value) ? cell(value) : misfit('type'));

function json(value: unknown): Fit {
  const written = jsonTextOf(value);
  return written === undefined ? misfit('json') : cell(written);
}

/** How an element is read by its column's type: the table in docs/semantics.md, "Reading a field". */
const fits: { readonly [T in ColumnType]: (value: unknown) => Fit } = {
  text,
  long,
  double,
  boolean,
  date,
  ip,
  version: (value) => (typeof value === 'string' ? cell(value) : misfit('type')),
  json,
};

/** Lists nested deeper stay closed and fit no column: no hostile event exhausts the stack. */
const DEPTH = 500;

/** Every value that stands at a dotted path in some spelling: flat, nested, mixed, or inside lists of objects. */
function collect(value: unknown, path: readonly string[], from: number, out: unknown[]): void {
  if (from === path.length) {
    out.push(value);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value.flat(DEPTH)) collect(item, path, from, out);
    return;
  }
  for (let to = from + 1; to <= path.length; to++) {
    const key = path.slice(from, to).join('.');
    if (Object.hasOwn(value, key)) collect((value as Record<string, unknown>)[key], path, to, out);
  }
}

/** What stands at a field, as it stands: in several spellings, several values. */
export function valuesAt(event: object, field: string): readonly unknown[] {
  const out: unknown[] = [];
  collect(event, field.split('.'), 0, out);
  return out;
}

const isThere = (value: unknown): boolean => value !== null && value !== undefined;

/** The elements of a field: lists opened, nulls left out. */
export function elementsOf(event: object, field: string): readonly unknown[] {
  return valuesAt(event, field).flat(DEPTH).filter(isThere);
}

function scalarCell(elements: readonly unknown[], type: ColumnType): Fit {
  const [first, ...more] = elements;
  if (first === undefined) return cell(null);
  return more.length > 0 ? misfit('several') : fits[type](first);
}

function listCell(values: readonly unknown[], type: ColumnType): Fit {
  const out: unknown[] = [];
  for (const value of values) {
    const fit = isThere(value) ? fits[type](value) : cell(null);
    if (fit.kind === 'misfit') return fit;
    out.push(fit.value);
  }
  return cell(out);
}

/** A JSON column takes the value as it stands, lists and objects too. */
function jsonCell(found: readonly unknown[]): Fit {
  const [first, ...more] = found;
  if (more.length > 0) return misfit('several');
  return isThere(first) ? json(first) : cell(null);
}

/**
 * The cell of a typed column for one event. A field that is not there, or is null, gives null; so does an empty list in a
 * column for one value. A list column keeps the list, its nulls included; one value becomes a list of one.
 */
export function cellOf(event: object, field: string, type: ColumnType, list: boolean): Fit {
  if (!list) return type === 'json' ? jsonCell(valuesAt(event, field)) : scalarCell(elementsOf(event, field), type);
  const values = valuesAt(event, field);
  return values.some(isThere) ? listCell(values.flat(type === 'json' ? 1 : DEPTH), type) : cell(null);
}
