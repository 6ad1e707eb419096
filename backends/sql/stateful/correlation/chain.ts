import { type Frag, q, raw } from '../../../../src/target/frag.ts';
import { LEVEL } from '../../levels.ts';
import { type Cte, select, unionAll } from '../cte.ts';
import { greatest, least } from './algebra.ts';
import { hitColumns, type Parts } from './hits.ts';

/** A step with the alerts, one a row: the run, the hit at which a window begins, and the hit that names it (the last one of a sliding window, else the first). */
export interface Alerts {
  readonly ctes: readonly Cte[];
  readonly alerts: Frag;
}

export const alertColumns = ({ names }: Parts) => ({
  run: names.of('run'),
  begins: names.of('begins'),
  alert: names.of('alert'),
});

/** Windows that slide over a group's hits: the steps that make them, and where a chain of matches picks from. */
export interface Sliding {
  readonly ctes: readonly Cte[];
  readonly candidates: Candidates;
}

/**
 * The hits at which sliding windows can alert, in one step, which few others read: engines that copy a step to wherever its name stands copy all
 * before it too. Columns: run, start, hit, reach, role.
 */
export interface Candidates {
  readonly able: Frag;
  /** Some of them are of the role `EXACT`: a condition that more hits may break. */
  readonly exact: boolean;
}

/** An alert from any beginning up to `start`. */
export const FLOOR = raw('1');
/** An alert from the beginning `start` alone. */
const EXACT = raw('0');
/** Where a window may begin. */
const BEGINNING = raw('2');

/** The role of a window from `start` where beginnings reach back to `reach`: with all hits within reach every earlier beginning is the same. */
export const roleOf = (start: Frag, reach: Frag): Frag =>
  q(0)`CASE WHEN ${start} = ${reach} THEN ${FLOOR} ELSE ${EXACT} END`;

/** More than any number of hits. */
const BEYOND = raw('4611686018427387904');

/** Which hit alerts first when a window may not begin before a given one. */
function firstAlerts(parts: Parts, hits: Frag, { able, exact }: Candidates): readonly Cte[] {
  const { names, dialect } = parts;
  const { run, hit, opens } = hitColumns(names);
  const [start, from, role, alert] = ['start', 'from_hit', 'role', 'alert'].map((name) => names.of(name)) as [
    Frag,
    Frag,
    Frag,
    Frag,
  ];
  const [around, looked] = [names.of('beginnings'), names.of('first_alerts')];
  const [behind, twice] = [names.of('behind'), names.of('twice')];
  const window = (frame: Frag): Frag => q(0)`OVER (PARTITION BY ${run}${frame})`;
  const nearest = (which: Frag, frame: Frag): Frag =>
    q(0)`COALESCE(MIN(CASE WHEN ${role} = ${which} THEN ${hit} END) ${window(frame)}, ${BEYOND})`;
  const later = nearest(FLOOR, q(0)` ORDER BY ${from} DESC, ${role} ROWS UNBOUNDED PRECEDING`);
  const here = nearest(EXACT, q(0)`, ${from}`);
  return [
    {
      name: around,
      says: 'hits that can alert (roles 0 and 1), by the beginnings that they ask for, and where a window may begin (role 2): where a run opens, or behind an alert',
      body: unionAll([
        select({
          columns: [run, q(0)`${hit} AS ${from}`, q(0)`${BEGINNING} AS ${role}`, opens, hit],
          from: hits.doc,
          where: [q(LEVEL.test)`${opens} = 1`],
        }),
        select({
          columns: [
            run,
            q(0)`CASE WHEN ${behind} = 1 THEN ${hit} + 1 ELSE ${start} END`,
            q(0)`CASE WHEN ${behind} = 1 THEN ${BEGINNING} ELSE ${role} END`,
            raw('0'),
            hit,
          ],
          from: [able.doc, ' CROSS JOIN ', q(0)`(SELECT 0 AS ${behind} UNION ALL SELECT 1) AS ${twice}`.doc],
        }),
      ]),
    },
    {
      name: looked,
      says: 'the first hit that alerts from each beginning',
      body: select({
        columns: [run, from, role, opens, q(0)`${exact ? least(dialect, [later, here]) : later} AS ${alert}`],
        from: around.doc,
      }),
    },
  ];
}

/** Step by step from each alert to the next: the hits of one count no more for the other. */
function recursive(parts: Parts, hits: Frag, candidates: Candidates): Alerts {
  const { names, dialect } = parts;
  const { run, hit, opens, reach } = hitColumns(names);
  const { begins, alert } = alertColumns(parts);
  const [from, role] = [names.of('from_hit'), names.of('role')];
  const ctes = firstAlerts(parts, hits, candidates);
  const looked = ctes.at(-1)?.name ?? raw('');
  const [next, taken, alerts] = [names.of('next_alerts'), names.of('taken'), names.of('alerts')];
  const ends = candidates.able;
  return {
    alerts,
    ctes: [
      ...ctes,
      {
        name: next,
        says: 'where there is one',
        once: true,
        body: select({
          // Several hits may lie before the same one.
          columns: [q(0)`DISTINCT ${run}`, from, opens, alert],
          from: looked.doc,
          where: [q(LEVEL.test)`${role} = ${BEGINNING}`, q(LEVEL.test)`${alert} < ${BEYOND}`],
        }),
      },
      {
        name: taken,
        recursive: true,
        says: 'from the opening of a run to its first alert, then from behind each alert to the next',
        body: unionAll([
          select({
            columns: [run, q(0)`${from} AS ${begins}`, alert],
            from: next.doc,
            where: [q(LEVEL.test)`${opens} = 1`],
          }),
          select({
            columns: [q(0)`${next}.${run}`, q(0)`${next}.${from}`, q(0)`${next}.${alert}`],
            from: [
              taken.doc,
              ' JOIN ',
              next.doc,
              ' ON ',
              q(0)`${next}.${run} = ${taken}.${run} AND ${next}.${from} = ${taken}.${alert} + 1`.doc,
            ],
          }),
        ]),
      },
      {
        name: alerts,
        says: 'the windows that alert',
        once: true,
        body: select({
          columns: [
            q(0)`DISTINCT ${taken}.${run} AS ${run}`,
            q(0)`${greatest(dialect, [q(0)`${taken}.${begins}`, q(0)`${ends}.${reach}`])} AS ${begins}`,
            q(0)`${taken}.${alert} AS ${alert}`,
          ],
          from: [taken.doc, ' JOIN ', ends.doc, ' ON ', q(0)`${ends}.${hit} = ${taken}.${alert}`.doc],
        }),
      },
    ],
  };
}

/** ClickHouse evaluates what a recursive step reads again for every step, but folds arrays: https://clickhouse.com/docs/sql-reference/functions/array-functions#arrayFold. */
function folded(parts: Parts, { able, exact }: Candidates): Alerts {
  const { names } = parts;
  const { run, hit, reach } = hitColumns(names);
  const { begins, alert } = alertColumns(parts);
  const [start, role] = [names.of('start'), names.of('role')];
  const [until, one, all, each, alerts] = ['from_before', 'from_here', 'can_alert', 'each_alert', 'alerts'].map(
    (name) => names.of(name),
  ) as [Frag, Frag, Frag, Frag, Frag];
  const [reached, ones] = [names.of('reached'), names.of('from_each')];
  // Behind the last alert, and no earlier than the timespan allows.
  const from = raw('greatest(done.1 + 1, one.2)');
  const meets = exact ? q(0)`(one.3 >= ${from} OR has(one.4, ${from}))` : q(0)`one.3 >= ${from}`;
  // Names of their own: an alias is taken for the column in its neighbours.
  const inRole = (which: Frag, as: Frag): Frag =>
    q(0)`CASE WHEN ${role} = ${which} THEN toUInt64(${start}) ELSE toUInt64(0) END AS ${as}`;
  const [gathered, pair] = [names.of('gathered'), names.of('window_of_alert')];
  return {
    alerts,
    ctes: [
      {
        name: gathered,
        says: 'the hits that can alert, with the beginnings that they ask for',
        body: select({ columns: [run, hit, reach, inRole(FLOOR, until), inRole(EXACT, one)], from: able.doc }),
      },
      {
        name: all,
        says: 'one row a hit',
        body: select({
          columns: [
            run,
            hit,
            q(0)`MAX(toUInt64(${reach})) AS ${reached}`,
            q(0)`MAX(${until}) AS ${start}`,
            q(0)`groupArray(${one}) AS ${ones}`,
          ],
          from: gathered.doc,
          behind: [q(0)`GROUP BY ${run}, ${hit}`.doc],
        }),
      },
      {
        name: each,
        says: 'through the hits of each run: an alert wherever the window behind the alert before meets the condition',
        body: select({
          columns: [
            run,
            q(
              0,
            )`arrayJoin(arrayFold((done, one) -> if(${meets}, (one.1, arrayPushBack(done.2, (${from}, one.1))), done), arraySort(groupArray((toUInt64(${hit}), ${reached}, ${start}, ${ones}))), (toUInt64(0), CAST([], 'Array(Tuple(UInt64, UInt64))'))).2) AS ${pair}`,
          ],
          from: all.doc,
          behind: [q(0)`GROUP BY ${run}`.doc],
        }),
      },
      {
        name: alerts,
        says: 'the windows that alert',
        body: select({
          columns: [run, q(0)`${pair}.1 AS ${begins}`, q(0)`${pair}.2 AS ${alert}`],
          from: each.doc,
        }),
      },
    ],
  };
}

/** Sliding windows: as soon as one can alert it does, and the next begins behind it. */
export const slidingAlerts = (parts: Parts, hits: Frag, candidates: Candidates): Alerts =>
  parts.dialect.stateful.chain === 'array-fold' ? folded(parts, candidates) : recursive(parts, hits, candidates);

/** Windows that begin at the first hit behind the window before. */
export function closedWindows(parts: Parts, hits: Frag): Alerts {
  const { names, dialect } = parts;
  const { run, hit, opens, ends } = hitColumns(names);
  const { begins, alert } = alertColumns(parts);
  const windows = names.of('windows');
  const says = 'a window begins where a run opens, and behind each window at the next hit';
  if (dialect.stateful.chain === 'array-fold') {
    const each = names.of('each_window');
    return {
      alerts: windows,
      ctes: [
        {
          name: each,
          says,
          body: select({
            columns: [
              run,
              q(
                0,
              )`arrayJoin(arrayFold((done, one) -> if(one.1 > done.1, (one.2, arrayPushBack(done.2, one.1)), done), arraySort(groupArray((toUInt64(${hit}), toUInt64(${ends})))), (toUInt64(0), CAST([], 'Array(UInt64)'))).2) AS ${begins}`,
            ],
            from: hits.doc,
            behind: [q(0)`GROUP BY ${run}`.doc],
          }),
        },
        {
          name: windows,
          says: 'by the hits that they begin with',
          body: select({ columns: [run, begins, q(0)`${begins} AS ${alert}`], from: each.doc }),
        },
      ],
    };
  }
  const [begun] = [names.of('begun')];
  return {
    alerts: windows,
    ctes: [
      {
        name: begun,
        says,
        recursive: true,
        body: unionAll([
          select({ columns: [run, hit, ends], from: hits.doc, where: [q(LEVEL.test)`${opens} = 1`] }),
          select({
            columns: [run, hit, ends].map((column) => q(0)`${hits}.${column}`),
            from: [
              begun.doc,
              ' JOIN ',
              hits.doc,
              ' ON ',
              q(0)`${hits}.${run} = ${begun}.${run} AND ${hits}.${hit} = ${begun}.${ends} + 1`.doc,
            ],
          }),
        ]),
      },
      {
        name: windows,
        says: 'by the hits that they begin with',
        body: select({ columns: [run, q(0)`${hit} AS ${begins}`, q(0)`${hit} AS ${alert}`], from: begun.doc }),
      },
    ],
  };
}
