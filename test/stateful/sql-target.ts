import type { SqlDialect } from '../../backends/sql/dialect.ts';
import { dialects } from '../../backends/sql/dialects/index.ts';
import { sqlBackends } from '../../backends/sql/index.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { jsonTable, tableOfEvents } from '../../src/engines/event-tables.ts';
import { legalize } from '../../src/passes/pipeline.ts';
import { type Backend, defaultEmitOptions, type EmitOptions, type EventLayout } from '../../src/target/backend.ts';
import { layout } from '../../src/target/layout.ts';
import type { StatefulTarget } from './hold-target.ts';
import { type Batch, columnsOfBatch, TIME } from './random-streams.ts';

const TABLE = 'streams';

/** The output for a batch's rule, over a table whose `_id` is the place of an event among the batch's. */
function textOf(
  { backend }: Dialect,
  { rule, text }: Batch,
  window: EmitOptions['window'],
  way: EventLayout = 'columns',
): string {
  const options = {
    ...defaultEmitOptions,
    comments: false,
    window,
    layout: way,
    table: TABLE,
    idColumn: '_id',
  } as const;
  const emission = backend.emit(legalize({ ...rule, time: { ...rule.time, timestamp: '@timestamp' } }), options);
  if (emission.text !== undefined) return emission.text;
  throw new Error(`no output for ${text}: ${emission.notes.map(({ why }) => why).join('; ')}`);
}

interface Dialect {
  readonly dialect: SqlDialect;
  readonly backend: Backend;
}

function dialectOf(engine: Engine): Dialect {
  const dialect = dialects.find(({ id }) => id === engine.id);
  const backend = sqlBackends.find(({ id }) => id === `sql:${engine.id}`);
  if (!dialect || !backend) throw new Error(`no dialect for ${engine.id}`);
  return { dialect, backend };
}

/** A list as an engine gives it: JSON text, an array, or DuckDB's value with its items. */
function listOf(cell: unknown): readonly unknown[] {
  if (typeof cell === 'string') return JSON.parse(cell) as readonly unknown[];
  if (Array.isArray(cell)) return cell;
  return (cell as { readonly items: readonly unknown[] }).items;
}

/** The rows of a stateful output as matches: the ids of the events in step order, `-` for a missing step. */
async function ask(engine: Engine, sql: string, { rule, events }: Batch): Promise<readonly string[]> {
  const { query } = rule;
  if (query.kind === 'correlation') {
    const { columns, rows } = await engine.query(sql);
    const at = columns.indexOf('events');
    return rows.map((row) =>
      listOf(row[at])
        .map((id) => String(events[Number(id)]?.id))
        .join(','),
    );
  }
  if (query.kind !== 'sequence' && query.kind !== 'sample') throw new Error(`no steps: ${query.kind}`);
  const { columns, rows } = await engine.query(sql);
  const places = query.steps.map((_, step) => columns.indexOf(`event_${step + 1}`));
  return rows.map((row) => places.map((at) => (at < 0 ? '-' : String(events[Number(row[at])]?.id))).join(','));
}

/** Makes a table of a batch's events, has it asked, and drops it. */
async function withTable<T>(engine: Engine, batch: Batch, use: () => Promise<T>): Promise<T> {
  await engine.createTable(tableOfEvents(TABLE, columnsOfBatch(batch), batch.events, batch.rule.time.timestamp).table);
  try {
    return await use();
  } finally {
    await engine.drop(TABLE);
  }
}

/** A query with its window's parameters as literals. */
function inWindow({ dialect }: Dialect, sql: string, start: bigint, end: bigint): string {
  const literal = (micros: bigint): string => {
    const found = dialect.literal.date(micros);
    if ('refusal' in found) throw new Error(found.refusal);
    return `(${layout(found).text})`;
  };
  const { window } = dialect;
  return sql.replaceAll(layout(window.start).text, literal(start)).replaceAll(layout(window.end).text, literal(end));
}

const START = 1_767_225_600_000_000n;

/** Asks period after period, as a schedule does: no match may be lost, none found twice. */
async function askPeriods(engine: Engine, batch: Batch, period: bigint): Promise<readonly string[]> {
  const dialect = dialectOf(engine);
  const sql = textOf(dialect, batch, 'parameters');
  const found: string[] = [];
  const last = Math.max(0, ...batch.events.map((event) => Date.parse(String(event['@timestamp']))));
  // Behind the last event a match may still have to settle: maxspan is 20 seconds at most.
  for (let start = START; start <= BigInt(last) * 1000n + 20_000_000n; start += period)
    found.push(...(await ask(engine, inWindow(dialect, sql, start, start + period), batch)));
  return found;
}

/** The SQL of a batch's rule, without a window. Throws where there is none. */
export const sqlText = (engine: Engine, batch: Batch): string => textOf(dialectOf(engine), batch, 'none');

/** Runs SQL over a table of the batch's events. */
export const runOnSql = (engine: Engine, text: string, batch: Batch): Promise<readonly string[]> =>
  withTable(engine, batch, () => ask(engine, text, batch));

export const sqlTarget = (engine: Engine, streams: number): StatefulTarget => ({
  name: `sql:${engine.id}`,
  wanted: { streams, longest: 200, pipes: true, lists: true },
  find: (batch) => runOnSql(engine, sqlText(engine, batch), batch),
});

/** A batch whose events have no tiebreaker: a column of JSON has none, and events of one time stand in the order of their ids. */
export const withoutTies = (batch: Batch): Batch => ({
  ...batch,
  rule: { ...batch.rule, time: { timestamp: TIME.timestamp } },
});

/** The same over a table with the whole event in one column of JSON; its batches are `withoutTies`. */
export const sqlOnJson = (engine: Engine, streams: number): StatefulTarget => ({
  name: `sql:${engine.id}, JSON`,
  wanted: { streams, longest: 100, pipes: true, lists: true },
  find: async (batch) => {
    await engine.createTable(jsonTable(TABLE, batch.events, TIME.timestamp).table);
    try {
      return await ask(engine, textOf(dialectOf(engine), batch, 'none', 'json'), batch);
    } finally {
      await engine.drop(TABLE);
    }
  },
});

/** The same, run period after period. */
export const sqlOnSchedule = (engine: Engine, streams: number, period: bigint): StatefulTarget => ({
  name: `sql:${engine.id}, period after period`,
  wanted: { streams, longest: 60 },
  find: (batch) => withTable(engine, batch, () => askPeriods(engine, batch, period)),
});

/** A sample's rows: the events of each by their places, and its key as text. */
export function askSamples(engine: Engine, batch: Batch): Promise<readonly { events: number[]; key: string }[]> {
  return withTable(engine, batch, async () => {
    const { query } = batch.rule;
    if (query.kind !== 'sample') throw new Error(`no sample: ${query.kind}`);
    const { columns, rows } = await engine.query(textOf(dialectOf(engine), batch, 'none'));
    const at = (name: string): number => columns.indexOf(name);
    return rows.map((row) => ({
      events: query.steps.map((_, i) => Number(row[at(`event_${i + 1}`)])),
      key: (query.steps[0]?.keys ?? [])
        .map(({ name }, i) => String(row[Math.max(at(name), at(`key_${i + 1}`))]))
        .join('|'),
    }));
  });
}
