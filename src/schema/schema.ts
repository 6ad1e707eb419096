import type { FieldType } from '../ir/value.ts';

/** What is known of a field that a query may read. */
export interface UsableField {
  readonly kind: 'usable';
  /** The path to read: the field's own, or that of the field an alias points to. */
  readonly name: string;
  readonly type: FieldType;
  /** It is known to hold several values. */
  readonly list: boolean;
  /** How the source calls the type, for messages: `keyword`, `scaled_float`. */
  readonly sourceType: string;
  /** Date formats besides ISO 8601 and epoch milliseconds, as Elasticsearch writes them. */
  readonly dateFormat?: string;
  /** What stands for an explicit null. */
  readonly nullValue?: string;
}

/** A field that the data has and a query can't read. */
interface RefusedField {
  readonly kind: 'refused';
  readonly why: 'type' | 'nested' | 'inside-nested' | 'text-only' | 'normalized';
  readonly sourceType: string;
  /** The field of type nested above it. */
  readonly parent?: string;
}

export type FieldInfo = UsableField | RefusedField;

/** What is known of the fields of the data. */
export interface Schema {
  readonly id: string;
  /** Every field is listed: another one is an error, or the constant null if it is optional. */
  readonly closed: boolean;
  readonly find: (name: string) => FieldInfo | undefined;
  readonly names: () => Iterable<string>;
}

/** Elasticsearch's types to ours. `integer`, `half_float` and the like differ in width only. */
export const SOURCE_TYPES: Readonly<Record<string, FieldType>> = {
  keyword: 'text',
  constant_keyword: 'text',
  wildcard: 'text',
  match_only_text: 'text',
  flattened: 'text',
  text: 'text',
  // Elasticsearch's verifier takes it; nothing is indexed, so nothing is found.
  binary: 'text',
  long: 'long',
  integer: 'long',
  short: 'long',
  byte: 'long',
  unsigned_long: 'long',
  double: 'double',
  float: 'double',
  half_float: 'double',
  scaled_float: 'double',
  boolean: 'boolean',
  ip: 'ip',
  date: 'date',
  date_nanos: 'date',
  version: 'version',
};

/** Looks in one schema, then in the next. Closed only if all are. */
export function layered(id: string, schemas: readonly Schema[]): Schema {
  return {
    id,
    closed: schemas.every((schema) => schema.closed),
    find: (name) => {
      for (const schema of schemas) {
        const found = schema.find(name);
        if (found) return found;
      }
      return undefined;
    },
    names: function* () {
      for (const schema of schemas) yield* schema.names();
    },
  };
}
