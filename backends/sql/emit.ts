import { filterCondition } from '../../src/ir/build.ts';
import type { EventQuery, Query } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import { fieldsOfQuery } from '../../src/ir/walk.ts';
import type { Emission, EmitOptions } from '../../src/target/backend.ts';
import { type Connectives, type Emitted, emitCond } from '../../src/target/emit-cond.ts';
import { bracketed, chain, type Doc, type Frag, lines, parens, q, raw } from '../../src/target/frag.ts';
import { headerLines } from '../../src/target/header.ts';
import { layout } from '../../src/target/layout.ts';
import type { Note } from '../../src/target/ledger.ts';
import { isLong, LINE } from './common.ts';
import type { SqlDialect } from './dialect.ts';
import { emitHasKey, emitHasValue, emitKeyword, emitLeaf } from './leaf.ts';
import { LEVEL } from './levels.ts';
import { comment } from './lexical.ts';
import { fieldNotes, uniqueNotes } from './notes.ts';
import { orderNames, piped, pipeNotes } from './pipes.ts';
import { columnName, type Place } from './scope.ts';

const DEFAULT_TABLE = 'events';

/** `schema.table` is two names. */
function tableName(dialect: SqlDialect, name: string): Frag {
  const parts = name.split('.').map((part) => dialect.lexical.ident(part).doc);
  return { level: 0, doc: parts.flatMap((part, i) => (i === 0 ? [part] : ['.', part])) };
}

function placeOf(dialect: SqlDialect, query: Query, options: EmitOptions): Place {
  const columns = fieldsOfQuery(query).map((field) => field.name.toLowerCase());
  return {
    dialect,
    layout: options.layout,
    table: tableName(dialect, options.table ?? DEFAULT_TABLE),
    jsonColumn: dialect.lexical.ident(options.jsonColumn),
    taken: new Set([...columns, options.jsonColumn.toLowerCase()]),
    requires: new Set(),
  };
}

/** Two-valued forms need no guard; the doc tells them, through the marks and brackets around it. */
class TwoValued {
  readonly #docs = new WeakSet<object>();

  mark(emitted: Emitted): Emitted {
    if (typeof emitted.frag.doc === 'object') this.#docs.add(emitted.frag.doc);
    return emitted;
  }

  has(doc: Doc): boolean {
    if (typeof doc !== 'object') return false;
    if (this.#docs.has(doc)) return true;
    return 'kind' in doc && (doc.kind === 'origin' || doc.kind === 'indent') && this.has(doc.doc);
  }
}

const coalesced = ({ doc }: Frag): Frag => ({
  level: LEVEL.atom,
  doc: { kind: 'indent', open: 'COALESCE(', close: ', FALSE)', doc },
});

function connectives(place: Place, twoValued: TwoValued): Connectives {
  const complement = (operand: Frag): Frag => {
    const sure = twoValued.has(operand.doc);
    const guarded = sure ? parens(operand, LEVEL.not - 1) : coalesced(operand);
    return twoValued.mark({ frag: q(LEVEL.not)`NOT ${guarded}`, notes: [] }).frag;
  };
  return {
    and: { word: 'AND', level: LEVEL.junction },
    or: { word: 'OR', level: LEVEL.junction },
    not: { emit: complement, operandLevel: LEVEL.junction },
    true: raw('TRUE'),
    false: raw('FALSE'),
    longestChain: place.dialect.longestChain,
    alwaysBracket: false,
  };
}

/** A condition in SQL. The guard stands around what a NOT negates, where three values come to two. */
export function emitCondition(place: Place, query: EventQuery): Emitted {
  const twoValued = new TwoValued();
  return emitCond(filterCondition(query.filter), connectives(place, twoValued), {
    leaf: (node) => {
      const emitted = emitLeaf(place, node);
      return emitted.twoValued ? twoValued.mark(emitted) : emitted;
    },
    'has-value': (node) => twoValued.mark(emitHasValue(place, node)),
    'has-key': (node) => twoValued.mark(emitHasKey(place, node)),
    keyword: (node) => emitKeyword(place, node),
  });
}

/** Names one after another, as many on a line as fit. */
function filled(names: readonly Frag[]): Doc {
  let column = 'SELECT '.length;
  return names.map((name, i) => {
    const text = String(name.doc);
    const breaks = i > 0 && column + text.length + 2 > LINE;
    column = breaks ? text.length + 2 : column + text.length + 2;
    return [i === 0 ? '' : breaks ? ',\n  ' : ', ', name.doc];
  });
}

function selection(place: Place, rule: Rule, query: EventQuery, options: EmitOptions): Doc {
  const fields = place.layout === 'json' ? [options.jsonColumn] : fieldsOfQuery(query).map((field) => field.name);
  const ordered = query.pipes.length > 0 ? orderNames(place, rule) : [];
  const names = [...(options.idColumn ? [options.idColumn] : []), rule.time.timestamp, ...ordered, ...fields];
  return ['SELECT ', filled([...new Set(names)].map(place.dialect.lexical.ident))];
}

function restriction(place: Place, rule: Rule, condition: Frag, options: EmitOptions): Doc {
  const time = columnName(place, rule.time.timestamp);
  const { start, end } = place.dialect.window;
  const windowed = chain(
    [
      q(LEVEL.test)`${time} >= ${start}`,
      q(LEVEL.test)`${time} < ${end}`,
      condition.level < LEVEL.junction ? condition : bracketed(condition),
    ],
    'AND',
    LEVEL.junction,
  );
  const { doc } = options.window === 'none' ? condition : windowed;
  return { kind: 'indent', open: isLong(doc) ? 'WHERE' : 'WHERE ', close: '', doc };
}

/** EQL lets the data lack such a field altogether; a table must still have its column. */
function optionalColumns(place: Place, query: EventQuery): readonly string[] {
  if (place.layout === 'json') return [];
  const optional = fieldsOfQuery(query).filter((field) => field.optional);
  return optional.map((field) => `the column ${JSON.stringify(field.name)}, NULL where the data lacks the field`);
}

/** An event query as SQL. */
export function emitEventQuery(dialect: SqlDialect, rule: Rule, query: EventQuery, options: EmitOptions): Emission {
  const place = placeOf(dialect, query, options);
  const condition = emitCondition(place, query);
  const notes: readonly Note[] = uniqueNotes([
    ...fieldNotes(place, query),
    ...condition.notes,
    ...pipeNotes(rule, query),
  ]);
  if (notes.some((note) => note.effect === 'unsupported')) return { notes, requires: [], trace: [] };
  const statement: Doc = [
    selection(place, rule, query, options),
    ['\nFROM ', place.table.doc, '\n'],
    restriction(place, rule, condition.frag, options),
  ];
  const comments = headerLines(rule, options).map(comment);
  const windowed = options.comments && options.window === 'parameters' ? [comment(dialect.window.how)] : [];
  const { text, trace } = layout(
    lines([...comments, ...windowed, { level: 0, doc: [piped(place, rule, query, statement), ';'] }]),
  );
  const requires = [...optionalColumns(place, query), ...place.requires];
  return { text: `${text}\n`, notes, requires, trace };
}
