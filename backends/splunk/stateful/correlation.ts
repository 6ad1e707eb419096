import { thresholdsOf } from '../../../src/ir/correlation.ts';
import type { CorrelationQuery } from '../../../src/ir/query.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import { fieldsOfQuery } from '../../../src/ir/walk.ts';
import type { Emission, EmitOptions } from '../../../src/target/backend.ts';
import { unsupported } from '../../../src/target/emit-cond.ts';
import { lines, raw } from '../../../src/target/frag.ts';
import { evalLine, fn, sortLine, statsLine, tableLine, whereLine } from '../commands.ts';
import { fieldName, string } from '../lexical.ts';
import { emitChain } from './chain.ts';
import { correlationNotes } from './correlation-notes.ts';
import { emission } from './emission.ts';
import { type EventCorrelation, groupOrder, readHits, renameLines } from './hits.ts';
import { judged } from './judged.ts';
import { freshNames } from './names.ts';

/** Whether all alerts are its own, of events alone. */
const isOfEvents = (query: CorrelationQuery): query is EventCorrelation =>
  !query.generate && query.rules.every((rule) => rule.query.kind === 'event');

/** A correlation as SPL: hits in the order of groups and time, windows by streamstats, one row an alert. */
export function emitCorrelation(rule: Rule, query: CorrelationQuery, options: EmitOptions): Emission {
  const refuse = (why: string): Emission => ({
    notes: unsupported(query.type, why, query.origin).notes,
    requires: [],
    trace: [],
  });
  if (!isOfEvents(query)) return emitChain(rule, query, options);
  const id = options.idColumn ?? '_time';
  const { tiebreaker } = rule.time;
  const values = thresholdsOf(query.condition).flatMap(({ fields }) => fields.map(({ name }) => name));
  const kept = [...(tiebreaker === undefined ? [] : [tiebreaker]), id, ...values];
  const nameOf = freshNames([...fieldsOfQuery(query).map(({ name }) => name), ...kept, ...query.groupBy]);
  const { rows, hits } = readHits(query, { rule, kept, options, nameOf });
  const written = judged(query, hits);
  if (typeof written === 'string') return refuse(written);
  const [hit, found] = [nameOf('hit'), nameOf('hits')];
  const [first, end, ids] = [nameOf('firstTime'), nameOf('lastTime'), nameOf('events')];
  const time = raw('_time');
  return emission(rule, options, {
    conditions: rows.conditions,
    keys: rows.keys,
    notes: correlationNotes(query),
    names: [...kept, ...query.groupBy, ...rows.keys.flatMap(({ fields }) => fields.map(({ name }) => name))],
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
      sortLine([raw(end), ...groupOrder(hits.by)]),
      ...renameLines(query, hits),
      tableLine([first, end, ...query.groupBy, ids]),
    ]),
  });
}
