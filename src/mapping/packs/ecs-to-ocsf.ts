import { numberTest } from '../column-tests.ts';
import type { Row } from '../definition.ts';
import type { MappingPack, TargetTable } from '../pack.ts';
import { column, joined, likely, long, lookup, respelled, sure } from '../rows.ts';
import { HIVES } from './defender-words.ts';
import { ecsToSigma } from './ecs-to-sigma.ts';
import { DECISIVE, decided, PLATFORMS, type Platform } from './ecs-words.ts';
import { OCSF_SYSTEMS, sigmaToOcsf } from './sigma-to-ocsf.ts';
import { type Direct, rowsFor, tablesThrough } from './through.ts';

type Fields = Readonly<Record<string, Row>>;

const HASH = 'one of the hashes, of whatever kind';
const HIVE = 'the key as the source spells it: some spell the hive out';

const DEVICE: Fields = {
  'host.id': sure(column('device.uid')),
  'host.name': sure(column('device.hostname')),
  'host.hostname': sure(column('device.hostname')),
  'winlog.computer_name': likely(column('device.hostname'), 'the name without its domain'),
};

/** A file's signature: 1 valid, 2 expired, 3 revoked, 4 suspended. */
const signature = (source: string, at: string): Fields => ({
  [`${source}.trusted`]: likely(
    lookup({ name: `${at}.state_id`, type: 'long' }, [
      [1, true],
      [2, false],
      [3, false],
      [4, false],
    ]),
    'the source says whether the signature is valid',
  ),
  [`${source}.status`]: likely(
    lookup({ name: `${at}.state_id`, type: 'long' }, [
      [1, 'trusted'],
      [2, 'errorExpired'],
      [3, 'errorRevoked'],
    ]),
    'other words of a status have no state of their own',
  ),
  [`${source}.subject_name`]: likely(column(`${at}.certificate.subject`), 'the whole name of the signer'),
});

const hashes = (source: string, at: string): Fields =>
  Object.fromEntries(
    ['md5', 'sha1', 'sha256'].map((kind) => [
      `${source}.hash.${kind}`,
      likely(column({ name: `${at}.hashes.value`, type: 'text', list: true }), HASH),
    ]),
  );

const user = (at: string): Fields => ({
  'user.id': likely(column(`${at}.uid`), 'the id of the account, as the source writes it'),
  'user.name': sure(column(`${at}.name`)),
  'user.domain': sure(column(`${at}.domain`)),
});

/** A process below a path of the event, and what ECS says of it beyond the Sigma taxonomy. */
const process = (at: string): Fields => ({
  ...DEVICE,
  'process.name': sure(column(`${at}.name`)),
  'process.working_directory': sure(column(`${at}.working_directory`)),
  'process.parent.name': sure(column(`${at}.parent_process.name`)),
  'process.user.id': likely(column(`${at}.user.uid`), 'the id of the account, as the source writes it'),
  'process.group.id': likely(column(`${at}.group.uid`), 'the id of the group, as the source writes it'),
  'process.parent.user.id': likely(
    column(`${at}.parent_process.user.uid`),
    'the id of the account, as the source writes it',
  ),
  'process.parent.group.id': likely(
    column(`${at}.parent_process.group.uid`),
    'the id of the group, as the source writes it',
  ),
  'container.id': sure(column(`${at}.container.uid`)),
  ...hashes('process', `${at}.file`),
  ...signature('process.code_signature', `${at}.file.signature`),
  ...signature('process.parent.code_signature', `${at}.parent_process.file.signature`),
});

const PROCESS: Fields = { ...process('process'), ...user('process.user') };
const ACTING: Fields = { ...process('actor.process'), ...user('actor.user') };

const FILE: Fields = {
  ...ACTING,
  'file.name': sure(column('file.name')),
  'file.extension': sure(column('file.ext')),
  'file.size': sure(long('file.size')),
  ...hashes('file', 'file'),
};

const RENAMED: Fields = {
  ...ACTING,
  'file.name': likely(column('file_result.name'), 'where the source knows the file after it'),
  'file.extension': likely(column('file_result.ext'), 'where the source knows the file after it'),
  'file.Ext.original.name': sure(column('file.name')),
  'file.Ext.original.extension': sure(column('file.ext')),
  'file.Ext.original.path': sure(column('file.path')),
};

const VALUE: Fields = {
  ...ACTING,
  'registry.path': likely(joined('reg_value.path', '\\', 'reg_value.name', HIVES), HIVE),
  'registry.value': sure(column('reg_value.name')),
  'registry.key': likely(column('reg_value.path'), 'with the hive in front'),
  'registry.data.type': likely(column('reg_value.type'), 'the words of a type differ'),
};

const KEY: Fields = { ...ACTING, 'registry.path': likely(respelled('reg_key.path', HIVES), HIVE) };

const image = (at: string): Fields => ({
  ...ACTING,
  'dll.name': sure(column(`${at}.name`)),
  ...hashes('dll', at),
  ...signature('dll.code_signature', `${at}.signature`),
});

const ROWS: Readonly<Record<string, Fields>> = {
  process_creation: PROCESS,
  process_termination: PROCESS,
  file_event: FILE,
  file_access: FILE,
  file_change: FILE,
  file_delete: FILE,
  file_rename: RENAMED,
  network_connection: ACTING,
  dns_query: ACTING,
  image_load: image('module.file'),
  driver_load: { ...DEVICE, 'dll.name': sure(column('driver.file.name')), ...hashes('dll', 'driver.file') },
};

const isOfValues = ({ where }: TargetTable): boolean =>
  where.some(({ anyOf }) => anyOf.some((one) => one.type === 'integer' && one.value === 201_002n));

const direct: Direct = (first, next) => {
  const isRegistry = first.serves.categories?.includes('registry') === true;
  return { fields: isRegistry ? (isOfValues(next) ? VALUE : KEY) : rowsFor(ROWS, first) };
};

/** Microsoft's numbers of the kinds of logons, which OCSF takes over. */
const LOGON_TYPE = lookup({ name: 'logon_type_id', type: 'long' }, [
  [2, 'Interactive'],
  [3, 'Network'],
  [4, 'Batch'],
  [5, 'Service'],
  [7, 'Unlock'],
  [8, 'NetworkCleartext'],
  [9, 'NewCredentials'],
  [10, 'RemoteInteractive'],
  [11, 'CachedInteractive'],
]);

const authentication = (platform: Platform): TargetTable => ({
  id: `authentication/${platform}`,
  serves: { categories: ['authentication'] },
  where: [
    numberTest('class_uid', [3002]),
    numberTest('activity_id', [1]),
    numberTest('device.os.type_id', [OCSF_SYSTEMS[platform]]),
  ],
  fields: {
    ...decided('authentication', platform, ['start'], []),
    ...DEVICE,
    ...user('user'),
    'event.action': likely(
      lookup({ name: 'status_id', type: 'long' }, [
        [1, 'logged-in', 'ssh_login', 'user_login'],
        [2, 'logon-failed'],
      ]),
      'the outcome of a logon',
    ),
    'event.outcome': sure(
      lookup({ name: 'status_id', type: 'long' }, [
        [1, 'success'],
        [2, 'failure'],
      ]),
    ),
    'event.code': sure(column('metadata.event_code')),
    'winlog.logon.type': sure(LOGON_TYPE),
    'source.ip': sure(column({ name: 'src_endpoint.ip', type: 'ip' })),
    'source.port': sure(long('src_endpoint.port')),
    'winlog.event_data.TargetUserSid': likely(column('user.uid'), 'the account that logs on'),
    'winlog.event_data.TargetUserName': likely(column('user.name'), 'the account that logs on'),
    'winlog.event_data.TargetLogonId': likely(column('session.uid'), 'the session that the logon opens'),
    'winlog.event_data.AuthenticationPackageName': likely(column('auth_protocol'), 'the words of a protocol differ'),
  },
});

/** Elastic Common Schema to the classes of the Open Cybersecurity Schema Framework. */
export const ecsToOcsf: MappingPack = {
  ...sigmaToOcsf,
  from: 'ecs',
  decisive: DECISIVE,
  tables: [...tablesThrough(ecsToSigma, sigmaToOcsf, direct), ...PLATFORMS.map(authentication)],
};
