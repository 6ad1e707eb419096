import { holds } from '../../../src/eval/cond.ts';
import type { Event } from '../../../src/eval/read-field.ts';
import { and, filterCondition } from '../../../src/ir/build.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import { whereOf } from '../../../src/mapping/choose-table.ts';
import { categoryOf, mapRule } from '../../../src/mapping/map-rule.ts';
import type { MappingPack, TargetTable } from '../../../src/mapping/pack.ts';
import { packs } from '../../../src/mapping/packs/index.ts';
import { sourceEvent } from '../../../src/mapping/source-event.ts';
import { legalize } from '../../../src/passes/pipeline.ts';
import { generateEvents } from '../../../src/verify/generate/generate-events.ts';
import { RULE_FILES, ruleGroups } from '../../mapping/corpora.ts';
import { type CaseResult, failed, type Outcome, PASSED, type Suite, skipped } from '../suite.ts';

const COUNT = 20;

const finds = ({ query }: Rule, event: Event): boolean =>
  query.kind === 'event' && holds(filterCondition(query.filter), event);

const isOf = (table: TargetTable, event: Event): boolean =>
  holds(filterCondition({ condition: and(table.where.map(whereOf)), ...categoryOf(table) }), event);

/** Assumptions of rows that are run as they stand: a definition says what the column means, so they explain no difference. */
const ROWS: readonly (string | undefined)[] = ['mapping/likely', 'mapping/guess'];

/**
 * Events in the target's columns, turned into the source's by the definitions: the mapped rule says of the one what the rule says of the
 * other, or the ledger announced it.
 */
function outcomeOf(rule: Rule, pack: MappingPack): Outcome | undefined {
  const source = legalize(rule);
  const { rule: mapped, tables, entries } = mapRule(source, pack);
  const [table] = tables;
  if (!mapped || !table) return undefined;
  if (mapped.query.kind !== 'event') return skipped('matches of sequences are not compared over a mapping');
  const finder = legalize(mapped);
  const wider = entries.some(({ effect }) => effect === 'wider');
  const assumes = entries.some((entry) => entry.effect === 'conditional' && !ROWS.includes(entry.assumption));
  for (const { id, event, matches } of generateEvents(finder, { seed: 1, count: COUNT })) {
    if (!isOf(table, event)) continue;
    const expected = finds(source, sourceEvent(table, event));
    if (matches === expected || assumes || (wider && matches)) continue;
    return failed(`${id}: the mapped rule says ${matches}, the rule ${expected}: ${JSON.stringify(event, plain)}`);
  }
  return PASSED;
}

const plain = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);

const suiteOf = (pack: MappingPack): Suite => ({
  name: `mapping/${pack.from}-to-${pack.id}`,
  files: RULE_FILES,
  *run(corpus): Iterable<CaseResult> {
    const rules = ruleGroups(corpus).flatMap((group) => group.rules);
    for (const rule of rules.filter(({ taxonomy }) => taxonomy === pack.from)) {
      const outcome = outcomeOf(rule, pack);
      if (outcome) yield { case: rule.source.path, outcome };
    }
  },
});

/** Mapping keeps meaning: a suite for each pack. */
export const mappings: readonly Suite[] = packs.map(suiteOf);
