import type { Row } from '../definition.ts';
import { column, long, sure, tagged } from '../rows.ts';

/** Windows events as Sigma's log sources name them: SigmaHQ's taxonomy, and the event manifests that it follows. */

export type Fields = Readonly<Record<string, Row>>;

export const SYSMON_CHANNEL = 'Microsoft-Windows-Sysmon/Operational';

/** One category of Sigma: the channels and numbers of its events, and what the events hold. */
export interface EventKind {
  readonly category: string;
  readonly channels: readonly string[];
  readonly ids: readonly number[];
  readonly fields: Fields;
}

/** Columns that are named as the source's fields. */
const same = (...names: readonly string[]): Fields =>
  Object.fromEntries(names.map((name) => [name, sure(column(name))]));
const numbers = (...names: readonly string[]): Fields =>
  Object.fromEntries(names.map((name) => [name, sure(long(name))]));

const ACTING = { ...same('Image', 'ProcessGuid', 'User'), ...numbers('ProcessId') };
const HASHES = {
  ...same('Hashes'),
  md5: sure(tagged('Hashes', 'MD5')),
  sha1: sure(tagged('Hashes', 'SHA1')),
  sha256: sure(tagged('Hashes', 'SHA256')),
  imphash: sure(tagged('Hashes', 'IMPHASH')),
  Imphash: sure(tagged('Hashes', 'IMPHASH')),
};
const VERSION = same('OriginalFileName', 'FileVersion', 'Description', 'Product', 'Company');
const SIGNATURE = same('Signed', 'Signature', 'SignatureStatus');
const FILE = { ...ACTING, ...same('TargetFilename', 'CreationUtcTime') };
const REGISTRY = { ...ACTING, ...same('EventType', 'TargetObject') };
const TWO_PROCESSES = {
  ...same('SourceImage', 'SourceUser', 'TargetImage', 'TargetUser'),
  ...numbers('SourceProcessId', 'TargetProcessId'),
};

export const PROCESS_CREATION: Fields = {
  ...ACTING,
  ...HASHES,
  ...VERSION,
  ...same('CommandLine', 'CurrentDirectory', 'LogonGuid', 'LogonId', 'IntegrityLevel'),
  ...same('ParentImage', 'ParentCommandLine', 'ParentUser', 'ParentProcessGuid'),
  ...numbers('TerminalSessionId', 'ParentProcessId'),
};

export const NETWORK_CONNECTION: Fields = {
  ...ACTING,
  ...same('Protocol', 'Initiated', 'SourceHostname', 'SourcePortName', 'SourceIsIpv6'),
  ...same('DestinationHostname', 'DestinationPortName', 'DestinationIsIpv6'),
  ...numbers('SourcePort', 'DestinationPort'),
  SourceIp: sure(column({ name: 'SourceIp', type: 'ip' })),
  DestinationIp: sure(column({ name: 'DestinationIp', type: 'ip' })),
};

export const FILE_EVENT: Fields = FILE;

const sysmon = (category: string, ids: readonly number[], fields: Fields): EventKind => ({
  category,
  channels: [SYSMON_CHANNEL],
  ids,
  fields,
});

const POWERSHELL = ['Microsoft-Windows-PowerShell/Operational', 'PowerShellCore/Operational'];
const CLASSIC_POWERSHELL = ['Windows PowerShell'];

export const EVENT_KINDS: readonly EventKind[] = [
  sysmon('process_creation', [1], PROCESS_CREATION),
  sysmon('file_change', [2], { ...FILE, ...same('PreviousCreationUtcTime') }),
  sysmon('network_connection', [3], NETWORK_CONNECTION),
  sysmon('sysmon_status', [4, 16], same('Configuration', 'ConfigurationFileHash', 'SchemaVersion', 'State', 'Version')),
  sysmon('process_termination', [5], ACTING),
  sysmon('driver_load', [6], { ...HASHES, ...SIGNATURE, ...same('ImageLoaded') }),
  sysmon('image_load', [7], { ...ACTING, ...HASHES, ...SIGNATURE, ...VERSION, ...same('ImageLoaded') }),
  sysmon('create_remote_thread', [8], {
    ...TWO_PROCESSES,
    ...same('SourceProcessGuid', 'TargetProcessGuid', 'StartAddress', 'StartModule', 'StartFunction'),
    ...numbers('NewThreadId'),
  }),
  sysmon('raw_access_thread', [9], { ...ACTING, ...same('Device') }),
  sysmon('process_access', [10], {
    ...TWO_PROCESSES,
    ...same('SourceProcessGUID', 'TargetProcessGUID', 'GrantedAccess', 'CallTrace'),
    ...numbers('SourceThreadId'),
  }),
  sysmon('file_event', [11], FILE),
  sysmon('registry_add', [12], REGISTRY),
  sysmon('registry_delete', [12], REGISTRY),
  sysmon('registry_set', [13], { ...REGISTRY, ...same('Details') }),
  sysmon('registry_rename', [14], { ...REGISTRY, ...same('NewName') }),
  sysmon('registry_event', [12, 13, 14], { ...REGISTRY, ...same('Details', 'NewName') }),
  sysmon('create_stream_hash', [15], { ...FILE, ...same('Hash', 'Contents') }),
  sysmon('pipe_created', [17, 18], { ...ACTING, ...same('EventType', 'PipeName') }),
  sysmon('wmi_event', [19, 20, 21], {
    ...same('EventType', 'Operation', 'User', 'EventNamespace', 'Name', 'Query', 'Type'),
    ...same('Destination', 'Consumer', 'Filter'),
  }),
  sysmon('dns_query', [22], { ...ACTING, ...same('QueryName', 'QueryStatus', 'QueryResults') }),
  sysmon('file_delete', [23], { ...FILE, ...HASHES, ...same('IsExecutable', 'Archived') }),
  sysmon('clipboard_capture', [24], { ...ACTING, ...HASHES }),
  sysmon('process_tampering', [25], { ...ACTING, ...same('Type') }),
  sysmon('file_delete_detected', [26], { ...FILE, ...HASHES, ...same('IsExecutable') }),
  sysmon('file_block_executable', [27], { ...FILE, ...HASHES }),
  sysmon('file_block_shredding', [28], { ...FILE, ...HASHES, ...same('IsExecutable') }),
  sysmon('file_executable_detected', [29], { ...FILE, ...HASHES }),
  sysmon('sysmon_error', [255], same('ID', 'Description')),
  { category: 'ps_classic_start', channels: CLASSIC_POWERSHELL, ids: [400], fields: same('Data') },
  { category: 'ps_classic_provider_start', channels: CLASSIC_POWERSHELL, ids: [600], fields: same('Data') },
  { category: 'ps_classic_script', channels: CLASSIC_POWERSHELL, ids: [800], fields: same('Data') },
  {
    category: 'ps_module',
    channels: POWERSHELL,
    ids: [4103],
    fields: same('ContextInfo', 'Payload', 'UserData'),
  },
  {
    category: 'ps_script',
    channels: POWERSHELL,
    ids: [4104],
    fields: { ...same('ScriptBlockText', 'ScriptBlockId', 'Path'), ...numbers('MessageNumber', 'MessageTotal') },
  },
];

const microsoft = (...names: readonly string[]): readonly string[] => names.map((name) => `Microsoft-Windows-${name}`);

/** The channels of each service of Sigma's product `windows`. */
export const SERVICE_CHANNELS: Readonly<Record<string, readonly string[]>> = {
  security: ['Security'],
  system: ['System'],
  application: ['Application'],
  sysmon: [SYSMON_CHANNEL],
  powershell: POWERSHELL,
  'powershell-classic': CLASSIC_POWERSHELL,
  taskscheduler: microsoft('TaskScheduler/Operational'),
  wmi: microsoft('WMI-Activity/Operational'),
  windefend: microsoft('Windows Defender/Operational'),
  'firewall-as': microsoft('Windows Firewall With Advanced Security/Firewall'),
  'codeintegrity-operational': microsoft('CodeIntegrity/Operational'),
  'security-mitigations': microsoft('Security-Mitigations/Kernel Mode', 'Security-Mitigations/User Mode'),
  applocker: microsoft(
    'AppLocker/MSI and Script',
    'AppLocker/EXE and DLL',
    'AppLocker/Packaged app-Deployment',
    'AppLocker/Packaged app-Execution',
  ),
  'appxdeployment-server': microsoft('AppXDeploymentServer/Operational'),
  'appxpackaging-om': microsoft('AppxPackaging/Operational'),
  'appmodel-runtime': microsoft('AppModel-Runtime/Admin'),
  'bits-client': microsoft('Bits-Client/Operational'),
  bitlocker: microsoft('BitLocker/BitLocker Management'),
  'dns-client': microsoft('DNS Client Events/Operational'),
  'dns-server': ['DNS Server'],
  'dns-server-analytic': microsoft('DNS-Server/Analytical'),
  'dns-server-audit': microsoft('DNS-Server/Audit'),
  dhcp: microsoft('DHCP-Server/Operational'),
  ntlm: microsoft('NTLM/Operational'),
  'lsa-server': microsoft('LSA/Operational'),
  ldap: microsoft('LDAP-Client/Debug'),
  capi2: microsoft('CAPI2/Operational'),
  'certificateservicesclient-lifecycle-system': microsoft('CertificateServicesClient-Lifecycle-System/Operational'),
  'driver-framework': microsoft('DriverFrameworks-UserMode/Operational'),
  'printservice-admin': microsoft('PrintService/Admin'),
  'printservice-operational': microsoft('PrintService/Operational'),
  'smbclient-security': microsoft('SmbClient/Security'),
  'terminalservices-localsessionmanager': microsoft('TerminalServices-LocalSessionManager/Operational'),
  openssh: ['OpenSSH/Operational'],
  'application-experience': microsoft(
    'Application-Experience/Program-Telemetry',
    'Application-Experience/Program-Compatibility-Assistant',
  ),
  'shell-core': microsoft('Shell-Core/Operational'),
  'kernel-shimengine': microsoft('Kernel-ShimEngine/Operational', 'Kernel-ShimEngine/Diagnostic'),
  'kernel-event-tracing': microsoft('Kernel-EventTracing'),
  'hyper-v-worker': microsoft('Hyper-V-Worker'),
  ntfs: microsoft('Ntfs/Operational'),
  vhdmp: microsoft('VHDMP/Operational'),
  'diagnosis-scripted': microsoft('Diagnosis-Scripted/Operational'),
  'msexchange-management': ['MSExchange Management'],
  'iis-configuration': ['Microsoft-IIS-Configuration/Operational'],
  sense: microsoft('SENSE/Operational'),
  'microsoft-servicebus-client': ['Microsoft-ServiceBus-Client/Operational', 'Microsoft-ServiceBus-Client/Admin'],
};
