import type { MappingPack, TargetTable } from '../pack.ts';
import {
  argumentCount,
  argumentsOf,
  before,
  column,
  constant,
  fileName,
  joined,
  likely,
  long,
  lookup,
  sure,
} from '../rows.ts';
import { ASIM_DOCS, eventTypes, type Fields, FULL_PATH, IDS, PARSERS, USER } from './asim-words.ts';
import {
  COUNT,
  DECISIVE,
  datasets,
  decided,
  LONG_HIVES,
  PLATFORMS,
  type Platform,
  PROCESS_START_ACTIONS,
  separatorOf,
} from './ecs-words.ts';

const ARGUMENTS = 'the elements of the list are looked for in the command line';
const SYSTEM = lookup('DvcOs', [
  ['Windows', 'windows'],
  ['Linux', 'linux'],
  ['macOS', 'macos'],
]);

const device: Fields = {
  'host.id': sure(column('DvcId')),
  'host.name': likely(column('DvcHostname'), 'the short name of the device'),
  'host.hostname': likely(column('DvcHostname'), 'the short name of the device'),
  'winlog.computer_name': likely(column('DvcHostname'), 'the short name of the device'),
  'host.ip': likely(column({ name: 'DvcIpAddr', type: 'ip' }), 'one address only'),
};

const chosen = (
  category: string,
  platform: Platform,
  types: readonly string[],
  actions: readonly string[],
): Fields => ({
  ...decided(category, platform, types, actions),
  ...datasets(category, []),
  'host.os.type': likely(SYSTEM, 'some sources leave the system empty'),
  'host.os.family': likely(SYSTEM, 'some sources leave the system empty'),
  ...device,
});

/** The process that acts, where the event is not its start. The registry's schema has no command line. */
const acting = (platform: Platform): Fields => ({
  'process.name': likely(fileName('ActingProcessName', separatorOf(platform)), FULL_PATH),
  'process.executable': likely(column('ActingProcessName'), FULL_PATH),
  'process.pid': sure(column('ActingProcessId')),
  'process.entity_id': likely(column('ActingProcessGuid'), IDS),
  'user.id': sure(column('ActorUserId')),
  'user.name': likely(fileName('ActorUsername', '\\'), USER),
  'user.domain': likely(before('ActorUsername'), USER),
});

const processStart = (platform: Platform): TargetTable => ({
  id: `${PARSERS.process}/${platform}`,
  serves: { categories: ['process', 'any'] },
  table: PARSERS.process,
  where: [],
  fields: {
    ...chosen('process', platform, ['start', 'process_started'], PROCESS_START_ACTIONS),
    'process.name': likely(fileName('TargetProcessName', separatorOf(platform)), FULL_PATH),
    'process.executable': likely(column('TargetProcessName'), FULL_PATH),
    'process.command_line': sure(column('TargetProcessCommandLine')),
    'process.args': likely(argumentsOf('TargetProcessCommandLine'), ARGUMENTS),
    'process.args_count': likely(argumentCount('TargetProcessCommandLine'), COUNT),
    'process.working_directory': likely(
      column('TargetProcessCurrentDirectory'),
      'Sysmon writes a separator at the end',
    ),
    'process.pid': sure(column('TargetProcessId')),
    'process.entity_id': likely(column('TargetProcessGuid'), IDS),
    'process.pe.original_file_name': likely(column('TargetProcessFileOriginalName'), 'not all sources have it'),
    'process.pe.company': likely(column('TargetProcessFileCompany'), 'not all sources have it'),
    'process.pe.product': likely(column('TargetProcessFileProduct'), 'not all sources have it'),
    'process.pe.description': likely(column('TargetProcessFileDescription'), 'not all sources have it'),
    'process.pe.imphash': sure(column('TargetProcessIMPHASH')),
    'process.hash.sha256': sure(column('TargetProcessSHA256')),
    'process.hash.sha1': sure(column('TargetProcessSHA1')),
    'process.hash.md5': sure(column('TargetProcessMD5')),
    'process.Ext.token.integrity_level_name': likely(
      lookup('TargetProcessIntegrityLevel', [
        ['System', 'system'],
        ['High', 'high'],
        ['Medium', 'medium'],
        ['Low', 'low'],
      ]),
      'the level is written as the source writes it',
    ),
    'winlog.event_data.IntegrityLevel': likely(column('TargetProcessIntegrityLevel'), 'as the source writes it'),
    'process.parent.name': likely(fileName('ActingProcessName', separatorOf(platform)), FULL_PATH),
    'process.parent.executable': likely(column('ActingProcessName'), FULL_PATH),
    'process.parent.command_line': sure(column('ActingProcessCommandLine')),
    'process.parent.args': likely(argumentsOf('ActingProcessCommandLine'), ARGUMENTS),
    'process.parent.args_count': likely(argumentCount('ActingProcessCommandLine'), COUNT),
    'process.parent.pid': sure(column('ActingProcessId')),
    'process.parent.entity_id': likely(column('ActingProcessGuid'), IDS),
    'process.parent.pe.original_file_name': likely(column('ActingProcessFileOriginalName'), 'not all sources have it'),
    'user.id': likely(column('ActorUserId'), 'the account that starts the process'),
    'user.name': likely(fileName('ActorUsername', '\\'), USER),
    'user.domain': likely(before('ActorUsername'), USER),
  },
});

const FILE_TYPES = [
  ['FileCreated', 'creation'],
  ['FileCreatedOrModified', 'creation', 'change'],
  ['FileModified', 'change'],
  ['FileRenamed', 'change'],
  ['FileDeleted', 'deletion'],
  ['FileAccessed', 'access'],
] as const;
const FILE_ACTIONS = [
  ['FileCreated', 'creation', 'file_create_event'],
  ['FileCreatedOrModified', 'creation', 'file_create_event', 'modification', 'overwrite'],
  ['FileModified', 'modification', 'overwrite', 'file_modify_event'],
  ['FileRenamed', 'rename', 'file_rename_event'],
  ['FileDeleted', 'deletion', 'file_delete_event'],
  ['FileAccessed', 'open'],
] as const;

const fileEvents = (platform: Platform): TargetTable => ({
  id: `${PARSERS.file}/${platform}`,
  serves: { categories: ['file', 'any'] },
  table: PARSERS.file,
  where: [],
  fields: {
    ...chosen('file', platform, [], []),
    ...acting(platform),
    'process.command_line': sure(column('ActingProcessCommandLine')),
    'process.args': likely(argumentsOf('ActingProcessCommandLine'), ARGUMENTS),
    'event.type': sure(lookup('EventType', FILE_TYPES)),
    'event.action': sure(lookup('EventType', FILE_ACTIONS)),
    'file.path': sure(column('TargetFilePath')),
    'file.name': sure(column('TargetFileName')),
    'file.extension': sure(column('TargetFileExtension')),
    'file.directory': sure(column('TargetFileDirectory')),
    'file.size': sure(long('TargetFileSize')),
    'file.hash.sha256': sure(column('TargetFileSHA256')),
    'file.hash.sha1': sure(column('TargetFileSHA1')),
    'file.hash.md5': sure(column('TargetFileMD5')),
    'file.Ext.original.name': likely(column('SrcFileName'), 'the name before a rename'),
    'file.Ext.original.extension': likely(column('SrcFileExtension'), 'the ending before a rename'),
    'file.Ext.original.path': likely(column('SrcFilePath'), 'the path before a rename'),
    'source.ip': sure(column({ name: 'SrcIpAddr', type: 'ip' })),
  },
});

const REGISTRY_TYPES = [
  ['RegistryValueSet', 'change'],
  ['RegistryKeyCreated', 'creation'],
  ['RegistryKeyDeleted', 'deletion'],
  ['RegistryValueDeleted', 'deletion'],
] as const;
const REGISTRY_ACTIONS = [
  ['RegistryValueSet', 'modification', 'registry_modification'],
  ['RegistryKeyCreated', 'creation'],
  ['RegistryKeyDeleted', 'deletion'],
  ['RegistryValueDeleted', 'deletion'],
] as const;

const registryEvents: TargetTable = {
  id: PARSERS.registry,
  serves: { categories: ['registry', 'any'] },
  table: PARSERS.registry,
  where: [],
  fields: {
    ...chosen('registry', 'windows', [], []),
    'host.os.type': sure(constant('windows')),
    'host.os.family': sure(constant('windows')),
    ...acting('windows'),
    'event.type': sure(lookup('EventType', REGISTRY_TYPES)),
    'event.action': sure(lookup('EventType', REGISTRY_ACTIONS)),
    'registry.path': likely(
      joined('RegistryKey', '\\', 'RegistryValue', LONG_HIVES),
      "a user's hive may be written HKEY_CURRENT_USER with the user's id",
    ),
    'registry.value': sure(column('RegistryValue')),
    'registry.key': likely(column('RegistryKey'), 'with the hive in front'),
    'registry.data.strings': likely(column('RegistryValueData'), 'numbers are written as the source writes them'),
    'registry.data.type': likely(column('RegistryValueType'), 'the words of a type differ'),
  },
};

/** The schema has the process on either end: of a connection that the device opens, it is the source's. */
const networkEvents = (platform: Platform): TargetTable => ({
  id: `${PARSERS.network}/${platform}`,
  serves: { categories: ['network', 'any'] },
  table: PARSERS.network,
  where: [],
  fields: {
    ...chosen('network', platform, ['start', 'connection', 'end'], []),
    'process.name': likely(fileName('SrcProcessName', separatorOf(platform)), 'of a connection that the device opens'),
    'process.executable': likely(column('SrcProcessName'), 'of a connection that the device opens'),
    'process.pid': likely(column('SrcProcessId'), 'of a connection that the device opens'),
    'process.entity_id': likely(column('SrcProcessGuid'), IDS),
    'user.id': likely(column('SrcUserId'), 'of a connection that the device opens'),
    'user.name': likely(fileName('SrcUsername', '\\'), USER),
    'event.action': likely(
      lookup('NetworkDirection', [
        ['Outbound', 'connection_attempted', 'ipv4_connection_attempt_event'],
        ['Inbound', 'connection_accepted'],
      ]),
      'a session stands for one connection',
    ),
    'network.direction': likely(
      lookup('NetworkDirection', [
        ['Outbound', 'egress', 'outgoing', 'outbound'],
        ['Inbound', 'ingress', 'incoming', 'inbound'],
      ]),
      'seen from the device, or from the organisation: as the source sees it',
    ),
    'network.transport': sure(
      lookup('NetworkProtocol', [
        ['TCP', 'tcp'],
        ['UDP', 'udp'],
        ['ICMP', 'icmp'],
      ]),
    ),
    'network.protocol': likely(
      lookup('NetworkApplicationProtocol', [
        ['HTTP', 'http'],
        ['HTTPS', 'https'],
        ['DNS', 'dns'],
        ['TLS', 'tls'],
        ['SMB', 'smb'],
        ['SSH', 'ssh'],
        ['RDP', 'rdp'],
        ['FTP', 'ftp'],
      ]),
      'the spelling of a protocol differs by source',
    ),
    'destination.ip': sure(column({ name: 'DstIpAddr', type: 'ip' })),
    'destination.address': likely(column('DstIpAddr'), 'an address, never a name'),
    'destination.port': sure(long('DstPortNumber')),
    'destination.domain': likely(column('DstFQDN'), 'where the source knows the name'),
    'source.ip': sure(column({ name: 'SrcIpAddr', type: 'ip' })),
    'source.address': likely(column('SrcIpAddr'), 'an address, never a name'),
    'source.port': sure(long('SrcPortNumber')),
    'source.domain': likely(column('SrcFQDN'), 'where the source knows the name'),
    'destination.bytes': sure(long('DstBytes')),
    'source.bytes': sure(long('SrcBytes')),
  },
});

const dnsEvents: TargetTable = {
  id: PARSERS.dns,
  serves: { categories: ['dns', 'network', 'any'] },
  table: PARSERS.dns,
  where: [],
  fields: {
    ...chosen('dns', 'windows', ['info', 'protocol', 'start'], ['lookup_requested', 'lookup_result']),
    'event.category': sure(constant('dns', 'network')),
    'network.protocol': sure(constant('dns')),
    'process.name': likely(fileName('SrcProcessName'), 'where the source is the device itself'),
    'process.executable': likely(column('SrcProcessName'), 'where the source is the device itself'),
    'process.pid': likely(column('SrcProcessId'), 'where the source is the device itself'),
    'process.entity_id': likely(column('SrcProcessGuid'), IDS),
    'user.name': likely(fileName('SrcUsername', '\\'), USER),
    'dns.question.name': sure(column('DnsQuery')),
    'dns.question.type': sure(column('DnsQueryTypeName')),
    'source.ip': sure(column({ name: 'SrcIpAddr', type: 'ip' })),
  },
};

const webSessions: TargetTable = {
  id: PARSERS.web,
  serves: { categories: ['network', 'web', 'any'] },
  table: PARSERS.web,
  where: [],
  fields: {
    ...chosen('network', 'windows', [], []),
    'event.category': sure(constant('network', 'web')),
    'network.protocol': likely(constant('http', 'tls'), 'the schema does not tell them apart'),
    'url.original': sure(column('Url')),
    'url.full': sure(column('Url')),
    'http.request.method': sure(column('HttpRequestMethod')),
    'http.request.referrer': sure(column('HttpReferrer')),
    'http.response.status_code': likely(column('EventResultDetails'), 'the code as text'),
    'user_agent.original': sure(column('HttpUserAgent')),
    'source.ip': sure(column({ name: 'SrcIpAddr', type: 'ip' })),
    'destination.ip': sure(column({ name: 'DstIpAddr', type: 'ip' })),
    'destination.port': sure(long('DstPortNumber')),
  },
};

const logons = (platform: Platform): TargetTable => ({
  id: `${PARSERS.authentication}/${platform}`,
  serves: { categories: ['authentication'] },
  table: PARSERS.authentication,
  where: eventTypes('Logon'),
  fields: {
    ...chosen('authentication', platform, ['start'], []),
    'event.action': likely(
      lookup('EventResult', [
        ['Success', 'logged-in', 'ssh_login', 'user_login'],
        ['Failure', 'logon-failed'],
      ]),
      'the result of a logon',
    ),
    'event.outcome': sure(
      lookup('EventResult', [
        ['Success', 'success'],
        ['Failure', 'failure'],
      ]),
    ),
    'winlog.logon.type': likely(
      lookup('EventSubType', [
        ['Interactive', 'Interactive'],
        ['RemoteInteractive', 'RemoteInteractive'],
        ['Remote', 'Network'],
        ['Service', 'Service'],
      ]),
      'the schema has fewer types of logon',
    ),
    'winlog.event_data.AuthenticationPackageName': likely(column('LogonProtocol'), 'as the source writes it'),
    'winlog.event_data.TargetUserSid': likely(column('TargetUserId'), 'the account that logs on'),
    'winlog.event_data.TargetUserName': likely(fileName('TargetUsername', '\\'), USER),
    'winlog.event_data.SubjectUserSid': likely(column('ActorUserId'), 'the account that asks for the logon'),
    'user.id': likely(column('TargetUserId'), 'the account that logs on'),
    'user.name': likely(fileName('TargetUsername', '\\'), USER),
    'source.ip': sure(column({ name: 'SrcIpAddr', type: 'ip' })),
    'source.port': sure(long('SrcPortNumber')),
    'process.name': likely(fileName('ActingAppName', separatorOf(platform)), 'the application that asks for the logon'),
    'process.executable': likely(column('ActingAppName'), 'the application that asks for the logon'),
  },
});

/** Elastic Common Schema to the parsers of Microsoft Sentinel's Advanced Security Information Model. */
export const ecsToAsim: MappingPack = {
  id: 'asim',
  from: 'ecs',
  title: 'ASIM',
  to: 'asim',
  docs: ASIM_DOCS,
  time: 'TimeGenerated',
  unmapped: 'leave-out',
  decisive: DECISIVE,
  tables: [
    ...PLATFORMS.map(processStart),
    ...PLATFORMS.map(fileEvents),
    registryEvents,
    ...PLATFORMS.map(networkEvents),
    dnsEvents,
    webSessions,
    ...PLATFORMS.map(logons),
  ],
};
