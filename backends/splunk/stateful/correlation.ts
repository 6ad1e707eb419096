import { isNumeric, onlyGrows, thresholdsOf } from '../../../src/ir/correlation.ts';
import type { CorrelationQuery } from '../../../src/ir/query.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import { fieldsOfQuery } from '../../../src/ir/walk.ts';
import type { Emission, EmitOptions } from '../../../src/target/backend.ts';
import { unsupported } from '../../../src/target/emit-cond.ts';
import { type Frag, lines, raw } from '../../../src/target/frag.ts';
import { type Aggregate, evalLine, fn, sortLine, statsLine, tableLine, whereLine } from '../commands.ts';
import { columnName, fieldName, string } from '../lexical.ts';
import { closedOf } from './closed.ts';
import { correlationNotes } from './correlation-notes.ts';
import { emission } from './emission.ts';
import { type EventCorrelation, type Hits, readHits } from './hits.ts';
import { freshNames } from './names.ts';
import { slidingOf } from './sliding.ts';
import { closedWindows, slidingWindows } from './windows.ts';

/** In an order that grows with the number of rules squared, and more than that nobody reads. */
const MOST_ORDERED = 10;
/** `window` counts no more rows (limits.conf, max_stream_window). */
const MOST_EVENTS = 10_000n;

const isOfEvents = (query: CorrelationQuery): query is EventCorrelation =>
  query.rules.every((rule) => rule.query.kind === 'event' && rule.query.pipes.length === 0);

/** Why a correlation is not written, where it is not. */
function refusal(query: CorrelationQuery): string | undefined {
  const { condition, type, rules } = query;
  const thresholds = thresholdsOf(condition);
  if (query.generate) return 'alerts of the rules beside those of the correlation';
  if (type === 'event_count' && thresholds.some(({ count }) => count > MOST_EVENTS))
    return 'more events than a window of streamstats holds';
  if (type === 'temporal_ordered' && rules.length > MOST_ORDERED) return 'more than ten rules in order';
  const fields = thresholds.map(({ fields: named }) => named.map(({ name }) => name).join('\n'));
  if (new Set(fields).size > 1) return 'thresholds on different fields';
  const isTuple = thresholds.some(({ fields: named }) => named.length > 1 && named.some(({ list }) => list));
  if (isTuple) return 'tuples of fields with several values';
  if (isNumeric(query) && thresholds.some(({ fields: named }) => named.some(({ list }) => list)))
    return 'numbers of a field with several values';
  return undefined;
}

interface Judged {
  readonly lines: readonly Frag[];
  readonly window: string;
  readonly aggregates: readonly Aggregate[];
  readonly test?: Frag;
}

function judged(query: CorrelationQuery, hits: Hits): Judged | string {
  if (onlyGrows(query.condition)) {
    const sliding = slidingOf(query, hits);
    if (typeof sliding === 'string') return sliding;
    const { lines: written, name } = slidingWindows(hits, query.timespan, sliding);
    return { lines: written, window: name, aggregates: [] };
  }
  const { lines: written, name } = closedWindows(hits, query.timespan);
  const closed = closedOf(query, hits, name);
  if (typeof closed === 'string') return closed;
  return { lines: [...written, ...closed.early], window: name, aggregates: closed.aggregates, test: closed.test };
}

/** The names that the correlation has for its groups in place of the columns that join them. */
function renameLines(query: CorrelationQuery, { by }: Hits): readonly Frag[] {
  return query.groupBy.flatMap((name, i) => {
    const column = by[i] ?? name;
    return column === name ? [] : [raw(`| rename ${column} AS ${String(columnName(name).doc)}`)];
  });
}

/** A correlation as SPL: hits in the order of groups and time, windows by streamstats, one row an alert. */
export function emitCorrelation(rule: Rule, query: CorrelationQuery, options: EmitOptions): Emission {
  const refuse = (why: string): Emission => ({
    notes: unsupported(query.type, why, query.origin).notes,
    requires: [],
    trace: [],
  });
  if (!isOfEvents(query)) return refuse('a correlation of what another correlation finds');
  const why = refusal(query);
  if (why !== undefined) return refuse(why);
  const id = options.idColumn ?? '_time';
  const { tiebreaker } = rule.time;
  const values = thresholdsOf(query.condition).flatMap(({ fields }) => fields.map(({ name }) => name));
  const kept = [...(tiebreaker === undefined ? [] : [tiebreaker]), id, ...values];
  const nameOf = freshNames([...fieldsOfQuery(query).map(({ name }) => name), ...kept, ...query.groupBy]);
  const hits = readHits(query, { rule, kept, options, nameOf });
  const written = judged(query, hits);
  if (typeof written === 'string') return refuse(written);
  const [hit, found] = [nameOf('hit'), nameOf('hits')];
  const [first, end, ids] = [nameOf('firstTime'), nameOf('lastTime'), nameOf('events')];
  const time = raw('_time');
  return emission(rule, options, {
    conditions: hits.rows.conditions,
    keys: hits.rows.keys,
    notes: correlationNotes(query),
    names: [...kept, ...query.groupBy, ...hits.rows.keys.flatMap(({ fields }) => fields.map(({ name }) => name))],
    columns: [first, end, ...query.groupBy, ids],
    text: lines([
      ...hits.lines,
      ...written.lines,
      evalLine([hit, { level: 2, doc: [hits.place.doc, '.', string(':').doc, '.', fieldName(id).doc] }]),
      statsLine(
        'stats',
        [[fn('min', time), first], [fn('max', time), end], [fn('values', raw(hit)), found], ...written.aggregates],
        [written.window, ...hits.by],
      ),
      ...(written.test ? [whereLine(written.test)] : []),
      evalLine([ids, fn('mvmap', raw(found), fn('substr', raw(found), raw('12')))]),
      sortLine([raw(end), ...hits.by.map((name) => fn('str', columnName(name)))]),
      ...renameLines(query, hits),
      tableLine([first, end, ...query.groupBy, ids]),
    ]),
  });
}
