import { or } from '../ir/build.ts';
import type { Cond } from '../ir/cond.ts';
import { groupAlternatives } from '../ir/group.ts';
import { mapCond } from '../ir/walk.ts';

/** `f == a or f == b` is `f in (a, b)`: alternatives that test the same subject in the same way become one leaf. */
export function groupTests(cond: Cond): Cond {
  return mapCond(cond, (node) => {
    if (node.kind !== 'or') return node;
    const parts = groupAlternatives(node.any);
    return parts.length === node.any.length ? node : or(parts, node.origin);
  });
}
