import { leaf } from '../ir/build.ts';
import type { Cond } from '../ir/cond.ts';
import type { PatternPart } from '../ir/pattern.ts';
import { pattern } from '../ir/pattern.ts';
import type { Call, Value } from '../ir/value.ts';
import { mapCond } from '../ir/walk.ts';

const ANY: PatternPart = { kind: 'any' };

/** The parts around a constant needle that make a text function the same test as a pattern. */
const AROUND: Readonly<
  Partial<Record<Call['fn'], { readonly before: readonly PatternPart[]; readonly after: readonly PatternPart[] }>>
> = {
  'starts-with': { before: [], after: [ANY] },
  'ends-with': { before: [ANY], after: [] },
  'string-contains': { before: [ANY], after: [ANY] },
};

/** `startsWith(f, "x")` asks what the pattern `x*` asks. An empty needle keeps its own meaning in the function's file. */
function asMatch(value: Value): Value {
  if (value.kind !== 'call') return value;
  const around = AROUND[value.fn];
  const [subject, needle] = value.args;
  if (!around || !subject || needle?.kind !== 'literal' || needle.type !== 'text' || needle.value === '') return value;
  // A subject that is not text has no text functions over it; a pattern would read its text.
  const parts = pattern([...around.before, { kind: 'lit', text: needle.value }, ...around.after]);
  return {
    kind: 'match',
    subject,
    patterns: [parts],
    caseRule: value.caseRule,
    ...(value.origin && { origin: value.origin }),
  };
}

/** Text functions with a constant needle become patterns, so that targets need to know patterns only. */
export function functionsToPatterns(cond: Cond): Cond {
  return mapCond(cond, (node) => (node.kind === 'leaf' ? leaf(asMatch(node.value), node.origin) : node));
}
