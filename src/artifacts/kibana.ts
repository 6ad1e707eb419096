import type { Printable } from '../formats/print-yaml.ts';
import type { Suppression, Threat, ThreatReference } from '../ir/rule.ts';
import { ruleUuid } from '../target/rule-id.ts';
import type { Artifact, ArtifactInput, Written } from './artifact.ts';
import { threatOf } from './attack.ts';
import { checked } from './changes.ts';
import { boolean, type Fact, listOf, map, matching, number, oneOf, text } from './facts.ts';
import { lines, listed, oneLine, titleOf } from './prose.ts';
import { before, planOf, shortDuration } from './schedule.ts';
import { severityOf } from './severity.ts';

const ID = 'kibana';

const TIME = matching(/^now(?:-\d{1,9}[smhdwMy](?:\/[smhdwMy])?)?$/, 'date math such as now-9m');
const NAMED = { id: text(), name: text(), reference: matching(/^https:\/\//, 'an address') };
const ANY = text(undefined, 0);

/** The rule schemas of Kibana's detection engine API, version 2023-10-31, for rules of the type `eql`. */
const RULE: Fact = map(
  {
    rule_id: text(),
    type: oneOf('eql'),
    language: oneOf('eql'),
    name: text(),
    description: text(),
    severity: oneOf('low', 'medium', 'high', 'critical'),
    risk_score: number(0, 100),
    query: text(),
    interval: matching(/^[1-9]\d*[smhd]$/, 'a duration such as 5m'),
    from: TIME,
    to: TIME,
    enabled: boolean,
    version: number(1, Number.MAX_SAFE_INTEGER),
    max_signals: number(1, Number.MAX_SAFE_INTEGER),
    author: listOf(text()),
    tags: listOf(text()),
    references: listOf(text()),
    false_positives: listOf(text()),
    threat: listOf(
      map({
        framework: text(),
        tactic: map(NAMED),
        technique: listOf(map({ ...NAMED, subtechnique: listOf(map(NAMED)) })),
      }),
    ),
    risk_score_mapping: listOf(ANY, { most: 0 }),
    severity_mapping: listOf(ANY, { most: 0 }),
    exceptions_list: listOf(ANY, { most: 0 }),
    actions: listOf(ANY, { most: 0 }),
    related_integrations: listOf(map({ package: text(), version: ANY }, { integration: text() })),
    required_fields: listOf(map({ name: text(), type: ANY })),
    setup: ANY,
    immutable: boolean,
  },
  {
    license: text(),
    index: listOf(text(), { fewest: 1 }),
    data_view_id: text(),
    note: text(),
    building_block_type: oneOf('default'),
    timestamp_override: text(),
    timestamp_field: text(),
    tiebreaker_field: text(),
    event_category_override: text(),
    alert_suppression: map(
      { group_by: listOf(text(), { fewest: 1, most: 5 }), missing_fields_strategy: oneOf('suppress', 'doNotSuppress') },
      { duration: map({ value: number(1, Number.MAX_SAFE_INTEGER), unit: oneOf('s', 'm', 'h') }) },
    ),
  },
);

const named = ({
  id = '',
  name = '',
  reference = '',
}: ThreatReference): { id: string; name: string; reference: string } => ({
  id,
  name,
  reference,
});

/** The tactics as the API has them. An entry without a tactic has no place there. */
const threatJson = (threat: readonly Threat[]): Printable =>
  threat.flatMap(({ framework = 'MITRE ATT&CK', tactic, techniques }) =>
    tactic === undefined
      ? []
      : [
          {
            framework,
            tactic: named(tactic),
            technique: techniques.map((one) => ({ ...named(one), subtechnique: one.subtechniques.map(named) })),
          },
        ],
  );

function suppressionJson({ groupBy, duration, missingFieldsStrategy = 'suppress' }: Suppression): Printable {
  const [, value, unit] = /^(\d+)([smh])$/.exec(duration ?? '') ?? [];
  return {
    group_by: groupBy,
    ...(value !== undefined && unit !== undefined && { duration: { value: Number(value), unit } }),
    missing_fields_strategy: missingFieldsStrategy,
  };
}

/** Whether the file says the rule as it was read: in its own language and fields. */
const isItself = ({ rule, mapped }: ArtifactInput): boolean => rule.language === 'eql' && rule === mapped;

/** What only a rule in its own fields may keep, since it names fields or data of the source. */
function ownEntries(input: ArtifactInput): readonly (readonly [string, Printable | undefined])[] {
  if (!isItself(input)) return [];
  const { metadata, query } = input.rule;
  const { suppression } = metadata;
  return [
    ['data_view_id', metadata.dataView],
    ['timestamp_override', metadata.timestampOverride],
    ['timestamp_field', metadata.timestampField],
    ['tiebreaker_field', metadata.tiebreakerField],
    ['event_category_override', metadata.eventCategoryOverride],
    [
      'alert_suppression',
      suppression && suppression.groupBy.length > 0 && query.kind === 'event'
        ? suppressionJson(suppression)
        : undefined,
    ],
  ];
}

interface Window {
  readonly interval: string;
  readonly from: string;
  readonly to: string;
  readonly remarks: readonly string[];
}

/** Kibana searches by the time of arrival where a rule asks for it, and lets no event alert twice: the rule's own times stand. */
function windowOf({ rule, lookBack }: ArtifactInput): Window {
  const { timestampOverride: _, ...metadata } = rule.metadata;
  const plan = planOf({ ...rule, metadata }, lookBack);
  const { from, to } = metadata.schedule ?? {};
  const isOwn = from !== undefined && before(from) === plan.back;
  return {
    interval: shortDuration(plan.every),
    from: isOwn ? from.trim() : `now-${shortDuration(plan.back)}`,
    to: to !== undefined && before(to) !== undefined ? to.trim() : 'now',
    remarks: plan.remarks,
  };
}

const STATUS_TAG = 'Status: ';

function tagsOf({ rule: { language, metadata } }: ArtifactInput): readonly string[] {
  const { tags, status } = metadata;
  if (language === 'eql') return listed(tags);
  const own = listed(tags).filter((tag) => !/^attack\./i.test(tag));
  return status === undefined ? own : [...own, `${STATUS_TAG}${oneLine(status)}`];
}

function documentOf(input: ArtifactInput, window: Window): ReadonlyMap<string, Printable> {
  const { rule, mapped } = input;
  const { metadata } = rule;
  const severity = severityOf(metadata);
  const index = mapped.metadata.index ?? [];
  const entries: readonly (readonly [string, Printable | undefined])[] = [
    ['rule_id', isItself(input) && metadata.ruleId ? metadata.ruleId : ruleUuid(rule)],
    ['type', 'eql'],
    ['language', 'eql'],
    ['name', titleOf(metadata)],
    ['description', lines(metadata.description ?? '') || titleOf(metadata)],
    ['severity', severity.words.kibana],
    ['risk_score', severity.risk],
    ['query', input.text.trimEnd()],
    ['index', index.length > 0 ? index : undefined],
    ['interval', window.interval],
    ['from', window.from],
    ['to', window.to],
    ['enabled', false],
    ['version', metadata.version ?? 1],
    ['max_signals', metadata.maxSignals ?? 100],
    ['author', listed(metadata.author)],
    ['license', oneLine(metadata.license ?? '') || undefined],
    ['tags', tagsOf(input)],
    ['references', listed(metadata.references)],
    ['false_positives', listed(metadata.falsePositives)],
    ['threat', threatJson(threatOf(metadata))],
    ['note', metadata.note?.trim() ? metadata.note : undefined],
    ['setup', metadata.setup ?? ''],
    ['building_block_type', metadata.buildingBlock ? 'default' : undefined],
    ...ownEntries(input),
    ['risk_score_mapping', []],
    ['severity_mapping', []],
    ['exceptions_list', []],
    ['actions', []],
    [
      'related_integrations',
      (metadata.relatedIntegrations ?? []).map(({ package: name, version = '', integration }) => ({
        package: name,
        version,
        ...(integration !== undefined && { integration }),
      })),
    ],
    ['required_fields', (metadata.requiredFields ?? []).map(({ name, type = '' }) => ({ name, type }))],
    ['immutable', false],
  ];
  return new Map(entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])));
}

function write(input: ArtifactInput): Written {
  const { metadata } = input.rule;
  const window = windowOf(input);
  const document = documentOf(input, window);
  const severity = severityOf(metadata);
  const suppressed = (metadata.suppression?.groupBy.length ?? 0) > 0 && !document.has('alert_suppression');
  return checked(ID, document, RULE, input, {
    print: () => `${JSON.stringify(Object.fromEntries(document))}\n`,
    remarks: [
      ...window.remarks,
      ...severity.remarks,
      ...(severity.name === 'informational' ? ['Kibana has no severity `informational`, so it is low'] : []),
      ...(document.has('index') || document.has('data_view_id')
        ? []
        : ['the rule names no indices, so Kibana searches the default ones of Elastic Security']),
      ...(suppressed ? ['alerts are not suppressed as the rule asks'] : []),
    ],
  });
}

/** A detection rule of Elastic Security, for Kibana's import of rules. */
export const kibana: Artifact = {
  id: ID,
  summary: 'a detection rule of Elastic Security, for the import of rules: NDJSON',
  targets: ['eql'],
  extension: () => '.kibana.ndjson',
  docs: 'https://www.elastic.co/docs/api/doc/kibana/operation/operation-importrules',
  options: () => ({ comments: false }),
  write,
};
