import type { Rule } from '../../src/ir/rule.ts';
import { packs } from '../../src/mapping/packs/index.ts';
import { mapAlong, type Route, routeOf } from '../../src/mapping/route.ts';
import { legalize } from '../../src/passes/pipeline.ts';
import type { RuleGroup } from './corpora.ts';

/**
 * What became of a rule. `sure`: nothing to look at; `guessed`: rows that are likely or a guess are named; `left out`: tests are left out,
 * and the output finds more; `refused`: no output.
 */
export const OUTCOMES = ['sure', 'guessed', 'left out', 'refused'] as const;
type Outcome = (typeof OUTCOMES)[number];

interface Covered {
  readonly outcome: Outcome;
  /** Why it is refused, or what is left out. */
  readonly reasons: readonly string[];
}

function coveredBy(rule: Rule, route: Route): Covered {
  const { rule: mapped, entries } = mapAlong(legalize(rule), route);
  const reasons = (...effects: readonly string[]): readonly string[] =>
    entries.filter(({ effect }) => effects.includes(effect)).map(({ why }) => why);
  if (!mapped) return { outcome: 'refused', reasons: reasons('unsupported') };
  const left = reasons('wider', 'narrower', 'differs');
  if (left.length > 0) return { outcome: 'left out', reasons: left };
  return { outcome: entries.some(({ effect }) => effect === 'conditional') ? 'guessed' : 'sure', reasons: [] };
}

export interface CoverageRow {
  readonly group: string;
  readonly mapping: string;
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly total: number;
  /** How often each reason was given. */
  readonly reasons: ReadonlyMap<string, number>;
}

function rowOf(group: string, mapping: string, found: readonly Covered[]): CoverageRow {
  const reasons = new Map<string, number>();
  for (const why of found.flatMap((one) => one.reasons)) reasons.set(why, (reasons.get(why) ?? 0) + 1);
  const count = (outcome: Outcome): number => found.filter((one) => one.outcome === outcome).length;
  const counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, count(outcome)]));
  return { group, mapping, counts: counts as Record<Outcome, number>, total: found.length, reasons };
}

/** A row for each group and each mapping that its rules' taxonomy leads to. */
export function coverage({ name, rules }: RuleGroup): readonly CoverageRow[] {
  return [...new Set(packs.map(({ id }) => id))].flatMap((id) => {
    const found = rules.flatMap((rule) => {
      const route = routeOf([id], rule.taxonomy, packs);
      return route ? [coveredBy(rule, route)] : [];
    });
    return found.length === 0 ? [] : [rowOf(name, id, found)];
  });
}
