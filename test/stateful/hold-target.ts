import fc from 'fast-check';
import { seed } from '../seed.ts';
import { type Batch, oracleMatches, sequenceBatches, type Wanted } from './random-streams.ts';

/** A target whose output is run over batches of streams. */
export interface StatefulTarget {
  /** As it stands in messages. */
  readonly name: string;
  /** What it can do. `streams` is the number of streams that one query runs over. */
  readonly wanted: Wanted;
  /**
   * Runs the target's output of `batch.rule` over `batch.events`: one text a match, the ids of its events in step order joined by `,`, a
   * missing step as `-` (`idsText` in random-streams.ts); in any order. Throw where there is no output: `wanted` says what is asked.
   */
  readonly find: (batch: Batch) => Promise<readonly string[]> | readonly string[];
}

export interface Held {
  readonly rules: number;
  readonly streams: number;
  readonly events: number;
  readonly matches: number;
}

/** What is in `a` and not in `b`, as often as it is there more. */
function surplus(a: readonly string[], b: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const item of b) left.set(item, (left.get(item) ?? 0) + 1);
  return a.filter((item) => {
    const count = left.get(item) ?? 0;
    left.set(item, count - 1);
    return count <= 0;
  });
}

const SHOWN = 5;
const some = (items: readonly string[]): string =>
  items.length === 0 ? 'none' : `${items.slice(0, SHOWN).join(' | ')}${items.length > SHOWN ? ' …' : ''}`;

/** The events of the first stream in which the two differ. */
function firstStream(different: readonly string[], events: Batch['events']): string {
  const [id] = (different[0] ?? '').split(',').filter((part) => part !== '-');
  const stream = events.find((event) => String(event.id) === id)?.stream;
  return events
    .filter((event) => event.stream === stream)
    .map((event) => JSON.stringify(event))
    .join('\n');
}

/** Throws where the target finds other matches than the oracle; the number of matches otherwise. */
export async function holdBatch(target: Runner, batch: Batch): Promise<number> {
  const wanted = oracleMatches(batch);
  const found = await target.find(batch);
  const [missed, extra] = [surplus(wanted, found), surplus(found, wanted)];
  if (missed.length + extra.length === 0) return wanted.length;
  const stream = firstStream([...missed, ...extra], batch.events);
  throw new Error(
    `${target.name} misses ${some(missed)}; finds besides ${some(extra)}\n${batch.text}\n${stream.slice(0, 20_000)}`,
  );
}

/** How many streams a run takes: what `STREAMS` says (`npm run stateful`), else 2,000 in CI and a few by the way. */
export const streamCount = Number(process.env.STREAMS ?? (process.env.CI === undefined ? 300 : 2000));

/**
 * How many streams a query of an engine runs over. ClickHouse takes a tenth of a second and more to plan a query of many steps, whatever it
 * reads, so there fewer rules run over more streams.
 */
export const streamsPerQuery = (engine: string, others: number): number =>
  Math.min(streamCount, engine === 'clickhouse' ? 3 * others : others);

/** How long a run may take, in milliseconds. */
export const timeLimit = Math.max(120_000, 100 * streamCount);

/** What is run: how many streams a query takes, and how it is found. */
export type Runner = Pick<StatefulTarget, 'name' | 'find'> & { readonly wanted: Pick<Wanted, 'streams'> };

/**
 * Holds a target's outputs against the oracle: random rules, each over `wanted.streams` random streams in one table, until
 * `streams` have been run. The seed is printed; `SEED=… STREAMS=…` repeats a run. Throws at the first difference, shrunk.
 */
export async function holdBatches(target: Runner, batches: fc.Arbitrary<Batch>, streams: number): Promise<Held> {
  const perRule = target.wanted.streams;
  const numRuns = Math.ceil(streams / perRule);
  const counts = { rules: 0, streams: 0, events: 0, matches: 0 };
  const property = fc.asyncProperty(batches, async (batch) => {
    counts.matches += await holdBatch(target, batch);
    counts.rules++;
    counts.streams += perRule;
    counts.events += batch.events.length;
  });
  const { failed, errorInstance } = await fc.check(property, { numRuns, seed });
  // The whole of a batch, which fast-check would print, is too much to read.
  if (failed) throw new Error(`SEED=${seed}, shrunk: ${String(errorInstance)}`);
  process.stdout.write(`${target.name}: ${JSON.stringify(counts)}, SEED=${seed}\n`);
  return counts;
}

/** Holds a target's sequences against the oracle. */
export const holdTarget = (target: StatefulTarget, streams = streamCount): Promise<Held> =>
  holdBatches(target, sequenceBatches(target.wanted), streams);
