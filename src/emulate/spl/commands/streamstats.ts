import type { EvalExpr } from '../../../../grammars/spl/ast.ts';
import { parseEvalExpression } from '../../../../grammars/spl/parse.ts';
import { compileCondition } from '../eval/compile.ts';
import type { Aggregator, Sample } from '../stats/aggregator.ts';
import { singleGroupOf, statsArguments, type Term } from '../stats/terms.ts';
import { unescapeEval } from '../text-escapes.ts';
import { atoms, numberOf, type Row, type SplValue, withFields } from '../value.ts';
import { Arguments, type CommandCall, type SplCommand, type Stage } from './command.ts';
import { page } from './docs-page.ts';

/** Events that a window holds at most. [limits.conf, max_stream_window] */
const MAX_STREAM_WINDOW = 10_000;

type Samples = readonly (Sample | undefined)[];

/** The aggregates of one group, over the rows of it that are in the window. */
class Group {
  readonly #running: readonly Aggregator[];
  size = 0;

  constructor(terms: readonly Term[]) {
    this.#running = terms.map(({ known }) => known.make());
  }

  add(samples: Samples): void {
    this.size++;
    for (const [i, sample] of samples.entries()) if (sample) this.#running[i]?.add(sample);
  }

  drop(samples: Samples): void {
    this.size--;
    for (const [i, sample] of samples.entries()) if (sample) this.#running[i]?.drop(sample);
  }

  results(): readonly (SplValue | null)[] {
    return this.#running.map((aggregator) => aggregator.result());
  }
}

interface Entry {
  readonly group: Group;
  readonly samples: Samples;
  readonly time: number;
}

/** Rows in the order of their arrival; the oldest leave. */
class Window {
  #entries: Entry[] = [];
  #head = 0;

  push(entry: Entry): void {
    this.#entries.push(entry);
  }

  get size(): number {
    return this.#entries.length - this.#head;
  }

  dropWhile(outside: (oldest: Entry, size: number) => boolean): void {
    for (
      let oldest = this.#entries[this.#head];
      oldest && outside(oldest, this.size);
      oldest = this.#entries[this.#head]
    ) {
      oldest.group.drop(oldest.samples);
      this.#head++;
    }
    if (this.#head > 1000 && this.#head * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
  }
}

interface Settings {
  readonly terms: readonly Term[];
  readonly by: readonly string[];
  readonly current: boolean;
  /** Rows; 0 is no limit. */
  readonly window: number;
  /** One window for all groups, or one for each. */
  readonly global: boolean;
  /** Seconds. */
  readonly timeWindow: number | undefined;
  readonly onChange: boolean;
  readonly before: (row: Row) => boolean;
  readonly after: (row: Row) => boolean;
}

/** All groups and windows since the last reset. */
class State {
  readonly #settings: Settings;
  readonly #inclusive: boolean;
  #groups = new Map<string, Group>();
  #windows = new Map<string, Window>();

  constructor(settings: Settings, inclusive: boolean) {
    this.#settings = settings;
    this.#inclusive = inclusive;
  }

  reset(): void {
    this.#groups = new Map();
    this.#windows = new Map();
  }

  group(key: string): Group {
    const found = this.#groups.get(key) ?? new Group(this.#settings.terms);
    this.#groups.set(key, found);
    return found;
  }

  window(key: string): Window {
    const name = this.#settings.global || this.#settings.timeWindow !== undefined ? '' : key;
    const found = this.#windows.get(name) ?? new Window();
    this.#windows.set(name, found);
    return found;
  }

  add(key: string, samples: Samples, time: number): void {
    const group = this.group(key);
    group.add(samples);
    const { window, timeWindow } = this.#settings;
    if (window === 0 && timeWindow === undefined) return;
    this.window(key).push({ group, samples, time });
    const most = timeWindow === undefined ? window : MAX_STREAM_WINDOW;
    this.window(key).dropWhile((_oldest, size) => size > most);
  }

  /** Drops what is too far from a time. */
  expire(key: string, time: number): void {
    const { timeWindow } = this.#settings;
    if (timeWindow === undefined) return;
    this.window(key).dropWhile((oldest) => {
      const distance = Math.abs(time - oldest.time);
      return this.#inclusive ? distance > timeWindow : distance >= timeWindow;
    });
  }
}

/** Sees that times only rise or only fall, which a time window needs. [SR/streamstats] */
function orderWatch(call: CommandCall): (time: number) => void {
  let last: number | undefined;
  let direction = 0;
  return (time) => {
    const step = last === undefined ? 0 : Math.sign(time - last);
    if (step !== 0 && direction !== 0 && step !== direction)
      call.context.report('spl/not-sorted', { name: call.name }, call.span);
    if (step !== 0) direction = step;
    last = time;
  };
}

function timeOf(row: Row, settings: Settings, call: CommandCall): number {
  const time = settings.timeWindow === undefined ? 0 : numberOf(row.get('_time'));
  if (time === undefined) call.context.report('spl/no-time', { field: '_time' }, call.span);
  return time ?? 0;
}

/** Takes rows one after the other and gives each its statistics. */
class Stream {
  readonly #settings: Settings;
  readonly #call: CommandCall;
  readonly #state: State;
  readonly #watch: (time: number) => void;
  #key: string | undefined;

  constructor(settings: Settings, call: CommandCall) {
    this.#settings = settings;
    this.#call = call;
    this.#state = new State(settings, call.context.readings.timeWindowEdge === 'inside');
    this.#watch = orderWatch(call);
  }

  #resetBefore(key: string, row: Row): void {
    const { onChange, before } = this.#settings;
    const changed = this.#key !== undefined && this.#key !== key;
    if ((onChange && changed) || before(row)) this.#state.reset();
    this.#key = key;
  }

  #fields(key: string): readonly (readonly [string, SplValue | null | undefined])[] {
    const group = this.#state.group(key);
    const absent = group.size === 0 && this.#call.context.readings.countBeforeFirst === 'absent';
    const results = absent ? [] : group.results();
    for (const value of results) this.#call.context.spend(atoms(value).length, this.#call.span);
    return this.#settings.terms.map((term, i) => [term.output, results[i]] as const);
  }

  next(row: Row): Row {
    const { terms, by, current, after } = this.#settings;
    const key = singleGroupOf(row, by, this.#call);
    if (key === undefined) return row;
    this.#resetBefore(key, row);
    const time = timeOf(row, this.#settings, this.#call);
    this.#watch(time);
    const samples = terms.map((term) => term.sample(row));
    if (current) this.#state.add(key, samples, time);
    this.#state.expire(key, time);
    const next = withFields(row, this.#fields(key));
    if (!current) this.#state.add(key, samples, time);
    if (after(next)) this.#state.reset();
    return next;
  }
}

const stage =
  (settings: Settings, call: CommandCall): Stage =>
  (rows) => {
    const stream = new Stream(settings, call);
    return rows.map((row) => stream.next(row));
  };

/** `reset_before=(…)`, or the same in quotes. */
function condition(args: Arguments, name: string, call: CommandCall): (row: Row) => boolean {
  const value = args.option(name)?.value;
  const expr =
    value?.kind === 'eval'
      ? value.value
      : value?.kind === 'word'
        ? quoted(value.value.text, value.span, call)
        : undefined;
  if (!value) return () => false;
  if (!expr) {
    call.context.report('spl/option-value', { command: call.name, name }, value.span);
    return () => false;
  }
  const test = compileCondition(expr, call.context);
  return (row) => test(row) === true;
}

function quoted(text: string, span: CommandCall['span'], call: CommandCall): EvalExpr | undefined {
  const parsed = parseEvalExpression(unescapeEval(text), span);
  for (const found of parsed.diagnostics) call.context.add(found);
  return parsed.tree;
}

function windowOf(args: Arguments, call: CommandCall): number {
  const window = args.count('window', 0);
  if (window > 0 && args.option('time_window'))
    call.context.report('spl/option', { command: call.name, name: 'time_window' }, call.span);
  return window === 0 && call.context.readings.streamWindowCap === '10000' ? MAX_STREAM_WINDOW : window;
}

const OPTIONS = ['current', 'window', 'global', 'time_window', 'reset_on_change', 'reset_before', 'reset_after'];

function build(call: CommandCall): Stage {
  const args = new Arguments(call, OPTIONS);
  const settings: Settings = {
    ...statsArguments(args, call),
    current: args.flag('current', true),
    window: windowOf(args, call),
    global: args.flag('global', true),
    timeWindow: args.span('time_window'),
    onChange: args.flag('reset_on_change', false),
    before: condition(args, 'reset_before', call),
    after: condition(args, 'reset_after', call),
  };
  return stage(settings, call);
}

export const streamstats: SplCommand = {
  case: 'S138',
  docs: page('Streamstats'),
  open: 'the edges of time windows; the default cap of a window; the first row with current=f; rows without a BY field',
  build,
};
