import { filterCondition } from '../../src/ir/build.ts';
import type { EventFilter } from '../../src/ir/query.ts';
import { leavesOf } from '../../src/ir/walk.ts';
import { type Connectives, type Emitted, emitCond } from '../../src/target/emit-cond.ts';
import { bracketed, type Doc, type Frag, q, raw } from '../../src/target/frag.ts';
import type { Note } from '../../src/target/ledger.ts';
import { emitKeyword } from './keyword.ts';
import { emitHasKey, emitHasValue, emitLeaf } from './leaf.ts';
import { identifier, LEVEL, LONGEST_CHAIN } from './lexical.ts';
import { allOf, anyOf, Negatives, orFalse, type Place, type Step } from './scope.ts';
import { LINE } from './wrapped.ts';

function connectives({ negatives }: Place): Connectives {
  return {
    and: { word: 'and', level: LEVEL.junction },
    or: { word: 'or', level: LEVEL.junction },
    not: {
      emit: (operand) =>
        negatives.find(operand.doc) ?? {
          level: LEVEL.atom,
          doc: { kind: 'indent', open: 'not(', close: ')', doc: operand.doc },
        },
      operandLevel: LEVEL.junction,
    },
    true: raw('true'),
    false: raw('false'),
    longestChain: LONGEST_CHAIN,
    alwaysBracket: false,
  };
}

const COUNTED: Note = {
  effect: 'unsupported',
  construct: 'keyword',
  why: 'a text is looked for in all columns, and one of them would hold what a test of a list in the same condition counts',
};

/** One condition, with the operators that must stand before it. */
interface Filter extends Emitted {
  readonly steps: readonly Step[];
}

/** The conditions that must all hold, one `where` each; those that need no step before them come first. */
function conditions(place: Place, filter: EventFilter): readonly Filter[] {
  const cond = filterCondition(filter);
  const parts = cond.kind === 'and' ? cond.all : [cond];
  const filters = parts.map((part) => {
    const before = place.steps.length;
    const emitted = emitCond(part, connectives(place), {
      leaf: (node, guard) => emitLeaf(place, node, guard),
      'has-value': (node, guard) => emitHasValue(place, node, guard),
      'has-key': (node, guard) => emitHasKey(place, node, guard),
      keyword: (node) => emitKeyword(place, node),
    });
    const steps = place.steps.slice(before);
    const counted = steps.length > 0 && leavesOf(part).some(({ kind }) => kind === 'keyword');
    return { ...emitted, steps, notes: counted ? [...emitted.notes, COUNTED] : emitted.notes };
  });
  return [...filters.filter(({ steps }) => steps.length === 0), ...filters.filter(({ steps }) => steps.length > 0)];
}

/** Elements of a list that pass are counted row by row; an empty or missing list gives one empty element, so that its row stays. */
function stepLine({ element, hits, list, type, count }: Step): Frag {
  const [name, counter] = [identifier(element), identifier(hits)];
  const head = q(
    0,
  )`| mv-apply ${name} = iff(array_length(${list}) > 0, ${list}, dynamic([""])) to typeof(${raw(type)}) on `;
  const body: Doc = { kind: 'indent', open: '(', close: ')', doc: q(0)`summarize ${counter} = countif(${count})`.doc };
  return { level: 0, doc: [head.doc, body] };
}

/** Whether a doc on one line is longer than the room that a line has behind `| where `. */
function isLong(doc: Doc, room = { left: LINE }): boolean {
  if (typeof doc === 'string') room.left -= doc.length;
  else if (!('kind' in doc)) doc.some((part) => isLong(part, room));
  else if (doc.kind === 'block') {
    // The layout counts a separator for each item.
    room.left -= doc.items.length * (doc.separator.length + (doc.trailing ? 1 : 2));
    doc.items.some((item) => isLong(item, room));
  } else {
    if (doc.kind === 'indent') room.left -= doc.open.length + doc.close.length;
    isLong(doc.doc, room);
  }
  return room.left < 0;
}

const saysTrue = (doc: Doc): boolean =>
  doc === 'true' || (typeof doc === 'object' && 'kind' in doc && doc.kind === 'origin' && saysTrue(doc.doc));

/** One operator of the pipeline; a chain of tests that fills more than a line stands in brackets, which show where it ends. */
export const where = (frag: Frag): Frag =>
  q(0)`| where ${frag.level >= LEVEL.junction && isLong(frag.doc) ? bracketed(frag) : frag}`;

/** A filter as operators of a pipeline, none where it asks for nothing. */
export interface FilterLines {
  readonly lines: readonly Frag[];
  readonly notes: readonly Note[];
}

/** Writes a filter over a table; `taken` are names that new columns must not have. */
export function filterLines(taken: ReadonlySet<string>, filter: EventFilter): FilterLines {
  const parts = conditions({ taken, steps: [], negatives: new Negatives() }, filter);
  const asking = parts.filter(({ frag }) => !saysTrue(frag.doc));
  return {
    lines: asking.flatMap(({ frag, steps }) => [...steps.map(stepLine), where(frag)]),
    notes: parts.flatMap((part) => part.notes),
  };
}

/** A filter that becomes a column: true or false for each row. */
export interface Flag {
  readonly name: string;
  readonly filter: EventFilter;
}

/** Writes filters as columns, and keeps the rows that pass one of them. */
export function flagLines(taken: ReadonlySet<string>, flags: readonly Flag[]): FilterLines {
  const place: Place = { taken, steps: [], negatives: new Negatives() };
  const parts = flags.map(({ filter }) => conditions(place, filter));
  const columns = parts.map((own, i) => {
    const passes = orFalse(allOf(own.map(({ frag }) => frag)));
    return q(0)`| extend ${identifier(flags[i]?.name ?? '')} = ${passes}`;
  });
  return {
    lines: [...place.steps.map(stepLine), ...columns, where(anyOf(flags.map(({ name }) => identifier(name))))],
    notes: parts.flat().flatMap((part) => part.notes),
  };
}
