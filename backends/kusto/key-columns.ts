import type { Key, Step } from '../../src/ir/query.ts';
import { unsupported } from '../../src/target/emit-cond.ts';
import { type Frag, q, raw } from '../../src/target/frag.ts';
import type { Note } from '../../src/target/ledger.ts';
import { type KqlType, SCALAR_TYPES } from './columns.ts';
import { where } from './filter.ts';
import { identifier } from './lexical.ts';
import { call } from './scope.ts';

type Scalar = Exclude<KqlType, 'dynamic'>;

/** One position of the join key, as a column of the tables that a stateful query works on. */
export interface KeyColumn {
  /** A plain name: letters, digits, a capital first. */
  readonly name: string;
  /** What it is called in the result: the field, where all steps have the same one. */
  readonly shown: string;
  readonly type: Scalar;
  /** Null joins null: the column is a text then, where null is the empty text, which is equal to itself. */
  readonly optional: boolean;
}

/** The names that stateful queries give their own columns. */
const OWN =
  /^(?:Step|Time|Tie|Id|Row|Ended|Begun|Match|Kind|Next|Missing|Before|First|Last|Window|Alert|Seen|Start|Hit|Rule|Value|Group|Events?|Found|Count|Total)[A-Za-z]*\d*_*$/;

const PLAIN = /^[A-Z][A-Za-z0-9]*$/;

/** `host.id` as `HostId`; nothing where no plain name comes of it, or one of ours. */
function plainName(field: string): string | undefined {
  const parts = field.split(/[^A-Za-z0-9]+/).filter((part) => part !== '');
  const name = parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
  return PLAIN.test(name) && name.length <= 60 && !OWN.test(name) ? name : undefined;
}

function fresh(name: string, isTaken: (name: string) => boolean): string {
  return isTaken(name) ? fresh(`${name}_`, isTaken) : name;
}

/** The type under which the fields of one position are compared; nothing where KQL has none that compares as the rule does. */
function commonType(fields: readonly Key[]): Scalar | undefined {
  const types = new Set(fields.map(({ type }) => SCALAR_TYPES[type]));
  const optional = fields.some((field) => field.optional);
  const [only] = types;
  if (types.size === 1 && only && (only === 'string' || !optional)) return only;
  if (types.size === 1) return only === 'real' ? undefined : 'string';
  if (types.has('real') || types.has('datetime') || types.has('bool'))
    return types.size === 2 && types.has('real') && types.has('long') && !optional ? 'real' : undefined;
  return 'string';
}

const EMPTY = 'a string column does not tell the empty text from an absent field';

export function notesOfKey(key: Key): readonly Note[] {
  const origin = key.origin ? { origin: key.origin } : {};
  const note = (assumption: string, why: string, value: string): Note => ({
    effect: 'conditional',
    construct: 'key',
    why,
    assumption,
    witness: { [key.name]: key.list ? [value] : value },
    ...origin,
  });
  if (key.type === 'ip') return [note('ip/same-spelling', 'addresses join by how they are spelt', '2001:DB8::1')];
  return SCALAR_TYPES[key.type] === 'string' ? [note('kusto/empty-is-absent', EMPTY, '')] : [];
}

export interface KeyColumns {
  readonly columns: readonly KeyColumn[];
  readonly notes: readonly Note[];
}

/** The columns of the join key over all steps; `taken` are the names of the table's columns. */
export function keyColumns(steps: readonly Step[], taken: ReadonlySet<string>): KeyColumns {
  const notes = steps.flatMap(({ keys }) => keys.flatMap(notesOfKey));
  const columns: KeyColumn[] = [];
  const used = new Set<string>();
  for (const at of steps[0]?.keys.keys() ?? []) {
    const fields = steps.flatMap(({ keys }) => keys[at] ?? []);
    const [first] = fields;
    const common = first && fields.every(({ name }) => name === first.name) ? first.name : undefined;
    const type = commonType(fields);
    if (type === undefined) {
      const why =
        'keys of these types, or null that joins null in one of them, have no comparison in KQL that is exact';
      notes.push(...unsupported('key', why, first?.origin).notes);
    }
    const wish = (common !== undefined && plainName(common)) || `Key${at + 1}`;
    const name = fresh(wish, (one) => used.has(one) || (taken.has(one) && one !== common));
    used.add(name);
    const isOther = common === undefined || OWN.test(common) || columns.some((column) => column.shown === common);
    const shown = isOther ? name : common;
    columns.push({ name, shown, type: type ?? 'string', optional: fields.some((field) => field.optional === true) });
  }
  return { columns, notes: distinctNotes(notes) };
}

/** What several steps say in the same words of the same field is said once. */
export function distinctNotes(notes: readonly Note[]): readonly Note[] {
  const plain = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);
  const known = new Map(
    notes.map(({ origin, ...note }) => [JSON.stringify(note, plain), origin ? { ...note, origin } : note]),
  );
  return [...known.values()];
}

/** How one step fills the key's columns: operators that must stand before the projection, and what each column is. */
export interface KeyFill {
  readonly lines: readonly Frag[];
  readonly columns: readonly (readonly [name: string, value: Frag])[];
}

export const castTo = (value: Frag, from: Scalar, to: Scalar): Frag =>
  from === to ? value : call(to === 'real' ? 'toreal' : 'tostring', value);

/** A list gives one row for each of its different elements. */
function expanded(key: Key, name: string, from: Scalar): Frag {
  const list = identifier(key.name);
  const nothing = raw(from === 'string' ? '""' : 'null');
  const different = q(0)`set_union(${list}, dynamic([]))`;
  const elements = key.optional ? q(0)`iff(array_length(${list}) > 0, ${different}, dynamic([${nothing}]))` : different;
  return q(0)`| mv-expand ${raw(name)} = ${elements} to typeof(${raw(from)})`;
}

/** What a step's own fields give for the key. An absent key that is not optional leaves the event out. */
export function keyFill({ keys }: Step, columns: readonly KeyColumn[]): KeyFill {
  const lines: Frag[] = [];
  const filled = columns.flatMap<readonly [string, Frag]>((column, at) => {
    const key = keys[at];
    if (!key) return [];
    const from = SCALAR_TYPES[key.type];
    const value = key.list ? raw(column.name) : identifier(key.name);
    if (key.list) lines.push(expanded(key, column.name, from));
    if (!key.optional) lines.push(where(call(from === 'string' ? 'isnotempty' : 'isnotnull', value)));
    return [[column.name, castTo(value, from, column.type)]];
  });
  return { lines, columns: filled };
}
