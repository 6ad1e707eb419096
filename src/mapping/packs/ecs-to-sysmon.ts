import type { Row } from '../definition.ts';
import type { MappingPack, TargetTable } from '../pack.ts';
import { column, constant, sure } from '../rows.ts';
import { ecsToSigma } from './ecs-to-sigma.ts';
import { DECISIVE } from './ecs-words.ts';
import { sigmaToSysmon } from './sigma-to-sysmon.ts';
import { type Direct, tablesThrough } from './through.ts';
import { SYSMON_CHANNEL } from './windows-events.ts';

/** Elastic's integrations keep an event's data under this name; the add-ons name it as the event's manifest does. */
const EVENT_DATA = [{ prefix: 'winlog.event_data.', to: '', type: 'text' }] as const;

/** The numbers of a table's events, as ECS spells them. */
function codes({ where }: TargetTable): readonly string[] {
  const asked = where.find(({ column: { name } }) => name === 'EventCode');
  return (asked?.anyOf ?? []).flatMap((one) => (one.type === 'integer' ? String(one.value) : []));
}

const HEADER: Readonly<Record<string, Row>> = {
  'winlog.computer_name': sure(column('Computer')),
  'event.provider': sure(constant('Microsoft-Windows-Sysmon')),
  'winlog.channel': sure(constant(SYSMON_CHANNEL)),
};

const direct: Direct = ({ logSource, fields, renamed }, next) => {
  if (logSource?.product !== 'windows') return { fields: {} };
  if (logSource.service !== undefined) return { fields: {}, ...(renamed && { renamed }) };
  // Rules that ask for the start of a process in any log find Sysmon's.
  const code = fields['event.code'] ?? sure(constant(...codes(next)));
  return { fields: { ...HEADER, 'event.code': code }, renamed: EVENT_DATA };
};

/** Elastic Common Schema to the fields that Splunk's add-ons for Sysmon and Windows take from the events' XML. */
export const ecsToSysmon: MappingPack = {
  ...sigmaToSysmon,
  from: 'ecs',
  decisive: DECISIVE,
  tables: tablesThrough(ecsToSigma, sigmaToSysmon, direct),
};
