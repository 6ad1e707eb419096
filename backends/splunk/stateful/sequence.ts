import type { SequenceQuery } from '../../../src/ir/query.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import { fieldsOfQuery } from '../../../src/ir/walk.ts';
import type { Emission, EmitOptions } from '../../../src/target/backend.ts';
import { type Frag, lines, q, raw } from '../../../src/target/frag.ts';
import type { Note } from '../../../src/target/ledger.ts';
import {
  type Aggregate,
  type Assignment,
  evalLine,
  fn,
  sortLine,
  statsLine,
  tableLine,
  whereLine,
} from '../commands.ts';
import { columnName, fieldName, string } from '../lexical.ts';
import { allOf, anyOf, compared, FALSE } from '../scope.ts';
import { emission } from './emission.ts';
import { decodedKeys } from './keys.ts';
import { type Kind, type Kinds, kindsOf } from './kinds.ts';
import { freshNames } from './names.ts';
import { type Rows, readRows } from './rows.ts';
import { secondsText } from './seconds.ts';

const ONE = raw('1');
const ZERO = raw('0');
const TIME = raw('_time');
const NULL = raw('null()');

/** What stands for a missing step among the ids of a match. */
const NO_EVENT = '-';

/** A match on its way: what the rows carry from step to step. */
class Chain {
  readonly #rows: Rows;
  readonly #kinds: Kinds;
  readonly #maxspan: bigint | undefined;
  readonly #id: string;

  constructor(rows: Rows, kinds: Kinds, maxspan: bigint | undefined, id: string) {
    this.#rows = rows;
    this.#kinds = kinds;
    this.#maxspan = maxspan;
    this.#id = id;
  }

  #name(stem: string, step: number): string {
    return this.#rows.nameOf(`${stem}${step + 1}`);
  }

  #own(stem: string, step: number): Frag {
    return raw(this.#name(stem, step));
  }

  /** What the latest event before that has it carries. */
  #carried(stem: string, step: number): Frag {
    return raw(this.#rows.nameOf(`last_${stem}${step + 1}`));
  }

  #gapsAt(before: number): readonly Kind[] {
    return this.#kinds.gaps.filter((gap) => gap.before === before).map(({ kind }) => kind);
  }

  #isInside(before: number): boolean {
    return before > 0 && before < this.#kinds.steps.length && this.#gapsAt(before).length > 0;
  }

  /** Whether a row may be taken for a step, as far as the steps before say. */
  reaches(step: number): Frag {
    const kind = this.#kinds.steps[step];
    if (!kind) throw new Error('isorule bug: a sequence without such a step');
    const isKind = this.#rows.isKind(kind);
    if (step === 0) return isKind;
    const waiting = compared(this.#carried('open', step - 1), '=', ONE);
    return allOf([isKind, waiting, ...this.#inSpan(this.#carried('start', step - 1))]);
  }

  #inSpan(start: Frag): readonly Frag[] {
    if (this.#maxspan === undefined) return [];
    return [compared(fn('round', q(2)`_time-${start}`, raw('6')), '<=', raw(secondsText(this.#maxspan)))];
  }

  start(step: number): Frag {
    return step === 0 ? TIME : this.#carried('start', step - 1);
  }

  /** The ids of the events so far, in step order. */
  ids(step: number): Frag {
    const marks = (before: number): string => `${NO_EVENT} `.repeat(this.#gapsAt(before).length);
    const before = step === 0 ? undefined : this.#carried('ids', step - 1);
    const between = `${step === 0 ? '' : ' '}${marks(step)}`;
    const last = step === this.#kinds.steps.length - 1;
    const trailing = last ? ` ${NO_EVENT}`.repeat(this.#gapsAt(step + 1).length) : '';
    const parts = [
      ...(before ? [before] : []),
      ...(between === '' ? [] : [string(between)]),
      fieldName(this.#id),
      ...(trailing === '' ? [] : [string(trailing)]),
    ];
    return { level: 2, doc: parts.flatMap(({ doc }, i) => (i > 0 ? ['.', doc] : [doc])) };
  }

  /** 1 where an event of a missing step lies between two events of the match. */
  broken(step: number): Frag | undefined {
    const before = step > 0 ? this.#brokenBefore(step - 1) : undefined;
    if (!this.#isInside(step)) return before;
    const gap = compared(this.gap(step), '>', this.#carried('at', step - 1));
    return fn('if', gap, ONE, before ?? ZERO);
  }

  #brokenBefore(step: number): Frag | undefined {
    const any = Array.from({ length: step }, (_, i) => i + 1).some((i) => this.#isInside(i));
    return any ? this.#carried('broken', step) : undefined;
  }

  /** When the latest missing event of a place was, before the row's time. */
  gap(before: number): Frag {
    return raw(this.#rows.nameOf(`missing_before${before + 1}`));
  }

  /** When the latest missing event before the whole match was; 0 for never. */
  lead(step: number): Frag {
    return step === 0 ? fn('coalesce', this.gap(0), ZERO) : this.#carried('lead', step - 1);
  }

  /** What a row carries on if it is taken for a step. */
  #cargo(step: number): readonly (readonly [string, Frag])[] {
    const broken = this.broken(step);
    return [
      ['start', this.start(step)],
      ['ids', this.ids(step)],
      ...(this.#isInside(step + 1) ? [['at', TIME] as const] : []),
      ...(broken ? [['broken', broken] as const] : []),
      ...(this.#gapsAt(0).length > 0 ? [['lead', this.lead(step)] as const] : []),
    ];
  }

  /** Takes rows for a step that is not the last, and hands what they carry to the rows behind them. */
  pass(step: number): readonly Frag[] {
    const { until, steps } = this.#kinds;
    const next = steps[step + 1];
    if (!next) throw new Error('isorule bug: nothing comes behind the last step');
    const { isKind, by } = this.#rows;
    const reached = this.#own('match', step);
    const taken = compared(reached, '=', ONE);
    const open = fn('case', ...(until ? [isKind(until), ZERO] : []), taken, ONE, isKind(next), ZERO);
    const cargo = this.#cargo(step);
    const assignments: readonly Assignment[] = [
      [this.#name('match', step), fn('if', this.reaches(step), ONE, ZERO)],
      [this.#name('open', step), open],
      ...cargo.map(([stem, value]): Assignment => [this.#name(stem, step), fn('if', taken, value, NULL)]),
    ];
    const aggregates = ['open', ...cargo.map(([stem]) => stem)].map((stem): Aggregate => {
      const name = this.#name(stem, step);
      return [fn('last', raw(name)), this.#rows.nameOf(`last_${stem}${step + 1}`)];
    });
    return [...assignments.map((one) => evalLine(one)), statsLine('streamstats current=f', aggregates, by)];
  }
}

/** The order of rows. */
function orderKeys({ time }: Rule, { split, nameOf }: Rows, late: readonly Frag[]): readonly Frag[] {
  const ties = time.tiebreaker === undefined ? [] : [columnName(time.tiebreaker)];
  const rows = split ? [raw(nameOf('event')), raw(`-num(${nameOf('step')})`)] : [];
  return [TIME, ...late, ...ties, ...rows];
}

/** The times of missing events where rows can see them: the latest before each row's time, and the earliest after. */
function gapLines(
  rows: Rows,
  { gaps, steps }: Kinds,
): { readonly early: readonly Frag[]; readonly late: readonly Frag[]; readonly order: readonly Frag[] } {
  if (gaps.length === 0) return { early: [], late: [], order: [] };
  const { isKind, nameOf, by } = rows;
  const places = [...new Set(gaps.map(({ before }) => before))];
  const isAt = (place: number): Frag =>
    anyOf(gaps.filter(({ before }) => before === place).map(({ kind }) => isKind(kind)));
  const late = raw(nameOf('missing'));
  const timeAt = (place: number): string => nameOf(`missing_at${place + 1}`);
  const seen = (place: number): Aggregate => [
    fn('last', raw(timeAt(place))),
    nameOf(place === steps.length ? 'missing_after' : `missing_before${place + 1}`),
  ];
  const before = places.filter((place) => place < steps.length);
  const times = places.map((place): Assignment => [timeAt(place), fn('if', isAt(place), TIME, NULL)]);
  return {
    order: [late],
    early: [
      evalLine([nameOf('missing'), fn('if', anyOf(gaps.map(({ kind }) => isKind(kind))), ONE, ZERO)]),
      ...times.map((time) => evalLine(time)),
      ...(places.includes(steps.length)
        ? [sortLine([raw('-_time'), late]), statsLine('streamstats', [seen(steps.length)], by)]
        : []),
    ],
    late: before.length > 0 ? [statsLine('streamstats', before.map(seen), by)] : [],
  };
}

/** What must hold of a match besides, because of missing steps. */
function quietTests(
  chain: Chain,
  { gaps, steps }: Kinds,
  maxspan: bigint | undefined,
  nameOf: Rows['nameOf'],
): readonly Frag[] {
  const last = steps.length - 1;
  const broken = chain.broken(last);
  const leads = gaps.some(({ before }) => before === 0);
  const trails = gaps.some(({ before }) => before === steps.length);
  const tests = broken ? [compared(broken, '=', ZERO)] : [];
  if (!leads && !trails) return tests;
  const after = raw(nameOf('missing_after'));
  const from = leads ? chain.lead(last) : chain.start(last);
  const apart = compared(
    fn('round', q(2)`${trails ? after : TIME}-${from}`, raw('6')),
    '>',
    raw(secondsText(maxspan ?? 0n)),
  );
  return [...tests, trails ? anyOf([fn('isnull', after), apart]) : apart];
}

/** The first or last matches; they stand in the order of their last events. */
function pipeLines(query: SequenceQuery): readonly Frag[] {
  return query.pipes.flatMap((pipe) => {
    if (pipe.count === 0n) return [whereLine(FALSE)];
    const cut = raw(`| ${pipe.kind} ${pipe.count}`);
    return pipe.kind === 'head' ? [cut] : [cut, raw('| reverse')];
  });
}

/** One event may complete matches under several values of a list; the order of those is not that of their keys. */
function pipeNotes({ pipes: [pipe] }: SequenceQuery, { keys }: Rows): readonly Note[] {
  if (!pipe || !keys.some(({ list }) => list)) return [];
  const why = 'which of several matches that one event completes comes first, where a key has several values';
  return [{ effect: 'unsupported', construct: pipe.kind, why, ...(pipe.origin && { origin: pipe.origin }) }];
}

/** A sequence as SPL: one pass of `streamstats` a step. */
export function emitSequence(rule: Rule, query: SequenceQuery, options: EmitOptions): Emission {
  const id = options.idColumn ?? '_time';
  const { tiebreaker } = rule.time;
  const kept = [...(tiebreaker === undefined ? [] : [tiebreaker]), id];
  const nameOf = freshNames([...fieldsOfQuery(query).map(({ name }) => name), ...kept]);
  const kinds = kindsOf(query.steps, query.until);
  const rows = readRows({ rule, kinds: kinds.all, split: kinds.gaps.length > 0, kept, options, nameOf });
  const chain = new Chain(rows, kinds, query.maxspan, id);
  const last = kinds.steps.length - 1;
  const gap = gapLines(rows, kinds);
  const tests = quietTests(chain, kinds, query.maxspan, nameOf);
  const [first, end, ids] = [nameOf('firstTime'), nameOf('lastTime'), nameOf('events')];
  return emission(rule, options, {
    conditions: rows.conditions,
    keys: rows.keys,
    notes: pipeNotes(query, rows),
    names: [...kept, ...rows.keys.flatMap(({ fields }) => fields.map(({ name }) => name))],
    columns: [first, end, ...rows.by, ids],
    text: lines([
      ...rows.lines,
      ...gap.early,
      sortLine(orderKeys(rule, rows, gap.order)),
      ...gap.late,
      ...kinds.steps.slice(0, last).flatMap((_, step) => chain.pass(step)),
      whereLine(chain.reaches(last)),
      ...tests.map(whereLine),
      evalLine([first, chain.start(last)]),
      evalLine([end, TIME]),
      evalLine([ids, fn('split', chain.ids(last), string(' '))]),
      ...decodedKeys(rows.keys).map((one) => evalLine(one)),
      ...pipeLines(query),
      tableLine([first, end, ...rows.by, ids]),
    ]),
  });
}
