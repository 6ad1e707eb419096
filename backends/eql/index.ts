import type { EventQuery } from '../../src/ir/query.ts';
import { onQuery } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import type { Backend, Emission, EmitOptions } from '../../src/target/backend.ts';
import { combine, type Emitted } from '../../src/target/emit-cond.ts';
import { chain, type Frag, lines, q, raw } from '../../src/target/frag.ts';
import { headerLines } from '../../src/target/header.ts';
import { layout } from '../../src/target/layout.ts';
import { lookBackLines, lookBackOf } from '../../src/target/look-back.ts';
import { assumptions } from './assumptions.ts';
import { clauses } from './filter.ts';
import { comment } from './lexical.ts';
import { emitCorrelation, emitSample, emitSequence } from './stateful.ts';

const where = (word: Frag, condition: Frag): Frag =>
  q(0)`${word} where ${{ level: 0, doc: { kind: 'indent', open: '', close: '', doc: condition.doc } } satisfies Frag}`;

function eventQuery(query: EventQuery): Emitted {
  const pipes = query.pipes.map((pipe) => raw(`| ${pipe.kind} ${pipe.count}`));
  const { word, condition } = clauses(query.filter);
  return combine([condition], ([inner = raw('')]) => {
    const body = where(word, inner);
    return pipes.length === 0 ? body : chain([body, ...pipes], '', 0);
  });
}

/** What the search has to name, since the text can't: the order of events is no part of EQL. */
function orderOf({ time: { timestamp, tiebreaker } }: Rule): readonly string[] {
  const named = timestamp === '@timestamp' ? [] : [`the search's timestamp_field: ${timestamp}`];
  return tiebreaker === undefined ? named : [...named, `the search's tiebreaker_field: ${tiebreaker}`];
}

function emit(rule: Rule, options: EmitOptions): Emission {
  const emitted = onQuery<Emitted>(rule.query, {
    event: eventQuery,
    sequence: emitSequence,
    sample: emitSample,
    correlation: emitCorrelation,
  });
  if (emitted.notes.some((note) => note.effect === 'unsupported'))
    return { notes: emitted.notes, requires: [], trace: [] };
  const lookBack = lookBackOf(rule);
  const said = lookBack && options.comments ? lookBackLines(lookBack) : [];
  const header = [...headerLines(rule, options), ...said].map(comment);
  const { text, trace } = layout(lines([...header, emitted.frag]));
  const requires = rule.query.kind === 'event' ? [] : orderOf(rule);
  return {
    text: `${text.replace(/[ \t]+$/gm, '')}\n`,
    notes: emitted.notes,
    requires,
    trace,
    ...(lookBack && { lookBack }),
  };
}

/** EQL as Elasticsearch runs it. */
export const eql: Backend = {
  id: 'eql',
  name: 'EQL',
  summary: 'Event Query Language of Elasticsearch, pretty-printed',
  extension: '.eql',
  docs: 'https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax',
  assumptions,
  keywords: 'in-fields',
  emit,
};
