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
import { conditionFunction } from './condition.ts';
import { hitTable } from './hits.ts';
import { keepsAlerts, keptAlerts } from './kept.ts';
import { type Level, levelOf, stepsOf } from './level.ts';
import { againNote, pairLines, withoutScan } from './pairs.ts';
import { by, resultLines } from './result.ts';
import { alertHitLines } from './windows.ts';

/** More rules in order than that fill pages. */
const MOST_ORDERED = 10;

const RESULT = ['FirstTime', 'LastTime', 'Events'] as const;
const KEPT_RESULT = [...RESULT, 'Rule'] as const;

function refusal(query: CorrelationQuery): string | undefined {
  if (query.type === 'temporal_ordered' && query.rules.length > MOST_ORDERED) return 'more than ten rules in order';
  const isBig = (count: bigint | number): boolean =>
    typeof count === 'bigint' ? !isLong(count) : !Number.isFinite(count) || Math.abs(count) >= 2 ** 63;
  if (thresholdsOf(query.condition).some(({ count }) => isBig(count))) return 'a threshold of more than 64 bits';
  return undefined;
}

interface Written {
  /** The tables of alerts that `generate` keeps. */
  readonly kept: readonly string[];
  readonly lines: readonly Frag[];
  readonly notes: readonly Note[];
}

/** The lines of a level and of those below it: at the end stands the table `alerts`, of rows of hits with the number of their alert. */
function levelLines(level: Level, outer: CorrelationQuery, scan: boolean): Written {
  const { query, suffix, stateful, carries } = level;
  const why = refusal(query);
  if (why !== undefined) return { kept: [], lines: [], notes: unsupported(query.type, why, query.origin).notes };
  const inner = new Map<number, Level>();
  const below = query.rules.map((rule, i): Written => {
    if (rule.query.kind === 'event') return { kept: [], lines: [], notes: [] };
    const { columns, notes } = keyColumns(stepsOf(rule.query), stateful.taken);
    const own = levelOf(rule.query, stateful, columns, `${suffix}_${i + 1}`, carries);
    inner.set(i + 1, own);
    const written = levelLines(own, outer, scan);
    return {
      kept: written.kept,
      lines: [...written.lines, raw(innerAlerts(own))],
      notes: [...notes, ...written.notes],
    };
  });
  const span = timespan(query.timespan);
  const hits = hitTable(level, inner);
  const kept = keptAlerts(level, inner, outer);
  return {
    kept: [...below.flatMap((one) => one.kept), ...kept.tables],
    lines: [
      ...below.flatMap(({ lines }) => lines),
      ...(span === undefined ? [] : [raw(`let span${suffix} = ${span};`)]),
      ...hits.lines,
      conditionFunction(level),
      ...(scan ? alertHitLines : pairLines)(level, span !== undefined).map((line) => raw(line)),
      ...kept.lines,
    ],
    notes: [...below.flatMap(({ notes }) => notes), ...hits.notes, ...kept.notes],
  };
}

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

/** A correlation as KQL: hits in the order of groups and time; one pass over them finds the windows, one more their hits. */
export function emitCorrelation(rule: Rule, query: CorrelationQuery, options: EmitOptions): Emission {
  const columns = keepsAlerts(query) ? KEPT_RESULT : RESULT;
  const shown = query.groupBy.map((name) => (columns.some((own) => own === name) ? `${name}_` : name));
  const { scan } = options;
  const stateful = new Stateful(rule, stepsOf(query), options, !scan, shown);
  const level = levelOf(query, stateful, stateful.keys, '', isChained(query));
  const why = scan ? undefined : withoutScan(query, level);
  if (why !== undefined) return { notes: unsupported(query.type, why, query.origin).notes, requires: [], trace: [] };
  const { kept, lines, notes } = levelLines(level, query, scan);
  return stateful.emission({
    notes: scan ? notes : [...notes, againNote(query, rule.time.timestamp)],
    declarations: lines,
    result: [
      ...resultLines(level, kept).map((line) => raw(line)),
      stateful.projection(columns.map((name) => [name, name])),
    ],
    uses: [scan ? 'scan' : 'join'],
  });
}
