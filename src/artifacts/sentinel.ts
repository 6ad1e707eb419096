import { durationText, parseDuration } from '../base/duration.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Rule } from '../ir/rule.ts';
import { ruleUuid } from '../target/rule-id.ts';
import { type About, type ArtifactInput, tablesRead } from './artifact.ts';
import { attackOf, pascalTactic } from './attack.ts';
import { type Entity, entitiesIn, entityColumns } from './entities.ts';
import { oneOf, text } from './facts.ts';
import { listed, oneLine, proseOf, titleOf } from './prose.ts';
import { days, hours, longest, minutes, planOf } from './schedule.ts';
import { severityOf } from './severity.ts';

// What the two forms of Microsoft Sentinel's scheduled analytics rules share.
// https://learn.microsoft.com/azure/sentinel/create-analytics-rules, https://learn.microsoft.com/azure/sentinel/sentinel-service-limits

const LONGEST_DESCRIPTION = 5000;

export const NAME = text(256);
export const DESCRIPTION = text(LONGEST_DESCRIPTION);
export const QUERY = text(10_000);
export const SEVERITY = oneOf('Informational', 'Low', 'Medium', 'High');
export const TACTIC = oneOf(
  ...['Reconnaissance', 'ResourceDevelopment', 'InitialAccess', 'Execution', 'Persistence', 'PrivilegeEscalation'],
  ...['DefenseEvasion', 'CredentialAccess', 'Discovery', 'LateralMovement', 'Collection', 'CommandAndControl'],
  ...['Exfiltration', 'Impact', 'PreAttack', 'ImpairProcessControl', 'InhibitResponseFunction'],
);
export const ENTITY_TYPE = oneOf(
  ...[
    'Account',
    'AzureResource',
    'CloudApplication',
    'DNS',
    'File',
    'FileHash',
    'Host',
    'IP',
    'MailCluster',
    'MailMessage',
  ],
  ...['Mailbox', 'Malware', 'Process', 'RegistryKey', 'RegistryValue', 'SecurityGroup', 'SubmissionMail', 'URL'],
);
export const MOST_ENTITIES = 10;
export const MOST_IDENTIFIERS = 3;

const SHORTEST = minutes(5);
const LONGEST = days(14);

/** Whether the service runs a rule so often, or looks back so far. */
export const isTaken = (nanos: bigint | undefined): boolean =>
  nanos !== undefined && nanos >= SHORTEST && nanos <= LONGEST;

/** How often a rule runs and how far it looks back, within what the service takes; nanoseconds. */
interface Frequency {
  readonly frequency: bigint;
  readonly period: bigint;
  readonly remarks: readonly string[];
}

const within = (value: bigint, least: bigint, most: bigint): bigint =>
  value < least ? least : value > most ? most : value;

/** Both lie between 5 minutes and 14 days; who looks back two days or more runs at most hourly. */
function frequencyOf({ rule, lookBack }: ArtifactInput): Frequency {
  const plan = planOf(rule, lookBack);
  const least = plan.back >= days(2) ? hours(1) : SHORTEST;
  const frequency = within(plan.every, least, LONGEST);
  // A stateful rule that looks back less than its longest match would lose matches: the check of the document refuses it.
  const shortened = lookBack === undefined ? within(plan.back, SHORTEST, LONGEST) : plan.back;
  const period = longest(shortened, frequency);
  const changed = (what: string, from: bigint, to: bigint): readonly string[] =>
    from === to
      ? []
      : [`${what} is ${durationText(to)} in place of ${durationText(from)}, which the service does not take`];
  const remarks = [
    ...plan.remarks,
    ...changed('queryFrequency', plan.every, frequency),
    ...changed('queryPeriod', plan.back, period),
    ...(plan.until === 0n ? [] : [`the window ends at the run, not ${durationText(plan.until)} before it`]),
  ];
  return { frequency, period, remarks };
}

/** Which alerts lie in one incident: those that were opened within the look-back (nanoseconds) and have the same entities. */
interface Grouping {
  readonly enabled: boolean;
  readonly lookBack: bigint;
  /** The types of the entities that must be the same; none: all entities. */
  readonly entities: readonly string[];
}

/** Long enough that overlapping windows, which find an event twice, make one incident of both alerts. */
const USUAL_GROUPING = hours(5);
const LONGEST_GROUPING = days(7);

/** The entities whose columns the rule suppresses its alerts by. */
function suppressedEntities({ suppressBy }: ArtifactInput, entities: readonly Entity[]): readonly string[] {
  const found = suppressBy.map((column) =>
    entities.find(({ identifiers }) => Object.values(identifiers).includes(column)),
  );
  const types = found.flatMap((one) => one?.type ?? []);
  return types.length === suppressBy.length ? [...new Set(types)] : [];
}

function groupingOf(input: ArtifactInput, entities: readonly Entity[]): Grouping {
  const enabled = entities.length > 0;
  const types = suppressedEntities(input, entities);
  const { duration } = input.rule.metadata.suppression ?? {};
  const asked = types.length > 0 && duration !== undefined ? parseDuration(duration) : undefined;
  const lookBack = asked === undefined ? USUAL_GROUPING : within(asked, SHORTEST, LONGEST_GROUPING);
  return { enabled, lookBack, entities: types };
}

const MOST_ALERTS = 150;

function limitRemarks({ metadata }: Rule): readonly string[] {
  const { maxSignals } = metadata;
  return maxSignals !== undefined && maxSignals > MOST_ALERTS
    ? [`a run alerts on ${MOST_ALERTS} rows at most, not ${maxSignals}`]
    : [];
}

function suppressionRemarks({ rule }: ArtifactInput, { entities }: Grouping): readonly string[] {
  const groups = rule.metadata.suppression?.groupBy ?? [];
  if (groups.length === 0) return [];
  const by = groups.map(oneLine).join(', ');
  return entities.length > 0
    ? [`alerts are not suppressed by ${by}, as the rule asks, but grouped in one incident`]
    : [`alerts are not suppressed by ${by}, as the rule asks`];
}

/** A rule in the words of a scheduled analytics rule. */
export interface Analytics extends Frequency {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly severity: string;
  readonly query: string;
  readonly tactics: readonly string[];
  readonly techniques: readonly string[];
  readonly entities: readonly Entity[];
  readonly version: string;
  readonly createIncident: boolean;
  readonly grouping: Grouping;
  readonly author: string | undefined;
  readonly tags: readonly string[];
  readonly errors: readonly Diagnostic[];
}

const NAMEABLE = /^[A-Za-z_]\w*$/;

function columnErrors(artifact: string, { table, columns, span }: ArtifactInput): readonly Diagnostic[] {
  const help = 'map the rule with `--mapping asim` or `--mapping defender-xdr`';
  if (table === undefined)
    return [
      diagnostic(
        'artifact/columns',
        { artifact, columns: ['the columns of a table of Microsoft Sentinel'], help },
        span,
      ),
    ];
  const odd = columns.filter((name) => !NAMEABLE.test(name));
  if (odd.length === 0) return [];
  const wanted = [`columns that a table can have, not ${odd.map((name) => `\`${oneLine(name)}\``).join(', ')}`];
  return [diagnostic('artifact/columns', { artifact, columns: wanted, help }, span)];
}

/** What a scheduled analytics rule says, whatever form it is written in. */
export function analyticsOf(artifact: string, input: ArtifactInput): Analytics {
  const { metadata } = input.rule;
  const { frequency, period, remarks } = frequencyOf(input);
  const severity = severityOf(metadata);
  const attack = attackOf(metadata);
  const prose = proseOf(metadata, ['false-positives', 'references', 'credits', 'note', 'setup'], LONGEST_DESCRIPTION);
  const entities = entitiesIn(tablesRead(input), input.columns).slice(0, MOST_ENTITIES);
  const grouping = groupingOf(input, entities);
  return {
    id: ruleUuid(input.rule),
    name: titleOf(metadata),
    description: prose.text,
    severity: severity.words.sentinel,
    query: input.text.trimEnd(),
    frequency,
    period,
    tactics: attack.tactics.map(pascalTactic),
    techniques: attack.techniques,
    entities,
    version: `${metadata.version === undefined ? 1 : Math.max(1, Math.trunc(metadata.version))}.0.0`,
    createIncident: metadata.buildingBlock !== true,
    grouping,
    author: listed(metadata.author).join(', ') || undefined,
    tags: listed(metadata.tags).filter((tag) => !/^attack\./i.test(tag)),
    errors: columnErrors(artifact, input),
    remarks: [
      ...remarks,
      ...severity.remarks,
      ...(severity.name === 'critical' ? ['the service has no severity `critical`, so it is High'] : []),
      ...(prose.left.length > 0 ? [`the description has no room for: ${prose.left.join(', ')}`] : []),
      ...(entities.length > 0
        ? []
        : ['no entity is mapped: the result has no column that names a host, an account or an address']),
      ...limitRemarks(input.rule),
      ...suppressionRemarks(input, grouping),
    ],
  };
}

/** The service sets the window, so the query has none; the columns of entities are asked for. */
export const sentinelOptions = ({
  mapped,
  table,
}: About): { comments: false; window: 'none'; columns: readonly string[] } => ({
  comments: false,
  window: 'none',
  columns: mapped.query.kind === 'event' ? entityColumns(table) : [],
});
