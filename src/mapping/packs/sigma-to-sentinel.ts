import type { LogSource } from '../../ir/rule.ts';
import type { MappingPack, TargetTable } from '../pack.ts';
import { column, constant, fileName, likely, long, lookup, sure } from '../rows.ts';
import type { Fields } from './asim-words.ts';

const AS_SOURCE = 'the text as the source writes it';
const address = (name: string) => column({ name, type: 'ip' });
const same = (...names: readonly string[]): Fields =>
  Object.fromEntries(names.map((name) => [name, sure(column(name))]));
/** Rules spell the fields of a cloud's log in the letters of its API or of the table. */
const spelt = (names: readonly string[], definition: ReturnType<typeof column>, note?: string): Fields =>
  Object.fromEntries(names.map((name) => [name, note === undefined ? sure(definition) : likely(definition, note)]));

/** Fields of the Security log that the table has a column for. https://learn.microsoft.com/en-us/azure/azure-monitor/reference/tables/securityevent */
const SECURITY_COLUMNS = [
  'AccessMask',
  'AccountName',
  'AuthenticationPackageName',
  'Channel',
  'CommandLine',
  'Computer',
  'DisplayName',
  'ElevatedToken',
  'FailureReason',
  'FilePath',
  'GroupMembership',
  'HandleId',
  'IpAddress',
  'IpPort',
  'KeyLength',
  'LmPackageName',
  'LogonProcessName',
  'LogonGuid',
  'MandatoryLabel',
  'MemberName',
  'MemberSid',
  'NewProcessId',
  'NewProcessName',
  'NewUacValue',
  'NewValue',
  'NewValueType',
  'ObjectName',
  'ObjectServer',
  'ObjectType',
  'ObjectValueName',
  'OldUacValue',
  'OldValue',
  'OldValueType',
  'OperationType',
  'PackageName',
  'ParentProcessName',
  'PrimaryGroupId',
  'PrivilegeList',
  'ProcessId',
  'ProcessName',
  'Properties',
  'RelativeTargetName',
  'RestrictedAdminMode',
  'SamAccountName',
  'ServiceAccount',
  'ServiceFileName',
  'ServiceName',
  'ServiceStartType',
  'ServiceType',
  'ShareLocalPath',
  'ShareName',
  'SidHistory',
  'Status',
  'SubStatus',
  'SubjectDomainName',
  'SubjectLogonId',
  'SubjectUserName',
  'SubjectUserSid',
  'TargetDomainName',
  'TargetInfo',
  'TargetLogonId',
  'TargetOutboundUserName',
  'TargetServerName',
  'TargetSid',
  'TargetUserName',
  'TargetUserSid',
  'Task',
  'TokenElevationType',
  'UserAccountControl',
  'UserPrincipalName',
  'UserWorkstations',
  'VirtualAccount',
  'WorkstationName',
] as const;

const security: Fields = {
  ...same(...SECURITY_COLUMNS),
  EventID: sure(long('EventID')),
  LogonType: sure(long('LogonType')),
  Provider_Name: sure(column('EventSourceName')),
  ComputerName: sure(column('Computer')),
  Image: sure(column('NewProcessName')),
  ParentImage: sure(column('ParentProcessName')),
};

const processAudit: Fields = {
  Computer: sure(column('Computer')),
  Image: sure(column('NewProcessName')),
  CommandLine: likely(column('CommandLine'), 'only where a policy has command lines audited'),
  ParentImage: sure(column('ParentProcessName')),
  ProcessId: likely(column('NewProcessId'), 'the id is written in hexadecimal'),
  User: likely(column('SubjectUserName'), 'the account that starts the process, without its domain'),
  IntegrityLevel: likely(
    lookup('MandatoryLabel', [
      ['S-1-16-16384', 'System'],
      ['S-1-16-12288', 'High'],
      ['S-1-16-8192', 'Medium'],
      ['S-1-16-4096', 'Low'],
    ]),
    'the level is written as a SID',
  ),
  OriginalFileName: likely(fileName('NewProcessName'), 'the name that the file has now, not the one it was built with'),
};

const signIn: Fields = {
  ...spelt(['ResultType', 'resultType'], column('ResultType')),
  ...spelt(['ResultDescription', 'Resultdescription', 'resultDescription'], column('ResultDescription')),
  ...spelt(['location', 'Location'], column('Location')),
  ...spelt(['userAgent', 'UserAgent'], column('UserAgent')),
  ...spelt(['AuthenticationRequirement', 'properties.authenticationRequirement'], column('AuthenticationRequirement')),
  ...spelt(['conditionalAccessStatus', 'ConditionalAccessStatus'], column('ConditionalAccessStatus')),
  ...spelt(['callerIpAddress', 'ipAddress', 'IPAddress'], address('IPAddress')),
  ...spelt(['properties.appId', 'AppId'], column('AppId')),
  ...spelt(['properties.message'], column('ResultDescription'), AS_SOURCE),
  ...spelt(['Username', 'UserPrincipalName'], column('UserPrincipalName')),
  ...spelt(['ClientApp', 'ClientAppUsed'], column('ClientAppUsed'), AS_SOURCE),
  ...spelt(['homeTenantId'], column('HomeTenantId')),
  ...spelt(['resourceTenantId'], column('ResourceTenantId')),
  ...same('RiskState', 'RiskDetail', 'RiskLevelDuringSignIn', 'ResourceDisplayName', 'AppDisplayName', 'IsInteractive'),
  NetworkLocationDetails: likely(column('NetworkLocationDetails'), AS_SOURCE),
  Status: likely(
    lookup('ResultType', [
      ['0', 'Success'],
      ['50126', 'Failure'],
    ]),
    'the table numbers outcomes: 0 is success',
  ),
};

const directoryAudit: Fields = {
  ...spelt(['OperationName', 'operationName', 'ActivityDisplayName', 'properties.message'], column('OperationName')),
  ...spelt(['Category', 'category'], column('Category')),
  ...spelt(['LoggedByService'], column('LoggedByService')),
  ...spelt(['Status', 'properties.result', 'Result'], column('Result'), 'the words of a result are in lower case'),
  ...spelt(['ActivityType', 'activityType'], column('AADOperationType'), AS_SOURCE),
  ...spelt(['failure_status_reason'], column('ResultReason'), AS_SOURCE),
};

const activity: Fields = {
  ...spelt(['operationName', 'OperationName', 'OperationNameValue'], column('OperationNameValue')),
  ...spelt(['properties.message'], column('OperationNameValue'), AS_SOURCE),
  ...spelt(['ResourceProviderValue', 'resourceProviderName'], column('ResourceProviderValue')),
  ...spelt(['CategoryValue', 'category'], column('CategoryValue')),
  ...spelt(['ResourceId', 'resourceId'], column('_ResourceId'), 'the id is written in lower case'),
  ...spelt(['status', 'Status'], column('ActivityStatusValue'), AS_SOURCE),
  ...spelt(['caller'], column('Caller')),
  ...spelt(['callerIpAddress'], address('CallerIpAddress')),
};

const risk: Fields = {
  ...spelt(['riskEventType', 'RiskEventType'], column('RiskEventType')),
  ...spelt(['riskLevel'], column('RiskLevel')),
  ...spelt(['riskState'], column('RiskState')),
  ...spelt(['userPrincipalName'], column('UserPrincipalName')),
};

const INSIDE = 'the value stands inside a text of JSON';
const cloudTrail: Fields = {
  eventName: sure(column('EventName')),
  eventSource: sure(column('EventSource')),
  eventType: sure(column('EventTypeName')),
  errorCode: sure(column('ErrorCode')),
  errorMessage: sure(column('ErrorMessage')),
  userAgent: sure(column('UserAgent')),
  awsRegion: sure(column('AWSRegion')),
  sourceIPAddress: sure(column('SourceIpAddress')),
  src_ip: likely(column('SourceIpAddress'), AS_SOURCE),
  'userIdentity.type': sure(column('UserIdentityType')),
  'userIdentity.arn': sure(column('UserIdentityArn')),
  'userIdentity.userName': sure(column('UserIdentityUserName')),
  'userIdentity.invokedBy': sure(column('UserIdentityInvokedBy')),
  'userIdentity.sessionContext.sessionIssuer.type': sure(column('SessionIssuerType')),
  requestParameters: sure(column('RequestParameters')),
  responseElements: sure(column('ResponseElements')),
  additionalEventData: likely(column('AdditionalEventData'), INSIDE),
};

const office: Fields = {
  ...spelt(['Operation', 'eventName'], column('Operation')),
  ...spelt(['eventSource', 'Workload'], column('OfficeWorkload'), AS_SOURCE),
  ...spelt(['status', 'ResultStatus'], column('ResultStatus'), AS_SOURCE),
  ...spelt(['Parameters'], column('Parameters'), INSIDE),
  ...spelt(['ApplicationId'], column('ApplicationId')),
  ...spelt(['ClientIP'], column('ClientIP')),
  ...spelt(['UserId'], column('UserId')),
};

const threatManagement: Fields = {
  eventName: sure(column('AlertName')),
  eventSource: likely(constant('SecurityComplianceCenter'), 'the table holds alerts of other products too'),
  status: likely(constant('success'), 'an alert is there when it was raised'),
};

const googleAudit: Fields = {
  ...spelt(['gcp.audit.method_name', 'data.protoPayload.methodName'], column('MethodName')),
  ...spelt(['data.protoPayload.serviceName', 'gcp.audit.service_name'], column('ServiceName')),
  ...spelt(['data.protoPayload.logName'], column('LogName')),
  ...spelt(['data.protoPayload.resource.type'], column('GCPResourceType')),
};

const kubernetes: Fields = {
  verb: sure(column('Verb')),
  requestURI: sure(column('RequestUri')),
  userAgent: sure(column('UserAgent')),
  stage: sure(column('Stage')),
};

const iis: Fields = {
  'cs-method': sure(column('csMethod')),
  'cs-uri-query': sure(column('csUriQuery')),
  'cs-uri-stem': sure(column('csUriStem')),
  'cs-uri': likely(column('csUriStem'), 'the path without the query'),
  'cs-user-agent': sure(column('csUserAgent')),
  'cs-referer': sure(column('csReferer')),
  'cs-referrer': sure(column('csReferer')),
  'cs-username': sure(column('csUserName')),
  'cs-host': sure(column('csHost')),
  'cs-cookie': sure(column('csCookie')),
  'cs-version': sure(column('csVersion')),
  'sc-status': sure(column('scStatus')),
  'c-ip': sure(address('cIP')),
  's-ip': sure(address('sIP')),
  's-port': sure(long('sPort')),
};

const URL = 'the address as the device writes it';
const commonSecurity: Fields = {
  'c-uri': likely(column('RequestURL'), URL),
  'cs-uri': likely(column('RequestURL'), URL),
  'cs-uri-query': likely(column('RequestURL'), 'the query stands in the address'),
  'c-uri-query': likely(column('RequestURL'), 'the query stands in the address'),
  'cs-uri-stem': likely(column('RequestURL'), 'the path stands in the address'),
  'c-useragent': likely(column('RequestClientApplication'), AS_SOURCE),
  'cs-user-agent': likely(column('RequestClientApplication'), AS_SOURCE),
  'cs-method': likely(column('RequestMethod'), AS_SOURCE),
  'cs-host': likely(column('DestinationHostName'), AS_SOURCE),
  'cs-cookie': likely(column('RequestCookies'), AS_SOURCE),
  'cs-username': likely(column('SourceUserName'), AS_SOURCE),
  'sc-status': likely(column('EventOutcome'), 'the code, where the device writes it there'),
  action: likely(column('DeviceAction'), 'the words of an action differ by device'),
  src_ip: sure(address('SourceIP')),
  dst_ip: sure(address('DestinationIP')),
  src_port: sure(long('SourcePort')),
  dst_port: sure(long('DestinationPort')),
};

const dns: Fields = {
  query: sure(column('Name')),
  record_type: sure(column('QueryType')),
  answer: likely(column('IPAddresses'), 'addresses only'),
};

interface Kind {
  readonly logSource: LogSource;
  readonly table: string;
  readonly fields: Fields;
  /** The event that alone is of this kind. */
  readonly eventId?: number;
}

const service = (product: string, name: string, table: string, fields: Fields): Kind => ({
  logSource: { product, service: name },
  table,
  fields,
});

const KINDS: readonly Kind[] = [
  service('windows', 'security', 'SecurityEvent', security),
  {
    logSource: { product: 'windows', category: 'process_creation' },
    table: 'SecurityEvent',
    fields: processAudit,
    eventId: 4688,
  },
  service('azure', 'signinlogs', 'SigninLogs', signIn),
  service('azure', 'auditlogs', 'AuditLogs', directoryAudit),
  service('azure', 'activitylogs', 'AzureActivity', activity),
  service('azure', 'riskdetection', 'AADUserRiskEvents', risk),
  service('azure', 'pim', 'AADUserRiskEvents', risk),
  service('aws', 'cloudtrail', 'AWSCloudTrail', cloudTrail),
  service('m365', 'audit', 'OfficeActivity', office),
  service('m365', 'exchange', 'OfficeActivity', office),
  service('m365', 'threat_management', 'SecurityAlert', threatManagement),
  service('m365', 'threat_detection', 'SecurityAlert', threatManagement),
  service('gcp', 'gcp.audit', 'GCPAuditLogs', googleAudit),
  service('kubernetes', 'audit', 'AKSAudit', kubernetes),
  { logSource: { category: 'webserver' }, table: 'W3CIISLog', fields: iis },
  { logSource: { category: 'proxy' }, table: 'CommonSecurityLog', fields: commonSecurity },
  { logSource: { category: 'firewall' }, table: 'CommonSecurityLog', fields: commonSecurity },
  { logSource: { category: 'dns' }, table: 'DnsEvents', fields: dns },
  {
    logSource: { product: 'linux' },
    table: 'Syslog',
    fields: { ...same('Computer'), Facility: sure(column('Facility')) },
  },
];

const tableOf = ({ logSource, table, fields, eventId }: Kind): TargetTable => ({
  id: [table, ...Object.values(logSource)].join('/'),
  serves: { logSources: [logSource] },
  table,
  where:
    eventId === undefined
      ? []
      : [
          {
            column: { name: 'EventID', type: 'long', list: false },
            anyOf: [{ type: 'integer', value: BigInt(eventId) }],
          },
        ],
  fields,
});

/** The Sigma taxonomy to the tables that Microsoft Sentinel's connectors fill, as they are. */
export const sigmaToSentinel: MappingPack = {
  id: 'sentinel',
  from: 'sigma',
  title: "Sentinel's tables",
  to: 'sentinel',
  docs: 'https://learn.microsoft.com/en-us/azure/azure-monitor/reference/tables-index',
  time: 'TimeGenerated',
  unmapped: 'leave-out',
  decisive: ['EventID', 'Channel', 'Provider_Name'],
  tables: KINDS.map(tableOf),
};
