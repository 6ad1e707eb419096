import { sameNode } from '../../../src/ir/equal.ts';
import type { EventFilter } from '../../../src/ir/query.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import type { EmitOptions } from '../../../src/target/backend.ts';
import { chain, type Frag, q } from '../../../src/target/frag.ts';
import { type Note, opaque } from '../../../src/target/ledger.ts';
import { emitCondition } from '../condition.ts';
import { LEVEL } from '../levels.ts';
import { columnName, type Place } from '../scope.ts';
import { allEvents, ofTable } from './all-events.ts';
import { type Cte, columns, select } from './cte.ts';
import type { KeyColumns } from './keys.ts';
import type { Names } from './names.ts';

/** The columns that the steps of a stateful statement hand on. */
export interface Columns {
  /** The place of an event in the order of time, from 1. */
  readonly place: Frag;
  readonly time: Frag;
  readonly id: Frag;
}

export const columnsOf = (names: Names): Columns => ({
  place: names.of('place'),
  time: names.of('event_time'),
  id: names.of('event_id'),
});

/** What is asked of the table in one scan. */
export interface Asked {
  readonly filter: EventFilter;
  /** The column that says whether an event passes the filter. */
  readonly flag: string;
}

/** The different filters of a query, each with a column of its own. */
export class Flags {
  readonly #asked: Asked[] = [];

  /** The column for a filter; the same for the same filter. */
  of(filter: EventFilter, flag: string): string {
    const known = this.#asked.find((each) => sameNode(each.filter, filter));
    if (known) return known.flag;
    this.#asked.push({ filter, flag });
    return flag;
  }

  get all(): readonly Asked[] {
    return this.#asked;
  }
}

export interface Bounds {
  /** How long before the window events matter, in microseconds; nothing: always. */
  readonly lookBack: bigint | undefined;
  /** Whether the window is asked of the scan at all. */
  readonly windowed: boolean;
  /** Events without a time take part too. */
  readonly timeless?: boolean;
}

/** The step with the events that matter, in the order of time. */
export const orderedEvents = (names: Names): Frag => names.of('ordered_events');

export interface Scan {
  readonly ctes: readonly Cte[];
  readonly ordered: Frag;
  readonly notes: readonly Note[];
}

function timeBounds(place: Place, time: Frag, { lookBack, windowed }: Bounds): readonly Frag[] {
  if (!windowed) return [];
  const { window, stateful } = place.dialect;
  const end = q(LEVEL.test)`${time} < ${window.end}`;
  if (lookBack === undefined) return [end];
  return [q(LEVEL.test)`${time} >= ${stateful.later(window.start, -lookBack)}`, end];
}

/** The tiebreaker, where it is a column. */
const tiebreakerOf = ({ layout }: Place, { time }: Rule): string | undefined =>
  layout === 'json' ? undefined : time.tiebreaker;

/**
 * Two steps: one tests every event of the window, the other keeps what passes a test, numbered in the order of time. An engine moves the
 * second one's condition into the scan.
 */
export function scanEvents(
  place: Place,
  rule: Rule,
  names: Names,
  flags: readonly Asked[],
  keys: KeyColumns,
  options: EmitOptions,
  bounds: Bounds,
): Scan {
  const { lexical } = place.dialect;
  const [tested, ordered] = [names.of('tested_events'), orderedEvents(names)];
  const { id, time, place: position } = columnsOf(names);
  const tie = names.of('tiebreaker');
  const timeColumn = columnName(place, rule.time.timestamp);
  const tiebreaker = tiebreakerOf(place, rule);
  const notes: Note[] = [];
  const tests = flags.map(({ filter, flag }) => {
    const emitted = emitCondition(place, filter);
    notes.push(...opaque(emitted.notes));
    return q(0)`${ofTable(place, names, filter, emitted.frag)} AS ${names.of(flag)}`;
  });
  const asId = lexical.ident(options.idColumn ?? rule.time.timestamp);
  const testedColumns = [
    q(0)`${asId} AS ${id}`,
    q(0)`${timeColumn} AS ${time}`,
    ...(tiebreaker === undefined ? [] : [q(0)`${columnName(place, tiebreaker)} AS ${tie}`]),
    ...keys.scanned,
    ...tests,
  ];
  const order = [
    time,
    ...(tiebreaker === undefined ? [] : [q(0)`${tie} NULLS LAST`]),
    ...(options.idColumn === undefined ? [] : [id]),
  ];
  const some = chain(
    flags.map(({ flag }) => names.of(flag)),
    'OR',
    LEVEL.junction,
  );
  const handedOn = [id, time, ...keys.carried, ...flags.map(({ flag }) => names.of(flag))];
  return {
    ordered,
    notes,
    ctes: [
      ...allEvents(place, rule, names, options),
      {
        name: tested,
        says: 'which events pass which test; the condition of the next step is moved into this scan',
        body: select({
          columns: testedColumns,
          from: place.table.doc,
          where: [
            ...(bounds.timeless ? [] : [q(LEVEL.test)`${timeColumn} IS NOT NULL`]),
            ...timeBounds(place, timeColumn, bounds),
          ],
        }),
      },
      {
        name: ordered,
        says: 'the events that matter, numbered in the order of time',
        once: true,
        body: select({
          columns: [
            ...handedOn,
            q(0)`ROW_NUMBER() OVER (ORDER BY ${{ level: 0, doc: columns(order) }}) AS ${position}`,
          ],
          from: tested.doc,
          where: [...(flags.length > 1 ? [some] : flags.map(({ flag }) => names.of(flag))), ...keys.required],
        }),
      },
    ],
  };
}

/** Events of one time and tiebreaker stand in the order of their ids: the order of arrival is in no table. */
export function orderNote(rule: Rule, options: EmitOptions, place: Place): Note {
  const tied = tiebreakerOf(place, rule) === undefined ? 'time' : 'time and tiebreaker';
  const byId = options.idColumn !== undefined;
  return {
    effect: 'conditional',
    construct: rule.query.kind,
    why: `events of one ${tied} stand in ${byId ? 'the order of their ids' : 'any order'}`,
    assumption: byId ? 'time/id-order' : 'time/unique-order',
    witness: { [rule.time.timestamp]: '2026-01-05T09:00:00Z' },
  };
}
