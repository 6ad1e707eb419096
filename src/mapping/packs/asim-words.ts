import type { Row } from '../definition.ts';
import type { ColumnTest } from '../pack.ts';

export type Fields = Readonly<Record<string, Row>>;

export const ASIM_DOCS = 'https://learn.microsoft.com/en-us/azure/sentinel/normalization-about-schemas';

/** The unifying parsers that come with Microsoft Sentinel. */
export const PARSERS = {
  process: '_Im_ProcessCreate',
  file: '_Im_FileEvent',
  registry: '_Im_RegistryEvent',
  network: '_Im_NetworkSession',
  dns: '_Im_Dns',
  web: '_Im_WebSession',
  authentication: '_Im_Authentication',
} as const;

/** A parser gives events of several kinds: the type tells them apart. */
export const eventTypes = (...values: readonly string[]): readonly ColumnTest[] => [
  {
    column: { name: 'EventType', type: 'text', list: false },
    anyOf: values.map((value) => ({ type: 'text', value })),
  },
];

export const FULL_PATH = 'some sources give the name of the file without its folder';
export const USER = 'DOMAIN\\name where the name is one of Windows, as ActorUsernameType says';
export const IDS = 'the ids of different sensors differ; good for joining only';
