import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { entryOf, isNull, kindOf, type Located, type LocatedMap } from './located.ts';

/** Takes a value of one type from a node; where it has another type, says so and gives nothing. */
export type Take<T> = (node: Located, field: string, weight: Weight, found: Diagnostic[]) => T | undefined;

/** What a wrong type does: `ignored` warns and goes on without the value, `bad` is an error since the rule's meaning hangs on it. */
export type Weight = 'ignored' | 'bad';

const CODES = { ignored: 'container/ignored-field', bad: 'container/bad-field' } as const;

export function complain(node: Located, field: string, expected: string, weight: Weight, found: Diagnostic[]): void {
  found.push(diagnostic(CODES[weight], { field, expected, found: kindOf(node) }, node.span));
}

function scalar<T extends string | number | boolean>(type: 'string' | 'number' | 'boolean', expected: string): Take<T> {
  return (node, field, weight, found) => {
    // The type was just asked for, so it is T.
    if (node.kind === 'scalar' && typeof node.value === type) return node.value as T;
    complain(node, field, expected, weight, found);
    return undefined;
  };
}

export const takeText = scalar<string>('string', 'text');
export const takeNumber = scalar<number>('number', 'a number');
export const takeBoolean = scalar<boolean>('boolean', '`true` or `false`');

export const takeMap: Take<LocatedMap> = (node, field, weight, found) => {
  if (node.kind === 'map') return node;
  complain(node, field, 'a map', weight, found);
  return undefined;
};

/** A list of `T`. Items of another type are reported; they are left out, or spoil the list where the meaning hangs on it. */
export function takeList<T>(item: Take<T>): Take<readonly T[]> {
  return (node, field, weight, found) => {
    if (node.kind !== 'list') {
      complain(node, field, 'a list', weight, found);
      return undefined;
    }
    const items = node.items.map((one) => item(one, field, weight, found)).filter((one) => one !== undefined);
    return weight === 'bad' && items.length < node.items.length ? undefined : items;
  };
}

export const takeTexts = takeList(takeText);

/** The value of a key; a missing key, `null` and an empty text are all nothing. */
export function field<T>(
  map: Located | undefined,
  key: string,
  take: Take<T>,
  found: Diagnostic[],
  weight: Weight = 'ignored',
): T | undefined {
  const entry = entryOf(map, key);
  if (!entry || isNull(entry.value)) return undefined;
  const value = take(entry.value, key, weight, found);
  return value === '' ? undefined : value;
}

/** An object without the keys whose value is undefined. */
export function compact<T extends object>(value: { readonly [K in keyof T]: T[K] | undefined }): T {
  // Only keys whose absence T allows, or that are known to be there, may be undefined; the callers' types see to it.
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;
}
