import type { Row } from '../definition.ts';
import type { MappingPack, TargetTable } from '../pack.ts';
import {
  argumentCount,
  argumentsOf,
  column,
  constant,
  extension,
  guess,
  joined,
  likely,
  long,
  lookup,
  sure,
} from '../rows.ts';
import { ALL_PLATFORMS, ARGUMENTS, actions, device, type Fields, HIVES, LEVEL } from './defender-words.ts';
import {
  COUNT,
  DECISIVE,
  datasets,
  decided,
  PLATFORMS,
  type Platform,
  PROCESS_START_ACTIONS,
  separatorOf,
} from './ecs-words.ts';

const chosen = (category: string, platform: Platform, types: readonly string[], words: readonly string[]): Fields => ({
  ...decided(category, platform, types, words),
  ...datasets(category, ['m365_defender.event']),
  'host.os.type': likely(constant(platform), ALL_PLATFORMS),
  ...device,
});

/** The tables have an id of the user on Windows only; elsewhere the name tells whether it is root. */
const userId = (platform: Platform, sid: string, name: string): Row =>
  platform === 'windows'
    ? sure(column(sid))
    : guess(lookup(name, [['root', '0']]), 'the table names the user; the number of no other is known');

/** The process that acts, where the event is not its start. */
const acting = (platform: Platform): Fields => ({
  'process.name': sure(column('InitiatingProcessFileName')),
  'process.executable': sure(column('InitiatingProcessFolderPath')),
  'process.command_line': sure(column('InitiatingProcessCommandLine')),
  'process.args': likely(argumentsOf('InitiatingProcessCommandLine'), ARGUMENTS),
  'process.pid': sure(long('InitiatingProcessId')),
  'process.pe.original_file_name': sure(column('InitiatingProcessVersionInfoOriginalFileName')),
  'process.hash.sha256': sure(column('InitiatingProcessSHA256')),
  'process.hash.sha1': sure(column('InitiatingProcessSHA1')),
  'process.hash.md5': sure(column('InitiatingProcessMD5')),
  'process.parent.name': sure(column('InitiatingProcessParentFileName')),
  'process.parent.pid': sure(long('InitiatingProcessParentId')),
  'process.entity_id': likely(
    long('InitiatingProcessId'),
    'ids are reused; good for joining within a device and a short time',
  ),
  'user.id': userId(platform, 'InitiatingProcessAccountSid', 'InitiatingProcessAccountName'),
  'user.name': likely(column('InitiatingProcessAccountName'), 'names are written in lower case'),
  'user.domain': likely(column('InitiatingProcessAccountDomain'), 'names are written in lower case'),
});

const processStart = (platform: Platform): TargetTable => ({
  id: `DeviceProcessEvents/${platform}`,
  serves: { categories: ['process', 'any'] },
  table: 'DeviceProcessEvents',
  where: actions('ProcessCreated'),
  fields: {
    ...chosen('process', platform, ['start', 'process_started'], PROCESS_START_ACTIONS),
    'process.name': sure(column('FileName')),
    'process.executable': sure(column('FolderPath')),
    'process.command_line': sure(column('ProcessCommandLine')),
    'process.args': likely(argumentsOf('ProcessCommandLine'), ARGUMENTS),
    'process.args_count': likely(argumentCount('ProcessCommandLine'), COUNT),
    'process.pid': sure(long('ProcessId')),
    'process.entity_id': likely(long('ProcessId'), 'ids are reused; good for joining within a device and a short time'),
    'process.pe.original_file_name': sure(column('ProcessVersionInfoOriginalFileName')),
    'process.hash.sha256': sure(column('SHA256')),
    'process.hash.sha1': sure(column('SHA1')),
    'process.hash.md5': sure(column('MD5')),
    'process.parent.name': sure(column('InitiatingProcessFileName')),
    'process.parent.executable': sure(column('InitiatingProcessFolderPath')),
    'process.parent.command_line': sure(column('InitiatingProcessCommandLine')),
    'process.parent.args': likely(argumentsOf('InitiatingProcessCommandLine'), ARGUMENTS),
    'process.parent.args_count': likely(argumentCount('InitiatingProcessCommandLine'), COUNT),
    'process.parent.pid': sure(long('InitiatingProcessId')),
    'process.parent.entity_id': likely(long('InitiatingProcessId'), 'ids are reused'),
    'process.parent.pe.original_file_name': sure(column('InitiatingProcessVersionInfoOriginalFileName')),
    'process.Ext.token.integrity_level_name': likely(LEVEL, 'the level is written with a capital letter'),
    'winlog.event_data.IntegrityLevel': likely(column('ProcessIntegrityLevel'), 'the same words'),
    'user.id': userId(platform, 'AccountSid', 'AccountName'),
    'user.name': likely(column('AccountName'), 'names are written in lower case'),
    'user.domain': likely(column('AccountDomain'), 'names are written in lower case'),
  },
});

const fileEvents = (platform: Platform): TargetTable => ({
  id: `DeviceFileEvents/${platform}`,
  serves: { categories: ['file', 'any'] },
  table: 'DeviceFileEvents',
  where: [],
  fields: {
    ...chosen('file', platform, [], []),
    ...acting(platform),
    'event.type': sure(
      lookup('ActionType', [
        ['FileCreated', 'creation'],
        ['FileModified', 'change'],
        ['FileRenamed', 'change'],
        ['FileDeleted', 'deletion'],
      ]),
    ),
    'event.action': sure(
      lookup('ActionType', [
        ['FileCreated', 'creation', 'file_create_event'],
        ['FileModified', 'modification', 'overwrite', 'file_modify_event'],
        ['FileRenamed', 'rename', 'file_rename_event'],
        ['FileDeleted', 'deletion', 'file_delete_event'],
      ]),
    ),
    'file.path': sure(column('FolderPath')),
    'file.name': sure(column('FileName')),
    'file.extension': sure(extension('FileName', separatorOf(platform))),
    'file.size': sure(long('FileSize')),
    'file.hash.sha256': sure(column('SHA256')),
    'file.hash.sha1': sure(column('SHA1')),
    'file.hash.md5': sure(column('MD5')),
    'file.Ext.original.name': likely(column('PreviousFileName'), 'the name before a rename'),
    'file.Ext.original.extension': likely(extension('PreviousFileName', separatorOf(platform)), 'the ending before'),
    'file.Ext.original.path': likely(
      joined('PreviousFolderPath', separatorOf(platform), 'PreviousFileName'),
      'the folder before a rename, and the name',
    ),
    'file.origin_url': likely(column('FileOriginUrl'), 'where the browser got it'),
    'file.origin_referrer_url': likely(column('FileOriginReferrerUrl'), 'where the browser got it'),
  },
});

const registryEvents: TargetTable = {
  id: 'DeviceRegistryEvents',
  serves: { categories: ['registry', 'any'] },
  table: 'DeviceRegistryEvents',
  where: [],
  fields: {
    ...chosen('registry', 'windows', [], []),
    'host.os.type': sure(constant('windows')),
    ...acting('windows'),
    'event.type': sure(
      lookup('ActionType', [
        ['RegistryValueSet', 'change'],
        ['RegistryKeyCreated', 'creation'],
        ['RegistryKeyDeleted', 'deletion'],
        ['RegistryValueDeleted', 'deletion'],
      ]),
    ),
    'event.action': sure(
      lookup('ActionType', [
        ['RegistryValueSet', 'modification'],
        ['RegistryKeyCreated', 'creation'],
        ['RegistryKeyDeleted', 'deletion'],
        ['RegistryValueDeleted', 'deletion'],
      ]),
    ),
    'registry.path': likely(
      joined('RegistryKey', '\\', 'RegistryValueName', HIVES),
      "a user's hive may be written HKEY_CURRENT_USER with the user's id",
    ),
    'registry.value': sure(column('RegistryValueName')),
    'registry.key': likely(column('RegistryKey'), 'with the hive in front'),
    'registry.data.strings': likely(column('RegistryValueData'), 'numbers are written in decimals'),
    'registry.data.type': likely(column('RegistryValueType'), 'the words of a type differ'),
  },
};

const networkEvents = (platform: Platform): TargetTable => ({
  id: `DeviceNetworkEvents/${platform}`,
  serves: { categories: ['network', 'any'] },
  table: 'DeviceNetworkEvents',
  where: [],
  fields: {
    ...chosen('network', platform, [], []),
    ...acting(platform),
    'event.type': likely(
      lookup('ActionType', [
        ['ConnectionSuccess', 'start', 'connection'],
        ['ConnectionAttempt', 'start', 'connection'],
        ['ConnectionFailed', 'start', 'connection'],
        ['InboundConnectionAccepted', 'start', 'connection'],
      ]),
      'one event stands for one outcome of a connection',
    ),
    'event.action': likely(
      lookup('ActionType', [
        ['ConnectionSuccess', 'connection_attempted', 'ipv4_connection_attempt_event'],
        ['ConnectionAttempt', 'connection_attempted', 'ipv4_connection_attempt_event'],
        ['ConnectionFailed', 'connection_attempted', 'ipv4_connection_attempt_event'],
        ['InboundConnectionAccepted', 'connection_accepted'],
      ]),
      'one event stands for one outcome of a connection',
    ),
    'network.direction': likely(
      lookup('ActionType', [
        ['ConnectionSuccess', 'egress', 'outgoing', 'outbound'],
        ['ConnectionAttempt', 'egress', 'outgoing', 'outbound'],
        ['ConnectionFailed', 'egress', 'outgoing', 'outbound'],
        ['InboundConnectionAccepted', 'ingress', 'incoming', 'inbound'],
      ]),
      'the action says who opened the connection',
    ),
    'network.transport': sure(
      lookup('Protocol', [
        ['Tcp', 'tcp'],
        ['Udp', 'udp'],
        ['TcpV4', 'tcp'],
        ['TcpV6', 'tcp'],
      ]),
    ),
    'destination.ip': sure(column({ name: 'RemoteIP', type: 'ip' })),
    'destination.port': sure(long('RemotePort')),
    'destination.address': likely(column('RemoteIP'), 'an address, never a name'),
    'destination.domain': likely(column('RemoteUrl'), 'it may hold a whole URL'),
    'source.ip': sure(column({ name: 'LocalIP', type: 'ip' })),
    'source.address': likely(column('LocalIP'), 'an address, never a name'),
    'source.port': sure(long('LocalPort')),
  },
});

const imageLoads: TargetTable = {
  id: 'DeviceImageLoadEvents',
  serves: { categories: ['library', 'any'] },
  table: 'DeviceImageLoadEvents',
  where: actions('ImageLoaded'),
  fields: {
    ...chosen('library', 'windows', ['start'], ['load']),
    'host.os.type': sure(constant('windows')),
    ...acting('windows'),
    'dll.path': sure(column('FolderPath')),
    'dll.name': sure(column('FileName')),
    'dll.hash.sha256': sure(column('SHA256')),
    'dll.hash.sha1': sure(column('SHA1')),
    'dll.hash.md5': sure(column('MD5')),
  },
};

const driverLoads: TargetTable = {
  id: 'DeviceEvents/DriverLoad',
  serves: { categories: ['driver', 'any'] },
  table: 'DeviceEvents',
  where: actions('DriverLoad'),
  fields: {
    ...chosen('driver', 'windows', ['start'], ['load']),
    'host.os.type': sure(constant('windows')),
    ...acting('windows'),
    'dll.path': likely(column('FolderPath'), 'the path of the driver'),
    'dll.name': likely(column('FileName'), 'the name of the driver'),
    'dll.hash.sha256': likely(column('SHA256'), 'the hash of the driver'),
  },
};

const logons = (platform: Platform): TargetTable => ({
  id: `DeviceLogonEvents/${platform}`,
  serves: { categories: ['authentication'] },
  table: 'DeviceLogonEvents',
  where: [],
  fields: {
    ...chosen('authentication', platform, ['start'], []),
    'event.action': likely(
      lookup('ActionType', [
        ['LogonSuccess', 'logged-in', 'ssh_login', 'user_login'],
        ['LogonFailed', 'logon-failed'],
      ]),
      'the outcome of a logon',
    ),
    'event.outcome': sure(
      lookup('ActionType', [
        ['LogonSuccess', 'success'],
        ['LogonFailed', 'failure'],
      ]),
    ),
    'winlog.logon.type': likely(column('LogonType'), 'words of its own for some types'),
    'source.ip': sure(column({ name: 'RemoteIP', type: 'ip' })),
    'source.port': sure(long('RemotePort')),
    'user.name': likely(column('AccountName'), 'names are written in lower case'),
    'user.domain': likely(column('AccountDomain'), 'names are written in lower case'),
    'user.id': sure(column('AccountSid')),
    'winlog.event_data.TargetUserSid': likely(column('AccountSid'), 'the account that logs on'),
    'winlog.event_data.TargetUserName': likely(column('AccountName'), 'the account that logs on'),
    'winlog.event_data.AuthenticationPackageName': likely(column('Protocol'), 'the protocol of the logon'),
    'winlog.computer_name': likely(column('DeviceName'), 'the name with its domain'),
    ...logonProcess,
  },
});

const logonProcess: Fields = {
  'process.name': likely(column('InitiatingProcessFileName'), 'the process that asked for the logon'),
  'process.executable': likely(column('InitiatingProcessFolderPath'), 'the process that asked for the logon'),
};

/** Elastic Common Schema to the advanced hunting tables of Microsoft Defender XDR. */
export const ecsToDefenderXdr: MappingPack = {
  id: 'defender-xdr',
  from: 'ecs',
  title: 'Defender XDR',
  to: 'defender-xdr',
  docs: 'https://learn.microsoft.com/en-us/defender-xdr/advanced-hunting-schema-tables',
  time: 'Timestamp',
  unmapped: 'leave-out',
  decisive: DECISIVE,
  tables: [
    ...PLATFORMS.map(processStart),
    ...PLATFORMS.map(fileEvents),
    registryEvents,
    ...PLATFORMS.map(networkEvents),
    imageLoads,
    driverLoads,
    ...PLATFORMS.map(logons),
  ],
};
