/** What one of Sentinel's entities is made of: identifiers, each with the column that holds it. */
export interface Entity {
  readonly type: string;
  readonly identifiers: Readonly<Record<string, string>>;
}

const entity = (type: string, identifiers: Readonly<Record<string, string>>): Entity => ({ type, identifiers });

// https://learn.microsoft.com/azure/sentinel/entities-reference: identifiers that tell an entity from others.
const device = entity('Host', { FullName: 'DeviceName' });
const initiator = entity('Account', {
  Name: 'InitiatingProcessAccountName',
  NTDomain: 'InitiatingProcessAccountDomain',
});
const account = entity('Account', { Name: 'AccountName', NTDomain: 'AccountDomain' });
const file = entity('File', { Name: 'FileName', Directory: 'FolderPath' });
const normalised = [entity('Host', { HostName: 'DvcHostname' }), entity('IP', { Address: 'DvcIpAddr' })];
const actor = entity('Account', { FullName: 'ActorUsername' });
const sourceAddress = entity('IP', { Address: 'SrcIpAddr' });
const computer = entity('Host', { FullName: 'Computer' });

/**
 * The entities that a table's columns hold, by the table's name: the tables of Defender XDR, of Log Analytics and the parsers of ASIM that
 * the mappings lead to. A query is asked for these columns.
 */
export const ENTITIES: Readonly<Record<string, readonly Entity[]>> = {
  DeviceProcessEvents: [
    device,
    account,
    entity('Process', { ProcessId: 'ProcessId', CommandLine: 'ProcessCommandLine' }),
    file,
  ],
  DeviceFileEvents: [device, initiator, file],
  DeviceImageLoadEvents: [device, initiator, file],
  DeviceRegistryEvents: [
    device,
    initiator,
    entity('RegistryKey', { Key: 'RegistryKey' }),
    entity('RegistryValue', { Name: 'RegistryValueName', Value: 'RegistryValueData' }),
  ],
  DeviceNetworkEvents: [device, initiator, entity('IP', { Address: 'RemoteIP' }), entity('URL', { Url: 'RemoteUrl' })],
  DeviceLogonEvents: [device, account, entity('IP', { Address: 'RemoteIP' })],
  DeviceEvents: [device, initiator],
  _Im_ProcessCreate: [
    ...normalised,
    actor,
    entity('Process', { ProcessId: 'TargetProcessId', CommandLine: 'TargetProcessCommandLine' }),
  ],
  _Im_FileEvent: [...normalised, actor, entity('File', { Name: 'TargetFileName' })],
  _Im_RegistryEvent: [
    ...normalised,
    actor,
    entity('RegistryKey', { Key: 'RegistryKey' }),
    entity('RegistryValue', { Name: 'RegistryValue' }),
  ],
  _Im_NetworkSession: [...normalised, sourceAddress, entity('IP', { Address: 'DstIpAddr' })],
  _Im_Dns: [...normalised, sourceAddress, entity('DNS', { DomainName: 'DnsQuery' })],
  _Im_WebSession: [...normalised, sourceAddress, entity('URL', { Url: 'Url' })],
  _Im_Authentication: [...normalised, entity('Account', { FullName: 'TargetUsername' }), sourceAddress],
  SecurityEvent: [computer, entity('Account', { FullName: 'Account' })],
  Syslog: [computer],
  SigninLogs: [entity('Account', { FullName: 'UserPrincipalName' }), entity('IP', { Address: 'IPAddress' })],
  AzureActivity: [entity('Account', { FullName: 'Caller' }), entity('IP', { Address: 'CallerIpAddress' })],
  OfficeActivity: [entity('Account', { FullName: 'UserId' }), entity('IP', { Address: 'ClientIP' })],
  AWSCloudTrail: [entity('IP', { Address: 'SourceIpAddress' })],
};

const entitiesOf = (table: string | undefined): readonly Entity[] =>
  (table !== undefined && Object.hasOwn(ENTITIES, table) ? ENTITIES[table] : undefined) ?? [];

/** The columns to ask a query of a table for, so that the entities can be told. */
export const entityColumns = (table: string | undefined): readonly string[] => [
  ...new Set(entitiesOf(table).flatMap(({ identifiers }) => Object.values(identifiers))),
];

/** What a result holds of an entity: nothing where it lacks what stands first, which alone tells it from others. */
function heldOf({ type, identifiers }: Entity, columns: readonly string[]): readonly Entity[] {
  const [main] = Object.values(identifiers);
  if (main === undefined || !columns.includes(main)) return [];
  const held = Object.entries(identifiers).filter(([, column]) => columns.includes(column));
  return [entity(type, Object.fromEntries(held))];
}

/** The entities that a result names. The keys of a sequence or a correlation are columns of its result. */
export function entitiesIn(tables: readonly string[], columns: readonly string[]): readonly Entity[] {
  const found = tables.flatMap((table) => entitiesOf(table).flatMap((one) => heldOf(one, columns)));
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
}

/** The connector of Microsoft Sentinel that fills a table. Parsers take what any connector gave, so they have none. */
const CONNECTORS: readonly (readonly [RegExp, string])[] = [
  [/^Device[A-Z]\w*$/, 'MicrosoftThreatProtection'],
  [/^SecurityEvent$/, 'SecurityEvents'],
  [/^Syslog$/, 'Syslog'],
  [/^(?:SigninLogs|AuditLogs)$/, 'AzureActiveDirectory'],
  [/^AzureActivity$/, 'AzureActivity'],
  [/^OfficeActivity$/, 'Office365'],
  [/^AWSCloudTrail$/, 'AWS'],
];

export const connectorOf = (table: string): string | undefined => CONNECTORS.find(([names]) => names.test(table))?.[1];
