import type { Row } from '../definition.ts';
import type { MappingPack, TargetTable } from '../pack.ts';
import {
  argumentCount,
  argumentsOf,
  before,
  column,
  constant,
  extension,
  fileName,
  guess,
  likely,
  long,
  lookup,
  respelled,
  sure,
  tagged,
} from '../rows.ts';
import {
  COUNT,
  DECISIVE,
  datasets,
  decided as decidedByEcs,
  PLATFORMS,
  type Platform,
  PROCESS_START_ACTIONS,
  SYSMON_DATASETS,
  separatorOf,
} from './ecs-words.ts';

type Fields = Readonly<Record<string, Row>>;

const decided = (
  category: string,
  platform: Platform,
  types: readonly string[],
  actions: readonly string[],
): Fields => ({
  ...decidedByEcs(category, platform, types, actions),
  ...datasets(category, SYSMON_DATASETS[platform]),
});

const ARGUMENTS = 'the elements of the list are looked for in the command line';
const USER = 'Sysmon writes DOMAIN\\name, and on a system in another language another name';

/** Well-known accounts that Sysmon names and ECS numbers. */
const SYSTEM_USERS = lookup('User', [
  ['NT AUTHORITY\\SYSTEM', 'S-1-5-18'],
  ['NT AUTHORITY\\LOCAL SERVICE', 'S-1-5-19'],
  ['NT AUTHORITY\\NETWORK SERVICE', 'S-1-5-20'],
]);

/** Elsewhere a user is a number in ECS, of which one name is known on every system. */
const ROOT = lookup('User', [['root', '0']]);

/** The process that acts, in every Sysmon event that names one. */
const acting = (platform: Platform): Fields => ({
  'process.name': sure(fileName('Image', separatorOf(platform))),
  'process.executable': sure(column('Image')),
  'process.pid': sure(long('ProcessId')),
  'process.entity_id': likely(column('ProcessGuid'), 'the ids of different sensors differ; good for joining only'),
  'host.id': likely(column('Computer'), 'the name stands for the id; good for joining only'),
  'host.name': likely(column('Computer'), 'a name with its domain'),
  'user.id':
    platform === 'windows'
      ? guess(SYSTEM_USERS, USER)
      : guess(ROOT, 'Sysmon names the user; the number of no other is known'),
  'user.name': likely(fileName('User', '\\'), USER),
  'user.domain': likely(before('User'), USER),
});

const started = (platform: Platform): Fields => ({
  ...acting(platform),
  'process.command_line': sure(column('CommandLine')),
  'process.args': likely(argumentsOf('CommandLine'), ARGUMENTS),
  'process.args_count': likely(argumentCount('CommandLine'), COUNT),
  'process.working_directory': likely(column('CurrentDirectory'), 'Sysmon writes a separator at the end'),
  'process.parent.name': sure(fileName('ParentImage', separatorOf(platform))),
  'process.parent.executable': sure(column('ParentImage')),
  'process.parent.command_line': sure(column('ParentCommandLine')),
  'process.parent.args': likely(argumentsOf('ParentCommandLine'), ARGUMENTS),
  'process.parent.args_count': likely(argumentCount('ParentCommandLine'), COUNT),
  'process.parent.pid': sure(long('ParentProcessId')),
  'process.parent.entity_id': likely(column('ParentProcessGuid'), 'the ids of different sensors differ'),
  'process.pe.original_file_name': likely(column('OriginalFileName'), 'Sysmon writes - or ? where there is none'),
  'process.Ext.token.integrity_level_name': likely(
    lookup('IntegrityLevel', [
      ['System', 'system'],
      ['High', 'high'],
      ['Medium', 'medium'],
      ['Low', 'low'],
    ]),
    'Sysmon writes the level with a capital letter',
  ),
  'winlog.event_data.IntegrityLevel': sure(column('IntegrityLevel')),
  'process.hash.sha256': sure(tagged('Hashes', 'SHA256')),
  'process.hash.md5': sure(tagged('Hashes', 'MD5')),
  'process.hash.sha1': sure(tagged('Hashes', 'SHA1')),
  'process.pe.imphash': sure(tagged('Hashes', 'IMPHASH')),
});

const processCreation = (platform: Platform): TargetTable => ({
  id: `process_creation/${platform}`,
  serves: { categories: ['process', 'any'] },
  logSource: { category: 'process_creation', product: platform },
  where: [],
  fields: {
    ...decided('process', platform, ['start', 'process_started'], PROCESS_START_ACTIONS),
    ...started(platform),
    ...(platform === 'windows' && {
      'event.code': likely(constant('1', '4688'), 'events of Sysmon, or of the security log where it has the columns'),
    }),
  },
});

const processTermination: TargetTable = {
  id: 'process_termination/windows',
  serves: { categories: ['process', 'any'] },
  logSource: { category: 'process_termination', product: 'windows' },
  where: [],
  fields: { ...decided('process', 'windows', ['end'], ['end']), ...acting('windows') },
};

const processAccess: TargetTable = {
  id: 'process_access/windows',
  serves: { categories: ['process', 'any'] },
  logSource: { category: 'process_access', product: 'windows' },
  where: [],
  fields: {
    ...decided('process', 'windows', ['access'], ['Process accessed (rule: ProcessAccess)', 'Process accessed']),
    'event.code': sure(constant('10')),
    'process.executable': sure(column('SourceImage')),
    'process.name': sure(fileName('SourceImage')),
    'winlog.event_data.TargetImage': sure(column('TargetImage')),
    'winlog.event_data.CallTrace': sure(column('CallTrace')),
    'winlog.event_data.GrantedAccess': sure(column('GrantedAccess')),
    'winlog.event_data.TargetProcessGUID': likely(column('TargetProcessGUID'), 'good for joining only'),
  },
};

const file = (
  id: string,
  platform: Platform,
  types: readonly string[],
  actions: readonly string[],
  more: Fields = {},
): TargetTable => ({
  id: `${id}/${platform}`,
  serves: { categories: ['file', 'any'] },
  logSource: { category: id, product: platform },
  where: [],
  fields: {
    ...decided('file', platform, types, actions),
    ...acting(platform),
    'file.path': sure(column('TargetFilename')),
    'file.name': sure(fileName('TargetFilename', separatorOf(platform))),
    'file.extension': sure(extension('TargetFilename', separatorOf(platform))),
    ...more,
  },
});

const FILE_HASHES: Fields = {
  'file.hash.sha256': likely(tagged('Hashes', 'SHA256'), 'only where the sensor hashes the file'),
  'file.pe.imphash': likely(tagged('Hashes', 'IMPHASH'), 'only where the sensor reads the file'),
};

/** Renames come from Windows' own tracing, where a process is an enrichment. */
const RENAMED: Fields = {
  'file.Ext.original.name': likely(fileName('SourceFilename'), 'the name before'),
  'file.Ext.original.extension': likely(extension('SourceFilename'), 'the ending before'),
  'file.Ext.original.path': likely(column('SourceFilename'), 'the path before'),
};

const registry = (id: string, types: readonly string[], actions: readonly string[]): TargetTable => ({
  id: `${id}/windows`,
  serves: { categories: ['registry', 'any'] },
  logSource: { category: id, product: 'windows' },
  where: [],
  fields: {
    ...decided('registry', 'windows', types, actions),
    ...acting('windows'),
    'registry.path': likely(
      respelled('TargetObject', [['HKEY_USERS\\', 'HKU\\']]),
      'Sysmon writes HKU where Elastic writes HKEY_USERS',
    ),
    'registry.hive': likely(before('TargetObject'), 'Sysmon writes the short names of hives'),
    'registry.value': sure(fileName('TargetObject')),
    'registry.data.strings': likely(
      column('Details'),
      'Sysmon writes a number as DWORD (0x00000001), Elastic as 1 or 0x00000001',
    ),
  },
});

const network = (platform: Platform): TargetTable => ({
  id: `network_connection/${platform}`,
  serves: { categories: ['network', 'any'] },
  logSource: { category: 'network_connection', product: platform },
  where: [],
  fields: {
    ...decided('network', platform, ['start', 'connection', 'protocol'], []),
    ...acting(platform),
    'event.action': likely(
      lookup('Initiated', [
        ['true', 'connection_attempted', 'ipv4_connection_attempt_event'],
        ['false', 'connection_accepted'],
      ]),
      'Sysmon logs a connection once it is made',
    ),
    'network.direction': likely(
      lookup('Initiated', [
        ['true', 'egress', 'outgoing', 'outbound'],
        ['false', 'ingress', 'incoming', 'inbound'],
      ]),
      'Sysmon knows who opened the connection',
    ),
    'network.transport': sure(column('Protocol')),
    'source.ip': sure(column({ name: 'SourceIp', type: 'ip' })),
    'source.port': sure(long('SourcePort')),
    'source.domain': likely(column('SourceHostname'), 'the name that the address resolves to'),
    'source.address': likely(column('SourceIp'), 'an address, never a name'),
    'destination.ip': sure(column({ name: 'DestinationIp', type: 'ip' })),
    'destination.port': sure(long('DestinationPort')),
    'destination.domain': likely(column('DestinationHostname'), 'the name that the address resolves to'),
    'destination.address': likely(column('DestinationIp'), 'an address, never a name'),
  },
});

const dns: TargetTable = {
  id: 'dns_query/windows',
  serves: { categories: ['dns', 'network', 'any'] },
  logSource: { category: 'dns_query', product: 'windows' },
  where: [],
  fields: {
    ...decided('dns', 'windows', ['info', 'protocol', 'start'], ['lookup_requested', 'lookup_result']),
    'event.category': sure(constant('dns', 'network')),
    'network.protocol': sure(constant('dns')),
    ...acting('windows'),
    'dns.question.name': sure(column('QueryName')),
  },
};

const imageLoad: TargetTable = {
  id: 'image_load/windows',
  serves: { categories: ['library', 'any'] },
  logSource: { category: 'image_load', product: 'windows' },
  where: [],
  fields: {
    ...decided('library', 'windows', ['start'], ['load', 'Image loaded (rule: ImageLoad)']),
    ...acting('windows'),
    'dll.path': sure(column('ImageLoaded')),
    'dll.name': sure(fileName('ImageLoaded')),
    'file.path': likely(column('ImageLoaded'), 'Winlogbeat writes the image there'),
    'dll.pe.original_file_name': likely(column('OriginalFileName'), 'Sysmon writes - or ? where there is none'),
    'dll.hash.sha256': sure(tagged('Hashes', 'SHA256')),
    'dll.code_signature.status': likely(
      lookup('SignatureStatus', [
        ['Valid', 'trusted'],
        ['Expired', 'errorExpired'],
        ['Revoked', 'errorRevoked'],
      ]),
      'Sysmon has words of its own for a signature that is not valid',
    ),
    'dll.code_signature.trusted': likely(
      lookup('SignatureStatus', [
        ['Valid', true],
        ['Expired', false],
        ['Revoked', false],
        ['Unavailable', false],
      ]),
      'Sysmon says whether the signature is valid',
    ),
    'dll.code_signature.exists': likely(
      lookup('Signed', [
        ['true', true],
        ['false', false],
      ]),
      'Sysmon writes words',
    ),
    'dll.code_signature.subject_name': likely(column('Signature'), 'the name of the signer'),
  },
};

const driverLoad: TargetTable = {
  id: 'driver_load/windows',
  serves: { categories: ['driver', 'any'] },
  logSource: { category: 'driver_load', product: 'windows' },
  where: [],
  fields: {
    ...decided('driver', 'windows', ['start'], ['load', 'Driver loaded (rule: DriverLoad)']),
    'dll.path': sure(column('ImageLoaded')),
    'dll.name': sure(fileName('ImageLoaded')),
    'file.path': likely(column('ImageLoaded'), 'Winlogbeat writes the image there'),
    'dll.hash.sha256': sure(tagged('Hashes', 'SHA256')),
    'dll.code_signature.status': likely(lookup('SignatureStatus', [['Valid', 'trusted']]), 'other words differ'),
    'dll.code_signature.subject_name': likely(column('Signature'), 'the name of the signer'),
  },
};

/** Windows event logs as a whole: fields are named as in the event. */
const WINDOWS_SERVICES = [
  ['security', ['system.security', 'windows.security']],
  ['system', ['system.system']],
  ['powershell', ['windows.powershell_operational']],
] as const;

const windowsService = ([service, datasets]: (typeof WINDOWS_SERVICES)[number]): TargetTable => ({
  id: `${service}/windows`,
  serves: {},
  logSource: { product: 'windows', service },
  where: [],
  fields: {
    'host.os.type': sure(constant('windows')),
    'event.code': sure(long('EventID')),
    'event.provider': sure(column('Provider_Name')),
    'event.dataset': sure(constant(...datasets)),
    'data_stream.dataset': sure(constant(...datasets)),
    'winlog.computer_name': sure(column('Computer')),
    'host.id': likely(column('Computer'), 'the name stands for the id; good for joining only'),
    'host.name': likely(column('Computer'), 'a name with its domain'),
  },
  renamed: [{ prefix: 'winlog.event_data.', to: '', type: 'text' }],
});

/** Elastic Common Schema to the Sigma taxonomy, which names fields as Sysmon does. */
export const ecsToSigma: MappingPack = {
  id: 'sigma',
  from: 'ecs',
  title: 'the Sigma taxonomy',
  to: 'sigma',
  docs: 'https://github.com/SigmaHQ/sigma-specification/blob/main/appendix/sigma-taxonomy-appendix.md',
  time: 'UtcTime',
  unmapped: 'leave-out',
  decisive: DECISIVE,
  tables: [
    ...PLATFORMS.map(processCreation),
    processTermination,
    processAccess,
    ...PLATFORMS.map((platform) =>
      file(
        'file_event',
        platform,
        ['creation', 'change'],
        ['creation', 'file_create_event', 'overwrite', 'modification'],
      ),
    ),
    file('file_delete', 'windows', ['deletion'], ['deletion', 'file_delete_event'], FILE_HASHES),
    file('file_rename', 'windows', ['change'], ['rename', 'file_rename_event'], RENAMED),
    file('file_access', 'windows', ['access'], ['open']),
    registry('registry_set', ['change'], ['modification', 'registry_modification']),
    registry('registry_add', ['creation'], ['creation']),
    registry('registry_delete', ['deletion'], ['deletion']),
    registry('registry_event', ['change', 'creation', 'deletion'], []),
    ...PLATFORMS.map(network),
    dns,
    imageLoad,
    driverLoad,
    ...WINDOWS_SERVICES.map(windowsService),
  ],
};
