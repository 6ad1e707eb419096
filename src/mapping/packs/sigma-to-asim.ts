import type { LogSource } from '../../ir/rule.ts';
import type { ColumnTest, MappingPack, TargetTable } from '../pack.ts';
import { column, joined, likely, long, lookup, respelled, sure, tags } from '../rows.ts';
import { ASIM_DOCS, eventTypes, type Fields, FULL_PATH, IDS, PARSERS, USER } from './asim-words.ts';
import { LONG_HIVES, PLATFORMS, type Platform } from './ecs-words.ts';

const device: Fields = { Computer: likely(column('DvcHostname'), 'the short name of the device') };

const acting: Fields = {
  ...device,
  Image: likely(column('ActingProcessName'), FULL_PATH),
  ProcessId: sure(column('ActingProcessId')),
  ProcessGuid: likely(column('ActingProcessGuid'), IDS),
  User: likely(column('ActorUsername'), USER),
};

const hashes = (prefix: string): Fields => ({
  Hashes: sure(tags({ MD5: `${prefix}MD5`, SHA1: `${prefix}SHA1`, SHA256: `${prefix}SHA256` })),
  md5: sure(column(`${prefix}MD5`)),
  sha1: sure(column(`${prefix}SHA1`)),
  sha256: sure(column(`${prefix}SHA256`)),
});

const PROCESS: Fields = {
  ...device,
  Image: likely(column('TargetProcessName'), FULL_PATH),
  CommandLine: sure(column('TargetProcessCommandLine')),
  CurrentDirectory: sure(column('TargetProcessCurrentDirectory')),
  ProcessId: sure(column('TargetProcessId')),
  ProcessGuid: likely(column('TargetProcessGuid'), IDS),
  IntegrityLevel: likely(column('TargetProcessIntegrityLevel'), 'the level is written as the source writes it'),
  OriginalFileName: likely(column('TargetProcessFileOriginalName'), 'not all sources have it'),
  Product: likely(column('TargetProcessFileProduct'), 'not all sources have it'),
  Company: likely(column('TargetProcessFileCompany'), 'not all sources have it'),
  Description: likely(column('TargetProcessFileDescription'), 'not all sources have it'),
  FileVersion: likely(column('TargetProcessFileVersion'), 'not all sources have it'),
  Imphash: sure(column('TargetProcessIMPHASH')),
  ...hashes('TargetProcess'),
  Hashes: sure(
    tags({
      MD5: 'TargetProcessMD5',
      SHA1: 'TargetProcessSHA1',
      SHA256: 'TargetProcessSHA256',
      IMPHASH: 'TargetProcessIMPHASH',
    }),
  ),
  User: likely(column('ActorUsername'), USER),
  LogonId: likely(column('ActorSessionId'), 'the session as the source writes it'),
  ParentImage: likely(column('ActingProcessName'), FULL_PATH),
  ParentCommandLine: sure(column('ActingProcessCommandLine')),
  ParentProcessId: sure(column('ActingProcessId')),
  ParentProcessGuid: likely(column('ActingProcessGuid'), IDS),
  ParentUser: likely(column('ActorUsername'), USER),
  GrandParentImage: likely(column('ParentProcessName'), FULL_PATH),
};

const FILE: Fields = {
  ...acting,
  CommandLine: sure(column('ActingProcessCommandLine')),
  TargetFilename: sure(column('TargetFilePath')),
  FileName: sure(column('TargetFilePath')),
  SourceFilename: sure(column('SrcFilePath')),
  ...hashes('TargetFile'),
};

const REGISTRY: Fields = {
  ...acting,
  TargetObject: likely(
    joined('RegistryKey', '\\', 'RegistryValue', LONG_HIVES),
    "a user's hive may be written HKEY_CURRENT_USER with the user's id",
  ),
  NewName: likely(respelled('RegistryKey', LONG_HIVES), 'the key after a rename'),
  Details: likely(column('RegistryValueData'), 'numbers are written as the source writes them'),
  EventType: sure(
    lookup('EventType', [
      ['RegistryValueSet', 'SetValue'],
      ['RegistryKeyCreated', 'CreateKey'],
      ['RegistryKeyDeleted', 'DeleteKey'],
      ['RegistryValueDeleted', 'DeleteValue'],
      ['RegistryKeyRenamed', 'RenameKey'],
    ]),
  ),
};

const address = (name: string) => column({ name, type: 'ip' });

const NETWORK: Fields = {
  ...device,
  Image: likely(column('SrcProcessName'), 'of a connection that the device opens'),
  ProcessId: likely(column('SrcProcessId'), 'of a connection that the device opens'),
  User: likely(column('SrcUsername'), USER),
  Initiated: likely(
    lookup('NetworkDirection', [
      ['Outbound', 'true'],
      ['Inbound', 'false'],
    ]),
    'seen from the device, or from the organisation: as the source sees it',
  ),
  Protocol: sure(
    lookup('NetworkProtocol', [
      ['TCP', 'tcp'],
      ['UDP', 'udp'],
    ]),
  ),
  SourceIp: sure(address('SrcIpAddr')),
  SourcePort: sure(long('SrcPortNumber')),
  SourceHostname: likely(column('SrcHostname'), 'the short name'),
  DestinationIp: sure(address('DstIpAddr')),
  DestinationPort: sure(long('DstPortNumber')),
  DestinationHostname: likely(column('DstFQDN'), 'where the source knows the name'),
};

const FIREWALL: Fields = {
  ...device,
  src_ip: sure(address('SrcIpAddr')),
  dst_ip: sure(address('DstIpAddr')),
  src_port: sure(long('SrcPortNumber')),
  dst_port: sure(long('DstPortNumber')),
  username: likely(column('SrcUsername'), USER),
  action: likely(column('DvcAction'), 'the words of an action differ: Allow, Deny, Drop'),
};

const DNS: Fields = {
  ...device,
  Image: likely(column('SrcProcessName'), 'where the source is the device itself'),
  ProcessId: likely(column('SrcProcessId'), 'where the source is the device itself'),
  QueryName: sure(column('DnsQuery')),
  QueryStatus: likely(long('DnsResponseCode'), 'Sysmon numbers outcomes as Windows does'),
  QueryResults: likely(column('DnsResponseName'), 'the answer as the source writes it'),
  query: sure(column('DnsQuery')),
  record_type: sure(column('DnsQueryTypeName')),
  answer: likely(column('DnsResponseName'), 'the answer as the source writes it'),
  parent_domain: likely(column('DnsQuery'), 'the whole name that was asked for'),
};

/** The taxonomy names web fields as the W3C log format does. */
const WEB: Fields = {
  'c-uri': sure(column('Url')),
  'cs-uri': sure(column('Url')),
  'c-uri-query': likely(column('Url'), 'the query stands in the address'),
  'cs-uri-query': likely(column('Url'), 'the query stands in the address'),
  'cs-uri-stem': likely(column('Url'), 'the path stands in the address'),
  'c-useragent': sure(column('HttpUserAgent')),
  'cs-user-agent': sure(column('HttpUserAgent')),
  'cs-method': sure(column('HttpRequestMethod')),
  'cs-host': sure(column('HttpHost')),
  'cs-referer': sure(column('HttpReferrer')),
  'cs-referrer': sure(column('HttpReferrer')),
  'cs-version': sure(column('HttpVersion')),
  'cs-username': likely(column('SrcUsername'), USER),
  'sc-status': likely(column('EventResultDetails'), 'the code as text'),
  'rs-content-type': likely(column('HttpContentType'), 'as the source writes it'),
  'c-ip': sure(address('SrcIpAddr')),
  src_ip: sure(address('SrcIpAddr')),
  dst_ip: sure(address('DstIpAddr')),
  's-ip': likely(address('DstIpAddr'), 'the server'),
  's-port': likely(long('DstPortNumber'), 'the server'),
};

interface Kind {
  readonly logSource: LogSource;
  readonly parser: keyof typeof PARSERS;
  readonly where?: readonly ColumnTest[];
  readonly fields: Fields;
}

const windows = (
  category: string,
  parser: Kind['parser'],
  fields: Fields,
  where: readonly ColumnTest[] = [],
): Kind => ({ logSource: { category, product: 'windows' }, parser, fields, where });

const onSystems = (category: string, parser: Kind['parser'], fields: Fields, where: readonly ColumnTest[] = []) =>
  PLATFORMS.map((product: Platform): Kind => ({ logSource: { category, product }, parser, fields, where }));

const KINDS: readonly Kind[] = [
  ...onSystems('process_creation', 'process', PROCESS),
  ...onSystems('file_event', 'file', FILE, eventTypes('FileCreated', 'FileModified', 'FileCreatedOrModified')),
  windows('file_change', 'file', FILE, eventTypes('FileModified', 'FileCreatedOrModified')),
  windows('file_delete', 'file', FILE, eventTypes('FileDeleted')),
  windows('file_rename', 'file', FILE, eventTypes('FileRenamed')),
  windows('file_access', 'file', FILE, eventTypes('FileAccessed')),
  windows('file_executable_detected', 'file', FILE, eventTypes('FileCreated', 'FileCreatedOrModified')),
  windows('registry_set', 'registry', REGISTRY, eventTypes('RegistryValueSet')),
  windows('registry_add', 'registry', REGISTRY, eventTypes('RegistryKeyCreated')),
  windows('registry_delete', 'registry', REGISTRY, eventTypes('RegistryKeyDeleted', 'RegistryValueDeleted')),
  windows('registry_rename', 'registry', REGISTRY, eventTypes('RegistryKeyRenamed', 'RegistryValueRenamed')),
  windows('registry_event', 'registry', REGISTRY),
  ...onSystems('network_connection', 'network', NETWORK),
  { logSource: { category: 'firewall' }, parser: 'network', fields: FIREWALL },
  windows('dns_query', 'dns', DNS),
  { logSource: { category: 'dns' }, parser: 'dns', fields: DNS },
  { logSource: { category: 'proxy' }, parser: 'web', fields: WEB, where: eventTypes('HTTPsession') },
  { logSource: { category: 'webserver' }, parser: 'web', fields: WEB, where: eventTypes('WebServerSession') },
];

const tableOf = ({ logSource, parser, where = [], fields }: Kind): TargetTable => ({
  id: [PARSERS[parser], logSource.category, logSource.product].filter((part) => part !== undefined).join('/'),
  serves: { logSources: [logSource] },
  table: PARSERS[parser],
  where,
  fields,
});

/** The Sigma taxonomy to the parsers of Microsoft Sentinel's Advanced Security Information Model. */
export const sigmaToAsim: MappingPack = {
  id: 'asim',
  from: 'sigma',
  title: 'ASIM',
  to: 'asim',
  docs: ASIM_DOCS,
  time: 'TimeGenerated',
  unmapped: 'leave-out',
  decisive: ['EventID', 'Channel', 'Provider_Name'],
  tables: KINDS.map(tableOf),
};
