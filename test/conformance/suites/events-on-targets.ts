import { backends } from '../../../backends/index.ts';
import { compilePredicate } from '../../../backends/js/predicate.ts';
import { type Conversion, convertRule, loadRules } from '../../../src/compile.ts';
import type { Backend } from '../../../src/target/backend.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import { announcedBy } from '../../../src/verify/compare.ts';
import { isFault, isUnavailable, type Runner, type Usable, type Way } from '../../../src/verify/runner.ts';
import { runners } from '../../../src/verify/runners/index.ts';
import { type Finder, finders, type OpenFinder, openMatcher, optionFinders } from '../../stateful/finders.ts';
import { type CaseResult, type Corpus, failed, type Outcome, PASSED, type Suite, skipped } from '../suite.ts';
import { statefulOutcomes, worstOf } from './stateful-samples.ts';

type Event = Readonly<Record<string, unknown>>;

interface Sample {
  readonly id: string;
  readonly rule_id: string;
  readonly expect: 'match' | 'no match';
  readonly docs: readonly Event[];
}

interface Group {
  readonly loaded: Usable;
  readonly samples: readonly Sample[];
}

const SAMPLES = ['elastic/event_samples_ecs.ndjson', 'elastic/event_nearmiss_ecs.ndjson'];

/** The samples of both files by their rule. */
function groupsOf(corpus: Corpus): readonly Group[] {
  const rules = new Map<string, Usable>();
  for (const row of corpus.ndjson<{ rule_id: string; path: string; toml: string }>('elastic/eql_rules.ndjson')) {
    const [loaded] = loadRules(new SourceText(row.path, row.toml)).rules;
    if (loaded?.rule) rules.set(row.rule_id, { ...loaded, rule: loaded.rule });
  }
  const groups = new Map<string, Sample[]>();
  for (const sample of SAMPLES.flatMap((file) => corpus.ndjson<Sample>(file))) {
    groups.set(sample.rule_id, [...(groups.get(sample.rule_id) ?? []), sample]);
  }
  return [...groups].flatMap(([id, samples]) => {
    const loaded = rules.get(id);
    return loaded ? [{ loaded, samples }] : [];
  });
}

/** An event rule matches a set of documents if it matches one of them. */
function verdict({ loaded }: Group, sample: Sample, places: readonly number[], way: Way): Outcome {
  const verdicts = places.map((place) => way.verdicts[place]);
  const where = `${way.conversion.target}, ${way.name}`;
  if (verdicts.includes(undefined)) return skipped(`${where}: no typed column holds the event`);
  if (verdicts.includes(true) === (sample.expect === 'match')) return PASSED;
  const note = sample.docs.map((doc, at) => announcedBy(loaded, way, doc, verdicts[at] === true)).find(Boolean);
  if (note) return skipped(`${where}: the ledger announces the difference: ${note.assumption ?? note.effect}`);
  return failed(`${where} ${verdicts.includes(true) ? 'matches' : 'does not match'}`);
}

const unsupported = (conversion: Conversion): Outcome =>
  skipped(
    `${conversion.target}: unsupported: ${conversion.ledger.find(({ effect }) => effect === 'unsupported')?.why ?? 'no reason given'}`,
  );

/** What runs the outputs of one target: those of event rules, and the others. */
interface Target {
  readonly runner: Runner;
  readonly finder: Finder;
}

async function outcomesOf({ runner, finder }: Target, backend: Backend, group: Group): Promise<readonly Outcome[]> {
  const { loaded, samples } = group;
  if (loaded.rule.query.kind !== 'event') return statefulOutcomes(backend.id, finder, loaded, samples);
  const conversion = convertRule(loaded, backend);
  if (conversion.text === undefined) return samples.map(() => unsupported(conversion));
  const found = await runner.run({ loaded, backend, events: samples.flatMap(({ docs }) => docs) });
  if (isFault(found)) return samples.map(() => failed(`${found.fault.way}: ${found.fault.reason.slice(0, 300)}`));
  let first = 0;
  return samples.map((sample) => {
    const places = sample.docs.map((_, at) => first + at);
    first += sample.docs.length;
    return worstOf(found.ways.map((way) => verdict(group, sample, places, way)));
  });
}

async function* onTarget(backend: Backend, corpus: Corpus): AsyncIterable<CaseResult> {
  const [open, openFinder] = [runners[backend.id], finders[backend.id]];
  if (!open || !openFinder) return;
  const [runner, finder] = [await open(''), await openFinder()];
  if (isUnavailable(runner) || 'missing' in finder) {
    const missing = isUnavailable(runner) ? runner.missing : 'missing' in finder ? finder.missing : '';
    yield { case: backend.id, outcome: skipped(`${backend.id}: ${missing}`) };
    return;
  }
  for (const group of groupsOf(corpus)) {
    const outcomes = await outcomesOf({ runner, finder }, backend, group);
    for (const [i, outcome] of outcomes.entries()) yield { case: group.samples[i]?.id ?? '', outcome };
  }
  // An engine is shared by both.
  await runner.close();
}

async function* statefulOn(target: string, open: OpenFinder, corpus: Corpus): AsyncIterable<CaseResult> {
  const finder = await open();
  if ('missing' in finder) throw new Error(finder.missing);
  for (const { loaded, samples } of groupsOf(corpus)) {
    if (loaded.rule.query.kind === 'event') continue;
    const outcomes = await statefulOutcomes(target, finder, loaded, samples);
    for (const [i, outcome] of outcomes.entries()) yield { case: samples[i]?.id ?? '', outcome };
  }
  await finder.close();
}

const files = [...SAMPLES, 'elastic/eql_rules.ndjson'];

/** Elastic's published events give the expected verdict on every target that can be run; those of stateful rules with each option too. */
export const eventsOnTargets: readonly Suite[] = [
  ...Object.entries(optionFinders).map(([target, open]) => ({
    name: `elastic/events on ${target}`,
    files,
    run: (corpus: Corpus) => statefulOn(target, open, corpus),
  })),
  ...backends
    .filter(({ id }) => Object.hasOwn(runners, id))
    .map((backend) => ({
      name: `elastic/events on ${backend.id}`,
      files,
      run: (corpus: Corpus) => onTarget(backend, corpus),
    })),
];

async function predicateOutcomes({ loaded, samples }: Group, finder: Finder): Promise<readonly Outcome[]> {
  if (loaded.rule.query.kind !== 'event') return statefulOutcomes('the matcher', finder, loaded, samples);
  const matches = compilePredicate(loaded.rule);
  if (typeof matches !== 'function') return samples.map(() => failed(matches.unsupported));
  return samples.map(({ docs, expect }) =>
    docs.some(matches) === (expect === 'match') ? PASSED : failed('another verdict'),
  );
}

/** The predicate and the matcher that run in the process give the expected verdict. */
export const eventsOnPredicate: Suite = {
  name: 'elastic/events on the predicate',
  files: [...SAMPLES, 'elastic/eql_rules.ndjson'],
  async *run(corpus): AsyncIterable<CaseResult> {
    const finder = await openMatcher();
    if ('missing' in finder) throw new Error(finder.missing);
    for (const group of groupsOf(corpus)) {
      const outcomes = await predicateOutcomes(group, finder);
      for (const [i, outcome] of outcomes.entries()) yield { case: group.samples[i]?.id ?? '', outcome };
    }
  },
};
