import { holds } from '../eval/cond.ts';
import { leaf } from '../ir/build.ts';
import type { Cond } from '../ir/cond.ts';
import { literalPattern, type Pattern } from '../ir/pattern.ts';
import type { CaseRule, Constant, Field, Literal, Value } from '../ir/value.ts';
import { mapValue } from '../ir/walk.ts';
import type { Note } from '../target/ledger.ts';

/** What a condition asks of one field. */
export type FieldTest =
  /** Some value is there. */
  | { readonly kind: 'present' }
  /** Its text fits one of the patterns. */
  | {
      readonly kind: 'patterns';
      readonly patterns: readonly Pattern[];
      readonly caseRule: CaseRule;
      readonly value: Value;
    }
  /** Any other test in which the field stands once. */
  | { readonly kind: 'other'; readonly value: Value };

/** A test said over target columns, and what it rests on; or why it can't be said. */
export type Pushed = { readonly cond: Cond; readonly notes: readonly Note[] } | { readonly refused: string };

export const pushed = (cond: Cond, notes: readonly Note[] = []): Pushed => ({ cond, notes });
export const refused = (why: string): Pushed => ({ refused: why });

const isField = (value: Value): value is Field => value.kind === 'field';

/** The patterns that a value tests a lone field with; an equality with text is a pattern without wildcards. */
function patternsOf(value: Value): { readonly patterns: readonly Pattern[]; readonly caseRule: CaseRule } | undefined {
  if (value.kind === 'match' && isField(value.subject)) return { patterns: value.patterns, caseRule: value.caseRule };
  if (value.kind === 'compare' && value.op === 'eq' && isField(value.left)) {
    const { right, caseRule } = value;
    return right.kind === 'literal' && right.type === 'text'
      ? { patterns: [literalPattern(right.value)], caseRule }
      : undefined;
  }
  if (value.kind !== 'one-of' || !isField(value.subject)) return undefined;
  const texts = value.options.flatMap((option) => (option.type === 'text' ? [literalPattern(option.value)] : []));
  return texts.length === value.options.length ? { patterns: texts, caseRule: value.caseRule } : undefined;
}

/** The test that a leaf over one occurrence of a field makes. */
export function testOf(value: Value): FieldTest {
  const found = patternsOf(value);
  return found ? { kind: 'patterns', ...found, value } : { kind: 'other', value };
}

/** A value with its field replaced. */
export const withSubject = (value: Value, subject: Value): Value =>
  mapValue(value, (node) => (isField(node) ? subject : node));

/** Whether a constant in the field's place passes. */
export function accepts(test: FieldTest, constant: Constant): boolean {
  if (test.kind === 'present') return constant.type !== 'null';
  const literal: Literal = { kind: 'literal', ...constant };
  return holds(leaf(withSubject(test.value, literal)), {});
}
