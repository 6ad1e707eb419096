import type { Schedule } from '../../src/ir/rule.ts';
import type { EmitOptions } from '../../src/target/backend.ts';
import { bracketed, chain, type Doc, enclosed, type Frag, lines, list, q, raw } from '../../src/target/frag.ts';
import { columnName, indexName, LEVEL } from './lexical.ts';
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

/** Search conditions one a line; what stands there without an operator must hold as well. */
export function baseSearch(schedule: Schedule | undefined, conditions: readonly Frag[], options: EmitOptions): Frag {
  const window = options.window === 'none' ? [] : windowOf(schedule);
  const head = [q(0)`index=${options.table === undefined ? raw('*') : indexName(options.table)}`, ...window];
  const bracket = (frag: Frag): Frag => (frag.level >= LEVEL.junction ? bracketed(frag) : frag);
  return lines([chain(head, '', 0), ...conditions.map(bracket)]);
}

/** A chain of tests that fills more than a line stands in brackets, which show where it ends. */
const where = (frag: Frag): Frag =>
  q(0)`where ${frag.level >= LEVEL.junction && isLong(frag.doc) ? bracketed(frag) : frag}`;

export const whereLine = (frag: Frag): Frag => q(0)`| ${where(frag)}`;

/** Rows that a pipeline makes of the rows so far that pass a test, behind all of those. */
export const appendLine = (test: Frag, pipeline: readonly Frag[]): Frag =>
  q(0)`| appendpipe [${lines([where(test), ...pipeline])}]`;

/** Names one after another, as many on a line as fit. */
export function tableLine(names: readonly string[]): Frag {
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

const joined = (frags: readonly Frag[], separator: string): Doc =>
  frags.flatMap(({ doc }, i) => (i > 0 ? [separator, doc] : [doc]));

/** All rows in order. Without the 0, no more than 10,000 stay. */
export const sortLine = (keys: readonly Frag[]): Frag => ({ level: 0, doc: ['| sort 0 ', joined(keys, ', ')] });

/** A field of a name that a backend's author chose, and what it gets. */
export type Assignment = readonly [name: string, value: Frag];

const assigned = ([name, value]: Assignment): Frag => q(0)`${raw(name)}=${value}`;

/** One or more fields, worked out from left to right. */
export const evalLine = (...assignments: readonly Assignment[]): Frag =>
  q(
    0,
  )`| eval ${assignments.length === 1 && assignments[0] ? assigned(assignments[0]) : list(assignments.map(assigned))}`;

export const expandLine = (name: string): Frag => q(0)`| mvexpand ${columnName(name)}`;

/** `fn(field)`, and the name of the result. */
export type Aggregate = readonly [fn: Frag, output: string];

/** Aggregates over the rows so far of the same values of `by`, written behind a command with its options. */
export function statsLine(command: string | Frag, aggregates: readonly Aggregate[], by: readonly string[]): Frag {
  const terms = aggregates.map(([fn, output]) => q(0)`${fn} AS ${raw(output)}`);
  const keys = by.length === 0 ? [] : [' BY ', joined(by.map(columnName), ', ')];
  const { doc } = typeof command === 'string' ? raw(command) : command;
  return { level: 0, doc: ['| ', doc, ' ', joined(terms, ', '), ...keys] };
}

/** `last(a)`. */
export const fn = (name: string, ...args: readonly Frag[]): Frag => enclosed(`${name}(`, args, ')');
