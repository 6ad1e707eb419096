import type { Artifact } from './artifacts/artifact.ts';
import { type Diagnostic, isError } from './diagnostics/diagnostic.ts';
import type { Rule } from './ir/rule.ts';
import { filtersOf } from './ir/walk.ts';
import type { LoadedRule } from './load/loaded.ts';
import { columnAlong, mapAlong, type Route, type Routed } from './mapping/route.ts';
import { keywordFieldsOf } from './passes/keyword-fields.ts';
import { legalize } from './passes/pipeline.ts';
import { spellLists } from './passes/spell-lists.ts';
import { type Spread, spreadKeywords } from './passes/spread-keywords.ts';
import type { ListNames } from './schema/named/named-schema.ts';
import { type Backend, defaultEmitOptions, type Emission, type EmitOptions } from './target/backend.ts';
import type { TraceEntry } from './target/layout.ts';
import { type Fidelity, joinFidelity, type LedgerEntry } from './target/ledger.ts';
import type { LookBack } from './target/look-back.ts';

export { loadRuleSet, loadRules } from './load/index.ts';
export type { Loaded, LoadedRule, LoadOptions, Role } from './load/loaded.ts';

export interface Conversion {
  readonly target: string;
  readonly text?: string;
  readonly fidelity: Fidelity;
  readonly ledger: readonly LedgerEntry[];
  /** The ids of the assumptions under which the output is exact. */
  readonly assumes: readonly string[];
  readonly requires: readonly string[];
  readonly trace: readonly TraceEntry[];
  /** The columns of the result, where the target says them. */
  readonly columns?: readonly string[];
  /** How a stateful output is run on a schedule. */
  readonly lookBack?: LookBack;
}

/** What is asked of a conversion. */
export interface ConvertOptions extends Partial<EmitOptions> {
  /** The names of a platform's fields instead of the rule's own: `routeOf`, from the rule's taxonomy. */
  readonly mapping?: Route;
  /** A field that the mapping lacks refuses the rule. */
  readonly strictFields?: boolean;
  /** How the data names the elements of an array: as the field (default), or `process.args{}` as Splunk does. */
  readonly listNames?: ListNames;
  /** The fields in which keywords are looked for, as the rule's taxonomy names them, instead of in the whole event. */
  readonly keywordFields?: readonly string[];
}

const NOTHING: Emission = { notes: [], requires: [], trace: [] };

/** A rule whose lists are named in braces. Witnesses are events, which have the names of the rule. */
function inBraces(rule: Rule, backend: Backend, options: EmitOptions): Emission {
  const spelled = spellLists(rule);
  const emission = backend.emit(spelled.rule, options);
  const notes = emission.notes.map((note) =>
    note.witness
      ? {
          ...note,
          witness: Object.fromEntries(
            Object.entries(note.witness).map(([name, value]) => [spelled.plainName(name), value]),
          ),
        }
      : note,
  );
  return { ...emission, notes: [...notes, ...spelled.notes] };
}

/** What keeps a target from a rule whose steps lie in tables or log sources of their own. */
function spread(
  { query }: Rule,
  { name, places = [] }: Backend,
  isMapped: boolean,
  { table }: EmitOptions,
): string | undefined {
  const filters = filtersOf(query).map(({ filter }) => filter);
  const sources = new Set(filters.map(({ logSource }) => JSON.stringify(logSource)));
  // What a rule's own events have in common is its author's word; a mapping is ours.
  if (isMapped && sources.size > 1 && !places.includes('log-source'))
    return `the events lie in different log sources of Sigma, which ${name} does not tell apart`;
  const own = [...new Set(filters.flatMap((filter) => filter.table ?? []))];
  if (own.length === 0) return undefined;
  if (!places.includes('table'))
    return `the events of the rule lie in ${own.join(' and ')}, and ${name} reads one table`;
  return table === undefined ? undefined : `the events lie in ${own.join(' and ')}, so no one table can be named`;
}

function emitted(
  rule: Rule,
  mapped: Routed | undefined,
  backend: Backend,
  listNames: ListNames,
  options: EmitOptions,
): Emission {
  if (mapped && !mapped.rule) return NOTHING;
  const legal = legalize(mapped?.rule ?? rule);
  const why = spread(legal, backend, mapped !== undefined, options);
  if (why !== undefined) return { ...NOTHING, notes: [{ effect: 'unsupported', construct: 'mapping/tables', why }] };
  const table = options.table ?? mapped?.reads;
  const all = { ...options, ...(table !== undefined && { table }) };
  return listNames === 'braces' ? inBraces(legal, backend, all) : backend.emit(legal, all);
}

/** Keywords in the fields that were named, or in those of the log source where the target can look in no others. */
function withKeywords(rule: Rule, backend: Backend, named: readonly string[]): Spread {
  if (named.length > 0) return spreadKeywords(rule, named);
  return backend.keywords === 'in-fields' ? spreadKeywords(rule, keywordFieldsOf(rule.logSource)) : { rule, notes: [] };
}

/**
 * Writes a rule for a target: its text, and what the text does not say exactly. Without `text` the ledger has the reason. Pure: the same
 * rule and options give the same bytes.
 */
export function convertRule(
  loaded: LoadedRule & { readonly rule: Rule },
  backend: Backend,
  options: ConvertOptions = {},
): Conversion {
  const { mapping, strictFields = false, keywordFields = [], listNames = 'plain', ...emitOptions } = options;
  const { rule, notes } = withKeywords(loaded.rule, backend, keywordFields);
  const mapped = mapping && mapAlong(legalize(rule), mapping, { strictFields });
  const emission = emitted(rule, mapped, backend, listNames, { ...defaultEmitOptions, ...emitOptions });
  const ledger: readonly LedgerEntry[] = [...emission.notes, ...notes, ...(mapped?.entries ?? []), ...loaded.around];
  const fidelity = joinFidelity(ledger.map((item) => item.effect));
  const assumes = [...new Set(ledger.flatMap((item) => ('assumption' in item && item.assumption) || []))].sort();
  const base = {
    target: backend.id,
    fidelity,
    ledger,
    assumes,
    requires: emission.requires,
    trace: emission.trace,
    ...(emission.columns && { columns: emission.columns }),
    ...(emission.lookBack && { lookBack: emission.lookBack }),
  };
  return emission.text === undefined || fidelity === 'unsupported' ? base : { ...base, text: emission.text };
}

/** A file that a platform imports: the conversion whose text it wraps, with that text replaced by the file's. */
export interface ArtifactConversion extends Conversion {
  readonly artifact: string;
  /** What keeps the file from being written, and what it says otherwise than the rule. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Writes a rule as a file that a platform imports. What the text does not say exactly stands on the ledger, as for `convertRule`; what the file
 * around it says otherwise is a diagnostic, and there is no text where one of them is an error.
 */
export function convertArtifact(
  loaded: LoadedRule & { readonly rule: Rule },
  artifact: Artifact,
  backend: Backend,
  options: ConvertOptions = {},
): ArtifactConversion {
  const { rule, span } = loaded;
  const { mapping, strictFields = false } = options;
  const routed = mapping && mapAlong(legalize(rule), mapping, { strictFields });
  const table = options.table ?? routed?.reads;
  const groups = rule.metadata.suppression?.groupBy ?? [];
  const columnsBy = groups.flatMap((name) => (mapping && routed ? (columnAlong(name, mapping, routed) ?? []) : name));
  const about = {
    rule,
    mapped: routed?.rule ?? rule,
    suppressBy: columnsBy.length === groups.length ? columnsBy : [],
    ...(table !== undefined && { table }),
  };
  const conversion = convertRule(loaded, backend, { ...options, ...artifact.options(about) });
  const { text, columns = [], lookBack, ...rest } = conversion;
  const made = { ...rest, columns, ...(lookBack && { lookBack }), artifact: artifact.id };
  if (text === undefined) return { ...made, diagnostics: [] };
  const input = { ...about, target: backend.id, text, columns, span, ...(lookBack && { lookBack }) };
  return { ...made, ...artifact.write(input) };
}

export interface Policy {
  /** Only `exact` passes. */
  readonly strict?: boolean;
  /** Fidelities that pass besides `exact`, `conditional` and `wider`. */
  readonly allow?: readonly Fidelity[];
}

/** Whether an output may be written under a policy. */
export function mayWrite({ text, fidelity }: Conversion, policy: Policy): boolean {
  if (text === undefined) return false;
  if (policy.strict) return fidelity === 'exact';
  return (
    fidelity === 'exact' ||
    fidelity === 'conditional' ||
    fidelity === 'wider' ||
    (policy.allow ?? []).includes(fidelity)
  );
}

/** The reason that counts: the first entry of the worst effect. */
export function reasonOf({ ledger, fidelity }: Conversion): string {
  const entry = ledger.find((item) => item.effect === fidelity) ?? ledger.find((item) => item.effect !== 'exact');
  return entry?.why ?? 'no output';
}

export const isUsable = (loaded: LoadedRule): loaded is LoadedRule & { readonly rule: Rule } =>
  loaded.rule !== undefined && !loaded.diagnostics.some(isError);
