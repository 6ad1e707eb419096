import type { Printable } from '../../src/formats/print-yaml.ts';
import type { LogSource, RelatedRule, Rule } from '../../src/ir/rule.ts';
import { attackTags } from '../../src/target/attack-tags.ts';
import { ruleUuid } from '../../src/target/rule-id.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const STATUSES = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'];
const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'];
const TAG = /^[a-z0-9_-]+\.[a-z0-9._-]+$/;

/** Names of licences to their SPDX ids. */
const LICENSES: Readonly<Record<string, string>> = {
  'Elastic License v2': 'Elastic-2.0',
  'Elastic Licence v2': 'Elastic-2.0',
};

/** `2020/11/24` as `2020-11-24`; nothing where there is no such day. */
function dayOf(text: string | undefined): string | undefined {
  const day = text?.trim().slice(0, 10).replaceAll('/', '-') ?? '';
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const date = new Date(`${day}T00:00:00Z`);
  return Number.isFinite(date.getTime()) && date.toISOString().startsWith(day) ? day : undefined;
}

/** What a rule without `taxonomy` has. */
const DEFAULT_TAXONOMY = 'sigma';

const LONGEST_TITLE = 256;

/** A title has at most 256 characters; one that was not Sigma's becomes one line. */
export function titleOf({ metadata, language }: Rule): string {
  if (language === 'sigma' && metadata.name !== undefined) return metadata.name;
  const title = (metadata.name ?? metadata.slug ?? '').replace(/\s+/g, ' ').trim();
  if (title === '') return 'Untitled rule';
  const chars = [...title];
  return chars.length > LONGEST_TITLE ? `${chars.slice(0, LONGEST_TITLE - 1).join('')}…` : title;
}

const among = (text: string | undefined, words: readonly string[]): string | undefined => {
  const word = text?.toLowerCase();
  return word !== undefined && words.includes(word) ? word : undefined;
};

/** Sigma's own tags stay as they are; other languages have tags that are none in Sigma. */
function tagsOf({ language, metadata: { threat = [], tags = [] } }: Rule): readonly string[] {
  if (language === 'sigma') return tags;
  return [...new Set([...attackTags(threat), ...tags.filter((tag) => TAG.test(tag))])];
}

/** A Sigma rule keeps its description to the last line end. */
const descriptionOf = ({ language, metadata: { description } }: Rule): string | undefined =>
  language === 'sigma' ? description : description?.trim() || undefined;

/** Elastic wraps each in lines with blanks before them; in Sigma each is one line. */
const falsePositivesOf = ({ language, metadata: { falsePositives } }: Rule): readonly string[] | undefined =>
  language === 'sigma' ? falsePositives : falsePositives?.map((text) => text.replace(/\s+/g, ' ').trim());

const filled = (items: readonly string[] | undefined): readonly string[] | undefined =>
  items && items.length > 0 ? items : undefined;

type Entry = readonly [string, Printable | undefined];

const present = (entries: readonly Entry[]): readonly (readonly [string, Printable])[] =>
  entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));

const licenseOf = (license: string | undefined): string | undefined =>
  license !== undefined && Object.hasOwn(LICENSES, license) ? LICENSES[license] : license;

const printedRelated = (related: readonly RelatedRule[]): Printable | undefined =>
  related.length > 0 ? related.map(({ id, type }) => ({ id, type })) : undefined;

/** A Sigma rule stays itself, with the id it has; a rule of another language is a new rule, derived from that one. */
function identity(rule: Rule): readonly Entry[] {
  const { ruleId, sigma } = rule.metadata;
  if (rule.language === 'sigma')
    return [
      ['id', ruleId],
      ['name', sigma?.name],
      ['related', printedRelated(sigma?.related ?? [])],
    ];
  const source = ruleId !== undefined && UUID.test(ruleId) ? [{ id: ruleId.toLowerCase(), type: 'derived' }] : [];
  return [
    ['id', ruleUuid(rule)],
    ['related', printedRelated(source)],
  ];
}

/** What stands before the log source. */
export function head(rule: Rule): readonly (readonly [string, Printable])[] {
  const { metadata } = rule;
  const { author } = metadata;
  return present([
    ['title', titleOf(rule)],
    ...identity(rule),
    ['taxonomy', rule.taxonomy === DEFAULT_TAXONOMY ? undefined : rule.taxonomy],
    ['status', among(metadata.status, STATUSES) ?? (rule.language === 'sigma' ? undefined : 'experimental')],
    ['description', descriptionOf(rule)],
    ['license', licenseOf(metadata.license)],
    ['references', filled(metadata.references)],
    ['author', author && author.length > 0 ? author.join(', ') : undefined],
    ['date', dayOf(metadata.creationDate)],
    ['modified', dayOf(metadata.updatedDate)],
    ['tags', filled(tagsOf(rule))],
  ]);
}

/** A value of any other key, as it was read from YAML. */
function printable(value: unknown): Printable {
  if (Array.isArray(value)) return value.map(printable);
  if (typeof value === 'object' && value !== null)
    return new Map(Object.entries(value).map(([key, inner]) => [key, printable(inner)]));
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean' || value === null
    ? value
    : String(value);
}

const customKeys = (custom: Readonly<Record<string, unknown>> = {}): readonly Entry[] =>
  Object.entries(custom).map(([key, value]) => [key, printable(value)]);

/** What stands behind the detection. */
export function tail(rule: Rule): readonly (readonly [string, Printable])[] {
  const { metadata } = rule;
  return present([
    ['fields', filled(metadata.sigma?.fields)],
    ['falsepositives', filled(falsePositivesOf(rule))],
    ['level', among(metadata.severity, LEVELS)],
    ['scope', filled(metadata.sigma?.scope)],
    ...customKeys(metadata.sigma?.custom),
  ]);
}

export const logSource = ({ category, product, service, definition, custom }: LogSource): Printable =>
  new Map(
    present([
      ['category', category],
      ['product', product],
      ['service', service],
      ['definition', definition],
      ...customKeys(custom),
    ]),
  );
