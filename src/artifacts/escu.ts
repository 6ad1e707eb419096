import { type Printable, printYaml } from '../formats/print-yaml.ts';
import type { Rule, RuleMetadata } from '../ir/rule.ts';
import { ruleUuid } from '../target/rule-id.ts';
import { actorColumns, actorsOf } from './actors.ts';
import type { Artifact, ArtifactInput, Written } from './artifact.ts';
import { attackOf } from './attack.ts';
import { categoriesOf } from './categories.ts';
import { checked } from './changes.ts';
import { dayOf } from './day.ts';
import { dataSourcesOf } from './escu-sources.ts';
import { type Fact, GUID, listOf, map, matching, number, oneOf, TECHNIQUE, text } from './facts.ts';
import { lines, listed, oneLine, proseOf, titleOf } from './prose.ts';
import { severityOf } from './severity.ts';

const ID = 'escu';

const DOMAINS = ['access', 'audit', 'endpoint', 'identity', 'network', 'threat'] as const;
type Domain = (typeof DOMAINS)[number];

/** Categories of ECS and of Sigma's log sources to the domains of Enterprise Security; what is not listed is `threat`. */
const DOMAIN_OF: readonly (readonly [RegExp, Domain])[] = [
  [/^(?:process|file|registry|library|driver|image_load|create_remote_thread|ps_|pipe_)/, 'endpoint'],
  [/^(?:network|dns|firewall|proxy|web)/, 'network'],
  [/^(?:authentication|session)/, 'access'],
  [/^(?:iam|configuration)/, 'identity'],
];

const domainOf = (rule: Rule): Domain => {
  const categories = categoriesOf(rule);
  return DOMAIN_OF.find(([names]) => categories.some((category) => names.test(category)))?.[1] ?? 'threat';
};

const RISK_OBJECT = map({ field: text(), type: oneOf('system', 'user'), score: number(0, 100) });

/** The detections of Splunk's security content, as contentctl 5 checks them. */
const DETECTION: Fact = map(
  {
    name: text(),
    id: GUID,
    version: number(1, Number.MAX_SAFE_INTEGER),
    date: matching(/^\d{4}-\d{2}-\d{2}$/, 'a date'),
    author: text(),
    status: oneOf('experimental', 'deprecated'),
    type: oneOf('TTP', 'Hunting'),
    description: text(),
    data_source: listOf(text()),
    search: text(),
    how_to_implement: text(),
    known_false_positives: text(),
    references: listOf(text()),
    tags: map({
      analytic_story: listOf(text()),
      asset_type: text(),
      mitre_attack_id: listOf(TECHNIQUE),
      product: listOf(text(), { fewest: 1 }),
      security_domain: oneOf(...DOMAINS),
    }),
  },
  {
    rba: map({
      message: text(),
      risk_objects: listOf(RISK_OBJECT, { fewest: 1 }),
      threat_objects: listOf(text(), { most: 0 }),
    }),
  },
);

/** The macro that the content's build makes for a detection: its name in small letters. */
const macroOf = (name: string): string => {
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  return `${slug || 'rule'}_filter`;
};

interface RiskObject {
  readonly field: string;
  readonly type: 'system' | 'user';
}

function riskObjects({ mapped, columns }: ArtifactInput): readonly RiskObject[] {
  const names = actorsOf(mapped);
  if (!names) return [];
  const both: readonly RiskObject[] = [
    { field: names.system, type: 'system' },
    { field: names.user, type: 'user' },
  ];
  return both.filter(({ field }) => columns.includes(field));
}

/** A message in which only the fields stand between dollar signs. */
const messageOf = (title: string, objects: readonly RiskObject[]): string =>
  `${title.replaceAll('$', '')}: ${objects.map(({ field, type }) => `${type} $${field}$`).join(', ')}`;

/** Whoever publishes the rule takes it to be ready. contentctl asks such a detection for a test over recorded events, which a rule does not have. */
const READY = ['production', 'stable'];

const statusOf = ({ status = '' }: RuleMetadata): string => (status === 'deprecated' ? 'deprecated' : 'experimental');

/** What must be there before the search finds anything. */
const SOURCES: Readonly<Record<string, string>> = {
  cim: 'The search finds events by the tags and fields of the Common Information Model, so the add-ons of their sources must be installed.',
  sysmon:
    "The search reads the fields that Splunk's add-ons for Sysmon and Windows take from events that are collected as XML.",
};

const howToImplement = ({ taxonomy }: Rule): string =>
  (Object.hasOwn(SOURCES, taxonomy) ? SOURCES[taxonomy] : undefined) ??
  `The search reads fields that are named as in ${taxonomy}; point it at the index that holds them.`;

function documentOf(
  input: ArtifactInput,
  objects: readonly RiskObject[],
  date: string,
): ReadonlyMap<string, Printable> {
  const { rule, mapped } = input;
  const { metadata } = rule;
  const name = titleOf(metadata);
  const { techniques } = attackOf(metadata);
  const domain = domainOf(rule);
  const score = Math.round(severityOf(metadata).risk);
  return new Map<string, Printable>([
    ['name', name],
    ['id', ruleUuid(rule)],
    ['version', Math.max(1, Math.trunc(metadata.version ?? 1))],
    ['date', date],
    ['author', listed(metadata.author).join(', ') || 'unknown'],
    ['status', statusOf(metadata)],
    ['type', objects.length > 0 ? 'TTP' : 'Hunting'],
    ['description', proseOf(metadata, ['note', 'origin']).text],
    ['data_source', dataSourcesOf(rule, mapped)],
    ['search', `${input.text.trimEnd()}\n| \`${macroOf(name)}\``],
    [
      'how_to_implement',
      [howToImplement(mapped), lines(metadata.setup ?? '')].filter((part) => part !== '').join('\n\n'),
    ],
    ['known_false_positives', listed(metadata.falsePositives).join('\n') || 'None are known.'],
    ['references', listed(metadata.references)],
    ...(objects.length > 0
      ? [
          [
            'rba',
            {
              message: messageOf(name, objects),
              risk_objects: objects.map(({ field, type }) => ({ field, type, score })),
              threat_objects: [],
            },
          ] as const,
        ]
      : []),
    [
      'tags',
      {
        analytic_story: [],
        asset_type: domain === 'network' ? 'Network' : domain === 'endpoint' ? 'Endpoint' : 'Account',
        mitre_attack_id: techniques,
        product: ['Splunk Enterprise', 'Splunk Enterprise Security', 'Splunk Cloud'],
        security_domain: domain,
      },
    ],
  ]);
}

function write(input: ArtifactInput): Written {
  const { metadata } = input.rule;
  const objects = riskObjects(input);
  const date = dayOf(metadata.updatedDate) ?? dayOf(metadata.creationDate);
  const document = documentOf(input, objects, date ?? '1970-01-01');
  const groups = listed(metadata.suppression?.groupBy);
  return checked(ID, document, DETECTION, input, {
    print: () => printYaml(document, { dates: ['date'] }),
    remarks: [
      ...severityOf(metadata).remarks,
      ...(date === undefined ? ['the rule has no date, so it is 1970-01-01'] : []),
      ...(READY.includes(metadata.status ?? '')
        ? ['contentctl asks a detection in production for a test over recorded events, so it is experimental']
        : []),
      ...(objects.length > 0
        ? []
        : ['the result names neither a device nor an account, so the detection is one for hunting']),
      ...(input.table === undefined ? ['the search reads `index=*`; `--table` names an index'] : []),
      ...(groups.length > 0
        ? [`alerts are not suppressed by ${groups.map(oneLine).join(', ')}, as the rule asks`]
        : []),
    ],
  });
}

/** A detection of Splunk's security content, for contentctl. Its schedule is set where it is deployed. */
export const escu: Artifact = {
  id: ID,
  summary: "a detection of Splunk's security content (ESCU): YAML for contentctl",
  targets: ['splunk'],
  extension: () => '.escu.yml',
  docs: 'https://github.com/splunk/security_content/wiki/Detection-Writing-Tips',
  options: ({ mapped }) => ({ comments: false, window: 'none', columns: actorColumns(mapped) }),
  write,
};
