import { isChained, onlyGrows } from '../../../../src/ir/correlation.ts';
import type { CorrelationQuery } from '../../../../src/ir/query.ts';
import type { Frag } from '../../../../src/target/frag.ts';
import type { Note } from '../../../../src/target/ledger.ts';
import type { Place } from '../../scope.ts';
import type { Cte } from '../cte.ts';
import { keyColumns } from '../keys.ts';
import type { Names } from '../names.ts';
import { columnsOf, type Flags } from '../scan.ts';
import { FOREVER } from '../sequence.ts';
import { alertCtes } from './alerts.ts';
import { alertsStep, alertValue, type Below, spreadSteps } from './below.ts';
import type { Parts } from './hits.ts';
import { type Values, valuesOf } from './values.ts';

/** What all correlations of a chain share: one scan serves them. */
export interface Chained {
  readonly place: Place;
  readonly names: Names;
  /** The step with the events that matter to any of them. */
  readonly ordered: Frag;
  readonly flags: Flags;
  /** How many rules and correlations below have been named. */
  readonly named: { rules: number; below: number };
  readonly shared: boolean;
}

/** In microseconds. */
interface Reach {
  /** How far before its last hit, or the end of its window, the events of an alert and of the window before can lie. */
  readonly back: bigint;
  /** How long after the time of a hit it is known that there is one: windows of a correlation below may have to be over. */
  readonly delay: bigint;
}

/** One correlation of a chain, written. */
export interface Level {
  readonly parts: Parts;
  readonly values: Values;
  /** Those in place of its rules, by the place of the rule. */
  readonly inner: ReadonlyMap<number, Level>;
  readonly ctes: readonly Cte[];
  /** A step with a row for each hit of each alert. */
  readonly members: Frag;
  /** A step with a row for each event of each alert: that of the hits, where each is an event. */
  readonly events: Frag;
  readonly reach: Reach;
}

/** Whether a statement needs more of a scan than what one correlation asks of it. */
export const isShared = (query: CorrelationQuery): boolean => isChained(query) || query.generate;

function greatestOf(numbers: readonly bigint[]): bigint {
  let greatest = 0n;
  for (const one of numbers) if (one > greatest) greatest = one;
  return greatest;
}

function reachOf(query: CorrelationQuery, span: bigint, inner: readonly Level[]): Reach {
  // A window that is judged when it is over began before the period.
  const back = (onlyGrows(query.condition) ? span : 2n * span) + greatestOf(inner.map(({ reach }) => reach.back));
  const delays = inner.map(({ parts, reach }) => (onlyGrows(parts.query.condition) ? 0n : parts.span) + reach.delay);
  return { back, delay: greatestOf(delays) };
}

const belowOf = (rule: number, { parts, events }: Level, alerts: Frag): Below => ({
  rule,
  query: parts.query,
  alerts,
  events,
  alert: parts.names.of('alert'),
  lastPlace: parts.names.of('last_place'),
  keyNames: parts.keyNames,
  kinds: parts.keys.kinds.map((kind) => (kind === 'mixed' ? 'text' : kind)),
});

interface Inner {
  readonly levels: ReadonlyMap<number, Level>;
  readonly below: readonly Below[];
  readonly ctes: readonly Cte[];
}

/** The correlations in place of rules, each with names of its own. */
function innerOf(chained: Chained, query: CorrelationQuery): Inner | string {
  const levels = new Map<number, Level>();
  const below: Below[] = [];
  const ctes: Cte[] = [];
  for (const [rule, { query: own }] of query.rules.entries()) {
    if (own.kind === 'event') continue;
    const level = levelOf(chained, own, chained.names.within(`below_${++chained.named.below}`));
    if (typeof level === 'string') return level;
    const { cte, alerts } = alertsStep(level.parts, level.members);
    levels.set(rule, level);
    below.push(belowOf(rule, level, alerts));
    ctes.push(...level.ctes, cte);
  }
  return { levels, below, ctes };
}

function partsOf(chained: Chained, query: CorrelationQuery, names: Names, below: readonly Below[]) {
  const { place, flags, shared } = chained;
  const notes: Note[] = [];
  const passes = query.rules.map(({ query: own }) =>
    own.kind === 'event' ? chained.names.of(flags.of(own.filter, `passes_${++chained.named.rules}`)) : undefined,
  );
  const ofEvents = query.rules.filter((rule) => rule.query.kind === 'event');
  const kindsBelow = below.map((one) =>
    (query.rules[one.rule]?.keys ?? []).flatMap((key) => alertValue(one, key)?.kind ?? []),
  );
  const keys = keyColumns(place, names, ofEvents, '', kindsBelow);
  const values = valuesOf(place, names, query, below);
  const micros = query.timespan / 1000n;
  const parts: Parts = {
    place,
    dialect: place.dialect,
    notes,
    names,
    columns: columnsOf(chained.names),
    keys,
    query,
    span: micros > FOREVER ? FOREVER : micros,
    keyNames: query.groupBy.map((_, i) => names.of(`key_${i + 1}`)),
    computed: values.computed,
    computedOf: values.of,
    passes,
    below,
    shared,
  };
  return { parts, values };
}

/** The steps of a correlation and of those below it, or why there are none. */
export function levelOf(chained: Chained, query: CorrelationQuery, names: Names): Level | string {
  const inner = innerOf(chained, query);
  if (typeof inner === 'string') return inner;
  const { parts, values } = partsOf(chained, query, names, inner.below);
  const found = alertCtes(parts, chained.ordered, values);
  if (typeof found === 'string') return found;
  const spread =
    inner.below.length > 0 ? spreadSteps(parts, inner.below, found.members) : { ctes: [], events: found.members };
  return {
    parts,
    values,
    inner: inner.levels,
    ctes: [...inner.ctes, ...found.ctes, ...spread.ctes],
    members: found.members,
    events: spread.events,
    reach: reachOf(query, parts.span, [...inner.levels.values()]),
  };
}

/** A correlation with all of those below it. */
export const levelsOf = (level: Level): readonly Level[] => [...[...level.inner.values()].flatMap(levelsOf), level];
