import { chain, type Doc, type Frag, q, raw } from '../../../src/target/frag.ts';
import { LEVEL } from '../levels.ts';
import type { Chain } from './chain.ts';
import { type Cte, partitioned, select, unionAll } from './cte.ts';

/** Missing steps that stand together, and the positive steps before and behind them, all by their numbers. */
export interface Gap {
  readonly before?: number;
  readonly behind?: number;
  readonly steps: readonly number[];
}

interface Matches extends Chain {
  /** The columns of a match besides key, place, time, id and first time: ids of events, then times; `ids` of the first kind. */
  readonly carried: readonly Frag[];
  readonly ids: number;
  readonly nameOf: (number: number) => Frag;
}

const CHECKED = raw('1');
const MISSING = raw('2');

type End = 'leading' | 'trailing' | 'between';

const endOf = ({ before, behind }: Gap): End =>
  before === undefined ? 'leading' : behind === undefined ? 'trailing' : 'between';

/** Where one looks from, in which direction, and what the nearest event is called. */
function sightOf(matches: Matches, gap: Gap): { from: Frag; forward: boolean; nearest: Frag } {
  const { names, columns } = matches;
  const nearest = names.of(`nearest_${gap.steps.join('_')}`);
  switch (endOf(gap)) {
    case 'leading':
      return { from: names.of('first_time'), forward: false, nearest };
    case 'between':
      return { from: names.of(`time_${gap.behind}`), forward: false, nearest };
    case 'trailing':
      return { from: columns.time, forward: true, nearest };
  }
}

/** Finds for each match the time of the nearest event of a gap's steps, by time alone. */
function nearestCtes(matches: Matches, gap: Gap, from: Frag, known: readonly Frag[]): readonly Cte[] {
  const { names, columns, keyNames, carried, ids } = matches;
  const { place, time, id } = columns;
  const [role, moment] = [names.of('role'), names.of('moment')];
  const sight = sightOf(matches, gap);
  const all = [place, time, id, names.of('first_time'), ...carried, ...known];
  const filler = [place, time, id, time, ...carried.map((_, i) => (i < ids ? id : time)), ...known.map(() => time)];
  const checked = select({
    columns: [...keyNames, q(0)`${CHECKED} AS ${role}`, q(0)`${sight.from} AS ${moment}`, ...all],
    from: from.doc,
  });
  const seen = gap.steps.map((step) =>
    select({ columns: [...keyNames, MISSING, time, ...filler], from: matches.nameOf(step).doc }),
  );
  const label = gap.steps.join(' and ');
  const around = names.of(`around_${gap.steps.join('_')}`);
  const [aggregate, direction] = sight.forward ? [raw('MIN'), raw(' DESC')] : [raw('MAX'), raw('')];
  // A match stands before events of its own moment, in either direction: these are not seen.
  const order = q(0)`${partitioned(keyNames)}ORDER BY ${moment}${direction}, ${role}`;
  const nearest = q(
    0,
  )`${aggregate}(CASE WHEN ${role} = ${MISSING} THEN ${moment} END) OVER (${order} ROWS UNBOUNDED PRECEDING) AS ${sight.nearest}`;
  return [
    {
      name: around,
      says: `matches (role 1) among the events of the missing step ${label} (role 2)`,
      body: unionAll([checked, ...seen]),
    },
    {
      name: names.of(`seen_${gap.steps.join('_')}`),
      says: `the nearest of these ${sight.forward ? 'behind' : 'before'} each match`,
      body: select({ columns: [...keyNames, role, ...all, nearest], from: around.doc }),
    },
  ];
}

const orNone = (nearest: readonly Frag[], test: Frag | undefined): Frag =>
  chain([...nearest.map((each) => q(LEVEL.test)`${each} IS NULL`), ...(test ? [test] : [])], 'OR', LEVEL.junction);

/** Matches whose nearest events are far enough away. */
function quietCte(matches: Matches, gaps: readonly Gap[], from: Frag, test: Frag, known: readonly Frag[]): Cte {
  const { names, columns, keyNames, carried } = matches;
  const { place, time, id } = columns;
  const label = gaps.flatMap(({ steps }) => steps).join('_');
  const body: Doc = select({
    columns: [...keyNames, place, time, id, names.of('first_time'), ...carried, ...known],
    from: from.doc,
    where: [q(LEVEL.test)`${names.of('role')} = ${CHECKED}`, test],
  });
  return { name: names.of(`quiet_${label}`), says: 'the matches that no such event speaks against', body };
}

/** The steps that leave out matches with an event where none may be. */
export function missingCtes(matches: Matches, gaps: readonly Gap[], from: Frag): readonly Cte[] {
  const { names, columns, maxspan, dialect } = matches;
  const ctes: Cte[] = [];
  let current = from;
  for (const gap of gaps.filter((each) => endOf(each) === 'between')) {
    const { nearest } = sightOf(matches, gap);
    ctes.push(...nearestCtes(matches, gap, current, []));
    const seen = ctes.at(-1)?.name ?? raw('');
    const test = orNone([nearest], q(LEVEL.test)`${nearest} <= ${names.of(`time_${gap.before}`)}`);
    const quiet = quietCte(matches, [gap], seen, test, []);
    ctes.push(quiet);
    current = quiet.name;
  }
  const ends = gaps.filter((each) => endOf(each) !== 'between');
  if (ends.length === 0) return ctes;
  const nearest = ends.map((gap) => sightOf(matches, gap).nearest);
  const later = (from_: Frag): Frag => dialect.stateful.later(from_, maxspan ?? 0n);
  const [leading] = ends.filter((each) => endOf(each) === 'leading');
  const [trailing] = ends.filter((each) => endOf(each) === 'trailing');
  const start = leading ? sightOf(matches, leading).nearest : names.of('first_time');
  const end = trailing ? sightOf(matches, trailing).nearest : columns.time;
  const far = maxspan === undefined ? undefined : q(LEVEL.test)`${end} > ${later(start)}`;
  const known: Frag[] = [];
  for (const [i, gap] of ends.entries()) {
    ctes.push(...nearestCtes(matches, gap, current, known));
    current = ctes.at(-1)?.name ?? raw('');
    // The first end's rows go through the second end's step: matches only.
    if (i < ends.length - 1) {
      const { nearest: found } = sightOf(matches, gap);
      known.push(found);
      const only = quietCte(matches, [gap], current, q(0)`TRUE`, known);
      ctes.push({ ...only, says: 'the matches again, with what stands before them' });
      current = only.name;
    }
  }
  ctes.push({ ...quietCte(matches, ends, current, orNone(nearest, far), []), name: names.of('quiet_matches') });
  return ctes;
}
