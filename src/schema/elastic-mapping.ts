import { type FieldInfo, type Schema, SOURCE_TYPES } from './schema.ts';

/** One field of an Elasticsearch mapping, as `GET index/_mapping` gives it. */
export interface MappingField {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, MappingField>>;
  readonly fields?: Readonly<Record<string, MappingField>>;
  readonly path?: string;
  readonly format?: string;
  readonly normalizer?: string;
  readonly null_value?: unknown;
  /** Not Elasticsearch's: the field holds several values. */
  readonly array?: boolean;
}

export type Mapping = Readonly<Record<string, MappingField>>;

function usable(name: string, type: keyof typeof SOURCE_TYPES, found: MappingField): FieldInfo {
  return {
    kind: 'usable',
    name,
    type: SOURCE_TYPES[type] ?? 'unknown',
    list: found.array ?? false,
    sourceType: type,
    ...(found.format !== undefined && { dateFormat: found.format }),
    ...(found.null_value !== undefined && found.null_value !== null && { nullValue: String(found.null_value) }),
  };
}

const refused = (why: 'type' | 'text-only' | 'normalized', sourceType: string): FieldInfo => ({
  kind: 'refused',
  why,
  sourceType,
});

/** A text field is searchable only through an exact sub-field; one of them, not normalised, is enough. */
function textField(name: string, found: MappingField): FieldInfo {
  const exact = Object.values(found.fields ?? {}).find((sub) => sub.type === 'keyword' && sub.normalizer === undefined);
  return exact ? usable(name, 'keyword', found) : refused('text-only', 'text');
}

function describe(name: string, found: MappingField): FieldInfo {
  const type = found.type ?? 'object';
  if (found.normalizer !== undefined) return refused('normalized', type);
  if (type === 'text') return textField(name, found);
  return Object.hasOwn(SOURCE_TYPES, type) ? usable(name, type, found) : refused('type', type);
}

/** What a mapped name is; an object is only a path to others. */
function infoOf(_name: string, found: MappingField, nested: string | undefined, source: string): FieldInfo | undefined {
  if (nested !== undefined)
    return { kind: 'refused', why: 'inside-nested', sourceType: found.type ?? 'object', parent: nested };
  if (found.type === 'nested') return { kind: 'refused', why: 'nested', sourceType: 'nested' };
  return found.type === 'object' || found.type === undefined ? undefined : describe(source, found);
}

/**
 * A closed schema from an Elasticsearch mapping's `properties`. Fields inside a nested field are refused, aliases are not followed
 * (Elasticsearch's EQL refuses the type), sub-fields are read from their parent's value.
 */
export function schemaFromMapping(id: string, mapping: Mapping): Schema {
  const fields = new Map<string, FieldInfo>();
  const add = (name: string, found: MappingField, nested: string | undefined, source: string): void => {
    const info = infoOf(name, found, nested, source);
    if (info) fields.set(name, info);
    const inside = nested ?? (found.type === 'nested' ? name : undefined);
    for (const [key, sub] of Object.entries(found.fields ?? {})) add(`${name}.${key}`, sub, inside, source);
    for (const [key, child] of Object.entries(found.properties ?? {})) {
      add(`${name}.${key}`, child, inside, `${name}.${key}`);
    }
  };
  for (const [name, found] of Object.entries(mapping)) add(name, found, undefined, name);
  return { id, closed: true, find: (name) => fields.get(name), names: () => fields.keys() };
}
