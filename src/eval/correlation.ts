import { isoText } from '../base/instant.ts';
import type { Scalar } from '../functions/function.ts';
import { onlyGrows } from '../ir/correlation.ts';
import type { CorrelatedRule, CorrelationQuery } from '../ir/query.ts';
import type { TimeFields } from '../ir/rule.ts';
import { type Hit, meets } from './correlation-condition.ts';
import { passes } from './event-query.ts';
import { compareKeys, type JoinKey, joinKeys } from './join-keys.ts';
import type { Match } from './match.ts';
import type { Event } from './read-field.ts';
import { type TimedEvent, timedEvents } from './time-order.ts';

/** A window that meets the condition. */
interface Alert {
  readonly key: JoinKey;
  readonly hits: readonly Hit[];
}

const NO_PLACE = -1;

const lastOf = ({ hits }: Alert): Hit | undefined => hits.at(-1);
const placeOf = (alert: Alert): number => lastOf(alert)?.place ?? NO_PLACE;
const positionsOf = ({ hits }: Alert): readonly number[] => [...new Set(hits.flatMap(({ positions }) => positions))];

/** A value as an event holds it. */
const plain = (value: Scalar): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  return value.kind === 'instant' ? isoText(value.nanos) : value.text;
};

/** An alert as an event of the correlation around: it has the group's values, and happens with its last event. */
function alertHit(alert: Alert, { groupBy }: CorrelationQuery): Omit<Hit, 'rules'> {
  const event = Object.fromEntries(groupBy.map((name, i) => [name, plain(alert.key.values[i] ?? null)]));
  return { event, place: placeOf(alert), at: lastOf(alert)?.at ?? 0n, positions: positionsOf(alert) };
}

function hitsOfRule({ query }: CorrelatedRule, events: readonly TimedEvent[]): readonly Omit<Hit, 'rules'>[] {
  if (query.kind === 'correlation') return alertsOf(query, events).map((alert) => alertHit(alert, query));
  return events.flatMap(({ event, index, at }, place) =>
    passes(query.filter, event) ? [{ event, place, at, positions: [index] }] : [],
  );
}

interface Group {
  readonly key: JoinKey;
  readonly hits: readonly Hit[];
}

/** The hits of each group in order. An event that several rules find is one hit; alerts of chained correlations are one each, behind it. */
function groupsOf(query: CorrelationQuery, events: readonly TimedEvent[]): readonly Group[] {
  const groups = new Map<string, { key: JoinKey; hits: Map<string, Hit> }>();
  for (const [rule, correlated] of query.rules.entries()) {
    const chained = correlated.query.kind === 'correlation';
    for (const [number, hit] of hitsOfRule(correlated, events).entries()) {
      for (const key of joinKeys(correlated.keys, hit.event)) {
        const group = groups.get(key.id) ?? { key, hits: new Map<string, Hit>() };
        groups.set(key.id, group);
        const id = chained ? `alert ${rule} ${number}` : `event ${hit.place}`;
        group.hits.set(id, { ...hit, rules: [...(group.hits.get(id)?.rules ?? []), rule] });
      }
    }
  }
  return [...groups.values()].map(({ key, hits }) => ({
    key,
    hits: [...hits.values()].sort((a, b) => a.place - b.place),
  }));
}

/** Windows that end at each hit: as soon as one meets the condition it alerts, and the next begins behind it. */
function slidingWindows(query: CorrelationQuery, hits: readonly Hit[]): readonly (readonly Hit[])[] {
  const found: (readonly Hit[])[] = [];
  let open: readonly Hit[] = [];
  for (const [i, hit] of hits.entries()) {
    open = [...open.filter(({ at }) => hit.at - at <= query.timespan), hit];
    const complete = hits[i + 1]?.place !== hit.place;
    if (!complete || !meets(query.condition, open, query)) continue;
    found.push(open);
    open = [];
  }
  return found;
}

/** Windows that begin at the first hit behind the window before, and are judged when they are over. */
function closedWindows(query: CorrelationQuery, hits: readonly Hit[]): readonly (readonly Hit[])[] {
  const windows: Hit[][] = [];
  for (const hit of hits) {
    const current = windows.at(-1);
    if (current?.[0] && hit.at - current[0].at <= query.timespan) current.push(hit);
    else windows.push([hit]);
  }
  return windows.filter((window) => meets(query.condition, window, query));
}

/** By the last event, ties by group. */
function alertsOf(query: CorrelationQuery, events: readonly TimedEvent[]): readonly Alert[] {
  const windows = onlyGrows(query.condition) ? slidingWindows : closedWindows;
  return groupsOf(query, events)
    .flatMap(({ key, hits }) => windows(query, hits).map<Alert>((window) => ({ key, hits: window })))
    .sort((a, b) => placeOf(a) - placeOf(b) || compareKeys(a.key, b.key));
}

interface PlacedMatch {
  readonly place: number;
  readonly match: Match;
}

/** An alert of a chain may hold events that lie before those of another hit. */
function inTime(positions: readonly number[], events: readonly TimedEvent[]): readonly number[] {
  const own = new Set(positions);
  return events.flatMap(({ index }) => (own.has(index) ? [index] : []));
}

const alertMatches = (
  query: CorrelationQuery,
  events: readonly TimedEvent[],
  rule: string | undefined,
): readonly PlacedMatch[] =>
  alertsOf(query, events).map((alert) => ({
    place: placeOf(alert),
    match: { events: inTime(positionsOf(alert), events), key: alert.key.values, ...(rule !== undefined && { rule }) },
  }));

/** The alerts of the rules below that `generate` keeps, at any depth. */
function keptAlerts({ rules, generate }: CorrelationQuery, events: readonly TimedEvent[]): readonly PlacedMatch[] {
  return rules.flatMap((correlated) => {
    const { query, title } = correlated;
    const below = query.kind === 'correlation' ? keptAlerts(query, events) : [];
    if (!generate) return below;
    if (query.kind === 'correlation') return [...below, ...alertMatches(query, events, title)];
    return hitsOfRule(correlated, events).map(({ place, positions }) => ({
      place,
      match: { events: positions, key: [], rule: title },
    }));
  });
}

/**
 * The alerts of a Sigma correlation (docs/semantics.md, "Correlations"), in the order of their last events; at the same event those of the
 * rules below come first. Events without a time take no part.
 */
export function runCorrelation(query: CorrelationQuery, events: readonly Event[], time: TimeFields): readonly Match[] {
  const timed = timedEvents(events, time);
  return [...keptAlerts(query, timed), ...alertMatches(query, timed, undefined)]
    .sort((a, b) => a.place - b.place)
    .map(({ match }) => match);
}
