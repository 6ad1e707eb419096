import { filterCondition } from '../../src/ir/build.ts';
import type { EventQuery } from '../../src/ir/query.ts';
import { onQuery } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import type { Backend, Emission, EmitOptions } from '../../src/target/backend.ts';
import { combine, type Emitted, unsupported } from '../../src/target/emit-cond.ts';
import { chain, type Frag, lines, q, raw } from '../../src/target/frag.ts';
import { headerLines } from '../../src/target/header.ts';
import { layout } from '../../src/target/layout.ts';
import { emitCond } from './emit-cond.ts';
import { canWrite, categoryName, comment } from './lexical.ts';

const STATEFUL = 'stateful rules are not written for this target yet';

/** What the word before `where` tests, unless the search that runs the query names another field. */
const CATEGORY_FIELD = 'event.category';

/**
 * The word and the condition. The text alone can't say that a rule takes its category from another field (`event_category_override`):
 * then the category is a condition like any other, so that the query means the same wherever it runs.
 */
function clauses({ filter }: EventQuery): Emitted {
  const { category } = filter;
  if (!category || category.field.name !== CATEGORY_FIELD) {
    return combine([emitCond(filterCondition(filter))], ([condition = raw('')]) => where(raw('any'), condition));
  }
  if (!canWrite(category.value))
    return unsupported('category', 'the category has no spelling in EQL', category.field.origin);
  return combine([emitCond(filter.condition)], ([condition = raw('')]) =>
    where(categoryName(category.value), condition),
  );
}

const where = (word: Frag, condition: Frag): Frag =>
  q(0)`${word} where ${{ level: 0, doc: { kind: 'indent', open: '', close: '', doc: condition.doc } } satisfies Frag}`;

function eventQuery(query: EventQuery): Emitted {
  const pipes = query.pipes.map((pipe) => raw(`| ${pipe.kind} ${pipe.count}`));
  return combine([clauses(query)], ([body = raw('')]) => (pipes.length === 0 ? body : chain([body, ...pipes], '', 0)));
}

function emit(rule: Rule, options: EmitOptions): Emission {
  const emitted = onQuery<Emitted>(rule.query, {
    event: eventQuery,
    sequence: (node) => unsupported('sequence', STATEFUL, node.origin),
    sample: (node) => unsupported('sample', STATEFUL, node.origin),
    correlation: (node) => unsupported('correlation', 'EQL has no form for this correlation', node.origin),
  });
  if (emitted.notes.some((note) => note.effect === 'unsupported'))
    return { notes: emitted.notes, requires: [], trace: [] };
  const header = headerLines(rule, options).map(comment);
  const { text, trace } = layout(lines([...header, emitted.frag]));
  return { text: `${text.replace(/[ \t]+$/gm, '')}\n`, notes: emitted.notes, requires: [], trace };
}

/** EQL as Elasticsearch runs it. */
export const eql: Backend = {
  id: 'eql',
  name: 'EQL',
  summary: 'Event Query Language of Elasticsearch, pretty-printed',
  extension: '.eql',
  docs: 'https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax',
  assumptions: {},
  keywords: 'in-fields',
  emit,
};
