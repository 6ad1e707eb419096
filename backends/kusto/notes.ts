import { filterCondition } from '../../src/ir/build.ts';
import type { EventQuery, Query } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import type { Field, Value } from '../../src/ir/value.ts';
import { fieldsOfCond, fieldsOfQuery, filtersOf, leavesOf } from '../../src/ir/walk.ts';
import { foundText } from '../../src/regex/regex-texts.ts';
import type { Note } from '../../src/target/ledger.ts';
import { sampleOf } from './lists.ts';
import { subjectField } from './subject.ts';

/** A value of the field that passes a test of it, where the test shows one. */
function passing(value: Value): unknown {
  if (value.kind === 'match') return sampleOf(value.patterns[0] ?? []);
  if (value.kind === 'regex') return value.regexes[0] && foundText(value.regexes[0]);
  const literal = value.kind === 'one-of' ? value.options[0] : value.kind === 'compare' ? value.right : undefined;
  if (literal?.kind !== 'literal' || literal.type === 'null' || literal.type === 'date') return undefined;
  return literal.type === 'integer' ? Number(literal.value) : literal.value;
}

/** The fields that are tested together with each list, in the first test that reads it with others. */
function companions(query: Query): ReadonlyMap<string, readonly Field[]> {
  const found = new Map<string, readonly Field[]>();
  for (const { filter } of filtersOf(query))
    for (const leaf of leavesOf(filterCondition(filter))) {
      const fields = fieldsOfCond(leaf);
      if (fields.length < 2) continue;
      for (const { name, list } of fields) if (list && !found.has(name)) found.set(name, fields);
    }
  return found;
}

/** For each field that a leaf tests on its own, a value that passes. */
function samples(query: Query): ReadonlyMap<string, unknown> {
  const conds = filtersOf(query).map(({ filter }) => filterCondition(filter));
  const tests = conds.flatMap(leavesOf).flatMap((node) => (node.kind === 'leaf' ? [node.value] : []));
  const found = new Map<string, unknown>();
  for (const value of tests) {
    const name = subjectField(value)?.name;
    if (name !== undefined && !found.has(name)) found.set(name, passing(value));
  }
  return found;
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

/** What a column holds is said once a field: one value, or an array. */
export function columnNotes(query: Query): readonly Note[] {
  const shown = samples(query);
  const together = companions(query);
  return fieldsOfQuery(query).map((field) => {
    const [one, other] = OTHER[field.type];
    const value = shown.get(field.name) ?? one;
    return {
      effect: 'conditional',
      construct: 'field',
      ...(field.list
        ? {
            why: 'the column holds an array; a lone value in it is not looked into',
            assumption: 'kusto/typed-arrays',
            // Alike in all of them: a test of two fields alone tells what one of them holds by the other.
            witness: Object.fromEntries(
              (shown.has(field.name) ? [field] : (together.get(field.name) ?? [field])).map(({ name }) => [
                name,
                value,
              ]),
            ),
          }
        : {
            why: 'the column holds one value',
            assumption: 'schema/scalar-fields',
            witness: { [field.name]: [value, other] },
          }),
      ...(field.origin && { origin: field.origin }),
    };
  });
}

/** Events at the same time have no order of their own in a table. */
export function orderNotes(rule: Rule, query: EventQuery): readonly Note[] {
  const [first] = query.pipes;
  if (!first) return [];
  return [
    {
      effect: 'conditional',
      construct: first.kind,
      why: 'events with the same time come in any order',
      assumption: 'time/unique-order',
      witness: { [rule.time.timestamp]: '2024-05-01T10:00:00Z' },
      ...(first.origin && { origin: first.origin }),
    },
  ];
}

/** What stateful queries say of time: the order of events decides what joins, and a table has none of its own. */
export function streamNotes({ time, query }: Rule, identified: boolean): readonly Note[] {
  if (query.kind === 'sample' && identified) return [];
  const { tiebreaker } = time;
  const untied: readonly Note[] =
    tiebreaker === undefined || query.kind === 'sample'
      ? []
      : [
          {
            effect: 'conditional',
            construct: query.kind,
            why: 'a missing tiebreaker comes last, but in a string column it is the empty text, which comes first',
            assumption: 'kusto/tiebreaker-is-number',
            witness: { [tiebreaker]: undefined },
          },
        ];
  return [
    ...untied,
    {
      effect: 'conditional',
      construct: query.kind,
      why:
        query.kind === 'sample'
          ? 'without a column of ids, events that are alike in time and in all that the rule reads are taken for one'
          : query.kind === 'correlation'
            ? 'events of one group with the same time come in any order, so that it is open which of them an alert counts'
            : 'events of one key with the same time and tiebreaker have no order in a table: none of them follows another',
      assumption: 'time/unique-order',
      witness: { [time.timestamp]: '2024-05-01T10:00:00Z' },
      ...(query.origin && { origin: query.origin }),
    },
  ];
}

export const unnamed: Note = {
  effect: 'unsupported',
  construct: 'name',
  why: 'the name of a table or column is empty, longer than 1,024 characters, or holds a control character',
};
