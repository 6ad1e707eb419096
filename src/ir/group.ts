import { leaf } from './build.ts';
import type { Cond, Keyword, Leaf } from './cond.ts';
import { printValue } from './print.ts';
import type { Value } from './value.ts';

/** An equality with a constant as a list of one. */
function asList(value: Value): Value {
  if (value.kind !== 'compare' || value.op !== 'eq' || value.right.kind !== 'literal') return value;
  const { left, right, caseRule } = value;
  return right.type === 'null' ? value : { kind: 'one-of', subject: left, options: [right], caseRule };
}

/** Tests with the same key can be one test; nothing where a test stays alone. */
function leafKey(value: Value): string | undefined {
  switch (value.kind) {
    case 'compare':
      return value.op === 'eq' && value.right.kind === 'literal' && value.right.type !== 'null'
        ? `one-of ${value.caseRule} ${printValue(value.left)}`
        : undefined;
    case 'match':
    case 'one-of':
      return `${value.kind} ${value.caseRule} ${printValue(value.subject)}`;
    case 'regex':
    case 'cidr':
      return `${value.kind} ${printValue(value.subject)}`;
    default:
      return undefined;
  }
}

function keyOf(cond: Cond): string | undefined {
  if (cond.kind === 'leaf') return leafKey(cond.value);
  if (cond.kind !== 'keyword') return undefined;
  return cond.test.kind === 'match' ? `keyword ${cond.test.caseRule}` : 'keyword regex';
}

const flat = <T>(lists: readonly (readonly T[])[]): readonly T[] => lists.flat();

function joinValues(values: readonly Value[]): Value | undefined {
  const [first] = values;
  switch (first?.kind) {
    case 'match':
      return { ...first, patterns: flat(values.map((one) => (one.kind === 'match' ? one.patterns : []))) };
    case 'one-of':
      return { ...first, options: flat(values.map((one) => (one.kind === 'one-of' ? one.options : []))) };
    case 'regex':
      return { ...first, regexes: flat(values.map((one) => (one.kind === 'regex' ? one.regexes : []))) };
    case 'cidr':
      return { ...first, networks: flat(values.map((one) => (one.kind === 'cidr' ? one.networks : []))) };
    default:
      return undefined;
  }
}

function joinKeywords(keywords: readonly Keyword[]): Cond | undefined {
  const [first] = keywords;
  if (!first) return undefined;
  const test: Keyword['test'] =
    first.test.kind === 'match'
      ? { ...first.test, patterns: flat(keywords.map(({ test: one }) => (one.kind === 'match' ? one.patterns : []))) }
      : { ...first.test, regexes: flat(keywords.map(({ test: one }) => (one.kind === 'regex' ? one.regexes : []))) };
  return { ...first, test };
}

// The rest of a Value without its origin is a Value.
const withoutOrigin = ({ origin, ...value }: Value): Value => value as Value;

function joined(group: readonly Cond[]): Cond | undefined {
  const keywords = group.filter((cond) => cond.kind === 'keyword');
  if (keywords.length > 0) return joinKeywords(keywords);
  const leaves = group.filter((cond): cond is Leaf => cond.kind === 'leaf');
  const value = joinValues(leaves.map((one) => asList(one.value)));
  return value && leaf(withoutOrigin(value), leaves[0]?.origin);
}

/**
 * Alternatives that test one subject in one way become one test with several constants, at the place of the first:
 * `f == a or g == c or f == b` is `f in (a, b) or g == c`.
 */
export function groupAlternatives(parts: readonly Cond[]): readonly Cond[] {
  if (parts.length < 2) return parts;
  const groups = new Map<string, Cond[]>();
  const slots: (Cond | readonly Cond[])[] = [];
  for (const part of parts) {
    const key = keyOf(part);
    const known = key === undefined ? undefined : groups.get(key);
    if (known) known.push(part);
    else if (key === undefined) slots.push(part);
    else {
      const group = [part];
      groups.set(key, group);
      slots.push(group);
    }
  }
  return slots.flatMap((slot) => {
    if (!Array.isArray(slot)) return [slot as Cond];
    const both = slot.length > 1 ? joined(slot) : undefined;
    return both ? [both] : slot;
  });
}
