import type { KustoCell, KustoColumn, KustoTable, KustoType } from '../emulate/kusto/types.ts';
import { elementsOf } from '../engines/cell-of.ts';
import type { Column, ColumnType } from '../engines/engine.ts';
import { type EventTable, tableOfEvents } from '../engines/event-tables.ts';
import type { Event } from '../eval/read-field.ts';
import type { Rule } from '../ir/rule.ts';
import { hasKeywords } from '../ir/walk.ts';
import { columnsOf, ID, placesOf } from './tables.ts';

/** The table that outputs in KQL are run over here. */
export const TABLE = 'Events';

const TYPES: { readonly [T in ColumnType]: KustoType } = {
  text: 'string',
  ip: 'string',
  version: 'string',
  json: 'dynamic',
  long: 'long',
  double: 'real',
  boolean: 'bool',
  date: 'datetime',
};

const hasList = (events: readonly Event[], name: string): boolean =>
  events.some((event) => elementsOf(event, name).length > 1);

/** A column for every other value of the events, as text: a keyword may stand in any of them. */
function otherColumns(known: readonly Column[], events: readonly Event[]): readonly Column[] {
  const names = new Set(events.flatMap((event) => placesOf(event)));
  for (const { name } of known) names.delete(name);
  return [...names].map((name) => ({ name, type: 'text', list: hasList(events, name) }));
}

/** Ids as texts that no keyword is found in: the column of ids is none of the event. */
const ID_START = 0xf0000;
const idText = (id: KustoCell | undefined): string => String.fromCodePoint(ID_START + Number(id));
export const idOf = (cell: KustoCell | undefined): number =>
  typeof cell === 'string' ? (cell.codePointAt(0) ?? 0) - ID_START : Number(cell);

const withIdTexts = ({ columns, rows }: KustoTable): KustoTable => ({
  columns: columns.map((column) => (column.name === ID ? { ...column, type: 'string' } : column)),
  rows: rows.map(([id, ...cells]) => [idText(id), ...cells]),
});

/** A list gets a column of its own beside that of lone values: what an event holds says which of the two it fills. */
function withLoneTexts({ columns, rows }: KustoTable, names: ReadonlySet<string>): KustoTable {
  const parts = (at: number, cell: KustoCell): readonly KustoCell[] => {
    if (columns[at]?.type !== 'dynamic' || !names.has(columns[at].name)) return [cell];
    return Array.isArray(cell) && cell.length > 1
      ? [null, cell]
      : [Array.isArray(cell) ? (cell[0] ?? null) : cell, null];
  };
  return {
    columns: columns.flatMap((column) =>
      column.type === 'dynamic' && names.has(column.name)
        ? [
            { name: column.name, type: 'string' },
            { name: `${column.name}[]`, type: 'dynamic' },
          ]
        : [column],
    ),
    rows: rows.map((row) => row.flatMap((cell, at) => parts(at, cell))),
  };
}

const columnOf = ({ name, type, list }: Column): KustoColumn => ({ name, type: list ? 'dynamic' : TYPES[type] });

/** The typed table that the backend's page asks for: one column a field, lists as arrays in a dynamic one. */
export function kustoTable(rule: Rule, events: readonly Event[]): EventTable & { readonly kusto: KustoTable } {
  const own = columnsOf(rule, events);
  const everywhere = rule.query.kind === 'event' && hasKeywords(rule.query);
  const others = everywhere ? otherColumns(own, events) : [];
  const made = tableOfEvents(TABLE, [...own, ...others], events, rule.time.timestamp);
  const { columns, rows } = made.table;
  const cells = rows.map((row) => columns.map(({ name }) => (row[name] ?? null) as KustoCell));
  const kusto = { columns: columns.map(columnOf), rows: cells };
  return {
    ...made,
    kusto: everywhere ? withLoneTexts(withIdTexts(kusto), new Set(others.map(({ name }) => name))) : kusto,
  };
}
