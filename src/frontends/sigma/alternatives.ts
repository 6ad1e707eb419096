import { or } from '../../ir/build.ts';
import type { Cond, Keyword } from '../../ir/cond.ts';
import { nodeKey } from '../../ir/equal.ts';
import { groupAlternatives } from '../../ir/group.ts';
import { type Pattern, shapeOf } from '../../ir/pattern.ts';
import type { Literal, OneOf, Value } from '../../ir/value.ts';
import type { Span } from '../../text/source-text.ts';

/** Each once, at its first place. */
function distinct<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  if (items.length < 2) return items;
  const found = new Map<string, T>();
  for (const item of items) {
    const name = key(item);
    if (!found.has(name)) found.set(name, item);
  }
  return found.size === items.length ? items : [...found.values()];
}

const MARKS = { any: '\u0000*', one: '\u0000?' } as const;
function patternKey(parts: Pattern): string {
  let key = '';
  for (const part of parts) key += part.kind === 'lit' ? part.text : MARKS[part.kind];
  return key;
}

const literalKey = (literal: Literal): string =>
  literal.type === 'null' ? literal.type : `${literal.type} ${literal.value}`;

/** Patterns of one shape stand together, shapes in the order of their first. */
function byShape(patterns: readonly Pattern[]): readonly Pattern[] {
  if (patterns.length < 2) return patterns;
  const groups = new Map<string, Pattern[]>();
  for (const parts of patterns) {
    const { kind } = shapeOf(parts);
    const known = groups.get(kind);
    if (known) known.push(parts);
    else groups.set(kind, [parts]);
  }
  return groups.size < 2 ? patterns : [...groups.values()].flat();
}

const ordered = (patterns: readonly Pattern[]): readonly Pattern[] => byShape(distinct(patterns, patternKey));

/** A list of one constant is an equality with it. */
function equality(value: OneOf, options: readonly Literal[]): Value {
  const [only] = options;
  if (!only || options.length > 1) return { ...value, options };
  const { subject: left, caseRule, origin } = value;
  return { kind: 'compare', op: 'eq', left, right: only, caseRule, ...(origin && { origin }) };
}

function canonicalValue(value: Value): Value {
  switch (value.kind) {
    case 'match':
      return { ...value, patterns: ordered(value.patterns) };
    case 'one-of':
      return equality(value, distinct(value.options, literalKey));
    case 'regex':
      return { ...value, regexes: distinct(value.regexes, nodeKey) };
    case 'cidr':
      return { ...value, networks: distinct(value.networks, ({ text }) => text) };
    case 'literal':
    case 'field':
    case 'call':
    case 'compare':
      return value;
  }
}

const canonicalTest = (test: Keyword['test']): Keyword['test'] =>
  test.kind === 'match'
    ? { ...test, patterns: ordered(test.patterns) }
    : { ...test, regexes: distinct(test.regexes, nodeKey) };

function canonical(cond: Cond): Cond {
  if (cond.kind === 'leaf') return { ...cond, value: canonicalValue(cond.value) };
  return cond.kind === 'keyword' ? { ...cond, test: canonicalTest(cond.test) } : cond;
}

/** Tests that grouping leaves alone are small. */
const isSmall = (cond: Cond): boolean =>
  cond.kind === 'has-key' || (cond.kind === 'leaf' && (cond.value.kind === 'compare' || cond.value.kind === 'call'));

/** Each of the small tests once. */
function withoutRepeats(parts: readonly Cond[]): readonly Cond[] {
  if (parts.length < 2) return parts;
  const seen = new Set<string>();
  return parts.filter((part) => {
    if (!isSmall(part)) return true;
    const key = nodeKey(part);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/**
 * One of the parts holds, in the one form that all spellings of it have: alternatives inside alternatives are flat, tests of one field
 * in one way are one test at the place of the first, each constant stands once, patterns of one shape stand together
 * (docs/semantics.md, "One form for alternatives").
 */
export function alternatives(parts: readonly Cond[], origin?: Span): Cond {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const flat = parts.flatMap((part) => (part.kind === 'or' ? part.any : [part]));
  return or(withoutRepeats(groupAlternatives(flat).map(canonical)), origin);
}
