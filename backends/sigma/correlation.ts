import type { Printable } from '../../src/formats/print-yaml.ts';
import { sameFields, type Threshold } from '../../src/ir/correlation.ts';
import type { CorrelatedRule, CorrelationCondition, CorrelationQuery } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import type { Emission, EmitOptions } from '../../src/target/backend.ts';
import type { Note } from '../../src/target/ledger.ts';
import { lookBackLines, lookBackOf } from '../../src/target/look-back.ts';
import {
  cut,
  detected,
  type Entries,
  LISTS,
  namedRule,
  printed,
  section,
  taxonomyOf,
  testsLists,
  timespanText,
} from './documents.ts';
import { head, tail } from './metadata.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const IN_CONDITION = /^(?!(?:and|or|not|of)$)[\w-]+$/i;

/** For each name of the group that is not the field of every rule: the field of each. */
function aliasesOf({ groupBy, rules }: CorrelationQuery): ReadonlyMap<string, Printable> {
  return new Map(
    groupBy.flatMap((group, at) =>
      rules.every(({ keys }) => keys[at]?.name === group)
        ? []
        : [[group, new Map(rules.map(({ name, keys }) => [name, keys[at]?.name ?? group]))] as const],
    ),
  );
}

const isThreshold = (condition: CorrelationCondition): condition is Threshold => condition.kind === 'threshold';

/** Numbers that are compared with the same quantity. */
function thresholdMap(thresholds: readonly Threshold[]): Printable | undefined {
  const [first] = thresholds;
  if (!first) return undefined;
  const { fields, percentile } = first;
  const isOne = thresholds.every((one) => sameFields(one.fields, fields) && one.percentile === percentile);
  if (!isOne || new Set(thresholds.map(({ op }) => op)).size < thresholds.length) return undefined;
  const names = fields.map(({ name }) => name);
  return new Map<string, Printable>([
    ...thresholds.map(({ op, count }) => [op, count] as const),
    ...(names.length > 0 ? [['field', names.length === 1 ? (names[0] ?? '') : names] as const] : []),
    ...(percentile === undefined ? [] : [['percentile', percentile] as const]),
  ]);
}

/** A condition over names of rules as text; nothing where it holds something else. */
function namesText(condition: CorrelationCondition, isInner = false): string | undefined {
  switch (condition.kind) {
    case 'threshold':
      return undefined;
    case 'rule':
      return IN_CONDITION.test(condition.name) ? condition.name : undefined;
    case 'not': {
      const inner = namesText(condition.inner, true);
      return inner === undefined ? undefined : `not ${inner}`;
    }
    case 'and':
    case 'or': {
      const parts = condition.parts.map((part) => namesText(part, true));
      if (parts.includes(undefined)) return undefined;
      const text = parts.join(` ${condition.kind} `);
      return isInner ? `(${text})` : text;
    }
  }
}

/** Whether every rule is asked for, as a temporal correlation does by itself. */
function asksForAll({ type, condition, rules }: CorrelationQuery): boolean {
  const isTemporal = type === 'temporal' || type === 'temporal_ordered';
  return isTemporal && isThreshold(condition) && condition.op === 'gte' && condition.count === BigInt(rules.length);
}

function conditionOf(query: CorrelationQuery): Printable | undefined {
  const { condition } = query;
  if (isThreshold(condition)) return thresholdMap([condition]);
  if (condition.kind === 'and' && condition.parts.every(isThreshold)) return thresholdMap(condition.parts);
  return namesText(condition);
}

/** Writes the rules of a correlation, those that others name first. */
class Documents {
  readonly #rule: Rule;
  /** Each by its name and text: two correlations may name the same rule. */
  readonly texts: string[] = [];
  readonly notes: Note[] = [];
  isWhole = true;
  hasLists = false;

  constructor(rule: Rule) {
    this.#rule = rule;
  }

  #refuse(construct: string, why: string): void {
    this.isWhole = false;
    this.notes.push({ effect: 'unsupported', construct, why });
  }

  #add(text: string): void {
    if (!this.texts.includes(text)) this.texts.push(text);
  }

  #named({ name, title, query }: CorrelatedRule): void {
    const identity: Entries = [[UUID.test(name) ? 'id' : 'name', name]];
    if (query.kind === 'correlation') {
      const entries = this.section(query);
      if (entries) this.#add(printed([['title', cut(title)], ...identity, ...taxonomyOf(this.#rule), ...entries]));
      return;
    }
    const { detection, notes } = detected(this.#rule, query.filter);
    this.notes.push(...notes);
    this.hasLists ||= testsLists(query.filter);
    if (detection) this.#add(namedRule(this.#rule, title, identity, query.filter, detection));
    else this.isWhole = false;
  }

  /** The keys that say a correlation, once its rules are written. */
  section(query: CorrelationQuery): Entries | undefined {
    for (const rule of query.rules) this.#named(rule);
    const timespan = timespanText(query.timespan);
    const condition = conditionOf(query);
    if (timespan === undefined) this.#refuse('timespan', 'Sigma measures time in whole seconds');
    if (condition === undefined)
      this.#refuse('condition', 'a condition of Sigma is one number to compare with, or the names of rules');
    if (timespan === undefined || condition === undefined) return undefined;
    const written = section({
      type: query.type,
      rules: query.rules.map(({ name }) => name),
      groupBy: query.groupBy,
      timespan,
      aliases: aliasesOf(query),
      ...(!asksForAll(query) && { condition }),
    });
    return [['correlation', written], ...(query.generate ? [['generate', true] as const] : [])];
  }
}

/** A correlation with the rules that it names, as documents of one file; the last is the one that alerts. */
export function emitCorrelation(
  rule: Rule,
  query: CorrelationQuery,
  { comments }: Pick<EmitOptions, 'comments'>,
): Emission {
  const documents = new Documents(rule);
  const entries = documents.section(query);
  const lookBack = lookBackOf(rule);
  const base = { notes: documents.notes, trace: [], ...(lookBack && { lookBack }) };
  if (!entries || !documents.isWhole) return { ...base, requires: [] };
  const said = comments && lookBack ? lookBackLines(lookBack).map((line) => `# ${line}\n`) : [];
  const last = printed([...head(rule), ...entries, ...tail(rule)]);
  const text = said.join('') + [...documents.texts, last].join('---\n');
  return { ...base, text, requires: documents.hasLists ? [LISTS] : [] };
}
