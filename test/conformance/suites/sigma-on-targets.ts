import { backends } from '../../../backends/index.ts';
import { convertRule, isUsable, loadRuleSet } from '../../../src/compile.ts';
import type { Backend } from '../../../src/target/backend.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import { announcedBy } from '../../../src/verify/compare.ts';
import { type Found, isFault, isUnavailable, type Usable, type Way } from '../../../src/verify/runner.ts';
import { runners } from '../../../src/verify/runners/index.ts';
import { type CaseResult, type Corpus, failed, type Outcome, PASSED, type Suite, skipped } from '../suite.ts';
import { type Event, MODIFIER_CASES, modifierCases, readCase } from './sigma-cases.ts';
import { worstOf } from './stateful-samples.ts';
import { TRICKY_EVENTS, trickyRule } from './tricky-rules.ts';

const RULES = 'sigma/rules/rules.ndjson';
const MISSING = 'sigma/regression/derived_missing.ndjson';
const EVENTS = 'sigma/regression/events.ndjson';
const CROSS = 'sigma/regression/cross_hits.ndjson';

/** One rule and events with the verdicts that are published for them. */
interface Case {
  readonly name: string;
  readonly loaded: Usable;
  readonly events: readonly Event[];
  readonly expected: readonly boolean[];
}

/** What one way of running an output says of one event. A difference that the ledger announces is named, one that it does not is a fault. */
function verdictOf({ loaded }: Case, way: Way, place: number, event: Event, expected: boolean | undefined): Outcome {
  const verdict = way.verdicts[place];
  const where = `${way.conversion.target}, ${way.name}`;
  if (verdict === expected) return PASSED;
  if (verdict === undefined) return skipped(`${where}: no typed column holds the event`);
  const note = announcedBy(loaded, way, event, verdict);
  if (note) return skipped(`${where}: the ledger announces the difference: ${note.assumption ?? note.effect}`);
  return failed(`${where}: ${verdict ? 'matches' : 'does not match'} ${JSON.stringify(event).slice(0, 200)}`);
}

function outcomeOf(backend: Backend, one: Case, found: Found): Outcome {
  const { loaded, events, expected } = one;
  const conversion = convertRule(loaded, backend);
  if (conversion.text === undefined) {
    const why = conversion.ledger.find(({ effect }) => effect === 'unsupported')?.why ?? 'no reason given';
    return skipped(`${backend.id}: unsupported: ${why}`);
  }
  if (isFault(found)) return failed(`${found.fault.way}: ${found.fault.reason.slice(0, 300)}`);
  return worstOf(
    found.ways.flatMap((way) => events.map((event, place) => verdictOf(one, way, place, event, expected[place]))),
  );
}

function modifierCasesOf(corpus: Corpus): readonly Case[] {
  return modifierCases(corpus).flatMap((one) => {
    const { rules, errors } = readCase(one);
    const [loaded, ...more] = rules;
    // What is refused, and what several rules answer together, is asked of the oracle alone.
    if (!loaded || more.length > 0 || errors.length > 0 || one.event === null) return [];
    if (loaded.rule.query.kind !== 'event') return [];
    return [{ name: one.name, loaded, events: [one.event], expected: [one.expected === true] }];
  });
}

const read = new WeakMap<Corpus, ReadonlyMap<string, Usable>>();

/** The published rules by their ids, read once for all suites. */
function rulesOf(corpus: Corpus): ReadonlyMap<string, Usable> {
  const found = read.get(corpus) ?? readRules(corpus);
  read.set(corpus, found);
  return found;
}

function readRules(corpus: Corpus): ReadonlyMap<string, Usable> {
  const rows = corpus.ndjson<{ path: string; yaml: string }>(RULES);
  const loaded = loadRuleSet(rows.map(({ path, yaml }) => new SourceText(path, yaml))).flatMap(({ rules }) => rules);
  return new Map(loaded.filter(isUsable).map((rule) => [rule.rule.metadata.ruleId ?? '', rule]));
}

function missingCasesOf(corpus: Corpus): readonly Case[] {
  const rules = rulesOf(corpus);
  return corpus.ndjson<{ rule_id: string; rule_path: string; event: Event }>(MISSING).flatMap((row) => {
    const loaded = rules.get(row.rule_id);
    return loaded ? [{ name: row.rule_path, loaded, events: [row.event], expected: [true] }] : [];
  });
}

function eventCasesOf(corpus: Corpus): readonly Case[] {
  const rules = rulesOf(corpus);
  type Row = { rule_id: string; rule_path: string; events: readonly Event[]; matches: readonly boolean[] };
  return corpus.ndjson<Row>(EVENTS).flatMap(({ rule_id: id, rule_path: name, events, matches }) => {
    const loaded = rules.get(id);
    return loaded ? [{ name, loaded, events, expected: matches }] : [];
  });
}

interface CrossRow {
  readonly rule_id: string;
  readonly hits: readonly { readonly event_rule_id: string; readonly index: number }[];
}

/** Of the rules that find nothing, every so-manieth is run: engines take minutes for all, which `--long` runs. */
const SILENT = 8;

/** Rules on every published event: the pairs that another evaluator finds, and no others. */
function crossCasesOf(corpus: Corpus): readonly Case[] {
  const rows = corpus.ndjson<{ rule_id: string; events: readonly Event[] }>(EVENTS);
  const names = rows.flatMap(({ rule_id: id, events }) => events.map((_, index) => `${id} ${index}`));
  const hits = new Map(
    corpus
      .ndjson<CrossRow>(CROSS)
      .map(({ rule_id: id, hits: found }) => [id, new Set(found.map((hit) => `${hit.event_rule_id} ${hit.index}`))]),
  );
  // One list for all, by which runners know that they are the same events.
  const events = rows.flatMap((row) => row.events);
  const every = corpus.share(SILENT);
  const asked = [...rulesOf(corpus)].filter(([id], at) => hits.has(id) || at % every === 0);
  return asked.map(([id, loaded]) => ({
    name: loaded.rule.source.path,
    loaded,
    events,
    expected: names.map((name) => hits.get(id)?.has(name) ?? false),
  }));
}

function trickyCasesOf(corpus: Corpus): readonly Case[] {
  const runs =
    corpus.json<Readonly<Record<string, readonly { case: string; event: Event; expected: 0 | 1 }[]>>>(TRICKY_EVENTS);
  const cases = Object.values(runs)
    .flat()
    .map(({ case: name, event, expected }) => ({ name, event, expected, title: `${name} ${JSON.stringify(event)}` }));
  // What went wrong in two ways of storing events stands there twice.
  return [...new Map(cases.map((one) => [one.title, one])).values()].map(({ title, name, event, expected }) => ({
    name: title,
    loaded: trickyRule(corpus, name),
    events: [event],
    expected: [expected === 1],
  }));
}

async function* onTarget(backend: Backend, cases: readonly Case[]): AsyncIterable<CaseResult> {
  const runner = await runners[backend.id]?.('');
  if (!runner || isUnavailable(runner)) {
    yield { case: backend.id, outcome: skipped(`${backend.id}: ${runner?.missing ?? 'nothing runs it'}`) };
    return;
  }
  const found = await runner.runAll(cases.map(({ loaded, events }) => ({ loaded, backend, events })));
  for (const [at, one] of cases.entries())
    yield { case: one.name, outcome: outcomeOf(backend, one, found[at] ?? { ways: [] }) };
  await runner.close();
}

const KINDS: readonly {
  readonly name: string;
  readonly files: readonly string[];
  /** The targets, by their ids. */
  readonly targets: RegExp;
  readonly casesOf: (corpus: Corpus) => readonly Case[];
}[] = [
  { name: MODIFIER_CASES, files: [MODIFIER_CASES], targets: /^(?:js$|sql:|kusto$|splunk$)/, casesOf: modifierCasesOf },
  {
    name: 'sigma/regression/derived_missing',
    files: [MISSING, RULES],
    targets: /^(?:js$|sql:)/,
    casesOf: missingCasesOf,
  },
  { name: 'peers/tricky', files: [TRICKY_EVENTS], targets: /./, casesOf: trickyCasesOf },
  { name: 'sigma/regression/events', files: [EVENTS, RULES], targets: /^(?:js$|sql:)/, casesOf: eventCasesOf },
  { name: 'sigma/regression/cross_hits', files: [CROSS, EVENTS, RULES], targets: /^sql:/, casesOf: crossCasesOf },
];

/** Sigma's cases on what is emitted: the module, SQL on the four engines, KQL and SPL on the emulators; published events on the module and SQL. */
export const sigmaOnTargets: readonly Suite[] = backends.flatMap((backend) =>
  KINDS.filter(({ targets }) => targets.test(backend.id)).map(({ name, files, casesOf }) => ({
    name: `${name} on ${backend.id}`,
    files,
    run: (corpus) => onTarget(backend, casesOf(corpus)),
  })),
);
