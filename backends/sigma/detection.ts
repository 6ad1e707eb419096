import type { Printable } from '../../src/formats/print-yaml.ts';
import { hintOf } from './lexical.ts';
import { anyOf, type Item, keyOf, type Test, type Tree } from './tree.ts';

/** The section `detection`: its search identifiers, then the condition. */
export type Detection = ReadonlyMap<string, Printable>;

type Row = Map<string, Item>;

const withAll = (item: Item, values: Item['values']): Item => ({
  ...item,
  modifiers: item.modifiers.includes('all') ? item.modifiers : [...item.modifiers, 'all'],
  values,
});

const AFFIXES = ['contains', 'startswith', 'endswith'];
const mayAll = ({ modifiers, values }: Item): boolean =>
  values.length === 1 && AFFIXES.some((word) => modifiers.includes(word)) && !modifiers.includes('fieldref');

/** Adds an item to a map of which all must hold. Two single texts for one key become one key with `all`. False: there is no room. */
function addItem(row: Row, item: Item): boolean {
  const key = keyOf(item);
  const known = row.get(key);
  if (!known) {
    row.set(key, item);
    return true;
  }
  const grown = known.modifiers.includes('all');
  if (!mayAll(item) || !(grown || mayAll(known))) return false;
  row.set(key, withAll(known, [...known.values, ...item.values]));
  return true;
}

/** A keyword without modifiers is a scalar in a list, never an entry of a map. */
const isKeyword = (tree: Tree): boolean =>
  tree.kind === 'test' && tree.item.field === '' && tree.item.modifiers.length === 0;

const isEntry = (tree: Tree): tree is Test => tree.kind === 'test' && !isKeyword(tree);

/** The one map that says it, if there is one. */
function rowOf(tree: Tree): Row | undefined {
  const parts = tree.kind === 'all' ? tree.parts : [tree];
  const row: Row = new Map();
  for (const part of parts) if (!isEntry(part) || !addItem(row, part.item)) return undefined;
  return row;
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

const printRow = (row: Row): Printable => new Map([...row.values()].map((item) => [keyOf(item), printValues(item)]));

/** What one search identifier would hold: a map, a list of maps, or a list of keywords. Nothing where that can't say it. */
function contentOf(tree: Tree): Printable | undefined {
  if (tree.kind === 'test' && isKeyword(tree)) return tree.item.values;
  const rows = alternativesOf(tree);
  const [only] = rows ?? [];
  if (!rows || !only) return undefined;
  return rows.length === 1 ? printRow(only) : rows.map(printRow);
}

/** The first field that a detection tests. */
function firstField(tree: Tree): string {
  if (tree.kind === 'test') return tree.item.field === '' ? 'keywords' : tree.item.field;
  const first = tree.kind === 'not' ? tree.inner : tree.parts[0];
  return first ? firstField(first) : '';
}

type Prefix = 'selection' | 'filter_main' | 'filter_nested';

/** A condition's text; `level` as precedence has it: 0 a name or a negation, 1 `and`, 2 `or`. */
interface Expression {
  readonly text: string;
  readonly level: 0 | 1 | 2;
}

const bind = ({ text, level }: Expression, limit: number): string => (level > limit ? `(${text})` : text);

const chained = (parts: readonly Expression[], word: 'and' | 'or'): Expression => {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  // Unlike operators get brackets even where precedence would do, as people write conditions.
  return { text: parts.map((part) => bind(part, 0)).join(` ${word} `), level: word === 'and' ? 1 : 2 };
};

/** Items that fit one map, and the rest. */
function gather(parts: readonly Tree[]): { readonly row: Row; readonly rest: readonly Tree[] } {
  const row: Row = new Map();
  const rest = parts.filter((part) => !isEntry(part) || part.split !== undefined || !addItem(row, part.item));
  return { row, rest };
}

/** Lays a detection out in named selections. */
class Layout {
  readonly selections = new Map<string, Printable>();
  readonly #counts = new Map<string, number>();

  #declare(prefix: Prefix, hint: string, content: Printable): Expression {
    const wanted = `${prefix}_${hint}`;
    let count = this.#counts.get(wanted) ?? 0;
    let name = wanted;
    do {
      count++;
      name = count === 1 ? wanted : `${wanted}_${count}`;
    } while (this.selections.has(name));
    this.#counts.set(wanted, count);
    this.selections.set(name, content);
    return { text: name, level: 0 };
  }

  /** Positive parts of an `and`. The map of plain items comes first. */
  positive(parts: readonly Tree[]): readonly Expression[] {
    const { row, rest } = gather(parts);
    const [first] = row.values();
    const main = first ? [this.#declare('selection', row.size > 1 ? 'main' : hintOf(first.field), printRow(row))] : [];
    return [...main, ...rest.map((part) => this.expression(part))];
  }

  expression(tree: Tree, prefix: Prefix = 'selection'): Expression {
    const content = contentOf(tree);
    if (content !== undefined) return this.#declare(prefix, hintOf(firstField(tree)), content);
    if (tree.kind === 'all') return chained(this.positive(tree.parts), 'and');
    if (tree.kind === 'any') return this.#anyOf(tree.parts);
    if (tree.kind === 'not') return { text: `not ${bind(this.expression(tree.inner, 'filter_nested'), 0)}`, level: 0 };
    return { text: '', level: 0 };
  }

  /** Alternatives that fit one list of maps come first, the others one by one. */
  #anyOf(parts: readonly Tree[]): Expression {
    const isFlat = new Set(parts.filter((part) => contentOf(part) !== undefined && !isKeyword(part)));
    const rest = parts.filter((part) => !isFlat.has(part));
    const flat: readonly Tree[] = isFlat.size > 0 ? [anyOf([...isFlat])] : [];
    return chained(
      [...flat, ...rest].map((part) => this.expression(part)),
      'or',
    );
  }

  /** What must not hold: each alternative its own filter. Returns those that need a term of their own in the condition. */
  filters(trees: readonly Tree[]): { readonly any: boolean; readonly others: readonly Expression[] } {
    const parts = trees.flatMap((tree) => (tree.kind === 'any' ? tree.parts : [tree]));
    let any = false;
    const others = parts.flatMap((part) => {
      const content = contentOf(part);
      if (content === undefined) return [this.expression({ kind: 'not', inner: part })];
      this.#declare('filter_main', hintOf(firstField(part)), content);
      any = true;
      return [];
    });
    return { any, others };
  }
}

/** `all of selection_*` where that says it. */
function together(selected: readonly Expression[], names: Iterable<string>): readonly Expression[] {
  const declared = new Set([...names].filter((name) => name.startsWith('selection_')));
  const rest = selected.filter(({ text }) => !declared.has(text));
  const isAll = selected.length - rest.length === declared.size;
  return isAll && declared.size > 1 ? [{ text: 'all of selection_*', level: 0 }, ...rest] : selected;
}

/** A single selection needs no hint in its name. */
function renamed(selections: ReadonlyMap<string, Printable>, condition: string): Detection {
  const names = [...selections.keys()].filter((name) => name.startsWith('selection'));
  const [only] = names;
  const isSole = names.length === 1 && only !== undefined;
  const text = condition.replace(/\w+/g, (word) => (isSole && word === only ? 'selection' : word));
  const entries = [...selections].map(
    ([name, content]) => [isSole && name === only ? 'selection' : name, content] as const,
  );
  return new Map<string, Printable>([...entries, ['condition', text]]);
}

/** The section `detection` as a person would write it. */
export function detectionOf(tree: Tree): Detection {
  const layout = new Layout();
  const parts = tree.kind === 'all' ? tree.parts : [tree];
  const selected = layout.positive(parts.filter((part) => part.kind !== 'not'));
  const filters = layout.filters(parts.flatMap((part) => (part.kind === 'not' ? [part.inner] : [])));
  const terms: readonly Expression[] = [
    ...together(selected, layout.selections.keys()),
    ...(filters.any ? [{ text: 'not 1 of filter_main_*', level: 0 } as const] : []),
    ...filters.others,
  ];
  return renamed(layout.selections, chained(terms, 'and').text);
}

/** A detection that holds for every event, or for none. */
export const constantDetection = (field: string, holds: boolean): Detection =>
  new Map<string, Printable>([
    ['selection', new Map([[field, null]])],
    ['condition', holds ? 'selection or not selection' : 'selection and not selection'],
  ]);
