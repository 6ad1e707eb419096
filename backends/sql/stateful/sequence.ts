import { sameNode } from '../../../src/ir/equal.ts';
import type { SequenceQuery, Step } from '../../../src/ir/query.ts';
import { type Doc, type Frag, q, raw } from '../../../src/target/frag.ts';
import { LEVEL } from '../levels.ts';
import type { Chain } from './chain.ts';
import { type Cte, partitioned, select, unionAll } from './cte.ts';
import type { Keyed } from './keys.ts';
import { type Gap, missingCtes } from './missing.ts';
import type { Names } from './names.ts';
import { Flags } from './scan.ts';

/** A step with its number in the rule, from 1. */
interface Numbered {
  readonly number: number;
  readonly step: Step;
}

/** More microseconds than lie between any two times that an engine holds. */
export const FOREVER = 10_000n * 366n * 86_400_000_000n;

/** The longest time from the first event, in microseconds; nothing where there is no limit. */
export function maxspanMicros({ maxspan }: SequenceQuery): bigint | undefined {
  const micros = maxspan === undefined ? undefined : maxspan / 1000n;
  return micros === undefined || micros > FOREVER ? undefined : micros;
}

/** The filters of a sequence, each with its column; `of` finds a step's. */
export function sequenceFlags(query: SequenceQuery): { flags: Flags; of: (step: Step) => string } {
  const flags = new Flags();
  const found = new Map<Step, string>();
  for (const [i, step] of query.steps.entries()) found.set(step, flags.of(step.filter, `is_step_${i + 1}`));
  if (query.until) found.set(query.until, flags.of(query.until.filter, 'is_until'));
  return { flags, of: (step) => found.get(step) ?? '' };
}

/** All steps that join, `until` too. */
export const joiningSteps = ({ steps, until }: SequenceQuery): readonly Keyed[] => (until ? [...steps, until] : steps);

/** The events of each step under its keys: alike steps share theirs. */
function stepCtes(chain: Chain, ordered: Frag, flagOf: (step: Step) => string) {
  const { names, columns, keys, query } = chain;
  const made: { step: Step; cte: Cte }[] = [];
  const add = (step: Step, name: string, says: string): Frag => {
    const known = made.find((each) => sameNode({ ...each.step, missing: false }, { ...step, missing: false }));
    if (known) return known.cte.name;
    const key = keys.of(step);
    const body = select({
      columns: [columns.place, columns.time, columns.id, ...key.values],
      from: [ordered.doc, ...key.joins.map((join): Doc => [' ', join])],
      where: [names.of(flagOf(step)), ...key.where],
    });
    const cte = { name: names.of(name), says, body };
    made.push({ step, cte });
    return cte.name;
  };
  const steps = query.steps.map((step, i) =>
    add(step, `step_${i + 1}`, `the events of step ${i + 1} under their keys`),
  );
  const until = query.until && add(query.until, 'until_events', 'the events of until under their keys');
  return { ctes: made.map(({ cte }) => cte), steps, until };
}

const taken = (names: Names, numbers: readonly number[]): readonly Frag[] =>
  numbers.map((number) => names.of(`event_${number}`));

/** The roles of rows at one place, in their order: an event sees what came before it only, and `until` ends what its own event has just made. */
const ROLE = { next: raw('1'), partial: raw('2'), until: raw('3') } as const;

/** One step on its way: what has been matched, and what comes next. */
interface Advance {
  readonly chain: Chain;
  readonly before: Frag;
  readonly next: Numbered;
  readonly names: StepNames;
  /** The ids of the events taken so far, then the times between which a missing step stands. */
  readonly ids: readonly Frag[];
  readonly times: readonly Frag[];
}

/** Partial matches, the events of the step, and those of until, as rows of one kind. What only partial matches have is filled with a row's own. */
function waiting({ chain, before, next, names: from, ids, times }: Advance): Cte {
  const { names, columns, keyNames } = chain;
  const { place, time, id } = columns;
  const [role, first] = [names.of('role'), names.of('first_time')];
  const partial = select({
    columns: [...keyNames, q(0)`${ROLE.partial} AS ${role}`, place, time, id, first, ...ids, ...times],
    from: before.doc,
  });
  const other = (table: Frag, as: Frag): Doc =>
    select({
      columns: [...keyNames, as, place, time, id, time, ...ids.map(() => id), ...times.map(() => time)],
      from: table.doc,
    });
  const until = from.until ? [other(from.until, ROLE.until)] : [];
  return {
    name: names.of(`waiting_for_${next.number}`),
    says: `partial matches (role 2) that wait for step ${next.number}, its events (role 1)${from.until ? ', and those of until (role 3)' : ''}`,
    body: unionAll([partial, other(from.step, ROLE.next), ...until]),
  };
}

/** The row right behind each row of a key. */
function behind({ chain, next, ids, times }: Advance, from: Frag): Cte {
  const { names, columns, keyNames } = chain;
  const [role, window] = [names.of('role'), names.of('in_order')];
  const lead = (column: Frag, as: string): Frag => q(0)`LEAD(${column}) OVER ${window} AS ${names.of(as)}`;
  return {
    name: names.of(`behind_${next.number}`),
    says: 'what stands right behind each row of its key',
    body: select({
      columns: [
        ...keyNames,
        role,
        names.of('first_time'),
        ...ids,
        ...times,
        lead(role, 'next_role'),
        lead(columns.place, 'next_place'),
        lead(columns.time, 'next_time'),
        lead(columns.id, 'next_id'),
      ],
      from: from.doc,
      behind: [q(0)`WINDOW ${window} AS (${partitioned(keyNames)}ORDER BY ${columns.place}, ${role})`.doc],
    }),
  };
}

/**
 * One step further: a partial match is taken by the row right behind it, if that is an event of the step. Anything else there has replaced or
 * ended it.
 */
function matched({ chain, next, ids, times }: Advance, from: Frag): Cte {
  const { names, columns, keyNames, maxspan, dialect } = chain;
  const [role, first] = [names.of('role'), names.of('first_time')];
  const [nextTime, nextId] = [names.of('next_time'), names.of('next_id')];
  const kept = isNeighbour(chain, next) ? [q(0)`${nextTime} AS ${names.of(`time_${next.number}`)}`] : [];
  const within = maxspan === undefined ? [] : [q(LEVEL.test)`${nextTime} <= ${dialect.stateful.later(first, maxspan)}`];
  return {
    name: names.of(`matched_${next.number}`),
    says: `partial matches with an event of step ${next.number} right behind them`,
    body: select({
      columns: [
        ...keyNames,
        q(0)`${names.of('next_place')} AS ${columns.place}`,
        q(0)`${nextTime} AS ${columns.time}`,
        q(0)`${nextId} AS ${columns.id}`,
        first,
        ...ids,
        q(0)`${nextId} AS ${names.of(`event_${next.number}`)}`,
        ...times,
        ...kept,
      ],
      from: from.doc,
      where: [
        q(LEVEL.test)`${role} = ${ROLE.partial}`,
        q(LEVEL.test)`${names.of('next_role')} = ${ROLE.next}`,
        ...within,
      ],
    }),
  };
}

function advance(step: Advance): readonly Cte[] {
  const first = waiting(step);
  const second = behind(step, first.name);
  return [first, second, matched(step, second.name)];
}

interface StepNames {
  readonly step: Frag;
  readonly until: Frag | undefined;
}

/** Whether a missing step stands beside a positive one. */
function isNeighbour({ query }: Chain, { number }: Numbered): boolean {
  return query.steps[number - 2]?.missing === true || query.steps[number]?.missing === true;
}

const chainTimes = (chain: Chain, done: readonly Numbered[]): readonly Frag[] =>
  done.filter((each) => isNeighbour(chain, each)).map(({ number }) => chain.names.of(`time_${number}`));

/** The missing steps by the positive ones that they stand between. */
function gapsOf(query: SequenceQuery): readonly Gap[] {
  const gaps: { before?: number; behind?: number; steps: number[] }[] = [];
  let before: number | undefined;
  for (const [i, step] of query.steps.entries()) {
    const open = gaps.at(-1);
    if (!step.missing) {
      if (open && open.behind === undefined) open.behind = i + 1;
      before = i + 1;
    } else if (open && open.behind === undefined) open.steps.push(i + 1);
    else gaps.push({ ...(before !== undefined && { before }), steps: [i + 1] });
  }
  return gaps;
}

/** The steps of a statement that finds a sequence, behind the scan; the last one holds the matches. */
export function sequenceCtes(chain: Chain, ordered: Frag, flagOf: (step: Step) => string): readonly Cte[] {
  const { names, columns, keyNames, query } = chain;
  const numbered = query.steps.map((step, i): Numbered => ({ step, number: i + 1 }));
  const positive = numbered.filter(({ step }) => !step.missing);
  const made = stepCtes(chain, ordered, flagOf);
  const [start, ...rest] = positive;
  if (!start) throw new Error('isorule bug: a sequence without events');
  const ctes = [...made.ctes];
  const { place, time, id } = columns;
  const startTimes = isNeighbour(chain, start) ? [q(0)`${time} AS ${names.of(`time_${start.number}`)}`] : [];
  const nameOf = (number: number): Frag => made.steps[number - 1] ?? raw('');
  ctes.push({
    name: names.of(`matched_${start.number}`),
    says: `every event of step ${start.number} begins a partial match`,
    body: select({
      columns: [
        ...keyNames,
        place,
        time,
        id,
        q(0)`${time} AS ${names.of('first_time')}`,
        q(0)`${id} AS ${names.of(`event_${start.number}`)}`,
        ...startTimes,
      ],
      from: nameOf(start.number).doc,
    }),
  });
  rest.forEach((next, i) => {
    const done = positive.slice(0, i + 1);
    const before = ctes.at(-1)?.name ?? raw('');
    const ids = taken(
      names,
      done.map(({ number }) => number),
    );
    const from = { step: nameOf(next.number), until: made.until };
    ctes.push(...advance({ chain, before, next, names: from, ids, times: chainTimes(chain, done) }));
  });
  const numbers = positive.map(({ number }) => number);
  ctes.push(
    ...missingCtes(
      { ...chain, carried: [...taken(names, numbers), ...chainTimes(chain, positive)], nameOf, ids: numbers.length },
      gapsOf(query),
      ctes.at(-1)?.name ?? raw(''),
    ),
  );
  return ctes;
}
