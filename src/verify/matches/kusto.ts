import { convertRule } from '../../compile.ts';
import { isError, messageOf } from '../../diagnostics/diagnostic.ts';
import { coveringReadings, type KustoReadings, readingKeys } from '../../emulate/kusto/readings.ts';
import { type KustoResult, runKusto } from '../../emulate/kusto/run.ts';
import type { KustoCell, KustoTable } from '../../emulate/kusto/types.ts';
import type { Event } from '../../eval/read-field.ts';
import type { Query } from '../../ir/query.ts';
import type { EmitOptions } from '../../target/backend.ts';
import { ownTables, placeOf } from '../event-places.ts';
import { kustoTable, TABLE } from '../kusto-table.ts';
import { ID } from '../tables.ts';
import type { Trial } from '../trial.ts';
import { type Answer, type Hit, refusalOf, underEvery } from './answer.ts';
import { groupOf, listedPlaces } from './rows.ts';

function hitsOf({ columns, rows }: Pick<KustoResult, 'columns' | 'rows'>, query: Query): readonly Hit[] {
  const names = columns.map(({ name }) => name);
  if (query.kind === 'event') throw new Error('an event rule has no matches of several events');
  if (query.kind === 'correlation') {
    const [at, rule] = [names.indexOf('Events'), names.indexOf('Rule')];
    return rows.map((row) => ({
      events: listedPlaces(row[at]),
      group: groupOf(names, row, query),
      ...(rule !== -1 && row[rule] !== '' && { rule: String(row[rule]) }),
    }));
  }
  const places = query.steps.map(({ missing }, step) => (missing ? -1 : names.indexOf(`Id${step + 1}`)));
  const place = (row: readonly KustoCell[], at: number): number | null => (at < 0 ? null : Number(row[at]));
  return rows.map((row) => ({ events: places.map((at) => place(row, at)) }));
}

/** The table with the time under the name that the rule has for it. */
function withTime({ columns, rows }: KustoTable, timestamp: string): KustoTable {
  return {
    columns: columns.map((column) => (column.name === '@timestamp' ? { ...column, name: timestamp } : column)),
    rows,
  };
}

/** Each event in the table that it says it lies in. */
const byPlace = ({ columns, rows }: KustoTable, names: readonly string[], events: readonly Event[]) =>
  Object.fromEntries(
    names.map((name) => [name, { columns, rows: rows.filter(([id]) => placeOf(events[Number(id)] ?? {}) === name) }]),
  );

const nameOf = (readings: KustoReadings): string => readingKeys.map((key) => String(readings[key])).join(' ');

/** What KQL finds on the emulator, under each answer to the open questions that it meets. */
export function matchesOnKusto(
  { loaded, backend, events }: Trial,
  options: Pick<Partial<EmitOptions>, 'scan'> = {},
): Answer {
  const own = ownTables(loaded.rule);
  const table = own.length === 0 ? { table: TABLE } : {};
  const asked = { comments: false, window: 'none', idColumn: ID, ...table, ...options } as const;
  const conversion = convertRule(loaded, backend, asked);
  const { text } = conversion;
  if (text === undefined) return refusalOf(conversion);
  const all = withTime(kustoTable(loaded.rule, events).kusto, loaded.rule.time.timestamp);
  const tables = own.length === 0 ? { [TABLE]: all } : byPlace(all, own, events);
  const present = new Set(all.rows.map(([id]) => Number(id)));
  const absent = new Set([...events.keys()].filter((at) => !present.has(at)));
  return underEvery(coveringReadings, (readings) => {
    const result = runKusto(text, tables, { readings, now: '2026-01-01T00:00:00Z' });
    const problem = result.diagnostics.find(isError);
    if (problem) return { fault: { way: nameOf(readings), reason: messageOf(problem), text } };
    const hits = hitsOf(result, loaded.rule.query);
    return { asked: result.asked, way: { name: nameOf(readings), conversion, hits, absent } };
  });
}
