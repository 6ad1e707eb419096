import type { Span } from '../text/source-text.ts';
import type { And, Cond, Not, Or } from './cond.ts';
import type { EventFilter } from './query.ts';
import type { Constant, Field, Literal, Value } from './value.ts';

/** Attaches where a node was written; without a span the node stays as it is. */
export function at<N extends object>(node: N, origin: Span | undefined): N {
  return origin ? { ...node, origin } : node;
}

export const TRUE: Cond = { kind: 'true' };
export const FALSE: Cond = { kind: 'false' };

/** All hold. Nested `and`s flatten, `true` vanishes, `false` swallows; of nothing it is `true`. */
export function and(parts: readonly Cond[], origin?: Span): Cond {
  const flat: Cond[] = [];
  for (const part of parts) {
    if (part.kind === 'false') return part;
    if (part.kind === 'and') for (const inner of part.all) flat.push(inner);
    else if (part.kind !== 'true') flat.push(part);
  }
  const [only] = flat;
  if (!only) return TRUE;
  return flat.length === 1 ? only : at<And>({ kind: 'and', all: flat }, origin);
}

/** One holds. Nested `or`s flatten, `false` vanishes, `true` swallows; of nothing it is `false`. */
export function or(parts: readonly Cond[], origin?: Span): Cond {
  const flat: Cond[] = [];
  for (const part of parts) {
    if (part.kind === 'true') return part;
    if (part.kind === 'or') for (const inner of part.any) flat.push(inner);
    else if (part.kind !== 'false') flat.push(part);
  }
  const [only] = flat;
  if (!only) return FALSE;
  return flat.length === 1 ? only : at<Or>({ kind: 'or', any: flat }, origin);
}

/** The plain complement; a double negation vanishes. */
export function not(inner: Cond, origin?: Span): Cond {
  if (inner.kind === 'true') return FALSE;
  if (inner.kind === 'false') return TRUE;
  if (inner.kind === 'not') return inner.inner;
  return at<Not>({ kind: 'not', inner }, origin);
}

/** The bridge: holds where the Boolean value is true. A constant value decides at once. */
export function leaf(value: Value, origin?: Span): Cond {
  if (value.kind === 'literal') return value.type === 'boolean' && value.value ? TRUE : FALSE;
  const from = origin ?? value.origin;
  return from ? { kind: 'leaf', value, origin: from } : { kind: 'leaf', value };
}

export function literal(constant: Constant, origin?: Span): Literal {
  return at<Literal>({ kind: 'literal', ...constant }, origin);
}

export const textLiteral = (value: string, origin?: Span): Literal => literal({ type: 'text', value }, origin);
export const NULL: Literal = { kind: 'literal', type: 'null' };

export function field(
  name: string,
  info: Pick<Field, 'type' | 'list' | 'native'>,
  options: { optional?: boolean; origin?: Span } = {},
): Field {
  const { type, list } = info;
  const { origin } = options;
  if (!info.native && !options.optional && origin) return { kind: 'field', name, type, list, origin };
  const node: Field = {
    kind: 'field',
    name,
    type,
    list,
    ...(info.native && { native: true }),
    ...(options.optional && { optional: true }),
  };
  return at(node, origin);
}

/** The whole condition of an event filter: its category, if it asks for one, and the rest. */
export function filterCondition(filter: EventFilter): Cond {
  const { category } = filter;
  if (!category) return filter.condition;
  const test = leaf(
    { kind: 'compare', op: 'eq', left: category.field, right: textLiteral(category.value), caseRule: 'exact' },
    category.field.origin,
  );
  return and([test, filter.condition]);
}
