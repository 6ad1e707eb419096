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
  savedsearches: ['sysmon', 'cim'],
  escu: ['cim'],
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

function readExample(file: string, text: string): Usable {
  const [rule] = loadRules(new SourceText(file, text)).rules.filter(isUsable);
  if (!rule) throw new Error('the example rule has no meaning');
  return rule;
}

const targetsOf = (rule: Usable): readonly (readonly [string, string])[] =>
  backends.flatMap((backend) => {
    const { text } = convertRule(rule, backend);
    return text === undefined ? [] : [[`rule${backend.extension}`, text] as const];
  });

/** The outputs of a rule for every target, by file name. The name of the rule's file tells its form. */
export const targetOutputs = (file: string, text: string): ReadonlyMap<string, string> =>
  new Map(targetsOf(readExample(file, text)));

/** The outputs of a rule for every target, and every artifact of it, by file name. */
export function exampleOutputs(text: string): ReadonlyMap<string, string> {
  const rule = readExample('rule.md', text);
  return new Map([...targetsOf(rule), ...artifactOutputs(rule)]);
}
