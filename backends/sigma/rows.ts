import type { Printable } from '../../src/formats/print-yaml.ts';
import { type Item, keyOf, type Test, type Tree } from './tree.ts';

/** The entries of one map, all of which must hold, by key. */
export type Row = Map<string, Item>;

const LISTABLE = ['contains', 'startswith', 'endswith', 're'];
const isPlainKeyword = ({ field, modifiers }: Item): boolean =>
  field === '' && modifiers.every((modifier) => modifier === 'all');

/** Whether an item can be one of several values that must all hold. */
const mayAll = (item: Item): boolean =>
  item.values.length === 1 &&
  !item.modifiers.includes('fieldref') &&
  (isPlainKeyword(item) || LISTABLE.some((word) => item.modifiers.includes(word)));

const isAll = ({ modifiers }: Item): boolean => modifiers.includes('all');
const withAll = (item: Item): Item => (isAll(item) ? item : { ...item, modifiers: [...item.modifiers, 'all'] });

/** Whether a text can join the values of an item that must all hold. */
const mayJoin = (known: Item, item: Item): boolean =>
  mayAll(item) && (isAll(known) || mayAll(known)) && keyOf(withAll(known)) === keyOf(withAll(item));

/**
 * Adds an item to a map of which all must hold. A text for the field and modifiers that were added last joins it under `all`; the order
 * of the items is kept. False: there is no room.
 */
export function addItem(row: Row, item: Item): boolean {
  const last = [...row.values()].at(-1);
  if (last && mayJoin(last, item)) {
    const joined = { ...withAll(last), values: [...last.values, ...item.values] };
    const isTaken = !isAll(last) && row.has(keyOf(joined));
    if (isTaken) return false;
    row.delete(keyOf(last));
    row.set(keyOf(joined), joined);
    return true;
  }
  if (row.has(keyOf(item))) return false;
  row.set(keyOf(item), item);
  return true;
}

/** A keyword is a scalar in a list, unless several must hold. */
export const isKeyword = (tree: Tree): tree is Test =>
  tree.kind === 'test' && tree.item.field === '' && tree.item.modifiers.length === 0;

/** One entry of a map. */
export const isEntry = (tree: Tree): tree is Test => tree.kind === 'test' && tree.split === undefined;

/** The one map that says it, if there is one. A lone keyword stands in a list. */
function rowOf(tree: Tree): Row | undefined {
  const parts = tree.kind === 'all' ? tree.parts : [tree];
  const row: Row = new Map();
  for (const part of parts) if (!isEntry(part) || !addItem(row, part.item)) return undefined;
  return [...row.values()].some((item) => item.field === '' && item.modifiers.length === 0) ? undefined : row;
}

function alternativesOf(tree: Tree): readonly Row[] | undefined {
  if (tree.kind === 'test' && tree.split) return tree.split.map((item) => new Map([[keyOf(item), item]]));
  const rows = (tree.kind === 'any' ? tree.parts : [tree]).map(rowOf);
  const found = rows.filter((row) => row !== undefined);
  return found.length === rows.length ? found : undefined;
}

const printValues = ({ values }: Item): Printable => {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values;
};

/** A map of a search identifier; of nothing but keywords without modifiers their list. */
export function printRow(row: Row): Printable {
  const items = [...row.values()];
  const [only] = items;
  if (only && items.length === 1 && isKeyword({ kind: 'test', item: only })) return only.values;
  return new Map(items.map((item) => [keyOf(item), printValues(item)]));
}

/** What one search identifier would hold: a map, a list of maps, or a list of keywords. Nothing where that can't say it. */
export function contentOf(tree: Tree): Printable | undefined {
  if (isKeyword(tree)) return tree.item.values;
  const rows = alternativesOf(tree);
  const [only] = rows ?? [];
  if (!rows || !only) return undefined;
  return rows.length === 1 ? printRow(only) : rows.map(printRow);
}
