import type { Rule } from '../ir/rule.ts';
import type { LedgerEntry } from '../target/ledger.ts';
import { type MappedField, type MappingOptions, mapRule } from './map-rule.ts';
import type { MappingPack, TargetTable } from './pack.ts';

/** Packs that a rule goes through one after the other: each one's `to` is the next one's `from`. */
export type Route = readonly [MappingPack, ...MappingPack[]];

/** What one pack of a route made of a rule. */
export interface Passed {
  readonly pack: MappingPack;
  readonly tables: readonly TargetTable[];
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
 * The packs of the names, in their order, for rules of a taxonomy; nothing where a name does not lead on from the one before.
 * @param ids names of packs, as the user gives them
 * @param from the taxonomy of the rule
 */
export function routeOf(ids: readonly string[], from: string, known: readonly MappingPack[]): Route | undefined {
  const found: MappingPack[] = [];
  for (const id of ids) {
    const next = leg(id, found.at(-1)?.to ?? from, known);
    if (!next) return undefined;
    found.push(...next);
  }
  const [first, ...rest] = found;
  return first && [first, ...rest];
}

/** Takes a rule through the packs of a route. The first refusal ends it. */
export function mapAlong(rule: Rule, route: Route, options: MappingOptions = {}): Routed {
  const passed: Passed[] = [];
  const entries: LedgerEntry[] = [];
  let current: { readonly rule: Rule; readonly reads?: string } = { rule };
  for (const pack of route) {
    const mapped = mapRule(current.rule, pack, options);
    passed.push({ pack, tables: mapped.tables, fields: mapped.fields });
    entries.push(...mapped.entries);
    if (!mapped.rule) return { passed, entries };
    current = { rule: mapped.rule, ...(mapped.reads !== undefined && { reads: mapped.reads }) };
  }
  return { ...current, passed, entries };
}
