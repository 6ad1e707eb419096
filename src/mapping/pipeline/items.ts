import { and, leaf, literal, not, or } from '../../ir/build.ts';
import type { Cond } from '../../ir/cond.ts';
import { onCond } from '../../ir/cond.ts';
import { literalPattern, literalText, type Pattern } from '../../ir/pattern.ts';
import type { CaseRule, Constant, Field, Value } from '../../ir/value.ts';
import { fieldsOfValue, mapValue } from '../../ir/walk.ts';

/**
 * An item of a detection is one test of one field: a leaf, `has-key`, a keyword, or the test for null, which the IR has as
 * `not has-value`.
 */

/** Where an item that goes leaves a rule that finds more, or fewer events. */
export type Loss = 'wider' | 'narrower';

export type ChangeItem = (item: Cond) => Cond | undefined;

class ItemMapper {
  readonly change: ChangeItem;
  readonly lost: (item: Cond, loss: Loss) => void;

  constructor(change: ChangeItem, lost: (item: Cond, loss: Loss) => void) {
    this.change = change;
    this.lost = lost;
  }

  item(item: Cond, loss: Loss): Cond | undefined {
    const changed = this.change(item);
    if (!changed) this.lost(item, loss);
    return changed;
  }

  parts(parts: readonly Cond[], loss: Loss, negated: boolean): readonly Cond[] {
    return parts.flatMap((part) => this.map(part, loss, negated) ?? []);
  }

  /** `loss`: what the rule is without this part; `negated`: whether an odd number of `not` stands around it. */
  map(cond: Cond, loss: Loss, negated: boolean): Cond | undefined {
    return onCond<Cond | undefined>(cond, {
      true: (node) => node,
      false: (node) => node,
      and: (node) => joined(this.parts(node.all, negated ? 'narrower' : 'wider', negated), and),
      or: (node) => joined(this.parts(node.any, negated ? 'wider' : 'narrower', negated), or),
      not: (node) => {
        if (node.inner.kind === 'has-value') return this.item(node, loss);
        const inner = this.map(node.inner, loss, !negated);
        return inner && not(inner, node.origin);
      },
      leaf: (node) => this.item(node, loss),
      'has-key': (node) => this.item(node, loss),
      keyword: (node) => this.item(node, loss),
      'has-value': (node) => {
        const isNull = this.item(not(node, node.origin), loss);
        return isNull && not(isNull, node.origin);
      },
    });
  }
}

const joined = (parts: readonly Cond[], join: (parts: readonly Cond[]) => Cond): Cond | undefined =>
  parts.length === 0 ? undefined : join(parts);

/** A condition with every item changed; one for which nothing comes back is taken out, and `lost` hears what that does. */
export const mapItems = (
  cond: Cond,
  change: ChangeItem,
  lost: (item: Cond, loss: Loss) => void = () => undefined,
): Cond | undefined => new ItemMapper(change, lost).map(cond, 'wider', false);

/** The items of a condition. */
export function itemsOf(cond: Cond): readonly Cond[] {
  const found: Cond[] = [];
  mapItems(cond, (item) => {
    found.push(item);
    return item;
  });
  return found;
}

/** The field that an item tests; keywords have none. */
export function fieldOfItem(item: Cond): Field | undefined {
  if (item.kind === 'has-key') return item.field;
  if (item.kind === 'leaf') return fieldsOfValue(item.value)[0];
  return item.kind === 'not' && item.inner.kind === 'has-value' ? fieldsOfValue(item.inner.value)[0] : undefined;
}

export const isNullItem = (item: Cond): boolean => item.kind === 'not';

const withName = (value: Value, rename: (name: string) => string): Value =>
  mapValue(value, (node) => (node.kind === 'field' ? { ...node, name: rename(node.name) } : node));

/** An item over other names. */
export function renamedItem(item: Cond, rename: (name: string) => string): Cond {
  if (item.kind === 'has-key') return { ...item, field: { ...item.field, name: rename(item.field.name) } };
  if (item.kind === 'leaf') return { ...item, value: withName(item.value, rename) };
  if (item.kind === 'not' && item.inner.kind === 'has-value')
    return { ...item, inner: { ...item.inner, value: withName(item.inner.value, rename) } };
  return item;
}

/** A value of an item: text with wildcards, or a constant of another type. */
export type ItemValue =
  | { readonly kind: 'text'; readonly pattern: Pattern }
  | { readonly kind: 'constant'; readonly constant: Constant };

const itemValue = (constant: Constant): ItemValue =>
  constant.type === 'text' ? { kind: 'text', pattern: literalPattern(constant.value) } : { kind: 'constant', constant };

interface Equality {
  readonly subject: Value;
  readonly caseRule: CaseRule;
  readonly values: readonly ItemValue[];
}

/** An item that looks for one of some values; nothing for other items. */
export function equalityOf(item: Cond): Equality | undefined {
  if (item.kind !== 'leaf') return undefined;
  const { value } = item;
  if (value.kind === 'compare' && value.op === 'eq' && value.right.kind === 'literal')
    return { subject: value.left, caseRule: value.caseRule, values: [itemValue(value.right)] };
  if (value.kind === 'one-of')
    return { subject: value.subject, caseRule: value.caseRule, values: value.options.map(itemValue) };
  if (value.kind !== 'match') return undefined;
  const { subject, caseRule } = value;
  return { subject, caseRule, values: value.patterns.map((pattern) => ({ kind: 'text', pattern })) };
}

/** The values of an item; a null, a comparison or a regular expression has none. */
export const valuesOf = (item: Cond): readonly ItemValue[] => equalityOf(item)?.values ?? [];

/** A test for one of some values. */
export function equality({ subject, caseRule, values }: Equality): Cond {
  const tests = values.map((value): Cond => {
    if (value.kind === 'constant' && value.constant.type === 'null') return not({ kind: 'has-value', value: subject });
    const text = value.kind === 'text' ? literalText(value.pattern) : undefined;
    const constant: Constant | undefined =
      value.kind === 'constant' ? value.constant : text === undefined ? undefined : { type: 'text', value: text };
    if (constant) return leaf({ kind: 'compare', op: 'eq', left: subject, right: literal(constant), caseRule });
    return leaf({ kind: 'match', subject, patterns: value.kind === 'text' ? [value.pattern] : [], caseRule });
  });
  return or(tests);
}

/** An item with each of its values replaced by others; values for which nothing comes back stay. */
export function withValues(item: Cond, change: (value: ItemValue) => readonly ItemValue[] | undefined): Cond {
  const found = equalityOf(item);
  if (!found) return item;
  const changed = found.values.map((value) => change(value));
  if (changed.every((one) => one === undefined)) return item;
  const values = found.values.flatMap((value, i) => changed[i] ?? [value]);
  return equality({ ...found, values });
}

/** A text with wildcards as pySigma prints it: what is plain stands for itself. */
export const patternText = (pattern: Pattern): string =>
  pattern.map((part) => (part.kind === 'lit' ? part.text : part.kind === 'any' ? '*' : '?')).join('');
