import { leaf } from '../../ir/build.ts';
import { literalText } from '../../ir/pattern.ts';
import type { FieldType, Literal, Value } from '../../ir/value.ts';
import { mapValue } from '../../ir/walk.ts';
import { pushed, withSubject } from '../field-test.ts';
import type { DefinitionKind } from './kind.ts';
import { fieldOf, hasValue } from './texts.ts';

const WHOLE = /^-?(?:0|[1-9]\d*)$/;

/** A literal in the type of the column it meets: `"4688"` is 4688 for a column of numbers. */
function retyped(literal: Literal, type: FieldType): Literal {
  if (literal.type !== 'text') return literal;
  const { value, ...place } = literal;
  if (type === 'long' && WHOLE.test(value)) return { ...place, type: 'integer', value: BigInt(value) };
  if (type === 'boolean' && (value === 'true' || value === 'false')) {
    return { ...place, type: 'boolean', value: value === 'true' };
  }
  return literal;
}

/** Patterns without wildcards are equalities, which a column that holds no text can be asked. */
function asEquality(value: Value): Value {
  if (value.kind !== 'match') return value;
  const texts = value.patterns.flatMap((pattern) => literalText(pattern) ?? []);
  if (texts.length < value.patterns.length) return value;
  const { patterns: _, kind: __, ...rest } = value;
  return { ...rest, kind: 'one-of', options: texts.map((text) => ({ kind: 'literal', type: 'text', value: text })) };
}

const TEXTUAL: ReadonlySet<FieldType> = new Set(['text', 'unknown', 'ip', 'version']);

/** The column holds what the field holds. */
export const column: DefinitionKind<'column'> = {
  columns: (definition) => [definition.column],
  evaluate: (definition, read) => read(definition.column),
  push: ({ column: target }, test) => {
    if (test.kind === 'present') return pushed(hasValue(target));
    const value = TEXTUAL.has(target.type) ? test.value : asEquality(test.value);
    const asked = mapValue(value, (node) => {
      if (node.kind === 'literal') return retyped(node, target.type);
      if (node.kind === 'one-of') return { ...node, options: node.options.map((one) => retyped(one, target.type)) };
      return node;
    });
    return pushed(leaf(withSubject(asked, fieldOf(target)), test.value.origin));
  },
};
