import { durationText } from '../base/duration.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Printable } from '../formats/print-yaml.ts';
import type { EmitOptions } from '../target/backend.ts';
import type { About, Artifact, ArtifactInput, Written } from './artifact.ts';
import { attackOf, pascalTactic } from './attack.ts';
import { checked } from './changes.ts';
import { boolean, type Fact, listOf, map, matching, oneOf, TECHNIQUE, text } from './facts.ts';
import { lines, listed, oneLine, proseOf, titleOf } from './prose.ts';
import { days, hours, isoDuration, type Plan, planOf } from './schedule.ts';
import { severityOf } from './severity.ts';

const ID = 'defender';

/** A column that names an asset, and the asset in the words of the API. */
interface Asset {
  readonly column: string;
  readonly type: string;
  readonly identifier: string;
}

const GRAPH = '#microsoft.graph.security.';

// https://learn.microsoft.com/graph/api/resources/security-impactedasset
const DEVICE: Asset = { column: 'DeviceId', type: `${GRAPH}impactedDeviceAsset`, identifier: 'deviceId' };
const USER: Asset = { column: 'AccountObjectId', type: `${GRAPH}impactedUserAsset`, identifier: 'accountObjectId' };
const INITIATOR: Asset = {
  column: 'InitiatingProcessAccountObjectId',
  type: `${GRAPH}impactedUserAsset`,
  identifier: 'initiatingProcessAccountObjectId',
};

/** The assets that the rows of a table name. All of these tables have `Timestamp` and `ReportId`. */
export const ASSETS: Readonly<Record<string, readonly Asset[]>> = {
  DeviceProcessEvents: [DEVICE, USER],
  DeviceFileEvents: [DEVICE, INITIATOR],
  DeviceImageLoadEvents: [DEVICE, INITIATOR],
  DeviceRegistryEvents: [DEVICE, INITIATOR],
  DeviceNetworkEvents: [DEVICE, INITIATOR],
  DeviceLogonEvents: [DEVICE],
  DeviceEvents: [DEVICE],
};

const assetsOf = (table: string | undefined): readonly Asset[] =>
  (table !== undefined && Object.hasOwn(ASSETS, table) ? ASSETS[table] : undefined) ?? [];

/** What an analyst asks first, and each of these tables has. */
const SHOWN = ['DeviceName'];

/** The columns that the service tells one result from another by. */
const IDENTITY = ['Timestamp', 'ReportId'];

/** How often the service runs a rule, and how far it looks back then. https://learn.microsoft.com/defender-xdr/custom-detection-rules */
const FREQUENCIES: readonly { readonly every: bigint; readonly back: bigint }[] = [
  { every: hours(1), back: hours(4) },
  { every: hours(3), back: hours(12) },
  { every: hours(12), back: hours(48) },
  { every: hours(24), back: days(30) },
];

/** The most frequent run that is no more frequent than it must be and looks back over the time between runs and the longest match. */
function frequencyOf(plan: Plan, overlap: bigint): (typeof FREQUENCIES)[number] | undefined {
  const wide = FREQUENCIES.filter(({ every, back }) => back >= every + overlap);
  return wide.findLast(({ every }) => every <= plan.every) ?? wide[0];
}

const DETECTION: Fact = map({
  displayName: text(256),
  isEnabled: boolean,
  queryCondition: map({ queryText: text() }),
  schedule: map({ frequency: oneOf('PT1H', 'PT3H', 'PT12H', 'P1D') }),
  detectionAction: map({
    alertTemplate: map({
      title: text(256),
      description: text(),
      severity: oneOf('informational', 'low', 'medium', 'high'),
      category: oneOf(
        ...['Collection', 'CommandAndControl', 'CredentialAccess', 'DefenseEvasion', 'Discovery', 'Execution'],
        ...['Exfiltration', 'Exploit', 'Impact', 'InitialAccess', 'LateralMovement', 'Malware', 'Persistence'],
        ...['PrivilegeEscalation', 'Ransomware', 'SuspiciousActivity', 'UnwantedSoftware'],
      ),
      recommendedActions: text(undefined, 0),
      mitreTechniques: listOf(TECHNIQUE),
      impactedAssets: listOf(
        map({ '@odata.type': matching(/^#microsoft\.graph\.security\.\w+$/, 'a type'), identifier: text() }),
        { fewest: 1 },
      ),
    }),
    organizationalScope: { kind: 'null' },
    responseActions: listOf(text(), { most: 0 }),
  }),
});

/** The last events of a sequence tell when it was found and where; the columns of its result are named so. */
const LAST = /^Id\d+$/;

/** A sequence's last event under the names that the service asks for. */
function named({ mapped, text: query, columns }: ArtifactInput): {
  readonly text: string;
  readonly columns: readonly string[];
} {
  const last = columns.findLast((name) => LAST.test(name));
  if (mapped.query.kind !== 'sequence' || last === undefined || !columns.includes('LastTime'))
    return { text: query.trimEnd(), columns };
  return {
    text: `${query.trimEnd()}\n| extend Timestamp = LastTime, ReportId = tolong(${last})`,
    columns: [...columns, ...IDENTITY],
  };
}

function missing(columns: readonly string[], assets: readonly Asset[], input: ArtifactInput): readonly Diagnostic[] {
  const lacking = [...IDENTITY.filter((name) => !columns.includes(name)), ...(assets.length > 0 ? [] : ['DeviceId'])];
  if (lacking.length === 0) return [];
  const help =
    input.table === undefined || assetsOf(input.table).length === 0
      ? 'map the rule to a table of Defender XDR with `--mapping defender-xdr`'
      : 'join the steps of the sequence by `host.id`, so that its result names a device';
  return [diagnostic('artifact/columns', { artifact: ID, columns: lacking, help }, input.span)];
}

interface Scheduled {
  /** ISO 8601. */
  readonly frequency: string;
  readonly remarks: readonly string[];
  readonly errors: readonly Diagnostic[];
}

function scheduleOf(input: ArtifactInput): Scheduled {
  const plan = planOf(input.rule, input.lookBack);
  const overlap = plan.back > plan.every ? plan.back - plan.every : 0n;
  const chosen = frequencyOf(plan, overlap);
  if (!chosen) {
    const value = durationText(plan.back);
    const params = { artifact: ID, field: 'schedule', value, expected: 'a look-back of at most 30 days' };
    return { frequency: 'P1D', remarks: plan.remarks, errors: [diagnostic('artifact/value', params, input.span)] };
  }
  const { every, back } = chosen;
  const changed =
    every === plan.every
      ? []
      : [`the service runs the rule every ${durationText(every)}, not every ${durationText(plan.every)}`];
  const shorter =
    plan.back > back ? [`the service looks back ${durationText(back)}, not ${durationText(plan.back)}`] : [];
  return { frequency: isoDuration(every), remarks: [...plan.remarks, ...changed, ...shorter], errors: [] };
}

/** What to do with an alert: the investigation guide, and how to set the rule up. */
const guide = (...texts: readonly (string | undefined)[]): string =>
  texts
    .map((one) => lines(one ?? ''))
    .filter((one) => one !== '')
    .join('\n\n');

function write(input: ArtifactInput): Written {
  const { metadata } = input.rule;
  const query = named(input);
  const assets = assetsOf(input.table).filter(({ column }) => query.columns.includes(column));
  const schedule = scheduleOf(input);
  const severity = severityOf(metadata);
  const attack = attackOf(metadata);
  const [tactic, ...others] = attack.tactics;
  const groups = listed(metadata.suppression?.groupBy);
  const document: { readonly [key: string]: Printable } = {
    displayName: titleOf(metadata),
    isEnabled: false,
    queryCondition: { queryText: query.text },
    schedule: { frequency: schedule.frequency },
    detectionAction: {
      alertTemplate: {
        title: titleOf(metadata),
        description: proseOf(metadata, ['false-positives', 'references', 'credits']).text,
        severity: severity.words.defender,
        category: tactic === undefined ? 'SuspiciousActivity' : pascalTactic(tactic),
        recommendedActions: guide(metadata.note, metadata.setup),
        mitreTechniques: attack.techniques,
        impactedAssets: assets.map(({ type, identifier }) => ({ '@odata.type': type, identifier })),
      },
      organizationalScope: null,
      responseActions: [],
    },
  };
  return checked(ID, document, DETECTION, input, {
    print: () => `${JSON.stringify(document, undefined, 2)}\n`,
    remarks: [
      ...schedule.remarks,
      ...severity.remarks,
      ...(severity.name === 'critical' ? ['the service has no severity `critical`, so it is high'] : []),
      ...(others.length > 0 ? [`an alert has one category: ${others.map(pascalTactic).join(', ')} is left out`] : []),
      ...(groups.length > 0
        ? [`alerts are not suppressed by ${groups.map(oneLine).join(', ')}, as the rule asks`]
        : []),
    ],
    errors: [...missing(query.columns, assets, input), ...schedule.errors],
  });
}

/** The service filters by time itself, and its documents do not name `scan`. Events need what tells one from another; sequences say their events by `ReportId`. */
function options({ mapped, table }: About): Partial<EmitOptions> {
  const bare = { comments: false, window: 'none', scan: false } as const;
  const assets = assetsOf(table).map(({ column }) => column);
  if (mapped.query.kind === 'event')
    return { ...bare, columns: assets.length > 0 ? [...IDENTITY, ...assets, ...SHOWN] : [] };
  return assets.length > 0 ? { ...bare, idColumn: 'ReportId' } : bare;
}

/** A custom detection of Microsoft Defender XDR, for `POST /security/rules/detectionRules` of Microsoft Graph. */
export const defender: Artifact = {
  id: ID,
  summary: 'a custom detection of Microsoft Defender XDR: JSON for Microsoft Graph',
  targets: ['kusto'],
  extension: () => '.defender.json',
  docs: 'https://learn.microsoft.com/graph/api/security-rulesroot-post-detectionrules',
  options,
  write,
};
