import { entry, shown, suggestion } from '../entry.ts';

const tick = (text: string): string => `\`${shown(text)}\``;
const listed = (names: readonly string[]): string => names.map(tick).join(', ');

/** What is wrong with a mapping that a user wrote. */
export const mapping = {
  'mapping/not-a-map': entry<{ what: string; found: string }>({
    severity: 'error',
    message: (p) => `${p.what} must be a map, this is ${p.found}`,
  }),
  'mapping/unknown-key': entry<{ key: string; near: readonly string[]; known: readonly string[] }>({
    severity: 'error',
    message: (p) => `${tick(p.key)} is no key here`,
    help: (p) => suggestion(p.near) ?? `keys here are ${listed(p.known)}`,
  }),
  'mapping/missing-key': entry<{ key: string; what: string }>({
    severity: 'error',
    message: (p) => `${p.what} needs ${tick(p.key)}`,
  }),
  'mapping/bad-word': entry<{ key: string; word: string; near: readonly string[]; known: readonly string[] }>({
    severity: 'error',
    message: (p) => `${tick(p.word)} is nothing that ${tick(p.key)} can be`,
    help: (p) => suggestion(p.near) ?? `it can be ${listed(p.known)}`,
  }),
  'mapping/one-definition': entry<{ found: readonly string[]; known: readonly string[] }>({
    severity: 'error',
    message: (p) =>
      p.found.length === 0
        ? 'nothing says what this field is made of'
        : `${listed(p.found)} each say what this field is made of`,
    help: (p) => `write one of ${listed(p.known)}`,
  }),
  'mapping/same-id': entry<{ id: string; from: string }>({
    severity: 'error',
    message: (p) => `there is a mapping ${tick(p.id)} for rules of ${tick(p.from)} already`,
    help: () => 'give the mapping an id of its own',
  }),
  'mapping/same-table': entry<{ id: string }>({
    severity: 'error',
    message: (p) => `two tables have the id ${tick(p.id)}`,
  }),
  'mapping/slow-pattern': entry<{ pattern: string }>({
    severity: 'error',
    message: (p) => `${tick(p.pattern)} could take for ever on some texts`,
    help: () => 'write it without repetitions that overlap',
  }),
  'mapping/other-pattern': entry<{ pattern: string }>({
    severity: 'error',
    message: (p) => `${tick(p.pattern)} is spelt in a way that only other regular expressions have`,
  }),
  'mapping/impossible': entry<{ type: string }>({
    severity: 'error',
    message: (p) => `${tick(p.type)} needs code of pySigma, which isorule does not run`,
    help: () => 'say it with `field_name_mapping`, `value_placeholders` or `--placeholders`',
  }),
  'mapping/left-out': entry<{ key: string }>({
    severity: 'warning',
    message: (p) => `${tick(p.key)} is left out: isorule writes queries itself`,
  }),
  'mapping/neither': entry({
    severity: 'error',
    message: () => 'this is neither a mapping nor a pipeline of pySigma',
    help: () => 'a mapping has `tables`, a pipeline has `transformations`',
  }),
  'mapping/no-tables': entry({
    severity: 'error',
    message: () => 'a mapping needs at least one table',
    help: () => 'give `tables` a list of maps with `id`, `serves` and `fields`',
  }),
} as const;
