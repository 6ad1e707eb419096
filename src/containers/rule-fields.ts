import { didYouMean } from '../base/did-you-mean.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { get, isNull, type Located } from '../formats/located.ts';
import {
  compact,
  complain,
  field,
  type Take,
  takeBoolean,
  takeList,
  takeMap,
  takeNumber,
  takeText,
  takeTexts,
} from '../formats/take.ts';
import type {
  RelatedIntegration,
  RequiredField,
  RuleMetadata,
  Schedule,
  Suppression,
  Technique,
  Threat,
  ThreatReference,
} from '../ir/rule.ts';

type Reader<T> = (rule: Located, found: Diagnostic[]) => T | undefined;
/** What the rule itself says; the other metadata come from around it, or are Sigma's. */
type Own = Omit<RuleMetadata, 'slug' | 'packageVersion' | 'sourcePath' | 'status' | 'sigma'>;

const at =
  <T>(key: string, take: Take<T>): Reader<T> =>
  (rule, found) =>
    field(rule, key, take, found);

/** The rule cannot be converted rightly while this value is not understood. */
const vital =
  <T>(key: string, take: Take<T>): Reader<T> =>
  (rule, found) =>
    field(rule, key, take, found, 'bad');

export const SEVERITIES = ['low', 'medium', 'high', 'critical'];

/** One of the four severities, in lower case. */
const takeSeverity: Take<string> = (node, name, weight, found) => {
  const value = takeText(node, name, weight, found)?.toLowerCase();
  if (value === undefined || SEVERITIES.includes(value)) return value;
  const params = { field: 'severity', value, near: didYouMean(value, SEVERITIES) };
  found.push(diagnostic('container/unknown-value', params, node.span));
  return undefined;
};

const takeScore: Take<number> = (node, name, weight, found) => {
  const value = takeNumber(node, name, weight, found);
  if (value === undefined || (value >= 0 && value <= 100)) return value;
  complain(node, name, 'a number from 0 to 100', weight, found);
  return undefined;
};

const DATE = /^(\d{4})[-/](\d\d)[-/](\d\d)/;

/** A date as `2024-05-31`; detection-rules writes slashes, the rule API a full time. */
export const takeDate: Take<string> = (node, name, weight, found) => {
  const parts = DATE.exec(takeText(node, name, weight, found) ?? '');
  if (parts) return `${parts[1]}-${parts[2]}-${parts[3]}`;
  complain(node, name, 'a date', weight, found);
  return undefined;
};

const takeReference: Take<ThreatReference> = (node, name, weight, found) => {
  const map = takeMap(node, name, weight, found);
  return (
    map &&
    compact<ThreatReference>({
      id: field(map, 'id', takeText, found),
      name: field(map, 'name', takeText, found),
      reference: field(map, 'reference', takeText, found),
    })
  );
};

const takeTechnique: Take<Technique> = (node, name, weight, found) => {
  const reference = takeReference(node, name, weight, found);
  return (
    reference && { ...reference, subtechniques: field(node, 'subtechnique', takeList(takeReference), found) ?? [] }
  );
};

const takeThreat: Take<Threat> = (node, name, weight, found) => {
  const map = takeMap(node, name, weight, found);
  return (
    map &&
    compact<Threat>({
      framework: field(map, 'framework', takeText, found),
      tactic: field(map, 'tactic', takeReference, found),
      techniques: field(map, 'technique', takeList(takeTechnique), found) ?? [],
    })
  );
};

/**
 * When Kibana runs a rule that does not say
 * (https://www.elastic.co/docs/api/doc/kibana/operation/operation-createrule, `interval`).
 */
const INTERVAL = '5m';

/** Nothing for a rule that says nothing of it: where it is a query and no scheduled rule. */
function schedule(rule: Located, found: Diagnostic[]): Schedule | undefined {
  const interval = field(rule, 'interval', takeText, found);
  const made = compact<Schedule>({
    from: field(rule, 'from', takeText, found),
    to: field(rule, 'to', takeText, found),
  });
  if (interval === undefined && Object.keys(made).length === 0) return undefined;
  return { interval: interval ?? INTERVAL, ...made };
}

function duration(map: Located, found: Diagnostic[]): string | undefined {
  const value = field(map, 'value', takeNumber, found);
  const unit = field(map, 'unit', takeText, found);
  return value !== undefined && unit !== undefined ? `${value}${unit}` : undefined;
}

const takeSuppression: Take<Suppression> = (node, name, weight, found) => {
  const map = takeMap(node, name, weight, found);
  const span = map && field(map, 'duration', takeMap, found);
  return (
    map &&
    compact<Suppression>({
      groupBy: field(map, 'group_by', takeTexts, found) ?? [],
      duration: span && duration(span, found),
      missingFieldsStrategy: field(map, 'missing_fields_strategy', takeText, found),
    })
  );
};

const takeRequired: Take<RequiredField> = (node, name, weight, found) => {
  const map = takeMap(node, name, weight, found);
  const fieldName = map && field(map, 'name', takeText, found);
  if (fieldName === undefined) return undefined;
  return compact<RequiredField>({ name: fieldName, type: field(map, 'type', takeText, found) });
};

const takeIntegration: Take<RelatedIntegration> = (node, name, weight, found) => {
  const map = takeMap(node, name, weight, found);
  const packageName = map && field(map, 'package', takeText, found);
  if (packageName === undefined) return undefined;
  return compact<RelatedIntegration>({
    package: packageName,
    version: field(map, 'version', takeText, found),
    integration: field(map, 'integration', takeText, found),
  });
};

/** `building_block_type: default` is the only value; its presence is what counts. */
function buildingBlock(rule: Located): true | undefined {
  const node = get(rule, 'building_block_type');
  return node && !isNull(node) ? true : undefined;
}

/** One row a field. The keys are those of the rule API and of detection-rules, which agree. */
const READERS: { readonly [K in keyof Own]-?: Reader<NonNullable<Own[K]>> } = {
  name: at('name', takeText),
  ruleId: at('rule_id', takeText),
  description: at('description', takeText),
  author: at('author', takeTexts),
  license: at('license', takeText),
  severity: at('severity', takeSeverity),
  riskScore: at('risk_score', takeScore),
  references: at('references', takeTexts),
  tags: at('tags', takeTexts),
  falsePositives: at('false_positives', takeTexts),
  note: at('note', takeText),
  setup: at('setup', takeText),
  creationDate: at('created_at', takeDate),
  updatedDate: at('updated_at', takeDate),
  version: at('version', takeNumber),
  threat: at('threat', takeList(takeThreat)),
  schedule,
  index: at('index', takeTexts),
  dataView: at('data_view_id', takeText),
  maxSignals: at('max_signals', takeNumber),
  enabled: at('enabled', takeBoolean),
  buildingBlock,
  timestampOverride: at('timestamp_override', takeText),
  timestampField: vital('timestamp_field', takeText),
  tiebreakerField: vital('tiebreaker_field', takeText),
  eventCategoryOverride: vital('event_category_override', takeText),
  suppression: at('alert_suppression', takeSuppression),
  requiredFields: at('required_fields', takeList(takeRequired)),
  relatedIntegrations: at('related_integrations', takeList(takeIntegration)),
};

/** The metadata of a rule as the rule API or a detection-rules file has them. */
export function readMetadata(rule: Located, found: Diagnostic[]): RuleMetadata {
  const pairs = Object.entries(READERS).map(([key, read]) => [key, read(rule, found)] as const);
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
}
