import { filterCondition } from '../../src/ir/build.ts';
import type { Cond } from '../../src/ir/cond.ts';
import type { Query } from '../../src/ir/query.ts';
import type { Field } from '../../src/ir/value.ts';
import { fieldsOfCond, fieldsOfQuery, filtersOf, leavesOf } from '../../src/ir/walk.ts';
import type { EventJson, Note } from '../../src/target/ledger.ts';
import type { AssumptionId } from './assumptions.ts';
import type { Place } from './scope.ts';
import { holdsForTexts, passingSamples } from './witness.ts';

/** What a whole field assumes, with an event that breaks it, made from a value that the rule looks for. */
interface FieldCaveat {
  readonly assumption: AssumptionId;
  readonly why: string;
  readonly holdsFor: (place: Place, field: Field) => boolean;
  /** Whether it shows where a rule asks only whether the field is there. */
  readonly ofKeys: boolean;
  /** `seenAsText`: the text of a list inside a list would pass the test too. */
  readonly witness: (samples: EventJson, seenAsText: () => boolean) => EventJson;
}

type Members = { [name: string]: unknown };

const isMembers = (node: unknown): node is Members => typeof node === 'object' && node !== null && !Array.isArray(node);

/** The values at their dotted paths, as nested objects. */
function nested(values: EventJson): EventJson {
  const root: Members = {};
  for (const [path, value] of Object.entries(values)) {
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

const each = (values: EventJson, change: (value: unknown) => unknown): EventJson =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));

const isDotted = (field: Field): boolean => field.name.includes('.');

const CAVEATS: readonly FieldCaveat[] = [
  {
    assumption: 'schema/scalar-fields',
    why: 'the column holds one value',
    holdsFor: (place, field) => place.layout !== 'json' && !field.list,
    ofKeys: true,
    witness: (samples) => each(samples, (sample) => [sample, sample]),
  },
  {
    assumption: 'json/nested-names',
    why: 'the name is looked up as nested objects',
    holdsFor: (place, field) => place.layout === 'json' && isDotted(field),
    ofKeys: true,
    witness: (samples) => samples,
  },
  {
    assumption: 'json/no-lists-of-objects',
    why: 'lists on the way to the field are not opened',
    holdsFor: (place, field) => place.layout === 'json' && isDotted(field) && !place.dialect.json.opensLists,
    ofKeys: true,
    witness: (samples) => inLists(nested(samples)),
  },
  {
    assumption: 'json/plain-values',
    why: 'a list inside a list is not opened',
    holdsFor: (place) => place.layout === 'json',
    ofKeys: false,
    witness: (samples, seenAsText) =>
      nested(each(samples, seenAsText() ? (sample) => ({ x: sample }) : (sample) => [[[[sample]]]])),
  },
];

/** How much a condition says of a field that it reads: alone, with others, or only whether it is there. */
const weight = (cond: Cond): number => (cond.kind === 'has-key' ? 0 : fieldsOfCond(cond).length > 1 ? 1 : 2);

/** The first condition that reads each field, alone if one does. */
function readers(query: Query): ReadonlyMap<string, Cond> {
  const found = new Map<string, Cond>();
  for (const cond of filtersOf(query).flatMap(({ filter }) => leavesOf(filterCondition(filter)))) {
    const fields = fieldsOfCond(cond);
    for (const { name } of fields) {
      const before = found.get(name);
      if (!before || weight(cond) > weight(before)) found.set(name, cond);
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
function seenAsText({ dialect }: Place, field: Field, cond: Cond | undefined, samples: EventJson): boolean {
  if (dialect.json.scalarsOnly || !READ_AS_TEXT[field.type]) return false;
  if (cond?.kind !== 'leaf') return true;
  const { value } = cond;
  return [(sample: unknown) => [[[sample]]], (sample: unknown) => ({ x: sample })].every((form) =>
    holdsForTexts(
      value,
      Object.fromEntries(
        Object.entries(samples).map(([name, sample]) => [name, JSON.stringify(form(sample), bigintsAsText)]),
      ),
    ),
  );
}

const bigintsAsText = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

/** What the fields of a query assume: said once for each. */
export function fieldNotes(place: Place, query: Query): readonly Note[] {
  const conds = readers(query);
  return fieldsOfQuery(query).flatMap((field) => {
    const cond = conds.get(field.name);
    // A test of several fields alone says something of one: the others hold what it takes beside.
    const samples = passingSamples(cond, cond ? fieldsOfCond(cond) : [field]);
    const shown = CAVEATS.filter((caveat) => caveat.ofKeys || cond?.kind !== 'has-key');
    return shown
      .filter((caveat) => caveat.holdsFor(place, field))
      .map<Note>((caveat) => ({
        effect: 'conditional',
        construct: 'field',
        why: caveat.why,
        assumption: caveat.assumption,
        ...(field.origin && { origin: field.origin }),
        witness: caveat.witness(samples, () => seenAsText(place, field, cond, samples)),
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
