import { onlyGrows } from '../../../../src/ir/correlation.ts';
import { type Frag, q, raw } from '../../../../src/target/frag.ts';
import { LEVEL } from '../../levels.ts';
import { type Cte, commas, select } from '../cte.ts';
import { sourceColumns } from './below.ts';
import { alertColumns, type Candidates, closedWindows, type Sliding, slidingAlerts } from './chain.ts';
import { judgedCtes } from './closed.ts';
import { slidingOf } from './growing.ts';
import { carriedColumns, type Hits, hitColumns, hitCtes, type Parts } from './hits.ts';
import type { Values } from './values.ts';

/** A step with a row for each hit of each alert, and those before it. */
export interface Found {
  readonly ctes: readonly Cte[];
  readonly members: Frag;
}

/** Each hit with the window that it belongs to. */
function memberCtes(parts: Parts, hits: Frag, alerts: Frag, sliding: boolean): { ctes: readonly Cte[]; members: Frag } {
  const { names } = parts;
  const { hit, run, moment } = hitColumns(names);
  const { alert, begins } = alertColumns(parts);
  const carried = [...carriedColumns(parts), moment, hit];
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

/** Where alerts are hits, several may take place at one event, and a window is judged when all are in. */
function atLastHits(parts: Parts, hits: Frag, { able, exact }: Candidates): Sliding {
  const { names, columns } = parts;
  const { run, hit, reach } = hitColumns(names);
  const [last, kept] = [names.of('last_hits'), names.of('able_at_last_hits')];
  return {
    candidates: { able: kept, exact },
    ctes: [
      {
        name: last,
        says: 'the last hit of each group at each event',
        body: select({
          columns: [q(0)`MAX(${hit}) AS ${names.of('at_hit')}`],
          from: hits.doc,
          behind: [['GROUP BY ', commas([run, columns.place]).doc]],
        }),
      },
      {
        name: kept,
        says: 'those that are the last of a group at their event',
        once: true,
        body: select({
          columns: [run, names.of('start'), hit, reach, names.of('role')].map(
            (column) => q(0)`${able}.${column} AS ${column}`,
          ),
          from: [able.doc, ' JOIN ', last.doc, ' ON ', q(0)`${last}.${names.of('at_hit')} = ${able}.${hit}`.doc],
        }),
      },
    ],
  };
}

function slidingCtes(parts: Parts, { ctes, hits }: Hits, values: Values): Found | string {
  const sliding = slidingOf(parts, hits, values.counted(hits));
  if (typeof sliding === 'string') return sliding;
  const { candidates } = sliding;
  const asked = parts.below.length > 0 ? atLastHits(parts, hits, candidates) : { candidates, ctes: [] };
  const found = slidingAlerts(parts, hits, asked.candidates);
  const { ctes: behind, members } = memberCtes(parts, hits, found.alerts, true);
  return { members, ctes: [...ctes, ...sliding.ctes, ...asked.ctes, ...found.ctes, ...behind] };
}

/** The alerts: a step with the hits of each. */
export function alertCtes(parts: Parts, ordered: Frag, values: Values): Found | string {
  const { query } = parts;
  const { alert } = alertColumns(parts);
  if (onlyGrows(query.condition)) {
    const found = hitCtes(parts, ordered, 'reach');
    return typeof found === 'string' ? found : slidingCtes(parts, found, values);
  }
  const found = hitCtes(parts, ordered, 'ends');
  if (typeof found === 'string') return found;
  const { ctes, hits } = found;
  const windows = closedWindows(parts, hits);
  const { ctes: inside, members } = memberCtes(parts, hits, windows.alerts, false);
  const { ctes: judging, judged } = judgedCtes(parts, members, alert, values.counted(hits));
  const kept = parts.names.of('alert_members');
  const { ofRule, ofAlert } = sourceColumns(parts.names);
  const own = [
    parts.columns.place,
    parts.columns.time,
    parts.columns.id,
    ...parts.keyNames,
    hitColumns(parts.names).hit,
    ...(parts.below.length > 0 ? [ofRule, ofAlert] : []),
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
