import { valueAt } from '../../src/functions/value-at.ts';
import type { Cond } from '../../src/ir/cond.ts';
import type { Field, Value } from '../../src/ir/value.ts';
import { childConds, fieldsOfValue } from '../../src/ir/walk.ts';
import { passingEvent } from './samples.ts';

/** A test of one field alone, and whether it stands under an even number of `not`. */
interface Asked {
  readonly value: Value;
  readonly wanted: boolean;
}

function* askedOf(cond: Cond, name: string, wanted = true): Generator<Asked> {
  if (cond.kind === 'leaf') {
    const fields = fieldsOfValue(cond.value);
    if (fields.length > 0 && fields.every((field) => field.name === name)) yield { value: cond.value, wanted };
    return;
  }
  for (const part of childConds(cond)) yield* askedOf(part, name, cond.kind === 'not' ? !wanted : wanted);
}

/**
 * Of the values that tests of a field show, the one with which most of its tests are as they should be, or all their texts one after the
 * other: tests that must all hold need a value that passes them all. `first` is good enough where none is better.
 */
export function passingForMost(conds: readonly Cond[], { name }: Field, first: unknown): unknown {
  const asked = conds.flatMap((cond) => [...askedOf(cond, name)]);
  if (asked.length < 2 || (first !== undefined && typeof first !== 'string')) return first;
  const shown = asked
    .flatMap(({ value, wanted }) => (wanted ? passingEvent(value)?.[name] : undefined))
    .filter((value) => typeof value === 'string');
  const texts = [...new Set(shown)];
  const held = (choice: string): number =>
    asked.filter(({ value, wanted }) => (valueAt(value, { [name]: choice }) === true) === wanted).length;
  let best = first;
  let most = first === undefined ? -1 : held(first);
  for (const choice of texts.length > 1 ? [...texts, texts.join('')] : texts) {
    const count = choice === first ? most : held(choice);
    if (count <= most) continue;
    best = choice;
    most = count;
  }
  return best;
}
