import { nodeKey } from '../../../src/ir/equal.ts';
import type { Field } from '../../../src/ir/value.ts';
import { type Frag, q, raw } from '../../../src/target/frag.ts';
import { type Assignment, evalLine, expandLine, fn, whereLine } from '../commands.ts';
import { fieldName, string } from '../lexical.ts';
import { allOf, anyOf, compared, isThere } from '../scope.ts';
import type { Kind } from './kinds.ts';

/** What stands for an absent value of an optional key; the values themselves begin with `=`. */
const ABSENT = 'null';

/** One position of the join keys. */
export interface KeyColumn {
  /** What `BY` calls it. */
  readonly name: string;
  /** It is the field itself: every kind has it in the same one. */
  readonly direct: boolean;
  /** Null is a value, so all values are written with a sign before them. */
  readonly coded: boolean;
  readonly list: boolean;
  /** The field of each kind, in the order of the kinds. */
  readonly fields: readonly Field[];
}

/** The columns that join events, position by position. */
export function keyColumns(kinds: readonly Kind[], nameOf: (wanted: string) => string): readonly KeyColumn[] {
  const positions = kinds[0]?.keys.length ?? 0;
  return Array.from({ length: positions }, (_, at) => {
    const fields = kinds.flatMap(({ keys }) => keys[at] ?? []);
    const same = new Set(fields.map(nodeKey)).size === 1;
    const coded = fields.some(({ optional }) => optional);
    const list = fields.some((field) => field.list);
    const direct = same && !coded && !list;
    const name = direct ? (fields[0]?.name ?? '') : nameOf(`key${at + 1}`);
    return { name, direct, coded, list, fields };
  });
}

/** Whether every kind has its keys in the same fields: then one row may stand for an event of several kinds. */
export const areCommon = (kinds: readonly Kind[]): boolean => new Set(kinds.map(({ keys }) => nodeKey(keys))).size <= 1;

const signed = (value: Frag): Frag => q(2)`${string('=')}.${value}`;

/** The values of one field, as `BY` gets them. */
function valuesOf(field: Field, { coded, list }: KeyColumn): Frag {
  const value = fieldName(field.name);
  const signs = !coded ? value : list ? fn('mvmap', value, signed(value)) : signed(value);
  const values = list ? fn('mvdedup', signs) : signs;
  if (!coded) return values;
  return fn('if', isThere(field), values, field.optional ? string(ABSENT) : raw('null()'));
}

function keyOf(column: KeyColumn, kinds: readonly Kind[], isKind: (kind: Kind) => Frag): Frag {
  const groups = new Map<string, { readonly field: Field; readonly kinds: Kind[] }>();
  for (const [i, field] of column.fields.entries()) {
    const kind = kinds[i];
    const group = groups.get(nodeKey(field)) ?? { field, kinds: [] };
    groups.set(nodeKey(field), group);
    if (kind) group.kinds.push(kind);
  }
  const [only] = groups.values();
  if (groups.size === 1 && only) return valuesOf(only.field, column);
  const cases = [...groups.values()].flatMap((group) => [
    anyOf(group.kinds.map(isKind)),
    valuesOf(group.field, column),
  ]);
  return fn('case', ...cases);
}

/** The fields that must be there in every event of any kind. */
export const presentKeys = (columns: readonly KeyColumn[]): readonly Frag[] =>
  columns.flatMap(({ direct, fields: [field] }) => (direct && field ? [isThere(field)] : []));

/** Works out the keys that are no field of their own: a row for each value of a list, no row without a value. */
export function keyLines(
  columns: readonly KeyColumn[],
  kinds: readonly Kind[],
  isKind: (kind: Kind) => Frag,
): readonly Frag[] {
  const made = columns.filter(({ direct }) => !direct);
  if (made.length === 0) return [];
  const assignments = made.map((column): Assignment => [column.name, keyOf(column, kinds, isKind)]);
  return [
    evalLine(...assignments),
    whereLine(allOf(made.map(({ name }) => fn('isnotnull', raw(name))))),
    ...made.filter(({ list }) => list).map(({ name }) => expandLine(name)),
  ];
}

/** Gives coded keys their values back. */
export function decodedKeys(columns: readonly KeyColumn[]): readonly Assignment[] {
  return columns
    .filter(({ coded }) => coded)
    .map(({ name }) => {
      const key = raw(name);
      return [name, fn('case', compared(key, '!=', string(ABSENT)), fn('substr', key, raw('2')))];
    });
}
