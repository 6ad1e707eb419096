import { convertRule } from '../../compile.ts';
import type { Engine, QueryAnswer } from '../../engines/engine.ts';
import { jsonTable, tableOfEvents } from '../../engines/event-tables.ts';
import { storablePart } from '../../engines/unstorable.ts';
import type { Event } from '../../eval/read-field.ts';
import { generates } from '../../ir/correlation.ts';
import type { Query } from '../../ir/query.ts';
import type { EventLayout } from '../../target/backend.ts';
import { ownTables, placeOf } from '../event-places.ts';
import { columnsOf, ID } from '../tables.ts';
import type { Fault, Trial } from '../trial.ts';
import { type Answer, type Hit, type MatchWay, refusalOf } from './answer.ts';
import { listedPlaces } from './rows.ts';

const TABLE = 'stateful_events';
const LAYOUTS: readonly EventLayout[] = ['columns', 'json'];

function hitsOf({ columns, rows }: QueryAnswer, query: Query, title: string | undefined): readonly Hit[] {
  if (query.kind === 'event') throw new Error('an event rule has no matches of several events');
  if (query.kind === 'correlation') {
    const at = columns.indexOf('events');
    const keys = query.groupBy.map((name, i) => Math.max(columns.indexOf(name), columns.indexOf(`key_${i + 1}`)));
    const rule = generates(query) ? columns.indexOf('rule') : -1;
    return rows.map((row) => {
      const hit = { events: listedPlaces(row[at]), group: keys.map((key) => String(row[key])) };
      const other = rule >= 0 && row[rule] !== (title ?? null) ? { rule: String(row[rule]) } : {};
      return { ...hit, ...other };
    });
  }
  const places = query.steps.map((_, step) => columns.indexOf(`event_${step + 1}`));
  return rows.map((row) => ({ events: places.map((at) => (at < 0 ? null : Number(row[at]))) }));
}

async function inLayout(
  engine: Engine,
  layout: EventLayout,
  { loaded, backend, events }: Trial,
): Promise<MatchWay | { readonly fault: Fault } | Answer> {
  const own = ownTables(loaded.rule);
  const options = {
    comments: false,
    layout,
    ...(own.length === 0 && { table: TABLE }),
    idColumn: ID,
    window: 'none',
  } as const;
  const conversion = convertRule(loaded, backend, options);
  const { text } = conversion;
  if (text === undefined) return refusalOf(conversion);
  const { timestamp } = loaded.rule.time;
  const made =
    layout === 'json'
      ? jsonTable(TABLE, events, timestamp)
      : tableOfEvents(TABLE, columnsOf(loaded.rule, events), events, timestamp);
  // Where the time has another name, the table has it under that name too.
  const { table } = storablePart(engine.id, withTime(made.table, timestamp));
  const present = new Set(table.rows.map((row) => Number(row[ID])));
  const tables = own.length === 0 ? [table] : byPlace(table, own, events);
  for (const one of tables) await engine.createTable(one);
  try {
    const hits = hitsOf(await engine.query(text), loaded.rule.query, loaded.rule.metadata.name);
    return { name: layout, conversion, hits, absent: new Set([...events.keys()].filter((at) => !present.has(at))) };
  } catch (error) {
    return { fault: { way: layout, reason: String(error).slice(0, 500), text } };
  } finally {
    for (const { name } of tables) await engine.drop(name);
  }
}

/** Each event in the table that it says it lies in. */
const byPlace = ({ columns, rows }: Table, names: readonly string[], events: readonly Event[]): readonly Table[] =>
  names.map((name) => ({
    name,
    columns,
    rows: rows.filter((row) => placeOf(events[Number(row[ID])] ?? {}) === name),
  }));

type Table = ReturnType<typeof tableOfEvents>['table'];

function withTime(table: Table, timestamp: string): Table {
  const known = '@timestamp';
  if (timestamp === known) return table;
  const column = { name: timestamp, type: 'date', list: false } as const;
  const rows = table.rows.map((row) => ({ ...row, [timestamp]: row[known] }));
  return { ...table, columns: [...table.columns.filter(({ name }) => name !== timestamp), column], rows };
}

/** What SQL finds on its engine: over typed columns and over one JSON column. */
export async function matchesOnSql(engine: Engine, trial: Trial): Promise<Answer> {
  const ways: MatchWay[] = [];
  const refused: Answer[] = [];
  for (const layout of LAYOUTS) {
    const found = await inLayout(engine, layout, trial);
    if ('hits' in found) ways.push(found);
    else if ('fault' in found) return found;
    else refused.push(found);
  }
  return ways.length > 0 ? { ways } : (refused[0] ?? { refused: 'no layout' });
}
