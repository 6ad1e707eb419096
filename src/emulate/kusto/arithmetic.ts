import { asNumber, clampTick, commonType, inRange } from './convert.ts';
import { isInteger, isNumeric, type KustoType, type Value } from './types.ts';

/** What an operator gives for two types. Undefined from `evaluate`: the result is not documented (overflow). */
export interface Rule {
  readonly type: KustoType;
  readonly evaluate: (a: Value, b: Value) => Value | undefined;
}

type Numbers = (a: number, b: number) => number;
type Integers = (a: bigint, b: bigint) => bigint | null;
interface NumericRule {
  readonly real: Numbers;
  readonly integer: Integers;
}

// The result of % is never negative: -14 % 12 = 10, 14 % -12 = 2 (query/numerical-operators).
const realModulo: Numbers = (a, b) => ((a % b) + Math.abs(b)) % Math.abs(b);
function integerModulo(a: bigint, b: bigint): bigint | null {
  if (b === 0n) return null;
  const size = b < 0n ? -b : b;
  return ((a % size) + size) % size;
}

const NUMERIC: Readonly<Record<string, NumericRule>> = {
  '+': { real: (a, b) => a + b, integer: (a, b) => a + b },
  '-': { real: (a, b) => a - b, integer: (a, b) => a - b },
  '*': { real: (a, b) => a * b, integer: (a, b) => a * b },
  // Of two integers the quotient is truncated; by zero it is null.
  '/': { real: (a, b) => a / b, integer: (a, b) => (b === 0n ? null : a / b) },
  '%': { real: realModulo, integer: integerModulo },
};

const integers = (rule: Integers, type: KustoType): Rule['evaluate'] => {
  return (a, b) => {
    const result = rule(a as bigint, b as bigint);
    return result === null || inRange(result, type) ? result : undefined;
  };
};

function numericRule(op: string, a: KustoType, b: KustoType): Rule | undefined {
  const rule = NUMERIC[op];
  const type = commonType(a, b);
  if (rule === undefined || type === undefined || !isNumeric(type)) return undefined;
  if (type === 'real') return { type, evaluate: (x, y) => rule.real(asNumber(x), asNumber(y)) };
  return { type: 'long', evaluate: integers(rule.integer, 'long') };
}

const ticks = (rule: Integers): Rule['evaluate'] => integers(rule, 'long');
const moment = (rule: (a: bigint, b: bigint) => bigint): Rule['evaluate'] => {
  return (a, b) => clampTick(rule(a as bigint, b as bigint)) ?? undefined;
};

function scaled(span: Value, factor: Value, divide: boolean): Value {
  if (typeof factor === 'bigint') {
    if (!divide) return (span as bigint) * factor;
    return factor === 0n ? null : (span as bigint) / factor;
  }
  const result = divide ? asNumber(span) / asNumber(factor) : asNumber(span) * asNumber(factor);
  return Number.isFinite(result) ? BigInt(Math.trunc(result)) : null;
}

/** Operators on times, by `left op right`. */
const TIMES: Readonly<Record<string, Rule>> = {
  'datetime + timespan': { type: 'datetime', evaluate: moment((a, b) => a + b) },
  'timespan + datetime': { type: 'datetime', evaluate: moment((a, b) => a + b) },
  'datetime - timespan': { type: 'datetime', evaluate: moment((a, b) => a - b) },
  'datetime - datetime': { type: 'timespan', evaluate: ticks((a, b) => a - b) },
  'timespan + timespan': { type: 'timespan', evaluate: ticks((a, b) => a + b) },
  'timespan - timespan': { type: 'timespan', evaluate: ticks((a, b) => a - b) },
  'timespan % timespan': { type: 'timespan', evaluate: ticks(integerModulo) },
  'timespan / timespan': { type: 'real', evaluate: (a, b) => asNumber(a) / asNumber(b) },
};

function scaledRule(op: string, a: KustoType, b: KustoType): Rule | undefined {
  const factor = (type: KustoType): boolean => isInteger(type) || type === 'real';
  if (a === 'timespan' && factor(b) && (op === '*' || op === '/')) {
    return { type: 'timespan', evaluate: (x, y) => scaled(x, y, op === '/') };
  }
  return op === '*' && factor(a) && b === 'timespan'
    ? { type: 'timespan', evaluate: (x, y) => scaled(y, x, false) }
    : undefined;
}

/** The rule of `+ - * / %` for two types, or undefined where the operator is not defined. */
export const arithmeticRule = (op: string, a: KustoType, b: KustoType): Rule | undefined =>
  numericRule(op, a, b) ?? TIMES[`${a} ${op} ${b}`] ?? scaledRule(op, a, b);
