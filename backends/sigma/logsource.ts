import type { Cond } from '../../src/ir/cond.ts';
import type { EventFilter } from '../../src/ir/query.ts';
import type { LogSource, Rule } from '../../src/ir/rule.ts';
import type { Value } from '../../src/ir/value.ts';

/** Beginnings of the names of Elastic's indices whose events come from one product, and its service. Others say nothing. */
const INDICES: readonly (readonly [string, LogSource])[] = [
  ['winlogbeat-', { product: 'windows' }],
  ['logs-windows.', { product: 'windows' }],
  ['logs-system.security', { product: 'windows', service: 'security' }],
  ['logs-auditd', { product: 'linux', service: 'auditd' }],
  ['logs-jamf_protect', { product: 'macos' }],
  ['logs-aws.cloudtrail', { product: 'aws', service: 'cloudtrail' }],
  ['logs-azure.signinlogs', { product: 'azure', service: 'signinlogs' }],
  ['logs-azure.auditlogs', { product: 'azure', service: 'auditlogs' }],
  ['logs-azure.activitylogs', { product: 'azure', service: 'activitylogs' }],
  ['logs-azure.identity_protection', { product: 'azure', service: 'riskdetection' }],
  ['logs-azure.', { product: 'azure' }],
  ['logs-o365.audit', { product: 'm365', service: 'audit' }],
  ['logs-okta', { product: 'okta', service: 'okta' }],
  ['logs-github.audit', { product: 'github', service: 'audit' }],
  ['logs-gcp.audit', { product: 'gcp', service: 'gcp.audit' }],
  ['logs-google_workspace.admin', { product: 'gcp', service: 'google_workspace.admin' }],
  ['logs-google_workspace', { product: 'gcp' }],
  ['logs-kubernetes', { product: 'kubernetes', service: 'audit' }],
  ['logs-fortinet_fortigate', { product: 'fortigate' }],
  ['logs-zeek.http', { product: 'zeek', service: 'http' }],
];

/** ECS's event.category and event.type, the products, and the category that Sigma has there for this kind of event. */
const CATEGORIES: readonly {
  readonly category: string;
  readonly type?: string;
  readonly products: readonly string[];
  readonly sigma: string;
}[] = [
  { category: 'process', type: 'start', products: ['windows', 'linux', 'macos'], sigma: 'process_creation' },
  { category: 'process', type: 'end', products: ['windows'], sigma: 'process_termination' },
  { category: 'file', type: 'creation', products: ['windows', 'linux', 'macos'], sigma: 'file_event' },
  { category: 'file', type: 'deletion', products: ['windows'], sigma: 'file_delete' },
  { category: 'registry', products: ['windows'], sigma: 'registry_event' },
  { category: 'library', products: ['windows'], sigma: 'image_load' },
  { category: 'driver', products: ['windows'], sigma: 'driver_load' },
];

const PRODUCTS = ['windows', 'linux', 'macos'];

/** The texts that a conjunct asks a field for. */
function askedFor(value: Value, name: string): readonly string[] {
  const subject =
    value.kind === 'compare'
      ? value.left
      : value.kind === 'one-of' || value.kind === 'match'
        ? value.subject
        : undefined;
  if (subject?.kind !== 'field' || subject.name !== name) return [];
  if (value.kind === 'compare')
    return value.op === 'eq' && value.right.kind === 'literal' && value.right.type === 'text'
      ? [value.right.value]
      : [];
  if (value.kind === 'one-of') return value.options.flatMap((option) => (option.type === 'text' ? [option.value] : []));
  if (value.kind !== 'match') return [];
  return value.patterns.map((parts) => parts.map((part) => (part.kind === 'lit' ? part.text : '*')).join(''));
}

/** The one text that the condition asks a field for. */
function only(condition: Cond, name: string): string | undefined {
  const parts = condition.kind === 'and' ? condition.all : [condition];
  const texts = parts.flatMap((part) => (part.kind === 'leaf' ? askedFor(part.value, name) : []));
  return texts.length === 1 ? texts[0]?.toLowerCase() : undefined;
}

/** What all the indices that say something agree on. */
function fromIndices(indices: readonly string[]): LogSource {
  const found = indices.map((index) => INDICES.find(([start]) => index.startsWith(start))?.[1]);
  const [first] = found;
  // One index that may hold anything else leaves the product open.
  if (!first?.product || found.some((source) => source?.product !== first.product)) return {};
  const { product, service } = first;
  return found.every((source) => source?.service === service) && service ? { product, service } : { product };
}

const categoryOf = (category: string, type: string | undefined, product: string | undefined): string | undefined =>
  CATEGORIES.find(
    (row) =>
      row.category === category &&
      (row.type === undefined || row.type === type) &&
      product !== undefined &&
      row.products.includes(product),
  )?.sigma;

const spelled = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9.-]+/g, '_') || 'any';

const definition = (indices: readonly string[]): Pick<LogSource, 'definition'> =>
  indices.length > 0 ? { definition: `Elastic index patterns: ${indices.join(', ')}` } : {};

/**
 * Sigma's log source. The rule's own where it has one; else from the operating system that the condition asks for or the indices, and
 * the event's category. What is not sure is left out: it only says where to look, the whole meaning stands in the detection.
 */
export function logSourceOf(
  { metadata, logSource }: Rule,
  { category, condition, logSource: own = logSource }: EventFilter,
): LogSource {
  if (own) return own;
  const indices = metadata.index ?? [];
  const system = only(condition, 'host.os.type');
  const dataset = only(condition, 'event.dataset') ?? only(condition, 'data_stream.dataset');
  // Elastic names an index after its dataset: `logs-aws.cloudtrail-default`.
  const named = fromIndices(dataset === undefined ? indices : [`logs-${dataset}`]);
  const found = system !== undefined && PRODUCTS.includes(system) ? { product: system } : named;
  // A category taken from another field (`event_category_override`) is no category of Elastic's.
  const word = category?.field.name === 'event.category' ? category.value : undefined;
  const kind = word === undefined ? undefined : categoryOf(word, only(condition, 'event.type'), found.product);
  const source: LogSource = { ...(kind !== undefined && { category: kind }), ...found };
  const hasKey = source.category !== undefined || source.product !== undefined;
  return { ...(hasKey ? source : { category: spelled(word ?? 'any') }), ...definition(indices) };
}
