import type { EventQuery } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import { fieldsOfQuery } from '../../src/ir/walk.ts';
import type { Emission, EmitOptions } from '../../src/target/backend.ts';
import { bracketed, chain, type Doc, type Frag, lines, q } from '../../src/target/frag.ts';
import { headerLines } from '../../src/target/header.ts';
import { layout } from '../../src/target/layout.ts';
import type { Note } from '../../src/target/ledger.ts';
import { clause, LINE } from './common.ts';
import { emitCondition } from './condition.ts';
import type { SqlDialect } from './dialect.ts';
import { LEVEL } from './levels.ts';
import { comment } from './lexical.ts';
import { fieldNotes, uniqueNotes } from './notes.ts';
import { orderNames, piped, pipeNotes } from './pipes.ts';
import { optionalColumns, placeOf } from './place.ts';
import { columnName, type Place } from './scope.ts';

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

/** A column of the result. What lies in a struct is called by its whole name there. */
function selected(place: Place, name: string): Frag {
  const whole = place.dialect.lexical.ident(name);
  const nested = place.layout === 'structs' && name.includes('.');
  return nested ? q(0)`${columnName(place, name)} AS ${whole}` : whole;
}

function selection(place: Place, rule: Rule, query: EventQuery, options: EmitOptions): Doc {
  const fields = place.layout === 'json' ? [options.jsonColumn] : fieldsOfQuery(query).map((field) => field.name);
  const ordered = query.pipes.length > 0 ? orderNames(place, rule) : [];
  const names = [...(options.idColumn ? [options.idColumn] : []), rule.time.timestamp, ...ordered, ...fields];
  return ['SELECT ', filled([...new Set(names)].map((name) => selected(place, name)))];
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
  return clause('WHERE', (options.window === 'none' ? condition : windowed).doc);
}

/** An event query as SQL. */
export function emitEventQuery(dialect: SqlDialect, rule: Rule, query: EventQuery, options: EmitOptions): Emission {
  const place = placeOf(dialect, query, options);
  const condition = emitCondition(place, query.filter);
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
