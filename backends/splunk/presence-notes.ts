import type { Field } from '../../src/ir/value.ts';
import type { EventJson } from '../../src/target/ledger.ts';
import { assume, type Scope } from './scope.ts';

export function noteEmpty(scope: Scope, construct: string, witness: EventJson): void {
  const why = 'an empty text may be left out when fields are extracted';
  assume(scope, construct, 'splunk/no-empty-values', why, witness);
}

const TEXTUAL: ReadonlySet<Field['type']> = new Set(['text', 'unknown', 'version']);

/** A field is there: for a text also where it is empty, for another type where a value fits it. */
export function noteHasValue(scope: Scope, field: Field): void {
  if (TEXTUAL.has(field.type)) {
    noteEmpty(scope, 'has-value', { [field.name]: '' });
    return;
  }
  const why = `any text counts as a value, also one that is no ${field.type}`;
  assume(scope, 'has-value', 'splunk/typed-values', why, { [field.name]: 'none' });
}

export function noteHasKey(scope: Scope, field: Field): void {
  const why = 'Splunk has no field for a null or an empty list';
  const witness = { [field.name]: null };
  scope.notes.push({
    effect: 'narrower',
    construct: 'has-key',
    why,
    witness,
    ...(scope.origin && { origin: scope.origin }),
  });
}
