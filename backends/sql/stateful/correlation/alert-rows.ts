import { onlyGrows } from '../../../../src/ir/correlation.ts';
import { type Doc, type Frag, q, raw } from '../../../../src/target/frag.ts';
import { LEVEL } from '../../levels.ts';
import type { Place } from '../../scope.ts';
import { commas, select } from '../cte.ts';
import { orderedBy } from '../result.ts';
import { shownKeys } from '../shown.ts';
import { spreadColumns } from './below.ts';
import { hitColumns } from './hits.ts';
import type { Level } from './level.ts';

/** Rows of a result, grouped by alert. */
interface AlertRows {
  readonly from: Frag;
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
