import { filterCondition } from '../ir/build.ts';
import type { Cond } from '../ir/cond.ts';
import type { Rule } from '../ir/rule.ts';
import type { Field, Value } from '../ir/value.ts';
import { fieldsOfCond, fieldsOfQuery, filtersOf, leavesOf, mapFields } from '../ir/walk.ts';
import type { Assumption, AssumptionTable, EventJson, Note } from '../target/ledger.ts';
import { textOf } from './spread-keywords.ts';

const ARRAYS: Assumption = {
  id: 'schema/json-arrays',
  sentence: 'the fields that the schema has as lists are arrays in the JSON of every event, and no others are',
  docs: 'https://help.splunk.com/splunk-enterprise/spl-search-reference/9.2/search-commands/spath',
};

/** What the pass rests on, beside what a target rests on. */
export const listNameAssumptions: AssumptionTable = { [ARRAYS.id]: ARRAYS };

const BRACES = '{}';

/** A value that a test looks for. */
function sought(value: Value): unknown {
  if (value.kind === 'compare') {
    const { right } = value;
    return right.kind !== 'literal' || right.type === 'null' ? 'x' : right.value;
  }
  const [option] = value.kind === 'one-of' ? value.options : [];
  if (option && option.type !== 'null') return option.value;
  return value.kind === 'match' ? textOf(value.patterns[0] ?? []) : 'x';
}

const readsIt = (cond: Cond, { name }: Field): boolean => fieldsOfCond(cond).some((field) => field.name === name);

/** An event whose field is an array where the schema says one value, or the other way round. */
function otherwise(field: Field, leaves: readonly Cond[]): EventJson {
  const reader = leaves.find((cond) => readsIt(cond, field));
  const value = reader?.kind === 'leaf' ? sought(reader.value) : 'x';
  return { [field.name]: field.list ? value : [value] };
}

function noteOf(field: Field, leaves: readonly Cond[]): Note {
  return {
    effect: 'conditional',
    construct: 'field',
    why: field.list
      ? `the elements of ${field.name} are looked for under ${field.name}${BRACES}, as in an array`
      : `${field.name} is looked for as one value, not in an array`,
    assumption: ARRAYS.id,
    witness: otherwise(field, leaves),
    ...(field.origin && { origin: field.origin }),
  };
}

/** A rule over lists by the names that Splunk's extraction gives arrays, and what that assumes. */
export interface Spelled {
  readonly rule: Rule;
  readonly notes: readonly Note[];
  /** A field of an output as the rule calls it. */
  readonly plainName: (name: string) => string;
}

/** Names the lists of a rule as `spath` names arrays: `process.args{}`. */
export function spellLists(rule: Rule): Spelled {
  const fields = fieldsOfQuery(rule.query);
  const leaves = filtersOf(rule.query).flatMap(({ filter }) => leavesOf(filterCondition(filter)));
  const spelled = new Map(fields.filter(({ list }) => list).map(({ name }) => [`${name}${BRACES}`, name]));
  const query = mapFields(rule.query, (field) => (field.list ? { ...field, name: `${field.name}${BRACES}` } : field));
  return {
    rule: { ...rule, query },
    notes: fields.map((field) => noteOf(field, leaves)),
    plainName: (name) => spelled.get(name) ?? name,
  };
}
