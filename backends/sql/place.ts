import { isLongName, shortName } from '../../src/base/short-name.ts';
import { filterCondition } from '../../src/ir/build.ts';
import type { Query } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import type { Field } from '../../src/ir/value.ts';
import { askedBy, fieldsOfCond, fieldsOfQuery } from '../../src/ir/walk.ts';
import type { EmitOptions } from '../../src/target/backend.ts';
import { raw } from '../../src/target/frag.ts';
import { dotted } from './common.ts';
import type { SqlDialect } from './dialect.ts';
import type { Place, PlaceColumn, PlaceTable } from './scope.ts';

const DEFAULT_TABLE = 'events';

/** `schema.table` is two names. */
const namesOf = ({ table = DEFAULT_TABLE }: EmitOptions): readonly string[] => table.split('.');

/** What is read of the tables that the parts of a query read, where each has its own; the time and the id stand in all of them. */
function tablesOf(query: Query, { layout, jsonColumn }: EmitOptions): readonly PlaceTable[] {
  const found = new Map<string, Map<string, PlaceColumn>>();
  const columnOf = ({ name, list }: Field): PlaceColumn => {
    const column = { columns: name, structs: name.split('.')[0] ?? name, json: jsonColumn }[layout];
    return { name: column, list: list && column === name };
  };
  for (const { filter, keys } of askedBy(query)) {
    if (filter.table === undefined) continue;
    const columns = found.get(filter.table) ?? new Map<string, PlaceColumn>();
    found.set(filter.table, columns);
    for (const field of [...fieldsOfCond(filterCondition(filter)), ...keys]) {
      const column = columnOf(field);
      columns.set(column.name, column);
    }
  }
  return [...found].map(([name, columns]) => ({ name, columns: [...columns.values()] }));
}

/** A name that no column and no table has. */
const freeName = (name: string, taken: ReadonlySet<string>): string =>
  taken.has(name) ? freeName(`${name}_`, taken) : name;

/** Where the events of a query lie. */
export function placeOf(dialect: SqlDialect, query: Query, options: EmitOptions): Place {
  const tables = tablesOf(query, options);
  const place = onePlace(dialect, query, options);
  if (tables.length === 0) return place;
  const others = [...tables.map(({ name }) => name), options.idColumn ?? ''].map((name) => name.toLowerCase());
  const name = freeName('all_events', new Set([...place.taken, ...others]));
  return { ...place, tables, tableName: name, table: raw(name) };
}

/** What columns are called whose fields have longer names than the database reads. */
function shortColumns({ name, longestName }: SqlDialect, query: Query, { layout }: EmitOptions): readonly string[] {
  if (longestName === undefined || layout !== 'columns') return [];
  const long = new Set(
    fieldsOfQuery(query).flatMap((field) => (isLongName(field.name, longestName) ? [field.name] : [])),
  );
  return [...long].map(
    (field) => `a column "${shortName(field, longestName)}" for ${field}: ${name} reads ${longestName} bytes of a name`,
  );
}

function onePlace(dialect: SqlDialect, query: Query, options: EmitOptions): Place {
  const names = fieldsOfQuery(query).map((field) => field.name.toLowerCase());
  const columns = options.layout === 'structs' ? names.map((name) => name.split('.')[0] ?? name) : names;
  const table = namesOf(options);
  return {
    dialect,
    layout: options.layout,
    table: dotted(table.map(dialect.lexical.ident)),
    tableName: table.at(-1)?.toLowerCase() ?? '',
    jsonColumn: dialect.lexical.ident(options.jsonColumn),
    taken: new Set([...columns, options.jsonColumn.toLowerCase()]),
    requires: new Set(shortColumns(dialect, query, options)),
  };
}

/** Names that are looked up in the table: those of the fields, and of the time. */
const namesIn = ({ query, time }: Rule): readonly string[] => [
  ...new Set([...fieldsOfQuery(query).map(({ name }) => name), ...Object.values(time)]),
];

/** A name that another one differs from only in the case of A to Z. */
function twiceNamed(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => {
    const folded = name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
    return seen.size === seen.add(folded).size;
  });
}

/** Why the events of a rule can't lie as the options say, or nothing. */
export function layoutProblem(dialect: SqlDialect, rule: Rule, { layout }: EmitOptions): string | undefined {
  if (layout === 'json') return undefined;
  const twice = dialect.foldsNames && twiceNamed(namesIn(rule));
  if (twice !== undefined)
    return `${dialect.name} takes ${JSON.stringify(twice)} and the same name in other letters for one column; a table of JSON has both`;
  if (layout === 'columns') return undefined;
  const nested = namesIn(rule).filter((name) => name.includes('.'));
  const empty = nested.find((name) => name.split('.').includes(''));
  if (empty !== undefined) return `the name ${JSON.stringify(empty)} has an empty part, which no field of a struct has`;
  return nested.length > 0 && 'refusal' in dialect.structs ? dialect.structs.refusal : undefined;
}

/** EQL lets the data lack such a field altogether; a table must still have its column. */
export function optionalColumns(place: Place, query: Query): readonly string[] {
  if (place.layout === 'json') return [];
  const what = place.layout === 'structs' ? 'the field' : 'the column';
  const optional = fieldsOfQuery(query).filter((field) => field.optional);
  return optional.map((field) => `${what} ${JSON.stringify(field.name)}, NULL where the data lacks the field`);
}
