import { backends } from '../../../backends/index.ts';
import { compilePredicate } from '../../../backends/js/predicate.ts';
import { convertRule, isUsable, type LoadedRule, loadRuleSet, reasonOf } from '../../../src/compile.ts';
import { isError, messageOf } from '../../../src/diagnostics/diagnostic.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import { verdictsOf } from '../../../src/verify/oracle.ts';
import type { Usable } from '../../../src/verify/runner.ts';
import { type CaseResult, type Corpus, failed, type Outcome, PASSED, type Suite, same, skipped } from '../suite.ts';
import type { Event } from './sigma-cases.ts';

export const RULES = 'sigma/rules/rules.ndjson';
const LEGACY = 'sigma/rules/legacy.ndjson';

interface RuleRow {
  readonly path: string;
  readonly id: string;
  readonly yaml: string;
}

interface Published {
  readonly row: RuleRow;
  readonly rule: LoadedRule | undefined;
}

const cache = new WeakMap<Corpus, readonly Published[]>();

/** SigmaHQ's rules, read as one set. */
function published(corpus: Corpus): readonly Published[] {
  const known = cache.get(corpus);
  if (known) return known;
  const rows = corpus.ndjson<RuleRow>(RULES);
  const loaded = loadRuleSet(rows.map(({ path, yaml }) => new SourceText(path, yaml)));
  const made = rows.map((row, i) => ({ row, rule: loaded[i]?.rules[0] }));
  cache.set(corpus, made);
  return made;
}

/** Those of SigmaHQ's rules that were read. */
export const usable = (corpus: Corpus): readonly Usable[] =>
  published(corpus).flatMap(({ rule }) => (rule && isUsable(rule) ? [rule] : []));

/** A rule may be refused for a placeholder without values, and for nothing else. */
function readOutcome({ rule }: Published): Outcome {
  if (!rule) return failed('no rule was read');
  const errors = rule.diagnostics.filter(isError);
  const other = errors.find(({ code }) => code !== 'sigma/unresolved-placeholder');
  if (other) return failed(messageOf(other));
  return errors[0] ? skipped('an `expand` placeholder has no values') : PASSED;
}

/** The part of the rules that a target may refuse. */
const ALLOWED = 0.01;

interface Refusal {
  readonly target: string;
  readonly path: string;
  readonly why: string;
}

const refused = new WeakMap<Corpus, readonly Refusal[]>();

function refusals(corpus: Corpus): readonly Refusal[] {
  const known = refused.get(corpus);
  if (known) return known;
  const made = backends.flatMap((backend) =>
    usable(corpus).flatMap((loaded) => {
      const conversion = convertRule(loaded, backend);
      if (conversion.text !== undefined) return [];
      return [{ target: backend.id, path: loaded.rule.source.path, why: reasonOf(conversion) }];
    }),
  );
  refused.set(corpus, made);
  return made;
}

function targetOutcome(target: string, corpus: Corpus): Outcome {
  const total = published(corpus).length;
  const found = refusals(corpus).filter((one) => one.target === target);
  if (found.length / total <= ALLOWED) return PASSED;
  return failed(`${found.length} of ${total} rules are refused`);
}

/** The reasons of each target, with a number where many rules share one, else with the rule. */
function refusalList(corpus: Corpus): string {
  const paths = new Map<string, string[]>();
  for (const { target, path, why } of refusals(corpus)) {
    const key = `${target}: ${why}`;
    paths.set(key, [...(paths.get(key) ?? []), path]);
  }
  const lines = [...paths].map(
    ([key, rules]) => `${key}: ${rules.length > 3 ? `${rules.length} rules` : rules.join(', ')}`,
  );
  return ['Sigma rules that a target refuses', ...lines].join('\n');
}

/** SigmaHQ's rules are read and written for every target. */
export const sigmaRules: Suite = {
  name: 'sigma/rules',
  files: [RULES],
  *run(corpus): Iterable<CaseResult> {
    for (const one of published(corpus)) yield { case: one.row.path, outcome: readOutcome(one) };
    for (const { id } of backends) yield { case: `every rule on ${id}`, outcome: targetOutcome(id, corpus) };
  },
  appendix: refusalList,
};

/** Sigma 1's aggregations are refused with a pointer to correlations; nothing else of the old rules makes a crash. */
export const sigmaLegacy: Suite = {
  name: 'sigma/rules/legacy',
  files: [LEGACY],
  *run(corpus): Iterable<CaseResult> {
    for (const { path, yaml } of corpus.ndjson<RuleRow>(LEGACY)) {
      const [loaded] = loadRuleSet([new SourceText(path, yaml)]);
      const errors = loaded?.rules.flatMap(({ diagnostics }) => diagnostics.filter(isError)) ?? [];
      const isAggregate = /^\s+condition:[^#\n]*\|/m.test(yaml);
      const refusedSo = errors.some(({ code }) => code === 'sigma/aggregation');
      yield { case: path, outcome: isAggregate && !refusedSo ? failed('the aggregation is not refused') : PASSED };
    }
  },
};

export interface Regression {
  readonly rule_id: string;
  readonly rule_path: string;
  readonly events: readonly Event[];
  readonly matches: readonly boolean[];
}

export const EVENTS = 'sigma/regression/events.ndjson';
const MISSING = 'sigma/regression/derived_missing.ndjson';
const CROSS = 'sigma/regression/cross_hits.ndjson';

export const byId = (corpus: Corpus): ReadonlyMap<string | undefined, Usable> =>
  new Map(usable(corpus).map((loaded) => [loaded.rule.metadata.ruleId, loaded]));

/** The oracle and the predicate that runs in the process say the same, and what is expected. */
function verdictOutcome(loaded: Usable | undefined, events: readonly Event[], expected: readonly boolean[]): Outcome {
  if (!loaded) return failed('its rule was not read');
  const matches = compilePredicate(loaded.rule);
  if (typeof matches !== 'function') return failed('there is no predicate');
  return same([verdictsOf(loaded.rule, events), events.map(matches)], [expected, expected]);
}

/** Real events of attacks, each with its verdict. */
export const sigmaEvents: Suite = {
  name: 'sigma/regression/events',
  files: [EVENTS, RULES],
  *run(corpus): Iterable<CaseResult> {
    const rules = byId(corpus);
    for (const { rule_id: id, rule_path: path, events, matches } of corpus.ndjson<Regression>(EVENTS))
      yield { case: path, outcome: verdictOutcome(rules.get(id), events, matches) };
  },
};

/** The same without the fields that only negated parts ask for: still a match. */
export const sigmaMissing: Suite = {
  name: 'sigma/regression/derived_missing',
  files: [MISSING, RULES],
  *run(corpus): Iterable<CaseResult> {
    const rules = byId(corpus);
    for (const row of corpus.ndjson<{ rule_id: string; rule_path: string; event: Event }>(MISSING))
      yield { case: row.rule_path, outcome: verdictOutcome(rules.get(row.rule_id), [row.event], [true]) };
  },
};

interface CrossRow {
  readonly rule_id: string;
  readonly hits: readonly { readonly event_rule_id: string; readonly index: number }[];
}

/** Every rule on every event: the pairs that another evaluator finds are the ones, and no others. */
export const sigmaCross: Suite = {
  name: 'sigma/regression/cross_hits',
  files: [CROSS, EVENTS, RULES],
  *run(corpus): Iterable<CaseResult> {
    const rows = corpus.ndjson<Regression>(EVENTS);
    const names = rows.flatMap(({ rule_id: id, events }) => events.map((_, i) => `${id} ${i}`));
    const events = rows.flatMap((row) => row.events);
    const wanted = new Map(
      corpus
        .ndjson<CrossRow>(CROSS)
        .map(({ rule_id: id, hits }) => [id, new Set(hits.map((hit) => `${hit.event_rule_id} ${hit.index}`))]),
    );
    for (const loaded of usable(corpus)) {
      const { ruleId = '' } = loaded.rule.metadata;
      const expected = names.map((name) => wanted.get(ruleId)?.has(name) ?? false);
      yield { case: loaded.rule.source.path, outcome: verdictOutcome(loaded, events, expected) };
    }
  },
};
