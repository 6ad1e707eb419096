import type { Constant, FieldType } from '../ir/value.ts';
import type { Column, Definition, LookupPair, Respelling, Row, Separator } from './definition.ts';

/** A name alone is a text column. */
export type ColumnSpec = string | { readonly name: string; readonly type?: FieldType; readonly list?: boolean };

function columnOf(spec: ColumnSpec): Column {
  const { name, type = 'text', list = false } = typeof spec === 'string' ? { name: spec } : spec;
  return { name, type, list };
}

/** A constant as data writes it. */
export type Plain = string | number | boolean;

export function constantOf(value: Plain): Constant {
  if (typeof value === 'string') return { type: 'text', value };
  if (typeof value === 'boolean') return { type: 'boolean', value };
  return Number.isSafeInteger(value) ? { type: 'integer', value: BigInt(value) } : { type: 'real', value };
}

// The words in which a pack is written, one for each kind of definition.
export const column = (spec: ColumnSpec): Definition => ({ kind: 'column', column: columnOf(spec) });
export const long = (name: string): Definition => column({ name, type: 'long' });
export const constant = (...values: readonly Plain[]): Definition => ({
  kind: 'constant',
  values: values.map(constantOf),
});
export const fileName = (spec: ColumnSpec, separator: Separator = '\\'): Definition => ({
  kind: 'file-name',
  column: columnOf(spec),
  separator,
});
export const extension = (spec: ColumnSpec, separator: Separator = '\\'): Definition => ({
  kind: 'extension',
  column: columnOf(spec),
  separator,
});
export const argumentsOf = (spec: ColumnSpec): Definition => ({ kind: 'arguments', column: columnOf(spec) });
export const argumentCount = (spec: ColumnSpec): Definition => ({ kind: 'argument-count', column: columnOf(spec) });
export const before = (spec: ColumnSpec, separator: Separator = '\\'): Definition => ({
  kind: 'before',
  column: columnOf(spec),
  separator,
});
/** From a value of the column to the source's values. A target value that is no text has a pair of its own. */
export const lookup = (
  spec: ColumnSpec,
  pairs: readonly (readonly [target: Plain, ...sources: Plain[]])[],
): Definition => ({
  kind: 'lookup',
  column: columnOf(spec),
  pairs: pairs.map(
    ([target, ...sources]): LookupPair => ({
      target: constantOf(target),
      sources: sources.map(constantOf),
    }),
  ),
});
const respellingsOf = (pairs: readonly (readonly [string, string])[]): readonly Respelling[] =>
  pairs.map(([source, target]) => ({ source, target }));
export const joined = (
  first: ColumnSpec,
  separator: string,
  second: ColumnSpec,
  respellings: readonly (readonly [string, string])[] = [],
): Definition => ({
  kind: 'joined',
  columns: [columnOf(first), columnOf(second)],
  separator,
  respellings: respellingsOf(respellings),
});
export const respelled = (spec: ColumnSpec, respellings: readonly (readonly [string, string])[]): Definition => ({
  kind: 'respelled',
  column: columnOf(spec),
  respellings: respellingsOf(respellings),
});
export const tagged = (spec: ColumnSpec, tag: string, separator = ','): Definition => ({
  kind: 'tagged',
  column: columnOf(spec),
  tag,
  separator,
});
export const tags = (columns: Readonly<Record<string, ColumnSpec>>, separator = ','): Definition => ({
  kind: 'tags',
  columns: Object.entries(columns).map(([tag, spec]) => ({ tag, column: columnOf(spec) })),
  separator,
});

export const member = (
  spec: ColumnSpec,
  key: string,
  respellings: readonly (readonly [string, string])[] = [],
): Definition => ({ kind: 'member', column: columnOf(spec), key, respellings: respellingsOf(respellings) });

const row =
  (confidence: Row['confidence']) =>
  (definition: Definition, note?: string): Row => ({ definition, confidence, ...(note !== undefined && { note }) });

/** Documented, or seen in a reference mapping. */
export const sure = row('sure');
/** The same in practice; the note says what may differ. */
export const likely = row('likely');
/** The nearest thing there is; the note says why it may be something else. */
export const guess = row('guess');
