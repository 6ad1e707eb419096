import type { EventFilter } from '../../../src/ir/query.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import type { EmitOptions } from '../../../src/target/backend.ts';
import { bracketed, type Frag, q, raw } from '../../../src/target/frag.ts';
import type { Place, PlaceColumn, PlaceTable } from '../scope.ts';
import { type Cte, select, unionAll } from './cte.ts';
import type { Names } from './names.ts';

/** Says which of the tables an event lies in: their numbers from 1. */
const tableNumber = (names: Names): Frag => names.of('of_table');

/** Columns that every table has: those of the time and of the id. */
function commonColumns({ layout }: Place, { time }: Rule, { idColumn }: EmitOptions): readonly string[] {
  const tie = layout === 'json' ? undefined : time.tiebreaker;
  return [
    ...new Set([time.timestamp, ...(tie === undefined ? [] : [tie]), ...(idColumn === undefined ? [] : [idColumn])]),
  ];
}

/** Every column that is read of some table, first sight first. */
function columnsOfAll(tables: readonly PlaceTable[], common: readonly string[]): readonly PlaceColumn[] {
  const found = new Map<string, PlaceColumn>();
  for (const name of common) found.set(name, { name, list: false });
  for (const { columns } of tables)
    for (const column of columns) found.set(column.name, found.get(column.name) ?? column);
  return [...found.values()];
}

/** A step that joins the tables, where the parts of a rule read different ones; what a table lacks is NULL there. */
export function allEvents(place: Place, rule: Rule, names: Names, options: EmitOptions): readonly Cte[] {
  const { tables = [], dialect } = place;
  if (tables.length === 0) return [];
  const { ident } = dialect.lexical;
  const common = commonColumns(place, rule, options);
  const all = columnsOfAll(tables, common);
  const has = (table: PlaceTable, name: string): boolean =>
    common.includes(name) || table.columns.some((column) => column.name === name);
  const selects = tables.map((table, at) => {
    const columns = all.map(({ name, list }) => {
      const owner = tables.find((one) => has(one, name)) ?? table;
      return has(table, name)
        ? ident(name)
        : q(0)`${dialect.stateful.absent(ident(name), ident(owner.name), list)} AS ${ident(name)}`;
    });
    return select({
      columns: [...columns, q(0)`${raw(String(at + 1))} AS ${tableNumber(names)}`],
      from: ident(table.name).doc,
    });
  });
  return [
    {
      name: place.table,
      says: 'the tables that the parts of the rule read, in one; what a table lacks is NULL',
      body: unionAll(selects),
    },
  ];
}

/** A test of events of the filter's own table. */
export function ofTable({ tables = [] }: Place, names: Names, filter: EventFilter, test: Frag): Frag {
  const at = tables.findIndex(({ name }) => name === filter.table);
  return at < 0 ? bracketed(test) : q(0)`(${tableNumber(names)} = ${raw(String(at + 1))} AND ${bracketed(test)})`;
}
