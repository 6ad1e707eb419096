import { filterCondition } from '../../src/ir/build.ts';
import type { Cond } from '../../src/ir/cond.ts';
import type { Query } from '../../src/ir/query.ts';
import type { Field } from '../../src/ir/value.ts';
import { fieldsOfCond, fieldsOfQuery, filtersOf, leavesOf } from '../../src/ir/walk.ts';
import type { EventJson, Note } from '../../src/target/ledger.ts';
import type { AssumptionId } from './assumptions.ts';
import { sampleFor } from './sample.ts';
import type { Place } from './scope.ts';
import { holdsForText } from './witness.ts';

/** What a whole field assumes, with an event that breaks it, made from a value that the rule looks for. */
interface FieldCaveat {
  readonly assumption: AssumptionId;
  readonly why: string;
  readonly holdsFor: (place: Place, field: Field) => boolean;
  /** `seenAsText`: the text of a list inside a list would pass the test too. */
  readonly witness: (names: readonly string[], sample: unknown, seenAsText: () => boolean) => EventJson;
}

type Members = { [name: string]: unknown };

const isMembers = (node: unknown): node is Members => typeof node === 'object' && node !== null && !Array.isArray(node);

/** The value at each of the dotted paths, as nested objects. */
function nested(paths: readonly string[], value: unknown): EventJson {
  const root: Members = {};
  for (const path of paths) {
    const names = path.split('.');
    let at = root;
    for (const name of names.slice(0, -1)) {
      const inner = at[name];
      const next: Members = isMembers(inner) ? inner : {};
      at[name] = next;
      at = next;
    }
    at[names.at(-1) ?? ''] = value;
  }
  return root;
}

const inLists = (event: EventJson): EventJson =>
  Object.fromEntries(Object.entries(event).map(([name, inner]) => [name, [inner]]));

const inEach = (names: readonly string[], value: unknown): EventJson =>
  Object.fromEntries(names.map((name) => [name, value]));

const isDotted = (field: Field): boolean => field.name.includes('.');

const CAVEATS: readonly FieldCaveat[] = [
  {
    assumption: 'schema/scalar-fields',
    why: 'the column holds one value',
    holdsFor: (place, field) => place.layout === 'columns' && !field.list,
    witness: (names, sample) => inEach(names, [sample, sample]),
  },
  {
    assumption: 'json/nested-names',
    why: 'the name is looked up as nested objects',
    holdsFor: (place, field) => place.layout === 'json' && isDotted(field),
    witness: inEach,
  },
  {
    assumption: 'json/no-lists-of-objects',
    why: 'lists on the way to the field are not opened',
    holdsFor: (place, field) => place.layout === 'json' && isDotted(field) && !place.dialect.json.opensLists,
    witness: (names, sample) => inLists(nested(names, sample)),
  },
  {
    assumption: 'json/plain-values',
    why: 'a list inside a list is not opened',
    holdsFor: (place) => place.layout === 'json',
    witness: (names, sample, seenAsText) => nested(names, seenAsText() ? { x: sample } : [[[[sample]]]]),
  },
];

/** The first condition that reads each field, alone if one does. */
function readers(query: Query): ReadonlyMap<string, Cond> {
  const found = new Map<string, Cond>();
  for (const cond of filtersOf(query).flatMap(({ filter }) => leavesOf(filterCondition(filter)))) {
    const fields = fieldsOfCond(cond);
    for (const { name } of fields) {
      const before = found.get(name);
      if (!before || (fields.length === 1 && fieldsOfCond(before).length > 1)) found.set(name, cond);
    }
  }
  return found;
}

const READ_AS_TEXT: { readonly [T in Field['type']]: boolean } = {
  text: true,
  ip: true,
  version: true,
  unknown: true,
  long: false,
  double: false,
  boolean: false,
  date: false,
};

/** Some engines take what is no scalar for its JSON text, and so may a test pass that the rule would not. */
function seenAsText({ dialect }: Place, field: Field, cond: Cond | undefined): boolean {
  if (dialect.json.scalarsOnly || !READ_AS_TEXT[field.type]) return false;
  if (cond?.kind !== 'leaf') return true;
  const [inList, inObject] = [[[[sampleFor(cond)]]], { x: sampleFor(cond) }].map((each) =>
    holdsForText(cond.value, JSON.stringify(each, bigintsAsText)),
  );
  return inList === true && inObject === true;
}

const bigintsAsText = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

/** What the fields of a query assume: said once for each. */
export function fieldNotes(place: Place, query: Query): readonly Note[] {
  const conds = readers(query);
  return fieldsOfQuery(query).flatMap((field) => {
    const cond = conds.get(field.name);
    // A test of several fields alone says something of one: the others hold the same.
    const names = cond ? fieldsOfCond(cond).map(({ name }) => name) : [field.name];
    return CAVEATS.filter((caveat) => caveat.holdsFor(place, field)).map<Note>((caveat) => ({
      effect: 'conditional',
      construct: 'field',
      why: caveat.why,
      assumption: caveat.assumption,
      ...(field.origin && { origin: field.origin }),
      witness: caveat.witness(names, sampleFor(cond), () => seenAsText(place, field, cond)),
    }));
  });
}

/** Assumptions that hold for a field as a whole: once a field is enough. */
const ONCE_A_FIELD = new Set<string>([
  'text/no-nul',
  'json/64-bit-numbers',
  'json/iso-dates',
  'json/valid-addresses',
] satisfies AssumptionId[]);

export function uniqueNotes(notes: readonly Note[]): readonly Note[] {
  const seen = new Set<string>();
  return notes.filter((note) => {
    if (!note.assumption || !ONCE_A_FIELD.has(note.assumption)) return true;
    const key = `${note.assumption} ${Object.keys(note.witness ?? {}).join(' ')}`;
    return !seen.has(key) && seen.add(key);
  });
}
