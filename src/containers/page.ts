import { didYouMean } from '../base/did-you-mean.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { readJson } from '../formats/json.ts';
import type { RuleMetadata } from '../ir/rule.ts';
import type { Slice } from '../text/slice.ts';
import type { SourceText } from '../text/source-text.ts';
import type { Container } from './container.ts';
import { isRuleType, languageOfType, notConvertible, RULE_TYPES } from './elastic-rule.ts';
import type { Envelope, Reading } from './envelope.ts';
import { filtersOf } from './filters.ts';
import { singleOf } from './page-labels.ts';
import { pageMetadata } from './page-metadata.ts';
import { labelSpan, type Page, pageOf, spanOfLine } from './page-parts.ts';
import { blockBelow, type PageQuery, queryOf } from './page-query.ts';
import { blankInString, lineCommentIn } from './page-repairs.ts';
import { NO_SURROUNDINGS, type Surroundings } from './surroundings.ts';

/** What no page tells, PAGE_FORMAT "What the page does not tell". */
const UNKNOWN: readonly string[] = [
  'rule_id',
  'timestamp_override',
  'timestamp_field',
  'tiebreaker_field',
  'event_category_override',
  'exceptions_list',
  'filters',
  'threshold',
  'new_terms_fields',
  'history_window_start',
  'threat_mapping',
  'alert_suppression',
  'data_view_id',
  'related_integrations',
  'required_fields',
  'false_positives',
  'enabled',
];

const TOLD_BEFORE_8_7 = ['filters', 'false_positives'];

/** The lines of the pages of 7.6 to 8.6 were filled anew; only those pages say in which release a rule was added. */
const isFilled = (page: Page): boolean => page.labels.has('added') || page.labels.has('modified');

/** Nothing where a `//` comment may hide a part of the query; a warning where a string may have lost blanks. */
function sound(page: Page, query: Slice | undefined, found: Diagnostic[]): Slice | undefined {
  if (!query || !isFilled(page)) return query;
  const comment = lineCommentIn(query.text);
  if (comment !== -1) {
    found.push(diagnostic('container/page-line-comment', {}, query.span(comment, comment + 2)));
    return undefined;
  }
  const blank = blankInString(query.text);
  if (blank !== -1) found.push(diagnostic('container/page-filled', {}, query.span(blank, blank + 1)));
  return query;
}

/** The rule type by its label, or by the name of the language beside the block of the query. */
function typeOf(page: Page, query: PageQuery | undefined): string | undefined {
  return singleOf(page.labels.get('type')) ?? (query?.info === 'eql' ? 'eql' : undefined);
}

function withoutQuery(page: Page, name: string | undefined, query: PageQuery | undefined): Diagnostic {
  const span = spanOfLine(page, query?.line ?? 0);
  return query
    ? diagnostic('container/no-query', { name }, span)
    : diagnostic('container/query-not-on-page', { name }, span);
}

/** The pages of 7.6 to 8.6 show the filters of a rule, as JSON in a block. */
function surroundingsOf(page: Page, found: Diagnostic[]): Surroundings {
  const section = page.sections.find((one) => one.name === 'filters');
  const block = section && blockBelow(page.lines, section.line);
  const first = block && page.lines[block.open + 1];
  const end = block && page.lines[block.end]?.start;
  if (!first || end === undefined) return NO_SURROUNDINGS;
  const { value, diagnostics } = readJson(page.source, first.start, end);
  found.push(...diagnostics);
  return { ...NO_SURROUNDINGS, filters: value ? filtersOf(value, found) : [] };
}

function unknownType(page: Page, type: string): readonly Diagnostic[] {
  if (isRuleType(type)) return [];
  const params = { field: 'rule type', value: type, near: didYouMean(type, RULE_TYPES) };
  return [diagnostic('container/unknown-value', params, labelSpan(page, 'type'))];
}

function envelopeOf(
  page: Page,
  type: string,
  query: PageQuery | undefined,
  metadata: RuleMetadata,
  found: Diagnostic[],
): Envelope {
  const slice = sound(page, query?.slice, found);
  return {
    container: 'page',
    language: languageOfType(type),
    ruleType: type,
    ...(slice && { query: slice, fenced: query?.fenced === true }),
    metadata,
    surroundings: surroundingsOf(page, found),
    unknown: isFilled(page) ? UNKNOWN.filter((one) => !TOLD_BEFORE_8_7.includes(one)) : UNKNOWN,
    span: { source: page.source, start: 0, end: page.source.text.length },
  };
}

function read(source: SourceText): Reading {
  const page = pageOf(source);
  const query = queryOf(source, page.lines, page.sections);
  const found: Diagnostic[] = [...(query?.diagnostics ?? [])];
  const metadata = pageMetadata(page, query?.line, found);
  const type = typeOf(page, query);
  const open = query?.diagnostics.length ?? 0;
  if (!query?.slice && open === 0 && type !== 'machine_learning') found.push(withoutQuery(page, metadata.name, query));
  if (type === undefined) {
    const span = spanOfLine(page, query?.line ?? 0);
    if (query) found.push(diagnostic('container/missing-field', { field: 'Rule type', name: metadata.name }, span));
    return { envelopes: [], diagnostics: found };
  }
  const envelope = envelopeOf(page, type, query, metadata, found);
  return { envelopes: [envelope], diagnostics: [...found, ...unknownType(page, type), ...notConvertible(envelope)] };
}

/** A page of Elastic's documentation on a prebuilt rule: Markdown, MDX or asciidoc, of any year, or somebody's copy. */
export const page: Container = {
  id: 'page',
  title: 'documentation page',
  names: /\.(?:md|mdx|markdown|asciidoc|adoc)$/i,
  looksLike: (text) =>
    /^[ \t]*(?:[-*][ \t]+)?\*{1,2}Rule (?:type|indices|index)\b/m.test(text) || /^Name,Technique,Rule Type,/.test(text),
  read,
};
