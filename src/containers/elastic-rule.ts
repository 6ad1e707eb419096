import { didYouMean } from '../base/did-you-mean.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { asSlice, entryOf, get, type Located } from '../formats/located.ts';
import { field, takeText } from '../formats/take.ts';
import type { RuleMetadata } from '../ir/rule.ts';
import type { Slice } from '../text/slice.ts';
import type { ContainerId, Envelope, Language } from './envelope.ts';
import { listKey, readListReferences } from './exceptions.ts';
import { readFilters } from './filters.ts';
import { readMetadata } from './rule-fields.ts';
import type { ExceptionItem, Surroundings } from './surroundings.ts';

/** The rule types of Elastic, and the language of their condition where the rule does not name it. */
const DEFAULT_LANGUAGE: Readonly<Record<string, Language>> = {
  eql: 'eql',
  esql: 'esql',
  machine_learning: 'none',
  new_terms: 'kuery',
  query: 'kuery',
  saved_query: 'kuery',
  threat_match: 'kuery',
  threshold: 'kuery',
};

export const RULE_TYPES = Object.keys(DEFAULT_LANGUAGE);

const LANGUAGES: readonly Language[] = ['eql', 'esql', 'kuery', 'lucene'];

export const isRuleType = (type: string): boolean => Object.hasOwn(DEFAULT_LANGUAGE, type);

/** The language of a rule that does not name it. */
export const languageOfType = (type: string): Language =>
  (isRuleType(type) ? DEFAULT_LANGUAGE[type] : undefined) ?? 'unknown';

/** What a file says around the rule itself. */
export interface RuleContext {
  readonly container: ContainerId;
  readonly metadata: RuleMetadata;
  /** The exception items of the file, by list; none for files that hold no lists. */
  readonly exceptions: ReadonlyMap<string, readonly ExceptionItem[]>;
  readonly unknown: readonly string[];
}

function unknownValue(name: string, value: string, known: readonly string[], node: Located): Diagnostic {
  return diagnostic('container/unknown-value', { field: name, value, near: didYouMean(value, known) }, node.span);
}

function languageOf(rule: Located, type: string, found: Diagnostic[]): Language {
  const language = field(rule, 'language', takeText, found, 'bad');
  if (language === undefined) return languageOfType(type);
  const known = LANGUAGES.find((one) => one === language);
  const entry = entryOf(rule, 'language');
  if (!known && entry) found.push(unknownValue('language', language, LANGUAGES, entry.value));
  return known ?? 'unknown';
}

function surroundingsOf(
  rule: Located,
  context: RuleContext,
  name: string | undefined,
  found: Diagnostic[],
): Surroundings {
  const references = readListReferences(rule, found);
  const missingLists = references.filter((one) => !context.exceptions.has(listKey(one)));
  for (const { list, span } of missingLists)
    found.push(diagnostic('container/exceptions-missing', { list, name }, span));
  const exceptions = references.flatMap((one) => context.exceptions.get(listKey(one)) ?? []);
  return { filters: readFilters(rule, found), exceptions, missingLists };
}

/** The text of the rule's condition. A rule without one, but of a type that has one, is an error. */
function queryOf(rule: Located, language: Language, name: string | undefined, found: Diagnostic[]): Slice | undefined {
  if (language === 'none') return undefined;
  const before = found.length;
  const query = field(rule, 'query', takeText, found, 'bad')?.trim();
  if (query) return asSlice(get(rule, 'query'));
  if (found.length === before) found.push(diagnostic('container/no-query', { name }, rule.span));
  return undefined;
}

/** Says so where a rule is of a type that isorule does not convert. */
export function notConvertible(envelope: Envelope): readonly Diagnostic[] {
  if (envelope.language === 'eql' && envelope.ruleType === 'eql') return [];
  const params = { name: envelope.metadata.name, type: envelope.ruleType };
  return [diagnostic('container/not-convertible', params, envelope.span)];
}

/** Reads a rule as the rule API, an export or a detection-rules file has it. Nothing where even the type is not known. */
export function readElasticRule(rule: Located, context: RuleContext, found: Diagnostic[]): Envelope | undefined {
  const metadata = { ...readMetadata(rule, found), ...context.metadata };
  const typeNode = get(rule, 'type');
  const before = found.length;
  const type = field(rule, 'type', takeText, found, 'bad');
  if (type === undefined || !typeNode) {
    const missing = diagnostic('container/missing-field', { field: 'type', name: metadata.name }, rule.span);
    if (found.length === before) found.push(missing);
    return undefined;
  }
  if (!isRuleType(type)) found.push(unknownValue('rule type', type, RULE_TYPES, typeNode));
  const language = languageOf(rule, type, found);
  const query = queryOf(rule, language, metadata.name, found);
  const envelope: Envelope = {
    container: context.container,
    language,
    ruleType: type,
    ...(query && { query }),
    metadata,
    surroundings: surroundingsOf(rule, context, metadata.name, found),
    unknown: context.unknown,
    span: rule.span,
  };
  found.push(...notConvertible(envelope));
  return envelope;
}
