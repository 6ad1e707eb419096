import { filterCondition } from '../../src/ir/build.ts';
import type { EventQuery, Pipe } from '../../src/ir/query.ts';
import type { Rule, TimeFields } from '../../src/ir/rule.ts';
import { fieldsOfQuery } from '../../src/ir/walk.ts';
import type { Emission, EmitOptions } from '../../src/target/backend.ts';
import { type Frag, lines, q, raw } from '../../src/target/frag.ts';
import { headerLines } from '../../src/target/header.ts';
import { layout } from '../../src/target/layout.ts';
import { baseSearch, sortLine, tableLine, whereLine } from './commands.ts';
import { Conditions } from './conditions.ts';
import { canName, canQuote, columnName, comment } from './lexical.ts';
import { orderNotes, unnamed } from './notes.ts';
import { planOf } from './plan.ts';
import { requirements } from './requirements.ts';
import { FALSE } from './scope.ts';

/** The first or last events in the order of time. `tail` gives them in reverse. */
function pipeLines(pipe: Pipe, { tiebreaker }: TimeFields): readonly Frag[] {
  const keys = ['_time', ...(tiebreaker === undefined ? [] : [tiebreaker])].map(columnName);
  const sort = sortLine(keys);
  if (pipe.count === 0n) return [q(0)`| where ${FALSE}`];
  const cut = raw(`| ${pipe.kind} ${pipe.count}`);
  return pipe.kind === 'head' ? [sort, cut] : [sort, cut, sort];
}

function resultNames(rule: Rule, query: EventQuery, options: EmitOptions): readonly string[] {
  const { tiebreaker } = rule.time;
  const ties = query.pipes.length > 0 && tiebreaker !== undefined ? [tiebreaker] : [];
  const fields = fieldsOfQuery(query).map((field) => field.name);
  return [
    ...new Set([
      '_time',
      ...(options.idColumn ? [options.idColumn] : []),
      ...ties,
      ...fields,
      ...(options.columns ?? []),
    ]),
  ];
}

/** An event query as SPL. */
export function emitEventQuery(rule: Rule, query: EventQuery, options: EmitOptions): Emission {
  const names = resultNames(rule, query, options);
  const conditions = new Conditions();
  const plan = planOf(filterCondition(query.filter));
  const search = plan.search.map((cond) => conditions.search(cond));
  const where = plan.where.map((cond) => conditions.where(cond));
  const isNamed = names.every(canName) && (options.table === undefined || canQuote(options.table));
  const notes = [...conditions.notes, ...orderNotes(rule, query.pipes), ...(isNamed ? [] : [unnamed])];
  if (notes.some((note) => note.effect === 'unsupported')) return { notes, requires: [], trace: [] };
  const { text, trace } = layout(
    lines([
      ...headerLines(rule, options).map(comment),
      baseSearch(rule.metadata.schedule, search, options),
      ...where.map(whereLine),
      ...query.pipes.flatMap((pipe) => pipeLines(pipe, rule.time)),
      tableLine(names),
    ]),
  );
  return {
    text: `${text}\n`,
    notes,
    requires: requirements(text, fieldsOfQuery(query), options),
    trace,
    columns: names,
  };
}
