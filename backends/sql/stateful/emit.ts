import type { SequenceQuery } from '../../../src/ir/query.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import type { Emission, EmitOptions } from '../../../src/target/backend.ts';
import { type Doc, type Frag, lines, q, raw } from '../../../src/target/frag.ts';
import { headerLines } from '../../../src/target/header.ts';
import { layout } from '../../../src/target/layout.ts';
import type { Note } from '../../../src/target/ledger.ts';
import { lookBackLines, lookBackOf } from '../../../src/target/look-back.ts';
import type { SqlDialect } from '../dialect.ts';
import { LEVEL } from '../levels.ts';
import { comment } from '../lexical.ts';
import { fieldNotes, uniqueNotes } from '../notes.ts';
import { optionalColumns, placeOf } from '../place.ts';
import type { Place } from '../scope.ts';
import { type Cte, select, withCtes } from './cte.ts';
import { keyColumns } from './keys.ts';
import { Names } from './names.ts';
import { keptBy, orderedBy } from './result.ts';
import { columnsOf, orderNote, scanEvents } from './scan.ts';
import { joiningSteps, maxspanMicros, sequenceCtes, sequenceFlags } from './sequence.ts';
import { commonFields, shownKeys } from './shown.ts';

/** A statement, before it is text. */
export interface Statement {
  readonly ctes: readonly Cte[];
  readonly result: Doc;
  readonly notes: readonly Note[];
}

/** Names that ours must not be: the columns of the rule and its table. */
export function namesFor(place: Place, rule: Rule, options: EmitOptions): Names {
  const { timestamp, tiebreaker } = rule.time;
  const own = place.tables && [...place.tables.map(({ name }) => name), place.tableName];
  const table = own ?? (options.table ?? 'events').split('.');
  return new Names([...place.taken, timestamp, tiebreaker ?? '', options.idColumn ?? '', ...table]);
}

/** How an end of the sequence shifts the time at which a match is settled, and how far back events matter: docs/semantics.md, "Sequences". */
function reach(query: SequenceQuery): { settles: 'last' | 'first and maxspan'; spans: bigint } {
  const waits = query.steps.at(-1)?.missing === true;
  const leads = query.steps[0]?.missing === true;
  return { settles: waits ? 'first and maxspan' : 'last', spans: waits && leads ? 2n : 1n };
}

function sequenceStatement(place: Place, rule: Rule, query: SequenceQuery, options: EmitOptions): Statement {
  const { dialect } = place;
  const names = namesFor(place, rule, options);
  const columns = columnsOf(names);
  const keys = keyColumns(place, names, joiningSteps(query));
  const { flags, of } = sequenceFlags(query);
  const maxspan = maxspanMicros(query);
  const windowed = options.window === 'parameters';
  const { settles, spans } = reach(query);
  const lookBack = maxspan === undefined ? undefined : maxspan * spans;
  const scan = scanEvents(place, rule, names, flags.all, keys, options, { lookBack, windowed });
  const keyNames = (query.steps[0]?.keys ?? []).map((_, i) => names.of(`key_${i + 1}`));
  const chain = { dialect, names, columns, keys, query, maxspan, keyNames };
  const found = sequenceCtes(chain, scan.ordered, of);
  const settled =
    settles === 'last' || maxspan === undefined
      ? columns.time
      : dialect.stateful.later(names.of('first_time'), maxspan);
  const fresh = windowed
    ? [q(LEVEL.test)`${settled} >= ${dialect.window.start}`, ...endOfPeriod(dialect, settled, settles)]
    : [];
  const order = [{ column: columns.place }, ...keys.ordered(keyNames).map((column) => ({ column, nullsFirst: true }))];
  const last = found.at(-1)?.name ?? raw('');
  const kept = keptBy(names, query.pipes, last, order, fresh);
  const events = query.steps.flatMap(({ missing }, i) => (missing ? [] : [names.of(`event_${i + 1}`)]));
  const result = select({
    columns: [
      ...events,
      names.of('first_time'),
      q(0)`${columns.time} AS ${names.of('last_time')}`,
      ...shownKeys(place, names, commonFields(query.steps), [...events, names.of('first_time'), names.of('last_time')]),
    ],
    from: kept.from.doc,
    where: kept.where,
    behind: [orderedBy(order)],
  });
  return {
    ctes: [...scan.ctes, ...found, ...kept.ctes],
    result,
    notes: [...fieldNotes(place, query), ...scan.notes, ...keys.notes, orderNote(rule, options, place)],
  };
}

const endOfPeriod = (dialect: SqlDialect, settled: Frag, settles: 'last' | 'first and maxspan'): readonly Frag[] =>
  settles === 'last' ? [] : [q(LEVEL.test)`${settled} < ${dialect.window.end}`];

/** A sequence as SQL. */
export function emitSequence(dialect: SqlDialect, rule: Rule, query: SequenceQuery, options: EmitOptions): Emission {
  const place = placeOf(dialect, query, options);
  return written(place, rule, sequenceStatement(place, rule, query, options), options);
}

/** A statement as text, with what it assumes and how it is run on a schedule. */
export function written(place: Place, rule: Rule, statement: Statement, options: EmitOptions): Emission {
  const { dialect } = place;
  const notes = uniqueNotes(statement.notes);
  if (notes.some((note) => note.effect === 'unsupported')) return { notes, requires: [], trace: [] };
  const lookBack = lookBackOf(rule);
  const windowed = options.window === 'parameters';
  const scheduled = windowed ? [dialect.window.how, STATEFUL_WINDOW] : [];
  const said = options.comments ? [...scheduled, ...(lookBack ? lookBackLines(lookBack) : [])] : [];
  const comments = [...headerLines(rule, options), ...said].map(comment);
  const doc = withCtes(statement.ctes, statement.result, dialect.stateful.once, options.comments);
  const { text, trace } = layout(lines([...comments, { level: 0, doc: [doc, ';'] }]));
  const requires = [...optionalColumns(place, rule.query), ...place.requires];
  return { text: `${text}\n`, notes, requires, trace, ...(lookBack && { lookBack }) };
}

const STATEFUL_WINDOW = 'the window is the newest period: what lies before it is read as far back as it matters';
