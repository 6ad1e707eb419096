import { backends } from '../../../backends/index.ts';
import { loadRules } from '../../../src/compile.ts';
import type { Event } from '../../../src/eval/read-field.ts';
import { runQuery } from '../../../src/eval/run-query.ts';
import type { CorrelationQuery } from '../../../src/ir/query.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import type { MatchWay } from '../../../src/verify/matches/answer.ts';
import type { Usable } from '../../../src/verify/runner.ts';
import { type Finder, finders } from '../../stateful/finders.ts';
import { type CaseResult, type Corpus, failed, type Outcome, PASSED, type Suite, same, skipped } from '../suite.ts';
import { CORRELATION_CASES, type CorrelationCase, groupText } from './sigma-cases.ts';
import { worstOf } from './stateful-samples.ts';

/** The rules of a case with the time where its events have it. */
const rulesOf = ({ name, rules }: CorrelationCase): readonly Usable[] =>
  loadRules(new SourceText(`${name}.yml`, rules), { timestampField: 'timestamp' }).rules.flatMap((loaded) =>
    loaded.rule && loaded.role === 'alerts' ? [{ ...loaded, rule: loaded.rule }] : [],
  );

type Correlation = Usable & { readonly rule: { readonly query: CorrelationQuery } };

const isCorrelation = (loaded: Usable): loaded is Correlation => loaded.rule.query.kind === 'correlation';

/** Alerts by rule and group; only one of the correlation's own has a group. */
function alertText(
  title: string | undefined,
  { groupBy }: CorrelationQuery,
  own: boolean,
  group: readonly unknown[],
): string {
  const named = Object.fromEntries((own ? groupBy : []).map((name, i) => [name, String(group[i])]));
  return `${title} ${groupText(named)}`;
}

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

function wayOutcome(loaded: Correlation, wanted: readonly string[], way: MatchWay): Outcome {
  const found = way.hits.map(({ rule, group = [] }) =>
    alertText(rule ?? loaded.metadata.name, loaded.rule.query, rule === undefined, group),
  );
  const outcome = same(distinct(found), wanted);
  return outcome.kind === 'failed' ? failed(`${way.conversion.target}, ${way.name}: ${outcome.reason}`) : outcome;
}

/** The alerts of a correlation are those of the oracle, which its own suite holds against what the case expects. */
async function correlationOutcome(
  finder: Finder,
  target: string,
  loaded: Correlation,
  events: readonly Event[],
): Promise<Outcome> {
  const { query, time } = loaded.rule;
  const answer = await finder.find(loaded, events);
  if ('refused' in answer) return skipped(`${target}: unsupported: ${answer.refused}`);
  if ('fault' in answer) return failed(`${target}: ${answer.fault.reason.slice(0, 300)}`);
  const wanted = runQuery(query, events, time).map(({ rule, key }) =>
    alertText(rule ?? loaded.metadata.name, query, rule === undefined, key),
  );
  return worstOf(answer.ways.map((way) => wayOutcome(loaded, distinct(wanted), way)));
}

/** Of several correlations in a case, one that fails counts first, then one that has no output. */
const RANK = { failed: 0, skipped: 1, passed: 2 } as const;

async function caseOutcome(finder: Finder, target: string, one: CorrelationCase): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  for (const loaded of rulesOf(one))
    if (isCorrelation(loaded)) outcomes.push(await correlationOutcome(finder, target, loaded, one.events ?? []));
  return outcomes.sort((a, b) => RANK[a.kind] - RANK[b.kind])[0] ?? PASSED;
}

async function* onTarget(target: string, corpus: Corpus): AsyncIterable<CaseResult> {
  const finder = await finders[target]?.();
  if (!finder) return;
  if ('missing' in finder) {
    yield { case: target, outcome: skipped(`${target}: ${finder.missing}`) };
    return;
  }
  for (const one of corpus.json<readonly CorrelationCase[]>(CORRELATION_CASES))
    if (one.expected_error === undefined) yield { case: one.name, outcome: await caseOutcome(finder, target, one) };
  await finder.close();
}

/** Sigma's correlation cases on every target that can be run. Event rules that alert beside a correlation have suites of their own. */
export const correlationsOnTargets: readonly Suite[] = backends
  .filter(({ id }) => Object.hasOwn(finders, id))
  .map(({ id }) => ({
    name: `sigma/correlation_cases on ${id}`,
    files: [CORRELATION_CASES],
    run: (corpus) => onTarget(id, corpus),
  }));
