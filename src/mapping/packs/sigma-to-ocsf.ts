import { numberTest } from '../column-tests.ts';
import type { ColumnTest, MappingPack, TargetTable } from '../pack.ts';
import { column, guess, joined, likely, long, lookup, respelled, sure } from '../rows.ts';
import { LONG_HIVES, PLATFORMS, type Platform } from './ecs-words.ts';
import type { Fields } from './windows-events.ts';

/** A class of OCSF 1.x by its number, and which of its activities. */
const ofClass = (uid: number, ...activities: readonly number[]): readonly ColumnTest[] => [
  numberTest('class_uid', [uid]),
  ...(activities.length > 0 ? [numberTest('activity_id', activities)] : []),
];

/** The numbers of `device.os.type_id`. */
export const OCSF_SYSTEMS: Readonly<Record<Platform, number>> = { windows: 100, linux: 200, macos: 300 };
const ip = (name: string) => column({ name, type: 'ip' });
const USER = 'the name without its domain, which stands in user.domain';
const HIVE = 'the key as the source spells it: some spell the hive out';
const NAME = 'the name without its domain';

const device: Fields = { Computer: likely(column('device.hostname'), NAME) };

/** A process below a path of the event. */
const process = (at: string): Fields => ({
  Image: sure(column(`${at}.file.path`)),
  CommandLine: sure(column(`${at}.cmd_line`)),
  ProcessId: sure(long(`${at}.pid`)),
  ProcessGuid: likely(column(`${at}.uid`), 'an id of the source; good for joining only'),
});

const parent = (at: string): Fields => ({
  ParentImage: sure(column(`${at}.parent_process.file.path`)),
  ParentCommandLine: sure(column(`${at}.parent_process.cmd_line`)),
  ParentProcessId: sure(long(`${at}.parent_process.pid`)),
  ParentProcessGuid: likely(column(`${at}.parent_process.uid`), 'an id of the source; good for joining only'),
});

const version = (at: string): Fields => ({
  OriginalFileName: likely(column(`${at}.internal_name`), 'where the source reads it'),
  FileVersion: likely(column(`${at}.version`), 'where the source reads it'),
  Description: likely(column(`${at}.desc`), 'where the source reads it'),
  Company: likely(column(`${at}.company_name`), 'where the source reads it'),
  Product: guess(column(`${at}.product.name`), 'the product that the file belongs to'),
});

const acting: Fields = {
  ...device,
  ...process('actor.process'),
  ...parent('actor.process'),
  User: likely(column('actor.user.name'), USER),
};

const PROCESS: Fields = {
  ...device,
  ...process('process'),
  ...parent('process'),
  ...version('process.file'),
  CurrentDirectory: sure(column('process.working_directory')),
  IntegrityLevel: likely(column('process.integrity'), 'the level as the source writes it'),
  User: likely(column('process.user.name'), USER),
  ParentUser: likely(column('process.parent_process.user.name'), USER),
};

const FILE: Fields = {
  ...acting,
  TargetFilename: sure(column('file.path')),
  FileName: sure(column('file.path')),
};

const RENAMED: Fields = {
  ...acting,
  SourceFilename: sure(column('file.path')),
  TargetFilename: likely(column('file_result.path'), 'where the source knows the file after it'),
};

const KEY: Fields = {
  ...acting,
  TargetObject: likely(respelled('reg_key.path', LONG_HIVES), HIVE),
  EventType: sure(
    lookup({ name: 'activity_id', type: 'long' }, [
      [1, 'CreateKey'],
      [4, 'DeleteKey'],
      [5, 'RenameKey'],
    ]),
  ),
};

const VALUE: Fields = {
  ...acting,
  TargetObject: likely(joined('reg_value.path', '\\', 'reg_value.name', LONG_HIVES), HIVE),
  Details: likely(column('reg_value.data'), 'numbers are written as the source writes them'),
  EventType: sure(
    lookup({ name: 'activity_id', type: 'long' }, [
      [2, 'SetValue'],
      [3, 'SetValue'],
      [4, 'DeleteValue'],
    ]),
  ),
};

const ends: Fields = {
  SourceIp: sure(ip('src_endpoint.ip')),
  SourcePort: sure(long('src_endpoint.port')),
  SourceHostname: likely(column('src_endpoint.hostname'), 'where the source knows the name'),
  DestinationIp: sure(ip('dst_endpoint.ip')),
  DestinationPort: sure(long('dst_endpoint.port')),
  DestinationHostname: likely(column('dst_endpoint.hostname'), 'where the source knows the name'),
  src_ip: sure(ip('src_endpoint.ip')),
  src_port: sure(long('src_endpoint.port')),
  dst_ip: sure(ip('dst_endpoint.ip')),
  dst_port: sure(long('dst_endpoint.port')),
};

const NETWORK: Fields = {
  ...acting,
  ...ends,
  Protocol: sure(column('connection_info.protocol_name')),
  Initiated: likely(
    lookup({ name: 'connection_info.direction_id', type: 'long' }, [
      [2, 'true'],
      [1, 'false'],
    ]),
    'seen from the device',
  ),
  username: likely(column('actor.user.name'), USER),
  action: likely(column('action'), 'the words of an action: Allowed, Denied'),
};

const DNS: Fields = {
  ...acting,
  QueryName: sure(column('query.hostname')),
  query: sure(column('query.hostname')),
  record_type: sure(column('query.type')),
  answer: likely(column({ name: 'answers.rdata', type: 'text', list: true }), 'one of the answers'),
  QueryResults: likely(column({ name: 'answers.rdata', type: 'text', list: true }), 'one of the answers'),
};

const WEB: Fields = {
  'c-uri': sure(column('http_request.url.url_string')),
  'cs-uri': sure(column('http_request.url.url_string')),
  'c-uri-stem': sure(column('http_request.url.path')),
  'cs-uri-stem': sure(column('http_request.url.path')),
  'c-uri-query': sure(column('http_request.url.query_string')),
  'cs-uri-query': sure(column('http_request.url.query_string')),
  'cs-host': sure(column('http_request.url.hostname')),
  'r-dns': sure(column('http_request.url.hostname')),
  'cs-method': sure(column('http_request.http_method')),
  'c-useragent': sure(column('http_request.user_agent')),
  'cs-user-agent': sure(column('http_request.user_agent')),
  'cs-referer': sure(column('http_request.referrer')),
  'cs-referrer': sure(column('http_request.referrer')),
  'sc-status': sure(long('http_response.code')),
  'cs-username': likely(column('actor.user.name'), USER),
  'c-ip': sure(ip('src_endpoint.ip')),
  src_ip: sure(ip('src_endpoint.ip')),
  dst_ip: sure(ip('dst_endpoint.ip')),
};

const CLOUD: Fields = {
  eventName: sure(column('api.operation')),
  eventSource: sure(column('api.service.name')),
  errorCode: sure(column('api.response.error')),
  errorMessage: sure(column('api.response.error_message')),
  userAgent: sure(column('http_request.user_agent')),
  sourceIPAddress: sure(column('src_endpoint.ip')),
  awsRegion: sure(column('cloud.region')),
  'userIdentity.type': sure(column('actor.user.type')),
  'userIdentity.arn': likely(column('actor.user.uid_alt'), 'the source profile of CloudTrail puts it there'),
  'userIdentity.userName': sure(column('actor.user.name')),
  'userIdentity.invokedBy': sure(column('actor.invoked_by')),
};

interface Kind {
  readonly category?: string;
  readonly service?: string;
  readonly product?: string;
  readonly systems?: readonly Platform[];
  readonly where: readonly ColumnTest[];
  readonly fields: Fields;
}

const WINDOWS: readonly Platform[] = ['windows'];
const MODULE: Fields = {
  ...acting,
  ...version('module.file'),
  ImageLoaded: sure(column('module.file.path')),
  Signature: likely(column('module.file.signature.certificate.subject'), 'the whole name of the signer'),
  SignatureStatus: likely(column('module.file.signature.state'), 'the words of the states differ'),
};

/** Several kinds of events may lie in two classes: keys and values. The first that can say a rule is taken. */
const KINDS: readonly Kind[] = [
  { category: 'process_creation', systems: PLATFORMS, where: ofClass(1007, 1), fields: PROCESS },
  { category: 'process_termination', systems: WINDOWS, where: ofClass(1007, 2), fields: PROCESS },
  { category: 'file_event', systems: PLATFORMS, where: ofClass(1001, 1, 3), fields: FILE },
  { category: 'file_access', systems: WINDOWS, where: ofClass(1001, 2, 14), fields: FILE },
  { category: 'file_change', systems: WINDOWS, where: ofClass(1001, 6), fields: FILE },
  { category: 'file_delete', systems: WINDOWS, where: ofClass(1001, 4), fields: FILE },
  { category: 'file_rename', systems: WINDOWS, where: ofClass(1001, 5), fields: RENAMED },
  { category: 'file_executable_detected', systems: WINDOWS, where: ofClass(1001, 1), fields: FILE },
  { category: 'image_load', systems: WINDOWS, where: ofClass(1005, 1), fields: MODULE },
  {
    category: 'driver_load',
    systems: WINDOWS,
    where: ofClass(1002, 1),
    fields: { ...device, ...version('driver.file'), ImageLoaded: sure(column('driver.file.path')) },
  },
  { category: 'registry_set', systems: WINDOWS, where: ofClass(201_002, 2, 3), fields: VALUE },
  { category: 'registry_add', systems: WINDOWS, where: ofClass(201_001, 1), fields: KEY },
  { category: 'registry_delete', systems: WINDOWS, where: ofClass(201_001, 4), fields: KEY },
  { category: 'registry_delete', systems: WINDOWS, where: ofClass(201_002, 4), fields: VALUE },
  { category: 'registry_event', systems: WINDOWS, where: ofClass(201_002), fields: VALUE },
  { category: 'registry_event', systems: WINDOWS, where: ofClass(201_001), fields: KEY },
  { category: 'network_connection', systems: PLATFORMS, where: ofClass(4001), fields: NETWORK },
  { category: 'firewall', where: ofClass(4001), fields: NETWORK },
  { category: 'dns_query', systems: WINDOWS, where: ofClass(4003), fields: DNS },
  { category: 'dns', where: ofClass(4003), fields: DNS },
  { category: 'proxy', where: ofClass(4002), fields: WEB },
  { category: 'webserver', where: ofClass(4002), fields: WEB },
  { product: 'aws', service: 'cloudtrail', where: ofClass(6003), fields: CLOUD },
];

const tablesOf = ({ systems, where, fields, ...kind }: Kind, number: number): readonly TargetTable[] =>
  (systems ?? [undefined]).map((system) => {
    const logSource = { ...kind, ...(system !== undefined && { product: system }) };
    const onSystem = system === undefined ? [] : [numberTest('device.os.type_id', [OCSF_SYSTEMS[system]])];
    const id = [...Object.values(logSource), number].join('/');
    return { id, serves: { logSources: [logSource] }, where: [...where, ...onSystem], fields };
  });

/** The Sigma taxonomy to the classes of the Open Cybersecurity Schema Framework. */
export const sigmaToOcsf: MappingPack = {
  id: 'ocsf',
  from: 'sigma',
  title: 'the Open Cybersecurity Schema Framework',
  to: 'ocsf',
  docs: 'https://schema.ocsf.io/',
  time: 'time',
  unmapped: 'leave-out',
  decisive: ['EventID', 'Channel', 'Provider_Name'],
  tables: KINDS.flatMap(tablesOf),
};
