import type { Threat, ThreatReference } from '../ir/rule.ts';
import { attackTactics, attackTechniques } from './data/attack.generated.ts';

const slugOf = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

/** From a name in any spelling to its id. */
const byName = (table: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(table).map(([id, name]) => [slugOf(name), id]));

const tacticIds = byName(attackTactics);
const techniqueIds = byName(attackTechniques);

function tacticTag({ id, name }: ThreatReference): string | undefined {
  const known = id !== undefined && Object.hasOwn(attackTactics, id) ? attackTactics[id] : undefined;
  const slug = slugOf(known ?? name ?? '');
  return tacticIds.has(slug) ? `attack.${slug}` : undefined;
}

function techniqueTag({ id, name }: ThreatReference): string | undefined {
  const found = id ?? techniqueIds.get(slugOf(name ?? ''));
  return found !== undefined && /^T\d{4}(?:\.\d{3})?$/i.test(found) ? `attack.${found.toLowerCase()}` : undefined;
}

/** The tags of Sigma's namespace `attack` (specification 2.1, appendix tags): tactics by name with hyphens, techniques by id. */
export function attackTags(threat: readonly Threat[]): readonly string[] {
  const tags = threat.flatMap(({ tactic, techniques }) => [
    ...(tactic ? [tacticTag(tactic)] : []),
    ...techniques.flatMap((technique) => [technique, ...technique.subtechniques].map(techniqueTag)),
  ]);
  return [...new Set(tags.filter((tag) => tag !== undefined))];
}
