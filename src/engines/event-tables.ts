import { cellOf, elementsOf, type Fit, type MisfitReason, nanosOf } from './cell-of.ts';
import { type Column, idColumn, type TableData } from './engine.ts';
import { cutToMicros, exactMicros, renderInstant } from './instant.ts';
import { jsonTextOf } from './json-text.ts';

/** An event that can't stand in a table as it is, by its place among the events, from 0. */
interface EventMisfit {
  readonly event: number;
  readonly field: string;
  readonly reason: MisfitReason;
}

/**
 * A table made of events: each has its place among them, from 0, as `_id`. Events with a misfit are not in it. `coarse` are
 * the ids whose timestamp is finer than a microsecond and was cut to it: in the table, but no witness about time.
 */
export interface EventTable {
  readonly table: TableData;
  readonly misfits: readonly EventMisfit[];
  readonly coarse: readonly number[];
}

export const timestampColumn = '@timestamp';

/** The column that holds the whole event in a table of JSON. */
export const eventColumn = 'event';

/** Where the time of an event stands, the first that has one (DESIGN, M9). */
const TIME_FIELDS = ['@timestamp', 'timestamp', 'TimeCreated_SystemTime'] as const;

const frame: readonly Column[] = [
  { name: idColumn, type: 'long', list: false },
  { name: timestampColumn, type: 'date', list: false },
];

interface Time {
  readonly value: string | null;
  readonly coarse: boolean;
}

function timeFrom(elements: readonly unknown[]): Time | MisfitReason {
  if (elements.length > 1) return 'several';
  const nanos = nanosOf(elements[0]);
  if (nanos === undefined) return 'type';
  const exact = exactMicros(nanos);
  if (exact === 'range') return exact;
  return { value: renderInstant(cutToMicros(nanos)), coarse: exact === 'precision' };
}

function timeOf(event: object, fields: readonly string[]): Time | MisfitReason {
  for (const field of fields) {
    const elements = elementsOf(event, field);
    if (elements.length > 0) return timeFrom(elements);
  }
  return { value: null, coarse: false };
}

type Cells = Record<string, unknown>;

/** Collects the rows of a table, event by event. */
class TableBuilder {
  readonly #rows: Cells[] = [];
  readonly #misfits: EventMisfit[] = [];
  readonly #coarse: number[] = [];
  readonly #columns: readonly Column[];
  readonly #timeFields: readonly string[];

  constructor(columns: readonly Column[], timeField: string | undefined) {
    this.#columns = columns;
    this.#timeFields = timeField === undefined ? TIME_FIELDS : [timeField];
  }

  /** Adds an event whose other cells `read` gives; with one misfit or more it gets no row. */
  add(event: object, id: number, read: (column: Column) => Fit): void {
    const time = timeOf(event, this.#timeFields);
    const misfits: EventMisfit[] = [];
    const cells: [string, unknown][] = [[idColumn, id]];
    if (typeof time === 'string') misfits.push({ event: id, field: timestampColumn, reason: time });
    else cells.push([timestampColumn, time.value]);
    for (const column of this.#columns) {
      const found = read(column);
      if (found.kind === 'cell') cells.push([column.name, found.value]);
      else misfits.push({ event: id, field: column.name, reason: found.reason });
    }
    this.#misfits.push(...misfits);
    if (misfits.length > 0) return;
    this.#rows.push(Object.fromEntries(cells));
    if (typeof time === 'object' && time.coarse) this.#coarse.push(id);
  }

  table(name: string): EventTable {
    const table = { name, columns: [...frame, ...this.#columns], rows: this.#rows };
    return { table, misfits: this.#misfits, coarse: this.#coarse };
  }
}

const framed = new Set(frame.map((column) => column.name));

/**
 * A typed table of events: `_id`, `@timestamp`, and the columns asked for (those two names are not asked for twice). The time
 * is read from `timeField`, or else from the usual fields.
 */
export function tableOfEvents(
  name: string,
  columns: readonly Column[],
  events: readonly object[],
  timeField?: string,
): EventTable {
  const builder = new TableBuilder(
    columns.filter((column) => !framed.has(column.name)),
    timeField,
  );
  events.forEach((event, id) => {
    builder.add(event, id, (column) => cellOf(event, column.name, column.type, column.list));
  });
  return builder.table(name);
}

/** A table with the columns of two, for the events that fit both. */
export function joinedTable(first: EventTable, second: EventTable): EventTable {
  const others = new Map(second.table.rows.map((row) => [row[idColumn], row]));
  const known = new Set(first.table.columns.map(({ name }) => name));
  const columns = [...first.table.columns, ...second.table.columns.filter(({ name }) => !known.has(name))];
  const rows = first.table.rows.flatMap((row) => {
    const other = others.get(row[idColumn]);
    return other ? [{ ...other, ...row }] : [];
  });
  const table = { name: first.table.name, columns, rows };
  return { table, misfits: [...first.misfits, ...second.misfits], coarse: [...first.coarse, ...second.coarse] };
}

/** A table with the whole event in one JSON column, `event`, beside `_id` and `@timestamp`. */
export function jsonTable(name: string, events: readonly object[], timeField?: string): EventTable {
  const builder = new TableBuilder([{ name: eventColumn, type: 'json', list: false }], timeField);
  events.forEach((event, id) => {
    builder.add(event, id, () => wholeEvent(event));
  });
  return builder.table(name);
}

function wholeEvent(event: object): Fit {
  const value = jsonTextOf(event);
  return value === undefined ? { kind: 'misfit', reason: 'json' } : { kind: 'cell', value };
}
