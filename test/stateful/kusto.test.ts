import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { columnType } from '../../backends/kusto/columns.ts';
import { kusto } from '../../backends/kusto/index.ts';
import { isError, messageOf } from '../../src/diagnostics/diagnostic.ts';
import { coveringReadings, type KustoReadings } from '../../src/emulate/kusto/readings.ts';
import { runKusto } from '../../src/emulate/kusto/run.ts';
import type { KustoCell, KustoTable, KustoType } from '../../src/emulate/kusto/types.ts';
import { type KustoService, loadKustoService } from '../../src/engines/kusto-service.ts';
import type { Event } from '../../src/eval/read-field.ts';
import { legalize } from '../../src/passes/pipeline.ts';
import { defaultEmitOptions } from '../../src/target/backend.ts';
import { type Batch, FIELDS, oracleMatches, sequenceBatches, type Wanted } from './random-streams.ts';

const numRuns = Number(process.env.RUNS ?? 25);
const LISTS = new Set(['key', 'ka', 'kb']);

/** The empty text is what a string column has for an absent field; the ledger says so. */
const withoutEmpty = (event: Event): Event =>
  Object.fromEntries(
    Object.entries(event).flatMap(([name, value]): [string, unknown][] => {
      if (value === '') return [];
      return [[name, Array.isArray(value) ? value.filter((one) => one !== '') : value]];
    }),
  );

const columnsOf = (lists: boolean): readonly { readonly name: string; readonly type: KustoType }[] =>
  Object.entries(FIELDS).map(([name, type]) => ({ name, type: columnType({ type, list: lists && LISTS.has(name) }) }));

function tableOf(events: readonly Event[], lists: boolean): KustoTable {
  const columns = columnsOf(lists);
  const cell = (event: Event, name: string, type: KustoType): KustoCell => {
    const value = event[name];
    if (type !== 'dynamic') return (value ?? (type === 'string' ? '' : null)) as KustoCell;
    return (value === undefined ? null : Array.isArray(value) ? value : [value]) as KustoCell;
  };
  return { columns, rows: events.map((event) => columns.map(({ name, type }) => cell(event, name, type))) };
}

function textOf({ rule, text: source }: Batch): string {
  const { text, notes } = kusto.emit(legalize(rule), { ...defaultEmitOptions, window: 'none', idColumn: 'id' });
  if (text === undefined) throw new Error(`${source}: ${notes.map(({ why }) => why).join('; ')}`);
  return text;
}

/** The ids of each match in step order, `-` for a missing step, in the order of the rows. */
function foundBy(text: string, { rule, events }: Batch, lists: boolean, readings?: KustoReadings): readonly string[] {
  const result = runKusto(text, { Events: tableOf(events, lists) }, { ...(readings && { readings }) });
  const problem = result.diagnostics.find(isError);
  if (problem) throw new Error(`${messageOf(problem)}\n${text}`);
  if (rule.query.kind !== 'sequence') throw new Error('no sequence');
  const places = rule.query.steps.map(({ missing }, i) =>
    missing ? -1 : result.columns.findIndex(({ name }) => name === `Id${i + 1}`),
  );
  return result.rows.map((row) => places.map((place) => (place === -1 ? '-' : String(row[place]))).join(','));
}

let service: KustoService;
beforeAll(async () => {
  const loaded = await loadKustoService();
  if ('missing' in loaded) throw new Error(loaded.missing);
  service = loaded;
});

const wanted: readonly (readonly [string, Wanted])[] = [
  ['steps in order', { streams: 3, longest: 60, until: false, missing: 'never', optionalKeys: false }],
  ['until', { streams: 3, longest: 60, missing: 'never', until: true }],
  ['missing events', { streams: 3, longest: 40 }],
  ['key fields with several values', { streams: 2, longest: 30, lists: true }],
  ['head and tail', { streams: 2, longest: 60, pipes: true }],
  ['long streams', { streams: 2, longest: 200 }],
];

describe('sequences in KQL, run on the emulator', () => {
  for (const [name, options] of wanted) {
    it(`find what the oracle finds: ${name}`, () => {
      const lists = options.lists === true;
      let matches = 0;
      fc.assert(
        fc.property(sequenceBatches({ ...options, ties: 'unique' }), (drawn) => {
          const batch = { ...drawn, events: drawn.events.map(withoutEmpty) };
          const text = textOf(batch);
          const ordered = batch.rule.query.kind === 'sequence' && batch.rule.query.pipes.length > 0;
          const found = foundBy(text, batch, lists);
          const right = oracleMatches(batch);
          expect(ordered ? found : [...found].sort()).toEqual(ordered ? right : [...right].sort());
          matches += right.length;
        }),
        { numRuns },
      );
      expect(matches).toBeGreaterThan(numRuns);
    });
  }

  it('find the same under every reading of the documents', () => {
    fc.assert(
      fc.property(sequenceBatches({ streams: 2, longest: 30, ties: 'unique' }), (drawn) => {
        const batch = { ...drawn, events: drawn.events.map(withoutEmpty) };
        const text = textOf(batch);
        const right = [...oracleMatches(batch)].sort();
        for (const readings of coveringReadings())
          expect([...foundBy(text, batch, false, readings)].sort()).toEqual(right);
      }),
      { numRuns: Math.ceil(numRuns / 5) },
    );
  });

  it("bind in Microsoft's parser without a diagnostic", () => {
    for (const lists of [false, true]) {
      const table = { name: 'Events', columns: columnsOf(lists) };
      fc.assert(
        fc.property(sequenceBatches({ streams: 1, longest: 1, pipes: true, lists }), (batch) => {
          const text = textOf(batch);
          const { diagnostics, hasSemantics } = service.check(text, [table]);
          expect([text, diagnostics, hasSemantics]).toEqual([text, [], true]);
        }),
        { numRuns },
      );
    }
  });
});
