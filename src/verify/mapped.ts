import { holds } from '../eval/cond.ts';
import type { Event } from '../eval/read-field.ts';
import { and, filterCondition } from '../ir/build.ts';
import type { EventFilter } from '../ir/query.ts';
import type { Rule } from '../ir/rule.ts';
import { whereOf } from '../mapping/choose-table.ts';
import { categoryOf, type MappingOptions } from '../mapping/map-rule.ts';
import type { TargetTable } from '../mapping/pack.ts';
import { mapAlong, type Route, type Routed } from '../mapping/route.ts';
import { sourceEvent } from '../mapping/source-event.ts';
import { legalize } from '../passes/pipeline.ts';

/** Rows are run as they stand: a definition says what a column means, so what a row is not sure of explains no difference. */
const ROWS: readonly (string | undefined)[] = ['mapping/likely', 'mapping/guess'];

const finds = (filter: EventFilter, event: Event): boolean => holds(filterCondition(filter), event);

const isOf = (table: TargetTable, event: Event): boolean =>
  finds({ condition: and(table.where.map(whereOf)), ...categoryOf(table) }, event);

/** The tables of a route's stages, the last one first; nothing where a stage has no table to run (a pipeline), or several. */
function tablesOf({ passed }: Routed): readonly TargetTable[] | undefined {
  const tables = passed.flatMap(({ tables: [only, ...more] }) => (only && more.length === 0 ? [only] : []));
  return tables.length === passed.length ? tables.toReversed() : undefined;
}

/** What a rule says of an event in a platform's columns, by the definitions of each mapping on the way; nothing for an event of another table. */
function expected(filter: EventFilter, tables: readonly TargetTable[], event: Event): boolean | undefined {
  let at = event;
  for (const table of tables) {
    if (!isOf(table, at)) return undefined;
    at = sourceEvent(table, at);
  }
  return finds(filter, at);
}

/** A rule in a platform's columns, as `convertRule` takes it there. */
export const throughMapping = (rule: Rule, route: Route, options: MappingOptions = {}): Routed =>
  mapAlong(legalize(rule), route, options);

/**
 * Events in a platform's columns of which a mapped rule says something else than the rule says of the event that the mapping makes of them, and
 * the ledger does not announce it. Nothing where the mapping can't be run.
 */
export function mappingDifferences(rule: Rule, routed: Routed, events: readonly Event[]): readonly Event[] {
  const target = routed.rule?.query;
  const tables = tablesOf(routed);
  if (rule.query.kind !== 'event' || target?.kind !== 'event' || !tables) return [];
  const { filter } = rule.query;
  const wider = routed.entries.some(({ effect }) => effect === 'wider');
  const assumes = routed.entries.some((entry) => entry.effect === 'conditional' && !ROWS.includes(entry.assumption));
  if (assumes) return [];
  return events.filter((event) => {
    const says = finds(target.filter, event);
    const asked = expected(filter, tables, event);
    return asked !== undefined && asked !== says && !(wider && says);
  });
}
