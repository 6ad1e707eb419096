import { didYouMean } from '../base/did-you-mean.ts';
import { type Backend, backends, type Diagnostic, diagnostic } from '../index.ts';

/** The backends that `--to a,b` names: ids, `all`, or a group such as `sql`. */
export function selectTargets(list: string): {
  readonly chosen: readonly Backend[];
  readonly unknown: readonly Diagnostic[];
} {
  const chosen = new Set<Backend>();
  const unknown: Diagnostic[] = [];
  for (const name of list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')) {
    const found = backends.filter(({ id }) => name === 'all' || id === name || id.startsWith(`${name}:`));
    for (const backend of found) chosen.add(backend);
    if (found.length === 0)
      unknown.push(
        diagnostic('cli/unknown-target', {
          name,
          near: didYouMean(
            name,
            backends.map(({ id }) => id),
          ),
        }),
      );
  }
  return { chosen: backends.filter((backend) => chosen.has(backend)), unknown };
}

/** A table of the targets, for `isorule targets`. */
export function targetsTable(): string {
  const width = Math.max(...backends.map(({ id }) => id.length));
  return backends.map(({ id, summary }) => `${id.padEnd(width)}  ${summary}\n`).join('');
}
