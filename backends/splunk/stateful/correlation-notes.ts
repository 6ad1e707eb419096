import { thresholdsOf } from '../../../src/ir/correlation.ts';
import type { CorrelationQuery } from '../../../src/ir/query.ts';
import type { Field } from '../../../src/ir/value.ts';
import type { Note } from '../../../src/target/ledger.ts';
import type { AssumptionId } from '../assumptions.ts';

type Says = readonly [assumption: AssumptionId, why: string, witness: unknown];

const VALUES: readonly Says[] = [
  ['schema/scalar-fields', 'the field is read as one value', ['1', '2']],
  ['splunk/no-empty-values', 'an empty value may be left out when fields are extracted', ''],
];
const COUNTED: readonly Says[] = [
  ...VALUES,
  ['number/plain-spelling', 'numbers are the same value where they are spelt the same', '07'],
];
const NUMBERS: readonly Says[] = [
  ...VALUES,
  ['number/double', 'sums are 64-bit floating point numbers', '9007199254740993'],
  ['number/plain-spelling', 'what tonumber reads besides plain decimals is not said', '0x10'],
];

/** What computing on a field takes for granted. */
export function correlationNotes({ condition, type, origin }: CorrelationQuery): readonly Note[] {
  const fields = new Map<string, Field>(
    thresholdsOf(condition).flatMap((threshold) => threshold.fields.map((field) => [field.name, field] as const)),
  );
  const says = type === 'value_count' ? COUNTED : NUMBERS;
  return [...fields.values()].flatMap((field) =>
    says
      .filter(([id]) => id !== 'schema/scalar-fields' || !field.list)
      .map(
        ([assumption, why, witness]): Note => ({
          effect: 'conditional',
          construct: type,
          why,
          assumption,
          witness: { [field.name]: witness },
          ...((field.origin ?? origin) && { origin: field.origin ?? origin }),
        }),
      ),
  );
}
