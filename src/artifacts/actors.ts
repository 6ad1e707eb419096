import type { Rule } from '../ir/rule.ts';

/** Where the fields of a taxonomy name the device and the account of an event in Splunk. */
export interface Actors {
  readonly system: string;
  readonly user: string;
}

const ACTORS: Readonly<Record<string, Actors>> = {
  cim: { system: 'dest', user: 'user' },
  ecs: { system: 'host.name', user: 'user.name' },
  sigma: { system: 'Computer', user: 'User' },
  sysmon: { system: 'Computer', user: 'User' },
};

export const actorsOf = ({ taxonomy }: Rule): Actors | undefined =>
  Object.hasOwn(ACTORS, taxonomy) ? ACTORS[taxonomy] : undefined;

/** The columns to ask a search for, so that whoever reads an alert knows whose it is. */
export function actorColumns(rule: Rule): readonly string[] {
  const actors = actorsOf(rule);
  return actors ? [actors.system, actors.user] : [];
}
