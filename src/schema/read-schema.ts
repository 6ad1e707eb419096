import { didYouMean } from '../base/did-you-mean.ts';
import { type Diagnostic, diagnostic, isError } from '../diagnostics/diagnostic.ts';
import { readJson } from '../formats/json.ts';
import {
  asBoolean,
  asText,
  entryOf,
  get,
  kindOf,
  type Located,
  type LocatedEntry,
  toPlain,
} from '../formats/located.ts';
import type { SourceText } from '../text/source-text.ts';
import { type Mapping, type MappingField, schemaFromMapping } from './elastic-mapping.ts';
import { type Schema, SOURCE_TYPES } from './schema.ts';

/** Types that Elasticsearch has and EQL can't read. */
const OTHER_TYPES = [
  'object',
  'nested',
  'text',
  'alias',
  'geo_point',
  'geo_shape',
  'join',
  'long_range',
  'double_range',
  'integer_range',
  'float_range',
  'date_range',
  'ip_range',
  'histogram',
  'completion',
  'dense_vector',
  'percolator',
  'rank_feature',
  'search_as_you_type',
  'token_count',
  'point',
  'shape',
];

type Setting = 'type' | 'path' | 'format' | 'normalizer';
const TEXT_SETTINGS: readonly Setting[] = ['type', 'path', 'format', 'normalizer'];

class Reader {
  readonly diagnostics: Diagnostic[] = [];

  fields(node: Located | undefined, above: string): Mapping {
    if (node?.kind !== 'map') return {};
    return Object.fromEntries(node.entries.map((entry) => [entry.key, this.#field(entry, `${above}${entry.key}`)]));
  }

  #field({ value, keySpan }: LocatedEntry, name: string): MappingField {
    if (value.kind !== 'map') {
      this.diagnostics.push(diagnostic('schema/not-a-field', { name, found: kindOf(value) }, keySpan));
      return {};
    }
    const texts = Object.fromEntries(TEXT_SETTINGS.flatMap((setting) => this.#text(value, setting, name)));
    const array = this.#array(value, name);
    const nullValue = get(value, 'null_value');
    this.#knownType(value, name);
    return {
      ...texts,
      ...(array !== undefined && { array }),
      ...(nullValue && { null_value: toPlain(nullValue) }),
      ...(entryOf(value, 'properties') && { properties: this.fields(get(value, 'properties'), `${name}.`) }),
      ...(entryOf(value, 'fields') && { fields: this.fields(get(value, 'fields'), `${name}.`) }),
    };
  }

  #bad(name: string, setting: string, expected: string, found: Located): void {
    this.diagnostics.push(
      diagnostic('schema/bad-setting', { name, setting, expected, found: kindOf(found) }, found.span),
    );
  }

  #text(node: Located, setting: Setting, name: string): readonly (readonly [Setting, string])[] {
    const found = get(node, setting);
    if (!found) return [];
    const text = asText(found);
    if (text === undefined) this.#bad(name, setting, 'text', found);
    return text === undefined ? [] : [[setting, text]];
  }

  #array(node: Located, name: string): boolean | undefined {
    const found = get(node, 'array');
    const value = asBoolean(found);
    if (found && value === undefined) this.#bad(name, 'array', 'a boolean', found);
    return value;
  }

  #knownType(node: Located, name: string): void {
    const found = get(node, 'type');
    const type = asText(found);
    if (!found || type === undefined || Object.hasOwn(SOURCE_TYPES, type) || OTHER_TYPES.includes(type)) return;
    const near = didYouMean(type, [...Object.keys(SOURCE_TYPES), ...OTHER_TYPES]);
    this.diagnostics.push(diagnostic('schema/unknown-type', { name, type, near }, found.span));
  }
}

/** The map of fields: the answer of `GET index/_mapping`, a mapping, its `properties`, or the fields themselves. */
function fieldsOf(node: Located): Located {
  const properties = get(get(node, 'mappings') ?? node, 'properties');
  if (properties) return properties;
  const [only, ...others] = node.kind === 'map' ? node.entries : [];
  const inner = only && others.length === 0 ? get(get(only.value, 'mappings'), 'properties') : undefined;
  return inner ?? node;
}

/** Reads a schema file: an Elasticsearch mapping as JSON, where `"array": true` may say that a field holds several values. */
export function readSchema(source: SourceText): {
  readonly schema?: Schema;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { value, diagnostics } = readJson(source);
  if (!value) return { diagnostics };
  const reader = new Reader();
  const mapping = reader.fields(fieldsOf(value), '');
  const found = [...diagnostics, ...reader.diagnostics];
  if (Object.keys(mapping).length === 0) found.push(diagnostic('schema/no-fields', {}, value.span));
  return found.some(isError)
    ? { diagnostics: found }
    : { schema: schemaFromMapping(source.path, mapping), diagnostics: found };
}
