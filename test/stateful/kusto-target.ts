import { columnType } from '../../backends/kusto/columns.ts';
import { kusto } from '../../backends/kusto/index.ts';
import { isError, messageOf } from '../../src/diagnostics/diagnostic.ts';
import type { KustoReadings } from '../../src/emulate/kusto/readings.ts';
import { type KustoResult, runKusto } from '../../src/emulate/kusto/run.ts';
import type { KustoCell, KustoColumn, KustoType } from '../../src/emulate/kusto/types.ts';
import type { Event } from '../../src/eval/read-field.ts';
import type { Rule } from '../../src/ir/rule.ts';
import { fieldsOfQuery } from '../../src/ir/walk.ts';
import { legalize } from '../../src/passes/pipeline.ts';
import { defaultEmitOptions, type EmitOptions } from '../../src/target/backend.ts';
import type { Batch } from './random-streams.ts';

/** An event without empty texts, which a string column can't tell from absent fields; the ledger says so. */
const withoutEmpty = (event: Event): Event =>
  Object.fromEntries(
    Object.entries(event).flatMap(([name, value]): [string, unknown][] => {
      if (value === '') return [];
      return [[name, Array.isArray(value) ? value.filter((one) => one !== '') : value]];
    }),
  );

/** A batch that keeps what the outputs assume of the data. */
export const asAssumed = (batch: Batch): Batch => ({ ...batch, events: batch.events.map(withoutEmpty) });

/** The columns that the backend's page asks for; `id` and the tiebreaker are numbers. */
export function kustoColumns({ query, time }: Rule): readonly KustoColumn[] {
  const frame: readonly (readonly [string, KustoType])[] = [
    ['id', 'long'],
    [time.timestamp, 'datetime'],
    ...(time.tiebreaker === undefined ? [] : [[time.tiebreaker, 'long'] as const]),
  ];
  const fields = fieldsOfQuery(query).map((field) => [field.name, columnType(field)] as const);
  return [...new Map([...fields, ...frame])].map(([name, type]) => ({ name, type }));
}

function cellOf(value: unknown, type: KustoType): KustoCell {
  if (type === 'dynamic') return (value === undefined ? null : [value].flat()) as KustoCell;
  if (type === 'string') return value === undefined ? '' : String(value);
  return (value ?? null) as KustoCell;
}

export function kustoText({ rule, text: source }: Batch, options: Partial<EmitOptions> = {}): string {
  const { text, notes } = kusto.emit(legalize(rule), {
    ...defaultEmitOptions,
    window: 'none',
    idColumn: 'id',
    ...options,
  });
  if (text === undefined) throw new Error(`${source}: ${notes.find(({ effect }) => effect === 'unsupported')?.why}`);
  return text;
}

/** The places of the ids in a result: one column a step; without any it is `Events`, a list. */
function idsOf(columns: readonly KustoColumn[], { query }: Rule) {
  const at = (name: string): number => columns.findIndex((column) => column.name === name);
  if (query.kind === 'correlation') {
    const events = at('Events');
    return (row: readonly KustoCell[]): string => (row[events] as readonly unknown[]).join(',');
  }
  const steps = 'steps' in query ? query.steps : [];
  const places = steps.map(({ missing }, i) => (missing ? -1 : at(`Id${i + 1}`)));
  return (row: readonly KustoCell[]): string => places.map((i) => (i === -1 ? '-' : String(row[i]))).join(',');
}

/** Runs KQL on the emulator. Throws where it does not run. */
export function resultOnKusto(
  text: string,
  { rule, events }: Pick<Batch, 'rule' | 'events'>,
  readings: Partial<KustoReadings> = {},
): KustoResult {
  const columns = kustoColumns(rule);
  const rows = events.map((event) =>
    columns.map(({ name, type }) => cellOf(Object.hasOwn(event, name) ? event[name] : undefined, type)),
  );
  const result = runKusto(text, { Events: { columns, rows } }, { readings });
  const problem = result.diagnostics.find(isError);
  if (problem) throw new Error(`${messageOf(problem)}\n${text}`);
  return result;
}

/** The ids of each match's events in step order, in the order of the rows. */
export function runOnKusto(
  text: string,
  batch: Pick<Batch, 'rule' | 'events'>,
  readings: Partial<KustoReadings> = {},
): readonly string[] {
  const { columns, rows } = resultOnKusto(text, batch, readings);
  return rows.map(idsOf(columns, batch.rule));
}

/** Runs the KQL of a rule. */
export const findOnKusto =
  (options: Partial<EmitOptions> = {}) =>
  (batch: Batch): readonly string[] =>
    runOnKusto(kustoText(batch, options), batch);
