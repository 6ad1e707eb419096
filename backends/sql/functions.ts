import type { FunctionId } from '../../src/ir/value.ts';
import { type Frag, q, raw } from '../../src/target/frag.ts';
import { operand } from './common.ts';
import { type Argument, type Caveat, type FunctionRow, type Refusal, refuse, type Said, said } from './dialect.ts';
import { LEVEL } from './levels.ts';
import { numberFrag } from './numbers.ts';

/** The words of a dialect from which the functions over text are made. Positions are in code points, from 1; 0: not found. */
export interface TextWords {
  readonly length: (text: Frag) => Frag;
  readonly position: (text: Frag, part: Frag) => Frag;
  /** From a position on, at most `size` code points; a size below 0 counts as 0 where `clipped`. */
  readonly slice: (text: Frag, from: Frag, size?: Frag) => Frag;
  readonly atLeastZero: (number: Frag) => Frag;
  readonly least: (a: Frag, b: Frag) => Frag;
  readonly reverse?: (text: Frag) => Frag;
  readonly startsWith: (text: Frag, part: Frag) => Frag;
  readonly endsWith: (text: Frag, part: Frag) => Frag;
  /** What these words assume of their text. */
  readonly caveats: readonly Caveat[];
}

type TextFunction = Extract<
  FunctionId,
  | 'between'
  | 'concat'
  | 'ends-with'
  | 'index-of'
  | 'length'
  | 'starts-with'
  | 'string'
  | 'string-contains'
  | 'substring'
>;

const plus = (a: Frag, b: bigint): Frag =>
  b === 0n ? a : q(LEVEL.operator)`${operand(a)} ${raw(b < 0n ? '-' : '+')} ${numberFrag(b < 0n ? -b : b)}`;
const minus = (a: Frag, b: Frag): Frag => q(LEVEL.operator)`${operand(a)} - ${operand(b)}`;

const whole = (arg: Argument | undefined): bigint | undefined =>
  typeof arg?.constant === 'bigint' ? arg.constant : undefined;

/** A bound that a 64-bit engine surely reads; texts are shorter. */
const HUGE = 2n ** 31n - 2n;
const clipped = (value: bigint): bigint => (value > HUGE ? HUGE : value < -HUGE ? -HUGE : value);

/** A position of `substring` as an offset from the start of the text. */
const offset = (words: TextWords, text: Frag, at: bigint): Frag =>
  at >= 0n ? numberFrag(at) : words.atLeastZero(plus(words.length(text), at));

function substring(words: TextWords, args: readonly Argument[]): Said | Refusal {
  const [source, start, end] = args;
  if (!source) return refuse('a call without arguments');
  const from = start === undefined || start.type === 'null' ? 0n : whole(start);
  const to = end === undefined || end.type === 'null' ? null : whole(end);
  if (from === undefined || to === undefined) return refuse('positions of substring that are not constant');
  return said(substringBetween(words, source.frag, clipped(from), to === null ? null : clipped(to)), ...words.caveats);
}

function substringBetween(words: TextWords, text: Frag, from: bigint, to: bigint | null): Frag {
  const first = offset(words, text, from);
  const begin = from >= 0n ? numberFrag(from + 1n) : plus(first, 1n);
  if (to === null) return words.slice(text, begin);
  if (from >= 0n && to >= 0n) return words.slice(text, begin, numberFrag(to > from ? to - from : 0n));
  return words.slice(text, begin, words.atLeastZero(minus(offset(words, text, to), first)));
}

function indexOf(words: TextWords, args: readonly Argument[], folded: (text: Frag) => Frag): Said | Refusal {
  const [source, part, start] = args;
  if (!source || !part) return refuse('a call without arguments');
  const given = start === undefined || start.type === 'null' ? 0n : whole(start);
  if (given === undefined) return refuse('a start of indexOf that is not constant');
  const from = given < 0n ? 0n : clipped(given);
  const text = folded(source.frag);
  if (part.constant === '' && from > 0n)
    return said(words.least(words.length(source.frag), numberFrag(from)), ...words.caveats);
  const searched = from === 0n ? text : words.slice(text, numberFrag(from + 1n));
  const found = q(0)`NULLIF(${words.position(searched, part.frag)}, 0)`;
  return said(plus(found, from - 1n), ...words.caveats);
}

/** `between`, where both marks are constants: their lengths are known. */
function between(words: TextWords, args: readonly Argument[], folded: (text: Frag) => Frag): Said | Refusal {
  const [source, left, right, greedy] = args;
  if (!source || typeof left?.constant !== 'string' || typeof right?.constant !== 'string')
    return refuse('marks of between that are not constant');
  if (greedy !== undefined && typeof greedy.constant !== 'boolean')
    return refuse('a last argument of between that is not constant');
  const opening = words.position(folded(source.frag), left.frag);
  const begin = plus(opening, BigInt([...left.constant].length));
  const rest = words.slice(source.frag, begin);
  const foldedRest = words.slice(folded(source.frag), begin);
  const closing =
    greedy?.constant === true ? lastPosition(words, foldedRest, right) : words.position(foldedRest, right.frag);
  if ('refusal' in closing) return closing;
  const size = words.atLeastZero(plus(closing, -1n));
  const found = q(LEVEL.junction)`${opening} > 0 AND ${operand(closing)} > 0`;
  return said(q(0)`CASE WHEN ${found} THEN ${words.slice(rest, raw('1'), size)} END`, ...words.caveats);
}

/** Where a constant last begins; 0 where it does not. */
function lastPosition(words: TextWords, text: Frag, part: Argument): Frag | Refusal {
  const size = BigInt([...String(part.constant)].length);
  if (size === 0n) return plus(words.length(text), 1n);
  if (!words.reverse) return refuse('the last place of a text in another: the engine has no word for it');
  const fromEnd = words.position(words.reverse(text), words.reverse(part.frag));
  return q(0)`COALESCE(${minus(plus(words.length(text), 2n - size), q(0)`NULLIF(${fromEnd}, 0)`)}, 0)`;
}

function affix(test: (text: Frag, part: Frag) => Frag, caveats: readonly Caveat[]): FunctionRow {
  return ([source, part], folded) =>
    source && part
      ? said(test(folded(source.frag), part.constant === undefined ? folded(part.frag) : part.frag), ...caveats)
      : refuse('a call without arguments');
}

/** `a || b`; null where one is. */
const concat: FunctionRow = (args) => {
  const parts = args.map((arg) => operand(arg.frag).doc);
  return said({ level: LEVEL.operator, doc: parts.flatMap((part, i) => (i === 0 ? [part] : [' || ', part])) });
};

/** The functions over text, from a dialect's words. Arguments come as text; `string` has nothing left to do. */
export function textFunctions(words: TextWords): { readonly [F in TextFunction]: FunctionRow } {
  const contains = (text: Frag, part: Frag): Frag =>
    q(LEVEL.junction)`${words.position(text, part)} > 0 AND ${operand(part)} <> ''`;
  return {
    between: (args, folded) => between(words, args, folded),
    concat,
    'ends-with': affix(words.endsWith, words.caveats),
    'index-of': (args, folded) => indexOf(words, args, folded),
    length: ([source]) => said(words.length(source?.frag ?? raw('NULL')), ...words.caveats),
    'starts-with': affix(words.startsWith, words.caveats),
    string: ([source]) => said(source?.frag ?? raw('NULL')),
    'string-contains': affix(contains, words.caveats),
    substring: (args) => substring(words, args),
  };
}

/** `number` for decimal text. */
export function decimalNumber(
  source: Argument | undefined,
  base: Argument | undefined,
  read: (text: Frag) => Frag,
  ...caveats: readonly Caveat[]
): Said | Refusal {
  if (!source) return refuse('a call without arguments');
  if (base !== undefined && base.type !== 'null' && base.constant !== 10n)
    return refuse('numbers in another base than 10');
  return said(
    read(source.frag),
    { assumption: 'number/decimal-text', why: 'hexadecimal text and exponents are not read', witness: '0x10' },
    {
      assumption: 'number/double',
      why: 'numbers in text are read as 64-bit floating point',
      witness: '9007199254740993',
    },
    ...caveats,
  );
}
