import { type Choice, valueAt } from '../../src/functions/value-at.ts';
import type { Field, Literal, Value } from '../../src/ir/value.ts';
import { fieldsOfValue } from '../../src/ir/walk.ts';
import type { EventJson } from '../../src/target/ledger.ts';

const isText = ({ type }: Field): boolean => type === 'text' || type === 'unknown';

/** All texts empty; then one at a time, beside a text that is not. */
function choicesOf(names: readonly string[]): readonly Choice[] {
  const [only] = names;
  if (names.length === 1 && only !== undefined) return [{ [only]: '' }];
  const all = Object.fromEntries(names.map((name) => [name, '']));
  return [all, ...names.map((name) => ({ ...Object.fromEntries(names.map((other) => [other, 'a'])), [name]: '' }))];
}

const isEmpty = (literal: Literal): boolean => literal.type !== 'text' || literal.value === '';

/** Whether a test asks a field for a character, as most do: it needs no event to see that. */
function asksForText(value: Value): boolean {
  if (value.kind === 'match')
    return value.subject.kind === 'field' && !value.patterns.some((parts) => parts.every(({ kind }) => kind === 'any'));
  if (value.kind === 'one-of') return value.subject.kind === 'field' && !value.options.some(isEmpty);
  return (
    value.kind === 'compare' &&
    value.op === 'eq' &&
    value.left.kind === 'field' &&
    value.right.kind === 'literal' &&
    !isEmpty(value.right)
  );
}

/** An event with an empty text in a field that a test holds for, if one is found: a field that Splunk may lack then. */
export function emptyWitness(value: Value): EventJson | undefined {
  if (asksForText(value)) return undefined;
  const fields = fieldsOfValue(value);
  const names = [...new Set(fields.map(({ name }) => name))];
  if (names.length === 0 || !fields.every(isText)) return undefined;
  return choicesOf(names).find((choice) => valueAt(value, choice) === true);
}
