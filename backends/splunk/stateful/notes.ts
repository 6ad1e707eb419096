import type { Rule } from '../../../src/ir/rule.ts';
import type { Field } from '../../../src/ir/value.ts';
import type { EventJson, Note } from '../../../src/target/ledger.ts';
import type { AssumptionId } from '../assumptions.ts';
import type { KeyColumn } from './keys.ts';

type Says = readonly [assumption: AssumptionId, why: string, values: unknown];

/** What a `BY` does to values of each type: it joins what is spelt the same. */
const JOINED: { readonly [T in Field['type']]: readonly Says[] } = {
  text: [['splunk/no-empty-values', 'an empty key may be left out when fields are extracted', '']],
  unknown: [['splunk/no-empty-values', 'an empty key may be left out when fields are extracted', '']],
  version: [['splunk/no-empty-values', 'an empty key may be left out when fields are extracted', '']],
  long: [['number/plain-spelling', 'numbers are the same key where they are spelt the same', '07']],
  double: [['number/plain-spelling', 'numbers are the same key where they are spelt the same', '0.50']],
  ip: [['ip/same-spelling', 'addresses are the same key where they are spelt the same', '2001:DB8::1']],
  boolean: [],
  date: [],
};

const several: Says = ['schema/scalar-fields', 'a key is read as one value', ['a', 'b']];
const cased: Says = ['splunk/by-value', 'which values are one group is not said of case and blanks', ['a', 'A']];

function noteOf(field: Field, [assumption, why, value]: Says): Note {
  const witness: EventJson = { [field.name]: value };
  return {
    effect: 'conditional',
    construct: 'key',
    why,
    assumption,
    witness,
    ...(field.origin && { origin: field.origin }),
  };
}

function fieldNotes(field: Field): readonly Note[] {
  const origin = field.origin && { origin: field.origin };
  const refused: readonly Note[] =
    field.type === 'date'
      ? [
          {
            effect: 'unsupported',
            construct: 'key',
            why: 'one date may be spelt in several ways, and keys join by their text',
            ...origin,
          },
        ]
      : [];
  const texts = field.type === 'text' || field.type === 'unknown' ? [cased] : [];
  return [
    ...refused,
    ...[...JOINED[field.type], ...texts, ...(field.list ? [] : [several])].map((says) => noteOf(field, says)),
  ];
}

/** What joining by a key takes for granted, once a field. */
export function keyNotes(keys: readonly KeyColumn[]): readonly Note[] {
  const fields = new Map(keys.flatMap((key) => key.fields.map((field) => [field.name, field] as const)));
  return [...fields.values()].flatMap(fieldNotes);
}

/** What a text that goes through rows in the order of time takes for granted. */
export function streamNotes({ query, time: { timestamp } }: Rule): readonly Note[] {
  const origin = query.origin && { origin: query.origin };
  const base = { effect: 'conditional', construct: query.kind, ...origin } as const;
  const allRows: Note = {
    ...base,
    why: 'the page says that streamstats without a window sees all rows, and also that it sees 10,000',
    assumption: 'splunk/all-rows',
    witness: { [timestamp]: '2024-05-01T10:00:00Z' },
  };
  if (query.kind === 'sample') return [allRows];
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
    {
      ...base,
      why: 'times are told apart, and compared with a span, to the microsecond',
      assumption: 'splunk/microseconds',
      witness: { [timestamp]: '2024-05-01T10:00:00.000000001Z' },
    },
    allRows,
  ];
}
