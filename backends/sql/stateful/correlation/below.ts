import type { CorrelationQuery } from '../../../../src/ir/query.ts';
import type { Field } from '../../../../src/ir/value.ts';
import { type Doc, type Frag, q, raw } from '../../../../src/target/frag.ts';
import { LEVEL } from '../../levels.ts';
import { refused, type Scope } from '../../scope.ts';
import { type Cte, commas, select, unionAll } from '../cte.ts';
import { asKind, type Kind } from '../keys.ts';
import type { Names } from '../names.ts';
import type { Columns } from '../scan.ts';

/** A correlation in place of a rule: its alerts are hits of the one around it. */
export interface Below {
  /** The place of the rule in the correlation around it, from 0. */
  readonly rule: number;
  readonly query: CorrelationQuery;
  /** A step with a row an alert: `alert`, the group's values, the place of its last event. */
  readonly alerts: Frag;
  /** A step with a row for each event of an alert. */
  readonly events: Frag;
  readonly alert: Frag;
  readonly lastPlace: Frag;
  readonly keyNames: readonly Frag[];
  readonly kinds: readonly Kind[];
}

/** Which alert a hit is: the rule from 1 and the number of the alert; zeros for an event. */
export const sourceColumns = (names: Names) => ({ ofRule: names.of('of_rule'), ofAlert: names.of('of_alert') });

/** The value of a field in the alerts of a correlation, with its kind; nothing where they have no such field. */
export function alertValue(below: Below, { name }: Field): { frag: Frag; kind: Kind } | undefined {
  const at = below.query.groupBy.indexOf(name);
  const [key, kind] = [below.keyNames[at], below.kinds[at]];
  return key && kind ? { frag: q(0)`${below.alerts}.${key}`, kind } : undefined;
}

/** Whether a field reads a value of the group as it is, or as text. */
function readsAll({ query }: Below, { name, type }: Field): boolean {
  const at = query.groupBy.indexOf(name);
  return type === 'text' || type === 'unknown' || query.rules.every(({ keys }) => keys[at]?.type === type);
}

/** The value of a field in the alerts of a correlation as something of a kind, or nothing; notes where it can't be read. */
export function alertKey(scope: Scope, below: Below, field: Field, kind: Kind | 'mixed'): Frag | undefined {
  const value = alertValue(below, field);
  if (!value) return undefined;
  if (!readsAll(below, field)) return refused(scope, 'key', 'values of a group that are read as another type');
  return asKind(scope, value, kind, field);
}

/** Names of the columns of an alert's events, where alerts are hits. */
export const spreadColumns = (names: Names) => ({
  /** When the first and the last of the hits took place that the event is part of. */
  firstHit: names.of('first_hit_time'),
  lastHit: names.of('last_hit_time'),
});

interface Handed {
  readonly names: Names;
  readonly columns: Columns;
  readonly keyNames: readonly Frag[];
}

/** A step that says what a correlation below hands on: its alerts as rows. */
export function alertsStep({ names, columns: { place }, keyNames }: Handed, members: Frag): { cte: Cte; alerts: Frag } {
  const alerts = names.of('alerts_below');
  const group = [names.of('alert'), ...keyNames];
  return {
    alerts,
    cte: {
      name: alerts,
      says: 'each as a hit of the correlation around: it takes place with its last event',
      // The aggregate has a name of its own: an alias is taken for the column in its neighbours.
      body: select({
        columns: [...group, q(0)`MAX(${place}) AS ${names.of('last_place')}`],
        from: members.doc,
        behind: [['GROUP BY ', commas(group).doc]],
      }),
    },
  };
}

/** The events of each alert whose hits are alerts: each event once, with the times of the hits that bring it. */
export function spreadSteps(
  { names, columns, keyNames }: Handed,
  below: readonly Below[],
  members: Frag,
): { ctes: readonly Cte[]; events: Frag } {
  const { ofRule, ofAlert } = sourceColumns(names);
  const { firstHit, lastHit } = spreadColumns(names);
  const [every, events, hitTime] = [names.of('events_of_hits'), names.of('events_of_alerts'), names.of('hit_time')];
  const group = [names.of('alert'), ...keyNames];
  const { place, time, id } = columns;
  const own = select({
    columns: [...group, place, time, id, q(0)`${time} AS ${hitTime}`],
    from: members.doc,
    where: [q(LEVEL.test)`${ofRule} = 0`],
  });
  const inner = below.map((one): Doc => {
    const of = (column: Frag): Frag => q(0)`${one.events}.${column} AS ${column}`;
    return select({
      columns: [
        ...group.map((column) => q(0)`${members}.${column} AS ${column}`),
        ...[place, time, id].map(of),
        q(0)`${members}.${time} AS ${hitTime}`,
      ],
      from: [
        members.doc,
        ' JOIN ',
        one.events.doc,
        ' ON ',
        q(0)`${one.events}.${one.alert} = ${members}.${ofAlert}`.doc,
      ],
      where: [q(LEVEL.test)`${members}.${ofRule} = ${raw(String(one.rule + 1))}`],
    });
  });
  const all = [...group, place, time, id];
  return {
    events,
    ctes: [
      {
        name: every,
        says: 'the events of each hit: those of an alert are all of its own',
        body: unionAll([own, ...inner]),
      },
      {
        name: events,
        says: 'what several hits stand for is listed once',
        once: true,
        body: select({
          columns: [...all, q(0)`MIN(${hitTime}) AS ${firstHit}`, q(0)`MAX(${hitTime}) AS ${lastHit}`],
          from: every.doc,
          behind: [['GROUP BY ', commas(all).doc]],
        }),
      },
    ],
  };
}
