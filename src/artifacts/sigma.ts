import { type Printable, printYaml } from '../formats/print-yaml.ts';
import type { Artifact, ArtifactInput, Written } from './artifact.ts';
import { changes } from './changes.ts';
import { lines, listed } from './prose.ts';

const ID = 'sigma';

/** What a rule of another language says and Sigma has no key for: keys of its own, which Sigma allows and readers keep. */
function custom({
  rule: { language, metadata },
}: ArtifactInput): readonly (readonly [string, Printable | undefined])[] {
  if (language === 'sigma') return [];
  const { schedule, riskScore, note, setup, suppression, maxSignals } = metadata;
  const written = (text: string | undefined): string | undefined => lines(text ?? '') || undefined;
  return [
    ['risk_score', riskScore],
    ['interval', schedule?.interval],
    ['from', schedule?.from],
    ['to', schedule?.to],
    ['max_alerts', maxSignals],
    ['suppress_by', suppression && suppression.groupBy.length > 0 ? listed(suppression.groupBy) : undefined],
    ['suppress_for', suppression?.duration],
    ['labels', listed(metadata.tags).length > 0 ? listed(metadata.tags) : undefined],
    ['note', written(note)],
    ['setup', written(setup)],
  ];
}

function write(input: ArtifactInput): Written {
  const more = custom(input).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  const { schedule } = input.rule.metadata;
  const remarks =
    schedule === undefined ? [] : ['Sigma has no schedule; period and window stand under keys of their own'];
  return {
    text: `${input.text.trimEnd()}\n${more.length > 0 ? printYaml(new Map(more)) : ''}`,
    diagnostics: input.rule.language === 'sigma' ? [] : changes(ID, remarks, input),
  };
}

/** A Sigma rule with all that the source says of itself. */
export const sigma: Artifact = {
  id: ID,
  summary: 'a Sigma rule with the schedule, the score and the guide of its source',
  targets: ['sigma'],
  extension: () => '.sigma.yml',
  docs: 'https://sigmahq.io/sigma-specification/specification/sigma-rules-specification.html',
  options: () => ({}),
  write,
};
