import { packs } from '../../../src/mapping/packs/index.ts';
import { mapAlong, type Route, routeOf } from '../../../src/mapping/route.ts';
import { legalize } from '../../../src/passes/pipeline.ts';
import { verdictsOf } from '../../../src/verify/oracle.ts';
import { type CaseResult, failed, type Outcome, type Suite, same, skipped } from '../suite.ts';
import { byId, EVENTS, type Regression, RULES } from './sigma-rules.ts';

/** There and back: the rule finds the same events under the names it had. */
function outcomeOf(rule: Parameters<typeof mapAlong>[0] | undefined, route: Route, row: Regression): Outcome {
  if (!rule) return failed('its rule was not read');
  const { rule: mapped, entries } = mapAlong(legalize(rule), route);
  const refusal = entries.find(({ effect }) => effect === 'unsupported');
  if (!mapped) return skipped(`refused: ${refusal?.why ?? 'no reason'}`);
  if (entries.some(({ effect }) => effect === 'wider')) return skipped('a test is left out, which the ledger says');
  return same(verdictsOf(legalize(mapped), row.events), row.matches);
}

/** Real events of attacks, found by rules that went to ECS and came back. */
export const mappedEvents: Suite = {
  name: 'mapping/sigma to ecs to sigma on sigma/regression/events',
  files: [EVENTS, RULES],
  *run(corpus): Iterable<CaseResult> {
    const route = routeOf(['ecs', 'sigma'], 'sigma', packs);
    if (!route) throw new Error('no mapping leads to ECS and back');
    const rules = byId(corpus);
    for (const row of corpus.ndjson<Regression>(EVENTS))
      yield { case: row.rule_path, outcome: outcomeOf(rules.get(row.rule_id)?.rule, route, row) };
  },
};
