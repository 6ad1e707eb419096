import type { ScalarValue } from '../../src/formats/located.ts';

/** `field|modifier|…: values`; several values are joined by OR. An empty field searches the whole event. */
export interface Item {
  readonly field: string;
  readonly modifiers: readonly string[];
  readonly values: readonly ScalarValue[];
}

/** A detection before it is laid out in selections. */
export type Tree = Test | All | AnyOf | Not;

/** One item. `split` says the same as several items of which one must hold: each pattern by the modifier of its shape. */
export interface Test {
  readonly kind: 'test';
  readonly item: Item;
  readonly split?: readonly Item[];
}
interface All {
  readonly kind: 'all';
  readonly parts: readonly Tree[];
}
interface AnyOf {
  readonly kind: 'any';
  readonly parts: readonly Tree[];
}
export interface Not {
  readonly kind: 'not';
  readonly inner: Tree;
}

export const test = (item: Item): Test => ({ kind: 'test', item });
export const keyOf = ({ field, modifiers }: Item): string => [field, ...modifiers].join('|');

/** Neither null nor `exists` may stand in a list (specification 2.1, "Special field values" and "Modifiers"). */
const mayList = ({ values, modifiers }: Item): boolean => !modifiers.includes('exists') && !values.includes(null);

const isListable = (tree: Tree): tree is Test => tree.kind === 'test' && !tree.split && mayList(tree.item);

/** Neighbours with one key become one test with the values of all; the order of the values stays. */
function merged(parts: readonly Tree[]): readonly Tree[] {
  const runs: Tree[][] = [];
  for (const part of parts) {
    const first = runs.at(-1)?.[0];
    const fits = first && isListable(first) && isListable(part) && keyOf(first.item) === keyOf(part.item);
    if (fits) runs.at(-1)?.push(part);
    else runs.push([part]);
  }
  return runs.flatMap((run) => {
    const [first] = run;
    if (run.length === 1 || !first || !isListable(first)) return run;
    const values = run.flatMap((part) => (part.kind === 'test' ? part.item.values : []));
    return [test({ ...first.item, values: [...new Set(values)] })];
  });
}

/** One of the parts holds. */
export function anyOf(parts: readonly Tree[]): Tree {
  const [single] = parts;
  if (parts.length === 1 && single) return single;
  const flat = parts.flatMap<Tree>((part) => {
    if (part.kind === 'any') return part.parts;
    return part.kind === 'test' && part.split ? part.split.map(test) : [part];
  });
  const out = merged(flat);
  const [only] = out;
  return out.length === 1 && only ? only : { kind: 'any', parts: out };
}

/** All parts hold. */
export function all(parts: readonly Tree[]): Tree {
  const flat = parts.flatMap((part) => (part.kind === 'all' ? part.parts : [part]));
  const [only] = flat;
  return flat.length === 1 && only ? only : { kind: 'all', parts: flat };
}

/** The complement; `exists` has one of its own. */
export function not(inner: Tree): Tree {
  if (inner.kind === 'not') return inner.inner;
  if (inner.kind !== 'test' || !inner.item.modifiers.includes('exists')) return { kind: 'not', inner };
  return test({ ...inner.item, values: inner.item.values.map((value) => !value) });
}
