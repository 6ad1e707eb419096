import type { LogSource } from '../ir/rule.ts';

/** Where the text of the events of a log source stands, by the names that Sigma's rules for it use. */
interface Row {
  /** Each part that is there must be that of the rule (sigma.md, "Log sources"). */
  readonly source: Pick<LogSource, 'category' | 'product' | 'service'>;
  readonly fields: readonly string[];
}

const WEB = [
  'cs-uri-stem',
  'cs-uri-query',
  'cs-user-agent',
  'cs-referer',
  'cs-cookie',
  'cs-method',
  'cs-host',
] as const;

/** The first row that covers a log source counts: those that say more come first. */
const ROWS: readonly Row[] = [
  // W3C's names, as Sigma's taxonomy has them; a server's error log is one line of text.
  { source: { category: 'webserver' }, fields: ['message', ...WEB] },
  { source: { service: 'apache' }, fields: ['message', ...WEB] },
  { source: { service: 'nginx' }, fields: ['message', ...WEB] },
  {
    source: { category: 'proxy' },
    fields: ['c-uri', 'c-uri-query', 'c-uri-stem', 'c-useragent', 'cs-cookie', 'cs-host', 'cs-referrer', 'message'],
  },
  { source: { category: 'antivirus' }, fields: ['Signature', 'Filename', 'message'] },
  // Records of the kernel's audit are lines of `key=value`, which parsers take apart.
  { source: { product: 'linux', service: 'auditd' }, fields: ['message', 'type', 'exe', 'comm', 'name', 'key'] },
  // Windows events: the rendered message, and the unnamed data of the event log API.
  { source: { product: 'windows' }, fields: ['Message', 'Data'] },
  { source: { product: 'azure' }, fields: ['message', 'operationName', 'properties'] },
  { source: { product: 'gcp' }, fields: ['message', 'protoPayload.methodName', 'protoPayload.resourceName'] },
  { source: { product: 'zeek' }, fields: ['message', 'path', 'name'] },
];

/** Syslog, databases, applications, network devices: a line of text. */
const LINE = ['message'] as const;

const KEYS = ['category', 'product', 'service'] as const;

const covers = ({ source }: Row, found: LogSource): boolean =>
  KEYS.every((key) => source[key] === undefined || source[key] === found[key]?.toLowerCase());

/** The fields in which keywords are looked for where a target can't look in all of them, and nobody named others. */
export const keywordFieldsOf = (source: LogSource | undefined): readonly string[] =>
  (source && ROWS.find((row) => covers(row, source))?.fields) ?? LINE;
