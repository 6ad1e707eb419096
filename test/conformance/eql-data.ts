import { parseAddress } from '../../src/base/ip.ts';
import { type FieldInfo, type Schema, SOURCE_TYPES } from '../../src/schema/schema.ts';
import type { Corpus } from './suite.ts';

type Event = Readonly<Record<string, unknown>>;

/** What eql/data/mappings.json says of a data file. */
interface DataMapping {
  readonly like?: string;
  readonly category_field?: string;
  readonly timestamp_field?: string;
  readonly tiebreaker_field?: string;
  readonly id_field?: string;
  readonly aliases?: Readonly<Record<string, string>>;
  readonly types?: Readonly<Record<string, string>>;
  readonly null_value?: Readonly<Record<string, string>>;
}

export interface DataSet {
  readonly events: readonly Event[];
  readonly schema: Schema;
  readonly categoryField: string;
  readonly timestampField: string;
  readonly tiebreakerField?: string;
  readonly idField: string;
}

/** Paths under which some event has a list. */
function* listPaths(node: unknown, path: string): Generator<string> {
  if (Array.isArray(node)) yield path;
  else if (typeof node === 'object' && node !== null)
    for (const [key, value] of Object.entries(node)) yield* listPaths(value, path === '' ? key : `${path}.${key}`);
}

function* leaves(node: unknown, path: string): Generator<readonly [string, unknown]> {
  if (Array.isArray(node)) for (const item of node) yield* leaves(item, path);
  else if (typeof node === 'object' && node !== null) {
    for (const [key, value] of Object.entries(node)) yield* leaves(value, path === '' ? key : `${path}.${key}`);
  } else yield [path, node] as const;
}

/** The obvious type of a JSON value; text that is an address is taken for one where `addresses` asks so. */
function obvious(value: unknown, addresses: boolean): string | undefined {
  if (typeof value === 'string') return addresses && parseAddress(value) ? 'ip' : 'keyword';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'bigint') return 'long';
  return typeof value === 'number' ? (Number.isInteger(value) ? 'long' : 'double') : undefined;
}

/** A closed schema of the fields that events hold, with the types a mapping names first. */
export function schemaOfEvents(
  events: readonly Event[],
  known: {
    readonly types?: Readonly<Record<string, string>>;
    readonly aliases?: Readonly<Record<string, string>>;
    readonly addresses?: boolean;
  } = {},
): Schema {
  const types = new Map<string, string>();
  for (const event of events) {
    for (const [path, value] of leaves(event, '')) {
      const type = obvious(value, known.addresses ?? false);
      if (type !== undefined && !types.has(path)) types.set(path, type);
    }
  }
  const lists = new Set(events.flatMap((event) => [...listPaths(event, '')]));
  for (const [name, type] of Object.entries(known.types ?? {})) types.set(name, type.split(/[ ,]/)[0] ?? 'keyword');
  const info = (name: string): FieldInfo | undefined => {
    const target = known.aliases?.[name] ?? name;
    const type = types.get(target);
    if (type === undefined) return undefined;
    return {
      kind: 'usable',
      name: target,
      type: SOURCE_TYPES[type] ?? 'text',
      list: lists.has(target),
      sourceType: type,
    };
  };
  return { id: 'events', closed: true, find: info, names: () => types.keys() };
}

function mappingOf(corpus: Corpus, file: string): DataMapping {
  const all = corpus.json<Record<string, DataMapping>>('eql/data/mappings.json');
  const own = all[file] ?? {};
  const base = own.like === undefined ? {} : mappingOf(corpus, own.like);
  return { ...base, ...own, types: { ...base.types, ...own.types } };
}

/** Dotted names as the nested paths that they mean. */
function nested(event: Event): Event {
  const out: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(event)) {
    const parts = name.split('.');
    const last = parts.pop() ?? name;
    let at = out;
    for (const part of parts) {
      const inner = at[part];
      const next = typeof inner === 'object' && inner !== null ? { ...inner } : {};
      at[part] = next;
      at = next;
    }
    at[last] = value;
  }
  return out;
}

/** `dd-MM-yyyy` dates as ISO, explicit nulls as the mapping's default: what an index does when it takes a document in. */
function takenIn(event: Event, mapping: DataMapping): Event {
  const out: Record<string, unknown> = { ...event };
  for (const [name, value] of Object.entries(mapping.null_value ?? {})) {
    if (Object.hasOwn(out, name) && out[name] === null) out[name] = value;
  }
  for (const [name, type] of Object.entries(mapping.types ?? {})) {
    const text = out[name];
    if (type.includes('dd-MM-yyyy') && typeof text === 'string') out[name] = text.split('-').reverse().join('-');
  }
  return nested(out);
}

const cache = new Map<string, DataSet>();

/** The events of one or several data files as one search sees them. */
export function dataSet(corpus: Corpus, files: readonly string[]): DataSet {
  const key = `${corpus.root}|${files.join('|')}`;
  const known = cache.get(key);
  if (known) return known;
  const mappings = files.map((file) => mappingOf(corpus, file));
  const events = files.flatMap((file, i) =>
    corpus.events(`eql/data/${file}`).map((event) => takenIn(event, mappings[i] ?? {})),
  );
  const merged = Object.assign({}, ...mappings) as DataMapping;
  const types = Object.assign({}, ...mappings.map((mapping) => mapping.types)) as Record<string, string>;
  const aliases = Object.assign({}, ...mappings.map((mapping) => mapping.aliases)) as Record<string, string>;
  const made: DataSet = {
    events,
    schema: schemaOfEvents(events, { types, aliases }),
    categoryField: merged.category_field ?? 'event.category',
    timestampField: merged.timestamp_field ?? '@timestamp',
    idField: merged.id_field ?? 'id',
    ...(merged.tiebreaker_field !== undefined && { tiebreakerField: merged.tiebreaker_field }),
  };
  cache.set(key, made);
  return made;
}
