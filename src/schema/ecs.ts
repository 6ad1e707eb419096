import { ecsFields } from './data/ecs.generated.ts';
import { elasticExtraFields } from './data/elastic-extra.ts';
import { type FieldInfo, layered, type Schema, SOURCE_TYPES } from './schema.ts';

/** Types that ECS has and a query can't read. */
const REFUSED: Readonly<Record<string, true>> = { object: true, nested: true, geo_point: true };

/** Reads a table of type to names; the work is done when the first field is looked up. */
function fromTable(id: string, table: Readonly<Record<string, string>>): Schema {
  let fields: Map<string, FieldInfo> | undefined;
  const all = (): Map<string, FieldInfo> => {
    if (fields) return fields;
    fields = new Map();
    for (const [key, names] of Object.entries(table)) {
      const list = key.endsWith('[]');
      const sourceType = list ? key.slice(0, -2) : key;
      // What ECS calls an object or nested may still be mapped as text where a rule reads it: nothing is known of it.
      if (REFUSED[sourceType]) continue;
      for (const name of names.split(' ')) {
        fields.set(name, { kind: 'usable', name, type: SOURCE_TYPES[sourceType] ?? 'unknown', list, sourceType });
      }
    }
    return fields;
  };
  return { id, closed: false, find: (name) => all().get(name), names: () => all().keys() };
}

/** The Elastic Common Schema, and the fields of Elastic's integrations that published rules use besides. Open: other fields may exist. */
export const ecs: Schema = layered('ecs', [
  fromTable('ecs', ecsFields),
  fromTable('elastic-extra', elasticExtraFields),
]);
