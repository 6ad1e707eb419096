import { holds } from '../eval/cond.ts';
import { type Event, readField } from '../eval/read-field.ts';
import { runQuery } from '../eval/run-query.ts';
import { and, filterCondition } from '../ir/build.ts';
import type { EventFilter } from '../ir/query.ts';
import type { Rule } from '../ir/rule.ts';
import { filtersOf, mapFilters } from '../ir/walk.ts';
import { whereOf } from '../mapping/choose-table.ts';
import { categoryOf } from '../mapping/map-query.ts';
import type { MappingOptions } from '../mapping/map-rule.ts';
import type { TargetTable } from '../mapping/pack.ts';
import { mapAlong, type Route, type Routed } from '../mapping/route.ts';
import { sourceEvent } from '../mapping/source-event.ts';
import { legalize } from '../passes/pipeline.ts';
import { breaks, unseen } from './broken-columns.ts';
import { inPlace, PLACE, placeOf } from './event-places.ts';

const finds = (filter: EventFilter, event: Event): boolean => holds(filterCondition(filter), event);

const isOf = (table: TargetTable, event: Event): boolean =>
  finds({ condition: and(table.where.map(whereOf)), ...categoryOf(table) }, event);

/** The tables of a route's stages for one filter of the rule, the last one first. */
type Path = readonly [TargetTable, ...TargetTable[]];

const within = (filter: EventFilter, place: string | undefined): EventFilter =>
  place === undefined ? filter : { ...filter, condition: and([filter.condition, inPlace(place)]) };

/** Why a mapping can't be held against the rule. */
export interface NotHeld {
  readonly reason: string;
}

/** The path of each filter; nothing where a stage has no tables to run. */
function pathsOf({ passed }: Routed, count: number): readonly Path[] | undefined {
  const stages = passed.map(({ places }) => places).toReversed();
  if (stages.some(({ length }) => length !== count)) return undefined;
  return Array.from({ length: count }, (_, at) => stages.flatMap((places) => places[at] ?? [])).flatMap(
    ([last, ...others]): readonly Path[] => (last ? [[last, ...others]] : []),
  );
}

const samePath = (a: Path, b: Path): boolean => a.every((table, at) => table === b[at]);

/** An event of a platform, and that of the rule which the mapping makes of it. */
interface Pair {
  readonly column: Event;
  readonly source: Event;
  /** On the way it breaks what the mapping assumes of columns. */
  readonly isBroken: boolean;
}

/** What a rule says in a platform's columns, and what it says itself. */
export class HeldMapping {
  /** The rule in the columns, where each filter finds events of its own table only: its events have the table in `PLACE`, if there are several. */
  readonly finder: Rule;
  /** The rule itself, which finds the events of each filter in the place that the mapping chose. */
  readonly #source: Rule;
  readonly #paths: readonly Path[];
  /** Tests are left out. */
  readonly #wider: boolean;
  readonly #tests: ReadonlyMap<TargetTable, (event: Event) => boolean>;

  constructor(rule: Rule, mapped: Rule, ofFilters: readonly Path[], entries: Routed['entries']) {
    this.#paths = ofFilters.filter((path, at) => ofFilters.findIndex((one) => samePath(one, path)) === at);
    const { timestamp } = rule.time;
    const filters = mapFilters(mapped.query, (filter) => within(filter, filter.table));
    this.finder = { ...mapped, query: filters };
    const numbers = ofFilters.map((path) => String(this.#paths.findIndex((one) => samePath(one, path))));
    let next = 0;
    const query = mapFilters(rule.query, (filter) => within(filter, numbers[next++]));
    this.#source = { ...rule, query, time: { timestamp } };
    this.#wider = entries.some(({ effect }) => effect === 'wider');
    const assumed = assumedBy(entries);
    this.#tests = new Map(this.#paths.flat().map((table) => [table, breaks(assumed, rule, table)]));
  }

  /** What the definitions make of an event along a path; nothing for one of other tables. */
  #along(path: Path, column: Event): Pair | undefined {
    let [source, isBroken] = [column, false];
    for (const table of path) {
      if (!isOf(table, source)) return undefined;
      isBroken ||= this.#tests.get(table)?.(source) ?? false;
      source = sourceEvent(table, source);
    }
    return { column, source, isBroken };
  }

  /** The event of the rule; nothing where an event lies in none of the tables, or in several. */
  #pair(column: Event): Pair | undefined {
    const place = placeOf(column);
    const found = this.#paths.flatMap((path, number) => {
      const pair = place !== undefined && place !== path[0].table ? undefined : this.#along(path, column);
      return pair ? [{ ...pair, number }] : [];
    });
    const [only, ...others] = found;
    if (!only || others.length > 0) return undefined;
    const [time] = readField(column, { name: this.finder.time.timestamp, type: 'text' });
    return { ...only, source: { ...only.source, [PLACE]: String(only.number), [this.#source.time.timestamp]: time } };
  }

  /** The events that lie in the tables, with those of the rule that they stand for. */
  #pairs(events: readonly Event[]): readonly Pair[] {
    return events.flatMap((event) => this.#pair(event) ?? []);
  }

  /** The events of a stream that lie in the tables of the mapping. */
  placed(events: readonly Event[]): readonly Event[] {
    return this.#pairs(events).map(({ column }) => column);
  }

  /** Whether an event breaks what the mapping assumes of the columns. */
  isBroken(event: Event): boolean {
    return this.#pair(event)?.isBroken ?? false;
  }

  /** Whether the mapped rule may say this of an event of its table. Of an event of another nothing is asked. */
  allows(event: Event, says: boolean): boolean {
    const { query } = this.#source;
    const pair = this.#pair(event);
    if (query.kind !== 'event' || !pair) return true;
    return finds(query.filter, pair.source) === says || (this.#wider && says) || pair.isBroken;
  }

  /** What the rule finds in the events of a stream that lie in the tables: the places of the events among them. */
  wanted(events: readonly Event[]): readonly (readonly (number | null)[])[] {
    const sources = this.#pairs(events).map(({ source }) => source);
    return runQuery(this.#source.query, sources, this.#source.time).map((match) => match.events);
  }

  /** What the mapped rule finds there. */
  found(events: readonly Event[]): readonly (readonly (number | null)[])[] {
    return runQuery(this.finder.query, this.placed(events), this.finder.time).map((match) => match.events);
  }
}

const assumedBy = (entries: Routed['entries']): readonly string[] => [
  ...new Set(entries.flatMap((entry) => ('assumption' in entry && entry.assumption) || [])),
];

/** A mapping that can be run backwards, or why it can't: then nothing holds what it says against the rule. */
export function heldMapping(rule: Rule, routed: Routed): HeldMapping | NotHeld {
  if (!routed.rule) return { reason: 'the mapping has no rule' };
  const paths = pathsOf(routed, filtersOf(rule.query).length);
  if (!paths)
    return { reason: 'a pipeline can not be run backwards, so nothing holds the mapped rule against the rule' };
  const [unknown] = unseen(assumedBy(routed.entries));
  if (unknown !== undefined)
    return { reason: `the mapping assumes ${unknown}, so what it says is not held against the rule` };
  if (rule.query.kind !== 'event' && routed.entries.some(({ effect }) => effect === 'differs'))
    return { reason: 'the mapping leaves tests out, so that a rule that reads several events may find others' };
  return new HeldMapping(rule, legalize(routed.rule), paths, routed.entries);
}

export const isHeld = (found: HeldMapping | NotHeld): found is HeldMapping => !('reason' in found);

/** A rule in a platform's columns, as `convertRule` takes it there. */
export const throughMapping = (rule: Rule, route: Route, options: MappingOptions = {}): Routed =>
  mapAlong(legalize(rule), route, options);

/**
 * Events in a platform's columns of which a mapped rule says something else than the rule says of the event that the mapping makes of them, and
 * the ledger does not announce it.
 */
export function mappingDifferences(held: HeldMapping, events: readonly Event[]): readonly Event[] {
  const { query } = held.finder;
  return query.kind === 'event' ? events.filter((event) => !held.allows(event, finds(query.filter, event))) : [];
}

const textOf = (matches: readonly (readonly (number | null)[])[]): string => JSON.stringify(matches);

/** Streams in a platform's columns in which a mapped rule has other matches than the rule has in the events that the mapping makes of them. */
export const streamDifferences = (
  held: HeldMapping,
  streams: readonly (readonly Event[])[],
): readonly (readonly Event[])[] =>
  streams.filter(
    (stream) =>
      !stream.some((event) => held.isBroken(event)) && textOf(held.wanted(stream)) !== textOf(held.found(stream)),
  );
