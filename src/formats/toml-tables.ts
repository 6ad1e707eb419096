import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { cover, type Span } from '../text/source-text.ts';
import type { Located, LocatedEntry } from './located.ts';

/** A key part and where it stands. */
export interface TomlKey {
  readonly name: string;
  readonly span: Span;
}

/**
 * How a table came to be decides what may still be added to it (https://toml.io/en/v1.1.0#table): `implicit` by a deeper
 * header, `header` by its own, `dotted` by a dotted key, `inline` in braces.
 */
type Origin = 'implicit' | 'header' | 'dotted' | 'inline';

export interface Table {
  readonly kind: 'table';
  origin: Origin;
  readonly entries: Map<string, { readonly keySpan: Span; readonly value: Node }>;
  span: Span;
}

/** An array made of `[[headers]]`. */
interface Tables {
  readonly kind: 'tables';
  readonly items: [Table, ...Table[]];
}

type Node = Table | Tables | Located;
type Made = Table | Diagnostic;

export const newTable = (origin: Origin, span: Span): Table => ({ kind: 'table', origin, entries: new Map(), span });

const isTable = (made: Made): made is Table => 'kind' in made;

function duplicate(key: TomlKey, first: Span): Diagnostic {
  return diagnostic('container/duplicate-key', { key: key.name }, key.span, [{ span: first, text: 'first here' }]);
}

const notATable = (key: TomlKey): Diagnostic =>
  diagnostic('container/toml-syntax', { problem: 'not-a-table' }, key.span);

function put(table: Table, key: TomlKey, value: Node): void {
  table.entries.set(key.name, { keySpan: key.span, value });
}

/** The table that a header goes through on its way to its last key. */
function through(table: Table, key: TomlKey): Made {
  const found = table.entries.get(key.name)?.value;
  if (found === undefined) {
    const made = newTable('implicit', key.span);
    put(table, key, made);
    return made;
  }
  if (found.kind === 'tables') return found.items[found.items.length - 1] ?? notATable(key);
  return found.kind === 'table' && found.origin !== 'inline' ? found : notATable(key);
}

function parentOf(root: Table, path: readonly TomlKey[], step: (table: Table, key: TomlKey) => Made): Made {
  let made: Made = root;
  for (const key of path.slice(0, -1)) {
    made = step(made, key);
    if (!isTable(made)) return made;
  }
  return made;
}

/** `[a.b]`: the table that the keys below the header go to. */
export function openTable(root: Table, path: readonly TomlKey[], span: Span): Made {
  const key = path.at(-1);
  const parent = parentOf(root, path, through);
  if (!isTable(parent) || !key) return parent;
  const found = parent.entries.get(key.name);
  if (found === undefined) {
    const made = newTable('header', span);
    put(parent, key, made);
    return made;
  }
  if (found.value.kind !== 'table' || found.value.origin !== 'implicit') return duplicate(key, found.keySpan);
  found.value.origin = 'header';
  found.value.span = span;
  return found.value;
}

/** `[[a.b]]`: a new table at the end of the array. */
export function openItem(root: Table, path: readonly TomlKey[], span: Span): Made {
  const key = path.at(-1);
  const parent = parentOf(root, path, through);
  if (!isTable(parent) || !key) return parent;
  const found = parent.entries.get(key.name);
  const made = newTable('header', span);
  if (found === undefined) put(parent, key, { kind: 'tables', items: [made] });
  else if (found.value.kind === 'tables') found.value.items.push(made);
  else return duplicate(key, found.keySpan);
  return made;
}

/** The table that a dotted key goes through: only one that dotted keys made. */
function throughDotted(table: Table, key: TomlKey): Made {
  const found = table.entries.get(key.name)?.value;
  if (found === undefined) {
    const made = newTable('dotted', key.span);
    put(table, key, made);
    return made;
  }
  return found.kind === 'table' && found.origin === 'dotted' ? found : notATable(key);
}

/** `a.b = value` below a header or in braces. Gives a diagnostic where the key is taken. */
export function assign(table: Table, path: readonly TomlKey[], value: Located | Table): Diagnostic | undefined {
  const key = path.at(-1);
  const parent = parentOf(table, path, throughDotted);
  if (!isTable(parent)) return parent;
  if (!key) return undefined;
  const found = parent.entries.get(key.name);
  if (found) return duplicate(key, found.keySpan);
  put(parent, key, value);
  table.span = cover(table.span, value.span);
  if (parent !== table) parent.span = cover(parent.span, value.span);
  return undefined;
}

function freezeNode(node: Node): Located {
  if (node.kind === 'table') return freeze(node);
  if (node.kind !== 'tables') return node;
  const items = node.items.map(freeze);
  return { kind: 'list', items, span: cover(node.items[0].span, (node.items.at(-1) ?? node.items[0]).span) };
}

/** The finished value. Recursion is bounded by the reader, which refuses deep keys. */
export function freeze(table: Table): Located {
  const entries: LocatedEntry[] = [];
  for (const [key, { keySpan, value }] of table.entries) entries.push({ key, keySpan, value: freezeNode(value) });
  return { kind: 'map', entries, span: table.span };
}
