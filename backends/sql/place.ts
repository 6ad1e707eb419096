import type { Query } from '../../src/ir/query.ts';
import { fieldsOfQuery } from '../../src/ir/walk.ts';
import type { EmitOptions } from '../../src/target/backend.ts';
import type { Frag } from '../../src/target/frag.ts';
import type { SqlDialect } from './dialect.ts';
import type { Place } from './scope.ts';

const DEFAULT_TABLE = 'events';

/** `schema.table` is two names. */
function tableName(dialect: SqlDialect, name: string): Frag {
  const parts = name.split('.').map((part) => dialect.lexical.ident(part).doc);
  return { level: 0, doc: parts.flatMap((part, i) => (i === 0 ? [part] : ['.', part])) };
}

/** Where the events of a query lie. */
export function placeOf(dialect: SqlDialect, query: Query, options: EmitOptions): Place {
  const columns = fieldsOfQuery(query).map((field) => field.name.toLowerCase());
  return {
    dialect,
    layout: options.layout,
    table: tableName(dialect, options.table ?? DEFAULT_TABLE),
    jsonColumn: dialect.lexical.ident(options.jsonColumn),
    taken: new Set([...columns, options.jsonColumn.toLowerCase()]),
    requires: new Set(),
  };
}

/** EQL lets the data lack such a field altogether; a table must still have its column. */
export function optionalColumns(place: Place, query: Query): readonly string[] {
  if (place.layout === 'json') return [];
  const optional = fieldsOfQuery(query).filter((field) => field.optional);
  return optional.map((field) => `the column ${JSON.stringify(field.name)}, NULL where the data lacks the field`);
}
