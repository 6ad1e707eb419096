import { type Conversion, convertRule } from '../../compile.ts';
import type { Column, Engine, EngineId, TableData } from '../../engines/engine.ts';
import { type EventTable, joinedTable, jsonTable, tableOfEvents } from '../../engines/event-tables.ts';
import { hostileJsonRows, hostileRows, withRows } from '../../engines/hostile-rows.ts';
import { openEngine } from '../../engines/index.ts';
import { isMissing } from '../../engines/load-package.ts';
import { storablePart } from '../../engines/unstorable.ts';
import type { Event } from '../../eval/read-field.ts';
import type { Rule } from '../../ir/rule.ts';
import { hasKeywords } from '../../ir/walk.ts';
import type { Backend, EventLayout } from '../../target/backend.ts';
import { matchesOnSql } from '../matches/sql.ts';
import type { Fault, Found, OpenRunner, Trial, Usable, Way } from '../runner.ts';
import { columnsOf, hasPipes, ID } from '../tables.ts';
import { regexp } from './sqlite-regexp.ts';

const NAMES: { readonly [E in EngineId]: string } = {
  duckdb: 'DuckDB',
  sqlite: 'SQLite',
  postgres: 'PostgreSQL (PGlite)',
  clickhouse: 'ClickHouse (chdb)',
};

/** What is run here: nested columns say the same as flat ones but for the names of columns, and have tests of their own. */
type Laid = Exclude<EventLayout, 'structs'>;

type Rows = TableData['rows'];

interface Layout {
  readonly table: (rule: Rule, name: string, events: readonly Event[]) => EventTable;
  /** Rows that the query must survive. A pipe would count them: then there are none. */
  readonly hostile: (rules: readonly Rule[], table: TableData) => Rows;
}

const LAYOUTS: { readonly [L in Laid]: Layout } = {
  columns: {
    table: (rule, name, events) => {
      const columns = tableOfEvents(name, columnsOf(rule, events), events, rule.time.timestamp);
      // Keywords are looked for in the event as a whole, which then stands beside its columns.
      return hasKeywords(rule.query) ? joinedTable(columns, jsonTable(name, events, rule.time.timestamp)) : columns;
    },
    hostile: (_, { columns }) => hostileRows(columns),
  },
  json: {
    table: (rule, name, events) => jsonTable(name, events, rule.time.timestamp),
    hostile: (rules) => hostileJsonRows([...new Set(rules.flatMap((rule) => columnsOf(rule).map(({ name }) => name)))]),
  },
};

const layoutIds = Object.keys(LAYOUTS) as readonly Laid[];

let tables = 0;

/** A trial in a table that it shares with others: its events begin at a place among theirs. Trials of the same events share their rows. */
interface Seat {
  readonly trial: Trial;
  readonly conversion: Conversion;
  readonly made: TableData;
  readonly first: number;
}

interface Shared {
  readonly name: string;
  readonly columns: Map<string, Column>;
  /** Names of columns in small letters: some engines have no room for two that differ in case only. */
  readonly spellings: Set<string>;
  readonly seats: Seat[];
  events: number;
}

const conversionOf = (loaded: Usable, backend: Backend, layout: Laid, table?: string): Conversion =>
  convertRule(loaded, backend, {
    comments: false,
    layout,
    idColumn: ID,
    window: 'none',
    ...(table !== undefined && { table }),
  });

/** So many events share a table at most: every query reads them all. */
const SHARED_EVENTS = 1200;
/** So many trials at most: each brings columns, which hold long hostile values. */
const SHARED_TRIALS = 300;

/** Where a trial's events stand, or are to stand: those of the trial before are there already. */
const placeOf = ({ seats, events }: Shared, trial: Trial): number => {
  const last = seats.at(-1);
  return last?.trial.events === trial.events ? last.first : events;
};

/** A pipe counts rows, and a name is one column of one type: then a table is not shared. */
function hasRoom(shared: Shared, trial: Trial, made: TableData): boolean {
  const { columns, spellings, seats } = shared;
  if (seats.length === 0) return true;
  if (hasPipes(trial.loaded.rule) || seats.some(({ trial: other }) => hasPipes(other.loaded.rule))) return false;
  return (
    seats.length < SHARED_TRIALS &&
    placeOf(shared, trial) + trial.events.length <= SHARED_EVENTS &&
    made.columns.every(({ name, type, list }) => {
      const there = columns.get(name);
      if (!there) return !spellings.has(name.toLowerCase());
      return there.type === type && there.list === list;
    })
  );
}

const newTable = (): Shared => ({
  name: `isorule_${tables++}`,
  columns: new Map(),
  spellings: new Set(),
  seats: [],
  events: 0,
});

/** Trials with their tables; those that can share one stand together. */
function seated(trials: readonly Trial[], layout: Laid): readonly Shared[] {
  const all: Shared[] = [];
  for (const trial of trials) {
    const { loaded, backend, events } = trial;
    const made = LAYOUTS[layout].table(loaded.rule, 'events', events).table;
    const last = all.at(-1);
    const shared = last && hasRoom(last, trial, made) ? last : newTable();
    if (shared !== last) all.push(shared);
    const conversion = conversionOf(loaded, backend, layout, shared.name);
    for (const column of made.columns) {
      shared.columns.set(column.name, column);
      shared.spellings.add(column.name.toLowerCase());
    }
    const first = placeOf(shared, trial);
    shared.seats.push({ trial, conversion, made, first });
    shared.events = first + events.length;
  }
  return all;
}

/** The rows of all, numbered through, each with the columns of its own rules only. */
function rowsOf(seats: readonly Seat[]): Rows {
  const rows = new Map<number, Map<string, unknown>>();
  for (const { made, first } of seats) {
    for (const row of made.rows) {
      const id = Number(row[ID]) + first;
      const cells = rows.get(id) ?? new Map<string, unknown>();
      for (const [name, cell] of Object.entries(row)) cells.set(name, cell);
      rows.set(id, cells.set(ID, id));
    }
  }
  return [...rows.values()].map((cells) => Object.fromEntries(cells));
}

/** The rows of all, and the hostile ones. */
function tableOf({ name, columns, seats }: Shared, layout: Laid): TableData {
  const table = { name, columns: [...columns.values()], rows: rowsOf(seats) };
  const rules = seats.map(({ trial }) => trial.loaded.rule);
  return rules.some(hasPipes) ? table : withRows(table, LAYOUTS[layout].hostile(rules, table));
}

async function ask(engine: Engine, seat: Seat, way: Laid, present: ReadonlySet<number>): Promise<Way | Fault> {
  const { trial, conversion, made, first } = seat;
  const { text = '' } = conversion;
  try {
    const answer = await engine.query(text);
    const at = answer.columns.indexOf(ID);
    const found = new Set(answer.rows.map((row) => Number(row[at])));
    // Its own events: one that has no place in its columns may stand there for another rule.
    const own = new Set(made.rows.map((row) => Number(row[ID])));
    const stands = (id: number): boolean => own.has(id) && present.has(first + id);
    const verdicts = trial.events.map((_, id) => (stands(id) ? found.has(first + id) : undefined));
    return { name: way, conversion, verdicts };
  } catch (error) {
    // An output that the engine does not take is what this runner looks for.
    return { way, reason: String(error).slice(0, 500), text };
  }
}

type Answer = Way | Fault | undefined;

/** Makes the tables of a layout, asks each query, and drops them. */
async function inLayout(engine: Engine, trials: readonly Trial[], way: Laid): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const shared of seated(trials, way)) {
    const { table: stored } = storablePart(engine.id, tableOf(shared, way));
    const present = new Set(stored.rows.map((row) => Number(row[ID])));
    await engine.createTable(stored);
    for (const seat of shared.seats)
      answers.push(seat.conversion.text === undefined ? undefined : await ask(engine, seat, way, present));
    await engine.drop(shared.name);
  }
  return answers;
}

const isFault = (answer: Way | Fault): answer is Fault => 'reason' in answer;

async function runAll(engine: Engine, trials: readonly Trial[]): Promise<readonly Found[]> {
  const layouts: (readonly Answer[])[] = [];
  for (const id of layoutIds) layouts.push(await inLayout(engine, trials, id));
  return trials.map((_, at) => {
    const answers = layouts.flatMap((found) => found[at] ?? []);
    const fault = answers.find(isFault);
    return fault ? { fault } : { ways: answers.filter((answer): answer is Way => !isFault(answer)) };
  });
}

/** Runs SQL on the real engine: typed columns and one JSON column, in tables that hold hostile rows besides. */
export const openSql =
  (id: EngineId): OpenRunner =>
  async () => {
    const engine = await openEngine(id, { regexp });
    if (isMissing(engine)) return engine;
    return {
      name: NAMES[id],
      version: engine.version,
      run: async (trial) => (await runAll(engine, [trial]))[0] ?? { ways: [] },
      runAll: (trials) => runAll(engine, trials),
      matches: (trial) => matchesOnSql(engine, trial),
      conversions: (loaded, backend) => layoutIds.map((layout) => conversionOf(loaded, backend, layout)),
      close: () => engine.close(),
    };
  };
