import { didYouMean } from '../../base/did-you-mean.ts';
import type { Located, LocatedEntry } from '../../formats/located.ts';
import { and, not } from '../../ir/build.ts';
import type { Cond } from '../../ir/cond.ts';
import { cover, type Span } from '../../text/source-text.ts';
import { alternatives } from './alternatives.ts';
import { fieldTest, keywordTest } from './lower-value.ts';
import { modifiers } from './modifiers/index.ts';
import type { Modifier, ValueModifier } from './modifiers/modifier.ts';
import { readValue } from './read-value.ts';
import type { Scope } from './scope.ts';
import type { SigmaValue } from './value.ts';

/** A modifier and the place of its name. */
interface Placed<M extends Modifier> {
  readonly modifier: M;
  readonly span: Span;
}

/** The key of an item: `field|modifier|modifier`. */
interface Key {
  readonly field: string;
  readonly fieldSpan: Span;
  readonly changes: readonly Placed<ValueModifier>[];
  readonly isAll: boolean;
  readonly isNegated: boolean;
}

/** The place of a piece of a key; of the whole key where quotes or escapes make it differ from its text. */
function spansOf({ key, keySpan }: LocatedEntry): (at: number, length: number) => Span {
  const { source, start: from, end } = keySpan;
  const start = source.text.startsWith(key, from) ? from : from + source.text.slice(from, end).indexOf(key);
  return (at, length) => (start < from ? keySpan : { source, start: start + at, end: start + at + length });
}

/** Splits a key at its `|`s and looks the modifiers up; nothing where one is unknown. */
function readKey(entry: LocatedEntry, scope: Scope): Key | undefined {
  const pieceSpan = spansOf(entry);
  const [field = '', ...names] = entry.key.split('|');
  const changes: Placed<ValueModifier>[] = [];
  const joins: string[] = [];
  let at = field.length;
  let known = 0;
  for (const name of names) {
    const span = pieceSpan(at + 1, name.length);
    at += 1 + name.length;
    const modifier = modifiers.get(name);
    if (!modifier) scope.report('sigma/unknown-modifier', { name, near: didYouMean(name, modifiers.keys()) }, span);
    else if ('change' in modifier) changes.push({ modifier, span });
    else joins.push(modifier.joins);
    if (modifier) known += 1;
  }
  if (known < names.length) return undefined;
  return {
    field,
    fieldSpan: pieceSpan(0, field.length),
    changes,
    isAll: joins.includes('all'),
    isNegated: joins.includes('negated'),
  };
}

/** Changes a value, or each of the alternatives that it has become. */
function changed(value: SigmaValue, change: (one: SigmaValue) => SigmaValue | undefined): SigmaValue | undefined {
  if (value.kind !== 'any-of') return change(value);
  const values = value.values.map(change);
  const all = values.filter((one) => one !== undefined);
  if (all.length < values.length) return undefined;
  return { ...value, values: all.flatMap((one) => (one.kind === 'any-of' ? one.values : [one])) };
}

/** `exists` says all there is to say of a field. */
const ENDS = new Set(['exists']);

function applyChanges(value: SigmaValue, { field, changes }: Key, scope: Scope): SigmaValue | undefined {
  const earlier: string[] = [];
  let current: SigmaValue | undefined = value;
  for (const { modifier, span } of changes) {
    const last = earlier.at(-1);
    if (last !== undefined && ENDS.has(last)) {
      scope.report('sigma/modifier-last', { modifier: last, behind: modifier.name }, span);
      return undefined;
    }
    const use = { name: modifier.name, span, earlier: [...earlier], hasField: field !== '', scope };
    current = current && changed(current, (one) => modifier.change(one, use));
    if (!current) return undefined;
    earlier.push(modifier.name);
  }
  return current;
}

function valuesOf(node: Located, scope: Scope): readonly Located[] {
  if (node.kind !== 'list') return [node];
  if (node.items.length === 0) scope.report('sigma/empty-values', {}, node.span);
  return node.items;
}

/** What each value asks; fewer where some were refused. */
function testsOf(nodes: readonly Located[], key: Key, scope: Scope): readonly Cond[] {
  const expands = key.changes.some(({ modifier }) => modifier.name === 'expand');
  const field = key.field === '' ? undefined : scope.field(key.field, key.fieldSpan);
  const tests: Cond[] = [];
  for (const node of nodes) {
    const read = readValue(node, expands, scope);
    if (read?.kind === 'null' && nodes.length > 1) scope.report('sigma/null-in-list', {}, read.span);
    const value = read && applyChanges(read, key, scope);
    const test = value && (field ? fieldTest(field, value, scope) : keywordTest(value, scope));
    if (test) tests.push(test);
  }
  return tests;
}

/** One entry of a search identifier: a field, or the whole event, against a value or a list of them. */
export function lowerItem(entry: LocatedEntry, scope: Scope): Cond | undefined {
  const key = readKey(entry, scope);
  if (!key) return undefined;
  const nodes = valuesOf(entry.value, scope);
  const tests = testsOf(nodes, key, scope);
  if (tests.length === 0 || tests.length < nodes.length) return undefined;
  if (key.isAll && nodes.length === 1) scope.report('sigma/all-of-one', {}, entry.keySpan);
  const span = cover(entry.keySpan, entry.value.span);
  const joined = key.isAll ? and(tests, span) : alternatives(tests, span);
  return key.isNegated ? not(joined, span) : joined;
}
