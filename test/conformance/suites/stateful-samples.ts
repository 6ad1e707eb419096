import type { Event } from '../../../src/eval/read-field.ts';
import { runQuery } from '../../../src/eval/run-query.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import { fieldsOfQuery } from '../../../src/ir/walk.ts';
import { announcement } from '../../../src/verify/compare.ts';
import type { Hit, MatchWay } from '../../../src/verify/matches/answer.ts';
import type { Usable } from '../../../src/verify/runner.ts';
import { type Finder, notesOf } from '../../stateful/finders.ts';
import { failed, type Outcome, PASSED, skipped } from '../suite.ts';

/** Documents with the verdict that a rule has on them as a whole. */
export interface StatefulSample {
  readonly expect: 'match' | 'no match';
  readonly docs: readonly Event[];
}

const DAY = 86_400_000n;
const MILLION = 1_000_000n;

/**
 * How far apart samples have to lie in one stream so that none of their events meet, in milliseconds; nothing where no time is enough: then
 * each runs alone.
 */
function apart({ query }: Rule): bigint | undefined {
  if (query.kind !== 'sequence' || query.maxspan === undefined || query.pipes.length > 0) return undefined;
  return 3n * (query.maxspan / MILLION) + DAY;
}

function shifted(doc: Event, millis: bigint, timestamp: string): Event {
  const time = doc[timestamp];
  if (typeof time !== 'string') throw new Error(`a document without ${timestamp}`);
  return { ...doc, [timestamp]: new Date(Date.parse(time) + Number(millis)).toISOString() };
}

/** The samples as runs of the target: all at once, far apart, or one by one. */
function runsOf(rule: Rule, samples: readonly StatefulSample[]): readonly (readonly StatefulSample[])[] {
  const distance = apart(rule);
  if (distance === undefined) return samples.map((sample) => [sample]);
  const shift = (doc: Event, at: number): Event => shifted(doc, BigInt(at) * distance, rule.time.timestamp);
  return [samples.map(({ docs, expect }, at) => ({ expect, docs: docs.map((doc) => shift(doc, at)) }))];
}

const textOf = (events: Hit['events']): string => events.map((at) => at ?? '-').join(',');

/** The hits among the events from `first` on; one that is partly elsewhere is no hit of the sample, and is shown. */
function hitsIn({ hits }: MatchWay, first: number, count: number): readonly string[] {
  return hits.flatMap(({ events }) => {
    const inside = (at: number | null): boolean => at === null || (at >= first && at < first + count);
    if (events.every(inside)) return [textOf(events.map((at) => (at === null ? null : at - first)))];
    return events.some((at) => at !== null && inside(at)) ? [`elsewhere too: ${textOf(events)}`] : [];
  });
}

/** The matches of an output are those of the oracle, and there is one where the corpus says so. */
function outcome({ rule }: Usable, { docs, expect }: StatefulSample, way: MatchWay, first: number): Outcome {
  const where = `${way.conversion.target}, ${way.name}`;
  if (docs.some((_, at) => way.absent.has(first + at))) return skipped(`${where}: no typed column holds the event`);
  const found = hitsIn(way, first, docs.length);
  const wanted = runQuery(rule.query, docs, rule.time).map(({ events }) => textOf(events));
  const [a, b] = [[...found].sort().join(' '), [...wanted].sort().join(' ')];
  if (a === b && found.length > 0 === (expect === 'match')) return PASSED;
  const fields = fieldsOfQuery(rule.query);
  const judged = { ...way, verdicts: [] };
  const note = docs.map((doc) => announcement(judged, doc, found.length > 0, fields)).find(Boolean);
  if (note) return skipped(`${where}: the ledger announces the difference: ${note.assumption ?? note.effect}`);
  const said = notesOf(way.conversion).map(({ assumption, effect }) => assumption ?? effect);
  return failed(`${where} finds ${a || 'nothing'}, the oracle ${b || 'nothing'}, not announced by ${said.join(', ')}`);
}

/** What counts of several ways to run one output: a failure, or else that one of them could judge. */
const RANK = { failed: 0, passed: 1, skipped: 2 } as const;
export const worstOf = (outcomes: readonly Outcome[]): Outcome =>
  [...outcomes].sort((a, b) => RANK[a.kind] - RANK[b.kind])[0] ?? failed('no way to run the output');

/** Holds a target's output of a stateful rule against the oracle and the verdicts of its samples: one outcome a sample. */
export async function statefulOutcomes(
  target: string,
  finder: Finder,
  loaded: Usable,
  samples: readonly StatefulSample[],
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const run of runsOf(loaded.rule, samples)) {
    const answer = await finder.find(
      loaded,
      run.flatMap(({ docs }) => docs),
    );
    let first = 0;
    for (const sample of run) {
      if ('refused' in answer) outcomes.push(skipped(`${target}: unsupported: ${answer.refused}`));
      else if ('fault' in answer) outcomes.push(failed(`${target}: ${answer.fault.reason.slice(0, 300)}`));
      else {
        const from = first;
        outcomes.push(worstOf(answer.ways.map((way) => outcome(loaded, sample, way, from))));
      }
      first += sample.docs.length;
    }
  }
  return outcomes;
}
