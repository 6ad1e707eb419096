import { type Conversion, convertRule } from '../../compile.ts';
import { isError, messageOf } from '../../diagnostics/diagnostic.ts';
import {
  coveringReadings,
  defaultReadings,
  type KustoReadings,
  type ReadingKey,
  readingKeys,
} from '../../emulate/kusto/readings.ts';
import { runKusto } from '../../emulate/kusto/run.ts';
import type { KustoCell, KustoColumn, KustoTable } from '../../emulate/kusto/types.ts';
import { valuesAt } from '../../engines/cell-of.ts';
import type { Event } from '../../eval/read-field.ts';
import type { Rule } from '../../ir/rule.ts';
import { hasKeywords } from '../../ir/walk.ts';
import type { Backend } from '../../target/backend.ts';
import { flattened, withLists } from '../assumptions.ts';
import { idOf, kustoTable, TABLE } from '../kusto-table.ts';
import { matchesOnKusto } from '../matches/kusto.ts';
import {
  type Found,
  isFault,
  nothingToClose,
  type OpenRunner,
  oneByOne,
  type Trial,
  type Usable,
  type Way,
} from '../runner.ts';
import { columnsOf, hasPipes, ID } from '../tables.ts';
import { type Emulated, underReadings } from './under-readings.ts';

const nameOf = (readings: KustoReadings): string =>
  readingKeys
    .filter((key) => readings[key] !== defaultReadings[key])
    .map((key) => `${key}=${readings[key]}`)
    .join(' ') || 'default';

/** What stands in a list column where nobody made an array of it: the value of the event. */
function asItLies(event: Event, name: string): KustoCell | undefined {
  const [value, ...more] = valuesAt(event, name);
  return more.length > 0 ? undefined : ((value ?? null) as KustoCell);
}

/** The table with lone values in its list columns, as an index of documents may hold them; nothing where that is no other table. */
function loneValues({ columns, rows }: KustoTable, events: readonly Event[]): KustoTable | undefined {
  const lists = columns.flatMap(({ name, type }, at) => (type === 'dynamic' ? [{ name, at }] : []));
  let changed = false;
  const changedRow = (row: readonly KustoCell[]): readonly KustoCell[] => {
    const event = events[idOf(row[0])];
    const cells = [...row];
    for (const { name, at } of lists) {
      const cell = event && asItLies(event, name);
      if (cell === undefined || Array.isArray(cell) || cell === null) continue;
      cells[at] = cell;
      changed = true;
    }
    return cells;
  };
  const made = rows.map(changedRow);
  return changed ? { columns, rows: made } : undefined;
}

/** What stands in a column of documents, as the target has it: objects and lists whole. */
const asCell = (value: unknown): KustoCell => (value ?? null) as KustoCell;

/**
 * The table with one column for each outermost name, objects and lists in dynamic ones, as an index of documents may hold them: names of
 * members stand in the texts of such columns. Nothing where that is no other table.
 */
function wholeObjects(rule: Rule, { columns, rows }: KustoTable, events: readonly Event[]): KustoTable | undefined {
  const own = new Set([ID, ...columnsOf(rule, events).map(({ name }) => name), rule.time.timestamp]);
  const kept = columns.flatMap(({ name }, at) => (own.has(name) ? [at] : []));
  const names = [...new Set(events.flatMap((event) => Object.keys(event)))].filter((name) => !own.has(name));
  if (names.every((name) => events.every((event) => typeof event[name] !== 'object'))) return undefined;
  return {
    columns: [
      ...columns.filter((_, at) => kept.includes(at)),
      ...names.map((name): KustoColumn => ({ name, type: 'dynamic' })),
    ],
    rows: rows.map((row) => {
      const event = events[idOf(row[0])] ?? {};
      return [...kept.map((at) => row[at] ?? null), ...names.map((name) => asCell(event[name]))];
    }),
  };
}

function once(text: string, table: KustoTable, readings: KustoReadings): Emulated<ReadingKey> {
  const result = runKusto(text, { [TABLE]: table }, { readings, now: '2026-01-01T00:00:00Z' });
  const problem = result.diagnostics.find(isError);
  const at = result.columns.findIndex((column) => column.name === ID);
  return {
    asked: result.asked,
    found: new Set(result.rows.map((row) => idOf(row[at]))),
    ...(problem && { problem: messageOf(problem) }),
  };
}

const conversionOf = (loaded: Usable, backend: Backend): Conversion =>
  convertRule(loaded, backend, { comments: false, window: 'none', idColumn: ID, table: TABLE });

async function run({ loaded, backend, events }: Trial): Promise<Found> {
  const conversion = conversionOf(loaded, backend);
  const { text } = conversion;
  if (text === undefined) return { ways: [] };
  const { kusto } = kustoTable(loaded.rule, events);
  const lone = loneValues(kusto, events);
  const inTable = (table: KustoTable, prefix: string): Found =>
    underReadings({
      conversion,
      present: table.rows.map(([id]) => idOf(id)),
      count: events.length,
      together: hasPipes(loaded.rule),
      covering: coveringReadings,
      nameOf: (readings) => `${prefix}${nameOf(readings)}`,
      run: (readings, places) => {
        const wanted = new Set(places);
        return once(text, { ...table, rows: table.rows.filter(([id]) => wanted.has(idOf(id))) }, readings);
      },
    });
  const found = inTable(kusto, '');
  if (isFault(found)) return found;
  const everywhere = hasKeywords(loaded.rule.query);
  const laid: Way['laid'] = (event, fields) => withLists(everywhere ? flattened(event) : event, fields);
  const ways = found.ways.map((way): Way => ({ ...way, laid }));
  const whole = everywhere ? wholeObjects(loaded.rule, kusto, events) : undefined;
  const others = [lone && inTable(lone, 'lone values, '), whole && inTable(whole, 'whole objects, ')];
  for (const other of others) {
    if (!other) continue;
    if (isFault(other)) return other;
    ways.push(...other.ways);
  }
  return { ways };
}

/** Runs KQL on the emulator, under each answer to the open questions that the query meets. */
export const openKusto: OpenRunner = (version) =>
  Promise.resolve({
    name: 'isorule, KQL emulator',
    version,
    run,
    runAll: oneByOne(run),
    matches: (trial) => Promise.resolve(matchesOnKusto(trial)),
    conversions: (loaded, backend) => [conversionOf(loaded, backend)],
    close: nothingToClose,
  });
