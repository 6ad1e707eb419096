import { type Frag, q, raw } from '../../../src/target/frag.ts';
import { type Aggregate, evalLine, fn, sortLine, statsLine, whereLine } from '../commands.ts';
import { allOf, compared } from '../scope.ts';
import type { Hits } from './hits.ts';
import { secondsText } from './seconds.ts';

const TIME = raw('_time');
const NULL = raw('null()');

/** Windows of hits, as rows that have the number of their window; hits of no window are gone. */
export interface Windows {
  readonly lines: readonly Frag[];
  /** The name that keeps windows apart. */
  readonly name: string;
}

/** Whether no more than a time lies between two moments. */
export const isWithin = (from: Frag, to: Frag, span: bigint): Frag =>
  compared(fn('round', q(2)`${to}-${from}`, raw('6')), '<=', raw(secondsText(span)));

const onGroup = ({ by }: Hits): string => (by.length > 0 ? ' reset_on_change=t' : '');

/** What a window that slides from hit to hit is asked. */
export interface Sliding {
  /** What each row gets before. */
  readonly early: readonly Frag[];
  /** The hits that count, at most; nothing for all. */
  readonly size?: bigint;
  /** Over the hits since the last alert. */
  readonly aggregates: readonly Aggregate[];
  /** Whether the window that ends at a row alerts. */
  readonly test: Frag;
}

/** Windows that end at the first hit with which they alert; no hit counts twice. */
export function slidingWindows(hits: Hits, span: bigint, { early, size, aggregates, test: meets }: Sliding): Windows {
  const { nameOf, by, place, isLast } = hits;
  const test = isLast ? allOf([isLast, meets]) : meets;
  const [alert, ended] = [nameOf('alert'), nameOf('alert_time')];
  const [window, until] = [nameOf('window'), nameOf('window_time')];
  const rows = size === undefined ? '' : ` window=${size}${by.length > 0 ? ' global=f' : ''}`;
  return {
    name: window,
    lines: [
      ...early,
      statsLine(q(0)`streamstats${raw(`${rows}${onGroup(hits)}`)} reset_after=(${test})`, aggregates, by),
      evalLine([alert, fn('if', test, place, NULL)], [ended, fn('if', fn('isnotnull', raw(alert)), TIME, NULL)]),
      sortLine([q(0)`-num(${place})`]),
      statsLine(
        'streamstats',
        [
          [fn('last', raw(alert)), window],
          [fn('last', raw(ended)), until],
        ],
        by,
      ),
      whereLine(isWithin(TIME, raw(until), span)),
    ],
  };
}

/** Windows that begin at the first hit behind the window before, and hold all within the time from there. */
export function closedWindows(hits: Hits, span: bigint): Windows {
  const { nameOf, by, place } = hits;
  const [next, opened, window] = [nameOf('next_time'), nameOf('opened'), nameOf('window')];
  const one = by.length > 0 ? 'streamstats current=f window=1 global=f' : 'streamstats current=f window=1';
  const over = compared(fn('round', q(2)`${raw(next)}-${raw(opened)}`, raw('6')), '>', raw(secondsText(span)));
  const aggregates: readonly Aggregate[] = [
    [fn('min', TIME), opened],
    [fn('min', place), window],
  ];
  return {
    name: window,
    lines: [
      sortLine([q(0)`-num(${place})`]),
      statsLine(one, [[fn('last', TIME), next]], by),
      sortLine([q(0)`num(${place})`]),
      statsLine(q(0)`streamstats${raw(onGroup(hits))} reset_after=(${over})`, aggregates, by),
    ],
  };
}
