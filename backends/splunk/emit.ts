import { filterCondition } from '../../src/ir/build.ts';
import type { EventQuery, Pipe } from '../../src/ir/query.ts';
import type { Rule, TimeFields } from '../../src/ir/rule.ts';
import { fieldsOfQuery } from '../../src/ir/walk.ts';
import type { Emission, EmitOptions } from '../../src/target/backend.ts';
import { emitCond } from '../../src/target/emit-cond.ts';
import { bracketed, chain, type Doc, type Frag, lines, q, raw } from '../../src/target/frag.ts';
import { headerLines } from '../../src/target/header.ts';
import { layout } from '../../src/target/layout.ts';
import type { Note } from '../../src/target/ledger.ts';
import { canName, canQuote, columnName, comment, indexName, LEVEL } from './lexical.ts';
import { orderNotes, valueNotes } from './notes.ts';
import { planOf } from './plan.ts';
import { requirements } from './requirements.ts';
import { FALSE } from './scope.ts';
import { type SearchedFields, searchLeaves, searchWords } from './search.ts';
import { type ScalarFields, whereLeaves, whereWords } from './where.ts';
import { windowOf } from './window.ts';

/** The width of a line that the layout fills. */
const LINE = 100;

/** Whether a doc holds more text than a line. */
function isLong(doc: Doc, room = { left: LINE }): boolean {
  if (typeof doc === 'string') room.left -= doc.length;
  else if (!('kind' in doc)) doc.some((part) => isLong(part, room));
  else if (doc.kind === 'block') doc.items.some((item) => isLong([item, doc.separator, '  '], room));
  else isLong(doc.doc, room);
  return room.left < 0;
}

interface Conditions {
  readonly search: readonly Frag[];
  readonly where: readonly Frag[];
  readonly notes: readonly Note[];
}

function conditionsOf(query: EventQuery): Conditions {
  const searched: SearchedFields = new Map();
  const scalars: ScalarFields = new Map();
  const plan = planOf(filterCondition(query.filter));
  const search = plan.search.map((cond) => emitCond(cond, searchWords, searchLeaves(searched)));
  const where = plan.where.map((cond) => emitCond(cond, whereWords, whereLeaves(scalars)));
  return {
    search: search.map((part) => part.frag),
    where: where.map((part) => part.frag),
    notes: [...valueNotes(searched, scalars), ...[...search, ...where].flatMap((part) => part.notes)],
  };
}

/** Search conditions one a line; what stands there without an operator must hold as well. */
function baseSearch(rule: Rule, conditions: readonly Frag[], options: EmitOptions): Frag {
  const window = options.window === 'none' ? [] : windowOf(rule.metadata.schedule);
  const head = [q(0)`index=${options.table === undefined ? raw('*') : indexName(options.table)}`, ...window];
  const bracket = (frag: Frag): Frag => (frag.level >= LEVEL.junction ? bracketed(frag) : frag);
  return lines([chain(head, '', 0), ...conditions.map(bracket)]);
}

/** A chain of tests that fills more than a line stands in brackets, which show where it ends. */
const whereLine = (frag: Frag): Frag =>
  q(0)`| where ${frag.level >= LEVEL.junction && isLong(frag.doc) ? bracketed(frag) : frag}`;

/** The first or last events in the order of time. `tail` gives them in reverse. */
function pipeLines(pipe: Pipe, { tiebreaker }: TimeFields): readonly Frag[] {
  const keys = ['_time', ...(tiebreaker === undefined ? [] : [tiebreaker])].map(columnName);
  const sort: Frag = { level: 0, doc: ['| sort 0 ', ...keys.flatMap(({ doc }, i) => (i > 0 ? [', ', doc] : [doc]))] };
  if (pipe.count === 0n) return [q(0)`| where ${FALSE}`];
  const cut = raw(`| ${pipe.kind} ${pipe.count}`);
  return pipe.kind === 'head' ? [sort, cut] : [sort, cut, sort];
}

/** Names one after another, as many on a line as fit. */
function tableLine(names: readonly string[]): Frag {
  const doc: Doc[] = ['| table '];
  let column = '| table '.length;
  names.forEach((name, i) => {
    const { doc: written } = columnName(name);
    const width = String(written).length + 2;
    const breaks = i > 0 && column + width > LINE;
    column = breaks ? width + 2 : column + width;
    doc.push(i === 0 ? '' : breaks ? ',\n  ' : ', ', written);
  });
  return { level: 0, doc };
}

function resultNames(rule: Rule, query: EventQuery, options: EmitOptions): readonly string[] {
  const { tiebreaker } = rule.time;
  const ties = query.pipes.length > 0 && tiebreaker !== undefined ? [tiebreaker] : [];
  const fields = fieldsOfQuery(query).map((field) => field.name);
  return [...new Set(['_time', ...(options.idColumn ? [options.idColumn] : []), ...ties, ...fields])];
}

const unnamed: Note = {
  effect: 'unsupported',
  construct: 'name',
  why: 'the name of the index or a field is empty, or holds a quote, a backslash, an asterisk or a control character',
};

/** An event query as SPL. */
export function emitEventQuery(rule: Rule, query: EventQuery, options: EmitOptions): Emission {
  const names = resultNames(rule, query, options);
  const conditions = conditionsOf(query);
  const isNamed = names.every(canName) && (options.table === undefined || canQuote(options.table));
  const notes = [...conditions.notes, ...orderNotes(rule, query.pipes), ...(isNamed ? [] : [unnamed])];
  if (notes.some((note) => note.effect === 'unsupported')) return { notes, requires: [], trace: [] };
  const { text, trace } = layout(
    lines([
      ...(options.comments ? headerLines(rule).map(comment) : []),
      baseSearch(rule, conditions.search, options),
      ...conditions.where.map(whereLine),
      ...query.pipes.flatMap((pipe) => pipeLines(pipe, rule.time)),
      tableLine(names),
    ]),
  );
  return { text: `${text}\n`, notes, requires: requirements(text, fieldsOfQuery(query), options), trace };
}
