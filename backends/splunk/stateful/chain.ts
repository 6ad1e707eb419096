import { generates } from '../../../src/ir/correlation.ts';
import type { CorrelationQuery } from '../../../src/ir/query.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import { fieldsOfQuery } from '../../../src/ir/walk.ts';
import type { Emission, EmitOptions } from '../../../src/target/backend.ts';
import { unsupported } from '../../../src/target/emit-cond.ts';
import { type Frag, lines, q, raw } from '../../../src/target/frag.ts';
import type { Note } from '../../../src/target/ledger.ts';
import {
  type Assignment,
  appendLine,
  evalLine,
  expandLine,
  fn,
  sortLine,
  statsLine,
  tableLine,
  whereLine,
} from '../commands.ts';
import { canQuote, columnName, fieldName, string } from '../lexical.ts';
import { compared } from '../scope.ts';
import { correlationNotes } from './correlation-notes.ts';
import { emission } from './emission.ts';
import { groupOrder, numberLines, renameLines } from './hits.ts';
import { judged } from './judged.ts';
import {
  type ChainNames,
  eventKeys,
  eventKinds,
  fieldsOf,
  isHit,
  type Level,
  levelHits,
  levelOf,
  levelsOf,
} from './levels.ts';
import { freshNames } from './names.ts';
import { type Rows, readRows } from './rows.ts';

const TIME = raw('_time');
const [ONE, NULL] = [raw('1'), raw('null()')];

/** The columns of hits, be they events or alerts, and of the result. */
interface Names extends ChainNames {
  /** The time of the first event. */
  readonly began: string;
  /** The events that a hit stands for: their numbers and ids. */
  readonly hit: string;
  /** The window of an alert, of which each has one in its level. */
  readonly window: string;
  /** Set where a row is an alert of the outermost correlation. */
  readonly found: string;
}

function namesFor(nameOf: (wanted: string) => string): Names {
  return {
    event: nameOf('event'),
    source: nameOf('hit_source'),
    began: nameOf('began'),
    hit: nameOf('hit'),
    window: nameOf('window'),
    found: nameOf('found'),
    nameOf,
  };
}

const joined = (...parts: readonly Frag[]): Frag => ({
  level: 2,
  doc: parts.flatMap(({ doc }, i) => (i > 0 ? ['.', string(':').doc, '.', doc] : [doc])),
});

/** The hits of a level become a row an alert: `began`, `_time`, `event`, `hit`, the values of its group under the names that it has for them. */
function alertLines(level: Level, names: Names): readonly Frag[] | string {
  const { event, began, hit } = names;
  const hits = levelHits(level, names);
  const written = judged(level.query, hits);
  if (typeof written === 'string') return written;
  return [
    ...hits.lines,
    ...written.lines,
    statsLine(
      'stats',
      [
        [fn('min', raw(began)), began],
        [fn('max', TIME), '_time'],
        [fn('max', raw(event)), event],
        [fn('values', raw(hit)), hit],
        ...written.aggregates,
      ],
      [written.window, ...hits.by],
    ),
    ...(written.test ? [whereLine(written.test)] : []),
    ...renameLines(level.query, hits),
  ];
}

/** The alerts of a correlation below, as hits of the rule in whose place it stands. */
function hitLine(level: Level, around: Level, rule: number, names: Names): Frag | string {
  const alerts = alertLines(level, names);
  if (typeof alerts === 'string') return alerts;
  const { event, began, hit, source, nameOf } = names;
  const flags = around.kinds.map(({ flag }, i): Assignment => [nameOf(flag), raw(i === rule ? '1' : '0')]);
  const sources: readonly Assignment[] = around.split
    ? [[source, joined(string(level.prefix), raw(names.window))]]
    : [];
  const sourced = sources.map(([name]) => name);
  const kept = ['_time', event, began, hit, ...sourced, ...level.query.groupBy, ...flags.map(([name]) => name)];
  return appendLine(isHit(level, nameOf), [...alerts, evalLine(...sources, ...flags), tableLine(kept)]);
}

/** The alerts of all correlations below a level, those of the innermost first. */
function innerLines(level: Level, names: Names): readonly Frag[] | string {
  const written: Frag[] = [];
  for (const [rule, below] of level.inner) {
    const deeper = innerLines(below, names);
    if (typeof deeper === 'string') return deeper;
    const line = hitLine(below, level, rule, names);
    if (typeof line === 'string') return line;
    written.push(...deeper, line);
  }
  return written;
}

/** A rule that alerts beside the correlation: the flag of its rows, and its title. */
interface Beside {
  readonly flag: string;
  readonly title: string;
}

const besides = (level: Level, { nameOf }: Names): readonly Beside[] =>
  levelsOf(level).flatMap(({ query, kinds }) =>
    query.generate ? kinds.map(({ flag }, i) => ({ flag: nameOf(flag), title: query.rules[i]?.title ?? '' })) : [],
  );

/** What the result says, and its columns. */
interface Result {
  readonly lines: readonly Frag[];
  readonly columns: readonly string[];
}

function shownLines(names: Names): readonly Frag[] {
  const { began, hit, nameOf } = names;
  return [
    evalLine(
      [nameOf('firstTime'), raw(began)],
      [nameOf('lastTime'), TIME],
      [nameOf('events'), fn('mvmap', raw(hit), fn('substr', raw(hit), raw('12')))],
    ),
  ];
}

/** The alerts of the outermost correlation alone. */
function ownResult(level: Level, names: Names, alerts: readonly Frag[]): Result {
  const { nameOf } = names;
  const { groupBy } = level.query;
  const columns = [nameOf('firstTime'), nameOf('lastTime'), ...groupBy, nameOf('events')];
  return {
    columns,
    lines: [
      whereLine(isHit(level, nameOf)),
      ...alerts,
      ...shownLines(names),
      sortLine([raw(names.event), ...groupOrder(groupBy)]),
      tableLine(columns),
    ],
  };
}

/** The alerts of the rules that alert as well, each with the title of its rule. A row that several rules find alerts for each of them. */
function fullResult(level: Level, names: Names, alerts: readonly Frag[], title: string | undefined): Result {
  const { nameOf, found } = names;
  const { groupBy } = level.query;
  const [number, rule] = [nameOf('rule_number'), nameOf('rule')];
  const all = [...besides(level, names), { flag: found, title }];
  const columns = [rule, nameOf('firstTime'), nameOf('lastTime'), ...groupBy, nameOf('events')];
  const isUp = (flag: string): Frag => compared(raw(flag), '=', ONE);
  // As many digits for all: the numbers stand in order as texts.
  const numberOf = (at: number): Frag => string(String(at + 1).padStart(String(all.length).length, '0'));
  const titles = all.flatMap((one, i) =>
    one.title === undefined ? [] : [compared(raw(number), '=', numberOf(i)), string(one.title)],
  );
  return {
    columns,
    lines: [
      appendLine(isHit(level, nameOf), [...alerts, evalLine([found, ONE])]),
      evalLine([number, fn('mvappend', ...all.map(({ flag }, i) => fn('if', isUp(flag), numberOf(i), NULL)))]),
      whereLine(fn('isnotnull', raw(number))),
      expandLine(number),
      evalLine([rule, fn('case', ...titles)]),
      ...shownLines(names),
      sortLine([raw(names.event), fn('str', raw(number)), q(0)`num(${raw(names.window)})`]),
      tableLine(columns),
    ],
  };
}

/** The events that some rule of a chain finds, with a flag for each rule, numbered in the order of time. */
function eventLines(read: Rows, id: string, { time }: Rule, names: Names, levels: readonly Level[]): readonly Frag[] {
  const { event, began, hit, source, nameOf } = names;
  const ties = time.tiebreaker === undefined ? [] : [columnName(time.tiebreaker)];
  const ofAlerts = levels.flatMap(({ kinds, inner }) => kinds.filter((_, i) => inner.has(i)));
  return [
    ...read.lines,
    sortLine([TIME, ...ties]),
    ...numberLines(event),
    evalLine(
      [began, TIME],
      [hit, joined(raw(event), fieldName(id))],
      ...(levels.some(({ split }) => split) ? [[source, raw(event)] as const] : []),
      ...ofAlerts.map(({ flag }): Assignment => [nameOf(flag), raw('0')]),
    ),
  ];
}

const MAY_BE_CUT: Pick<Note, 'effect' | 'why' | 'assumption'> = {
  effect: 'conditional',
  why: 'limits.conf bounds the results of commands that add rows (maxresultrows), and the page of appendpipe names no limit',
  assumption: 'splunk/appended-rows',
};

/** A correlation with others in place of its rules, or whose rules alert as well: the alerts of each level are appended to the rows of events, as hits of the level around. */
export function emitChain(rule: Rule, query: CorrelationQuery, options: EmitOptions): Emission {
  const refuse = (why: string): Emission => ({
    notes: unsupported(query.type, why, query.origin).notes,
    requires: [],
    trace: [],
  });
  const id = options.idColumn ?? '_time';
  const { timestamp, tiebreaker } = rule.time;
  const groups = allGroups(query);
  const nameOf = freshNames([
    ...fieldsOfQuery(query).map(({ name }) => name),
    ...(tiebreaker === undefined ? [] : [tiebreaker]),
    id,
    ...groups,
  ]);
  const names = namesFor(nameOf);
  const level = levelOf(query, nameOf);
  const levels = levelsOf(level);
  const kept = [...(tiebreaker === undefined ? [] : [tiebreaker]), id, ...new Set(levels.flatMap(fieldsOf))];
  const kinds = levels.flatMap(eventKinds).map((kind): typeof kind => ({ ...kind, keys: [] }));
  const rows = readRows({ rule, kinds, split: false, kept, options, nameOf });
  const below = innerLines(level, names);
  if (typeof below === 'string') return refuse(below);
  const alerts = alertLines(level, names);
  if (typeof alerts === 'string') return refuse(alerts);
  const title = rule.metadata.name;
  const isFull = generates(query);
  if (isFull && ![title ?? '', ...besides(level, names).map((one) => one.title)].every(canQuote))
    return refuse('a title of a rule that no quotes hold');
  const result = isFull ? fullResult(level, names, alerts, title) : ownResult(level, names, alerts);
  return emission(rule, options, {
    conditions: rows.conditions,
    keys: levels.flatMap(eventKeys),
    notes: [
      ...levels.flatMap((one) => correlationNotes(one.query)),
      {
        ...MAY_BE_CUT,
        construct: query.type,
        witness: { [timestamp]: '2024-05-01T10:00:00Z' },
        ...(query.origin && { origin: query.origin }),
      },
    ],
    names: [...kept, ...groups],
    columns: result.columns,
    text: lines([...eventLines(rows, id, rule, names, levels), ...below, ...result.lines]),
  });
}

const allGroups = ({ groupBy, rules }: CorrelationQuery): readonly string[] => [
  ...groupBy,
  ...rules.flatMap(({ query }) => (query.kind === 'correlation' ? allGroups(query) : [])),
];
