/** A single value: text, or a number that a command or an expression computed. */
export type Atom = string | number;

/** What a field of a row holds; several values make a multi-value field. A missing field has no key: there is no null. */
export type SplValue = Atom | readonly Atom[];

/** An event or a result, as callers hand it in and get it back. */
export type SplRow = Readonly<Record<string, SplValue>>;

/** A row inside the emulator: a map, because the names of fields are hostile input (`__proto__`). */
export type Row = ReadonlyMap<string, SplValue>;

/** What an expression gives. Booleans exist only between operators and can't be stored; null stores nothing. */
export type Value = SplValue | boolean | null;

export const isMulti = (value: Value | undefined): value is readonly Atom[] => Array.isArray(value);

/** Values as a field holds them: none is null, one is the value itself. */
export function several(values: readonly Atom[]): SplValue | null {
  const [first] = values;
  if (first === undefined) return null;
  return values.length === 1 ? first : values;
}

/** The values of a field, one by one. */
export function atoms(value: Value | undefined): readonly Atom[] {
  if (typeof value === 'string' || typeof value === 'number') return [value];
  return isMulti(value) ? value : [];
}

const NUMERIC = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

/** The number that a value is or spells, or nothing. */
export function numberOf(value: Value | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !NUMERIC.test(value)) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** Numbers are doubles; what is none (a division by zero) is null. [SR/eval] */
export const finite = (number: number): number | null => (Number.isFinite(number) ? number : null);

/** The text of a number: as many digits as tell it from its neighbours, whole numbers without an exponent. */
export function numberText(number: number): string {
  const text = String(number);
  if (!/e/.test(text)) return text;
  return Number.isInteger(number) ? BigInt(number).toString() : text;
}

export const textOf = (value: Atom): string => (typeof value === 'number' ? numberText(value) : value);

/** Compares by code points, which is the order of UTF-8 that the documents name. [SR/search] */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return fixUp(left) - fixUp(right);
  }
  return a.length - b.length;
}

/** UTF-16 puts the surrogates below U+E000; UTF-8 puts what they spell above. */
function fixUp(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

/** A row with some fields set; null takes a field away. */
export function withFields(row: Row, fields: Iterable<readonly [string, SplValue | null | undefined]>): Row {
  const next = new Map(row);
  for (const [name, value] of fields) {
    if (value === null || value === undefined) next.delete(name);
    else next.set(name, value);
  }
  return next;
}

/** A caller's row, with lists of one or no value made plain. */
export function rowOf(row: SplRow): Row {
  return withFields(
    new Map(),
    Object.entries(row).map(([name, value]) => [name, several(atoms(value))] as const),
  );
}

export const plainRow = (row: Row): SplRow => Object.fromEntries(row);
