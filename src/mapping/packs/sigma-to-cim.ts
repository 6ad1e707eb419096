import { nativeTest, textTest } from '../column-tests.ts';
import type { ColumnTest, MappingPack, TargetTable } from '../pack.ts';
import { column, constant, likely, long, lookup, sure, tagged } from '../rows.ts';
import { PLATFORMS, type Platform } from './ecs-words.ts';
import type { Fields } from './windows-events.ts';

/** The tags that make an event one of a dataset. */
const tags = (...names: readonly string[]): readonly ColumnTest[] => names.map((name) => nativeTest('tag', name));
const actions = (...values: readonly string[]): ColumnTest => textTest('action', values, 'simple');

const USER = 'the name with or without its domain, as the add-on for the source reads it';
const HASHES = 'one text with all hashes, as the source writes them';
const ONLY_ID = 'the number of the acting process';
const KEPT = 'the add-on for Sysmon keeps it; the dataset does not ask for it';
const DEST = 'the name, the full name or the address of the device';

const device: Fields = { Computer: likely(column('dest'), DEST) };
const acting: Fields = {
  ...device,
  Image: likely(column('process_path'), KEPT),
  ProcessId: likely(long('process_id'), ONLY_ID),
  ProcessGuid: sure(column('process_guid')),
  User: likely(column('user'), USER),
};
const hashes = (name: string): Fields => ({
  Hashes: likely(column(name), HASHES),
  md5: likely(tagged(name, 'MD5'), HASHES),
  sha1: likely(tagged(name, 'SHA1'), HASHES),
  sha256: likely(tagged(name, 'SHA256'), HASHES),
  imphash: likely(tagged(name, 'IMPHASH'), HASHES),
});

const PROCESSES: Fields = {
  ...device,
  Image: sure(column('process_path')),
  CommandLine: sure(column('process')),
  CurrentDirectory: sure(column('process_current_directory')),
  OriginalFileName: sure(column('original_file_name')),
  IntegrityLevel: sure(column('process_integrity_level')),
  ProcessId: sure(long('process_id')),
  ProcessGuid: sure(column('process_guid')),
  User: likely(column('user'), USER),
  ...hashes('process_hash'),
  ParentImage: sure(column('parent_process_path')),
  ParentCommandLine: sure(column('parent_process')),
  ParentProcessId: sure(long('parent_process_id')),
  ParentProcessGuid: sure(column('parent_process_guid')),
};

const FILESYSTEM: Fields = {
  ...acting,
  TargetFilename: sure(column('file_path')),
  FileName: sure(column('file_path')),
  CreationUtcTime: likely(column('file_create_time'), 'a time, as the add-on spells it'),
  ...hashes('file_hash'),
};

const REGISTRY: Fields = {
  ...acting,
  TargetObject: likely(column('registry_path'), 'some add-ons leave the name of the value out, or spell the hive out'),
  Details: likely(column('registry_value_data'), 'numbers are written as the source writes them'),
  EventType: likely(
    lookup('action', [
      ['modified', 'SetValue'],
      ['created', 'CreateKey'],
      ['deleted', 'DeleteKey', 'DeleteValue'],
    ]),
    'the dataset has one word for keys and values',
  ),
};

const NETWORK: Fields = {
  ...device,
  Computer: likely(column('dvc'), DEST),
  Image: likely(column('process_path'), KEPT),
  ProcessId: likely(long('process_id'), KEPT),
  ProcessGuid: likely(column('process_guid'), KEPT),
  User: likely(column('user'), USER),
  Protocol: sure(column('transport')),
  Initiated: likely(
    lookup('direction', [
      ['outbound', 'true'],
      ['inbound', 'false'],
    ]),
    'seen from the device, or from the network',
  ),
  SourceIp: sure(column({ name: 'src_ip', type: 'ip' })),
  SourcePort: sure(long('src_port')),
  SourceHostname: likely(column('src'), 'an address where no name is known'),
  DestinationIp: sure(column({ name: 'dest_ip', type: 'ip' })),
  DestinationPort: sure(long('dest_port')),
  DestinationHostname: likely(column('dest'), 'an address where no name is known'),
  src_ip: sure(column({ name: 'src_ip', type: 'ip' })),
  dst_ip: sure(column({ name: 'dest_ip', type: 'ip' })),
  src_port: sure(long('src_port')),
  dst_port: sure(long('dest_port')),
  action: likely(column('action'), 'the dataset has words of its own: allowed, blocked, teardown'),
  username: likely(column('user'), USER),
};

const DNS: Fields = {
  ...device,
  QueryName: sure(column('query')),
  QueryResults: likely(column('answer'), 'the answer as the source writes it'),
  query: sure(column('query')),
  record_type: sure(column('record_type')),
  answer: sure(column('answer')),
  parent_domain: likely(column('query'), 'the whole name that was asked for'),
};

const URL = 'the whole address';
const WEB: Fields = {
  'c-uri': sure(column('url')),
  'cs-uri': sure(column('url')),
  'cs-uri-stem': sure(column('uri_path')),
  'c-uri-stem': sure(column('uri_path')),
  'cs-uri-query': sure(column('uri_query')),
  'c-uri-query': sure(column('uri_query')),
  'cs-host': likely(column('dest'), DEST),
  'r-dns': likely(column('dest'), DEST),
  'cs-method': sure(column('http_method')),
  'c-useragent': sure(column('http_user_agent')),
  'cs-user-agent': sure(column('http_user_agent')),
  'cs-referer': sure(column('http_referrer')),
  'cs-referrer': sure(column('http_referrer')),
  'cs-cookie': likely(column('cookie'), 'only where the source writes it'),
  'cs-username': sure(column('user')),
  'cs-content-type': sure(column('http_content_type')),
  'sc-status': sure(long('status')),
  'sc-bytes': sure(long('bytes_out')),
  'cs-bytes': sure(long('bytes_in')),
  'c-ip': likely(column({ name: 'src_ip', type: 'ip' }), URL),
  src_ip: sure(column({ name: 'src_ip', type: 'ip' })),
  dst_ip: sure(column({ name: 'dest_ip', type: 'ip' })),
};

const SERVICES: Fields = {
  EventID: sure(constant(7045)),
  Provider_Name: sure(constant('Service Control Manager')),
  Computer: likely(column('dest'), DEST),
  ServiceName: sure(column('service_name')),
  ImagePath: sure(column('service_path')),
  StartType: likely(column('start_mode'), 'the words of the modes differ'),
};

interface Dataset {
  readonly category?: string;
  readonly service?: string;
  readonly products?: readonly Platform[];
  readonly where: readonly ColumnTest[];
  readonly fields: Fields;
}

const WINDOWS: readonly Platform[] = ['windows'];
const FILES = tags('endpoint', 'filesystem');
const KEYS = tags('endpoint', 'registry');

const DATASETS: readonly Dataset[] = [
  { category: 'process_creation', products: PLATFORMS, where: tags('process', 'report'), fields: PROCESSES },
  {
    category: 'file_event',
    products: PLATFORMS,
    where: [...FILES, actions('created', 'modified')],
    fields: FILESYSTEM,
  },
  { category: 'file_change', products: WINDOWS, where: [...FILES, actions('modified')], fields: FILESYSTEM },
  { category: 'file_rename', products: WINDOWS, where: [...FILES, actions('modified')], fields: FILESYSTEM },
  { category: 'file_delete', products: WINDOWS, where: [...FILES, actions('deleted')], fields: FILESYSTEM },
  { category: 'file_access', products: WINDOWS, where: [...FILES, actions('read')], fields: FILESYSTEM },
  {
    category: 'file_executable_detected',
    products: WINDOWS,
    where: [...FILES, actions('created')],
    fields: FILESYSTEM,
  },
  { category: 'registry_set', products: WINDOWS, where: [...KEYS, actions('modified')], fields: REGISTRY },
  { category: 'registry_add', products: WINDOWS, where: [...KEYS, actions('created')], fields: REGISTRY },
  { category: 'registry_delete', products: WINDOWS, where: [...KEYS, actions('deleted')], fields: REGISTRY },
  { category: 'registry_event', products: WINDOWS, where: KEYS, fields: REGISTRY },
  { category: 'network_connection', products: PLATFORMS, where: tags('network', 'communicate'), fields: NETWORK },
  { category: 'firewall', where: tags('network', 'communicate'), fields: NETWORK },
  { category: 'dns_query', products: WINDOWS, where: tags('network', 'resolution', 'dns'), fields: DNS },
  { category: 'dns', where: tags('network', 'resolution', 'dns'), fields: DNS },
  { category: 'proxy', where: tags('web', 'proxy'), fields: WEB },
  { category: 'webserver', where: tags('web'), fields: WEB },
  { service: 'system', products: WINDOWS, where: tags('service', 'report'), fields: SERVICES },
];

const tableOf = ({ products, where, fields, ...kind }: Dataset): readonly TargetTable[] =>
  (products ?? [undefined]).map((product) => {
    const logSource = { ...kind, ...(product !== undefined && { product }) };
    return { id: Object.values(logSource).join('/'), serves: { logSources: [logSource] }, where, fields };
  });

/** The Sigma taxonomy to the datasets of Splunk's Common Information Model, searched by their tags. */
export const sigmaToCim: MappingPack = {
  id: 'cim',
  from: 'sigma',
  title: "Splunk's Common Information Model",
  to: 'cim',
  docs: 'https://help.splunk.com/en/data-management/common-information-model/6.1/data-models/endpoint',
  time: '_time',
  unmapped: 'leave-out',
  decisive: ['EventID', 'Channel', 'Provider_Name'],
  tables: DATASETS.flatMap(tableOf),
};
