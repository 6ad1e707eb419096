import type { ContainerId, Envelope } from './containers/envelope.ts';
import { readContainer } from './containers/index.ts';
import { repairs } from './containers/page-repairs.ts';
import { type Diagnostic, diagnostic, isError } from './diagnostics/diagnostic.ts';
import { type EqlReading, readEql } from './frontends/eql/index.ts';
import { aroundCondition } from './frontends/eql/surroundings.ts';
import { and } from './ir/build.ts';
import { checkRule } from './ir/check.ts';
import type { Rule, RuleMetadata, TimeFields } from './ir/rule.ts';
import { filtersOf, mapConditions } from './ir/walk.ts';
import { mapAlong, type Route, type Routed } from './mapping/route.ts';
import { legalize } from './passes/pipeline.ts';
import { ecs } from './schema/ecs.ts';
import type { Schema } from './schema/schema.ts';
import { type Backend, defaultEmitOptions, type Emission, type EmitOptions } from './target/backend.ts';
import type { TraceEntry } from './target/layout.ts';
import { type Fidelity, joinFidelity, type LedgerEntry } from './target/ledger.ts';
import type { LookBack } from './target/look-back.ts';
import type { Slice } from './text/slice.ts';
import type { SourceText, Span } from './text/source-text.ts';

export interface LoadOptions {
  /** What is known of the fields. Default: ECS and Elastic's integrations for EQL. */
  readonly schema?: Schema;
  /** The kind of the file, where its name and text do not tell. */
  readonly container?: ContainerId;
  readonly timestampField?: string;
  readonly tiebreakerField?: string;
}

/** A rule as read: with a meaning, or with the errors that kept it from having one. */
export interface LoadedRule {
  readonly metadata: RuleMetadata;
  readonly language: string;
  readonly ruleType: string;
  readonly container: ContainerId;
  readonly rule?: Rule;
  /** What the file says around the query: changes no match, or keeps the rule from being written. */
  readonly around: readonly LedgerEntry[];
  readonly diagnostics: readonly Diagnostic[];
  readonly span: Span;
}

export interface Loaded {
  readonly rules: readonly LoadedRule[];
  /** Problems of the file as a whole. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface Conversion {
  readonly target: string;
  readonly text?: string;
  readonly fidelity: Fidelity;
  readonly ledger: readonly LedgerEntry[];
  /** The ids of the assumptions under which the output is exact. */
  readonly assumes: readonly string[];
  readonly requires: readonly string[];
  /** Whether outputs of this target have been run or read back; `false` until then. */
  readonly proved: boolean;
  readonly trace: readonly TraceEntry[];
  /** How a stateful output is run on a schedule. */
  readonly lookBack?: LookBack;
}

/** Reads a query as it stands; where a page changed its text, the first repair that makes it readable is taken and reported. */
function readQuery(envelope: Envelope, query: Slice, read: (slice: Slice) => EqlReading): EqlReading {
  const plain = read(query);
  if (plain.query || envelope.container !== 'page') return plain;
  for (const repair of repairs(query, envelope.fenced === true)) {
    const repaired = read(repair.slice);
    if (repaired.query) return { query: repaired.query, diagnostics: [...repair.diagnostics, ...repaired.diagnostics] };
  }
  return plain;
}

/** What a rule file says of alerts and schedules: it changes no match, and stands on the ledger. */
const AROUND: readonly { readonly construct: string; readonly says: (metadata: RuleMetadata) => string | undefined }[] =
  [
    {
      construct: 'suppression',
      says: (m) =>
        m.suppression && `alerts are grouped by ${m.suppression.groupBy.join(', ')}; the output finds every event`,
    },
    {
      construct: 'building-block',
      says: (m) => (m.buildingBlock ? 'alerts of this rule are building blocks for others' : undefined),
    },
    {
      construct: 'max-signals',
      says: (m) =>
        m.maxSignals === undefined
          ? undefined
          : `a run makes at most ${m.maxSignals} alerts; the output finds every event`,
    },
    {
      construct: 'timestamp-override',
      says: (m) =>
        m.timestampOverride &&
        `the search window is asked of ${m.timestampOverride}; give the output a longer look-back for late events`,
    },
  ];

function aroundEntries(
  envelope: Envelope,
  notApplied: readonly { why: string; origin: Span }[],
): readonly LedgerEntry[] {
  const said = AROUND.flatMap<LedgerEntry>(({ construct, says }) => {
    const why = says(envelope.metadata);
    return why ? [{ effect: 'exact', construct, why }] : [];
  });
  const lost = notApplied.map<LedgerEntry>(({ why, origin }) => ({
    effect: 'unsupported',
    construct: 'surroundings',
    why,
    origin,
  }));
  const missing = envelope.surroundings.missingLists.map<LedgerEntry>((list) => ({
    effect: 'wider',
    construct: 'exceptions',
    why: `the exception list ${list.list} is not in the file, so what it leaves out is found`,
    origin: list.span,
    witness: {},
  }));
  return [...said, ...lost, ...missing];
}

function timeFields(metadata: RuleMetadata, options: LoadOptions): TimeFields {
  const tiebreaker = options.tiebreakerField ?? metadata.tiebreakerField;
  return {
    timestamp: options.timestampField ?? metadata.timestampField ?? '@timestamp',
    ...(tiebreaker !== undefined && { tiebreaker }),
  };
}

function loadEql(envelope: Envelope, query: Slice, index: number, options: LoadOptions): LoadedRule {
  const schema = options.schema ?? ecs;
  const { metadata, container, language, ruleType, span, surroundings } = envelope;
  const categoryField = metadata.eventCategoryOverride ?? 'event.category';
  const read = readQuery(envelope, query, (slice) => readEql(slice, { schema, categoryField }));
  const base = { metadata, container, language, ruleType, span };
  if (!read.query) return { ...base, around: [], diagnostics: read.diagnostics };
  const around = aroundCondition(schema, surroundings.filters, surroundings.exceptions);
  const rule: Rule = {
    metadata,
    language: 'eql',
    taxonomy: 'ecs',
    source: { path: span.source.path, index },
    time: timeFields(metadata, options),
    query: around.cond.kind === 'true' ? read.query : mapConditions(read.query, (cond) => and([cond, around.cond])),
  };
  const never = filtersOf(rule.query).some(({ filter, step }) => filter.condition.kind === 'false' && !step?.missing);
  const doubts = never
    ? [diagnostic('target/never-matches', { name: metadata.name }, query.span(0, query.text.length))]
    : [];
  return {
    ...base,
    rule,
    around: aroundEntries(envelope, around.notApplied),
    diagnostics: [...read.diagnostics, ...doubts, ...checkRule(rule)],
  };
}

function loadEnvelope(envelope: Envelope, index: number, options: LoadOptions): LoadedRule {
  const { metadata, container, language, ruleType, span } = envelope;
  if (language === 'eql' && envelope.query) return loadEql(envelope, envelope.query, index, options);
  const found =
    language === 'sigma' ? [diagnostic('target/language', { name: metadata.name, language: 'Sigma' }, span)] : [];
  return { metadata, container, language, ruleType, span, around: [], diagnostics: found };
}

/** Reads every rule of a file: metadata, meaning, and what is wrong, each problem at its place in the file. Never throws. */
export function loadRules(source: SourceText, options: LoadOptions = {}): Loaded {
  const reading = readContainer(source, options.container);
  return {
    rules: reading.envelopes.map((envelope, index) => loadEnvelope(envelope, index, options)),
    diagnostics: reading.diagnostics,
  };
}

/** What is asked of a conversion. */
export interface ConvertOptions extends Partial<EmitOptions> {
  /** The names of a platform's fields instead of the rule's own: `routeOf`, from the rule's taxonomy. */
  readonly mapping?: Route;
  /** A field that the mapping lacks refuses the rule. */
  readonly strictFields?: boolean;
}

const NOTHING: Emission = { notes: [], requires: [], trace: [] };

function emitted(rule: Rule, mapped: Routed | undefined, backend: Backend, options: EmitOptions): Emission {
  if (!mapped) return backend.emit(legalize(rule), options);
  if (!mapped.rule) return NOTHING;
  const table = options.table ?? mapped.reads;
  return backend.emit(legalize(mapped.rule), { ...options, ...(table !== undefined && { table }) });
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
  const { mapping, strictFields = false, ...emitOptions } = options;
  const mapped = mapping && mapAlong(legalize(loaded.rule), mapping, { strictFields });
  const emission = emitted(loaded.rule, mapped, backend, { ...defaultEmitOptions, ...emitOptions });
  const ledger: readonly LedgerEntry[] = [...emission.notes, ...(mapped?.entries ?? []), ...loaded.around];
  const fidelity = joinFidelity(ledger.map((item) => item.effect));
  const assumes = [...new Set(ledger.flatMap((item) => ('assumption' in item && item.assumption) || []))].sort();
  const proved = backend.proof === 'runs' || backend.proof === 'read back';
  const base = {
    target: backend.id,
    fidelity,
    ledger,
    assumes,
    requires: emission.requires,
    proved,
    trace: emission.trace,
    ...(emission.lookBack && { lookBack: emission.lookBack }),
  };
  return emission.text === undefined || fidelity === 'unsupported' ? base : { ...base, text: emission.text };
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
