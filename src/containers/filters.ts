import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { get, kindOf, type Located, type LocatedMap, type ScalarValue } from '../formats/located.ts';
import { field, type Take, takeBoolean, takeList, takeMap } from '../formats/take.ts';
import type { Filter, RangeBound } from './surroundings.ts';

type Condition = Filter extends infer F ? (F extends Filter ? Omit<F, 'negate' | 'disabled' | 'span'> : never) : never;
/** Reads what stands behind a key of the query language; nothing where it is a form that is not understood. */
type ClauseReader = (body: Located) => Condition | undefined;

const BOUNDS: readonly RangeBound[] = ['gt', 'gte', 'lt', 'lte'];

/** The one entry of a map that has exactly one. */
function only(node: Located | undefined): { readonly key: string; readonly value: Located } | undefined {
  return node?.kind === 'map' && node.entries.length === 1 ? node.entries[0] : undefined;
}

const scalarOf = (node: Located | undefined): ScalarValue | undefined =>
  node?.kind === 'scalar' ? node.value : undefined;

/** `{ field: value }`, or `{ field: { key: value } }` with nothing beside the value. */
function fieldAndValue(key: string): (body: Located) => { field: string; value: ScalarValue } | undefined {
  return (body) => {
    const entry = only(body);
    const inner = entry?.value.kind === 'map' ? only(entry.value) : undefined;
    const node = inner?.key === key ? inner.value : entry?.value;
    const value = scalarOf(node);
    return entry && value !== undefined && value !== null ? { field: entry.key, value } : undefined;
  };
}

function phrase(key: string): ClauseReader {
  const read = fieldAndValue(key);
  return (body) => {
    const found = read(body);
    return found && { kind: 'phrase', ...found };
  };
}

/** Kibana writes a phrase filter of several values as a `bool` of `match_phrase` clauses on one field. */
const bool: ClauseReader = (body) => {
  const should = get(body, 'should');
  const least = scalarOf(get(body, 'minimum_should_match'));
  const keys = body.kind === 'map' ? body.entries.map((entry) => entry.key) : [];
  const plain = keys.every((key) => key === 'should' || key === 'minimum_should_match');
  if (!plain || should?.kind !== 'list' || (least !== 1 && least !== '1')) return undefined;
  const phrases = should.items.map((item) => get(item, 'match_phrase')).map((one) => one && matchPhrase(one));
  const first = phrases[0];
  if (!first || phrases.some((one) => one?.field !== first.field)) return undefined;
  return { kind: 'phrases', field: first.field, values: phrases.flatMap((one) => (one ? [one.value] : [])) };
};

const matchPhrase = fieldAndValue('query');

const range: ClauseReader = (body) => {
  const entry = only(body);
  if (entry?.value.kind !== 'map') return undefined;
  const bounds: Partial<Record<RangeBound, ScalarValue>> = {};
  for (const { key, value } of entry.value.entries) {
    const bound = BOUNDS.find((one) => one === key);
    const limit = scalarOf(value);
    // `format`, `time_zone` and `boost` change what the bounds say.
    if (!bound || limit === undefined || limit === null) return undefined;
    bounds[bound] = limit;
  }
  return { kind: 'range', field: entry.key, bounds };
};

const exists: ClauseReader = (body) => {
  const entry = only(body);
  const name = entry?.key === 'field' ? scalarOf(entry.value) : undefined;
  return typeof name === 'string' ? { kind: 'exists', field: name } : undefined;
};

/** The clauses of the query language that Kibana's filter bar writes. */
const CLAUSES: Readonly<Record<string, ClauseReader>> = {
  match_phrase: phrase('query'),
  term: phrase('value'),
  exists,
  range,
  bool,
};

/** Keys of a filter that are no query: how the filter bar shows it. */
const SHELL = new Set(['meta', '$state', 'query']);

/** What is executed: `query`, or in filters of Kibana before 7 the clause beside `meta`. `meta` itself only shows. */
function clauseOf(filter: LocatedMap): { readonly key: string; readonly value: Located } | undefined {
  const query = get(filter, 'query');
  if (query) return only(query);
  const rest = filter.entries.filter((entry) => !SHELL.has(entry.key));
  return rest.length === 1 ? rest[0] : undefined;
}

function conditionOf(filter: LocatedMap): Condition {
  const clause = clauseOf(filter);
  const read = clause && Object.hasOwn(CLAUSES, clause.key) ? CLAUSES[clause.key]?.(clause.value) : undefined;
  return read ?? { kind: 'not-understood', what: clause?.key ?? 'filter without a query' };
}

const takeFilter: Take<Filter> = (node, name, weight, found) => {
  const filter = takeMap(node, name, weight, found);
  // A filter that is left out would widen the rule, so it stays, as not understood.
  if (!filter) return { kind: 'not-understood', what: kindOf(node), negate: false, disabled: false, span: node.span };
  const meta = field(filter, 'meta', takeMap, found, 'bad');
  return {
    ...conditionOf(filter),
    negate: field(meta, 'negate', takeBoolean, found, 'bad') ?? false,
    disabled: field(meta, 'disabled', takeBoolean, found, 'bad') ?? false,
    span: filter.span,
  };
};

const takeFilters = takeList(takeFilter);

/** The Kibana filters of a rule. */
export function readFilters(rule: Located, found: Diagnostic[]): readonly Filter[] {
  return field(rule, 'filters', takeFilters, found, 'bad') ?? [];
}

/** A list of Kibana filters that stands alone. */
export const filtersOf = (list: Located, found: Diagnostic[]): readonly Filter[] =>
  takeFilters(list, 'filters', 'bad', found) ?? [];
