import type { CompareOp } from '../../src/ir/value.ts';
import { type Frag, raw } from '../../src/target/frag.ts';

/** A comparison of a column with a number that the column's type holds exactly; or what it comes to for every present value. */
export type Bound = { readonly op: CompareOp; readonly value: bigint | number } | 'never' | 'always';

/** Nothing of the column's type lies at the number, but it lies between `below` and `above`. */
function between(op: CompareOp, below: bigint | number, above: bigint | number): Bound {
  if (op === 'eq') return 'never';
  if (op === 'ne') return 'always';
  return op === 'lt' || op === 'lte' ? { op: 'lte', value: below } : { op: 'gte', value: above };
}

const beyond = (op: CompareOp, sign: number): Bound => {
  if (op === 'eq') return 'never';
  if (op === 'ne') return 'always';
  const smaller = op === 'lt' || op === 'lte';
  return smaller === sign > 0 ? 'always' : 'never';
};

/** Compares a whole number of at most so many bits with any number by value. */
export function integerBound(op: CompareOp, literal: bigint | number, bits = 63): Bound {
  if (typeof literal === 'number') {
    if (!Number.isFinite(literal)) return Number.isNaN(literal) ? 'never' : beyond(op, literal);
    if (!Number.isInteger(literal)) {
      const below = BigInt(Math.floor(literal));
      return between(op, below, below + 1n);
    }
    return integerBound(op, BigInt(literal), bits);
  }
  const limit = 2n ** BigInt(bits);
  if (literal >= limit || literal < -limit) return beyond(op, literal > 0n ? 1 : -1);
  return { op, value: literal };
}

/** Compares a 64-bit floating point number with any number by value. */
export function realBound(op: CompareOp, literal: bigint | number): Bound {
  if (typeof literal === 'number') return Number.isFinite(literal) ? { op, value: literal } : integerBound(op, literal);
  const near = Number(literal);
  if (!Number.isFinite(near)) return beyond(op, near);
  if (BigInt(near) === literal) return { op, value: near };
  if (op === 'eq') return 'never';
  if (op === 'ne') return 'always';
  const nearIsAbove = BigInt(near) > literal;
  const upwards = op === 'gt' || op === 'gte';
  if (upwards) return { op: nearIsAbove ? 'gte' : 'gt', value: near };
  return { op: nearIsAbove ? 'lt' : 'lte', value: near };
}

/** A number as every dialect reads it. */
export function numberFrag(value: bigint | number): Frag {
  const text = String(value);
  return raw(text, text.startsWith('-') ? 1 : 0);
}

const PER_MICRO = 1000n;

/** Compares microseconds with nanoseconds since 1970. */
export function microsBound(op: CompareOp, nanos: bigint): Bound {
  const rest = ((nanos % PER_MICRO) + PER_MICRO) % PER_MICRO;
  const below = (nanos - rest) / PER_MICRO;
  return rest === 0n ? { op, value: below } : between(op, below, below + 1n);
}
