import { filterCondition } from '../../src/ir/build.ts';
import type { EventQuery, Pipe } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import { fieldsOfQuery } from '../../src/ir/walk.ts';
import type { Emission, EmitOptions } from '../../src/target/backend.ts';
import { type Connectives, type Emitted, emitCond } from '../../src/target/emit-cond.ts';
import { bracketed, type Doc, type Frag, lines, q, raw } from '../../src/target/frag.ts';
import { headerLines } from '../../src/target/header.ts';
import { layout } from '../../src/target/layout.ts';
import type { Note } from '../../src/target/ledger.ts';
import { emitHasKey, emitHasValue, emitKeyword, emitLeaf } from './leaf.ts';
import { canName, comment, identifier, LEVEL } from './lexical.ts';
import { columnNotes, orderNotes } from './notes.ts';
import { requirements } from './requirements.ts';
import { Negatives, type Place, type Step } from './scope.ts';
import { windowOf } from './window.ts';

const DEFAULT_TABLE = 'Events';

/** The binder stops at a depth of 500, and a chain of operators is as deep as it is long (kusto.md, section 11). */
const LONGEST_CHAIN = 100;

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

/** One condition, with the operators that must stand before it. */
interface Filter extends Emitted {
  readonly steps: readonly Step[];
}

/** The conditions that must all hold, one `where` each; those that need no step before them come first. */
function conditions(place: Place, query: EventQuery): readonly Filter[] {
  const cond = filterCondition(query.filter);
  const parts = cond.kind === 'and' ? cond.all : [cond];
  const filters = parts.map((part) => {
    const before = place.steps.length;
    const emitted = emitCond(part, connectives(place), {
      leaf: (node, guard) => emitLeaf(place, node, guard),
      'has-value': (node, guard) => emitHasValue(place, node, guard),
      'has-key': (node, guard) => emitHasKey(place, node, guard),
      keyword: (node) => emitKeyword(place, node),
    });
    return { ...emitted, steps: place.steps.slice(before) };
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

const MAX_COUNT = 2n ** 63n - 1n;

/** The first or last events in the order of time; what has no time comes last (docs/semantics.md, "Events and queries"). */
function pipeLines(pipe: Pipe, keys: readonly Frag[]): readonly Frag[] {
  const by = (order: string): Frag => {
    const items = keys.flatMap((key, i) => [...(i > 0 ? [', '] : []), key.doc, ` ${order}`]);
    return { level: 0, doc: ['| sort by ', ...items] };
  };
  const take = raw(`| take ${pipe.count < MAX_COUNT ? pipe.count : MAX_COUNT}`);
  return pipe.kind === 'head' ? [by('asc nulls last'), take] : [by('desc nulls first'), take, by('asc nulls last')];
}

/** The width of a line that the layout fills. */
const LINE = 100;

/** Whether a doc on one line is longer than the room that a line has behind `| where `. */
function isLong(doc: Doc, room = { left: LINE }): boolean {
  if (typeof doc === 'string') room.left -= doc.length;
  else if (!('kind' in doc)) doc.some((part) => isLong(part, room));
  else if (doc.kind === 'block') {
    room.left -= (doc.items.length - 1) * (doc.separator.length + (doc.trailing ? 1 : 2));
    doc.items.some((item) => isLong(item, room));
  } else {
    if (doc.kind === 'indent') room.left -= doc.open.length + doc.close.length;
    isLong(doc.doc, room);
  }
  return room.left < 0;
}

const saysTrue = (doc: Doc): boolean =>
  doc === 'true' || (typeof doc === 'object' && 'kind' in doc && doc.kind === 'origin' && saysTrue(doc.doc));

/** The filters that ask for something; at least one. */
function filterLines(parts: readonly Filter[]): readonly Frag[] {
  const asking = parts.filter(({ frag }) => !saysTrue(frag.doc));
  if (asking.length === 0) return [where(raw('true'))];
  return asking.flatMap(({ frag, steps }) => [...steps.map(stepLine), where(frag)]);
}

/** One operator of the pipeline; a chain of tests that fills more than a line stands in brackets, which show where it ends. */
const where = (frag: Frag): Frag =>
  q(0)`| where ${frag.level >= LEVEL.junction && isLong(frag.doc) ? bracketed(frag) : frag}`;

/** Names one after another, as many on a line as fit. */
function projection(names: readonly string[]): Frag {
  const doc: Doc[] = ['| project '];
  let column = '| project '.length;
  names.forEach((name, i) => {
    const { doc: written } = identifier(name);
    const width = String(written).length + 2;
    const breaks = i > 0 && column + width > LINE;
    column = breaks ? width + 2 : column + width;
    doc.push(i === 0 ? '' : breaks ? ',\n  ' : ', ', written);
  });
  return { level: 0, doc };
}

function resultNames(rule: Rule, query: EventQuery, options: EmitOptions): readonly string[] {
  const { timestamp, tiebreaker } = rule.time;
  const ties = query.pipes.length > 0 && tiebreaker !== undefined ? [tiebreaker] : [];
  const fields = fieldsOfQuery(query).map((field) => field.name);
  return [...new Set([timestamp, ...(options.idColumn ? [options.idColumn] : []), ...ties, ...fields])];
}

const unnamed: Note = {
  effect: 'unsupported',
  construct: 'name',
  why: 'the name of a table or column is empty, longer than 1,024 characters, or holds a control character',
};

/** An event query as KQL. */
export function emitEventQuery(rule: Rule, query: EventQuery, options: EmitOptions): Emission {
  const names = resultNames(rule, query, options);
  const table = options.table ?? DEFAULT_TABLE;
  const place: Place = { taken: new Set(names), steps: [], negatives: new Negatives() };
  const filter = conditions(place, query);
  const notes = [
    ...columnNotes(query),
    ...filter.flatMap((part) => part.notes),
    ...orderNotes(rule, query),
    ...([...names, table].every(canName) ? [] : [unnamed]),
  ];
  if (notes.some((note) => note.effect === 'unsupported')) return { notes, requires: [], trace: [] };
  const { timestamp, tiebreaker } = rule.time;
  const window =
    options.window === 'none' ? undefined : windowOf(rule.metadata.schedule, identifier(timestamp), place.taken);
  const keys = [timestamp, ...(tiebreaker === undefined ? [] : [tiebreaker])].map(identifier);
  const { text, trace } = layout(
    lines([
      ...headerLines(rule, options).map(comment),
      ...(window ? [window.declaration] : []),
      identifier(table),
      ...(window ? [where(window.condition)] : []),
      ...filterLines(filter),
      ...query.pipes.flatMap((pipe) => pipeLines(pipe, keys)),
      projection(names),
    ]),
  );
  return { text: `${text}\n`, notes, requires: requirements(text, [table, ...names]), trace };
}
