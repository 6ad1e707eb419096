import { same } from '../compare.ts';
import { intoDynamic } from '../convert.ts';
import { sameDynamic } from '../dynamic.ts';
import { type Bag, type Dynamic, isArray, type Value } from '../types.ts';
import { type CallContext, type FunctionRow, type ScalarFunction, scalar } from './row.ts';
import { searchRange } from './text.ts';

type Array_ = readonly Dynamic[];

const key = (value: Dynamic): string =>
  typeof value === 'number' && Number.isInteger(value) ? `n${BigInt(value)}` : keyText(value);
function keyText(value: Dynamic): string {
  if (typeof value === 'bigint' || typeof value === 'number') return `n${value}`;
  return typeof value === 'string' ? `s${value}` : `o${dynamicKey(value)}`;
}
const dynamicKey = (value: Dynamic): string =>
  JSON.stringify(value, (_, inner) =>
    typeof inner === 'bigint' ? `${inner}n` : inner instanceof Map ? [...inner] : inner,
  );

/** Each value once, in order of first sight. */
function distinct(values: Iterable<Dynamic>): Dynamic[] {
  const seen = new Map<string, Dynamic>();
  for (const value of values) if (!seen.has(key(value))) seen.set(key(value), value);
  return [...seen.values()];
}

function intersect(first: Array_, others: readonly Array_[]): Array_ {
  const sets = others.map((other) => new Set(other.map(key)));
  return distinct(first).filter((value) => sets.every((set) => set.has(key(value))));
}

function difference(first: Array_, others: readonly Array_[]): Array_ {
  const gone = new Set(others.flatMap((other) => other.map(key)));
  return distinct(first).filter((value) => !gone.has(key(value)));
}

/** The element that equals a scalar of some type, or -1. */
function indexIn(array: Array_, value: Value, from: number, to: number, occurrence: number, call: CallContext): number {
  const type = call.types[1] ?? 'dynamic';
  let left = occurrence;
  call.session.spend(array.length);
  for (let i = from; i < to; i++) {
    const item = array[i] ?? null;
    const equal =
      type === 'dynamic'
        ? sameDynamic(item, value)
        : isLike(item, value) && same(item, 'dynamic', value, type, call.session);
    if (equal && --left === 0) return i;
  }
  return -1;
}

/** Elements of another kind than the value are not compared at all. */
function isLike(item: Dynamic, value: Value): boolean {
  const kind = (each: Value): string => (typeof each === 'bigint' ? 'number' : typeof each);
  return item !== null && value !== null && kind(item) === kind(value);
}

function indexOf(array: Dynamic, value: Value, search: Parameters<typeof searchRange>[1], call: CallContext): Value {
  if (!isArray(array)) return call.session.reading('setHasElementOnOther') === 'null' ? null : -1n;
  const range = searchRange(array.length, search);
  if (range === undefined) return null;
  const to = Math.min(array.length, range.from + range.length);
  return BigInt(indexIn(array, value, range.from, to, range.occurrence, call));
}

function hasElement(array: Dynamic, value: Value, call: CallContext): Value {
  if (!isArray(array)) return call.session.reading('setHasElementOnOther') === 'null' ? null : false;
  return indexIn(array, value, 0, array.length, 1, call) !== -1;
}

/** Both ends are inclusive, negative ones count from the end (query/array-slice-function). */
function slice(array: Array_, start: bigint, end: bigint): Array_ {
  const at = (index: bigint): number => (index < 0n ? array.length + Number(index) : Number(index));
  return array.slice(Math.max(0, at(start)), Math.max(0, at(end) + 1));
}

function packed(values: readonly Value[], call: CallContext): Value {
  if (values.length % 2 === 1) {
    call.session.report('kusto/argument-count', { name: 'pack', count: values.length }, call.at);
    return null;
  }
  const bag = new Map<string, Dynamic>();
  for (let i = 0; i < values.length; i += 2) {
    bag.set(String(values[i] ?? ''), intoDynamic(values[i + 1] ?? null, call.types[i + 1] ?? 'dynamic'));
  }
  return bag;
}

/** The leftmost bag that has a key gives its value (query/bag-merge-function). */
const merged = (bags: readonly Bag[]): Value => new Map(bags.toReversed().flatMap((bag) => [...bag]));

function hasKey(bag: Bag, name: string, call: CallContext): Value {
  if (name.startsWith('$')) {
    call.session.report('kusto/unsupported', { what: 'a JSON path in bag_has_key()' }, call.at);
  }
  return bag.has(name);
}

/** Null as soon as an element is no number (query/array-sum-function). */
function sum(array: Array_): Value {
  let total = 0;
  for (const item of array) {
    if (typeof item !== 'number' && typeof item !== 'bigint') return null;
    total += Number(item);
  }
  return total;
}

/** Numbers come before texts; where nulls stand can be asked for (query/array-sort-asc-function). */
function ascending(array: Array_, nullsLast: boolean, call: CallContext): Value {
  const rank = (item: Dynamic): number => {
    if (item === null) return nullsLast ? 3 : 0;
    return typeof item === 'string' ? 2 : 1;
  };
  if (array.some((item) => item !== null && !['number', 'bigint', 'string'].includes(typeof item))) {
    call.session.report('kusto/unsupported', { what: 'array_sort_asc() of other than numbers and texts' }, call.at);
    return null;
  }
  call.session.spend(array.length);
  const before = (a: Dynamic, b: Dynamic): boolean => a !== null && b !== null && a < b;
  return array.toSorted((a, b) => rank(a) - rank(b) || (before(a, b) ? -1 : before(b, a) ? 1 : 0));
}

type SetRule = (first: Array_, others: readonly Array_[]) => Array_;
const setFunction = (name: string, id: string, rule: SetRule): ScalarFunction =>
  scalar({
    name,
    case: id,
    docs: `${name.replace('_', '-')}-function`,
    parameters: ['array', 'array'],
    rest: 'array',
    returns: 'dynamic',
    evaluate: ([first, ...others], { session }) => {
      session.spend(first.length + others.reduce((sum, other) => sum + other.length, 0));
      return rule(first, others);
    },
  });

const packFunction = (name: string): ScalarFunction =>
  scalar({
    name,
    case: `KE-${name}`,
    docs: 'pack-function',
    parameters: ['text', 'scalar'],
    rest: 'scalar',
    returns: (args) => (args.every(({ type }, i) => i % 2 === 1 || type === 'string') ? 'dynamic' : undefined),
    evaluate: (values, call) => packed(values, call),
  });

export const arrayFunctions: readonly FunctionRow[] = [
  scalar({
    name: 'array_length',
    case: 'K120',
    docs: 'array-length-function',
    parameters: ['array'],
    returns: 'long',
    evaluate: ([array]) => BigInt(array.length),
  }),
  scalar({
    name: 'array_index_of',
    case: 'K113',
    docs: 'array-index-of-function',
    open: 'what it gives for other than an array',
    parameters: ['dynamic', 'scalar', 'integer?', 'integer?', 'integer?'],
    returns: 'long',
    evaluate: ([array, value, start, length, occurrence], call) =>
      indexOf(array, value, { start, length, occurrence }, call),
  }),
  scalar({
    name: 'set_has_element',
    case: 'K106',
    docs: 'set-has-element-function',
    open: 'what it gives for other than an array',
    parameters: ['dynamic', 'scalar'],
    returns: 'bool',
    evaluate: ([array, value], call) => hasElement(array, value, call),
  }),
  setFunction('set_intersect', 'K120', intersect),
  setFunction('set_union', 'KE-set_union', (first, others) => distinct([first, ...others].flat())),
  setFunction('set_difference', 'KE-set_difference', difference),
  setFunction('array_concat', 'KE-array_concat', (first, others) => [...first, ...others.flat()]),
  scalar({
    name: 'array_slice',
    case: 'KE-array_slice',
    docs: 'array-slice-function',
    parameters: ['array', 'integer', 'integer'],
    returns: 'dynamic',
    evaluate: ([array, start, end]) => slice(array, start, end),
  }),
  scalar({
    name: 'array_reverse',
    case: 'KE-array_reverse',
    docs: 'array-reverse-function',
    parameters: ['array'],
    returns: 'dynamic',
    evaluate: ([array]) => array.toReversed(),
  }),
  scalar({
    name: 'array_sum',
    case: 'KE-array_sum',
    docs: 'array-sum-function',
    parameters: ['array'],
    returns: 'real',
    evaluate: ([array], { session }) => {
      session.spend(array.length);
      return sum(array);
    },
  }),
  scalar({
    name: 'array_sort_asc',
    case: 'KE-array_sort_asc',
    docs: 'array-sort-asc-function',
    parameters: ['array', 'bool?'],
    returns: 'dynamic',
    evaluate: ([array, nullsLast], call) => ascending(array, nullsLast ?? true, call),
  }),
  scalar({
    name: 'pack_array',
    case: 'KE-pack_array',
    docs: 'pack-array-function',
    parameters: ['scalar'],
    rest: 'scalar',
    returns: 'dynamic',
    evaluate: (values, call) => values.map((value, i) => intoDynamic(value, call.types[i] ?? 'dynamic')),
  }),
  packFunction('pack'),
  packFunction('bag_pack'),
  scalar({
    name: 'bag_keys',
    case: 'KE-bag_keys',
    docs: 'bag-keys-function',
    parameters: ['bag'],
    returns: 'dynamic',
    evaluate: ([bag]) => [...bag.keys()],
  }),
  scalar({
    name: 'bag_has_key',
    case: 'KE-bag_has_key',
    docs: 'bag-has-key-function',
    parameters: ['bag', 'text'],
    returns: 'bool',
    evaluate: ([bag, name], call) => hasKey(bag, name, call),
  }),
  scalar({
    name: 'bag_merge',
    case: 'KE-bag_merge',
    docs: 'bag-merge-function',
    parameters: ['bag', 'bag'],
    rest: 'bag',
    returns: 'dynamic',
    evaluate: (bags) => merged(bags),
  }),
];
