import type { FunctionId } from '../../src/ir/value.ts';
import { type Frag, q, raw } from '../../src/target/frag.ts';
import { bitsOf } from './arithmetic.ts';
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
  readonly reverse?: (text: Frag) => Frag;
  readonly startsWith: (text: Frag, part: Frag) => Frag;
  readonly endsWith: (text: Frag, part: Frag) => Frag;
  /** What `length`, `slice` and `endsWith` assume of their text; the others assume nothing. */
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
function offset(words: TextWords, text: Frag, at: bigint | Frag): Frag {
  if (typeof at === 'bigint') return at >= 0n ? numberFrag(at) : words.atLeastZero(plus(words.length(text), at));
  const fromEnd = words.atLeastZero(q(LEVEL.operator)`${words.length(text)} + ${operand(at)}`);
  return q(0)`CASE WHEN ${operand(at)} < 0 THEN ${fromEnd} ELSE ${at} END`;
}

/** A position: a constant, SQL, or nothing where it is left out. */
function position(arg: Argument | undefined): bigint | Frag | undefined | Refusal {
  if (arg === undefined || arg.type === 'null') return undefined;
  if (typeof arg.constant === 'bigint') return clipped(arg.constant);
  return bitsOf(arg) > 31 || arg.type !== 'integer' ? refuse('a position that may be any number') : arg.frag;
}

const isRefusal = (found: unknown): found is Refusal =>
  typeof found === 'object' && found !== null && 'refusal' in found;
const orElse = (value: Frag, other: Frag): Frag => q(0)`COALESCE(${value}, ${other})`;

function substring(words: TextWords, args: readonly Argument[]): Said | Refusal {
  const [source, start, end] = args;
  if (!source) return refuse('a call without arguments');
  const [from, to] = [position(start) ?? 0n, position(end)];
  if (isRefusal(from)) return from;
  if (isRefusal(to)) return to;
  // Positions that come to null count as left out.
  const begin = typeof from === 'bigint' ? from : orElse(from, raw('0'));
  return said(substringBetween(words, source.frag, begin, to), ...words.caveats);
}

function substringBetween(words: TextWords, text: Frag, from: bigint | Frag, to: bigint | Frag | undefined): Frag {
  const first = offset(words, text, from);
  const begin = typeof from === 'bigint' && from >= 0n ? numberFrag(from + 1n) : plus(first, 1n);
  if (to === undefined) return words.slice(text, begin);
  if (typeof from === 'bigint' && typeof to === 'bigint' && from >= 0n && to >= 0n)
    return words.slice(text, begin, numberFrag(to > from ? to - from : 0n));
  const last = typeof to === 'bigint' ? offset(words, text, to) : orElse(offset(words, text, to), words.length(text));
  return words.slice(text, begin, words.atLeastZero(from === 0n ? last : minus(last, first)));
}

/** The smaller of the two; null where the length is. */
const clippedTo = (length: Frag, limit: bigint): Frag =>
  q(
    0,
  )`CASE WHEN ${length} < ${numberFrag(limit)} THEN ${length} WHEN ${length} >= ${numberFrag(limit)} THEN ${numberFrag(limit)} END`;

function indexOf(words: TextWords, args: readonly Argument[], folded: (text: Frag) => Frag): Said | Refusal {
  const [source, part, start] = args;
  if (!source || !part) return refuse('a call without arguments');
  const given = start === undefined || start.type === 'null' ? 0n : whole(start);
  if (given === undefined) return refuse('a start of indexOf that is not constant');
  const from = given < 0n ? 0n : clipped(given);
  const text = folded(source.frag);
  const searched = from === 0n ? text : words.slice(text, numberFrag(from + 1n));
  const found = plus(q(0)`NULLIF(${words.position(searched, part.frag)}, 0)`, from - 1n);
  if (from === 0n || (part.constant !== undefined && part.constant !== '')) return said(found, ...words.caveats);
  const atEnd = clippedTo(words.length(source.frag), from);
  const either = q(0)`CASE WHEN ${operand(part.frag)} = '' THEN ${atEnd} ELSE ${found} END`;
  return said(part.constant === '' ? atEnd : either, ...words.caveats);
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
    source && part ? said(test(folded(source.frag), part.frag), ...caveats) : refuse('a call without arguments');
}

/** `a || b`; null where one is. */
const concat: FunctionRow = (args) => {
  const parts = args.map((arg) => operand(arg.frag).doc);
  return said({ level: LEVEL.operator, doc: parts.flatMap((part, i) => (i === 0 ? [part] : [' || ', part])) });
};

/** The functions over text, from a dialect's words. Arguments come as text; `string` has nothing left to do. */
export function textFunctions(words: TextWords): { readonly [F in TextFunction]: FunctionRow } {
  const contains = (text: Frag, part: Frag): Frag =>
    // An empty part stands at 1 and counts as not found.
    q(LEVEL.test)`${words.position(text, part)} > CASE WHEN ${operand(part)} = '' THEN 1 ELSE 0 END`;
  return {
    between: (args, folded) => between(words, args, folded),
    concat,
    'ends-with': affix(words.endsWith, words.caveats),
    'index-of': (args, folded) => indexOf(words, args, folded),
    length: ([source]) => said(words.length(source?.frag ?? raw('NULL')), ...words.caveats),
    'starts-with': affix(words.startsWith, []),
    string: ([source]) => said(source?.frag ?? raw('NULL')),
    'string-contains': affix(contains, []),
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
