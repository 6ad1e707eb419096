import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Slice } from '../text/slice.ts';
import type { SourceText } from '../text/source-text.ts';
import type { Container } from './container.ts';
import { isRuleType, languageOfType, notConvertible } from './elastic-rule.ts';
import type { Envelope, Reading } from './envelope.ts';
import { singleOf } from './page-labels.ts';
import { pageMetadata } from './page-metadata.ts';
import { labelSpan, type Page, pageOf, spanOfLine } from './page-parts.ts';
import { type PageQuery, queryOf } from './page-query.ts';
import { lineCommentIn } from './page-repairs.ts';
import { NO_SURROUNDINGS } from './surroundings.ts';

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

/** The lines of the pages of 7.6 to 8.6 were filled anew; only those pages say in which release a rule was added. */
const isFilled = (page: Page): boolean => page.labels.has('added') || page.labels.has('modified');

/** Nothing where a `//` comment may hide a part of the query. */
function sound(page: Page, query: Slice | undefined, found: Diagnostic[]): Slice | undefined {
  if (!query || !isFilled(page)) return query;
  const at = lineCommentIn(query.text);
  if (at === -1) return query;
  found.push(diagnostic('container/page-line-comment', {}, query.span(at, at + 2)));
  return undefined;
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

function read(source: SourceText): Reading {
  const page = pageOf(source);
  const query = queryOf(source, page.lines, page.sections);
  const found: Diagnostic[] = [...(query?.diagnostics ?? [])];
  const metadata = pageMetadata(page, query?.line, found);
  const type = typeOf(page, query);
  const language = languageOfType(type ?? '');
  if (!query?.slice && language !== 'none' && found.length === 0) found.push(withoutQuery(page, metadata.name, query));
  if (type === undefined) {
    if (query) found.push(diagnostic('container/missing-field', { field: 'Rule type', name: metadata.name }));
    return { envelopes: [], diagnostics: found };
  }
  const slice = sound(page, query?.slice, found);
  const envelope: Envelope = {
    container: 'page',
    language,
    ruleType: type,
    ...(slice && { query: slice, fenced: query?.fenced === true }),
    metadata,
    surroundings: NO_SURROUNDINGS,
    unknown: UNKNOWN,
    span: { source, start: 0, end: source.text.length },
  };
  if (!isRuleType(type))
    found.push(
      diagnostic('container/unknown-value', { field: 'rule type', value: type, near: [] }, labelSpan(page, 'type')),
    );
  return { envelopes: [envelope], diagnostics: [...found, ...notConvertible(envelope)] };
}

/** A page of Elastic's documentation on a prebuilt rule: Markdown, MDX or asciidoc, of any year, or somebody's copy. */
export const page: Container = {
  id: 'page',
  title: 'documentation page',
  names: /\.(?:md|mdx|markdown|asciidoc|adoc)$/i,
  looksLike: (text) =>
    /^\s*(?:[-*]\s+)?\*{1,2}Rule (?:type|indices|index)\b/m.test(text) || /^Name,Technique,Rule Type,/.test(text),
  read,
};
