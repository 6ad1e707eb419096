import { convert, fromText, textOf } from './convert.ts';
import { dynamicText, sameDynamic } from './dynamic.ts';
import type { Session } from './session.ts';
import { isArray, isBag, isNumeric, type KustoType, type Value } from './types.ts';

/** A value with its type: dynamics are unwrapped before they are compared. */
interface Typed {
  readonly value: Value;
  readonly type: KustoType;
}

function unwrapped(value: Value, type: KustoType): Typed {
  if (type !== 'dynamic' || value === null || isArray(value) || isBag(value)) return { value, type };
  if (typeof value === 'string') return { value, type: 'string' };
  if (typeof value === 'boolean') return { value, type: 'bool' };
  return { value, type: typeof value === 'bigint' ? 'long' : 'real' };
}

// biome-ignore lint/suspicious/noDoubleEquals: a bigint and a number of the same size are equal by `==` only
const sameNumber = (a: Value, b: Value): boolean => (a as number) == (b as number);

/** Types that bind with `==` though they are not alike: what that means is a reading. */
function sameUnlike(a: Typed, b: Typed, session: Session): boolean {
  if (session.reading('unlikeTypes') === 'differ') return false;
  if (a.type === 'string') return sameUnlike(b, a, session);
  if (b.type === 'string') {
    const read = fromText(textOf(b.value, 'string'), a.type);
    return read !== null && sameLike({ ...a }, { value: read, type: a.type });
  }
  const converted = convert(b.value, b.type, a.type);
  if (converted === undefined) return textOf(a.value, a.type) === textOf(b.value, b.type);
  return converted !== null && sameLike(a, { value: converted, type: a.type });
}

function sameLike(a: Typed, b: Typed): boolean {
  if (a.type === 'dynamic') return sameDynamic(a.value, b.value);
  return isNumeric(a.type) ? sameNumber(a.value, b.value) : a.value === b.value;
}

const alike = (a: KustoType, b: KustoType): boolean => a === b || (isNumeric(a) && isNumeric(b));

/** Equality of two values that are not null. */
export function same(left: Value, leftType: KustoType, right: Value, rightType: KustoType, session: Session): boolean {
  const a = unwrapped(left, leftType);
  const b = unwrapped(right, rightType);
  return alike(a.type, b.type) ? sameLike(a, b) : sameUnlike(a, b, session);
}

/** `==` by the rules of null: both null → null, one → false (scalar-data-types/null-values). */
export function equals(a: Value, aType: KustoType, b: Value, bType: KustoType, session: Session): boolean | null {
  if (a === null && b === null) return session.reading('nullEqualsNull') === 'null' ? null : false;
  if (a === null || b === null) return false;
  return same(a, aType, b, bType, session);
}

/** `!=`: one null → true. */
export function differs(a: Value, aType: KustoType, b: Value, bType: KustoType, session: Session): boolean | null {
  if (a === null && b === null) return session.reading('nullEqualsNull') === 'null' ? null : false;
  if (a === null || b === null) return true;
  return !same(a, aType, b, bType, session);
}

type Ordered = string | number | bigint | boolean;

/** -1, 0 or 1 for two values of one ordered type; texts by UTF-16 units, as `strcmp`. */
export function order(a: Value, b: Value): number {
  const [left, right] = [a as Ordered, b as Ordered];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Of a dynamic only a number has an order; undefined: nothing to compare. */
export function orderable(value: Value, type: KustoType): Value {
  if (type !== 'dynamic') return value;
  return typeof value === 'bigint' || typeof value === 'number' ? value : null;
}

/** A real that is whole has the key of the long. */
const numberKey = (value: bigint | number): string =>
  `n${typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value}`;

/** A text by which equal values of one type are the same: for groups, sets and joins. */
export function keyOf(value: Value, type: KustoType): string {
  if (value === null) return 'null';
  if (typeof value === 'bigint' || typeof value === 'number') return numberKey(value);
  return type === 'dynamic' ? `d${typeof value}:${dynamicText(value)}` : `v${String(value)}`;
}
