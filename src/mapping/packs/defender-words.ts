import type { Row } from '../definition.ts';
import type { ColumnTest } from '../pack.ts';
import { column, likely, lookup, sure } from '../rows.ts';
import { LONG_HIVES } from './ecs-words.ts';

export type Fields = Readonly<Record<string, Row>>;

/** Events of a kind: the table has a column for it. */
export const actions = (...values: readonly string[]): readonly ColumnTest[] => [
  {
    column: { name: 'ActionType', type: 'text', list: false },
    anyOf: values.map((value) => ({ type: 'text', value })),
  },
];

export const ALL_PLATFORMS = 'the table holds devices of every system, and has no column that tells them apart';

/** Elastic's spellings of the hives that the tables spell out; it writes `HKEY_USERS` as they do. */
export const HIVES = LONG_HIVES.filter(([short]) => short !== 'HKU\\');

export const ARGUMENTS = 'the elements of the list are looked for in the command line';
export const LEVEL = lookup('ProcessIntegrityLevel', [
  ['System', 'system'],
  ['High', 'high'],
  ['Medium', 'medium'],
  ['Low', 'low'],
]);

export const device: Fields = {
  'host.id': sure(column('DeviceId')),
  'host.name': likely(column('DeviceName'), 'the name with its domain'),
  'host.hostname': likely(column('DeviceName'), 'the name with its domain'),
  'agent.id': likely(column('DeviceId'), 'good for joining only'),
};
