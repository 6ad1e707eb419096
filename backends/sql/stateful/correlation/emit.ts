import { onlyGrows } from '../../../../src/ir/correlation.ts';
import type { CorrelationQuery } from '../../../../src/ir/query.ts';
import type { Rule } from '../../../../src/ir/rule.ts';
import type { Emission, EmitOptions } from '../../../../src/target/backend.ts';
import { unsupported } from '../../../../src/target/emit-cond.ts';
import { type Doc, type Frag, q, raw } from '../../../../src/target/frag.ts';
import type { Note } from '../../../../src/target/ledger.ts';
import type { SqlDialect } from '../../dialect.ts';
import { LEVEL } from '../../levels.ts';
import { fieldNotes } from '../../notes.ts';
import { placeOf } from '../../place.ts';
import type { Place } from '../../scope.ts';
import { type Cte, commas, select } from '../cte.ts';
import { namesFor, type Statement, written } from '../emit.ts';
import { keyColumns } from '../keys.ts';
import { orderedBy } from '../result.ts';
import { columnsOf, Flags, orderNote, scanEvents } from '../scan.ts';
import { FOREVER } from '../sequence.ts';
import { shownKeys } from '../shown.ts';
import { alertColumns, closedWindows, slidingAlerts } from './chain.ts';
import { judgedCtes } from './closed.ts';
import { slidingOf } from './growing.ts';
import { hitColumns, hitCtes, type Parts, ruleColumn } from './hits.ts';
import { type Values, valuesOf } from './values.ts';

/** Why a correlation is not written, where it is not. */
function refusal(query: CorrelationQuery): string | undefined {
  if (query.generate) return 'alerts of the rules beside those of the correlation';
  if (query.rules.some((rule) => rule.query.kind === 'correlation'))
    return 'a correlation of what another correlation finds';
  return undefined;
}

/** Each hit with the window that it belongs to. */
function memberCtes(parts: Parts, hits: Frag, alerts: Frag, sliding: boolean): { ctes: readonly Cte[]; members: Frag } {
  const { names, columns, keyNames, computed, query } = parts;
  const { hit, run, moment } = hitColumns(names);
  const { alert, begins } = alertColumns(parts);
  const flags = query.rules.map((_, rule) => ruleColumn(names, rule));
  const carried = [columns.place, columns.time, columns.id, ...computed, ...keyNames, ...flags, moment, hit];
  const own = (column: Frag): Frag => q(0)`CASE WHEN ${alerts}.${alert} = ${hits}.${hit} THEN ${alerts}.${column} END`;
  const towards = sliding ? raw(' DESC') : raw('');
  const aggregate = raw(sliding ? 'MIN' : 'MAX');
  const over = q(0)`OVER (PARTITION BY ${hits}.${run} ORDER BY ${hits}.${hit}${towards} ROWS UNBOUNDED PRECEDING)`;
  const [near, members] = [names.of('near_alerts'), names.of('members')];
  const nearest = (column: Frag): Frag => q(0)`${aggregate}(${own(column)}) ${over} AS ${column}`;
  return {
    members,
    ctes: [
      {
        name: near,
        says: sliding ? 'each hit with the next alert' : 'each hit with its window',
        body: select({
          columns: [...carried.map((column) => q(0)`${hits}.${column} AS ${column}`), nearest(alert), nearest(begins)],
          from: [hits.doc, ' LEFT JOIN ', alerts.doc, ' ON ', q(0)`${alerts}.${alert} = ${hits}.${hit}`.doc],
        }),
      },
      {
        name: members,
        says: 'the hits that it counts',
        body: select({
          columns: [...carried, alert],
          from: near.doc,
          where: [q(LEVEL.test)`${hit} >= ${begins}`],
        }),
      },
    ],
  };
}

/** The alerts: a step with the hits of each. */
function alertCtes(parts: Parts, ordered: Frag, values: Values): { ctes: readonly Cte[]; members: Frag } | string {
  const { query } = parts;
  const { alert } = alertColumns(parts);
  if (onlyGrows(query.condition)) {
    const { ctes, hits } = hitCtes(parts, ordered, 'reach');
    const sliding = slidingOf(parts, hits, values.counted(hits));
    if (typeof sliding === 'string') return sliding;
    const found = slidingAlerts(parts, hits, sliding.candidates);
    const { ctes: behind, members } = memberCtes(parts, hits, found.alerts, true);
    return { members, ctes: [...ctes, ...sliding.ctes, ...found.ctes, ...behind] };
  }
  const { ctes, hits } = hitCtes(parts, ordered, 'ends');
  const windows = closedWindows(parts, hits);
  const { ctes: inside, members } = memberCtes(parts, hits, windows.alerts, false);
  const { ctes: judging, judged } = judgedCtes(parts, members, alert, values.counted(hits));
  const kept = parts.names.of('alert_members');
  const own = [
    parts.columns.place,
    parts.columns.time,
    parts.columns.id,
    ...parts.keyNames,
    hitColumns(parts.names).hit,
  ];
  return {
    members: kept,
    ctes: [
      ...ctes,
      ...windows.ctes,
      ...inside,
      ...judging,
      {
        name: kept,
        says: 'their hits',
        body: select({
          columns: [...own, alert].map((column) => q(0)`${members}.${column} AS ${column}`),
          from: [members.doc, ' JOIN ', judged.doc, ' ON ', q(0)`${judged}.${alert} = ${members}.${alert}`.doc],
        }),
      },
    ],
  };
}

/** A run over one period begins its windows anew, and a run over all events does not. */
const quietNote = (rule: Rule): Note => ({
  effect: 'conditional',
  construct: 'correlation',
  why: 'windows begin anew where a run begins to read',
  assumption: 'correlation/quiet-before',
  witness: { [rule.time.timestamp]: '2026-01-05T09:00:00Z' },
});

/** What the statement is made of, and the scan that it begins with. */
function partsOf(place: Place, rule: Rule, query: CorrelationQuery, options: EmitOptions) {
  const names = namesFor(place, rule, options);
  const keys = keyColumns(place, names, query.rules);
  const values = valuesOf(place, names, query);
  const flags = new Flags();
  const passes = query.rules.flatMap((one, i) =>
    one.query.kind === 'event' ? [names.of(flags.of(one.query.filter, `passes_${i + 1}`))] : [],
  );
  const micros = query.timespan / 1000n;
  const span = micros > FOREVER ? FOREVER : micros;
  const scanned = {
    ...keys,
    scanned: [...keys.scanned, ...values.scanned],
    carried: [...keys.carried, ...values.carried],
  };
  // A window that is judged when it is over began before the period.
  const lookBack = onlyGrows(query.condition) ? span : 2n * span;
  const windowed = options.window === 'parameters';
  const scan = scanEvents(place, rule, names, flags.all, scanned, options, { lookBack, windowed });
  const parts: Parts = {
    dialect: place.dialect,
    names,
    columns: columnsOf(names),
    keys,
    query,
    span,
    keyNames: query.groupBy.map((_, i) => names.of(`key_${i + 1}`)),
    computed: values.carried,
    passes,
  };
  return { parts, scan, values };
}

/** One row an alert: the ids of its events, its first and last time, its group. */
function resultOf(
  place: Place,
  { names, columns, query, keys, keyNames, dialect, span }: Parts,
  members: Frag,
  windowed: boolean,
): Doc {
  const { hit } = hitColumns(names);
  const settled = onlyGrows(query.condition)
    ? q(0)`MAX(${columns.time})`
    : dialect.stateful.later(q(0)`MIN(${columns.time})`, span);
  const { start, end } = dialect.window;
  const fresh = q(LEVEL.junction)`${settled} >= ${start} AND ${settled} < ${end}`;
  const ordered = keys.ordered(keyNames).map((column) => ({ column }));
  return select({
    columns: [
      q(0)`${dialect.stateful.gathered(columns.id, hit)} AS ${names.of('events')}`,
      q(0)`MIN(${columns.time}) AS ${names.of('first_time')}`,
      q(0)`MAX(${columns.time}) AS ${names.of('last_time')}`,
      ...shownKeys(place, names, query.groupBy, [names.of('events'), names.of('first_time'), names.of('last_time')]),
    ],
    from: members.doc,
    behind: [
      ['GROUP BY ', commas([names.of('alert'), ...keyNames]).doc],
      ...(windowed ? [['HAVING ', fresh.doc]] : []),
      orderedBy([{ column: q(0)`MAX(${columns.place})` }, ...ordered]),
    ],
  });
}

function statementOf(place: Place, rule: Rule, query: CorrelationQuery, options: EmitOptions): Statement | string {
  const { parts, scan, values } = partsOf(place, rule, query, options);
  const windowed = options.window === 'parameters';
  const found = alertCtes(parts, scan.ordered, values);
  if (typeof found === 'string') return found;
  return {
    ctes: [...scan.ctes, ...found.ctes],
    result: resultOf(place, parts, found.members, windowed),
    notes: [
      ...fieldNotes(place, query),
      ...scan.notes,
      ...parts.keys.notes,
      ...values.notes,
      orderNote(rule, options, place),
      ...(windowed ? [quietNote(rule)] : []),
    ],
  };
}

/** A Sigma correlation as SQL, or why there is none. */
export function emitCorrelation(
  dialect: SqlDialect,
  rule: Rule,
  query: CorrelationQuery,
  options: EmitOptions,
): Emission {
  const refuse = (why: string): Emission => ({
    notes: unsupported(query.type, why, query.origin).notes,
    requires: [],
    trace: [],
  });
  const why = refusal(query);
  if (why !== undefined) return refuse(why);
  const place = placeOf(dialect, query, options);
  const statement = statementOf(place, rule, query, options);
  return typeof statement === 'string' ? refuse(statement) : written(place, rule, statement, options);
}
