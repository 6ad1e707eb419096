import { didYouMean } from '../base/did-you-mean.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { entryOf, get, isNull, type Located, type LocatedMap, toPlain } from '../formats/located.ts';
import { compact, field, type Take, takeList, takeMap, takeText, takeTexts } from '../formats/take.ts';
import type { LogSource, RelatedRule, RuleMetadata, SigmaMetadata } from '../ir/rule.ts';

// Metadata of Sigma 2.1 (specification, "Components"). A wrong type or value is an error, any other key is allowed and kept.

const STATUSES = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'];
const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'];
const RELATIONS = ['derived', 'obsolete', 'merged', 'renamed', 'similar'];
const LONGEST_TITLE = 256;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const TAG = /^[a-z0-9_-]+\.[a-z0-9._-]+$/;

/** Text that passes a test; else an error that says what is expected. */
const textThat =
  (test: (text: string) => boolean, expected: string, words: readonly string[] = []): Take<string> =>
  (node, key, weight, found) => {
    const value = takeText(node, key, weight, found);
    if (value === undefined || test(value)) return value;
    found.push(diagnostic('sigma/bad-value', { key, value, expected, near: didYouMean(value, words) }, node.span));
    return undefined;
  };

const oneOf = (words: readonly string[]): Take<string> =>
  textThat((text) => words.includes(text), `one of ${words.map((word) => `\`${word}\``).join(', ')}`, words);

const takeTitle = textThat((text) => [...text].length <= LONGEST_TITLE, `at most ${LONGEST_TITLE} characters long`);
const takeName = textThat((text) => text !== '', 'a name that is not empty');
const takeUuid = textThat((text) => UUID.test(text), 'a UUID');

const isDay = (day: string): boolean => {
  const date = new Date(`${day}T00:00:00Z`);
  return Number.isFinite(date.getTime()) && date.toISOString().startsWith(day);
};

/** A day that exists, `2024-05-31`; slashes are Sigma 1's. */
const takeDay: Take<string> = (node, key, weight, found) => {
  const text = takeText(node, key, weight, found);
  const day = text?.replaceAll('/', '-');
  if (day === undefined || text === undefined) return undefined;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !isDay(day)) {
    found.push(diagnostic('sigma/bad-value', { key, value: text, expected: 'a date such as `2024-05-31`' }, node.span));
    return undefined;
  }
  if (day !== text) found.push(diagnostic('sigma/date-slashes', { key }, node.span));
  return day;
};

const takeTag: Take<string> = (node, key, weight, found) => {
  const tag = textThat((text) => /^.+\..+$/.test(text), 'of the form `namespace.name`')(node, key, weight, found);
  if (tag !== undefined && !TAG.test(tag)) found.push(diagnostic('sigma/tag-letters', { tag }, node.span));
  return tag;
};

/** The value of a key that must be there. */
function needed<T>(map: LocatedMap, key: string, take: Take<T>, found: Diagnostic[]): T | undefined {
  const before = found.length;
  const value = field(map, key, take, found, 'bad');
  if (value === undefined && found.length === before)
    found.push(diagnostic('sigma/missing-key', { key }, entryOf(map, key)?.keySpan ?? map.span));
  return value;
}

const takeRelated: Take<RelatedRule> = (node, key, weight, found) => {
  const map = takeMap(node, key, weight, found);
  if (!map) return undefined;
  const id = needed(map, 'id', takeUuid, found);
  const type = needed(map, 'type', oneOf(RELATIONS), found);
  return id !== undefined && type !== undefined ? { id, type } : undefined;
};

/** The keys that have a meaning of their own; the sections are read elsewhere. */
const KNOWN = new Set([
  ...['title', 'id', 'name', 'related', 'taxonomy', 'status', 'description', 'license', 'author', 'references'],
  ...['fields', 'falsepositives', 'scope', 'date', 'modified', 'level', 'tags'],
  ...['logsource', 'detection', 'correlation', 'generate', 'filter'],
]);

function customOf(entries: LocatedMap['entries'], known: ReadonlySet<string>): Record<string, unknown> | undefined {
  const custom = entries.filter(({ key }) => !known.has(key)).map(({ key, value }) => [key, toPlain(value)] as const);
  return custom.length > 0 ? Object.fromEntries(custom) : undefined;
}

function sigmaPart(document: LocatedMap, found: Diagnostic[]): SigmaMetadata | undefined {
  const part = compact<SigmaMetadata>({
    name: field(document, 'name', takeName, found, 'bad'),
    related: field(document, 'related', takeList(takeRelated), found, 'bad'),
    fields: field(document, 'fields', takeTexts, found, 'bad'),
    scope: field(document, 'scope', takeTexts, found, 'bad'),
    custom: customOf(document.entries, KNOWN),
  });
  return Object.keys(part).length > 0 ? part : undefined;
}

/** What a Sigma document says of itself. */
export function readSigmaMetadata(document: LocatedMap, found: Diagnostic[]): RuleMetadata {
  const author = field(document, 'author', takeText, found, 'bad');
  return compact<RuleMetadata>({
    sourcePath: document.span.source.path,
    name: needed(document, 'title', takeTitle, found),
    ruleId: field(document, 'id', takeUuid, found, 'bad'),
    status: field(document, 'status', oneOf(STATUSES), found, 'bad'),
    description: field(document, 'description', takeText, found, 'bad'),
    license: field(document, 'license', takeText, found, 'bad'),
    references: field(document, 'references', takeTexts, found, 'bad'),
    author: author === undefined ? undefined : [author],
    creationDate: field(document, 'date', takeDay, found, 'bad'),
    updatedDate: field(document, 'modified', takeDay, found, 'bad'),
    tags: field(document, 'tags', takeList(takeTag), found, 'bad'),
    falsePositives: field(document, 'falsepositives', takeTexts, found, 'bad'),
    severity: field(document, 'level', oneOf(LEVELS), found, 'bad'),
    sigma: sigmaPart(document, found),
  });
}

/** The names of the fields that a document uses, `sigma` where it does not say. */
export const readTaxonomy = (document: LocatedMap, found: Diagnostic[]): string =>
  field(document, 'taxonomy', takeText, found, 'bad') ?? 'sigma';

const SOURCE_KEYS = new Set(['category', 'product', 'service', 'definition']);

/** The section `logsource`: which events a detection is asked of. */
export function readLogSource(document: LocatedMap, found: Diagnostic[]): LogSource | undefined {
  const node: Located | undefined = get(document, 'logsource');
  if (!node || isNull(node)) {
    found.push(
      diagnostic('sigma/missing-key', { key: 'logsource' }, entryOf(document, 'logsource')?.keySpan ?? document.span),
    );
    return undefined;
  }
  const map = takeMap(node, 'logsource', 'bad', found);
  if (!map) return undefined;
  const before = found.length;
  const source = compact<LogSource>({
    category: field(map, 'category', takeText, found, 'bad'),
    product: field(map, 'product', takeText, found, 'bad'),
    service: field(map, 'service', takeText, found, 'bad'),
    definition: field(map, 'definition', takeText, found, 'bad'),
    custom: customOf(map.entries, SOURCE_KEYS),
  });
  const { category, product, service } = source;
  if (found.length === before && category === undefined && product === undefined && service === undefined)
    found.push(diagnostic('sigma/empty-logsource', {}, node.span));
  return source;
}
