import { passes } from '../../src/eval/event-query.ts';
import { joinKeys } from '../../src/eval/join-keys.ts';
import type { Match } from '../../src/eval/match.ts';
import type { Event } from '../../src/eval/read-field.ts';
import { type TimedEvent, timedEvents } from '../../src/eval/time-order.ts';
import type { SequenceQuery, Step } from '../../src/ir/query.ts';
import type { TimeFields } from '../../src/ir/rule.ts';

// A second reading of docs/semantics.md, "Sequences", made to share as little as possible with the first: step by step over sorted lists, as
// Elasticsearch works, where src/eval/sequence.ts goes event by event over slots.

/** An event of a step under one key, with its place in the order of events. */
interface Row {
  readonly place: number;
  readonly at: bigint;
  readonly index: number;
}

interface Chain {
  readonly rows: readonly Row[];
}

const lastPlace = ({ rows }: Chain): number => rows.at(-1)?.place ?? -1;

/** The rows of a step by key, in order. */
function rowsByKey(step: Step, events: readonly TimedEvent[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const [place, { event, at, index }] of events.entries()) {
    if (!passes(step.filter, event)) continue;
    for (const key of joinKeys(step.keys, event)) {
      const rows = found.get(key.id) ?? [];
      rows.push({ place, at, index });
      found.set(key.id, rows);
    }
  }
  return found;
}

/** One step: each row takes the latest chain that ends strictly before it; that chain and all older ones are gone. */
function advance(
  chains: readonly Chain[],
  rows: readonly Row[],
  until: readonly Row[],
  maxspan: bigint | undefined,
): Chain[] {
  let waiting = [...chains].sort((a, b) => lastPlace(a) - lastPlace(b));
  const extended: Chain[] = [];
  for (const row of rows) {
    const taken = waiting.filter((chain) => lastPlace(chain) < row.place).at(-1);
    if (!taken) continue;
    waiting = waiting.filter((chain) => lastPlace(chain) > lastPlace(taken));
    const tooLong = maxspan !== undefined && row.at - (taken.rows[0]?.at ?? 0n) > maxspan;
    const ended = until.some(({ place }) => place >= lastPlace(taken) && place < row.place);
    if (!tooLong && !ended) extended.push({ rows: [...taken.rows, row] });
  }
  return extended;
}

/** Times of the events of missing steps: those before the first positive step, behind the last, and between two of them. */
interface Quiet {
  readonly leading: readonly Map<string, Row[]>[];
  readonly trailing: readonly Map<string, Row[]>[];
  readonly between: readonly { readonly after: number; readonly rows: Map<string, Row[]> }[];
}

function quietOf(query: SequenceQuery, events: readonly TimedEvent[]): Quiet {
  const leading: Map<string, Row[]>[] = [];
  const trailing: Map<string, Row[]>[] = [];
  const between: { after: number; rows: Map<string, Row[]> }[] = [];
  const total = query.steps.filter(({ missing }) => !missing).length;
  query.steps.forEach((step, i) => {
    if (!step.missing) return;
    const rows = rowsByKey(step, events);
    const after = query.steps.slice(0, i).filter(({ missing }) => !missing).length;
    if (after === 0) leading.push(rows);
    else if (after === total) trailing.push(rows);
    else between.push({ after, rows });
  });
  return { leading, trailing, between };
}

function stands(key: string, { rows }: Chain, quiet: Quiet, maxspan: bigint | undefined): boolean {
  const start = rows[0]?.at ?? 0n;
  const end = rows.at(-1)?.at ?? 0n;
  for (const { after, rows: seen } of quiet.between) {
    const from = rows[after - 1]?.at ?? 0n;
    const to = rows[after]?.at ?? 0n;
    if ((seen.get(key) ?? []).some(({ at }) => from < at && at < to)) return false;
  }
  const within = (from: bigint, to: bigint): boolean => maxspan === undefined || to - from <= maxspan;
  const before = quiet.leading.flatMap((seen) => seen.get(key) ?? []).filter(({ at }) => at < start);
  const behind = quiet.trailing.flatMap((seen) => seen.get(key) ?? []).filter(({ at }) => at > end);
  const [leads, trails] = [quiet.leading.length > 0, quiet.trailing.length > 0];
  // Every pair is asked, which is the same as asking the latest and the earliest.
  if (leads && trails) return !before.some((a) => behind.some((b) => within(a.at, b.at)));
  if (leads) return !before.some(({ at }) => within(at, end));
  return !trails || !behind.some(({ at }) => within(start, at));
}

function chainsOfKey(
  steps: readonly Map<string, Row[]>[],
  key: string,
  until: readonly Row[],
  maxspan: bigint | undefined,
): Chain[] {
  const [first, ...rest] = steps.map((rows) => rows.get(key) ?? []);
  let chains: Chain[] = (first ?? []).map((row) => ({ rows: [row] }));
  for (const rows of rest) chains = advance(chains, rows, until, maxspan);
  return chains;
}

/** The sequences of a query without pipes, as positions in step order; in no order. */
export function sequencesByStage(
  query: SequenceQuery,
  events: readonly Event[],
  time: TimeFields,
): readonly Match['events'][] {
  const timed = timedEvents(events, time);
  const positive = query.steps.filter(({ missing }) => !missing).map((step) => rowsByKey(step, timed));
  const until = query.until ? rowsByKey(query.until, timed) : new Map<string, Row[]>();
  const quiet = quietOf(query, timed);
  const keys = new Set(positive[0]?.keys() ?? []);
  return [...keys].flatMap((key) =>
    chainsOfKey(positive, key, until.get(key) ?? [], query.maxspan)
      .filter((chain) => stands(key, chain, quiet, query.maxspan))
      .map(({ rows }) => {
        let next = 0;
        return query.steps.map((step) => (step.missing ? null : (rows[next++]?.index ?? null)));
      }),
  );
}
