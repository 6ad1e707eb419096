import type { LogSource } from '../../ir/rule.ts';
import type { ColumnTest, MappingPack, TargetTable } from '../pack.ts';
import { column, constant, joined, likely, long, lookup, member, sure, tags } from '../rows.ts';
import { actions, type Fields } from './defender-words.ts';
import { LONG_HIVES, PLATFORMS, type Platform } from './ecs-words.ts';

const HASHES = tags({ MD5: 'MD5', SHA1: 'SHA1', SHA256: 'SHA256' });
const LOWER_CASE = 'names of accounts are written in lower case, without the words of other languages';

const everywhere: Fields = {
  Computer: likely(column('DeviceName'), 'the name with its domain'),
};

/** The process that acts, where the event is not its start. */
const acting: Fields = {
  ...everywhere,
  Image: sure(column('InitiatingProcessFolderPath')),
  CommandLine: sure(column('InitiatingProcessCommandLine')),
  ProcessId: sure(long('InitiatingProcessId')),
  User: likely(joined('InitiatingProcessAccountDomain', '\\', 'InitiatingProcessAccountName'), LOWER_CASE),
  IntegrityLevel: sure(column('InitiatingProcessIntegrityLevel')),
  ParentProcessId: sure(long('InitiatingProcessParentId')),
  ParentImage: likely(column('InitiatingProcessParentFileName'), 'the name of the file, without its folder'),
};

const processVersion = (prefix: '' | 'Initiating'): Fields => {
  const start = prefix === '' ? 'ProcessVersionInfo' : 'InitiatingProcessVersionInfo';
  return {
    OriginalFileName: sure(column(`${start}OriginalFileName`)),
    Product: sure(column(`${start}ProductName`)),
    Company: sure(column(`${start}CompanyName`)),
    Description: sure(column(`${start}FileDescription`)),
    FileVersion: likely(column(`${start}ProductVersion`), 'the version of the product, not of the file'),
  };
};

interface Kind {
  readonly category?: string;
  readonly service?: string;
  readonly products?: readonly Platform[];
  readonly table: string;
  readonly where?: readonly ColumnTest[];
  readonly fields: Fields;
}

const WINDOWS: readonly Platform[] = ['windows'];

const FILE: Fields = {
  ...acting,
  TargetFilename: sure(column('FolderPath')),
  FileName: likely(column('FolderPath'), 'the whole path'),
  SourceFilename: likely(
    joined('PreviousFolderPath', '\\', 'PreviousFileName'),
    'the folder before a rename, and the name',
  ),
  Hashes: sure(HASHES),
  md5: sure(column('MD5')),
  sha1: sure(column('SHA1')),
  sha256: sure(column('SHA256')),
};

const REGISTRY: Fields = {
  ...acting,
  TargetObject: likely(
    joined('RegistryKey', '\\', 'RegistryValueName', LONG_HIVES),
    "a user's hive may be written HKEY_CURRENT_USER with the user's id",
  ),
  Details: likely(column('RegistryValueData'), 'a number is written in decimals, not as DWORD (0x00000001)'),
  EventType: sure(
    lookup('ActionType', [
      ['RegistryValueSet', 'SetValue'],
      ['RegistryKeyCreated', 'CreateKey'],
      ['RegistryKeyDeleted', 'DeleteKey'],
      ['RegistryValueDeleted', 'DeleteValue'],
      ['RegistryKeyRenamed', 'RenameKey'],
    ]),
  ),
  NewName: likely(joined('RegistryKey', '\\', 'RegistryValueName', LONG_HIVES), 'the key after a rename'),
};

/** One process does something to another: the one is the initiating process, the other the event's file. */
const TWO_PROCESSES: Fields = {
  ...everywhere,
  SourceImage: sure(column('InitiatingProcessFolderPath')),
  SourceCommandLine: sure(column('InitiatingProcessCommandLine')),
  SourceUser: likely(joined('InitiatingProcessAccountDomain', '\\', 'InitiatingProcessAccountName'), LOWER_CASE),
  SourceProcessId: sure(long('InitiatingProcessId')),
  SourceParentImage: likely(column('InitiatingProcessParentFileName'), 'the name of the file, without its folder'),
  TargetImage: likely(column('FolderPath'), 'the file of the process that is opened'),
  TargetProcessId: likely(long('ProcessId'), 'the process that is opened'),
};

const KINDS: readonly Kind[] = [
  {
    category: 'process_creation',
    products: PLATFORMS,
    table: 'DeviceProcessEvents',
    where: actions('ProcessCreated'),
    fields: {
      ...everywhere,
      Image: sure(column('FolderPath')),
      CommandLine: sure(column('ProcessCommandLine')),
      ProcessId: sure(long('ProcessId')),
      IntegrityLevel: sure(column('ProcessIntegrityLevel')),
      User: likely(joined('AccountDomain', '\\', 'AccountName'), LOWER_CASE),
      ...processVersion(''),
      Hashes: sure(HASHES),
      md5: sure(column('MD5')),
      sha1: sure(column('SHA1')),
      sha256: sure(column('SHA256')),
      ParentImage: sure(column('InitiatingProcessFolderPath')),
      ParentCommandLine: sure(column('InitiatingProcessCommandLine')),
      ParentProcessId: sure(long('InitiatingProcessId')),
      ParentUser: likely(joined('InitiatingProcessAccountDomain', '\\', 'InitiatingProcessAccountName'), LOWER_CASE),
      GrandParentImage: likely(column('InitiatingProcessParentFileName'), 'the name of the file, without its folder'),
      LogonId: likely(long('LogonId'), 'Sysmon writes it in hexadecimal'),
    },
  },
  {
    category: 'file_event',
    products: PLATFORMS,
    table: 'DeviceFileEvents',
    where: actions('FileCreated', 'FileModified'),
    fields: FILE,
  },
  {
    category: 'file_change',
    products: WINDOWS,
    table: 'DeviceFileEvents',
    where: actions('FileModified'),
    fields: FILE,
  },
  {
    category: 'file_delete',
    products: WINDOWS,
    table: 'DeviceFileEvents',
    where: actions('FileDeleted'),
    fields: FILE,
  },
  {
    category: 'file_rename',
    products: WINDOWS,
    table: 'DeviceFileEvents',
    where: actions('FileRenamed'),
    fields: FILE,
  },
  {
    category: 'file_executable_detected',
    products: WINDOWS,
    table: 'DeviceFileEvents',
    where: actions('FileCreated'),
    fields: FILE,
  },
  {
    category: 'file_access',
    products: WINDOWS,
    table: 'DeviceEvents',
    where: actions('SensitiveFileRead'),
    fields: { ...acting, FileName: likely(column('FolderPath'), 'only files that the sensor takes for sensitive') },
  },
  {
    category: 'image_load',
    products: WINDOWS,
    table: 'DeviceImageLoadEvents',
    where: actions('ImageLoaded'),
    fields: { ...acting, ImageLoaded: sure(column('FolderPath')), Hashes: sure(HASHES) },
  },
  {
    category: 'driver_load',
    products: WINDOWS,
    table: 'DeviceEvents',
    where: actions('DriverLoad'),
    fields: { ...everywhere, ImageLoaded: sure(column('FolderPath')), Hashes: sure(HASHES) },
  },
  {
    category: 'registry_set',
    products: WINDOWS,
    table: 'DeviceRegistryEvents',
    where: actions('RegistryValueSet'),
    fields: REGISTRY,
  },
  {
    category: 'registry_add',
    products: WINDOWS,
    table: 'DeviceRegistryEvents',
    where: actions('RegistryKeyCreated'),
    fields: REGISTRY,
  },
  {
    category: 'registry_delete',
    products: WINDOWS,
    table: 'DeviceRegistryEvents',
    where: actions('RegistryKeyDeleted', 'RegistryValueDeleted'),
    fields: REGISTRY,
  },
  {
    category: 'registry_rename',
    products: WINDOWS,
    table: 'DeviceRegistryEvents',
    where: actions('RegistryKeyRenamed'),
    fields: REGISTRY,
  },
  { category: 'registry_event', products: WINDOWS, table: 'DeviceRegistryEvents', fields: REGISTRY },
  {
    category: 'network_connection',
    products: PLATFORMS,
    table: 'DeviceNetworkEvents',
    where: actions('ConnectionSuccess', 'ConnectionAttempt', 'ConnectionFailed', 'InboundConnectionAccepted'),
    fields: {
      ...acting,
      Initiated: likely(
        lookup('ActionType', [
          ['ConnectionSuccess', 'true'],
          ['ConnectionAttempt', 'true'],
          ['ConnectionFailed', 'true'],
          ['InboundConnectionAccepted', 'false'],
        ]),
        'Sysmon logs a connection once it is made',
      ),
      Protocol: sure(
        lookup('Protocol', [
          ['Tcp', 'tcp'],
          ['Udp', 'udp'],
          ['TcpV4', 'tcp'],
          ['TcpV6', 'tcp'],
        ]),
      ),
      SourceIp: sure(column({ name: 'LocalIP', type: 'ip' })),
      SourcePort: sure(long('LocalPort')),
      DestinationIp: sure(column({ name: 'RemoteIP', type: 'ip' })),
      DestinationPort: sure(long('RemotePort')),
      DestinationHostname: likely(column('RemoteUrl'), 'it may hold a whole URL'),
      DestinationIsIpv6: likely(
        lookup('RemoteIPType', [
          ['IPv6', 'true'],
          ['IPv4', 'false'],
        ]),
        'the table has more kinds of addresses',
      ),
    },
  },
  {
    category: 'dns_query',
    products: WINDOWS,
    table: 'DeviceNetworkEvents',
    where: actions('DnsConnectionInspected'),
    fields: {
      ...acting,
      QueryName: likely(
        member('AdditionalFields', 'query'),
        'questions that the network sensor saw, in an object written without blanks',
      ),
    },
  },
  {
    service: 'dns-client',
    products: WINDOWS,
    table: 'DeviceNetworkEvents',
    where: actions('DnsConnectionInspected'),
    fields: {
      ...acting,
      EventID: likely(constant(3008), 'a question that was answered'),
      QueryName: likely(
        member('AdditionalFields', 'query'),
        'questions that the network sensor saw, in an object written without blanks',
      ),
    },
  },
  {
    service: 'system',
    products: WINDOWS,
    table: 'DeviceEvents',
    where: actions('ServiceInstalled'),
    fields: {
      ...everywhere,
      EventID: sure(constant(7045)),
      Provider_Name: sure(constant('Service Control Manager')),
      ServiceName: likely(
        member('AdditionalFields', 'ServiceName'),
        'as the device reports it, in an object written without blanks',
      ),
      AccountName: likely(
        member('AdditionalFields', 'ServiceAccount'),
        'as the device reports it, in an object written without blanks',
      ),
    },
  },
  {
    category: 'create_remote_thread',
    products: WINDOWS,
    table: 'DeviceEvents',
    where: actions('CreateRemoteThreadApiCall'),
    fields: TWO_PROCESSES,
  },
  {
    category: 'process_access',
    products: WINDOWS,
    table: 'DeviceEvents',
    where: actions('OpenProcessApiCall'),
    fields: TWO_PROCESSES,
  },
  {
    category: 'process_tampering',
    products: WINDOWS,
    table: 'DeviceEvents',
    where: actions('ProcessPrimaryTokenModified'),
    fields: acting,
  },
  {
    category: 'pipe_created',
    products: WINDOWS,
    table: 'DeviceEvents',
    where: actions('NamedPipeEvent'),
    fields: {
      ...acting,
      PipeName: likely(
        member('AdditionalFields', 'PipeName', [['\\', '\\Device\\NamedPipe\\']]),
        'the name is that of the device, which begins with \\Device\\NamedPipe, in an object written without blanks',
      ),
    },
  },
  {
    category: 'ps_script',
    products: WINDOWS,
    table: 'DeviceEvents',
    where: actions('PowerShellCommand'),
    fields: {
      ...acting,
      ScriptBlockText: likely(
        member('AdditionalFields', 'Command'),
        'single commands, not whole blocks, in an object written without blanks',
      ),
    },
  },
];

const tableOf = ({ category, service, products = [], table, where = [], fields }: Kind): readonly TargetTable[] =>
  products.map((product) => {
    const logSource: LogSource = { ...(category && { category }), product, ...(service && { service }) };
    return { id: `${category ?? service}/${product}`, serves: { logSources: [logSource] }, table, where, fields };
  });

/** The Sigma taxonomy to the advanced hunting tables of Microsoft Defender XDR. */
export const sigmaToDefenderXdr: MappingPack = {
  id: 'defender-xdr',
  from: 'sigma',
  title: 'Defender XDR',
  to: 'defender-xdr',
  docs: 'https://learn.microsoft.com/en-us/defender-xdr/advanced-hunting-schema-tables',
  time: 'Timestamp',
  unmapped: 'leave-out',
  decisive: ['EventID', 'Channel', 'Provider_Name'],
  tables: KINDS.flatMap(tableOf),
};
