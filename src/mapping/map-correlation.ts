import { thresholdsOf } from '../ir/correlation.ts';
import type { CorrelatedRule, CorrelationCondition, CorrelationQuery, EventQuery } from '../ir/query.ts';
import type { Field } from '../ir/value.ts';
import type { Attempt } from './choose-table.ts';
import { type KeyUse, mapKey, type Refusal } from './map-condition.ts';

/** A filter of an event rule over the table that was chosen for it. */
type MapEvents = (query: EventQuery) => { readonly query: EventQuery; readonly attempt: Attempt };

/** The names of a correlation's groups, and what they have become: one name, or two. */
type GroupNames = ReadonlyMap<string, readonly Field[]>;

interface Mapped {
  readonly query: CorrelationQuery;
  readonly names: GroupNames;
}

/** One rule of a correlation, and what its fields have become. */
interface MappedRule {
  readonly rule: CorrelatedRule;
  readonly columns: (field: Field, use: KeyUse) => readonly Field[];
}

/** What a field is called that is one column for several rules: nothing where it is not. */
function common(found: readonly Field[]): Field | undefined {
  const [first, ...others] = found;
  return others.every(({ name, list }) => name === first?.name && list === first.list) ? first : undefined;
}

/** The first of the lists where all are as long. */
function asLong(found: readonly (readonly Field[])[]): readonly Field[] | undefined {
  const [first, ...others] = found;
  return others.every(({ length }) => length === first?.length) ? first : undefined;
}

const across = (found: readonly (readonly Field[])[], at: number): readonly Field[] =>
  found.flatMap((columns) => columns[at] ?? []);

class CorrelationMapper {
  readonly #events: MapEvents;
  readonly #refuse: (refusal: Refusal) => void;

  constructor(events: MapEvents, refuse: (refusal: Refusal) => void) {
    this.#events = events;
    this.#refuse = refuse;
  }

  #rule(rule: CorrelatedRule): MappedRule {
    if (rule.query.kind === 'correlation') {
      const { query, names } = this.correlation(rule.query);
      return { rule: { ...rule, query }, columns: (field) => names.get(field.name) ?? [field] };
    }
    const { query, attempt } = this.#events(rule.query);
    const columns = (field: Field, use: KeyUse) => mapKey(field, attempt.table, attempt.findings, use);
    return { rule: { ...rule, query }, columns };
  }

  /** A field that is counted over what several rules find must be the same columns for all of them. */
  #counted(field: Field, isTuple: boolean, rules: readonly MappedRule[]): readonly Field[] {
    const found = rules.map(({ columns }) => columns(field, 'count'));
    const origin = field.origin && { origin: field.origin };
    const first = asLong(found);
    const same = first?.flatMap((_, at) => common(across(found, at)) ?? []) ?? [];
    if (!first || same.length < first.length) {
      const names = [...new Set(found.flat().map(({ name }) => name))].join(' and ');
      const why = `${field.name} is not one column for all that is counted: ${names}`;
      this.#refuse({ why, ...origin });
    } else if (first.length > 1 && !isTuple) {
      this.#refuse({ why: `numbers can't be read from ${field.name}, which the target has in two columns`, ...origin });
    }
    return same;
  }

  #condition(condition: CorrelationCondition, isTuple: boolean, rules: readonly MappedRule[]): CorrelationCondition {
    switch (condition.kind) {
      case 'threshold':
        return { ...condition, fields: condition.fields.flatMap((field) => this.#counted(field, isTuple, rules)) };
      case 'and':
      case 'or':
        return { ...condition, parts: condition.parts.map((part) => this.#condition(part, isTuple, rules)) };
      case 'not':
        return { ...condition, inner: this.#condition(condition.inner, isTuple, rules) };
      case 'rule':
        return condition;
    }
  }

  /** A group has the name of the column that it is, where it had that of the field; an alias stays. */
  #names({ groupBy, rules }: CorrelationQuery, keys: readonly (readonly (readonly Field[])[])[]): GroupNames {
    const named = groupBy.map((name, at) => {
      const ofRules = keys.map((columns) => columns[at] ?? []);
      const columns = asLong(ofRules);
      if (!columns) {
        const counts = 'one column for one rule and two for another';
        this.#refuse({ why: `events can't be grouped by ${name}, which the target has in ${counts}` });
      }
      const isField = rules.every((rule) => rule.keys[at]?.name === name);
      return (columns ?? []).map((column, part, { length }): Field => {
        const one = isField ? common(across(ofRules, part)) : undefined;
        return { ...column, name: one?.name ?? (length === 1 ? name : `${name}_${part + 1}`) };
      });
    });
    const names = named.flat().map(({ name }) => name);
    const isUnique = new Set(names).size === names.length;
    const own = (columns: readonly Field[], name: string) =>
      columns.map((column, part) => ({ ...column, name: columns.length === 1 ? name : `${name}_${part + 1}` }));
    return new Map(groupBy.map((name, at) => [name, isUnique ? (named[at] ?? []) : own(named[at] ?? [], name)]));
  }

  correlation(query: CorrelationQuery): Mapped {
    const rules = query.rules.map((rule) => this.#rule(rule));
    const keys = rules.map(({ rule, columns }) => rule.keys.map((key) => columns(key, 'group')));
    const names = this.#names(query, keys);
    const isTuple = query.type === 'value_count';
    const hasFields = thresholdsOf(query.condition).some(({ fields }) => fields.length > 0);
    const condition = hasFields ? this.#condition(query.condition, isTuple, rules) : query.condition;
    const mapped: CorrelationQuery = {
      ...query,
      rules: rules.map(({ rule }, at) => ({ ...rule, keys: keys[at]?.flat() ?? [] })),
      groupBy: query.groupBy.flatMap((name) => names.get(name)?.map((field) => field.name) ?? []),
      condition,
    };
    return { query: mapped, names };
  }
}

/**
 * A correlation over source fields as one over columns.
 * @param events maps the event rules, each once, in the order of `filtersOf`
 * @param refuse takes what can't be said
 */
export const mapCorrelation = (
  query: CorrelationQuery,
  events: MapEvents,
  refuse: (refusal: Refusal) => void,
): CorrelationQuery => new CorrelationMapper(events, refuse).correlation(query).query;
