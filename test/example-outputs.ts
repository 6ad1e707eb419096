import {
  type Artifact,
  artifacts,
  backends,
  convertArtifact,
  convertRule,
  isUsable,
  type LoadedRule,
  loadRules,
  packs,
  routeOf,
  SourceText,
} from '../src/index.ts';

type Usable = LoadedRule & { readonly rule: NonNullable<LoadedRule['rule']> };

/** The mappings that an artifact is shown with; the others are shown in the rule's own fields. */
const MAPPED: Readonly<Record<string, readonly string[]>> = {
  'sentinel-yaml': ['asim', 'defender-xdr'],
  'sentinel-arm': ['asim'],
  defender: ['defender-xdr'],
  sigma: ['sigma'],
};

/** One artifact around each of its targets, with a mapping or without. */
function outputsOf(rule: Usable, artifact: Artifact, name: string | undefined): readonly (readonly [string, string])[] {
  const mapping = name === undefined ? undefined : routeOf([name], rule.rule.taxonomy, packs);
  const into = name === undefined ? '' : `.${name}`;
  const targets = backends.filter(({ id }) => artifact.targets.includes(id));
  return targets.map((backend) => {
    const { text } = convertArtifact(rule, artifact, backend, mapping ? { mapping } : {});
    if (text === undefined) throw new Error(`the example has no artifact ${artifact.id}`);
    return [`artifacts/rule${into}${artifact.extension(backend.id)}`, text];
  });
}

/** The files that platforms import, by file name. */
const artifactOutputs = (rule: Usable): readonly (readonly [string, string])[] =>
  artifacts.flatMap((artifact) =>
    (MAPPED[artifact.id] ?? [undefined]).flatMap((name) => outputsOf(rule, artifact, name)),
  );

/** The outputs of a rule for every target, and every artifact of it, by file name. */
export function exampleOutputs(text: string): ReadonlyMap<string, string> {
  const [rule] = loadRules(new SourceText('rule.md', text)).rules.filter(isUsable);
  if (!rule) throw new Error('the example rule has no meaning');
  const outputs = new Map<string, string>();
  for (const backend of backends) {
    const conversion = convertRule(rule, backend);
    if (conversion.text !== undefined) outputs.set(`rule${backend.extension}`, conversion.text);
  }
  for (const [name, file] of artifactOutputs(rule)) outputs.set(name, file);
  return outputs;
}
