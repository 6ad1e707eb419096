import type { Field } from '../../src/ir/value.ts';
import type { EmitOptions } from '../../src/target/backend.ts';

/** What must be there, or be done, so that the text finds what it says. */
export function requirements(text: string, fields: readonly Field[], options: EmitOptions): readonly string[] {
  const lists = fields.filter(({ list }) => list).map(({ name }) => name);
  return [
    ...(options.table === undefined ? ['the index of these events, in place of the asterisk in `index=*`'] : []),
    'search-time fields of these names that stand in the raw event as they are compared: calculated ones need INDEXED_VALUE = false in fields.conf',
    ...(lists.length > 0
      ? [
          `fields with several values under the plain names ${lists.join(', ')}: Splunk's own JSON extraction calls them ${lists[0]}{} and so on`,
        ]
      : []),
    ...(text.split('$').length > 2
      ? ['each `$` doubled where the text stands in a dashboard, which reads `$…$` as a token']
      : []),
  ];
}
