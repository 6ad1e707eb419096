import { atoms, compareText, finite, isMulti, numberOf, textOf } from '../../value.ts';
import { type Call, type Evaluate, type FunctionTable, MANY, refuseMulti, single } from '../function.ts';

const docs = 'https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/MathematicalFunctions';
const statistical = 'https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/StatisticalFunctions';

/** A function of numbers: null where an argument is none, and where the result is none. */
const numeric = (give: (...numbers: number[]) => number) =>
  single((...values) => {
    const numbers = values.map(numberOf);
    return numbers.includes(undefined) ? null : finite(give(...(numbers as number[])));
  });

// 15 digits: 2.555 to two places is 2.56 although no double is 2.555. [SR/Mathematical, round]
function round(number: number, places = 0): number {
  const scale = 10 ** Math.trunc(places);
  const scaled = Number((Math.abs(number) * scale).toPrecision(15));
  return (Math.sign(number) * Math.round(scaled)) / scale;
}

/** Text is greater than every number. [SR/Statistical eval functions] */
function rank(value: string | number): (string | number)[] {
  const number = numberOf(value);
  return number === undefined ? [1, textOf(value)] : [0, number];
}

function order(a: string | number, b: string | number): number {
  const [kindA, valueA] = rank(a);
  const [kindB, valueB] = rank(b);
  if (kindA !== kindB) return Number(kindA) - Number(kindB);
  return kindA === 0 ? Number(valueA) - Number(valueB) : compareText(String(valueA), String(valueB));
}

/** The best of the values that are there. */
const extreme =
  (sign: 1 | -1) =>
  (call: Call): Evaluate =>
  (row) => {
    const values = call.args.map((arg) => arg.evaluate(row));
    if (values.some(isMulti)) return refuseMulti(call);
    const single = values.flatMap((value) => atoms(value));
    return single.length === 0 ? null : single.reduce((best, value) => (sign * order(value, best) > 0 ? value : best));
  };

const row = (name: string, args: readonly [number, number], give: (...numbers: number[]) => number) =>
  ({ args, gives: 'value', case: name, docs, build: numeric(give) }) as const;

/** https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/MathematicalFunctions */
export const mathematicsFunctions: FunctionTable = {
  abs: row('O070', [1, 1], Math.abs),
  ceil: row('O071', [1, 1], Math.ceil),
  ceiling: row('O072', [1, 1], Math.ceil),
  exp: row('O073', [1, 1], Math.exp),
  floor: row('O074', [1, 1], Math.floor),
  ln: row('O075', [1, 1], Math.log),
  log: row('O076', [1, 2], (number, base = 10) =>
    base === 10 ? Math.log10(number) : Math.log(number) / Math.log(base),
  ),
  pow: row('O077', [2, 2], (number, exponent) => number ** exponent),
  round: { ...row('O078', [1, 2], round), open: 'halves of negative numbers' },
  sqrt: row('O079', [1, 1], Math.sqrt),
  max: { args: [1, MANY], gives: 'value', case: 'O080', docs: statistical, build: extreme(1) },
  min: { args: [1, MANY], gives: 'value', case: 'O081', docs: statistical, build: extreme(-1) },
};
