import { leaf, or } from '../ir/build.ts';
import type { Cond, Leaf } from '../ir/cond.ts';
import { sameNode } from '../ir/equal.ts';
import type { Value } from '../ir/value.ts';
import { mapCond } from '../ir/walk.ts';

/** Two tests of one subject as one test that either passes, if there is such a test. */
function joined(a: Value, b: Value): Value | undefined {
  if (a.kind === 'match' && b.kind === 'match' && a.caseRule === b.caseRule && sameNode(a.subject, b.subject)) {
    return { ...a, patterns: [...a.patterns, ...b.patterns] };
  }
  if (a.kind === 'one-of' && b.kind === 'one-of' && a.caseRule === b.caseRule && sameNode(a.subject, b.subject)) {
    return { ...a, options: [...a.options, ...b.options] };
  }
  return undefined;
}

const withoutOrigin = ({ origin, ...value }: Value): Value => value as Value;

/** `f == a or f == b` is `f in (a, b)`: neighbours under an `or` that test the same subject in the same way become one leaf. */
export function groupTests(cond: Cond): Cond {
  return mapCond(cond, (node) => {
    if (node.kind !== 'or') return node;
    const out: Cond[] = [];
    for (const part of node.any) {
      const last = out.at(-1);
      const both = part.kind === 'leaf' && last?.kind === 'leaf' ? joined(asList(last), asList(part)) : undefined;
      if (both) out[out.length - 1] = leaf(withoutOrigin(both), node.origin);
      else out.push(part);
    }
    return out.length === node.any.length ? node : or(out, node.origin);
  });
}

/** An equality with a constant as a list of one. */
function asList({ value }: Leaf): Value {
  if (value.kind !== 'compare' || value.op !== 'eq' || value.right.kind !== 'literal') return value;
  return { kind: 'one-of', subject: value.left, options: [value.right], caseRule: value.caseRule };
}
