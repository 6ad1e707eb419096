import type { LogSource } from '../../ir/rule.ts';
import { nativeTest, numberTest } from '../column-tests.ts';
import type { ColumnTest, MappingPack, TargetTable } from '../pack.ts';
import { column, constant, likely, long, sure } from '../rows.ts';
import {
  EVENT_KINDS,
  type EventKind,
  FILE_EVENT,
  type Fields,
  NETWORK_CONNECTION,
  PROCESS_CREATION,
  SERVICE_CHANNELS,
} from './windows-events.ts';

/** Where the add-ons for Windows and Sysmon leave events that are collected as XML. */
const sources = (channels: readonly string[]): ColumnTest =>
  nativeTest('source', ...channels.map((channel) => `XmlWinEventLog:${channel}`));

const HEADER: Fields = {
  EventID: sure(long('EventCode')),
  Computer: sure(column('Computer')),
};

const windowsKind = ({ category, channels, ids, fields }: EventKind): TargetTable => ({
  id: `${category}/windows`,
  serves: { logSources: [{ category, product: 'windows' }] },
  where: [sources(channels), numberTest('EventCode', ids)],
  fields: { ...HEADER, ...fields },
});

const windowsService = ([service, channels]: readonly [string, readonly string[]]): TargetTable => ({
  id: `${service}/windows`,
  serves: { logSources: [{ service, product: 'windows' }] },
  where: [sources(channels)],
  fields: {
    ...HEADER,
    Channel: channels.length === 1 ? sure(constant(...channels)) : likely(column('Channel'), 'the add-on keeps it'),
    Provider_Name: likely(column('Name'), "the add-on reads it from the header of the event's XML"),
  },
  // The data of an event goes by the names that its manifest gives it.
  renamed: [{ prefix: '', to: '', type: 'text' }],
});

const linux = (category: string, id: number, fields: Fields): TargetTable => {
  const logSource: LogSource = { category, product: 'linux' };
  return {
    id: `${category}/linux`,
    serves: { logSources: [logSource] },
    where: [nativeTest('sourcetype', 'sysmon:linux'), numberTest('EventID', [id])],
    fields: { ...fields, EventID: sure(long('EventID')), Computer: sure(column('Computer')) },
  };
};

/** The Sigma taxonomy to the fields that Splunk's add-ons for Sysmon and Windows take from the events' XML. */
export const sigmaToSysmon: MappingPack = {
  id: 'sysmon',
  from: 'sigma',
  title: 'Sysmon and Windows events in Splunk',
  to: 'sysmon',
  docs: 'https://splunk.github.io/splunk-add-on-for-microsoft-sysmon/',
  time: '_time',
  unmapped: 'leave-out',
  decisive: ['EventID', 'Channel', 'Provider_Name'],
  tables: [
    ...EVENT_KINDS.map(windowsKind),
    linux('process_creation', 1, PROCESS_CREATION),
    linux('network_connection', 3, NETWORK_CONNECTION),
    linux('file_event', 11, FILE_EVENT),
    ...Object.entries(SERVICE_CHANNELS).map(windowsService),
  ],
};
