/** The scalar types of KQL that the emulator knows. `decimal` is not among them. */
export type KustoType = 'string' | 'long' | 'int' | 'real' | 'bool' | 'datetime' | 'timespan' | 'guid' | 'dynamic';

/** A JSON value as a cell holds it, in and out. */
export type KustoJson =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly KustoJson[]
  | { readonly [key: string]: KustoJson };

/**
 * A cell of a table. Out: `long` and `int` are bigints, `real` a number, `datetime` ISO 8601 with seven decimals, `timespan`
 * `[d.]hh:mm:ss[.fffffff]`, `guid` lower case. In: numbers and texts of these forms are taken as well; null in a `string`
 * column is the empty string, which is all that KQL has.
 */
export type KustoCell = KustoJson;

export interface KustoColumn {
  readonly name: string;
  readonly type: KustoType;
}

export interface KustoTable {
  readonly columns: readonly KustoColumn[];
  readonly rows: readonly (readonly KustoCell[])[];
}

/** Inside: whole numbers of a dynamic are bigints, reals are numbers, a property bag is a map in order. */
export type Dynamic = string | bigint | number | boolean | null | readonly Dynamic[] | Bag;
export type Bag = ReadonlyMap<string, Dynamic>;

/**
 * A scalar value; which type it is of, its column or expression knows. `long`, `int`: bigint. `datetime`, `timespan`: bigint
 * of 100 ns ticks (a datetime since the year 1). `string` is never null.
 */
export type Value = Dynamic;
export type Row = readonly Value[];

/** Other spellings of the types (query/scalar-data-types). */
const TYPE_NAMES: Readonly<Record<string, KustoType>> = {
  string: 'string',
  long: 'long',
  int64: 'long',
  int: 'int',
  int32: 'int',
  real: 'real',
  double: 'real',
  bool: 'bool',
  boolean: 'bool',
  datetime: 'datetime',
  date: 'datetime',
  timespan: 'timespan',
  time: 'timespan',
  guid: 'guid',
  uuid: 'guid',
  uniqueid: 'guid',
  dynamic: 'dynamic',
};

export const typeNamed = (name: string): KustoType | undefined =>
  Object.hasOwn(TYPE_NAMES, name) ? TYPE_NAMES[name] : undefined;

export const isNumeric = (type: KustoType): boolean => type === 'long' || type === 'int' || type === 'real';
export const isInteger = (type: KustoType): boolean => type === 'long' || type === 'int';
export const isBag = (value: Value): value is Bag => value instanceof Map;
export const isArray = (value: Value): value is readonly Dynamic[] => Array.isArray(value);

/** What a missing value of a type is: `string` has no null (query/scalar-data-types/null-values). */
export const missingOf = (type: KustoType): Value => (type === 'string' ? '' : null);
