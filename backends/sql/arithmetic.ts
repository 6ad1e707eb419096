import type { FunctionId } from '../../src/ir/value.ts';
import { type Frag, q, raw } from '../../src/target/frag.ts';
import { operand } from './common.ts';
import { type Argument, type FunctionRow, type Refusal, refuse, said } from './dialect.ts';
import { LEVEL } from './levels.ts';

export type Arithmetic = Extract<FunctionId, 'add' | 'subtract' | 'multiply' | 'divide' | 'modulo'>;

type Binary = (a: Frag, b: Frag) => Frag;

/** How a dialect calculates. Division and modulo by zero must give null. */
export interface NumberWords {
  /** Whole results of up to so many bits fit the operands' own type. */
  readonly narrow: number;
  /** A whole number as one with more room. */
  readonly wide: (value: Frag) => Frag;
  /** A whole number or a constant as a 64-bit floating point number. */
  readonly toReal: (value: Frag) => Frag;
  /** Whole results of up to so many bits are exact. */
  readonly capacity: number;
  /** Makes a result that is out of range null, where it would fail the query. */
  readonly guard: (result: Frag) => Frag;
  readonly divide: Binary;
  readonly modulo: Binary;
  readonly real: { readonly [A in Arithmetic]: Binary | Refusal };
}

const COLUMN_BITS = 63;

/** How many bits the size of a whole number has at most. */
export function bitsOf(arg: Pick<Argument, 'constant' | 'bits'>): number {
  if (typeof arg.constant === 'bigint') return arg.constant.toString(2).replace('-', '').length;
  return arg.bits ?? COLUMN_BITS;
}

const BITS: { readonly [A in Arithmetic]: (a: number, b: number) => number } = {
  add: (a, b) => Math.max(a, b) + 1,
  subtract: (a, b) => Math.max(a, b) + 1,
  multiply: (a, b) => a + b,
  divide: (a) => a + 1,
  modulo: (a) => a,
};

export const isArithmetic = (fn: FunctionId): fn is Arithmetic => fn in BITS;

/** The bits of the result of a whole operation. */
export function resultBits(fn: Arithmetic, args: readonly Argument[]): number {
  const [a = 0, b = 0] = args.map(bitsOf);
  return BITS[fn](a, b);
}

export const infix =
  (operator: string): Binary =>
  (a, b) =>
    q(LEVEL.operator)`${operand(a)} ${raw(operator)} ${operand(b)}`;

const NO_OVERFLOW = {
  assumption: 'number/no-overflow',
  why: "a result out of the engine's range is null, infinite or rounded",
} as const;

function row(fn: Arithmetic, words: NumberWords): FunctionRow {
  const whole: { readonly [A in Arithmetic]: Binary } = {
    add: infix('+'),
    subtract: infix('-'),
    multiply: infix('*'),
    divide: words.divide,
    modulo: words.modulo,
  };
  return (args) => {
    const [a, b] = args;
    if (!a || !b) return refuse('a call without arguments');
    if (a.type === 'integer' && b.type === 'integer') {
      const bits = resultBits(fn, args);
      const result = whole[fn](bits > words.narrow ? words.wide(a.frag) : a.frag, b.frag);
      if (bits <= words.capacity) return said(result);
      return said(words.guard(result), { ...NO_OVERFLOW, witness: 2n ** 63n - 1n });
    }
    const real = words.real[fn];
    if ('refusal' in real) return real;
    const operandOf = (arg: Argument): Frag =>
      arg.type === 'integer' || arg.constant !== undefined ? words.toReal(arg.frag) : arg.frag;
    return said(words.guard(real(operandOf(a), operandOf(b))), { ...NO_OVERFLOW, witness: Number.MAX_VALUE });
  };
}

/** The five operators, from a dialect's words. */
export function arithmeticFunctions(words: NumberWords): { readonly [A in Arithmetic]: FunctionRow } {
  return {
    add: row('add', words),
    subtract: row('subtract', words),
    multiply: row('multiply', words),
    divide: row('divide', words),
    modulo: row('modulo', words),
  };
}
