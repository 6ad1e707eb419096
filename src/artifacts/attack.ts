import type { RuleMetadata, Threat, ThreatReference } from '../ir/rule.ts';
import { attackTags } from '../target/attack-tags.ts';
import { attackTactics, attackTechniques, techniqueTactics } from '../target/data/attack.generated.ts';

/** A rule's place in MITRE ATT&CK, whatever its language. */
export interface Attack {
  /** Ids of tactics: `TA0002`. */
  readonly tactics: readonly string[];
  /** Ids of techniques and sub-techniques: `T1059`, `T1059.001`. */
  readonly techniques: readonly string[];
}

const slug = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
const tacticIds: ReadonlyMap<string, string> = new Map(
  Object.entries(attackTactics).map(([id, name]) => [slug(name), id]),
);

/** Tactics and techniques of Elastic's `threat`, or of Sigma's tags; what is no id or name of ATT&CK is left out. */
export function attackOf({ threat = [], tags = [] }: RuleMetadata): Attack {
  const words = [...attackTags(threat), ...tags].flatMap((tag) => /^attack\.(.+)$/i.exec(tag)?.[1] ?? []);
  const tactics = words.flatMap((word) => tacticIds.get(slug(word)) ?? []);
  const techniques = words.filter((word) => /^t\d{4}(?:\.\d{3})?$/i.test(word)).map((word) => word.toUpperCase());
  return { tactics: [...new Set(tactics)], techniques: [...new Set(techniques)] };
}

/** `Initial Access` as Microsoft writes it: `InitialAccess`. */
export const pascalTactic = (id: string): string =>
  (attackTactics[id] ?? '').replaceAll(/(?:^|[^A-Za-z])([a-z])?/g, (_, letter: string | undefined) =>
    (letter ?? '').toUpperCase(),
  );

/** `T1059` of `T1059.001`. */
export const parentOf = (technique: string): string => technique.split('.')[0] ?? technique;

const place = (id: string): string => id.replace('.', '/');
const reference = (kind: 'tactics' | 'techniques', id: string): string =>
  `https://attack.mitre.org/${kind}/${place(id)}/`;
const nameOf = (id: string): string => (Object.hasOwn(attackTechniques, id) ? attackTechniques[id] : undefined) ?? id;
const tacticsOf = (id: string): readonly string[] =>
  (Object.hasOwn(techniqueTactics, id) ? techniqueTactics[id] : undefined) ?? [];

const tacticReference = (id: string): ThreatReference => ({
  id,
  name: attackTactics[id] ?? id,
  reference: reference('tactics', id),
});
const techniqueReference = (id: string): ThreatReference => ({
  id,
  name: nameOf(id),
  reference: reference('techniques', id),
});

/** A reference with the parts that ATT&CK knows of its id. */
const filled = (one: ThreatReference, of: (id: string) => ThreatReference): ThreatReference =>
  one.id === undefined ? one : { ...of(one.id), ...one };

const completed = ({ framework, tactic, techniques }: Threat): Threat => ({
  framework: framework ?? FRAMEWORK,
  ...(tactic && { tactic: filled(tactic, tacticReference) }),
  techniques: techniques.map((one) => ({
    ...filled(one, techniqueReference),
    subtechniques: one.subtechniques.map((inner) => filled(inner, techniqueReference)),
  })),
});

const FRAMEWORK = 'MITRE ATT&CK';

/** Techniques under the tactics of a rule that ATT&CK has them under, else under all that ATT&CK has them under. */
function placed({ tactics, techniques }: Attack): ReadonlyMap<string, readonly string[]> {
  const under = new Map<string, readonly string[]>(tactics.map((id) => [id, []]));
  for (const technique of techniques) {
    const own = tacticsOf(technique);
    const known = own.length > 0 ? own : tacticsOf(parentOf(technique));
    const shared = known.filter((id) => tactics.includes(id));
    for (const id of shared.length > 0 ? shared : known) under.set(id, [...(under.get(id) ?? []), technique]);
  }
  return under;
}

/** The tactics of a rule, each with its techniques, as Elastic writes them: the rule's own `threat`, or made of Sigma's tags. */
export function threatOf(metadata: RuleMetadata): readonly Threat[] {
  if (metadata.threat && metadata.threat.length > 0) return metadata.threat.map(completed);
  return [...placed(attackOf(metadata))].map(([id, found]) => ({
    framework: FRAMEWORK,
    tactic: tacticReference(id),
    techniques: [...new Set(found.map(parentOf))].map((parent) => ({
      ...techniqueReference(parent),
      subtechniques: found.filter((one) => one !== parent && parentOf(one) === parent).map(techniqueReference),
    })),
  }));
}
