import type { Query } from '../ir/query.ts';
import type { Rule } from '../ir/rule.ts';
import type { LedgerEntry, Note } from '../target/ledger.ts';
import { chosenTables, isOnePlace } from './choose-table.ts';
import type { Confidence, Row } from './definition.ts';
import { columnsOf } from './definitions/index.ts';
import type { Findings } from './map-condition.ts';
import { mapQuery } from './map-query.ts';
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
  /** The table of each of the rule's filters, in the order of `filtersOf`. */
  readonly places: readonly TargetTable[];
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

/**
 * A rule over source fields as a rule over a pack's columns: the table is chosen by what the conditions ask, every test is pushed through
 * the definitions, and what is guessed, missing or can't be said is an entry.
 */
export function mapRule(rule: Rule, pack: MappingPack, options: MappingOptions = {}): Mapped {
  const found = chosenTables(rule, pack);
  if ('refused' in found)
    return { tables: [], places: [], fields: [], entries: [unsupported('mapping', found.refused)] };
  const query = mapQuery(rule.query, found);
  const [first] = found;
  const strict = options.strictFields === true;
  const entries = settled(
    distinct(found.flatMap(({ findings }) => findingsEntries(findings, pack, strict))),
    rule.query,
  );
  const places = found.map(({ table }) => table);
  const tables = [...new Set(places)];
  const fields = distinctFields(found.flatMap(({ findings }) => fieldsOf(findings)));
  if (entries.some(({ effect }) => effect === 'unsupported')) return { tables, places, fields, entries };
  const { table } = first?.table ?? {};
  const logSource = isOnePlace(found) ? first?.table.logSource : undefined;
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
  return { rule: mapped, ...(table !== undefined && { reads: table }), tables, places, fields, entries };
}

function distinctFields(fields: readonly MappedField[]): readonly MappedField[] {
  return [...new Map(fields.map((one) => [one.field, one])).values()];
}
