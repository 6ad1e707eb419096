import { entry, shown, suggestion } from '../entry.ts';

/** What `--schema` names or a schema file says that can't be used. */
export const schema = {
  'schema/unknown': entry<{ name: string; near: readonly string[]; known: readonly string[] }>({
    severity: 'error',
    message: (p) => `unknown schema \`${shown(p.name)}\``,
    help: (p) =>
      `${suggestion(p.near) ?? 'the name of a file has a dot or a slash in it.'} These come with isorule: ${p.known.join(', ')}`,
  }),
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
