import { backends } from '../../../backends/index.ts';
import { isUsable, loadRules, reasonOf } from '../../../src/compile.ts';
import type { Backend } from '../../../src/target/backend.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import type { Comparison } from '../../../src/verify/compare.ts';
import { compareStreams } from '../../../src/verify/compare-streams.ts';
import { generateStreams } from '../../../src/verify/generate/generate-streams.ts';
import { matchesOnKusto } from '../../../src/verify/matches/kusto.ts';
import { isEventRule } from '../../../src/verify/oracle.ts';
import { isAnnounced } from '../../../src/verify/proof.ts';
import { isUnavailable, type Runner, type Usable } from '../../../src/verify/runner.ts';
import { runners } from '../../../src/verify/runners/index.ts';
import { type CaseResult, type Corpus, failed, type Outcome, PASSED, type Suite, skipped } from '../suite.ts';
import { shownJson } from './round-trip.ts';
import { CORRELATION_CASES, type CorrelationCase } from './sigma-cases.ts';

const RULES = 'elastic/eql_rules.ndjson';
const SEED = 1;

/** A stateful rule, as its collection calls it. */
interface Subject {
  readonly name: string;
  readonly loaded: Usable;
}

const stateful = (name: string, file: SourceText, load = {}): readonly Subject[] =>
  loadRules(file, load)
    .rules.filter(isUsable)
    .filter(({ rule, role }) => role === 'alerts' && !isEventRule(rule))
    .map((loaded) => ({ name, loaded }));

const elastic = (corpus: Corpus): readonly Subject[] =>
  corpus
    .ndjson<{ path: string; toml: string }>(RULES)
    .flatMap(({ path, toml }) => stateful(path, new SourceText(path, toml)));

const correlations = (corpus: Corpus): readonly Subject[] =>
  corpus
    .json<readonly CorrelationCase[]>(CORRELATION_CASES)
    .filter((one) => one.expected_error === undefined)
    .flatMap(({ name, rules }) =>
      stateful(name, new SourceText(`${name}.yml`, rules), { timestampField: 'timestamp' }),
    );

async function outcome({ loaded }: Subject, backend: Backend, runner: Runner): Promise<Outcome> {
  const streams = generateStreams(loaded.rule, { seed: SEED });
  if (streams.every(({ matches }) => matches.length === 0)) return failed('no stream that the rule matches');
  const given = streams.map(({ events }) => events);
  const found = await compareStreams(loaded, backend, runner, given);
  if (found.status === 'unsupported') return skipped(`refused: ${reasonOf(found.conversion)}`);
  if (found.status === 'not run') return skipped(`refused: ${found.reason}`);
  const wrong = problemIn(found);
  return wrong === undefined ? PASSED : failed(wrong);
}

function problemIn({ fault, differences, held }: Comparison): string | undefined {
  if (fault) return `${fault.way}: ${fault.reason}`;
  const { way, stream } = differences.find((one) => !isAnnounced(one)) ?? {};
  if (way === undefined || !stream) return held > 0 ? undefined : 'no stream has a place in its tables';
  const { missed, extra, events } = stream;
  return `${way}: misses ${missed.join(' ') || 'nothing'}; finds besides ${extra.join(' ') || 'nothing'} in ${shownJson(events)}`;
}

type Rerun = (runner: Runner, backend: Backend) => Runner;

/** The targets that are held, each with how its outputs are asked for; some with an option. */
const HELD: Readonly<Record<string, readonly (readonly [string, Rerun])[]>> = {
  kusto: [
    ['kusto', (runner) => runner],
    [
      'kusto --no-scan',
      (runner, backend) => ({
        ...runner,
        matches: (trial) => Promise.resolve(matchesOnKusto({ ...trial, backend }, { scan: false })),
      }),
    ],
  ],
};

async function* hold(
  backend: Backend,
  rerun: Rerun,
  all: readonly Subject[],
  corpus: Corpus,
  wanted: number,
): AsyncIterable<CaseResult> {
  const runner = await runners[backend.id]?.('');
  if (!runner || isUnavailable(runner)) {
    yield { case: backend.id, outcome: skipped(`${backend.id}: ${runner?.missing ?? 'nothing runs its outputs'}`) };
    return;
  }
  const asked = rerun(runner, backend);
  const share = corpus.share(wanted);
  const left = skipped(`stateful rules: one of ${share} is run, with --long all`);
  for (const [at, subject] of corpus.sample(all, ({ name }) => name).entries())
    yield { case: subject.name, outcome: at % share === 0 ? await outcome(subject, backend, asked) : left };
  await runner.close();
}

/** The collections, each with the share of its rules that is run unless all are asked for: one of so many. */
const COLLECTIONS: readonly (readonly [string, string, number, (corpus: Corpus) => readonly Subject[]])[] = [
  ['stateful', RULES, 15, elastic],
  ['correlations', CORRELATION_CASES, 2, correlations],
];

/**
 * Every published stateful rule on every target, over streams made for it: the output finds what the rule finds, or its ledger announces the
 * difference.
 */
export const statefulRoundTrips: readonly Suite[] = COLLECTIONS.flatMap(([name, file, share, subjects]) =>
  backends.flatMap((backend) =>
    (HELD[backend.id] ?? [[backend.id, (runner: Runner) => runner] as const]).map(([target, rerun]) => ({
      name: `roundtrip/${target}/${name}`,
      files: [file],
      run: (corpus: Corpus) => hold(backend, rerun, subjects(corpus), corpus, share),
    })),
  ),
);
