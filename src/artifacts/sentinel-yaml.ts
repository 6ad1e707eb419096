import { parseDuration } from '../base/duration.ts';
import { type Printable, printYaml } from '../formats/print-yaml.ts';
import { type Artifact, type ArtifactInput, tablesRead, type Written } from './artifact.ts';
import { checked } from './changes.ts';
import { connectorOf, type Entity } from './entities.ts';
import { boolean, type Fact, GUID, listOf, map, matching, number, oneOf, TECHNIQUE, text, that } from './facts.ts';
import { shortDuration } from './schedule.ts';
import {
  type Analytics,
  analyticsOf,
  DESCRIPTION,
  ENTITY_TYPE,
  isTaken,
  MOST_ENTITIES,
  MOST_IDENTIFIERS,
  NAME,
  QUERY,
  SEVERITY,
  sentinelOptions,
  TACTIC,
} from './sentinel.ts';

const ID = 'sentinel-yaml';

/** In one unit. */
const DURATION = that((value) => isTaken(parseDuration(value)), 'a duration from 5m to 14d');

/** https://github.com/Azure/Azure-Sentinel/wiki/Query-Style-Guide */
const DOCUMENT: Fact = map(
  {
    id: GUID,
    name: NAME,
    description: DESCRIPTION,
    severity: SEVERITY,
    status: oneOf('Available'),
    requiredDataConnectors: listOf(map({ connectorId: text(), dataTypes: listOf(text()) })),
    queryFrequency: DURATION,
    queryPeriod: DURATION,
    triggerOperator: oneOf('gt', 'lt', 'eq', 'ne'),
    triggerThreshold: number(0, 10_000),
    tactics: listOf(TACTIC),
    relevantTechniques: listOf(TECHNIQUE),
    query: QUERY,
    eventGroupingSettings: map({ aggregationKind: oneOf('AlertPerResult', 'SingleAlert') }),
    incidentConfiguration: map({
      createIncident: boolean,
      groupingConfiguration: map({
        enabled: boolean,
        reopenClosedIncident: boolean,
        lookbackDuration: text(),
        matchingMethod: oneOf('AllEntities', 'AnyAlert', 'Selected'),
        groupByEntities: listOf(ENTITY_TYPE),
      }),
    }),
    version: matching(/^\d+\.\d+\.\d+$/, 'a version such as 1.0.0'),
    kind: oneOf('Scheduled'),
  },
  {
    tags: listOf(text()),
    entityMappings: listOf(
      map({
        entityType: ENTITY_TYPE,
        fieldMappings: listOf(map({ identifier: text(), columnName: text() }), { fewest: 1, most: MOST_IDENTIFIERS }),
      }),
      { fewest: 1, most: MOST_ENTITIES },
    ),
    metadata: map({ author: map({ name: text() }) }),
  },
);

export const fieldMappings = ({ identifiers }: Entity): readonly { identifier: string; columnName: string }[] =>
  Object.entries(identifiers).map(([identifier, columnName]) => ({ identifier, columnName }));

/** How alerts are grouped, but for the time, which each form spells its own way. */
export const groupingFields = ({ grouping }: Analytics) =>
  ({
    enabled: grouping.enabled,
    reopenClosedIncident: false,
    matchingMethod: grouping.entities.length > 0 ? 'Selected' : 'AllEntities',
    groupByEntities: grouping.entities,
  }) as const;

/** The connectors that fill tables, each with those of the tables that it fills. */
function connectorsOf(tables: readonly string[]): readonly Printable[] {
  const filled = new Map<string, string[]>();
  for (const table of tables) {
    const connector = connectorOf(table);
    if (connector !== undefined) filled.set(connector, [...(filled.get(connector) ?? []), table]);
  }
  return [...filled].map(([connectorId, dataTypes]) => ({ connectorId, dataTypes }));
}

function documentOf(rule: Analytics, tables: readonly string[]): Printable {
  return new Map<string, Printable>([
    ['id', rule.id],
    ['name', rule.name],
    ['description', rule.description],
    ['severity', rule.severity],
    ['status', 'Available'],
    ['requiredDataConnectors', connectorsOf(tables)],
    ['queryFrequency', shortDuration(rule.frequency)],
    ['queryPeriod', shortDuration(rule.period)],
    ['triggerOperator', 'gt'],
    ['triggerThreshold', 0],
    ['tactics', rule.tactics],
    ['relevantTechniques', rule.techniques],
    ...(rule.tags.length > 0 ? [['tags', rule.tags] as const] : []),
    ['query', rule.query],
    ...(rule.entities.length > 0
      ? [
          [
            'entityMappings',
            rule.entities.map((one) => ({ entityType: one.type, fieldMappings: fieldMappings(one) })),
          ] as const,
        ]
      : []),
    ['eventGroupingSettings', { aggregationKind: 'AlertPerResult' }],
    [
      'incidentConfiguration',
      {
        createIncident: rule.createIncident,
        groupingConfiguration: {
          ...groupingFields(rule),
          lookbackDuration: shortDuration(rule.grouping.lookBack),
        },
      },
    ],
    ...(rule.author === undefined ? [] : [['metadata', { author: { name: rule.author } }] as const]),
    ['version', rule.version],
    ['kind', 'Scheduled'],
  ]);
}

function write(input: ArtifactInput): Written {
  const rule = analyticsOf(ID, input);
  const document = documentOf(rule, tablesRead(input));
  return checked(ID, document, DOCUMENT, input, {
    print: () => printYaml(document),
    remarks: rule.remarks,
    errors: rule.errors,
  });
}

/** A scheduled analytics rule of Microsoft Sentinel, in the YAML of its public repository. */
export const sentinelYaml: Artifact = {
  id: ID,
  summary: 'a scheduled analytics rule of Microsoft Sentinel: YAML',
  targets: ['kusto'],
  extension: () => '.sentinel.yaml',
  docs: 'https://github.com/Azure/Azure-Sentinel/wiki/Query-Style-Guide',
  options: sentinelOptions,
  write,
};
