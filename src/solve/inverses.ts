import type { Scalar } from '../functions/function.ts';
import { scalarText } from '../functions/scalar.ts';
import type { FunctionId } from '../ir/value.ts';

/** What is known of an argument: a constant's scalar, or `undefined` for something that may be chosen. */
export type Known = Scalar | undefined;

/** Scalars for all arguments: those of constants are not looked at, `undefined` leaves an argument as it is. */
type Row = readonly (Scalar | undefined)[];

const FILLER = 'x';
/** No wanted length asks for a longer text than this. */
const LONGEST = 40_000;

const text = (value: Known): string => (typeof value === 'string' ? value : '');
const whole = (value: Known, otherwise: bigint): bigint =>
  typeof value === 'bigint' ? value : typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : otherwise;
const filler = (count: bigint): string => FILLER.repeat(Number(count < 0n ? 0n : count > LONGEST ? 0n : count));

type Numeric = bigint | number;
const isNumeric = (value: Known): value is Numeric => typeof value === 'bigint' || typeof value === 'number';

/** Works in whole numbers where both are, else in reals. */
function calculate(
  a: Numeric,
  b: Numeric,
  onWhole: (a: bigint, b: bigint) => bigint,
  onReal: (a: number, b: number) => number,
): Numeric {
  if (typeof a === 'bigint' && typeof b === 'bigint') return onWhole(a, b);
  return onReal(Number(a), Number(b));
}

const plus = (a: Numeric, b: Numeric): Numeric =>
  calculate(
    a,
    b,
    (x, y) => x + y,
    (x, y) => x + y,
  );
const minus = (a: Numeric, b: Numeric): Numeric =>
  calculate(
    a,
    b,
    (x, y) => x - y,
    (x, y) => x - y,
  );
const times = (a: Numeric, b: Numeric): Numeric =>
  calculate(
    a,
    b,
    (x, y) => x * y,
    (x, y) => x * y,
  );
const over = (a: Numeric, b: Numeric): Numeric =>
  calculate(
    a,
    b,
    (x, y) => (y === 0n ? x : x / y),
    (x, y) => (y === 0 ? x : x / y),
  );

/** Rows for a function of two numbers: where one is known the other follows; where none is, a few small right operands are tried. */
function binary(
  args: readonly Known[],
  wanted: Scalar,
  left: (wanted: Numeric, right: Numeric) => Numeric,
  right: (wanted: Numeric, left: Numeric) => Numeric,
): readonly Row[] {
  if (!isNumeric(wanted)) return [];
  const [a, b] = args;
  if (isNumeric(b)) return [[left(wanted, b), b]];
  if (isNumeric(a)) return [[a, right(wanted, a)]];
  return [1n, 0n, 2n].map((other) => [left(wanted, other), other]);
}

const AFFIXED = {
  prefix: (part: string) => [part, `${part}${FILLER}`],
  suffix: (part: string) => [part, `${FILLER}${part}`],
  middle: (part: string) => [`${FILLER}${part}${FILLER}`, part],
} as const;

/** Rows for a function that looks for a text in another. */
function containing(args: readonly Known[], wanted: Scalar, place: keyof typeof AFFIXED): readonly Row[] {
  const [hay, part] = args;
  const needle = text(part) || (typeof hay === 'string' && hay !== '' ? hay : 'a');
  if (wanted === true) return AFFIXED[place](needle).map((found) => [found, needle]);
  return ['', `${needle.slice(0, -1)}\u00e9`].map((missed) => [missed, needle]);
}

/** The wanted text cut at the constants, from left to right; of free arguments side by side the first takes all. */
function concatRows(args: readonly Known[], wanted: Scalar): readonly Row[] {
  if (typeof wanted !== 'string') return [];
  const row: Scalar[] = args.map(() => '');
  let rest = wanted;
  let free: number | undefined;
  for (const [at, known] of args.entries()) {
    if (known === undefined) {
      free ??= at;
      continue;
    }
    const said = known === null || typeof known === 'object' ? '' : scalarText(known);
    const cut = Math.max(rest.indexOf(said), 0);
    if (free !== undefined) row[free] = rest.slice(0, cut);
    rest = rest.slice(cut + said.length);
    free = undefined;
  }
  if (free !== undefined) row[free] = rest;
  return [row];
}

function substringRows([, start, end]: readonly Known[], wanted: Scalar): readonly Row[] {
  if (typeof wanted !== 'string') return [];
  const from = whole(start, 0n);
  const until = end === undefined ? undefined : whole(end, 0n);
  const back = BigInt([...wanted].length);
  const subject = from < 0n ? `${wanted}${filler(-from - back)}` : `${filler(from)}${wanted}`;
  const ends = until === undefined ? [subject] : [subject, `${subject}${until < 0n ? filler(-until) : 'more'}`];
  return ends.map((one) => [one, start, end]);
}

function indexRows([, part, start]: readonly Known[], wanted: Scalar): readonly Row[] {
  const needle = text(part) || 'a';
  const rest: Row = [needle, start];
  if (typeof wanted !== 'bigint') return [['', ...rest]];
  return [[`${filler(wanted)}${needle}`, ...rest]];
}

function numberRows([, base]: readonly Known[], wanted: Scalar): readonly Row[] {
  if (!isNumeric(wanted)) return [['x', base]];
  const radix = Number(whole(base, 10n));
  return [[radix >= 2 && radix <= 36 ? wanted.toString(radix) : String(wanted), base]];
}

const padded = (value: bigint, width = 2): string => String(value).padStart(width, '0');
/** The first Monday of the weeks of 2020, a year with 53 of them. */
const FIRST_MONDAY = Date.UTC(2019, 11, 30);
const WEEK = 7 * 86_400_000;

/** A date-time whose part is the number; what is no such number gives a text that is no date-time. */
const TIMES: Readonly<Record<string, (wanted: bigint) => string>> = {
  minute: (wanted) => `2024-01-01T00:${padded(wanted)}:00Z`,
  hour: (wanted) => `2024-01-01T${padded(wanted)}:00:00Z`,
  day: (wanted) => `2024-01-${padded(wanted)}T00:00:00Z`,
  week: (wanted) =>
    wanted >= 1n && wanted <= 53n ? new Date(FIRST_MONDAY + Number(wanted - 1n) * WEEK).toISOString() : 'x',
  month: (wanted) => `2024-${padded(wanted)}-01T00:00:00Z`,
  year: (wanted) => `${padded(wanted, 4)}-01-01T00:00:00Z`,
};

function timeRows([, part]: readonly Known[], wanted: Scalar): readonly Row[] {
  const time = TIMES[text(part)];
  return typeof wanted === 'bigint' && time ? [[time(wanted), text(part)]] : [];
}

/** For each function: arguments with which it likely gives the wanted scalar. */
export const INVERSES: { readonly [F in FunctionId]: (args: readonly Known[], wanted: Scalar) => readonly Row[] } = {
  add: (args, wanted) => binary(args, wanted, minus, minus),
  subtract: (args, wanted) => binary(args, wanted, plus, (sum, left) => minus(left, sum)),
  multiply: (args, wanted) => binary(args, wanted, over, over),
  divide: (args, wanted) => binary(args, wanted, times, (ratio, left) => over(left, ratio)),
  modulo: (args, wanted) =>
    binary(
      args,
      wanted,
      (rest, right) => plus(rest, right),
      (rest, left) => minus(left, rest),
    ),
  between: ([, left, right], wanted) => [[`${text(left)}${text(wanted)}${text(right)}`, text(left), text(right)]],
  concat: concatRows,
  'starts-with': (args, wanted) => containing(args, wanted, 'prefix'),
  'ends-with': (args, wanted) => containing(args, wanted, 'suffix'),
  'string-contains': (args, wanted) => containing(args, wanted, 'middle'),
  'index-of': indexRows,
  length: (_, wanted) => [[typeof wanted === 'bigint' ? filler(wanted) : '']],
  number: numberRows,
  string: (_, wanted) => [[wanted]],
  substring: substringRows,
  'time-part': timeRows,
};
