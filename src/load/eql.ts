import type { Envelope } from '../containers/envelope.ts';
import { repairs } from '../containers/page-repairs.ts';
import { type EqlReading, readEql } from '../frontends/eql/index.ts';
import { aroundCondition } from '../frontends/eql/surroundings.ts';
import { and } from '../ir/build.ts';
import { checkRule } from '../ir/check.ts';
import type { Rule, RuleMetadata } from '../ir/rule.ts';
import { mapConditions } from '../ir/walk.ts';
import { ecs } from '../schema/ecs.ts';
import type { LedgerEntry } from '../target/ledger.ts';
import type { Slice } from '../text/slice.ts';
import type { Span } from '../text/source-text.ts';
import { baseOf, type Cut, doubtsOf, type FrontEnd, timeFields } from './front-end.ts';
import type { LoadedRule, LoadOptions } from './loaded.ts';

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

function loadQuery({ envelope, index }: Cut, query: Slice, options: LoadOptions): LoadedRule {
  const schema = options.schema ?? ecs;
  const { metadata, span, surroundings } = envelope;
  const categoryField = metadata.eventCategoryOverride ?? 'event.category';
  const read = readQuery(envelope, query, (slice) => readEql(slice, { schema, categoryField }));
  const base = baseOf(envelope);
  if (!read.query) return { ...base, diagnostics: read.diagnostics };
  const around = aroundCondition(schema, surroundings.filters, surroundings.exceptions);
  const rule: Rule = {
    metadata,
    language: 'eql',
    taxonomy: options.taxonomy ?? 'ecs',
    source: { path: span.source.path, index },
    time: timeFields(envelope, options),
    query: around.cond.kind === 'true' ? read.query : mapConditions(read.query, (cond) => and([cond, around.cond])),
  };
  return {
    ...base,
    rule,
    around: aroundEntries(envelope, around.notApplied),
    diagnostics: [...read.diagnostics, ...doubtsOf(rule, query.span(0, query.text.length)), ...checkRule(rule)],
  };
}

/** EQL's rules, each by itself. One without a query was reported by its container. */
export const eql: FrontEnd = (cuts, options) =>
  cuts.map((cut) =>
    cut.envelope.query ? loadQuery(cut, cut.envelope.query, options) : { ...baseOf(cut.envelope), diagnostics: [] },
  );
