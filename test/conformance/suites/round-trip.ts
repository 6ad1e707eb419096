import { backends } from '../../../backends/index.ts';
import { isUsable, loadRules, reasonOf } from '../../../src/compile.ts';
import type { Event } from '../../../src/eval/read-field.ts';
import type { Backend } from '../../../src/target/backend.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import { type Comparison, comparisonOf } from '../../../src/verify/compare.ts';
import { generateEvents } from '../../../src/verify/generate/generate-events.ts';
import type { GeneratedEvent } from '../../../src/verify/generate/generated.ts';
import { isEventRule, verdictsOf } from '../../../src/verify/oracle.ts';
import { isFault, isUnavailable, type Runner, type Usable, type Way } from '../../../src/verify/runner.ts';
import { runners } from '../../../src/verify/runners/index.ts';
import {
  ALL,
  announces,
  announcesSo,
  basesFor,
  type Candidate,
  type Claim,
  candidatesOf,
  claimsOf,
  type SmallTrial,
  showsAt,
  smallTrials,
} from '../../../src/verify/witness.ts';
import { type CaseResult, type Corpus, failed, type Outcome, PASSED, type Suite, skipped } from '../suite.ts';
import { usable as usableSigmaRules } from './sigma-rules.ts';
import { TRICKY_EVENTS, trickyRules } from './tricky-rules.ts';

/** A rule with the events on which its outputs are held against it: those made for it, then real ones. */
interface Subject {
  readonly name: string;
  readonly loaded: Usable;
  readonly generated: readonly GeneratedEvent[];
  readonly real: readonly Event[];
}

const [SEED, EVENTS] = [1, 24];

const subjectOf = (name: string, loaded: Usable, real: readonly Event[]): Subject => ({
  name,
  loaded,
  generated: generateEvents(loaded.rule, { seed: SEED, count: EVENTS }),
  real,
});

/** Stateful rules are held against the oracle on streams: `npm run stateful`, and the samples of the suites of events. */
const isEvent = ({ rule }: Usable): boolean => isEventRule(rule);

const RULES = 'elastic/eql_rules.ndjson';
const SAMPLES = ['elastic/event_samples_ecs.ndjson', 'elastic/event_nearmiss_ecs.ndjson'];

function groupedBy<T>(rows: readonly T[], keyOf: (row: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

function elasticSubjects(corpus: Corpus): readonly Subject[] {
  const samples = groupedBy(
    SAMPLES.filter((file) => corpus.has(file)).flatMap((file) =>
      corpus.ndjson<{ rule_id: string; docs: readonly Event[] }>(file),
    ),
    (sample) => sample.rule_id,
  );
  const rows = corpus.ndjson<{ rule_id: string; path: string; toml: string }>(RULES);
  return corpus
    .sample(rows, ({ path }) => path)
    .flatMap((row) =>
      loadRules(new SourceText(row.path, row.toml))
        .rules.filter(isUsable)
        .filter(isEvent)
        .map((loaded) =>
          subjectOf(
            row.path,
            loaded,
            (samples.get(row.rule_id) ?? []).flatMap(({ docs }) => docs),
          ),
        ),
    );
}

const SIGMA = 'sigma/rules/rules.ndjson';
const SIGMA_EVENTS = 'sigma/regression/events.ndjson';

function sigmaSubjects(corpus: Corpus): readonly Subject[] {
  const rows = corpus.has(SIGMA_EVENTS)
    ? corpus.ndjson<{ rule_id: string; events: readonly Event[] }>(SIGMA_EVENTS)
    : [];
  const events = groupedBy(rows, (row) => row.rule_id);
  return corpus
    .sample(usableSigmaRules(corpus), ({ rule }) => rule.source.path)
    .filter(isEvent)
    .map((loaded) => {
      const { metadata, source } = loaded.rule;
      return subjectOf(
        source.path,
        loaded,
        (events.get(metadata.ruleId ?? '') ?? []).flatMap((row) => row.events),
      );
    });
}

const trickySubjects = (corpus: Corpus): readonly Subject[] =>
  corpus
    .sample(trickyRules(corpus), ({ rule }) => rule.source.path)
    .filter(isEvent)
    .map((loaded) => subjectOf(loaded.rule.source.path, loaded, []));

/** A published collection of rules. */
interface Collection {
  readonly name: string;
  readonly file: string;
  readonly subjects: (corpus: Corpus) => readonly Subject[];
}

function once<T>(make: (corpus: Corpus) => T): (corpus: Corpus) => T {
  const made = new WeakMap<Corpus, { readonly value: T }>();
  return (corpus) => {
    const found = made.get(corpus) ?? { value: make(corpus) };
    made.set(corpus, found);
    return found.value;
  };
}

const collections: readonly Collection[] = [
  { name: '', file: RULES, subjects: once(elasticSubjects) },
  { name: '/sigma', file: SIGMA, subjects: once(sigmaSubjects) },
  { name: '/peers', file: TRICKY_EVENTS, subjects: once(trickySubjects) },
];

/** A subject's output for the target, to be run and asked. */
interface Attempt {
  readonly subject: Subject;
  readonly claims: readonly Claim[];
  readonly candidates: readonly Candidate[];
  readonly events: readonly Event[];
}

function attemptOf(subject: Subject, runner: Runner, backend: Backend): Attempt {
  const { loaded, generated, real } = subject;
  const written = runner.conversions(loaded, backend).filter(({ text }) => text !== undefined);
  const all = written.flatMap(claimsOf);
  const claims = [...new Map(all.map((claim) => [claim.key, claim])).values()];
  const candidates = claims.flatMap((claim) => candidatesOf(loaded, claim, generated));
  const own = [...generated.map(({ event }) => event), ...real];
  return { subject, claims, candidates, events: [...own, ...candidates.map(({ event }) => event)] };
}

/** An attempt that was run, with the claims that no whole event showed. */
interface Ran {
  readonly attempt: Attempt;
  readonly comparison: Comparison;
  readonly unshown: readonly Claim[];
}

function unshownIn({ subject, claims, candidates, events }: Attempt, ways: readonly Way[]): readonly Claim[] {
  const wanted = verdictsOf(subject.loaded.rule, events);
  const first = events.length - candidates.length;
  const shown = new Set(
    candidates.flatMap(({ claim, base }, at) =>
      ways.some((way) => announces(way, claim) && showsAt(way, wanted, first + at, base)) ? [claim.key] : [],
    ),
  );
  return claims.filter(({ key }) => !shown.has(key));
}

async function runAttempts(runner: Runner, backend: Backend, subjects: readonly Subject[]): Promise<readonly Ran[]> {
  const attempts = subjects.map((subject) => attemptOf(subject, runner, backend));
  const trials = attempts.map(({ subject, events }) => ({ loaded: subject.loaded, backend, events }));
  const found = await runner.runAll(trials);
  return attempts.flatMap((attempt, at) => {
    const [trial, answer] = [trials[at], found[at]];
    if (!trial || !answer) return [];
    const comparison = comparisonOf(trial, runner, answer);
    return [{ attempt, comparison, unshown: isFault(answer) ? [] : unshownIn(attempt, answer.ways) }];
  });
}

/** A claim of a rule that no whole event showed. */
interface Question {
  readonly loaded: Usable;
  readonly claim: Claim;
}

/** Whether a test alone shows what a claim says, by the claim and the test; asked once for all rules. */
class SmallAnswers {
  readonly #ways = new Map<string, readonly Way[] | string>();
  readonly #runner: Runner;
  readonly #backend: Backend;

  constructor(runner: Runner, backend: Backend) {
    this.#runner = runner;
    this.#backend = backend;
  }

  /** Asks of each claim no more tests than it takes to show it: a rule may have dozens of tests of one field. */
  async ask(questions: readonly Question[]): Promise<void> {
    let open = questions.map((question) => ({ question, trials: smallTrials(question.loaded, question.claim) }));
    for (let round = 0; open.length > 0; round++) {
      await this.#askAll(open.flatMap(({ trials }) => trials[round] ?? []));
      open = open.filter(({ question, trials }) => {
        const trial = trials[round];
        return trial !== undefined && !this.#shows(trial, question.claim);
      });
    }
  }

  async #askAll(trials: readonly SmallTrial[]): Promise<void> {
    const open = trials.filter(({ key }) => !this.#ways.has(key));
    const different = [...new Map(open.map((trial) => [trial.key, trial])).values()];
    const found = await this.#runner.runAll(
      different.map(({ loaded, events }) => ({ loaded, events, backend: this.#backend })),
    );
    different.forEach(({ key }, at) => {
      const answer = found[at];
      this.#ways.set(key, answer && isFault(answer) ? answer.fault.reason : (answer?.ways ?? []));
    });
  }

  #shows({ key, loaded, events }: SmallTrial, claim: Claim): boolean {
    const ways = this.#ways.get(key) ?? [];
    if (typeof ways === 'string') return false;
    const wanted = verdictsOf(loaded.rule, events);
    return ways.some((way) => announcesSo(way, claim) && events.some((_, at) => at > 0 && showsAt(way, wanted, at, 0)));
  }

  /** Nothing: the claim is shown. */
  problem({ loaded, claim }: Question): string | undefined {
    const { note } = claim;
    const name = `${note.effect} ${note.construct}: ${note.assumption ?? note.why}`;
    if (note.witness === undefined) return `${name} has no witness`;
    const shown = smallTrials(loaded, claim).some((trial) => this.#shows(trial, claim));
    return shown ? undefined : `${name}: its witness ${shownJson(note.witness)} shows no difference`;
  }
}

export const shownJson = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'bigint' ? `${inner}n` : inner === undefined ? '(absent)' : inner,
  );

function verdictProblem({ fault, differences }: Comparison): string | undefined {
  if (fault) return `${fault.way}: ${fault.reason}`;
  const first = differences.find(({ announced }) => announced === undefined);
  return first && `${first.way}: the rule says ${first.wanted} of ${shownJson(first.event)}`;
}

/** What neither whole events nor small tests show, on events made for it: a test that decides there is one that an output may write otherwise when it is alone. */
async function stillUnshown(
  runner: Runner,
  backend: Backend,
  { loaded }: Subject,
  claims: readonly Claim[],
): Promise<readonly Claim[]> {
  const left: Claim[] = [];
  for (const claim of claims) {
    const generated = basesFor(loaded, claim, SEED);
    const candidates = candidatesOf(loaded, claim, generated, ALL);
    const events = [...generated, ...candidates].map(({ event }) => event);
    const found = await runner.run({ loaded, backend, events });
    const subject = { name: '', loaded, generated, real: [] };
    if (isFault(found) || unshownIn({ subject, claims: [claim], candidates, events }, found.ways).length > 0)
      left.push(claim);
  }
  return left;
}

async function outcomeOf(ran: Ran, small: SmallAnswers, runner: Runner, backend: Backend): Promise<Outcome> {
  const { attempt, comparison, unshown } = ran;
  const { subject } = attempt;
  if (comparison.status === 'unsupported') return skipped(`refused: ${reasonOf(comparison.conversion)}`);
  const wrong = verdictProblem(comparison);
  if (wrong !== undefined) return failed(wrong);
  const open = unshown.filter((claim) => small.problem({ loaded: subject.loaded, claim }) !== undefined);
  const [first] = await stillUnshown(runner, backend, subject, open);
  return first ? failed(small.problem({ loaded: subject.loaded, claim: first }) ?? '') : PASSED;
}

/** So many rules are run together. */
const TOGETHER = 40;

function* chunksOf<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += TOGETHER) yield items.slice(at, at + TOGETHER);
}

async function* roundTrip(backend: Backend, all: readonly Subject[], share: number): AsyncIterable<CaseResult> {
  const runner = await runners[backend.id]?.('');
  if (!runner || isUnavailable(runner)) {
    yield { case: backend.id, outcome: skipped(`${backend.id}: ${runner?.missing ?? 'nothing runs its outputs'}`) };
    return;
  }
  const small = new SmallAnswers(runner, backend);
  const subjects = all.filter((_, at) => at % share === 0);
  const left = skipped(`${backend.id}: one rule of ${share} is run, with --long all`);
  yield* all.filter((_, at) => at % share !== 0).map(({ name }) => ({ case: name, outcome: left }));
  for (const chunk of chunksOf(subjects)) {
    const ran = await runAttempts(runner, backend, chunk);
    await small.ask(
      ran.flatMap(({ attempt, unshown }) => unshown.map((claim) => ({ loaded: attempt.subject.loaded, claim }))),
    );
    for (const one of ran)
      yield { case: one.attempt.subject.name, outcome: await outcomeOf(one, small, runner, backend) };
  }
  await runner.close();
}

/** The targets that are held so far, each with the share of the rules that is run unless all are asked for: one of so many. */
const HELD: Readonly<Record<string, number>> = {
  js: 1,
  eql: 1,
  sigma: 1,
  kusto: 1,
  splunk: 1,
  'sql:sqlite': 1,
  'sql:duckdb': 2,
  'sql:postgres': 12,
  'sql:clickhouse': 8,
};

/**
 * Every published event rule on every target, over events made for it and real ones: the output says what the rule says, or its ledger
 * announces the difference; and what a ledger announces is shown by its witness, in a whole event or at its test alone.
 */
export const roundTrips: readonly Suite[] = collections.flatMap(({ name, file, subjects }) =>
  backends.flatMap((backend) => {
    const share = HELD[backend.id];
    if (share === undefined) return [];
    const run = (corpus: Corpus): AsyncIterable<CaseResult> =>
      roundTrip(backend, subjects(corpus), corpus.share(share));
    return [{ name: `roundtrip/${backend.id}${name}`, files: [file], run }];
  }),
);
