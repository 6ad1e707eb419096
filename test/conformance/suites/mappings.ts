import { backends } from '../../../backends/index.ts';
import { holds } from '../../../src/eval/cond.ts';
import type { Event } from '../../../src/eval/read-field.ts';
import { and, filterCondition } from '../../../src/ir/build.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import { fieldsOfQuery } from '../../../src/ir/walk.ts';
import { whereOf } from '../../../src/mapping/choose-table.ts';
import { categoryOf, mapRule } from '../../../src/mapping/map-rule.ts';
import type { MappingPack, TargetTable } from '../../../src/mapping/pack.ts';
import { packs } from '../../../src/mapping/packs/index.ts';
import { sourceEvent } from '../../../src/mapping/source-event.ts';
import { legalize } from '../../../src/passes/pipeline.ts';
import type { Backend } from '../../../src/target/backend.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import { announcement } from '../../../src/verify/compare.ts';
import { generateEvents } from '../../../src/verify/generate/generate-events.ts';
import { isFault, isUnavailable, type Runner, type Usable, type Way } from '../../../src/verify/runner.ts';
import { openSql } from '../../../src/verify/runners/sql.ts';
import { RULE_FILES, ruleGroups } from '../../mapping/corpora.ts';
import { otherLines, PLAIN_ARGUMENTS } from '../../mapping/plain-arguments.ts';
import { type CaseResult, type Corpus, failed, type Outcome, PASSED, type Suite, skipped } from '../suite.ts';

const COUNT = 20;

/** The tables of the runner have their times under this name. */
const TIME = { timestamp: '@timestamp' };

const finds = ({ query }: Rule, event: Event): boolean =>
  query.kind === 'event' && holds(filterCondition(query.filter), event);

const isOf = (table: TargetTable, event: Event): boolean =>
  holds(filterCondition({ condition: and(table.where.map(whereOf)), ...categoryOf(table) }), event);

/** Assumptions of rows that are run as they stand: a definition says what the column means, so they explain no difference. */
const ROWS: readonly (string | undefined)[] = ['mapping/likely', 'mapping/guess'];

/** A rule over a pack's columns, with what its ledger announces. */
interface MappedRule {
  readonly source: Rule;
  readonly finder: Rule;
  readonly table: TargetTable;
  /** A test is left out. */
  readonly wider: boolean;
  /** Something is assumed of columns, whatever the event. */
  readonly assumes: boolean;
  /** The command line of an event is another than arguments are looked for in. */
  readonly isOtherLine: (event: Event) => boolean;
}

function mappedOf(rule: Rule, pack: MappingPack): MappedRule | Outcome | undefined {
  const source = legalize(rule);
  const { rule: mapped, tables, entries } = mapRule(source, pack);
  const [table] = tables;
  if (!mapped || !table) return undefined;
  if (mapped.query.kind !== 'event') return skipped('matches of sequences are not compared over a mapping');
  const assumed = entries.flatMap((entry) => (entry.effect === 'conditional' ? [entry.assumption] : []));
  return {
    source,
    finder: legalize(mapped),
    table,
    wider: entries.some(({ effect }) => effect === 'wider'),
    assumes: assumed.some((id) => !ROWS.includes(id) && id !== PLAIN_ARGUMENTS),
    isOtherLine: assumed.includes(PLAIN_ARGUMENTS) ? otherLines(source, table) : () => false,
  };
}

/** Why the mapped rule must not say this of an event, or nothing. */
function problemOf(
  { source, table, wider, assumes, isOtherLine }: MappedRule,
  event: Event,
  found: boolean,
): string | undefined {
  const expected = finds(source, sourceEvent(table, event));
  if (found === expected || assumes || (wider && found) || isOtherLine(event)) return undefined;
  return `the mapped rule says ${found}, the rule ${expected}: ${JSON.stringify(event, plain)}`;
}

const eventsFor = ({ finder, table }: MappedRule) =>
  generateEvents(finder, { seed: 1, count: COUNT }).filter(({ event }) => isOf(table, event));

/**
 * Events in the target's columns, turned into the source's by the definitions: the mapped rule says of the one what the rule says of the
 * other, or the ledger announced it.
 */
function outcomeOf(rule: Rule, pack: MappingPack): Outcome | undefined {
  const mapped = mappedOf(rule, pack);
  if (!mapped || 'kind' in mapped) return mapped;
  for (const { id, event, matches } of eventsFor(mapped)) {
    const problem = problemOf(mapped, event, matches);
    if (problem) return failed(`${id}: ${problem}`);
  }
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

/** Every so-manieth rule is run on the engine: all of them would take longer than the other suites together. */
const RUN_EVERY = 20;

/** A mapped rule as a loaded one, with the notes that its ledger has beside the output's. */
const asLoaded = ({ finder }: MappedRule): Usable => ({
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
function verdictOnEngine(mapped: MappedRule, events: readonly Event[], { ways }: { readonly ways: readonly Way[] }) {
  const fields = fieldsOfQuery(mapped.finder.query);
  for (const way of ways)
    for (const [at, event] of events.entries()) {
      const found = way.verdicts[at];
      if (found === undefined || announcement(way, event, found, fields)) continue;
      const problem = problemOf(mapped, event, found);
      if (problem) return failed(`${way.name}: ${problem}`);
    }
  return ways.length === 0 ? skipped('DuckDB can not say it') : PASSED;
}

async function outcomeOnEngine(mapped: ReturnType<typeof mappedOf>, runner: Runner, backend: Backend) {
  if (!mapped || 'kind' in mapped) return mapped;
  const events = eventsFor(mapped).map(({ event }) => event);
  const found = await runner.run({ loaded: asLoaded(mapped), backend, events });
  return isFault(found)
    ? failed(`${found.fault.way}: ${found.fault.reason.slice(0, 300)}`)
    : verdictOnEngine(mapped, events, found);
}

/** The generated events lie in a table of DuckDB, which the SQL of the mapped rule is asked about. */
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
    const rules = rulesFor(pack, corpus).filter((_, at) => at % RUN_EVERY === 0);
    for (const rule of rules) {
      const outcome = await outcomeOnEngine(mappedOf(rule, pack), runner, backend);
      if (outcome) yield { case: rule.source.path, outcome };
    }
    await runner.close();
  },
});

/** Mapping keeps meaning: a suite for each pack by the oracle, and one for a sample of the rules on an engine. */
export const mappings: readonly Suite[] = [...packs.map(suiteOf), ...packs.map(onDuckdb)];
