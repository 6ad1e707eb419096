import type { EventFilter, Query, Step } from '../ir/query.ts';
import { onQuery } from '../ir/query.ts';
import type { Rule } from '../ir/rule.ts';
import { filtersOf } from '../ir/walk.ts';
import type { LedgerEntry, Note } from '../target/ledger.ts';
import { type Attempt, attempts } from './choose-table.ts';
import type { Confidence, Row } from './definition.ts';
import { columnsOf } from './definitions/index.ts';
import { type Findings, mapKey } from './map-condition.ts';
import type { MappingPack, TargetTable } from './pack.ts';

export interface MappingOptions {
  /** A field without a row refuses the rule, also where the pack keeps its name. */
  readonly strictFields?: boolean;
}

/** What became of one source field. */
export interface MappedField {
  readonly field: string;
  /** The target's columns; none where the table decides, or where the pack has no row. */
  readonly columns: readonly string[];
  readonly how: Row['definition']['kind'] | 'unmapped';
  readonly confidence?: Confidence;
  readonly note?: string;
}

/** A rule in a target's columns. Without `rule` an entry says why. */
export interface Mapped {
  readonly rule?: Rule;
  /** The table, view or function to read, in the target's words. */
  readonly reads?: string;
  readonly tables: readonly TargetTable[];
  readonly fields: readonly MappedField[];
  readonly entries: readonly LedgerEntry[];
}

const unsupported = (construct: string, why: string, origin?: Note['origin']): LedgerEntry => ({
  effect: 'unsupported',
  construct,
  why,
  ...(origin && { origin }),
});

const said = (columns: readonly string[]): string => (columns.length > 0 ? columns.join(' and ') : 'the table');

function rowEntries(field: string, { definition, confidence, note }: Row): readonly LedgerEntry[] {
  if (confidence === 'sure') return [];
  const columns = columnsOf(definition).map(({ name }) => name);
  const why = `${field} is ${said(columns)} there${note === undefined ? '' : `: ${note}`}`;
  return [{ effect: 'conditional', construct: `mapping/${field}`, why, assumption: `mapping/${confidence}` }];
}

/** A test that is left out: the output finds more, or under `strict` there is none. */
function leftOut(construct: string, why: string, strict: boolean, origin: Note['origin']): LedgerEntry {
  if (strict) return unsupported(construct, why, origin);
  return { effect: 'wider', construct, why: `${why}; the test is left out`, ...(origin && { origin }) };
}

function missingEntry(field: string, pack: MappingPack, strict: boolean, origin: Note['origin']): LedgerEntry {
  const why = `${pack.title} has no column for ${field}`;
  if (strict || pack.unmapped === 'leave-out') return leftOut(`mapping/${field}`, why, strict, origin);
  return {
    effect: 'conditional',
    construct: `mapping/${field}`,
    why: `${why}, so its name is kept`,
    assumption: 'mapping/unmapped',
    ...(origin && { origin }),
  };
}

function findingsEntries(findings: Findings, pack: MappingPack, strict: boolean): readonly LedgerEntry[] {
  return [
    ...findings.keys.map(({ why, origin }) => unsupported('mapping/key', why, origin)),
    ...findings.refusals.map(({ why, origin }) => leftOut('mapping', why, strict, origin)),
    ...[...findings.used].flatMap(([field, row]) => rowEntries(field, row)),
    ...[...findings.missing].map(([field, node]) => missingEntry(field, pack, strict, node.origin)),
    ...findings.notes,
  ];
}

function fieldsOf(findings: Findings): readonly MappedField[] {
  const used = [...findings.used].map<MappedField>(([field, { definition, confidence, note }]) => ({
    field,
    columns: columnsOf(definition).map(({ name }) => name),
    how: definition.kind,
    confidence,
    ...(note !== undefined && { note }),
  }));
  const missing = [...findings.missing.keys()].map<MappedField>((field) => ({ field, columns: [], how: 'unmapped' }));
  return [...used, ...missing];
}

/** Entries that say the same once. */
function distinct(entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
  const seen = new Set<string>();
  return entries.filter(({ construct, why, effect }) => {
    const key = JSON.stringify([construct, why, effect]);
    return !seen.has(key) && seen.add(key);
  });
}

/** In a stateful rule more events of one step can mean more or fewer matches. */
function settled(entries: readonly LedgerEntry[], query: Query): readonly LedgerEntry[] {
  if (query.kind === 'event') return entries;
  return entries.map((entry) => (entry.effect === 'wider' ? { ...entry, effect: 'differs' as const } : entry));
}

/** Where a table's events are looked for, as far as it is no part of a condition: all steps of an output share it. */
const placeOf = ({ logSource }: TargetTable): string => JSON.stringify(logSource ?? {});

/** The filters' attempts over one table, if one holds the events of all. */
function overOneTable(
  first: readonly Attempt[],
  rest: readonly (readonly Attempt[])[],
): readonly Attempt[] | undefined {
  for (const candidate of first) {
    const others = rest.map((one) => one.find(({ table }) => table.id === candidate.table.id));
    const found = others.filter((one) => one !== undefined);
    if (found.length === others.length) return [candidate, ...found];
  }
  return undefined;
}

/** Each filter over the table that can say most of it, if one output reads them all. */
function overSeveral(all: readonly (readonly Attempt[])[]): readonly Attempt[] | undefined {
  const best = all.flatMap(([one]) => one ?? []);
  const places = new Set(best.map(({ table }) => placeOf(table)));
  return best.length === all.length && places.size === 1 ? best : undefined;
}

/** The filters' attempts; or what keeps them from a table. */
function chosen(rule: Rule, pack: MappingPack): readonly Attempt[] | LedgerEntry {
  const all = filtersOf(rule.query).map(({ filter }) => attempts(rule, filter, pack));
  const [first = [], ...rest] = all;
  if (all.some((one) => one.length === 0))
    return unsupported('mapping', `no table of ${pack.title} holds events of this kind`);
  return (
    overOneTable(first, rest) ??
    overSeveral(all) ??
    unsupported(
      'mapping',
      `the steps' events lie in different log sources of ${pack.title}, which no output reads together`,
    )
  );
}

/** What a table's events have in `event.category`, where the target is Elasticsearch. */
export const categoryOf = ({ category }: TargetTable): Pick<EventFilter, 'category'> =>
  category === undefined
    ? {}
    : { category: { field: { kind: 'field', name: 'event.category', type: 'text', list: true }, value: category } };

class QueryMapper {
  readonly #attempts: Iterator<Attempt>;
  /** Whether the filters' events lie in more than one table by name. */
  readonly #isSpread: boolean;

  constructor(found: readonly Attempt[]) {
    this.#attempts = found[Symbol.iterator]();
    this.#isSpread = new Set(found.map(({ table }) => table.table)).size > 1;
  }

  filter(filter: EventFilter): { readonly filter: EventFilter; readonly attempt: Attempt | undefined } {
    const attempt = this.#attempts.next().value as Attempt | undefined;
    if (!attempt) return { filter, attempt };
    const { category: _, ...rest } = filter;
    const { table } = attempt.table;
    const own = this.#isSpread && table !== undefined ? { table } : {};
    return { filter: { ...rest, ...categoryOf(attempt.table), ...own, condition: attempt.condition }, attempt };
  }

  step(step: Step): Step {
    const { filter, attempt } = this.filter(step.filter);
    if (!attempt) return step;
    return { ...step, filter, keys: step.keys.map((key) => mapKey(key, attempt.table, attempt.findings)) };
  }

  /** In the order of `filtersOf`. */
  query(query: Query): Query {
    return onQuery<Query>(query, {
      event: (node) => ({ ...node, filter: this.filter(node.filter).filter }),
      sequence: (node) => ({
        ...node,
        steps: node.steps.map((step) => this.step(step)),
        ...(node.until && { until: this.step(node.until) }),
      }),
      sample: (node) => ({ ...node, steps: node.steps.map((step) => this.step(step)) }),
      correlation: (node) => node,
    });
  }
}

/**
 * A rule over source fields as a rule over a pack's columns: the table is chosen by what the conditions ask, every test is pushed through
 * the definitions, and what is guessed, missing or can't be said is an entry.
 */
export function mapRule(rule: Rule, pack: MappingPack, options: MappingOptions = {}): Mapped {
  if (rule.query.kind === 'correlation') {
    return {
      tables: [],
      fields: [],
      entries: [unsupported('mapping', 'the fields of correlations are not mapped yet')],
    };
  }
  const found = chosen(rule, pack);
  if ('effect' in found) return { tables: [], fields: [], entries: [found] };
  const query = new QueryMapper(found).query(rule.query);
  const [first] = found;
  const strict = options.strictFields === true;
  const entries = settled(
    distinct(found.flatMap(({ findings }) => findingsEntries(findings, pack, strict))),
    rule.query,
  );
  const tables = [...new Set(found.map(({ table }) => table))];
  const fields = distinctFields(found.flatMap(({ findings }) => fieldsOf(findings)));
  if (entries.some(({ effect }) => effect === 'unsupported')) return { tables, fields, entries };
  const { logSource, table } = first?.table ?? {};
  const indices = [...new Set(tables.flatMap((one) => one.indices ?? []))];
  const { logSource: _, metadata, ...rest } = rule;
  const mapped: Rule = {
    ...rest,
    metadata: indices.length > 0 ? { ...metadata, index: indices } : metadata,
    taxonomy: pack.to,
    time: { timestamp: pack.time },
    query,
    ...(logSource && { logSource }),
  };
  return { rule: mapped, ...(table !== undefined && { reads: table }), tables, fields, entries };
}

function distinctFields(fields: readonly MappedField[]): readonly MappedField[] {
  return [...new Map(fields.map((one) => [one.field, one])).values()];
}
