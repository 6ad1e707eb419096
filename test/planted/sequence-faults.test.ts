import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { js } from '../../backends/js/index.ts';
import { load } from '../../backends/js/load-module.test-support.ts';
import type { Engine, EngineId } from '../../src/engines/engine.ts';
import { openEngine } from '../../src/engines/index.ts';
import { isMissing } from '../../src/engines/load-package.ts';
import { timeOrder } from '../../src/eval/time-order.ts';
import { legalize } from '../../src/passes/pipeline.ts';
import { defaultEmitOptions } from '../../src/target/backend.ts';
import { asAssumed, kustoText, runOnKusto } from '../stateful/kusto-target.ts';
import { type Batch, idsText, oracleMatches, ruleOfEql, sequenceBatches } from '../stateful/random-streams.ts';
import { runOnSpl, splText } from '../stateful/spl-target.ts';
import { runOnSql, sqlText } from '../stateful/sql-target.ts';
import { QUERY, SEQUENCE_FAULTS, SEQUENCES, type SequenceFault, type SequenceName } from './sequence-faults.ts';

/** How a target's output is written, and run over a batch's events. */
interface Target {
  readonly text: (batch: Batch) => string;
  readonly run: (text: string, batch: Batch) => Promise<readonly string[]> | readonly string[];
}

const engines = new Map<EngineId, Engine>();
beforeAll(async () => {
  for (const id of ['duckdb', 'sqlite'] as const) {
    const engine = await openEngine(id);
    if (isMissing(engine)) throw new Error(engine.missing);
    engines.set(id, engine);
  }
});
afterAll(async () => {
  for (const engine of engines.values()) await engine.close();
});

const engine = (id: EngineId): Engine => {
  const found = engines.get(id);
  if (!found) throw new Error(`${id} is not open`);
  return found;
};

const sql = (id: EngineId): Target => ({
  text: (batch) => sqlText(engine(id), batch),
  run: (text, batch) => runOnSql(engine(id), text, batch),
});

async function runOnJs(text: string, { rule, events }: Batch): Promise<readonly string[]> {
  const { createMatcher } = await load(text);
  if (!createMatcher) throw new Error('the module exports no createMatcher');
  const matcher = createMatcher();
  const places = new Map<unknown, number>(events.map((event, at) => [event, at]));
  const order = timeOrder(events, rule.time);
  const found = [...order.flatMap((at) => matcher.push(events[at] ?? {})), ...matcher.flush()];
  return found.map((match) =>
    idsText(
      { events: match.events.map((event) => (event === null ? null : (places.get(event) ?? -1))), key: [] },
      events,
    ),
  );
}

const TARGETS: Readonly<Record<string, Target>> = {
  js: { text: ({ rule }) => js.emit(legalize(rule), defaultEmitOptions).text ?? '', run: runOnJs },
  kusto: { text: (batch) => kustoText(batch), run: runOnKusto },
  'kusto --no-scan': { text: (batch) => kustoText(batch, { scan: false }), run: runOnKusto },
  splunk: { text: splText, run: runOnSpl },
  'sql:duckdb': sql('duckdb'),
  'sql:sqlite': sql('sqlite'),
};

const BATCHES = 4;
const SEED = 1;
/** Streams of whatever kind, always the same. */
const STREAMS = fc
  .sample(sequenceBatches({ streams: 6, longest: 80 }).map(asAssumed), { numRuns: BATCHES, seed: SEED })
  .map(({ events }) => events);

const batchesOf = (name: SequenceName): readonly Batch[] => {
  const rule = ruleOfEql(SEQUENCES[name]);
  return STREAMS.map((events) => ({ text: SEQUENCES[name], rule, events }));
};

function spoilt({ change }: SequenceFault, target: Target, batch: Batch): string {
  if (typeof change !== 'string') return target.text(batch).replace(change.from, change.to);
  const { query } = batch.rule;
  if (query.kind !== 'sequence') throw new Error('no sequence');
  return target.text({ ...batch, rule: { ...batch.rule, query: QUERY[change](query) } });
}

/** The events of the matches alone: that a missing step has no place in an output is no fault. */
const eventsOf = (matches: readonly string[]): readonly string[] =>
  matches.map((match) => match.replaceAll(/,?-(?=,|$)|^-,/g, '')).sort();

const same = (a: readonly string[], b: readonly string[]): boolean =>
  JSON.stringify(eventsOf(a)) === JSON.stringify(eventsOf(b));

describe('a fault in the output of a sequence is found by random streams', () => {
  for (const fault of SEQUENCE_FAULTS) {
    it(`${fault.target}: ${fault.id} (${fault.rule})`, async () => {
      const target = TARGETS[fault.target];
      if (!target) throw new Error(`nothing runs ${fault.target}`);
      let found = 0;
      for (const batch of batchesOf(fault.rule)) {
        const wanted = oracleMatches(batch);
        const right = target.text(batch);
        expect(same(await target.run(right, batch), wanted), 'the output as it is').toBe(true);
        const wrong = spoilt(fault, target, batch);
        expect(wrong, 'the fault is not in the text').not.toBe(right);
        if (!same(await target.run(wrong, batch), wanted)) found++;
        if (found > 0) break;
      }
      expect(found, spoilt(fault, target, batchesOf(fault.rule)[0] as Batch)).toBeGreaterThan(0);
    });
  }
});

it('has a table of different faults', () => {
  const names = SEQUENCE_FAULTS.map(({ target, rule, id }) => `${target} ${rule} ${id}`);
  expect(new Set(names).size).toBe(names.length);
});
