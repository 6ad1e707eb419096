import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Slice } from '../text/slice.ts';
import type { SourceText, Span } from '../text/source-text.ts';

export type ScalarValue = string | bigint | number | boolean | null;

export interface LocatedEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Located;
}

export interface LocatedMap {
  readonly kind: 'map';
  /** In the order of the file; keys are unique. */
  readonly entries: readonly LocatedEntry[];
  readonly span: Span;
}

interface LocatedList {
  readonly kind: 'list';
  readonly items: readonly Located[];
  readonly span: Span;
}

export interface LocatedScalar {
  readonly kind: 'scalar';
  /** Whole numbers beyond 2^53 are bigint; dates and times are text. */
  readonly value: ScalarValue;
  /** As it stands in the file, with its quotes. */
  readonly raw: string;
  /** For text: the value with its way back to the file, through escapes and indentation. */
  readonly slice?: Slice;
  readonly span: Span;
}

/** A value of a YAML, TOML or JSON file that knows where it stands. */
export type Located = LocatedMap | LocatedList | LocatedScalar;

/** What a reader gives back. Without a value there is at least one error; nothing is ever thrown. */
export interface Read<T> {
  readonly value?: T;
  readonly diagnostics: readonly Diagnostic[];
}

/** Deeper nesting is refused: rules need less than ten levels, and whoever walks a tree may recurse. */
export const MAX_DEPTH = 100;

/** After so many problems in one text the rest are not listed. */
export const MAX_PROBLEMS = 20;

export const spanOf = (source: SourceText, start: number, end: number): Span => ({ source, start, end });

export function entryOf(node: Located | undefined, key: string): LocatedEntry | undefined {
  return node?.kind === 'map' ? node.entries.find((entry) => entry.key === key) : undefined;
}

/** The value of a key; nothing where the node is no map. */
export const get = (node: Located | undefined, key: string): Located | undefined => entryOf(node, key)?.value;

/** The value at the end of a path of keys. */
export function getPath(node: Located | undefined, ...path: readonly string[]): Located | undefined {
  return path.reduce<Located | undefined>(get, node);
}

export function asText(node: Located | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

/** The text with its way back to the file. */
export function asSlice(node: Located | undefined): Slice | undefined {
  return node?.kind === 'scalar' ? node.slice : undefined;
}

export function asBoolean(node: Located | undefined): boolean | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'boolean' ? node.value : undefined;
}

export const isNull = (node: Located): boolean => node.kind === 'scalar' && node.value === null;

/** What a node is, in a word for people: `text`, `a number`, `a list` … */
export function kindOf(node: Located): string {
  if (node.kind !== 'scalar') return node.kind === 'map' ? 'a map' : 'a list';
  if (node.value === null) return 'null';
  const names = { string: 'text', number: 'a number', bigint: 'a number', boolean: 'a boolean' } as const;
  return names[typeof node.value as keyof typeof names];
}

export type Plain = ScalarValue | readonly Plain[] | { readonly [key: string]: Plain };

/** The value without its places. A key `__proto__` becomes a key like any other. */
export function toPlain(node: Located): Plain {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(toPlain);
  return Object.fromEntries(node.entries.map((entry) => [entry.key, toPlain(entry.value)]));
}
