import type { Schedule } from '../../src/ir/rule.ts';
import { type Frag, raw } from '../../src/target/frag.ts';

const RELATIVE = /^now-(\d{1,9})([smhdwMy])(?:\/([smhdwMy]))?$/;

/** Elastic's units in Splunk's spelling (Search Manual, "Specify time modifiers in your search"). */
const UNITS: Readonly<Record<string, string>> = { s: 's', m: 'm', h: 'h', d: 'd', w: 'w', M: 'mon', y: 'y' };

/** `now-9m/m` as `-9m@m`, or nothing. */
function modifier(text: string | undefined): string | undefined {
  if (text === 'now') return text;
  const [, count, unit, snap] = RELATIVE.exec(text ?? '') ?? [];
  const to = UNITS[unit ?? ''];
  if (to === undefined) return undefined;
  return `-${Number(count)}${to}${snap === undefined ? '' : `@${UNITS[snap]}`}`;
}

/** The rule's look-back as time modifiers; a rule without a schedule leaves the time to whoever runs the search. */
export function windowOf(schedule: Schedule | undefined): readonly Frag[] {
  const earliest = modifier(schedule?.from);
  const latest = modifier(schedule?.to ?? 'now');
  return earliest === undefined || latest === undefined ? [] : [raw(`earliest=${earliest}`), raw(`latest=${latest}`)];
}
