import { eql } from '../../../backends/eql/index.ts';
import { convertRule, isUsable, type LoadedRule, loadRuleSet, loadRules, reasonOf } from '../../../src/compile.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import { verdictsOf } from '../../../src/verify/oracle.ts';
import { type CaseResult, type Corpus, failed, type Outcome, type Suite, same, skipped } from '../suite.ts';
import type { Event } from './sigma-cases.ts';

const RULES = 'sigma/rules/rules.ndjson';
const EVENTS = 'sigma/regression/events.ndjson';
const CROSS = 'sigma/regression/cross_hits.ndjson';

type Usable = LoadedRule & { readonly rule: Rule };

interface Regression {
  readonly rule_id: string;
  readonly rule_path: string;
  readonly events: readonly Event[];
  readonly matches: readonly boolean[];
}

interface CrossRow {
  readonly rule_id: string;
  readonly hits: readonly { readonly event_rule_id: string; readonly index: number }[];
}

function usable(corpus: Corpus): readonly Usable[] {
  const rows = corpus.ndjson<{ readonly path: string; readonly yaml: string }>(RULES);
  return loadRuleSet(rows.map(({ path, yaml }) => new SourceText(path, yaml))).flatMap(({ rules }) =>
    rules.filter(isUsable),
  );
}

/** Writes a rule as EQL, reads that, and asks the oracle about events. */
function outcomeOf(loaded: Usable | undefined, events: readonly Event[], expected: readonly boolean[]): Outcome {
  if (!loaded) return failed('its rule was not read');
  const conversion = convertRule(loaded, eql);
  if (conversion.text === undefined) return skipped(`EQL does not say it: ${reasonOf(conversion)}`);
  const keyword = conversion.ledger.find(({ construct }) => construct === 'keyword');
  if (keyword) return skipped(`EQL looks for keywords under a condition: ${keyword.why}`);
  const [read] = loadRules(new SourceText('rule.eql', conversion.text)).rules;
  if (!read || !isUsable(read)) return failed(`the output is refused:\n${conversion.text}`);
  return same(verdictsOf(read.rule, events), expected);
}

/** Each rule on the events of the attack that it is for. */
export const sigmaEventsOnEql: Suite = {
  name: 'sigma/regression/events on eql',
  files: [EVENTS, RULES],
  *run(corpus): Iterable<CaseResult> {
    const rules = new Map(usable(corpus).map((loaded) => [loaded.rule.metadata.ruleId, loaded]));
    for (const { rule_id: id, rule_path: path, events, matches } of corpus.ndjson<Regression>(EVENTS))
      yield { case: path, outcome: outcomeOf(rules.get(id), events, matches) };
  },
};

/** Every rule on every event: the same pairs as from Sigma, and no others. */
export const sigmaCrossOnEql: Suite = {
  name: 'sigma/regression/cross_hits on eql',
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
      const found = wanted.get(loaded.rule.metadata.ruleId ?? '');
      const expected = names.map((name) => found?.has(name) ?? false);
      yield { case: loaded.rule.source.path, outcome: outcomeOf(loaded, events, expected) };
    }
  },
};
