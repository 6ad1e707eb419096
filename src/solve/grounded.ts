import { possibleValues } from '../eval/value.ts';
import type { Scalar } from '../functions/function.ts';
import type { Cond } from '../ir/cond.ts';
import type { Literal, Value } from '../ir/value.ts';
import { childValues, mapValue } from '../ir/walk.ts';
import { type Draft, flat } from './change.ts';

function literalOf(scalar: Scalar): Literal {
  if (scalar === null) return { kind: 'literal', type: 'null' };
  if (typeof scalar === 'object') {
    return scalar.kind === 'instant'
      ? { kind: 'literal', type: 'date', value: scalar.nanos }
      : { kind: 'literal', type: 'version', value: scalar.text };
  }
  if (typeof scalar === 'string') return { kind: 'literal', type: 'text', value: scalar };
  if (typeof scalar === 'boolean') return { kind: 'literal', type: 'boolean', value: scalar };
  return typeof scalar === 'bigint'
    ? { kind: 'literal', type: 'integer', value: scalar }
    : { kind: 'literal', type: 'real', value: scalar };
}

const isConstant = (value: Value): boolean => childValues(value).every((child) => child.kind === 'literal');

/**
 * A test with the first values that a draft gives all fields but one, and what follows from them worked out: what is left to say of the one.
 */
export function grounded(cond: Cond, draft: Draft, open: string): Cond {
  if (cond.kind !== 'leaf') return cond;
  const event = flat(draft);
  const value = mapValue(cond.value, (node) => {
    const decided = node.kind === 'field' ? node.name !== open : node.kind === 'call' && isConstant(node);
    return decided ? literalOf(possibleValues(node, event)[0] ?? null) : node;
  });
  return { kind: 'leaf', value };
}
