import type { CorrelatedRule, CorrelationQuery } from '../../ir/query.ts';
import type { Field } from '../../ir/value.ts';
import { plainValue, type Role } from './cast.ts';
import { countedFields, countedIn, countedValue } from './counted.ts';
import { gapOf, keyScenes, MILLISECOND, nearMisses, type Part, type Play, type Scene, type Values } from './scene.ts';

/** More events than this are not made for one stream: what counts thousands gets the scenes below its threshold only. */
const MOST = 200;

/** An event on the way to an alert. */
interface Act {
  readonly rule: CorrelatedRule;
  readonly set: Values;
  /** Where the event has a field of what its correlation counts: itself, or the alert that it leads to. */
  readonly own: (field: Field) => Field | undefined;
}

/** The events of a rule that is found once: one, or as many as its correlation asks for. */
function actsOf(rule: CorrelatedRule, most: number): readonly Act[] {
  const { query, keys } = rule;
  if (query.kind === 'event') return [{ rule, set: [], own: (field) => field }];
  const asked = new Set(keys.map(({ name }) => name));
  return unitsOf(query, most)
    .flat()
    .map((act) => {
      // What only the correlation below groups by has to be there, and be the same.
      const inner = act.alert.filter(([name]) => !asked.has(name));
      const fixed = inner.flatMap(([, field]): Values => (field ? [[field.name, plainValue(field.type, 0)]] : []));
      const own = ({ name }: Field): Field | undefined => act.alert.find(([group]) => group === name)?.[1];
      return { ...act, set: [...fixed, ...act.set], own };
    });
}

/** An act of a correlation, with the fields of its event that the values of the groups are in. */
interface Grouped extends Act {
  readonly alert: readonly (readonly [string, Field | undefined])[];
}

/** What a correlation counts, one after the other: each some events. */
function unitsOf(query: CorrelationQuery, most: number): readonly (readonly Grouped[])[] {
  const { rules, groupBy } = query;
  const count = Math.max(Math.min(countedIn(query) ?? rules.length, most), rules.length);
  const rest = Math.max(1, Math.floor(most / count));
  return Array.from({ length: count }, (_, number) => {
    const rule = rules[number % rules.length];
    if (!rule) throw new Error('isorule bug: a correlation of no rules');
    return actsOf(rule, rest).map((act) => {
      const counted = countedFields(query).flatMap((field): Values => {
        const own = act.own(field);
        return own ? [[own.name, countedValue(query, field, number)]] : [];
      });
      const alert = groupBy.map((name, at) => [name, rule.keys[at] && act.own(rule.keys[at])] as const);
      return { ...act, set: [...act.set, ...counted], alert };
    });
  });
}

/** The event rules below a correlation, each a role: its keys stand at the places of the outermost `group-by`. */
function rolesOf(query: CorrelationQuery): ReadonlyMap<CorrelatedRule, Role> {
  const roles = new Map<CorrelatedRule, Role>();
  const walk = ({ rules }: CorrelationQuery, places: readonly (number | undefined)[]): void => {
    for (const rule of rules) {
      const { query: found, keys } = rule;
      const at = (place: number): Field | undefined => keys[places.indexOf(place)];
      if (found.kind === 'event')
        roles.set(rule, { filter: found.filter, keys: query.groupBy.map((_, place) => at(place)) });
      else
        walk(
          found,
          found.groupBy.map((name) => places[keys.findIndex((key) => key.name === name)]),
        );
    }
  };
  walk(query, [...query.groupBy.keys()]);
  return roles;
}

/** The least time that a correlation, or one below it, gives the events of an alert. */
function tightest({ rules, timespan }: CorrelationQuery): bigint {
  let least = timespan;
  for (const { query } of rules) {
    const inner = query.kind === 'correlation' ? tightest(query) : least;
    if (inner < least) least = inner;
  }
  return least;
}

const shifted = (parts: readonly Part[], by: bigint): readonly Part[] =>
  parts.map((part) => ({ ...part, at: part.at + by }));

const endOf = (parts: readonly Part[] | undefined): bigint => parts?.at(-1)?.at ?? 0n;

/** The last unit at its limit of time from the first, and right behind it. */
function spanScenes(units: readonly (readonly Part[])[], span: bigint): readonly Scene[] {
  const end = units.at(-1);
  if (!end || units.length < 2) return [];
  const moved = (by: bigint): readonly Part[] => [
    ...units.slice(0, -1).flat(),
    ...shifted(end, endOf(units[0]) + span + by - endOf(end)),
  ];
  return [
    { purpose: 'at-span', parts: moved(0n) },
    { purpose: 'beyond-span', parts: moved(MILLISECOND) },
  ];
}

/** Where the last thing that is counted is an alert: its own last event at the limit of its correlation, behind it, and not there. */
function innerScenes({ rules }: CorrelationQuery, units: readonly (readonly Part[])[]): readonly Scene[] {
  const found = rules[(units.length - 1) % rules.length]?.query;
  const [end, others] = [units.at(-1) ?? [], units.slice(0, -1).flat()];
  const [begin, last] = [end[0], end.at(-1)];
  if (found?.kind !== 'correlation' || !begin || !last || end.length < 2) return [];
  const until = (at: bigint): readonly Part[] => [...others, ...end.slice(0, -1), { ...last, at }];
  return [
    { purpose: 'one-less', parts: [...others, ...end.slice(0, -1)] },
    { purpose: 'at-span', parts: until(begin.at + found.timespan) },
    { purpose: 'beyond-span', parts: until(begin.at + found.timespan + MILLISECOND) },
  ];
}

/** Units one after the other, in another order perhaps, their events a gap apart. */
function inTime(
  units: readonly (readonly Omit<Part, 'at'>[])[],
  gap: bigint,
  between: bigint,
): readonly (readonly Part[])[] {
  let at = -between;
  return units.map((unit) => {
    at += between;
    return unit.map((part, i) => {
      if (i > 0) at += gap;
      return { ...part, at };
    });
  });
}

/** A correlation as roles and scenes: of event rules, and of correlations, each of whose alerts is some events. */
export function correlationPlay(query: CorrelationQuery): Play {
  const roles = rolesOf(query);
  const order = [...roles.keys()];
  const plain = unitsOf(query, MOST).map((unit) =>
    unit.map(({ rule, set }) => ({ role: order.indexOf(rule), actor: 0, set })),
  );
  const count = plain.flat().length;
  const gap = gapOf(count, tightest(query));
  const units = inTime(plain, gap, gap);
  const parts = units.flat();
  const apart = innerScenes(query, units).length > 0 ? inTime(plain, gap, tightest(query) + MILLISECOND).flat() : [];
  const scenes: readonly Scene[] = [
    { purpose: 'hit', parts },
    { purpose: 'hit', parts: apart },
    { purpose: 'one-less', parts: units.slice(0, -1).flat() },
    ...spanScenes(units, query.timespan),
    ...innerScenes(query, units),
    { purpose: 'out-of-order', parts: inTime([...plain].reverse(), gap, gap).flat() },
    ...keyScenes(parts, query.groupBy.length > 0, gap),
    { purpose: 'again', parts: [...parts, ...shifted(parts, query.timespan)] },
    ...nearMisses(parts, [...parts.keys()].slice(0, 4)),
  ];
  return { roles: [...roles.values()], scenes };
}
