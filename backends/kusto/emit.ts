import type { EventQuery } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import { fieldsOfQuery } from '../../src/ir/walk.ts';
import type { Emission, EmitOptions } from '../../src/target/backend.ts';
import { lines, raw } from '../../src/target/frag.ts';
import { headerLines } from '../../src/target/header.ts';
import { layout } from '../../src/target/layout.ts';
import { filterLines, where } from './filter.ts';
import { canName, comment, identifier } from './lexical.ts';
import { columnNotes, orderNotes, unnamed } from './notes.ts';
import { DEFAULT_TABLE, pipeLines } from './pipes.ts';
import { requirements } from './requirements.ts';
import { windowOf } from './window.ts';
import { wrapped } from './wrapped.ts';

function resultNames(rule: Rule, query: EventQuery, options: EmitOptions): readonly string[] {
  const { timestamp, tiebreaker } = rule.time;
  const ties = query.pipes.length > 0 && tiebreaker !== undefined ? [tiebreaker] : [];
  const fields = fieldsOfQuery(query).map((field) => field.name);
  return [
    ...new Set([
      timestamp,
      ...(options.idColumn ? [options.idColumn] : []),
      ...ties,
      ...fields,
      ...(options.columns ?? []),
    ]),
  ];
}

/** An event query as KQL. */
export function emitEventQuery(rule: Rule, query: EventQuery, options: EmitOptions): Emission {
  const names = resultNames(rule, query, options);
  const table = options.table ?? DEFAULT_TABLE;
  const taken = new Set(names);
  const filter = filterLines(taken, query.filter);
  const notes = [
    ...columnNotes(query),
    ...filter.notes,
    ...orderNotes(rule, query),
    ...([...names, table].every(canName) ? [] : [unnamed]),
  ];
  if (notes.some((note) => note.effect === 'unsupported')) return { notes, requires: [], trace: [] };
  const { timestamp, tiebreaker } = rule.time;
  const window =
    options.window === 'none'
      ? undefined
      : windowOf(rule.metadata.schedule, identifier(timestamp), new Set([...taken, table]));
  const keys = [timestamp, ...(tiebreaker === undefined ? [] : [tiebreaker])].map(identifier);
  const { text, trace } = layout(
    lines([
      ...headerLines(rule, options).map(comment),
      ...(window ? [window.declaration] : []),
      identifier(table),
      ...(window ? [where(window.condition)] : []),
      ...(filter.lines.length > 0 ? filter.lines : [where(raw('true'))]),
      ...query.pipes.flatMap((pipe) => pipeLines(pipe, keys)),
      wrapped('| project', names.map(identifier)),
    ]),
  );
  return { text: `${text}\n`, notes, requires: requirements(text, [table, ...names]), trace, columns: names };
}
