import { didYouMean } from '../base/did-you-mean.ts';
import { type Artifact, artifacts, type Backend, backends, type Diagnostic, diagnostic } from '../index.ts';

/** One output that was asked for: a target's text, or a file that a platform imports around it. */
export interface Wanted {
  readonly target: Backend;
  readonly artifact?: Artifact;
  /** What the output is called before people. */
  readonly name: string;
  readonly extension: string;
}

export interface Selection {
  readonly wanted: readonly Wanted[];
  readonly problems: readonly Diagnostic[];
}

/** The names of the artifacts, for help. */
export const artifactNames = (): string => artifacts.map(({ id }) => id).join(', ');

export const plainOutput = (target: Backend): Wanted => ({ target, name: target.name, extension: target.extension });

const around = (artifact: Artifact, target: Backend): Wanted => ({
  target,
  artifact,
  name: artifact.targets.length === 1 ? artifact.id : `${artifact.id} (${target.name})`,
  extension: artifact.extension(target.id),
});

/**
 * The outputs that `--artifact a,b` names: each artifact around each of its targets.
 * @param targets those that `--to` names, or all where it names none
 */
export function selectArtifacts(list: string, targets: readonly Backend[] = backends): Selection {
  const wanted: Wanted[] = [];
  const problems: Diagnostic[] = [];
  const names = list.split(',').map((part) => part.trim());
  const known = artifacts.map(({ id }) => id);
  for (const name of new Set(names.filter((part) => part !== ''))) {
    const chosen = name === 'all' ? artifacts : artifacts.filter(({ id }) => id === name);
    if (chosen.length === 0) problems.push(diagnostic('cli/unknown-artifact', { name, near: didYouMean(name, known) }));
    for (const artifact of chosen) {
      const fitting = targets.filter(({ id }) => artifact.targets.includes(id));
      wanted.push(...fitting.map((target) => around(artifact, target)));
      if (fitting.length === 0 && name !== 'all')
        problems.push(diagnostic('cli/artifact-target', { artifact: artifact.id, targets: artifact.targets }));
    }
  }
  return { wanted, problems };
}
