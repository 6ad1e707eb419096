import { takeText } from '../../../formats/take.ts';
import { or } from '../../../ir/build.ts';
import type { Cond } from '../../../ir/cond.ts';
import { needed } from '../../files/keys.ts';
import { changeItems } from '../change-items.ts';
import { fieldOfItem, renamedItem } from '../items.ts';
import type { Apply, TransformationKind } from '../pipeline.ts';
import { textsOfMap } from '../texts-of-map.ts';

/** The names that a field goes by; nothing where it keeps its own. */
type Rename = (name: string) => readonly string[] | undefined;

/** Every field of an item by its new name; one that has several names gives an item for each, of which one must fit. */
function renamed(item: Cond, rename: Rename): Cond | undefined {
  const field = fieldOfItem(item);
  if (!field) return undefined;
  const names = rename(field.name) ?? [field.name];
  const others = (name: string): string => (rename(name) ?? [name])[0] ?? name;
  return or(names.map((name) => renamedItem(item, (one) => (one === field.name ? name : others(one)))));
}

const applyRename =
  (rename: Rename): Apply =>
  (work, scope) => {
    const wanted: Rename = (name) => (scope.forField(work, name) ? rename(name) : undefined);
    changeItems(work, scope, (item) => {
      const name = fieldOfItem(item)?.name;
      if (name === undefined) return item;
      const names = wanted(name);
      if (names) work.appliedToField(scope.id, names);
      return renamed(item, wanted) ?? item;
    });
    const { sigma } = work.rule.metadata;
    if (!sigma?.fields) return;
    const fields = sigma.fields.flatMap((name) => wanted(name) ?? [name]);
    work.rule = { ...work.rule, metadata: { ...work.rule.metadata, sigma: { ...sigma, fields } } };
  };

const affix = (key: 'prefix' | 'suffix', join: (name: string, affix: string) => string): TransformationKind => ({
  keys: [key],
  read: ({ map, found }) => {
    const text = needed(map, key, 'a transformation', takeText, found);
    return text === undefined ? undefined : applyRename((name) => [join(name, text)]);
  },
});

export const fieldTransformations: Readonly<Record<string, TransformationKind>> = {
  field_name_mapping: {
    keys: ['mapping'],
    read: (source) => {
      const mapping = textsOfMap(source, 'mapping');
      return mapping && applyRename((name) => mapping.get(name));
    },
  },
  field_name_prefix_mapping: {
    keys: ['mapping'],
    read: (source) => {
      const mapping = textsOfMap(source, 'mapping');
      return (
        mapping &&
        applyRename((name) => {
          const [prefix, targets] = [...mapping].find(([start]) => name.startsWith(start)) ?? [];
          return prefix === undefined ? undefined : targets?.map((target) => target + name.slice(prefix.length));
        })
      );
    },
  },
  field_name_prefix: affix('prefix', (name, prefix) => prefix + name),
  field_name_suffix: affix('suffix', (name, suffix) => name + suffix),
};
