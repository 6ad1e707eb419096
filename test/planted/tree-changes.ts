import { and, leaf, literal, not, or, textLiteral } from '../../src/ir/build.ts';
import type { Cond } from '../../src/ir/cond.ts';
import { pattern } from '../../src/ir/pattern.ts';
import type { CaseRule, CompareOp, Value } from '../../src/ir/value.ts';
import { mapCond, mapValue } from '../../src/ir/walk.ts';

/** A condition that a careless compiler would have had in the place of the one it was given. */
export type TreeChange = (cond: Cond) => Cond;

const inValues =
  (change: (value: Value) => Value): TreeChange =>
  (cond) =>
    mapCond(cond, (node) => (node.kind === 'leaf' ? { ...node, value: mapValue(node.value, change) } : node));

const inNodes =
  (change: TreeChange): TreeChange =>
  (cond) =>
    mapCond(cond, change);

/** `!=` where the rule says `not`: an absent field does not pass it. */
const notAsNe = inNodes((node) =>
  node.kind === 'not' && node.inner.kind === 'leaf' && node.inner.value.kind === 'compare'
    ? leaf({ ...node.inner.value, op: 'ne' })
    : node,
);

/** A test of presence is put before every negation. */
const guarded = inNodes((node) => {
  if (node.kind !== 'not' || node.inner.kind !== 'leaf') return node;
  const { value } = node.inner;
  const subject = value.kind === 'compare' ? value.left : 'subject' in value ? value.subject : undefined;
  return subject ? and([{ kind: 'has-value', value: subject }, node]) : node;
});

/** `a and (b or c)` read from left to right: `(a and b) or c`. */
const bracketsLost = inNodes((node) => {
  if (node.kind !== 'and') return node;
  const group = node.all.find((part) => part.kind === 'or');
  if (group?.kind !== 'or') return node;
  const [first, ...others] = group.any;
  return or([and([...node.all.filter((part) => part !== group), ...(first ? [first] : [])]), ...others]);
});

const ops =
  (changes: Partial<Record<CompareOp, CompareOp>>): TreeChange =>
  (cond) =>
    inValues((value) => (value.kind === 'compare' ? { ...value, op: changes[value.op] ?? value.op } : value))(cond);

const caseRule = (rule: CaseRule): TreeChange =>
  inValues((value) => ('caseRule' in value ? { ...value, caseRule: rule } : value));

const patterns = (
  change: (text: 'lit' | 'any' | 'one', place: number, count: number) => 'any' | 'one' | 'keep' | 'drop',
) =>
  inValues((value) =>
    value.kind === 'match'
      ? {
          ...value,
          patterns: value.patterns.map((parts) =>
            pattern(
              parts.flatMap((part, place) => {
                const made = change(part.kind, place, parts.length);
                if (made === 'keep') return [part];
                return made === 'drop' ? [] : [{ kind: made }];
              }),
            ),
          ),
        }
      : value,
  );

/** Faults in the tree, by what a reader would call them. */
export const TREE = {
  'not as !=': notAsNe,
  'negation guarded': guarded,
  'negation lost': inNodes((node) => (node.kind === 'not' ? node.inner : node)),
  'not (a and b) as not a and not b': inNodes((node) =>
    node.kind === 'not' && node.inner.kind === 'and' ? and(node.inner.all.map((part) => not(part))) : node,
  ),
  'brackets lost': bracketsLost,
  'and as or': inNodes((node) => (node.kind === 'and' ? or(node.all) : node)),
  'last test lost': inNodes((node) => (node.kind === 'and' ? and(node.all.slice(0, -1)) : node)),
  '? as *': patterns((kind) => (kind === 'one' ? 'any' : 'keep')),
  '* as ?': patterns((kind) => (kind === 'any' ? 'one' : 'keep')),
  'wildcard at the end lost': patterns((kind, at, count) => (kind === 'any' && at === count - 1 ? 'drop' : 'keep')),
  'wildcard at the start lost': patterns((kind, at) => (kind === 'any' && at === 0 ? 'drop' : 'keep')),
  '> for >=': ops({ gte: 'gt' }),
  '>= for >': ops({ gt: 'gte' }),
  'with case': caseRule('exact'),
  'without case': caseRule('simple'),
  'no value as the empty text': inNodes((node) =>
    node.kind === 'has-value'
      ? not(leaf({ kind: 'compare', op: 'eq', left: node.value, right: textLiteral(''), caseRule: 'exact' }))
      : node,
  ),
  'longer prefix': inValues((value) =>
    value.kind === 'cidr'
      ? {
          ...value,
          networks: value.networks.map((one) => ({
            ...one,
            prefix: one.prefix + 1,
            text: one.text.replace(/\d+$/, String(one.prefix + 1)),
          })),
        }
      : value,
  ),
  'last option lost': inValues((value) => {
    if (value.kind === 'match') return { ...value, patterns: value.patterns.slice(0, -1) };
    return value.kind === 'one-of' ? { ...value, options: value.options.slice(0, -1) } : value;
  }),
  'number one more': inValues((value) =>
    value.kind === 'literal' && value.type === 'integer'
      ? literal({ type: 'integer', value: value.value + 1n })
      : value,
  ),
} as const satisfies Readonly<Record<string, TreeChange>>;
