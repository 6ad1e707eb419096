import { dynamicText, parseJson, realText } from './dynamic.ts';
import { datetimeText, isTick, parseDatetime, parseTimespan, timespanText } from './ticks.ts';
import { type Dynamic, isInteger, type KustoType, missingOf, type Value } from './types.ts';

/** A value that its type says is of a certain kind; the binder has seen to it. */
const asText = (value: Value): string => (typeof value === 'string' ? value : '');
export const asInteger = (value: Value): bigint => (typeof value === 'bigint' ? value : 0n);
export const asNumber = (value: Value): number =>
  typeof value === 'bigint' || typeof value === 'number' ? Number(value) : 0;

const TO_TEXT: { readonly [T in KustoType]: (value: Value) => string } = {
  string: asText,
  long: String,
  int: String,
  real: (value) => realText(asNumber(value)),
  bool: String,
  datetime: (value) => datetimeText(asInteger(value)),
  timespan: (value) => timespanText(asInteger(value)),
  guid: String,
  dynamic: dynamicText,
};

/** `tostring`: null gives the empty string. */
export const textOf = (value: Value, type: KustoType): string => (value === null ? '' : TO_TEXT[type](value));

const LONG_RANGE = 64;
const INT_RANGE = 32;
export const inRange = (value: bigint, type: KustoType): boolean =>
  BigInt.asIntN(type === 'int' ? INT_RANGE : LONG_RANGE, value) === value;

function integerOfText(text: string, type: KustoType): Value {
  const found = /^(-?)(?:0[xX]([0-9a-fA-F]{1,16})|(\d{1,19}))$/.exec(text);
  if (found === null) return null;
  const size = BigInt(found[2] === undefined ? (found[3] ?? '0') : `0x${found[2]}`);
  const value = found[1] ? -size : size;
  return inRange(value, type) ? value : null;
}

function integerOfNumber(value: number, type: KustoType): Value {
  if (!Number.isFinite(value)) return null;
  const whole = BigInt(Math.trunc(value));
  return inRange(whole, type) ? whole : null;
}

function realOfText(text: string): Value {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : null;
}

function boolOfText(text: string): Value {
  const folded = text.toLowerCase();
  if (folded === 'true' || folded === 'false') return folded === 'true';
  const number = integerOfText(text, 'long');
  return number === null ? null : number !== 0n;
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const guidOfText = (text: string): Value => (GUID.test(text.trim()) ? text.trim().toLowerCase() : null);

type Reader = (text: string) => Value;
const FROM_TEXT: { readonly [T in KustoType]: Reader } = {
  string: (text) => text,
  long: (text) => integerOfText(text, 'long'),
  int: (text) => integerOfText(text, 'int'),
  real: realOfText,
  bool: boolOfText,
  datetime: (text) => parseDatetime(text) ?? null,
  timespan: (text) => parseTimespan(text) ?? null,
  guid: guidOfText,
  dynamic: (text) => parseJson(text) ?? text,
};

/** Null where the text is of no form that is read. */
export const fromText = (text: string, type: KustoType): Value => FROM_TEXT[type](text);

/** A date in words or with slashes: the page on datetime reads some of them, this emulator none. */
export const isOtherDateText = (text: string): boolean => /\d/.test(text) && /[/]|[a-z]{3}/i.test(text);

function fromNumber(value: bigint | number, type: KustoType): Value | undefined {
  if (isInteger(type)) return integerOfNumber(Number(value), type) === null ? null : exactInteger(value, type);
  if (type === 'real') return Number(value);
  return type === 'bool' ? Number(value) !== 0 : undefined;
}

function exactInteger(value: bigint | number, type: KustoType): Value {
  const whole = typeof value === 'bigint' ? value : BigInt(Math.trunc(value));
  return inRange(whole, type) ? whole : null;
}

function fromDynamic(value: Dynamic, type: KustoType): Value | undefined {
  if (typeof value === 'string') return fromText(value, type);
  if (typeof value === 'bigint' || typeof value === 'number') return fromNumber(value, type) ?? null;
  if (typeof value === 'boolean') return fromBool(value, type) ?? null;
  return null;
}

function fromBool(value: boolean, type: KustoType): Value | undefined {
  if (type === 'bool') return value;
  return isInteger(type) ? BigInt(value) : undefined;
}

/**
 * `tolong`, `todatetime` and so on: null where a value cannot be read; undefined where no document says what the
 * conversion between the two types gives.
 */
export function convert(value: Value, from: KustoType, to: KustoType): Value | undefined {
  if (from === to) return value;
  if (to === 'string') return textOf(value, from);
  if (value === null) return null;
  if (to === 'dynamic') return intoDynamic(value, from);
  if (from === 'string') return fromText(asText(value), to);
  if (from === 'dynamic') return fromDynamic(value, to);
  if (typeof value === 'boolean') return fromBool(value, to);
  if (isInteger(from) || from === 'real') return fromNumber(value as bigint | number, to);
  return undefined;
}

/** A value as it stands in an array or a bag: times and guids become their texts. */
export function intoDynamic(value: Value, type: KustoType): Dynamic {
  return type === 'datetime' || type === 'timespan' || type === 'guid'
    ? value === null
      ? null
      : textOf(value, type)
    : value;
}

const wholeCast =
  (type: KustoType) =>
  (value: Dynamic): Value | undefined =>
    typeof value === 'bigint' && inRange(value, type) ? value : undefined;
const textCast =
  (type: KustoType) =>
  (value: Dynamic): Value | undefined =>
    typeof value === 'string' ? fromText(value, type) : undefined;

const CASTS: { readonly [T in KustoType]: (value: Dynamic) => Value | undefined } = {
  string: textCast('string'),
  long: wholeCast('long'),
  int: wholeCast('int'),
  real: (value) => (typeof value === 'bigint' || typeof value === 'number' ? Number(value) : undefined),
  bool: (value) => (typeof value === 'boolean' ? value : undefined),
  // Times and guids stand in a dynamic as their texts.
  datetime: textCast('datetime'),
  timespan: textCast('timespan'),
  guid: textCast('guid'),
  dynamic: (value) => value,
};

/** `to typeof(…)` and the like: a cast that parses nothing; what is not of the type is null (query/mv-expand-operator). */
export const cast = (value: Dynamic, to: KustoType): Value => CASTS[to](value) ?? missingOf(to);

const WIDTH: Partial<Record<KustoType, number>> = { int: 0, long: 1, real: 2 };

/** The type that holds values of both: the same, or the wider number. */
export function commonType(a: KustoType, b: KustoType): KustoType | undefined {
  if (a === b) return a;
  const [left, right] = [WIDTH[a], WIDTH[b]];
  if (left === undefined || right === undefined) return undefined;
  return left > right ? a : b;
}

/** A value taken up into the common type. */
export const widen = (value: Value, to: KustoType): Value =>
  to === 'real' && typeof value === 'bigint' ? Number(value) : value;

export const clampTick = (ticks: bigint): Value => (isTick(ticks) ? ticks : null);
