import type { Row, Separator } from '../definition.ts';
import { constant, likely, sure } from '../rows.ts';

/** The systems that ECS names in `host.os.type`, and how their paths are written. */
export const PLATFORMS = ['windows', 'linux', 'macos'] as const;
export type Platform = (typeof PLATFORMS)[number];
export const separatorOf = (platform: Platform): Separator => (platform === 'windows' ? '\\' : '/');

/** What Elastic's sensors write in `event.action` for the start of a process: Defend, Endgame, CrowdStrike, auditd, Winlogbeat. */
export const PROCESS_START_ACTIONS = [
  'exec',
  'start',
  'exec_event',
  'ProcessRollup2',
  'executed',
  'process_started',
  'Process Create (rule: ProcessCreate)',
  'created-process',
];

/** Fields that say what kind of event it is. */
export const DECISIVE = ['event.', 'data_stream.', 'winlog.channel', 'host.os.'];

export const COUNT = 'the words of the command line are counted';
const DATASET = 'a rule that asks for one sensor finds the events of any';

/** Where the events come from: `own` are the datasets of the target's events in Elasticsearch, beside Elastic Defend's. */
export const datasets = (category: string, own: readonly string[]): Readonly<Record<string, Row>> => {
  const row = likely(constant(`endpoint.events.${category}`, ...own), DATASET);
  return { 'data_stream.dataset': row, 'event.dataset': row };
};

/** Sysmon's events as Elastic's integrations name them. */
export const SYSMON_DATASETS: Readonly<Record<Platform, readonly string[]>> = {
  windows: ['windows.sysmon_operational', 'windows.sysmon'],
  linux: ['sysmon_linux.log'],
  macos: [],
};

/** The fields that the choice of a table decides. */
export const decided = (
  category: string,
  platform: Platform,
  types: readonly string[],
  actions: readonly string[],
): Readonly<Record<string, Row>> => ({
  'event.category': sure(constant(category)),
  'event.type': sure(constant(...types)),
  'event.action': sure(constant(...actions)),
  'event.kind': sure(constant('event')),
  'host.os.type': sure(constant(platform)),
  'host.os.family': sure(constant(platform)),
});

/** From Sysmon's and ECS's spelling of a registry hive to the long one. */
export const LONG_HIVES: readonly (readonly [string, string])[] = [
  ['HKLM\\', 'HKEY_LOCAL_MACHINE\\'],
  ['HKU\\', 'HKEY_USERS\\'],
  ['HKCR\\', 'HKEY_CLASSES_ROOT\\'],
  ['HKCU\\', 'HKEY_CURRENT_USER\\'],
];
