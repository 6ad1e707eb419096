import type { Key } from '../../../src/ir/query.ts';
import { type Doc, type Frag, q } from '../../../src/target/frag.ts';
import type { Note } from '../../../src/target/ledger.ts';
import type { SqlType } from '../dialect.ts';
import { LEVEL } from '../levels.ts';
import { newScope, note, type Place, refused, type Scope, take } from '../scope.ts';
import { emitValue } from '../value.ts';
import type { Names } from './names.ts';

/** Steps that join: events with their key fields, paired by position. */
export interface Keyed {
  readonly keys: readonly Key[];
}

/** A key field as it comes out of the scan: one value, or the list of its different values. */
interface KeyColumn {
  readonly name: Frag;
  /** Its SQL in the scan. */
  readonly scanned: Frag;
  readonly list: boolean;
}

/** The key of a step: what to select, where from, and what must hold. */
interface StepKey {
  readonly values: readonly Frag[];
  /** Joins behind the table. */
  readonly joins: readonly Doc[];
  readonly where: readonly Frag[];
}

export interface KeyColumns {
  /** The columns in the scan, and what they are called behind it. */
  readonly scanned: readonly Frag[];
  readonly carried: readonly Frag[];
  /** What must hold of every event that matters. */
  readonly required: readonly Frag[];
  readonly of: (step: Keyed) => StepKey;
  /** Key columns as something whose order is that of keys. */
  readonly ordered: (names: readonly Frag[]) => readonly Frag[];
  /** What the values of each position are. */
  readonly kinds: readonly (Kind | 'mixed')[];
  readonly notes: readonly Note[];
}

export type Kind = 'text' | 'integer' | 'real' | 'boolean' | 'date';

const KINDS: { readonly [T in SqlType]: Kind } = {
  text: 'text',
  version: 'text',
  unknown: 'text',
  null: 'text',
  integer: 'integer',
  real: 'real',
  boolean: 'boolean',
  date: 'date',
};

/** Values of different types are the same iff their text is; of one type, iff they are equal. */
export function asKind(scope: Scope, value: { frag: Frag; kind: Kind }, kind: Kind | 'mixed', key: Key): Frag {
  const own = value.kind;
  if (kind === own || own === 'text') return value.frag;
  if (kind === 'mixed') return refused(scope, 'key', 'whole and floating point numbers as keys of each other');
  if (own === 'date') return refused(scope, 'key', 'a date and text as keys of each other');
  return take(scope, 'key', key, scope.dialect.toText[own](value.frag));
}

const kindOf = (kinds: ReadonlySet<Kind>): Kind | 'mixed' => {
  const [only] = kinds;
  if (only && kinds.size === 1) return only;
  return kinds.has('text') ? 'text' : 'mixed';
};

/** The spelling of an address is its value only where all are spelled alike. */
function addressNote(scope: Scope, key: Key): void {
  if (key.type !== 'ip') return;
  const witness = '0:0:0:0:0:0:0:1';
  note(scope, 'key', key, { assumption: 'ip/same-spelling', why: 'addresses join as they are spelled', witness });
}

/** A key field's SQL, alone, with its type and walk. */
function readKey(scope: Scope, key: Key): { frag: Frag; type: SqlType } {
  const { optional: _, ...field } = key;
  return emitValue(scope, field);
}

/**
 * The key fields of all steps of a query. `label` leads the names of the columns, where a statement has them more than once; `others` are the kinds of
 * values, by position, that join without being fields of events.
 */
export function keyColumns(
  place: Place,
  names: Names,
  steps: readonly Keyed[],
  label = '',
  others: readonly (readonly Kind[])[] = [],
): KeyColumns {
  const notes: Note[] = [];
  const positions = Math.max(0, ...steps.map(({ keys }) => keys.length), ...others.map((kinds) => kinds.length));
  const kinds = Array.from({ length: positions }, (_, at) => {
    const found = steps.flatMap(({ keys }) => {
      const key = keys[at];
      return key ? [KINDS[readKey(newScope(place, key.origin), key).type]] : [];
    });
    const besides = others.flatMap((kinds) => kinds[at] ?? []);
    return kindOf(new Set([...found, ...besides]));
  });
  const known = new Map<string, KeyColumn>();
  const column = (key: Key, at: number): KeyColumn => {
    const kind = kinds[at] ?? 'text';
    // A list is taken apart once a position: ClickHouse takes two arrayJoin of one column for one
    // (https://clickhouse.com/docs/sql-reference/functions/array-join).
    const isList = key.list || place.layout === 'json';
    const id = `${isList ? at : ''} ${kind} ${key.name}`;
    const found = known.get(id);
    if (found) return found;
    const scope = newScope(place, key.origin);
    const read = readKey(scope, key);
    const frag = asKind(scope, { frag: read.frag, kind: KINDS[read.type] }, kind, key);
    addressNote(scope, key);
    notes.push(...scope.notes);
    const [binding] = scope.bindings;
    const list = binding !== undefined;
    const scanned = list ? place.dialect.stateful.distinct(binding.source, binding.variable, frag) : frag;
    const made = { name: names.of(`${label}${list ? 'values' : 'value'}_${known.size + 1}`), scanned, list };
    known.set(id, made);
    return made;
  };
  const all = steps.map(({ keys }) => keys.map(column));
  const made = [...known.values()];
  const inEvery = made.filter(
    (one) =>
      !one.list &&
      steps.every(({ keys }, step) => keys.some((key, at) => all[step]?.[at] === one && key.optional !== true)),
  );
  return {
    scanned: made.map(({ scanned, name }) => q(0)`${scanned} AS ${name}`),
    carried: made.map(({ name }) => name),
    required: inEvery.map(({ name }) => q(LEVEL.test)`${name} IS NOT NULL`),
    ordered: (columns) => columns.map((name, at) => (kinds[at] === 'text' ? place.dialect.byCodePoint(name) : name)),
    kinds,
    notes,
    of: ({ keys }) => {
      const read = keys.map((key, at): StepKey => {
        const { name, list } = column(key, at);
        const optional = key.optional === true;
        if (!list) {
          const where =
            optional || inEvery.some((one) => one.name === name) ? [] : [q(LEVEL.test)`${name} IS NOT NULL`];
          return { values: [name], joins: [], where };
        }
        const each = place.dialect.stateful.each(name, `each_${at + 1}`, optional);
        return { values: [each.value], joins: each.join ? [each.join] : [], where: [] };
      });
      return {
        values: read.flatMap(({ values }, at) =>
          values.map((value) => q(0)`${value} AS ${names.of(`${label}key_${at + 1}`)}`),
        ),
        joins: read.flatMap(({ joins }) => joins),
        where: read.flatMap(({ where }) => where),
      };
    },
  };
}
