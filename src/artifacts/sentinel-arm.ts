import type { Printable } from '../formats/print-yaml.ts';
import type { Artifact, ArtifactInput, Written } from './artifact.ts';
import { parentOf } from './attack.ts';
import { checked } from './changes.ts';
import { boolean, type Fact, listOf, map, matching, number, oneOf, text, that } from './facts.ts';
import { isoDuration, parseIsoDuration } from './schedule.ts';
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
import { fieldMappings, groupingFields } from './sentinel-yaml.ts';

const ID = 'sentinel-arm';

const ISO = that((value) => parseIsoDuration(value) !== undefined, 'an ISO 8601 duration');
const PERIOD = that((value) => isTaken(parseIsoDuration(value)), 'an ISO 8601 duration from PT5M to P14D');

/** https://learn.microsoft.com/azure/templates/microsoft.securityinsights/alertrules */
const PROPERTIES: Fact = map({
  displayName: NAME,
  description: DESCRIPTION,
  severity: SEVERITY,
  enabled: boolean,
  query: QUERY,
  queryFrequency: PERIOD,
  queryPeriod: PERIOD,
  triggerOperator: oneOf('GreaterThan', 'LessThan', 'Equal', 'NotEqual'),
  triggerThreshold: number(0, 10_000),
  suppressionDuration: ISO,
  suppressionEnabled: boolean,
  tactics: listOf(TACTIC),
  techniques: listOf(matching(/^T\d{4}$/, 'an id such as T1059')),
  subTechniques: listOf(matching(/^T\d{4}\.\d{3}$/, 'an id such as T1059.001')),
  alertRuleTemplateName: { kind: 'null' },
  eventGroupingSettings: map({ aggregationKind: oneOf('AlertPerResult', 'SingleAlert') }),
  incidentConfiguration: map({
    createIncident: boolean,
    groupingConfiguration: map({
      enabled: boolean,
      reopenClosedIncident: boolean,
      lookbackDuration: ISO,
      matchingMethod: oneOf('AllEntities', 'AnyAlert', 'Selected'),
      groupByEntities: listOf(ENTITY_TYPE),
      groupByAlertDetails: listOf(text()),
      groupByCustomDetails: listOf(text()),
    }),
  }),
  entityMappings: listOf(
    map({
      entityType: ENTITY_TYPE,
      fieldMappings: listOf(map({ identifier: text(), columnName: text() }), { fewest: 1, most: MOST_IDENTIFIERS }),
    }),
    { most: MOST_ENTITIES },
  ),
});

const propertiesOf = (rule: Analytics): Record<string, Printable> => ({
  displayName: rule.name,
  description: rule.description,
  severity: rule.severity,
  enabled: false,
  query: rule.query,
  queryFrequency: isoDuration(rule.frequency),
  queryPeriod: isoDuration(rule.period),
  triggerOperator: 'GreaterThan',
  triggerThreshold: 0,
  suppressionDuration: 'PT5H',
  suppressionEnabled: false,
  tactics: rule.tactics,
  techniques: [...new Set(rule.techniques.map(parentOf))],
  subTechniques: rule.techniques.filter((id) => id.includes('.')),
  alertRuleTemplateName: null,
  eventGroupingSettings: { aggregationKind: 'AlertPerResult' },
  incidentConfiguration: {
    createIncident: rule.createIncident,
    groupingConfiguration: {
      ...groupingFields(rule),
      lookbackDuration: isoDuration(rule.grouping.lookBack),
      groupByAlertDetails: [],
      groupByCustomDetails: [],
    },
  },
  entityMappings: rule.entities.map((one) => ({ entityType: one.type, fieldMappings: fieldMappings(one) })),
});

/**
 * A text that a template does not take for an expression: what begins with a bracket and ends with one is worked out, unless the first is
 * doubled. https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions
 */
const literal = (value: string): string => (value.startsWith('[') && value.endsWith(']') ? `[${value}` : value);

const literals = (_key: string, value: unknown): unknown => (typeof value === 'string' ? literal(value) : value);

function templateOf(rule: Analytics): unknown {
  // The texts of the rule are made literal on their own; the name below is an expression on purpose.
  const properties: unknown = JSON.parse(JSON.stringify(propertiesOf(rule), literals));
  return {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: { workspace: { type: 'string' } },
    resources: [
      {
        type: 'Microsoft.OperationalInsights/workspaces/providers/alertRules',
        apiVersion: '2023-02-01',
        name: `[concat(parameters('workspace'),'/Microsoft.SecurityInsights/${rule.id}')]`,
        kind: 'Scheduled',
        properties,
      },
    ],
  };
}

function write(input: ArtifactInput): Written {
  const rule = analyticsOf(ID, input);
  return checked(ID, propertiesOf(rule), PROPERTIES, input, {
    print: () => `${JSON.stringify(templateOf(rule), undefined, 2)}\n`,
    remarks: rule.remarks,
    errors: rule.errors,
  });
}

/** A scheduled analytics rule of Microsoft Sentinel, as a template of Azure Resource Manager. */
export const sentinelArm: Artifact = {
  id: ID,
  summary: 'a scheduled analytics rule of Microsoft Sentinel: an ARM template',
  targets: ['kusto'],
  extension: () => '.sentinel.json',
  docs: 'https://learn.microsoft.com/azure/templates/microsoft.securityinsights/alertrules',
  options: sentinelOptions,
  write,
};
