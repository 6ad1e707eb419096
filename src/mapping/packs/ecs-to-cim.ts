import { nativeTest } from '../column-tests.ts';
import type { Row } from '../definition.ts';
import type { MappingPack, TargetTable } from '../pack.ts';
import { before, column, constant, extension, guess, likely, long, lookup, sure } from '../rows.ts';
import { ecsToSigma } from './ecs-to-sigma.ts';
import { DECISIVE, decided, PLATFORMS, type Platform, separatorOf } from './ecs-words.ts';
import { sigmaToCim } from './sigma-to-cim.ts';
import { type Direct, rowsFor, tablesThrough } from './through.ts';

type Fields = Readonly<Record<string, Row>>;

const USER = 'some add-ons write the domain in front of the name';
const KEPT = 'the add-on for Sysmon keeps it; the dataset does not ask for it';
const ALL_SYSTEMS = 'the dataset holds events of every system';

const USERS: Fields = {
  'user.name': likely(column('user'), USER),
  'user.domain': guess(before('user'), 'most add-ons leave the domain out'),
  'user.id': likely(column('user_id'), 'not all sources have it'),
};

const PROCESSES: Fields = {
  ...USERS,
  'process.name': sure(column('process_name')),
  'process.parent.name': sure(column('parent_process_name')),
};

const ACTING: Fields = { ...USERS, 'process.name': likely(column('process_name'), KEPT) };

const files = (platform: Platform): Fields => ({
  ...ACTING,
  'file.name': sure(column('file_name')),
  'file.extension': sure(extension('file_name', separatorOf(platform))),
  'file.size': sure(long('file_size')),
});

const REGISTRY: Fields = {
  ...ACTING,
  'registry.value': sure(column('registry_value_name')),
  'registry.hive': likely(column('registry_hive'), 'some add-ons spell the hive out'),
  'registry.data.type': likely(column('registry_value_type'), 'the words of a type differ'),
};

const NETWORK: Fields = { ...ACTING, 'network.protocol': likely(column('app'), 'where the source knows the protocol') };

const rows = (platform: Platform): Readonly<Record<string, Fields>> => ({
  process_creation: PROCESSES,
  file_event: files(platform),
  file_change: files(platform),
  file_delete: files(platform),
  file_rename: files(platform),
  file_access: files(platform),
  registry_set: REGISTRY,
  registry_add: REGISTRY,
  registry_delete: REGISTRY,
  registry_event: REGISTRY,
  network_connection: NETWORK,
});

const platformOf = ({ logSource }: TargetTable): Platform =>
  PLATFORMS.find((platform) => platform === logSource?.product) ?? 'windows';

const direct: Direct = (first) => ({ fields: rowsFor(rows(platformOf(first)), first) });

const authentication = (platform: Platform): TargetTable => ({
  id: `authentication/${platform}`,
  serves: { categories: ['authentication'] },
  where: [nativeTest('tag', 'authentication')],
  fields: {
    ...decided('authentication', platform, ['start'], []),
    'host.os.type': likely(constant(platform), ALL_SYSTEMS),
    'event.action': likely(
      lookup('action', [
        ['success', 'logged-in', 'ssh_login', 'user_login'],
        ['failure', 'logon-failed'],
      ]),
      'the outcome of a logon',
    ),
    'event.outcome': sure(
      lookup('action', [
        ['success', 'success'],
        ['failure', 'failure'],
      ]),
    ),
    'event.code': likely(column('signature_id'), "the number of the source's event"),
    'source.ip': likely(column({ name: 'src', type: 'ip' }), 'a name where the source knows no address'),
    'user.name': likely(column('user'), USER),
    'user.id': likely(column('user_id'), 'not all sources have it'),
    'host.id': likely(column('dest'), 'the name stands for the id; good for joining only'),
    'host.name': likely(column('dest'), 'the name, the full name or the address of the device'),
    'winlog.computer_name': likely(column('dest'), 'the name, the full name or the address of the device'),
    'winlog.event_data.TargetUserName': likely(column('user'), USER),
    'winlog.event_data.AuthenticationPackageName': likely(
      column('authentication_method'),
      'where the source knows the method',
    ),
  },
});

/** Elastic Common Schema to the datasets of Splunk's Common Information Model. */
export const ecsToCim: MappingPack = {
  ...sigmaToCim,
  from: 'ecs',
  decisive: DECISIVE,
  tables: [...tablesThrough(ecsToSigma, sigmaToCim, direct), ...PLATFORMS.map(authentication)],
};
