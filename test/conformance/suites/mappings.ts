import { backends } from '../../../backends/index.ts';
import { isUsable, loadRules } from '../../../src/compile.ts';
import type { Event } from '../../../src/eval/read-field.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import { fieldsOfQuery } from '../../../src/ir/walk.ts';
import type { MappingPack } from '../../../src/mapping/pack.ts';
import { packs } from '../../../src/mapping/packs/index.ts';
import { mapAlong } from '../../../src/mapping/route.ts';
import { legalize } from '../../../src/passes/pipeline.ts';
import type { Backend } from '../../../src/target/backend.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import { announcement } from '../../../src/verify/compare.ts';
import { generateEvents } from '../../../src/verify/generate/generate-events.ts';
import { generateStreams } from '../../../src/verify/generate/generate-streams.ts';
import { type HeldMapping, heldMapping, isHeld, streamDifferences } from '../../../src/verify/mapped.ts';
import { type Found, isFault, isUnavailable, type Trial, type Usable, type Way } from '../../../src/verify/runner.ts';
import { openSql } from '../../../src/verify/runners/sql.ts';
import { RULE_FILES, ruleGroups } from '../../mapping/corpora.ts';
import { type CaseResult, type Corpus, failed, type Outcome, PASSED, type Suite, skipped } from '../suite.ts';

const SIGMA_RULES = 'sigma/rules/rules.ndjson';

const COUNT = 20;

/** The tables of the runner have their times under this name. */
const TIME = { timestamp: '@timestamp' };

/** A rule over a pack's columns that can be held against it, why it can't, or nothing where the pack does not map it. */
function heldOf(rule: Rule, pack: MappingPack): HeldMapping | Outcome | undefined {
  const routed = mapAlong(legalize(rule), [pack]);
  if (!routed.rule) return undefined;
  const held = heldMapping(rule, routed);
  return isHeld(held) ? held : skipped(held.reason);
}

const eventsFor = (held: HeldMapping) => generateEvents(held.finder, { seed: 1, count: COUNT });

/**
 * Streams in the target's columns, turned into the source's by the definitions: the mapped rule finds in the one what the rule finds in the
 * other.
 */
function streamsOutcome(held: HeldMapping): Outcome {
  const streams = generateStreams(held.finder, { seed: 1 }).map(({ events }) => held.placed(events));
  if (streams.every((stream) => held.wanted(stream).length === 0)) return skipped('no stream with a match was made');
  const [lost] = streamDifferences(held, streams);
  return lost ? failed(`other matches in ${JSON.stringify(lost, plain)}`) : PASSED;
}

/**
 * Events in the target's columns, turned into the source's by the definitions: the mapped rule says of the one what the rule says of the
 * other, or the ledger announced it.
 */
function outcomeOf(rule: Rule, pack: MappingPack): Outcome | undefined {
  const held = heldOf(rule, pack);
  if (!held || 'kind' in held) return held;
  if (rule.query.kind !== 'event') return streamsOutcome(held);
  for (const { id, event, matches } of eventsFor(held))
    if (!held.allows(event, matches))
      return failed(`${id}: the mapped rule says ${matches}: ${JSON.stringify(event, plain)}`);
  return PASSED;
}

const plain = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);

const read = new WeakMap<Corpus, readonly Rule[]>();

/** The rules that a pack maps, or those that are asked for; the files are read once. */
function rulesFor(pack: MappingPack, corpus: Corpus): readonly Rule[] {
  const all = read.get(corpus) ?? ruleGroups(corpus).flatMap(({ rules }) => rules);
  read.set(corpus, all);
  return corpus.sample(
    all.filter(({ taxonomy }) => taxonomy === pack.from),
    ({ source }) => source.path,
  );
}

const suiteOf = (pack: MappingPack): Suite => ({
  name: `mapping/${pack.from}-to-${pack.id}`,
  files: RULE_FILES,
  *run(corpus): Iterable<CaseResult> {
    for (const rule of rulesFor(pack, corpus)) {
      const outcome = outcomeOf(rule, pack);
      if (outcome) yield { case: rule.source.path, outcome };
    }
  },
});

interface SigmaRow {
  readonly path: string;
  readonly yaml: string;
}

/** Every so-manieth pair of published rules is correlated. */
const PAIR_EVERY = 20;

const SECTIONS = [
  'type: temporal\n  group-by: [Computer]',
  'type: temporal_ordered\n  group-by: [Computer, User]',
  'type: event_count\n  group-by: [Computer]\n  condition: {gte: 3}',
  'type: value_count\n  condition: {gte: 2, field: Computer}',
] as const;

/** A rule with a name in place of what it says of itself besides, so that a correlation can speak of it. */
const called = (yaml: string, name: string): string => `${yaml.replace(/^name:.*$/m, '').trimEnd()}\nname: ${name}\n`;

/** Correlations over pairs of published rules, one type after the other: nobody publishes enough of them. */
function* correlationsOf(corpus: Corpus): Iterable<Rule> {
  const rows = corpus.ndjson<SigmaRow>(SIGMA_RULES);
  for (let at = 0; at + 1 < rows.length; at += corpus.share(PAIR_EVERY)) {
    const [one, other] = [rows[at], rows[at + 1]];
    const section = SECTIONS[Math.floor(at / PAIR_EVERY) % SECTIONS.length] ?? SECTIONS[0];
    if (!one || !other) continue;
    const correlation = `title: Both\ncorrelation:\n  rules: [first_of_two, second_of_two]\n  timespan: 5m\n  ${section}\n`;
    const text = [called(one.yaml, 'first_of_two'), called(other.yaml, 'second_of_two'), correlation].join('---\n');
    const loaded = loadRules(new SourceText(`${one.path} and ${other.path}`, text)).rules.filter(isUsable);
    yield* loaded.flatMap(({ rule, role }) => (role === 'alerts' && rule.query.kind === 'correlation' ? [rule] : []));
  }
}

const correlations = (pack: MappingPack): Suite => ({
  name: `mapping correlations/${pack.from}-to-${pack.id}`,
  files: [SIGMA_RULES],
  *run(corpus): Iterable<CaseResult> {
    for (const rule of correlationsOf(corpus)) {
      const outcome = outcomeOf(rule, pack);
      if (outcome) yield { case: rule.source.path, outcome };
    }
  },
});

/** Every so-manieth rule is run on the engine. */
const RUN_EVERY = 4;

/** A mapped rule as a loaded one, with the notes that its ledger has beside the output's. */
const asLoaded = ({ finder }: HeldMapping): Usable => ({
  metadata: finder.metadata,
  language: finder.language,
  ruleType: finder.language,
  container: 'eql',
  role: 'alerts',
  around: [],
  diagnostics: [],
  span: { source: new SourceText(finder.source.path, ''), start: 0, end: 0 },
  rule: { ...finder, time: TIME },
});

/** What DuckDB says of the events, held against the rule. */
function verdictOnEngine(held: HeldMapping, events: readonly Event[], { ways }: { readonly ways: readonly Way[] }) {
  const fields = fieldsOfQuery(held.finder.query);
  for (const way of ways)
    for (const [at, event] of events.entries()) {
      const found = way.verdicts[at];
      if (found === undefined || announcement(way, event, found, fields) || held.allows(event, found)) continue;
      return failed(`${way.name}: the output says ${found}: ${JSON.stringify(event, plain)}`);
    }
  return ways.length === 0 ? skipped('DuckDB can not say it') : PASSED;
}

/** A rule to be run on the engine. */
interface Run {
  readonly path: string;
  readonly held: HeldMapping;
  readonly trial: Trial;
}

function* runsOf(pack: MappingPack, corpus: Corpus, backend: Backend): Iterable<Run> {
  const every = corpus.share(RUN_EVERY);
  const rules = rulesFor(pack, corpus).filter((_, at) => at % every === 0);
  for (const rule of rules) {
    if (rule.query.kind !== 'event') continue;
    const held = heldOf(rule, pack);
    if (!held || 'kind' in held) continue;
    const events = eventsFor(held).map(({ event }) => event);
    yield { path: rule.source.path, held, trial: { loaded: asLoaded(held), backend, events } };
  }
}

const outcomeOnEngine = ({ held, trial }: Run, found: Found): Outcome =>
  isFault(found)
    ? failed(`${found.fault.way}: ${found.fault.reason.slice(0, 300)}`)
    : verdictOnEngine(held, trial.events, found);

/** The generated events lie in tables of DuckDB, which the SQL of the mapped rules is asked about. */
const onDuckdb = (pack: MappingPack): Suite => ({
  name: `mapping on sql:duckdb/${pack.from}-to-${pack.id}`,
  files: RULE_FILES,
  async *run(corpus): AsyncIterable<CaseResult> {
    const runner = await openSql('duckdb')('');
    const [backend] = backends.filter(({ id }) => id === 'sql:duckdb');
    if (isUnavailable(runner) || !backend) {
      yield { case: pack.id, outcome: skipped(isUnavailable(runner) ? runner.missing : 'no such target') };
      return;
    }
    const runs = [...runsOf(pack, corpus, backend)];
    const found = await runner.runAll(runs.map(({ trial }) => trial));
    for (const [at, run] of runs.entries())
      yield { case: run.path, outcome: outcomeOnEngine(run, found[at] ?? { ways: [] }) };
    await runner.close();
  },
});

/** Mapping keeps meaning: a suite for each pack by the oracle, and one for a sample of the rules on an engine. */
export const mappings: readonly Suite[] = [
  ...packs.map(suiteOf),
  ...packs.filter(({ from }) => from === 'sigma').map(correlations),
  ...packs.map(onDuckdb),
];
