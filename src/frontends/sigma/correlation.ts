import type { CorrelatedRule, CorrelationCondition, CorrelationQuery, EventQuery } from '../../ir/query.ts';
import type { Field } from '../../ir/value.ts';
import { lowerNames } from './correlation-condition.ts';
import type { CorrelationSection } from './correlation-section.ts';
import { type SigmaDocument, titleOf } from './document.ts';
import type { Names } from './names.ts';
import type { Scope } from './scope.ts';
import type { Word } from './section.ts';

/** A rule that a correlation refers to, and how. */
interface Referred {
  readonly word: Word;
  readonly document: SigmaDocument;
}

/** Looks the rules of a correlation up; each may stand there once. */
function referredRules({ rules }: CorrelationSection, names: Names, scope: Scope): readonly Referred[] {
  const seen = new Set<SigmaDocument>();
  return rules.flatMap((word) => {
    const document = names.one(word.text, word.span, scope);
    if (document && seen.has(document)) scope.report('sigma/rule-twice', { reference: word.text }, word.span);
    if (!document || seen.has(document)) return [];
    seen.add(document);
    return [{ word, document }];
  });
}

/** For each alias the field of each rule. */
type Aliases = ReadonlyMap<string, ReadonlyMap<SigmaDocument, Word>>;

function aliasTable(section: CorrelationSection, referred: readonly Referred[], names: Names, scope: Scope): Aliases {
  const known = new Set(referred.map(({ document }) => document));
  return new Map(
    section.aliases.map(({ name, fields }) => {
      const row = new Map<SigmaDocument, Word>();
      for (const { rule, field } of fields) {
        const found = names.all(rule.text).find((document) => known.has(document));
        if (found) row.set(found, field);
        else scope.report('sigma/not-correlated', { name: rule.text }, rule.span);
      }
      return [name, row] as const;
    }),
  );
}

/** The field of a rule that holds a name of the group. An inner correlation has the names of its own group only. */
function keyOf(name: Word, query: EventQuery | CorrelationQuery, alias: Word | undefined, scope: Scope): Field {
  const word = alias ?? name;
  if (query.kind === 'correlation' && !query.groupBy.includes(word.text))
    scope.report('sigma/no-group', { name: word.text, groupBy: query.groupBy }, word.span);
  return scope.field(word.text, word.span);
}

function conditionOf(
  { condition, rules }: CorrelationSection,
  referred: readonly Referred[],
  names: Names,
  scope: Scope,
): CorrelationCondition | undefined {
  if (!condition) return { kind: 'threshold', op: 'gte', count: BigInt(rules.length), fields: [] };
  if (condition.kind === 'thresholds') return condition.condition;
  const ruleOf = (name: string): string | undefined =>
    referred.find(({ document }) => names.all(name).includes(document))?.word.text;
  return lowerNames(condition.ast, ruleOf, scope);
}

/** A rule's events with the place where they are looked for: those of a correlation lie in different ones. */
function located<Q extends EventQuery | CorrelationQuery>(query: Q, { logSource }: SigmaDocument): Q {
  return query.kind === 'event' && logSource ? { ...query, filter: { ...query.filter, logSource } } : query;
}

/** The meaning of a correlation, once that of each of its rules is known. Nothing where something is wrong. */
export function lowerCorrelation(
  section: CorrelationSection,
  names: Names,
  queryOf: (document: SigmaDocument, word: Word) => EventQuery | CorrelationQuery | undefined,
  scope: Scope,
): CorrelationQuery | undefined {
  const referred = referredRules(section, names, scope);
  const aliases = aliasTable(section, referred, names, scope);
  const rules = referred.flatMap<CorrelatedRule>(({ word, document }) => {
    const query = queryOf(document, word);
    if (!query) return [];
    const keys = section.groupBy.map((name) => keyOf(name, query, aliases.get(name.text)?.get(document), scope));
    return [{ name: word.text, title: titleOf(document), query: located(query, document), keys }];
  });
  const condition = conditionOf(section, referred, names, scope);
  if (!condition || scope.hasErrors) return undefined;
  const { type, groupBy, timespan, generate } = section;
  return { kind: 'correlation', type, rules, groupBy: groupBy.map(({ text }) => text), timespan, condition, generate };
}
