import type { Match } from '../../../src/eval/match.ts';
import type { Event } from '../../../src/eval/read-field.ts';
import { runQuery } from '../../../src/eval/run-query.ts';
import { readEql } from '../../../src/frontends/eql/index.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import { fieldsOfQuery } from '../../../src/ir/walk.ts';
import { announcement } from '../../../src/verify/compare.ts';
import type { Hit, MatchWay } from '../../../src/verify/matches/answer.ts';
import type { Usable } from '../../../src/verify/runner.ts';
import { type Finder, finders, notesOf, type OpenFinder, optionFinders } from '../../stateful/finders.ts';
import type { DataSet } from '../eql-data.ts';
import { SKIPS } from '../skips.ts';
import { type CaseResult, type Corpus, failed, type Outcome, PASSED, type Suite, skipped } from '../suite.ts';
import { dataOf, type EqlCase, slice, timeOf } from './eql-cases.ts';
import { worstOf } from './stateful-samples.ts';

const FILES = ['eql/cases.json', 'eql/data/mappings.json'];

/** The query of a case as a rule that backends take; nothing where it is one of single events. */
function ruleOf(test: EqlCase, set: DataSet): Usable | undefined {
  const source = slice(test.query);
  const { query } = readEql(source, { schema: set.schema, categoryField: set.categoryField });
  if (!query || query.kind === 'event') return undefined;
  const metadata = { name: test.name };
  const place = { path: 'case.eql', index: 0 };
  const time = timeOf(set);
  const rule: Rule = { metadata, language: 'eql', source: place, taxonomy: 'ecs', time, query };
  return {
    metadata,
    language: 'eql',
    ruleType: 'eql',
    container: 'eql',
    role: 'alerts',
    rule,
    around: [],
    diagnostics: [],
    span: { source: source.source, start: 0, end: test.query.length },
  };
}

const textOf = (events: Hit['events']): string => events.map((at) => at ?? '-').join(',');

/** A sample may choose among the events of its key: a choice stands for its key, if it is one. */
function keyOfChoice({ query, time }: Rule, { events }: Hit, all: readonly Event[]): string {
  const chosen = events.map((at) => all[at ?? -1] ?? {});
  const different = new Set(events).size === events.length;
  const own = different ? runQuery(query, chosen, time) : [];
  const inOrder = own.find((match) => match.events.every((at, step) => at === step));
  return inOrder ? keyText(inOrder) : `no sample: ${textOf(events)}`;
}

const keyText = ({ key }: Match): string =>
  JSON.stringify(key, (_, value) => (typeof value === 'bigint' ? String(value) : value));

interface Compared {
  readonly text: string;
  readonly events: Hit['events'];
}

/** What is compared of the matches: their events, of samples their keys. */
function compared(rule: Rule, hits: readonly Hit[], all: readonly Event[]): readonly Compared[] {
  const isSample = rule.query.kind === 'sample';
  return hits.map((hit) => ({
    text: isSample ? keyOfChoice(rule, hit, all) : textOf(hit.events),
    events: hit.events,
  }));
}

/** What one list has more often than the other. */
function surplus(a: readonly Compared[], b: readonly Compared[]): readonly Compared[] {
  const left = b.map(({ text }) => text);
  return a.filter(({ text }) => {
    const at = left.indexOf(text);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

const shown = (items: readonly Compared[]): string =>
  items
    .slice(0, 5)
    .map(({ text }) => text)
    .join(' | ') || 'none';

/** What the oracle finds, by the places of all events, among those that a way of running has room for. */
function wantedOf({ query, time }: Rule, all: readonly Event[], absent: ReadonlySet<number>): readonly Hit[] {
  const places = [...all.keys()].filter((at) => !absent.has(at));
  const present = places.map((at) => all[at] ?? {});
  return runQuery(query, present, time).map(({ events }) => ({
    events: events.map((at) => (at === null ? null : (places[at] ?? -1))),
  }));
}

function outcome({ rule }: Usable, all: readonly Event[], way: MatchWay): Outcome {
  const where = `${way.conversion.target}, ${way.name}`;
  const wanted = compared(rule, wantedOf(rule, all, way.absent), all);
  const whole = compared(rule, wantedOf(rule, all, new Set()), all);
  if (surplus(whole, wanted).length + surplus(wanted, whole).length > 0)
    return skipped(`${where}: no typed column holds the events of a match`);
  const found = compared(rule, way.hits, all);
  const [missed, extra] = [surplus(wanted, found), surplus(found, wanted)];
  if (missed.length + extra.length === 0) return PASSED;
  const fields = fieldsOfQuery(rule.query);
  const judged = { ...way, verdicts: [] };
  const note = [...missed, ...extra]
    .flatMap(({ events }) => events.map((at) => all[at ?? -1] ?? {}))
    .map((event) => announcement(judged, event, extra.length > 0, fields))
    .find(Boolean);
  if (note) return skipped(`${where}: the ledger announces the difference: ${note.assumption ?? note.effect}`);
  const said = notesOf(way.conversion).map(({ assumption, effect }) => assumption ?? effect);
  return failed(`${where} misses ${shown(missed)}; finds besides ${shown(extra)}; announces ${said.join(', ')}`);
}

async function caseOutcome(
  target: string,
  finder: Finder,
  test: EqlCase,
  loaded: Usable,
  corpus: Corpus,
): Promise<Outcome> {
  if ((test.options?.max_samples_per_key ?? 1) > 1) return skipped(SKIPS.samplesPerKey);
  const { events } = dataOf(test, corpus);
  const answer = await finder.find(loaded, events);
  if ('refused' in answer) return skipped(`${target}: unsupported: ${answer.refused}`);
  if ('fault' in answer) return failed(`${target}: ${answer.fault.reason}`);
  return worstOf(answer.ways.map((way) => outcome(loaded, events, way)));
}

async function* onTarget(target: string, open: OpenFinder, corpus: Corpus): AsyncIterable<CaseResult> {
  const finder = await open();
  if ('missing' in finder) {
    yield { case: target, outcome: skipped(`${target}: ${finder.missing}`) };
    return;
  }
  for (const test of corpus.json<readonly EqlCase[]>('eql/cases.json')) {
    if (test.kind !== 'run' || test.expected_error) continue;
    const loaded = ruleOf(test, dataOf(test, corpus));
    if (!loaded) continue;
    yield { case: `${test.suite} ${test.name}`, outcome: await caseOutcome(target, finder, test, loaded, corpus) };
  }
  await finder.close();
}

/** The sequences and samples of Elasticsearch's suites on every target that can be run: the matches are those of the oracle, whose own suite holds it against what is expected. */
export const eqlOnTargets: readonly Suite[] = Object.entries({ ...finders, ...optionFinders }).map(
  ([target, open]) => ({
    name: `eql/cases on ${target}`,
    files: FILES,
    run: (corpus) => onTarget(target, open, corpus),
  }),
);
