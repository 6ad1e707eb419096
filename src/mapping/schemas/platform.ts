import type { FieldType } from '../../ir/value.ts';
import type { PlatformTypes } from '../../schema/data/platforms.generated.ts';
import { type FieldInfo, layered, type Schema } from '../../schema/schema.ts';
import type { Column } from '../definition.ts';
import { columnsOf } from '../definitions/index.ts';
import type { MappingPack } from '../pack.ts';
import { packs } from '../packs/index.ts';

const infoOf = (name: string, type: FieldType, list: boolean): FieldInfo => ({
  kind: 'usable',
  name,
  type,
  list,
  sourceType: type,
});

const columnsOfPack = ({ tables }: MappingPack): readonly Column[] =>
  tables.flatMap(({ fields, where }) => [
    ...Object.values(fields).flatMap(({ definition }) => columnsOf(definition)),
    ...where.map(({ column }) => column),
  ]);

/** Every column that the packs to a platform write, with its type there. */
export const packColumns = (to: string): readonly Column[] =>
  packs.filter((pack) => pack.to === to).flatMap(columnsOfPack);

/** The column of the packs to a platform that says when an event happened. */
export const packTime = (to: string): string => packs.find((pack) => pack.to === to)?.time ?? '@timestamp';

/** An open schema whose table is made when the first field is looked up. */
function lazily(id: string, rows: () => Iterable<readonly [string, FieldInfo]>, key = (name: string) => name): Schema {
  let fields: ReadonlyMap<string, FieldInfo> | undefined;
  const all = (): ReadonlyMap<string, FieldInfo> => {
    fields ??= new Map(rows());
    return fields;
  };
  const find = (name: string): FieldInfo | undefined => {
    const found = all().get(key(name));
    return found?.kind === 'usable' ? { ...found, name } : found;
  };
  return { id, closed: false, find, names: () => all().keys() };
}

/** Where one row reads an address and another a text, which may be a name too, the column is that of addresses. */
const fromColumns = (columns: readonly Column[]): readonly (readonly [string, FieldInfo])[] =>
  [...columns.filter(({ type }) => type !== 'ip'), ...columns.filter(({ type }) => type === 'ip')].map(
    ({ name, type, list }) => [name, infoOf(name, type, list)] as const,
  );

const fromTypes = (types: PlatformTypes): readonly (readonly [string, FieldInfo])[] =>
  (Object.entries(types) as readonly [FieldType, string][]).flatMap(([type, names]) =>
    names.split(' ').map((name) => [name, infoOf(name, type, false)] as const),
  );

/**
 * A platform's columns: those that packs write, in the types in which they write them, and those that its documents list besides. Open: tables
 * get new columns.
 * @param key what the documents call a column: its name, or the last part of a path
 */
export const platformSchema = (to: string, documented: PlatformTypes, key?: (name: string) => string): Schema =>
  layered(to, [
    lazily(to, () => fromColumns(packColumns(to))),
    lazily(`${to}/documents`, () => fromTypes(documented), key),
  ]);
