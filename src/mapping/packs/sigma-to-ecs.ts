import { textTest } from '../column-tests.ts';
import type { ColumnTest, MappingPack, TargetTable } from '../pack.ts';
import { column, constant, likely, long, lookup, sure, tags } from '../rows.ts';
import { PLATFORMS, type Platform } from './ecs-words.ts';
import { EVENT_KINDS, type Fields, SERVICE_CHANNELS, SYSMON_CHANNEL } from './windows-events.ts';

const USER = 'the name without its domain, which stands in user.domain';
const LISTS: readonly string[] = ['event.type', 'event.category'];
const is = (name: string, ...values: readonly string[]): ColumnTest =>
  textTest(name, values, 'exact', LISTS.includes(name));
const ip = (name: string) => column({ name, type: 'ip' });

const device: Fields = { Computer: likely(column('host.name'), 'the short name, where the agent writes that') };

const acting: Fields = {
  ...device,
  Image: sure(column('process.executable')),
  CommandLine: sure(column('process.command_line')),
  ProcessId: sure(long('process.pid')),
  ProcessGuid: likely(column('process.entity_id'), 'an id of the agent, not of Sysmon; good for joining only'),
  User: likely(column('user.name'), USER),
  ParentImage: sure(column('process.parent.executable')),
};

const hashes = (of: string): Fields => ({
  md5: sure(column(`${of}.hash.md5`)),
  sha1: sure(column(`${of}.hash.sha1`)),
  sha256: sure(column(`${of}.hash.sha256`)),
  imphash: likely(column(`${of}.pe.imphash`), 'where the agent works it out'),
  Hashes: likely(
    tags({
      MD5: `${of}.hash.md5`,
      SHA1: `${of}.hash.sha1`,
      SHA256: `${of}.hash.sha256`,
      IMPHASH: `${of}.pe.imphash`,
    }),
    'hashes are written in lower case',
  ),
});

const version = (of: string): Fields => ({
  OriginalFileName: sure(column(`${of}.pe.original_file_name`)),
  FileVersion: likely(column(`${of}.pe.file_version`), 'where the agent reads it'),
  Description: likely(column(`${of}.pe.description`), 'where the agent reads it'),
  Product: likely(column(`${of}.pe.product`), 'where the agent reads it'),
  Company: likely(column(`${of}.pe.company`), 'where the agent reads it'),
});

const PROCESS: Fields = {
  ...acting,
  ...version('process'),
  ...hashes('process'),
  CurrentDirectory: sure(column('process.working_directory')),
  IntegrityLevel: likely(
    column('process.Ext.token.integrity_level_name'),
    'Elastic Defend writes it there, Winlogbeat in winlog.event_data.IntegrityLevel',
  ),
  ParentCommandLine: sure(column('process.parent.command_line')),
  ParentProcessId: sure(long('process.parent.pid')),
  ParentProcessGuid: likely(column('process.parent.entity_id'), 'good for joining only'),
};

const FILE: Fields = {
  ...acting,
  ...hashes('file'),
  TargetFilename: sure(column('file.path')),
  FileName: sure(column('file.path')),
  SourceFilename: likely(column('file.Ext.original.path'), 'Elastic Defend writes it'),
};

const REGISTRY: Fields = {
  ...acting,
  TargetObject: likely(column('registry.path'), 'Elastic Defend writes the hive HKEY_USERS out'),
  Details: likely(
    column({ name: 'registry.data.strings', type: 'text', list: true }),
    'numbers are written as the agent writes them',
  ),
  EventType: likely(
    lookup({ name: 'event.type', type: 'text', list: true }, [
      ['change', 'SetValue'],
      ['creation', 'CreateKey'],
      ['deletion', 'DeleteKey', 'DeleteValue'],
    ]),
    'one word for keys and values',
  ),
};

const NETWORK: Fields = {
  ...acting,
  Protocol: sure(column('network.transport')),
  Initiated: likely(
    lookup('network.direction', [
      ['egress', 'true'],
      ['outbound', 'true'],
      ['ingress', 'false'],
      ['inbound', 'false'],
    ]),
    'seen from the device',
  ),
  SourceIp: sure(ip('source.ip')),
  SourcePort: sure(long('source.port')),
  SourceHostname: likely(column('source.domain'), 'where the agent knows the name'),
  DestinationIp: sure(ip('destination.ip')),
  DestinationPort: sure(long('destination.port')),
  DestinationHostname: likely(column('destination.domain'), 'where the agent knows the name'),
};

const SIGNATURE: Fields = {
  Signed: likely(
    lookup({ name: 'dll.code_signature.exists', type: 'boolean' }, [
      [true, 'true'],
      [false, 'false'],
    ]),
    'Sysmon writes words',
  ),
  Signature: likely(column('dll.code_signature.subject_name'), 'the name of the signer'),
  SignatureStatus: likely(
    lookup('dll.code_signature.status', [
      ['trusted', 'Valid'],
      ['errorExpired', 'Expired'],
      ['errorRevoked', 'Revoked'],
    ]),
    'Elastic has words of its own for a signature that is not valid',
  ),
};

const LIBRARY: Fields = {
  ...acting,
  ...version('dll'),
  ...hashes('dll'),
  ...SIGNATURE,
  ImageLoaded: sure(column('dll.path')),
};

interface Kind {
  readonly category: string;
  readonly products?: readonly Platform[];
  readonly eventCategory: string;
  readonly where?: readonly ColumnTest[];
  readonly fields: Fields;
  readonly indices: readonly string[];
}

const WINDOWS: readonly Platform[] = ['windows'];
const endpoint = (name: string): readonly string[] => [`logs-endpoint.events.${name}-*`, 'winlogbeat-*'];
const files = (category: string, types: readonly string[], products = WINDOWS): Kind => ({
  category,
  products,
  eventCategory: 'file',
  where: [is('event.type', ...types)],
  fields: FILE,
  indices: endpoint('file'),
});
const keys = (category: string, types: readonly string[]): Kind => ({
  category,
  eventCategory: 'registry',
  where: types.length > 0 ? [is('event.type', ...types)] : [],
  fields: REGISTRY,
  indices: endpoint('registry'),
});

const KINDS: readonly Kind[] = [
  {
    category: 'process_creation',
    products: PLATFORMS,
    eventCategory: 'process',
    where: [is('event.type', 'start')],
    fields: PROCESS,
    indices: endpoint('process'),
  },
  {
    category: 'process_termination',
    eventCategory: 'process',
    where: [is('event.type', 'end')],
    fields: acting,
    indices: endpoint('process'),
  },
  files('file_event', ['creation', 'change'], PLATFORMS),
  files('file_change', ['change']),
  files('file_rename', ['change']),
  files('file_delete', ['deletion']),
  files('file_access', ['access']),
  files('file_executable_detected', ['creation']),
  keys('registry_set', ['change']),
  keys('registry_add', ['creation']),
  keys('registry_delete', ['deletion']),
  keys('registry_event', []),
  {
    category: 'network_connection',
    products: PLATFORMS,
    eventCategory: 'network',
    where: [is('event.type', 'start')],
    fields: NETWORK,
    indices: endpoint('network'),
  },
  {
    category: 'dns_query',
    eventCategory: 'network',
    fields: {
      ...acting,
      QueryName: sure(column('dns.question.name')),
      QueryResults: likely(column({ name: 'dns.resolved_ip', type: 'text', list: true }), 'addresses only'),
    },
    indices: endpoint('network'),
  },
  { category: 'image_load', eventCategory: 'library', fields: LIBRARY, indices: endpoint('library') },
  { category: 'driver_load', eventCategory: 'driver', fields: LIBRARY, indices: endpoint('library') },
];

const tablesOf = (kind: Kind): readonly TargetTable[] =>
  (kind.products ?? WINDOWS).map((product) => ({
    id: `${kind.category}/${product}`,
    serves: { logSources: [{ category: kind.category, product }] },
    category: kind.eventCategory,
    indices: kind.indices,
    where: [is('host.os.type', product), ...(kind.where ?? [])],
    fields: kind.fields,
  }));

const HEADER: Fields = {
  EventID: likely(column('event.code'), 'the number is a text'),
  Computer: sure(column('winlog.computer_name')),
  Provider_Name: sure(column('event.provider')),
};
const AS_LOGGED = { prefix: '', to: 'winlog.event_data.', type: 'text' } as const;
const WINLOG = ['winlogbeat-*', 'logs-windows.*', 'logs-system.*'];

/** Windows events that Elastic's agents leave as they were: the data of an event stands below `winlog.event_data`. */
const windowsService = ([service, channels]: readonly [string, readonly string[]]): TargetTable => ({
  id: `${service}/windows`,
  serves: { logSources: [{ service, product: 'windows' }] },
  indices: WINLOG,
  where: [is('winlog.channel', ...channels)],
  fields: { ...HEADER, Channel: channels.length === 1 ? sure(constant(...channels)) : sure(column('winlog.channel')) },
  renamed: [AS_LOGGED],
});

const SCRIPT: Fields = {
  ScriptBlockText: sure(column('powershell.file.script_block_text')),
  ScriptBlockId: sure(column('powershell.file.script_block_id')),
  Path: sure(column('file.path')),
};

const served: readonly string[] = KINDS.map(({ category }) => category);

/** The kinds of events that have no names of their own in ECS. */
const asLogged: readonly TargetTable[] = EVENT_KINDS.filter(({ category }) => !served.includes(category)).map(
  ({ category, channels, ids, fields }) => ({
    id: `${category}/windows`,
    serves: { logSources: [{ category, product: 'windows' }] },
    indices: channels.includes(SYSMON_CHANNEL) ? ['winlogbeat-*', 'logs-windows.sysmon_operational-*'] : WINLOG,
    where: [is('winlog.channel', ...channels), is('event.code', ...ids.map(String))],
    fields: {
      ...HEADER,
      ...Object.fromEntries(Object.keys(fields).map((name) => [name, sure(column(`winlog.event_data.${name}`))])),
      ...(category === 'ps_script' && SCRIPT),
    },
  }),
);

/** The Sigma taxonomy to the Elastic Common Schema, as Elastic Defend and Winlogbeat fill it. */
export const sigmaToEcs: MappingPack = {
  id: 'ecs',
  from: 'sigma',
  title: 'the Elastic Common Schema',
  to: 'ecs',
  docs: 'https://www.elastic.co/docs/reference/ecs/ecs-field-reference',
  time: '@timestamp',
  unmapped: 'leave-out',
  decisive: ['EventID', 'Channel', 'Provider_Name'],
  tables: [...KINDS.flatMap(tablesOf), ...asLogged, ...Object.entries(SERVICE_CHANNELS).map(windowsService)],
};
