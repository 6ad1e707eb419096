import { and, not, or } from './build.ts';
import type { Cond } from './cond.ts';
import type { CorrelationCondition, EventFilter, Query, Step } from './query.ts';
import { onQuery } from './query.ts';
import type { Field, Value, ValueCases } from './value.ts';
import { onValue } from './value.ts';

const NONE: readonly Value[] = [];

const CHILD_VALUES: ValueCases<readonly Value[]> = {
  literal: () => NONE,
  field: () => NONE,
  call: (node) => node.args,
  compare: (node) => [node.left, node.right],
  'one-of': (node) => [node.subject],
  match: (node) => [node.subject],
  regex: (node) => [node.subject],
  cidr: (node) => [node.subject],
};

/** The values directly inside a value. Total by type: a new kind stops compiling here. */
export const childValues = (value: Value): readonly Value[] => onValue(value, CHILD_VALUES);

/** A value with its direct children replaced. */
function mapChildValues(value: Value, change: (child: Value) => Value): Value {
  return onValue<Value>(value, {
    literal: (node) => node,
    field: (node) => node,
    call: (node) => ({ ...node, args: node.args.map(change) }),
    compare: (node) => ({ ...node, left: change(node.left), right: change(node.right) }),
    'one-of': (node) => ({ ...node, subject: change(node.subject) }),
    match: (node) => ({ ...node, subject: change(node.subject) }),
    regex: (node) => ({ ...node, subject: change(node.subject) }),
    cidr: (node) => ({ ...node, subject: change(node.subject) }),
  });
}

/** Rebuilds a value from the leaves up. */
export function mapValue(value: Value, change: (node: Value) => Value): Value {
  return change(mapChildValues(value, (child) => mapValue(child, change)));
}

function collectFields(value: Value, into: Field[]): void {
  if (value.kind === 'field') into.push(value);
  else for (const child of childValues(value)) collectFields(child, into);
}

/** Every field occurrence of a value, in order, repeats included. */
export function fieldsOfValue(value: Value): readonly Field[] {
  const found: Field[] = [];
  collectFields(value, found);
  return found;
}

/** A condition with the conditions directly inside it replaced. */
function mapChildConds(cond: Cond, change: (part: Cond) => Cond): Cond {
  switch (cond.kind) {
    case 'and':
      return and(cond.all.map(change), cond.origin);
    case 'or':
      return or(cond.any.map(change), cond.origin);
    case 'not':
      return not(change(cond.inner), cond.origin);
    case 'true':
    case 'false':
    case 'leaf':
    case 'has-value':
    case 'has-key':
    case 'keyword':
      return cond;
  }
}

/** Rebuilds a condition from the leaves up with the smart constructors; `change` sees each node after its children. */
export function mapCond(cond: Cond, change: (node: Cond) => Cond): Cond {
  return change(mapChildConds(cond, (part) => mapCond(part, change)));
}

/** The conditions directly inside a condition. */
export function childConds(cond: Cond): readonly Cond[] {
  if (cond.kind === 'and') return cond.all;
  if (cond.kind === 'or') return cond.any;
  return cond.kind === 'not' ? [cond.inner] : [];
}

function collectLeaves(cond: Cond, into: Cond[]): void {
  const inside = childConds(cond);
  if (inside.length === 0) into.push(cond);
  else for (const part of inside) collectLeaves(part, into);
}

/** The conditions without conditions inside: leaves, presence tests, keywords, constants; in order. */
export function leavesOf(cond: Cond): readonly Cond[] {
  const found: Cond[] = [];
  collectLeaves(cond, found);
  return found;
}

/** Every field occurrence of a condition, in order, repeats included. */
export function fieldsOfCond(cond: Cond): readonly Field[] {
  const found: Field[] = [];
  for (const node of leavesOf(cond)) {
    if (node.kind === 'leaf' || node.kind === 'has-value') collectFields(node.value, found);
    else if (node.kind === 'has-key') found.push(node.field);
  }
  return found;
}

/** Every event filter of a query with its step, if it has one. */
export function filtersOf(query: Query): readonly { readonly filter: EventFilter; readonly step?: Step }[] {
  const steps = (list: readonly Step[]) => list.map((step) => ({ filter: step.filter, step }));
  return onQuery<readonly { filter: EventFilter; step?: Step }[]>(query, {
    event: (node) => [{ filter: node.filter }],
    sequence: (node) => steps(node.until ? [...node.steps, node.until] : node.steps),
    sample: (node) => steps(node.steps),
    correlation: (node) => node.rules.flatMap((rule) => filtersOf(rule.query)),
  });
}

function fieldsOfCorrelation(condition: CorrelationCondition): readonly Field[] {
  if (condition.kind === 'threshold') return condition.fields;
  if (condition.kind === 'and' || condition.kind === 'or') return condition.parts.flatMap(fieldsOfCorrelation);
  return condition.kind === 'not' ? fieldsOfCorrelation(condition.inner) : [];
}

/** A filter with the fields that its events are joined, grouped or counted by. */
export interface Asked {
  readonly filter: EventFilter;
  readonly keys: readonly Field[];
}

/** Every filter of a query with what else is read of its events, in the order of `filtersOf`. */
export function askedBy(query: Query): readonly Asked[] {
  const ofSteps = (steps: readonly Step[]) => steps.map(({ filter, keys }) => ({ filter, keys }));
  return onQuery<readonly Asked[]>(query, {
    event: ({ filter }) => [{ filter, keys: [] }],
    sequence: ({ steps, until }) => ofSteps(until ? [...steps, until] : steps),
    sample: ({ steps }) => ofSteps(steps),
    correlation: ({ rules, condition }) => {
      const counted = fieldsOfCorrelation(condition);
      return rules.flatMap(({ query: inner, keys }) =>
        inner.kind === 'event' ? [{ filter: inner.filter, keys: [...keys, ...counted] }] : askedBy(inner),
      );
    },
  });
}

/** The keys and computed fields of a correlation and of those inside; what an inner correlation hands on is no field of the data. */
function correlated(query: Query): readonly Field[] {
  if (query.kind !== 'correlation') return [];
  const inner = query.rules.flatMap((rule) => (rule.query.kind === 'event' ? rule.keys : correlated(rule.query)));
  return query.rules.some((rule) => rule.query.kind === 'event')
    ? [...inner, ...fieldsOfCorrelation(query.condition)]
    : inner;
}

/** Whether a query looks for keywords in the whole event. */
export const hasKeywords = (query: Query): boolean =>
  filtersOf(query).some(({ filter }) => leavesOf(filter.condition).some(({ kind }) => kind === 'keyword'));

function readFields(query: Query): readonly Field[] {
  const seen = new Map<string, Field>();
  const note = (found: Field) => seen.has(found.name) || seen.set(found.name, found);
  for (const { filter, step } of filtersOf(query)) {
    if (filter.category) note(filter.category.field);
    fieldsOfCond(filter.condition).forEach(note);
    step?.keys.forEach(note);
  }
  correlated(query).forEach(note);
  return [...seen.values()];
}

const known = new WeakMap<Query, readonly Field[]>();

/** The different fields that a query reads (category, conditions, keys), by name, first sight first. */
export function fieldsOfQuery(query: Query): readonly Field[] {
  // Every target asks several times.
  const fields = known.get(query) ?? readFields(query);
  known.set(query, fields);
  return fields;
}

/** A value with every field replaced. */
const mapFieldsOfValue = (value: Value, change: (field: Field) => Field): Value =>
  mapValue(value, (node) => (node.kind === 'field' ? change(node) : node));

function mapFieldsOfCond(cond: Cond, change: (field: Field) => Field): Cond {
  return mapCond(cond, (node) => {
    if (node.kind === 'leaf' || node.kind === 'has-value')
      return { ...node, value: mapFieldsOfValue(node.value, change) };
    return node.kind === 'has-key' ? { ...node, field: change(node.field) } : node;
  });
}

function mapFieldsOfFilter(filter: EventFilter, change: (field: Field) => Field): EventFilter {
  const { category, condition } = filter;
  return {
    ...filter,
    ...(category && { category: { ...category, field: change(category.field) } }),
    condition: mapFieldsOfCond(condition, change),
  };
}

const mapFieldsOfStep = (step: Step, change: (field: Field) => Field): Step => ({
  ...step,
  filter: mapFieldsOfFilter(step.filter, change),
  keys: step.keys.map(change),
});

function mapFieldsOfThreshold(node: CorrelationCondition, change: (field: Field) => Field): CorrelationCondition {
  if (node.kind === 'threshold') return { ...node, fields: node.fields.map(change) };
  if (node.kind === 'and' || node.kind === 'or')
    return { ...node, parts: node.parts.map((part) => mapFieldsOfThreshold(part, change)) };
  return node.kind === 'not' ? { ...node, inner: mapFieldsOfThreshold(node.inner, change) } : node;
}

/** A query with every field of the data replaced: in conditions, categories, keys and computed values. Names of results stay. */
export function mapFields<Q extends Query>(query: Q, change: (field: Field) => Field): Q {
  const mapped = onQuery<Query>(query, {
    event: (node) => ({ ...node, filter: mapFieldsOfFilter(node.filter, change) }),
    sequence: (node) => ({
      ...node,
      steps: node.steps.map((step) => mapFieldsOfStep(step, change)),
      ...(node.until && { until: mapFieldsOfStep(node.until, change) }),
    }),
    sample: (node) => ({ ...node, steps: node.steps.map((step) => mapFieldsOfStep(step, change)) }),
    correlation: (node) => ({
      ...node,
      rules: node.rules.map((rule) => ({
        ...rule,
        query: mapFields(rule.query, change),
        // What an inner correlation hands on is no field of the data.
        keys: rule.query.kind === 'event' ? rule.keys.map(change) : rule.keys,
      })),
      condition: node.rules.some((rule) => rule.query.kind === 'event')
        ? mapFieldsOfThreshold(node.condition, change)
        : node.condition,
    }),
  });
  // Each case gives a query of the kind that it was given.
  return mapped as Q;
}

/** A query with every filter replaced, in the order of `filtersOf`. */
export function mapFilters<Q extends Query>(query: Q, change: (filter: EventFilter) => EventFilter): Q {
  const step = (node: Step): Step => ({ ...node, filter: change(node.filter) });
  const mapped = onQuery<Query>(query, {
    event: (node) => ({ ...node, filter: change(node.filter) }),
    sequence: (node) => ({ ...node, steps: node.steps.map(step), ...(node.until && { until: step(node.until) }) }),
    sample: (node) => ({ ...node, steps: node.steps.map(step) }),
    correlation: (node) => ({
      ...node,
      rules: node.rules.map((rule) => ({ ...rule, query: mapFilters(rule.query, change) })),
    }),
  });
  // A query keeps its kind: each case above returns the kind it was given.
  return mapped as Q;
}

/** A query with every condition replaced. */
export const mapConditions = <Q extends Query>(query: Q, change: (cond: Cond) => Cond): Q =>
  mapFilters(query, (filter) => ({ ...filter, condition: change(filter.condition) }));
