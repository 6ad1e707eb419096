import { isoText } from '../base/instant.ts';
import { literalScalar } from '../eval/value.ts';
import type { Scalar } from '../functions/function.ts';
import { scalarText } from '../functions/scalar.ts';
import type { Field, Value } from '../ir/value.ts';
import { type Change, change, NO_CHANGE, products } from './change.ts';
import { INVERSES } from './inverses.ts';

/** Years that ISO 8601 writes with four digits. */
const FIRST_INSTANT = -62_135_596_800_000_000_000n;
const LAST_INSTANT = 253_402_300_799_999_999_999n;

function instantJson(nanos: bigint): unknown {
  const inside = nanos < FIRST_INSTANT ? FIRST_INSTANT : nanos > LAST_INSTANT ? LAST_INSTANT : nanos;
  return isoText(inside);
}

/** Integers that a double holds exactly are numbers, longer ones stay bigint. */
const numberJson = (value: bigint | number): unknown =>
  typeof value === 'bigint' && value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : value;

const WHOLE = /^-?\d{1,400}$/;

/** How an event writes a scalar in a field of this type; absent is `undefined`. */
export function jsonOf(scalar: Scalar, { type }: Pick<Field, 'type'>): unknown {
  if (scalar === null) return undefined;
  if (typeof scalar === 'object') return scalar.kind === 'instant' ? instantJson(scalar.nanos) : scalar.text;
  if (type === 'text' || type === 'ip' || type === 'version') return scalarText(scalar);
  if (type === 'long' && typeof scalar === 'string' && WHOLE.test(scalar)) return numberJson(BigInt(scalar));
  return typeof scalar === 'string' || typeof scalar === 'boolean' ? scalar : numberJson(scalar);
}

/** How many combinations a call of several arguments is tried with. */
const MAX_COMBINATIONS = 16;

const known = (value: Value): Scalar | undefined => (value.kind === 'literal' ? literalScalar(value) : undefined);

/** Changes after which a value likely is the wanted scalar. Tests inside a value are not aimed at. */
export function aims(value: Value, wanted: Scalar): readonly Change[] {
  switch (value.kind) {
    case 'literal':
      return [NO_CHANGE];
    case 'field':
      return [change(value.name, jsonOf(wanted, value))];
    case 'call':
      return INVERSES[value.fn](value.args.map(known), wanted).flatMap((row) =>
        value.args.reduce<readonly Change[]>(
          (made, arg, at) => {
            const scalar = row[at];
            return scalar === undefined ? made : products(made, aims(arg, scalar), MAX_COMBINATIONS);
          },
          [NO_CHANGE],
        ),
      );
    case 'compare':
    case 'one-of':
    case 'match':
    case 'regex':
    case 'cidr':
      return [];
  }
}
