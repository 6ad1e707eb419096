import { convertRule } from '../../compile.ts';
import type { Engine, EngineId, TableData } from '../../engines/engine.ts';
import { type EventTable, joinedTable, jsonTable, tableOfEvents } from '../../engines/event-tables.ts';
import { hostileJsonRows, hostileRows, withRows } from '../../engines/hostile-rows.ts';
import { openEngine } from '../../engines/index.ts';
import { isMissing } from '../../engines/load-package.ts';
import { storablePart } from '../../engines/unstorable.ts';
import type { Event } from '../../eval/read-field.ts';
import type { Rule } from '../../ir/rule.ts';
import { hasKeywords } from '../../ir/walk.ts';
import type { EventLayout } from '../../target/backend.ts';
import type { Fault, Found, OpenRunner, Trial, Way } from '../runner.ts';
import { columnsOf, hasPipes, ID } from '../tables.ts';
import { regexp } from './sqlite-regexp.ts';

const NAMES: { readonly [E in EngineId]: string } = {
  duckdb: 'DuckDB',
  sqlite: 'SQLite',
  postgres: 'PostgreSQL (PGlite)',
  clickhouse: 'ClickHouse (chdb)',
};

type Rows = TableData['rows'];

interface Layout {
  readonly table: (rule: Rule, name: string, events: readonly Event[]) => EventTable;
  /** Rows that the query must survive. A pipe would count them: then there are none. */
  readonly hostile: (rule: Rule, table: TableData) => Rows;
}

const LAYOUTS: { readonly [L in EventLayout]: Layout } = {
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
    hostile: (rule) => hostileJsonRows(columnsOf(rule).map(({ name }) => name)),
  },
};

const layoutIds = Object.keys(LAYOUTS) as readonly EventLayout[];

let tables = 0;

/** Makes a table for the query, asks it, and drops it. */
async function inLayout(
  engine: Engine,
  { loaded, backend, events }: Trial,
  way: EventLayout,
): Promise<Way | Fault | undefined> {
  const name = `isorule_${tables++}`;
  const conversion = convertRule(loaded, backend, {
    comments: false,
    layout: way,
    table: name,
    idColumn: ID,
    window: 'none',
  });
  const { text } = conversion;
  if (text === undefined) return undefined;
  const { table, hostile } = LAYOUTS[way];
  const made = table(loaded.rule, name, events).table;
  const whole = hasPipes(loaded.rule) ? made : withRows(made, hostile(loaded.rule, made));
  const { table: stored } = storablePart(engine.id, whole);
  const present = new Set(stored.rows.map((row) => Number(row[ID])));
  await engine.createTable(stored);
  try {
    const answer = await engine.query(text);
    const at = answer.columns.indexOf(ID);
    const found = new Set(answer.rows.map((row) => Number(row[at])));
    return { name: way, conversion, verdicts: events.map((_, id) => (present.has(id) ? found.has(id) : undefined)) };
  } catch (error) {
    // An output that the engine does not take is what this runner looks for.
    return { way, reason: String(error).slice(0, 500), text };
  } finally {
    await engine.drop(name);
  }
}

async function run(engine: Engine, trial: Trial): Promise<Found> {
  const ways: Way[] = [];
  for (const id of layoutIds) {
    const found = await inLayout(engine, trial, id);
    if (found && 'reason' in found) return { fault: found };
    if (found) ways.push(found);
  }
  return { ways };
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
      run: (trial) => run(engine, trial),
      close: () => engine.close(),
    };
  };
