import type { Rule } from '../ir/rule.ts';
import type { LedgerEntry } from '../target/ledger.ts';
import type { Row } from './definition.ts';
import { rowOf } from './map-condition.ts';
import { type MappedField, type MappingOptions, mapRule } from './map-rule.ts';
import type { MappingPack, TargetTable } from './pack.ts';
import { applyPipeline } from './pipeline/apply-pipeline.ts';
import type { Pipeline } from './pipeline/pipeline.ts';

/** A mapping, or a pipeline of pySigma, which leaves a rule in its taxonomy. */
export type Stage = MappingPack | Pipeline;

/** What a rule goes through, one after the other: each mapping's `to` is the next one's `from`. */
export type Route = readonly [Stage, ...Stage[]];

const isPipeline = (stage: Stage): stage is Pipeline => 'kind' in stage;

/** What one stage of a route made of a rule. */
export interface Passed {
  readonly title: string;
  readonly tables: readonly TargetTable[];
  /** The table of each of the rule's filters, in the order of `filtersOf`; none for a pipeline. */
  readonly places: readonly TargetTable[];
  readonly fields: readonly MappedField[];
}

/** A rule at the end of a route. Without `rule` an entry says why. */
export interface Routed {
  readonly rule?: Rule;
  /** The table, view or function to read, in the target's words. */
  readonly reads?: string;
  readonly passed: readonly Passed[];
  readonly entries: readonly LedgerEntry[];
}

/**
 * A pack from one taxonomy to another by its name, or over one taxonomy between: `sysmon` for ECS goes through
 * Sigma's names; none to where the rule is already. */
function leg(id: string, from: string, known: readonly MappingPack[]): readonly MappingPack[] | undefined {
  const named = known.filter((pack) => pack.id === id);
  if (named.some((pack) => pack.to === from)) return undefined;
  const direct = named.find((pack) => pack.from === from);
  if (direct) return [direct];
  const bridged = named.flatMap((last) => known.find((one) => one.from === from && one.to === last.from) ?? []);
  const [first] = bridged;
  return first && [first, ...named.filter((last) => last.from === first.to)];
}

/**
 * The stages of the names, in their order, for rules of a taxonomy; nothing where a name does not lead on from the one before.
 * @param names names of packs, as the user gives them, or pipelines
 * @param from the taxonomy of the rule
 */
export function routeOf(
  names: readonly (string | Pipeline)[],
  from: string,
  known: readonly MappingPack[],
): Route | undefined {
  const found: Stage[] = [];
  let at = from;
  for (const name of names) {
    const next = typeof name === 'string' ? leg(name, at, known) : [name];
    if (!next) return undefined;
    found.push(...next);
    at = next.map((stage) => (isPipeline(stage) ? at : stage.to)).at(-1) ?? at;
  }
  const [first, ...rest] = found;
  return first && [first, ...rest];
}

interface Moved {
  readonly rule?: Rule;
  readonly reads?: string;
  readonly passed: Passed;
  readonly entries: readonly LedgerEntry[];
}

function through(rule: Rule, stage: Stage, options: MappingOptions): Moved {
  if (isPipeline(stage)) {
    const { fields, ...piped } = applyPipeline(rule, stage);
    return { ...piped, passed: { title: stage.name, tables: [], places: [], fields } };
  }
  const { tables, places, fields, ...mapped } = mapRule(rule, stage, options);
  return { ...mapped, passed: { title: stage.title, tables, places, fields } };
}

/**
 * The column that a field of the rule is at the end of a route, for what is no part of a query: the fields that alerts are grouped by.
 * Nothing where it is computed, has no row, or where a pipeline stands on the way.
 */
export function columnAlong(field: string, route: Route, { passed }: Routed): string | undefined {
  if (route.some(isPipeline)) return undefined;
  let name: string | undefined = field;
  for (const { tables } of passed) {
    const [table] = tables;
    const row: Row | undefined = name === undefined || !table ? undefined : rowOf(name, table);
    name = row?.definition.kind === 'column' ? row.definition.column.name : undefined;
  }
  return name;
}

/** A rule whose names a pipeline gave is no longer in its taxonomy. */
const named = (rule: Rule, route: Route): Rule => {
  const pipeline = route.findLast(isPipeline);
  return pipeline && route.at(-1) === pipeline ? { ...rule, taxonomy: pipeline.name } : rule;
};

/** Takes a rule through the stages of a route. The first refusal ends it. */
export function mapAlong(rule: Rule, route: Route, options: MappingOptions = {}): Routed {
  const passed: Passed[] = [];
  const entries: LedgerEntry[] = [];
  let current: { readonly rule: Rule; readonly reads?: string } = { rule };
  for (const stage of route) {
    const moved = through(current.rule, stage, options);
    passed.push(moved.passed);
    entries.push(...moved.entries);
    if (!moved.rule) return { passed, entries };
    const reads = moved.reads ?? current.reads;
    current = { rule: moved.rule, ...(reads !== undefined && { reads }) };
  }
  return { ...current, rule: named(current.rule, route), passed, entries };
}
