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
  readonly witness: (field: Field, sample: unknown, seenAsText: () => boolean) => EventJson;
}

/** The value at a dotted path, as nested objects; `wrap` changes what stands at the first name. */
function nested(path: string, value: unknown, wrap: (inner: unknown) => unknown): EventJson {
  const [head = '', ...rest] = path.split('.');
  return { [head]: wrap(rest.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value)) };
}

const asIs = (inner: unknown): unknown => inner;
const isDotted = (field: Field): boolean => field.name.includes('.');

const CAVEATS: readonly FieldCaveat[] = [
  {
    assumption: 'schema/scalar-fields',
    why: 'the column holds one value',
    holdsFor: (place, field) => place.layout === 'columns' && !field.list,
    witness: (field, sample) => ({ [field.name]: [sample, sample] }),
  },
  {
    assumption: 'json/nested-names',
    why: 'the name is looked up as nested objects',
    holdsFor: (place, field) => place.layout === 'json' && isDotted(field),
    witness: (field, sample) => ({ [field.name]: sample }),
  },
  {
    assumption: 'json/no-lists-of-objects',
    why: 'lists on the way to the field are not opened',
    holdsFor: (place, field) => place.layout === 'json' && isDotted(field) && !place.dialect.json.opensLists,
    witness: (field, sample) => nested(field.name, sample, (inner) => [inner]),
  },
  {
    assumption: 'json/plain-values',
    why: 'a list inside a list is not opened',
    holdsFor: (place) => place.layout === 'json',
    witness: (field, sample, seenAsText) => nested(field.name, seenAsText() ? { x: sample } : [[[[sample]]]], asIs),
  },
];

/** The first condition that reads each field. */
function readers(query: Query): ReadonlyMap<string, Cond> {
  const found = new Map<string, Cond>();
  for (const cond of filtersOf(query).flatMap(({ filter }) => leavesOf(filterCondition(filter)))) {
    for (const field of fieldsOfCond(cond)) if (!found.has(field.name)) found.set(field.name, cond);
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
  return fieldsOfQuery(query).flatMap((field) =>
    CAVEATS.filter((caveat) => caveat.holdsFor(place, field)).map<Note>((caveat) => ({
      effect: 'conditional',
      construct: 'field',
      why: caveat.why,
      assumption: caveat.assumption,
      ...(field.origin && { origin: field.origin }),
      witness: caveat.witness(field, sampleFor(conds.get(field.name)), () =>
        seenAsText(place, field, conds.get(field.name)),
      ),
    })),
  );
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
