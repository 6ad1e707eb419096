import type { CorrelationQuery, EventFilter, EventQuery, Query, SequenceQuery, Step } from '../ir/query.ts';
import { onQuery } from '../ir/query.ts';
import type { Field } from '../ir/value.ts';
import { type Attempt, isOnePlace } from './choose-table.ts';
import { mapKey, type Refusal } from './map-condition.ts';
import { mapCorrelation } from './map-correlation.ts';
import type { TargetTable } from './pack.ts';

/** What a table's events have in `event.category`, where the target is Elasticsearch. */
export const categoryOf = ({ category }: TargetTable): Pick<EventFilter, 'category'> =>
  category === undefined
    ? {}
    : { category: { field: { kind: 'field', name: 'event.category', type: 'text', list: true }, value: category } };

interface Located {
  readonly filter: EventFilter;
  readonly attempt: Attempt;
}

class QueryMapper {
  readonly #attempts: Iterator<Attempt>;
  readonly #first: Attempt | undefined;
  /** Whether the filters' events lie in more than one table by name. */
  readonly #isSpread: boolean;
  /** Whether they lie in more than one log source. */
  readonly #hasSources: boolean;

  constructor(found: readonly Attempt[]) {
    this.#attempts = found[Symbol.iterator]();
    [this.#first] = found;
    this.#isSpread = new Set(found.map(({ table }) => table.table)).size > 1;
    this.#hasSources = !isOnePlace(found);
  }

  filter(filter: EventFilter): Located {
    const attempt = this.#attempts.next().value as Attempt | undefined;
    if (!attempt) throw new Error('isorule bug: a filter of a mapped rule has no table');
    const { category: _category, table: _table, logSource: _source, ...rest } = filter;
    const { table, logSource } = attempt.table;
    const own = {
      ...(this.#isSpread && table !== undefined && { table }),
      ...(this.#hasSources && logSource && { logSource }),
    };
    return { filter: { ...rest, ...categoryOf(attempt.table), ...own, condition: attempt.condition }, attempt };
  }

  /** Steps pair their keys by place, so that each must have as many columns in all of them. */
  steps(steps: readonly Step[]): readonly Step[] {
    const located = steps.map(({ filter }) => this.filter(filter));
    const keys = steps.map((step, at) => step.keys.map((key) => this.#key(key, located[at])));
    steps[0]?.keys.forEach((key, place) => {
      if (new Set(keys.map((one) => one[place]?.length)).size === 1) return;
      const counts = 'one column for one step and two for another';
      this.#refuse({ why: `events can't be joined by ${key.name}, which the target has in ${counts}` });
    });
    return steps.map((step, at) => ({
      ...step,
      filter: located[at]?.filter ?? step.filter,
      keys: keys[at]?.flat() ?? [],
    }));
  }

  #key(key: Field, located: Located | undefined): readonly Field[] {
    return located ? mapKey(key, located.attempt.table, located.attempt.findings) : [key];
  }

  #refuse(refusal: Refusal): void {
    this.#first?.findings.keys.push(refusal);
  }

  #sequence(query: SequenceQuery): SequenceQuery {
    const { steps, until } = query;
    const mapped = this.steps(until ? [...steps, until] : steps);
    const last = until && mapped.at(-1);
    return { ...query, steps: mapped.slice(0, steps.length), ...(last && { until: last }) };
  }

  #correlation(query: CorrelationQuery): CorrelationQuery {
    const events = (event: EventQuery) => {
      const { filter, attempt } = this.filter(event.filter);
      return { query: { ...event, filter }, attempt };
    };
    return mapCorrelation(query, events, (refusal) => this.#refuse(refusal));
  }

  /** In the order of `filtersOf`. */
  query(query: Query): Query {
    return onQuery<Query>(query, {
      event: (node) => ({ ...node, filter: this.filter(node.filter).filter }),
      sequence: (node) => this.#sequence(node),
      sample: (node) => ({ ...node, steps: this.steps(node.steps) }),
      correlation: (node) => this.#correlation(node),
    });
  }
}

/** A query over source fields as one over the columns of the tables that were chosen for its filters. What was met is added to their findings. */
export const mapQuery = (query: Query, found: readonly Attempt[]): Query => new QueryMapper(found).query(query);
