import { isoText } from '../../src/base/instant.ts';
import { bracketed, type Doc, type Frag, parens, q, raw } from '../../src/target/frag.ts';
import { LEVEL } from './levels.ts';

export const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
export const LOWER = 'abcdefghijklmnopqrstuvwxyz';

/** JSON's number syntax, for engines whose patterns are regular expressions. */
export const JSON_NUMBER = '-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?';

/** Decimal text, as the function `number` reads it, but for exponents and hexadecimal. */
export const DECIMAL_TEXT = '[ \\t\\r\\n]*[+-]?(?:[0-9]+[.]?[0-9]*|[.][0-9]+)[ \\t\\r\\n]*';

/** `name(a, b)`; the name is the author's. */
/** Quoted names with dots between: a column and fields inside it, or a table and its column. */
export const dotted = (names: readonly Frag[]): Frag => ({
  level: 0,
  doc: names.flatMap((name, i): Doc[] => (i === 0 ? [name.doc] : ['.', name.doc])),
});

export function call(name: string, ...args: readonly Frag[]): Frag {
  const doc = args.flatMap((arg, i) => (i === 0 ? [arg.doc] : [', ', arg.doc]));
  return { level: 0, doc: [`${name}(`, ...doc, ')'] };
}

export const operand = (frag: Frag): Frag => parens(frag, LEVEL.atom);

/** Three-valued text of a boolean. */
export const booleanText = (value: Frag): Frag =>
  q(0)`CASE WHEN ${value} THEN 'true' WHEN NOT ${operand(value)} THEN 'false' END`;

/** What lies in every engine's timestamps: the years 1 to 9999. */
const FIRST = -62135596800000000n;
const LAST = 253402300799999999n;

/** `2026-01-05 09:00:00.123456`, in UTC; nothing outside the years 1 to 9999. */
export function timestampText(micros: bigint): string | undefined {
  if (micros < FIRST || micros > LAST) return undefined;
  return isoText(micros * 1000n)
    .replace('T', ' ')
    .replace('Z', '');
}

/** The width of a line that layout fills. */
export const LINE = 110;

/** Whether a doc holds more text than a line, so that layout breaks it. */
function isLong(doc: Doc, room = { left: LINE }): boolean {
  if (typeof doc === 'string') room.left -= doc.length;
  else if (!('kind' in doc)) doc.some((part) => isLong(part, room));
  else if (doc.kind === 'block') doc.items.some((item) => isLong(item, room));
  else isLong(doc.doc, room);
  return room.left < 0;
}

/** In brackets where it may take more than a line, so that it is broken and indented there. */
export const blocky = (frag: Frag): Frag => (frag.level >= LEVEL.junction || isLong(frag.doc) ? bracketed(frag) : frag);

/** `WORD what follows`, indented below the word where it takes more than a line. */
export const clause = (word: string, doc: Doc): Doc => ({
  kind: 'indent',
  open: `${word} `,
  close: '',
  doc,
});

const SPANS: readonly (readonly [string, bigint])[] = [
  ['hour', 3_600_000_000n],
  ['minute', 60_000_000n],
  ['second', 1_000_000n],
  ['millisecond', 1000n],
  ['microsecond', 1n],
];

/** A time of so many microseconds in one unit. Not in days: in some engines these are as long as the calendar says. */
export function spanOf(micros: bigint): { readonly amount: bigint; readonly unit: string } {
  const [unit, size] = SPANS.find(([, each]) => micros % each === 0n) ?? ['microsecond', 1n];
  return { amount: micros / size, unit };
}

/** `time + INTERVAL '5 minutes'`, or minus. */
export function plusInterval(time: Frag, micros: bigint): Frag {
  const { amount, unit } = spanOf(micros < 0n ? -micros : micros);
  const words = `INTERVAL '${amount} ${unit}${amount === 1n ? '' : 's'}'`;
  return q(LEVEL.operator)`${operand(time)} ${raw(micros < 0n ? '-' : '+')} ${raw(words)}`;
}

/** `JOIN UNNEST(list) AS variable(item) ON TRUE`: a row with each element of a list, as ISO SQL has it. */
export const unnested = (list: Frag, variable: string, optional: boolean): { join: Doc; value: Frag } => ({
  join: [optional ? 'LEFT JOIN' : 'JOIN', ' UNNEST(', list.doc, `) AS ${variable}(item) ON TRUE`],
  value: raw(`${variable}.item`),
});
