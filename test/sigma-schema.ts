import { parseAllDocuments } from 'yaml';

/** What is wrong with a value, or nothing. */
type Check = (value: unknown) => string | undefined;

type Kind = 'detection' | 'correlation';

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const TAG = /^[a-z0-9_-]+\.[a-z0-9._-]+$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const SPAN = /^\d+[smhdwMy]$/;
const LONGEST_TITLE = 256;

const text: Check = (value) => (typeof value === 'string' ? undefined : 'is no text');
const filledText: Check = (value) => (typeof value === 'string' && value !== '' ? undefined : 'is no text, or empty');
const title: Check = (value) =>
  filledText(value) ?? ([...String(value)].length > LONGEST_TITLE ? 'is longer than 256 characters' : undefined);
const spelled =
  (form: RegExp): Check =>
  (value) =>
    typeof value === 'string' && form.test(value) ? undefined : `is not spelled as ${form.source}`;
const among =
  (...words: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && words.includes(value) ? undefined : `is none of ${words.join(', ')}`;
const listOf =
  (item: Check): Check =>
  (value) => {
    if (!Array.isArray(value) || value.length === 0) return 'is no list, or empty';
    return value.map(item).find((fault) => fault !== undefined);
  };
const day: Check = (value) => {
  if (typeof value !== 'string' || !DAY.test(value)) return 'is not spelled as a day';
  const date = new Date(`${value}T00:00:00Z`);
  return Number.isFinite(date.getTime()) && date.toISOString().startsWith(value) ? undefined : 'is no day';
};
const related: Check = (value) => {
  if (!isMap(value)) return 'is no map';
  return spelled(UUID)(value.id) ?? among('derived', 'obsolete', 'merged', 'renamed', 'similar')(value.type);
};

const logsource: Check = (value) => {
  if (!isMap(value)) return 'is no map';
  const named = ['category', 'product', 'service'].filter((key) => key in value);
  if (named.length === 0) return 'names no category, product or service';
  return named.map((key) => filledText(value[key])).find((fault) => fault !== undefined);
};

const detection: Check = (value) => {
  if (!isMap(value)) return 'is no map';
  const { condition, ...identifiers } = value;
  if (Object.keys(identifiers).length === 0) return 'has no identifier';
  if (Object.values(identifiers).some((one) => typeof one !== 'object' || one === null)) return 'has a lone value';
  return Array.isArray(condition) ? listOf(filledText)(condition) : filledText(condition);
};

const METRICS = ['value_count', 'value_sum', 'value_avg', 'value_median', 'value_percentile'];
const TEMPORAL = ['temporal', 'temporal_ordered'];

const correlation: Check = (value) => {
  if (!isMap(value)) return 'is no map';
  const { type, condition } = value;
  if (!isMap(condition) && !(typeof type === 'string' && TEMPORAL.includes(type))) return 'has no condition';
  const field = isMap(condition) && typeof type === 'string' && METRICS.includes(type) ? condition.field : 'none';
  return (
    among('event_count', ...METRICS, ...TEMPORAL)(type) ??
    listOf(filledText)(value.rules) ??
    spelled(SPAN)(value.timespan) ??
    filledText(field) ??
    ('group-by' in value ? listOf(filledText)(value['group-by']) : undefined)
  );
};

interface Key {
  readonly name: string;
  readonly check: Check;
  /** The kinds of documents that must have it. */
  readonly needed?: readonly Kind[];
}

/** The keys of a rule in the order in which SigmaHQ's rules have them, with what the specification says of each (Sigma 2.1, rule and correlation schemas). */
const KEYS: readonly Key[] = [
  { name: 'title', check: title, needed: ['detection', 'correlation'] },
  { name: 'id', check: spelled(UUID) },
  { name: 'name', check: filledText },
  { name: 'related', check: listOf(related) },
  { name: 'taxonomy', check: filledText },
  { name: 'status', check: among('stable', 'test', 'experimental', 'deprecated', 'unsupported') },
  { name: 'description', check: text },
  { name: 'license', check: filledText },
  { name: 'references', check: listOf(text) },
  { name: 'author', check: filledText },
  { name: 'date', check: day },
  { name: 'modified', check: day },
  { name: 'tags', check: listOf(spelled(TAG)) },
  { name: 'logsource', check: logsource, needed: ['detection'] },
  { name: 'detection', check: detection, needed: ['detection'] },
  { name: 'correlation', check: correlation, needed: ['correlation'] },
  { name: 'fields', check: listOf(text) },
  { name: 'falsepositives', check: listOf(text) },
  { name: 'level', check: among('informational', 'low', 'medium', 'high', 'critical') },
  { name: 'scope', check: listOf(text) },
];

const place = (name: string): number => {
  const at = KEYS.findIndex((key) => key.name === name);
  return at === -1 ? KEYS.length : at;
};

function faultsOfDocument(document: unknown): readonly string[] {
  if (!isMap(document)) return ['a document is no map'];
  const kind: Kind = 'correlation' in document ? 'correlation' : 'detection';
  const names = Object.keys(document);
  const late = names.find((name, at) => at > 0 && place(name) < place(names[at - 1] ?? ''));
  const faults = KEYS.flatMap(({ name, check, needed = [] }) => {
    if (!(name in document)) return needed.includes(kind) ? [`${name} is missing`] : [];
    const fault = check(document[name]);
    return fault === undefined ? [] : [`${name} ${fault}`];
  });
  return late === undefined ? faults : [...faults, `${late} stands too late`];
}

/**
 * What is wrong with a text as a file of Sigma rules: YAML, keys, their order and their values, as the schemas of Sigma 2.1 have them.
 * It reads the text with the `yaml` package alone, so that it knows nothing of isorule's own reader.
 */
export function sigmaFaults(written: string): readonly string[] {
  const documents = parseAllDocuments(written);
  if (!Array.isArray(documents) || documents.length === 0) return ['there is no document'];
  return documents.flatMap((document) => {
    const broken = document.errors.map(({ message }) => message);
    return broken.length > 0 ? broken : faultsOfDocument(document.toJS());
  });
}
