import { onlyGrows } from '../../../../src/ir/correlation.ts';
import { type Doc, type Frag, q, raw } from '../../../../src/target/frag.ts';
import { LEVEL } from '../../levels.ts';
import type { Place } from '../../scope.ts';
import { type Cte, commas, select, unionAll } from '../cte.ts';
import { orderedBy } from '../result.ts';
import { shownKeys } from '../shown.ts';
import { spreadColumns } from './below.ts';
import { hitColumns } from './hits.ts';
import type { Level } from './level.ts';

/** Rows of a result, grouped by alert. */
interface AlertRows {
  readonly from: Frag;
  readonly where?: readonly Frag[];
  readonly events: Frag;
  readonly first: Frag;
  readonly last: Frag;
  readonly lastPlace: Frag;
  readonly group: readonly Frag[];
  /** What is new in a period. */
  readonly fresh: Frag;
}

const inPeriod = ({ dialect }: Place, settled: Frag): Frag =>
  q(LEVEL.junction)`${settled} >= ${dialect.window.start} AND ${settled} < ${dialect.window.end}`;

/** A correlation's alerts. */
function ownRows(place: Place, { parts, events, reach }: Level): AlertRows {
  const { names, columns, keyNames, span, query, below } = parts;
  const { stateful } = place.dialect;
  const { firstHit, lastHit } = spreadColumns(names);
  const spread = below.length > 0;
  const grows = onlyGrows(query.condition);
  const hitTime = q(0)`${grows ? raw('MAX') : raw('MIN')}(${spread ? (grows ? lastHit : firstHit) : columns.time})`;
  const later = (grows ? 0n : span) + reach.delay;
  return {
    from: events,
    events: stateful.gathered(columns.id, spread ? columns.place : hitColumns(names).hit),
    first: q(0)`MIN(${columns.time})`,
    last: q(0)`MAX(${columns.time})`,
    lastPlace: q(0)`MAX(${columns.place})`,
    group: [names.of('alert'), ...keyNames],
    fresh: inPeriod(place, later === 0n ? hitTime : stateful.later(hitTime, later)),
  };
}

/** One row an alert: the ids of its events, its first and last time, its group. */
export function alertsResult(place: Place, level: Level, windowed: boolean): Doc {
  const { names, query, keys, keyNames } = level.parts;
  const rows = ownRows(place, level);
  const [events, first, last] = [names.of('events'), names.of('first_time'), names.of('last_time')];
  const ordered = keys.ordered(keyNames).map((column) => ({ column }));
  return select({
    columns: [
      q(0)`${rows.events} AS ${events}`,
      q(0)`${rows.first} AS ${first}`,
      q(0)`${rows.last} AS ${last}`,
      ...shownKeys(place, names, query.groupBy, [events, first, last]),
    ],
    from: rows.from.doc,
    behind: [
      ['GROUP BY ', commas(rows.group).doc],
      ...(windowed ? [['HAVING ', rows.fresh.doc]] : []),
      orderedBy([{ column: rows.lastPlace }, ...ordered]),
    ],
  });
}

/** What alerts beside a correlation: a correlation below, or an event rule by its column in the scan. */
interface Beside {
  readonly title: string;
  readonly alerts: Level | Frag;
}

/** The rules below that `generate` keeps, at any depth, in the order in which alerts at one event stand. */
function besides({ parts, inner }: Level): readonly Beside[] {
  const { query, passes } = parts;
  return query.rules.flatMap(({ title }, i): readonly Beside[] => {
    const [level, pass] = [inner.get(i), passes[i]];
    const below = level ? besides(level) : [];
    const alerts = level ?? pass;
    return query.generate && alerts ? [...below, { title, alerts }] : below;
  });
}

/** The events that a rule finds, each an alert of its own. */
function eventRows(place: Place, { parts }: Level, ordered: Frag, passes: Frag): AlertRows {
  const { columns } = parts;
  return {
    from: ordered,
    where: [passes],
    events: place.dialect.stateful.gathered(columns.id, columns.place),
    first: q(0)`MIN(${columns.time})`,
    last: q(0)`MAX(${columns.time})`,
    lastPlace: q(0)`MAX(${columns.place})`,
    group: [columns.place],
    fresh: inPeriod(place, q(0)`MAX(${columns.time})`),
  };
}

/** The values of the outermost group that a correlation's alerts have too. */
function keysOf(own: Level, { parts }: Level): readonly Frag[] {
  const { query, keyNames, keys } = own.parts;
  return query.groupBy.map((name, i) => {
    const at = parts.query.groupBy.indexOf(name);
    const key = parts.keyNames[at];
    return key && parts.keys.kinds[at] === keys.kinds[i]
      ? q(0)`${key} AS ${keyNames[i] ?? key}`
      : q(0)`NULL AS ${keyNames[i] ?? raw('')}`;
  });
}

/** The alerts of the correlation and of the rules that alert beside it, each with the title of its rule. */
export function allAlerts(
  place: Place,
  level: Level,
  {
    title,
    ordered,
    windowed,
  }: { readonly title: string | undefined; readonly ordered: Frag; readonly windowed: boolean },
): { readonly ctes: readonly Cte[]; readonly result: Doc } | string {
  const { names, query, keys, keyNames } = level.parts;
  const { lexical } = place.dialect;
  const [rule, events, first, last, lastPlace, rank] = [
    'rule',
    'events',
    'first_time',
    'last_time',
    'last_place',
    'rank_of_rule',
  ].map((name) => names.of(name)) as [Frag, Frag, Frag, Frag, Frag, Frag];
  const kept = besides(level);
  const refusal = [title ?? '', ...kept.map((one) => one.title)]
    .map(lexical.unwritable)
    .find((why) => why !== undefined);
  if (refusal !== undefined) return `titles of rules: ${refusal}`;
  const rowsOf = (name: string | undefined, number: number, rows: AlertRows, group: readonly Frag[]): Doc =>
    select({
      columns: [
        q(0)`${name === undefined ? raw('NULL') : lexical.text(name)} AS ${rule}`,
        q(0)`${rows.events} AS ${events}`,
        q(0)`${rows.first} AS ${first}`,
        q(0)`${rows.last} AS ${last}`,
        q(0)`${rows.lastPlace} AS ${lastPlace}`,
        q(0)`${raw(String(number))} AS ${rank}`,
        ...group,
      ],
      from: rows.from.doc,
      ...(rows.where && { where: rows.where }),
      behind: [['GROUP BY ', commas(rows.group).doc], ...(windowed ? [['HAVING ', rows.fresh.doc]] : [])],
    });
  const none = keyNames.map((key) => q(0)`NULL AS ${key}`);
  const all = names.of('all_alerts');
  // The outermost comes first, so that nulls take the types of its group.
  const selects = [
    rowsOf(title, kept.length, ownRows(place, level), keyNames),
    ...kept.map(({ title: name, alerts }, number) =>
      'parts' in alerts
        ? rowsOf(name, number, ownRows(place, alerts), keysOf(level, alerts))
        : rowsOf(name, number, eventRows(place, level, ordered, alerts), none),
    ),
  ];
  const order = [lastPlace, rank, ...keys.ordered(keyNames)];
  return {
    ctes: [{ name: all, says: 'the alerts of the rules too', body: unionAll(selects) }],
    result: select({
      columns: [rule, events, first, last, ...shownKeys(place, names, query.groupBy, [rule, events, first, last])],
      from: all.doc,
      behind: [orderedBy(order.map((column) => ({ column })))],
    }),
  };
}
