import { entry, shown, suggestion } from '../entry.ts';

/** What a schema file says that can't be used. */
export const schema = {
  'schema/no-fields': entry({
    severity: 'error',
    message: () => 'the schema names no fields',
    help: () =>
      'give an Elasticsearch mapping, as `GET index/_mapping` answers, or its `properties`: `{"process.name": {"type": "keyword"}}`',
  }),
  'schema/not-a-field': entry<{ name: string; found: string }>({
    severity: 'error',
    message: (p) => `field \`${shown(p.name)}\` must be a map with a \`type\` or \`properties\`, found ${p.found}`,
  }),
  'schema/bad-setting': entry<{ name: string; setting: string; expected: string; found: string }>({
    severity: 'error',
    message: (p) => `\`${shown(p.setting)}\` of field \`${shown(p.name)}\` must be ${p.expected}, found ${p.found}`,
  }),
  'schema/unknown-type': entry<{ name: string; type: string; near: readonly string[] }>({
    severity: 'warning',
    message: (p) => `field \`${shown(p.name)}\` has the unknown type \`${shown(p.type)}\`: no rule can read it`,
    help: (p) => suggestion(p.near),
  }),
} as const;
