import { isChained, thresholdsOf } from '../../../src/ir/correlation.ts';
import type { CorrelationQuery } from '../../../src/ir/query.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import type { Emission, EmitOptions } from '../../../src/target/backend.ts';
import { unsupported } from '../../../src/target/emit-cond.ts';
import { type Frag, raw } from '../../../src/target/frag.ts';
import type { Note } from '../../../src/target/ledger.ts';
import { keyColumns } from '../key-columns.ts';
import { isLong } from '../lexical.ts';
import { Stateful } from '../stateful.ts';
import { timespan } from '../timespan.ts';
import { conditionLines } from './condition.ts';
import { hitTable } from './hits.ts';
import { type Level, levelOf, stepsOf } from './level.ts';
import { alertHitLines } from './windows.ts';

/** More rules in order than that fill pages. */
const MOST_ORDERED = 10;

const NO_SCAN =
  'an alert uses its hits up, and which hits are left is carried from row to row: that takes the operator `scan`';

const RESULT = ['FirstTime', 'LastTime', 'Events'] as const;

function refusal(query: CorrelationQuery): string | undefined {
  if (query.generate) return 'alerts of the rules beside those of the correlation';
  if (query.type === 'temporal_ordered' && query.rules.length > MOST_ORDERED) return 'more than ten rules in order';
  const isBig = (count: bigint | number): boolean =>
    typeof count === 'bigint' ? !isLong(count) : !Number.isFinite(count) || Math.abs(count) >= 2 ** 63;
  if (thresholdsOf(query.condition).some(({ count }) => isBig(count))) return 'a threshold of more than 64 bits';
  return undefined;
}

interface Written {
  readonly lines: readonly Frag[];
  readonly notes: readonly Note[];
}

/** The lines of a level and of those below it: at the end stands the table `alerts`, of rows of hits with the number of their alert. */
function levelLines(level: Level): Written {
  const { query, suffix, stateful, carries } = level;
  const why = refusal(query);
  if (why !== undefined) return { lines: [], notes: unsupported(query.type, why, query.origin).notes };
  const inner = new Map<number, Level>();
  const below = query.rules.map((rule, i): Written => {
    if (rule.query.kind === 'event') return { lines: [], notes: [] };
    const { columns, notes } = keyColumns(stepsOf(rule.query), stateful.taken);
    const own = levelOf(rule.query, stateful, columns, `${suffix}_${i + 1}`, carries);
    inner.set(i + 1, own);
    const written = levelLines(own);
    return { lines: [...written.lines, raw(innerAlerts(own))], notes: [...notes, ...written.notes] };
  });
  const span = timespan(query.timespan);
  const hits = hitTable(level, inner);
  return {
    lines: [
      ...below.flatMap(({ lines }) => lines),
      ...(span === undefined ? [] : [raw(`let span${suffix} = ${span};`)]),
      ...hits.lines,
      ...conditionLines(level),
      ...alertHitLines(level, span !== undefined).map((line) => raw(line)),
    ],
    notes: [...below.flatMap(({ notes }) => notes), ...hits.notes],
  };
}

const by = ({ keys }: Level): string => [...keys.map(({ name }) => name), 'AlertRow'].join(', ');

/** The alerts of a correlation below: each has the time and place of its last hit, and all events. */
function innerAlerts(level: Level): string {
  const { suffix, stateful } = level;
  const columns = stateful.eventColumns.map(([name]) => name);
  return [
    `let alerts${suffix} = ordered${suffix}`,
    '  | mv-expand Event = Events',
    `  | summarize Events = make_list(Event), arg_max(Row, ${columns.join(', ')}) by ${by(level)};`,
  ].join('\n');
}

/** The result of the outermost level: the events of each alert in order. */
function resultLines(level: Level): readonly string[] {
  const { stateful, carries } = level;
  const shown = stateful.identified ? 'tostring(Id)' : 'Time';
  const order = stateful.eventColumns.map(([name]) => name);
  const sorted = ['LastTime asc', ...level.keys.map(({ name }) => `${name} asc`)].join(', ');
  // Of a number the order is that of numbers, though what a dynamic value holds has no type of its own.
  const rest = order.slice(1).map((name, i) => ({ name, value: `Event[${i + 1}]` }));
  const unfolded = [
    'Time = todatetime(Event[0])',
    ...rest.flatMap(({ name, value }) => [`${name} = tostring(${value})`, `${name}_Number = tolong(${value})`]),
  ];
  const inTime = [
    'AlertRow asc',
    'Time asc',
    ...rest.flatMap(({ name }) => [`${name}_Number asc nulls last`, `${name} asc`]),
  ];
  return [
    'ordered',
    ...(carries
      ? [
          '// what several hits of an alert stand for is listed once',
          '| mv-expand Event = Events',
          `| summarize by ${[by(level), ...unfolded].join(', ')}`,
          `| sort by ${inTime.join(', ')}`,
        ]
      : []),
    `| summarize FirstTime = min(Time), LastTime = max(Time), Events = make_list(${shown}) by ${by(level)}`,
    `| sort by ${sorted}`,
  ];
}

/** A correlation as KQL: hits in the order of groups and time; one pass over them finds the windows, one more their hits. */
export function emitCorrelation(rule: Rule, query: CorrelationQuery, options: EmitOptions): Emission {
  const shown = query.groupBy.map((name) => (RESULT.some((own) => own === name) ? `${name}_` : name));
  const stateful = new Stateful(rule, stepsOf(query), options, false, shown);
  if (!options.scan) return { notes: unsupported(query.type, NO_SCAN, query.origin).notes, requires: [], trace: [] };
  const level = levelOf(query, stateful, stateful.keys, '', isChained(query));
  const { lines, notes } = levelLines(level);
  return stateful.emission({
    notes,
    declarations: lines,
    result: [...resultLines(level).map((line) => raw(line)), stateful.projection(RESULT.map((name) => [name, name]))],
    uses: ['scan'],
  });
}
