import type { Cond } from '../../src/ir/cond.ts';
import type { Pipe } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import type { Field } from '../../src/ir/value.ts';
import type { EventJson, Note } from '../../src/target/ledger.ts';
import type { AssumptionId } from './assumptions.ts';
import { passingForMost } from './passing.ts';
import type { SearchedFields } from './search.ts';
import type { ScalarFields } from './where.ts';

function fieldNote(field: Field, assumption: AssumptionId, why: string, witness: EventJson): Note {
  const origin = field.origin && { origin: field.origin };
  return { effect: 'conditional', construct: 'field', why, assumption, witness, ...origin };
}

const OTHER: { readonly [T in Field['type']]: readonly [unknown, unknown] } = {
  text: ['a', 'b'],
  unknown: ['a', 'b'],
  version: ['1.0.0', '2.0.0'],
  ip: ['10.1.2.3', '10.1.2.4'],
  long: [1, 2],
  double: [1.5, 2.5],
  boolean: [true, false],
  date: ['2024-05-01T10:00:00Z', '2024-05-01T11:00:00Z'],
};

/** What several values of a field do is said once a field and place. */
export const valueNotes = (
  searched: SearchedFields,
  scalars: ScalarFields,
  asked: readonly Cond[],
): readonly Note[] => [
  ...[...searched.values()].map(({ field, passing }) =>
    fieldNote(field, 'splunk/search-any-value', 'one of several values is enough for a search', {
      [field.name]: [passing, 'other'],
    }),
  ),
  ...[...scalars.values()].map(({ field, passing }) => {
    const [one, other] = OTHER[field.type];
    const shown = passingForMost(asked, field, passing?.[field.name]);
    const witness = { ...passing, [field.name]: [shown ?? one, other] };
    return fieldNote(field, 'schema/scalar-fields', 'a comparison reads the field as one value', witness);
  }),
];

/** Order is by `_time`; events at the same time have no order of their own. */
export function orderNotes(rule: Rule, pipes: readonly Pipe[]): readonly Note[] {
  const [first] = pipes;
  if (!first) return [];
  const origin = first.origin && { origin: first.origin };
  const { timestamp } = rule.time;
  const base = { effect: 'conditional', construct: first.kind, ...origin } as const;
  return [
    {
      ...base,
      why: 'events with the same time come in any order',
      assumption: 'time/unique-order',
      witness: { [timestamp]: '2024-05-01T10:00:00Z' },
    },
    {
      ...base,
      why: `the order is that of _time, whatever ${timestamp} says`,
      assumption: 'splunk/event-time',
      witness: { [timestamp]: undefined },
    },
  ];
}

/** A name that no text can hold. */
export const unnamed: Note = {
  effect: 'unsupported',
  construct: 'name',
  why: 'the name of the index or a field is empty, or holds a quote, a backslash, an asterisk or a control character',
};
