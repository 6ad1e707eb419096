import type { OptionArgument, SearchExpr } from '../../../../grammars/spl/ast.ts';
import { parseSearchCondition } from '../../../../grammars/spl/parse.ts';
import { compileCondition } from '../eval/compile.ts';
import { compileSearch } from '../search/compile.ts';
import { unescapeEval } from '../text-escapes.ts';
import {
  atoms,
  compareText,
  isMulti,
  numberOf,
  type Row,
  type SplValue,
  several,
  textOf,
  withFields,
} from '../value.ts';
import { Arguments, type CommandCall, type SplCommand, type Stage } from './command.ts';
import { page } from './docs-page.ts';

type Test = (row: Row) => boolean;

interface Settings {
  readonly fields: readonly string[];
  readonly starts: Test | undefined;
  readonly ends: Test | undefined;
  readonly maxSpan: number;
  readonly maxPause: number;
  readonly maxEvents: number;
  readonly keepEvicted: boolean;
  readonly keepLists: boolean;
}

/** Events of one transaction, the newest first, as the command meets them. */
interface Open {
  readonly events: Row[];
  readonly newest: number;
  oldest: number;
  /** Its last event met `endswith`; true where there is none to meet. */
  readonly ended: boolean;
}

interface Closed {
  readonly events: readonly Row[];
  readonly complete: boolean;
}

const timeOf = (row: Row): number => numberOf(row.get('_time')) ?? 0;

/** Puts events, newest first, into transactions. [SR/transaction] */
class Grouping {
  readonly closed: Closed[] = [];
  readonly #open = new Map<string, Open>();
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  #close(key: string, complete: boolean): void {
    const open = this.#open.get(key);
    if (!open) return;
    this.#open.delete(key);
    this.closed.push({ events: open.events, complete: complete && open.ended });
  }

  /** The span must stay below maxspan, a pause may reach maxpause. */
  #fits(open: Open, time: number): boolean {
    const { maxSpan, maxPause } = this.#settings;
    return open.newest - time < maxSpan && open.oldest - time <= maxPause;
  }

  add(key: string, row: Row): void {
    const { starts, ends, maxEvents } = this.#settings;
    const time = timeOf(row);
    const isEnd = ends?.(row) ?? false;
    const before = this.#open.get(key);
    // What is left behind without its start was cut short.
    if (before && (isEnd || !this.#fits(before, time))) this.#close(key, starts === undefined);
    const open = this.#open.get(key) ?? { events: [], newest: time, oldest: time, ended: isEnd || ends === undefined };
    this.#open.set(key, open);
    open.events.push(row);
    open.oldest = time;
    if (starts?.(row)) this.#close(key, true);
    else if (open.events.length >= maxEvents) this.#close(key, true);
  }

  finish(): readonly Closed[] {
    for (const key of [...this.#open.keys()]) this.#close(key, this.#settings.starts === undefined);
    return this.closed;
  }
}

/** The union of the values of each field, sorted, or with `mvlist` all of them in order. */
function union(events: readonly Row[], keepLists: boolean): ReadonlyMap<string, SplValue | null> {
  const all = new Map<string, (string | number)[]>();
  for (const row of [...events].reverse()) {
    for (const [name, value] of row) {
      const values = all.get(name) ?? [];
      for (const atom of atoms(value)) values.push(atom);
      all.set(name, values);
    }
  }
  return new Map(
    [...all].map(([name, values]) => {
      const distinct = new Map(values.map((value) => [textOf(value), value]));
      const sorted = [...distinct.keys()].sort(compareText).map((text) => distinct.get(text) ?? text);
      return [name, several(keepLists ? values : sorted)];
    }),
  );
}

function result({ events, complete }: Closed, keepLists: boolean): Row {
  const times = events.map(timeOf);
  const start = Math.min(...times.slice(-1), ...times.slice(0, 1));
  const raw = [...events].reverse().flatMap((row) => atoms(row.get('_raw')).map(textOf));
  return withFields(new Map(), [
    ...union(events, keepLists),
    ['_time', start],
    ['_raw', raw.length === 0 ? null : raw.join('\n')],
    ['duration', Math.max(...times.slice(0, 1)) - start],
    ['eventcount', events.length],
    ['closed_txn', complete ? 1 : 0],
  ]);
}

/** With several fields events are linked through any that they share, so an event without one is refused here. */
function keyOf(row: Row, names: readonly string[], call: CommandCall): string {
  const values = names.map((name) => row.get(name));
  if (values.includes(undefined)) call.context.report('spl/transaction-field', {}, call.span);
  if (values.some(isMulti)) call.context.report('spl/multivalue', { name: call.name }, call.span);
  return JSON.stringify(values.map((value) => atoms(value).map(textOf)));
}

function stage(settings: Settings, call: CommandCall): Stage {
  return (rows) => {
    const grouping = new Grouping(settings);
    let last = Number.POSITIVE_INFINITY;
    for (const row of rows) {
      const time = numberOf(row.get('_time'));
      if (time === undefined) call.context.report('spl/no-time', { field: '_time' }, call.span);
      if (time !== undefined && time > last) call.context.report('spl/not-sorted', { name: call.name }, call.span);
      last = time ?? last;
      grouping.add(keyOf(row, settings.fields, call), row);
    }
    const done = grouping.finish().filter(({ complete }) => complete || settings.keepEvicted);
    return done.map((closed) => result(closed, settings.keepLists)).sort((a, b) => timeOf(b) - timeOf(a));
  };
}

function searchTest(expr: SearchExpr | undefined, call: CommandCall): Test {
  return expr ? compileSearch(expr, call.context) : () => false;
}

/** `startswith=eval(…)`, `startswith=(search)`, `startswith="search"`. */
function condition(option: OptionArgument | undefined, call: CommandCall): Test | undefined {
  const value = option?.value;
  if (!value) return undefined;
  if (value.kind === 'eval') {
    const test = compileCondition(value.value, call.context);
    return (row) => test(row) === true;
  }
  if (value.kind === 'search') return searchTest(value.value, call);
  const { text, quoted } = value.value;
  const parsed = parseSearchCondition(quoted ? unescapeEval(text) : text, value.span);
  for (const found of parsed.diagnostics) call.context.add(found);
  return searchTest(parsed.tree, call);
}

const OPTIONS = ['startswith', 'endswith', 'maxspan', 'maxpause', 'maxevents', 'keepevicted', 'mvlist'];

/** Events of a transaction at most, by default. [SR/transaction] */
const MAX_EVENTS = 1000;

function build(call: CommandCall): Stage {
  const args = new Arguments(call, OPTIONS);
  const settings: Settings = {
    fields: args.fields(),
    starts: condition(args.option('startswith'), call),
    ends: condition(args.option('endswith'), call),
    maxSpan: args.span('maxspan') ?? Number.POSITIVE_INFINITY,
    maxPause: args.span('maxpause') ?? Number.POSITIVE_INFINITY,
    maxEvents: args.count('maxevents', MAX_EVENTS),
    keepEvicted: args.flag('keepevicted', false),
    keepLists: args.flag('mvlist', false),
  };
  const onlyEnd = settings.ends && !settings.starts;
  if (onlyEnd)
    call.context.report('spl/unsupported', { what: 'transaction with endswith but without startswith' }, call.span);
  return stage(settings, call);
}

export const transaction: SplCommand = {
  case: 'S153',
  docs: page('Transaction'),
  open: 'what becomes of evicted groups in detail; endswith alone, events without one of the fields, and other orders than newest first are refused',
  build,
};
