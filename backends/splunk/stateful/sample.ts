import type { SampleQuery } from '../../../src/ir/query.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import { fieldsOfQuery } from '../../../src/ir/walk.ts';
import type { Emission, EmitOptions } from '../../../src/target/backend.ts';
import { unsupported } from '../../../src/target/emit-cond.ts';
import { type Frag, lines, raw } from '../../../src/target/frag.ts';
import { type Aggregate, evalLine, expandLine, fn, sortLine, statsLine, tableLine, whereLine } from '../commands.ts';
import { columnName, fieldName, string } from '../lexical.ts';
import { allOf, compared } from '../scope.ts';
import { emission } from './emission.ts';
import { decodedKeys } from './keys.ts';
import { kindsOf } from './kinds.ts';
import { freshNames } from './names.ts';
import { readRows } from './rows.ts';

/** Every choice of one candidate a step is tried, so their number must stay small. */
const MOST_STEPS = 5;

/** Why a sample is not written, where it is not. */
function refusal({ steps, pipes }: SampleQuery): string | undefined {
  if (steps.length > MOST_STEPS)
    return `a sample of more than ${MOST_STEPS} steps would try too many choices of events`;
  const [pipe] = pipes;
  return (
    pipe && `the samples that ${pipe.kind} leaves are those of the first or last keys, whose order is not that of texts`
  );
}

/**
 * A sample as SPL: time plays no part. As many candidates a step and key as there are steps are enough: whatever the others take, one is left. A
 * candidate is the number of its event, ten digits long, and its id: `1000000007:4711`.
 */
export function emitSample(rule: Rule, query: SampleQuery, options: EmitOptions): Emission {
  const why = refusal(query);
  if (why !== undefined) return { notes: unsupported('sample', why, query.origin).notes, requires: [], trace: [] };
  const id = options.idColumn ?? '_time';
  const nameOf = freshNames([...fieldsOfQuery(query).map(({ name }) => name), id]);
  const kinds = kindsOf(query.steps);
  const rows = readRows({ rule, kinds: kinds.all, split: true, kept: [id], options, nameOf });
  const [place, rank, step, ids] = [nameOf('place'), nameOf('rank'), nameOf('step'), nameOf('events')];
  const candidate = query.steps.map((_, i) => nameOf(`candidate${i + 1}`));
  const named: Frag = { level: 2, doc: [place, '.', string(':').doc, '.', fieldName(id).doc] };
  const different = (at: number): readonly Frag[] => {
    const others = candidate.slice(0, at).map((other) => compared(raw(candidate[at] ?? ''), '!=', raw(other)));
    return others.length === 0 ? [] : [whereLine(allOf(others))];
  };
  const gathered = candidate.map((name): Aggregate => [fn('values', raw(name)), name]);
  const one =
    rows.by.length === 0 ? '| head 1' : `| dedup ${rows.by.map((name) => String(columnName(name).doc)).join(' ')}`;
  return emission(rule, options, {
    conditions: rows.conditions,
    keys: rows.keys,
    names: [id, ...rows.keys.flatMap(({ fields }) => fields.map(({ name }) => name))],
    columns: [...rows.by, ids],
    text: lines([
      ...rows.lines,
      statsLine('streamstats', [[raw('count'), rank]], [step, ...rows.by]),
      whereLine(compared(raw(rank), '<=', raw(String(query.steps.length)))),
      evalLine([place, raw(`1000000000+${nameOf('event')}`)]),
      ...kinds.steps.map((kind, i) =>
        evalLine([candidate[i] ?? '', fn('if', rows.isKind(kind), named, raw('null()'))]),
      ),
      statsLine('stats', gathered, rows.by),
      whereLine(allOf(candidate.map((name) => fn('isnotnull', raw(name))))),
      ...candidate.flatMap((name, at) => [expandLine(name), ...different(at)]),
      raw(one),
      evalLine([ids, fn('mvappend', ...candidate.map((name) => fn('substr', raw(name), raw('12'))))]),
      ...(rows.by.length === 0 ? [] : [sortLine(rows.by.map((name) => fn('str', columnName(name))))]),
      ...decodedKeys(rows.keys).map((each) => evalLine(each)),
      tableLine([...rows.by, ids]),
    ]),
  });
}
