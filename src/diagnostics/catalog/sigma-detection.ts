import { entry, shown, suggestion } from '../entry.ts';

const tick = (text: string): string => `\`${shown(text)}\``;

/** What is wrong with the search identifiers of a detection, their modifiers and values. */
export const sigmaDetection = {
  'sigma/detection-type': entry<{ found: string }>({
    severity: 'error',
    message: (p) => `a detection is a map, found ${p.found}`,
    help: () => 'write search identifiers and a `condition`',
  }),
  'sigma/no-condition': entry({
    severity: 'error',
    message: () => 'the detection has no condition',
    help: () => 'add `condition:` with the names of the search identifiers',
  }),
  'sigma/no-identifiers': entry({ severity: 'error', message: () => 'the detection has no search identifier' }),
  'sigma/condition-type': entry<{ found: string }>({
    severity: 'error',
    message: (p) => `a condition is text or a list of texts, found ${p.found}`,
  }),
  'sigma/identifier-name': entry<{ name: string }>({
    severity: 'warning',
    message: (p) => `a condition can name ${tick(p.name)} by a pattern only`,
    help: () => 'a search identifier has letters, digits, `_` and `-`',
  }),
  'sigma/identifier-type': entry<{ found: string }>({
    severity: 'error',
    message: (p) => `a search identifier is a map or a list, found ${p.found}`,
  }),
  'sigma/empty-identifier': entry<{ kind: 'map' | 'list' }>({
    severity: 'error',
    message: (p) => `a search identifier holds an empty ${p.kind}`,
  }),
  'sigma/keyword-type': entry<{ found: string }>({
    severity: 'error',
    message: (p) => `a keyword is text or a number, found ${p.found}`,
  }),
  'sigma/timeframe': entry({
    severity: 'warning',
    message: () => '`timeframe` is no part of a detection since Sigma 2 and is left out',
    help: () => 'a correlation rule has a `timespan`',
  }),
  'sigma/value-type': entry<{ found: string }>({
    severity: 'error',
    message: (p) => `a value is text, a number, a boolean or null, found ${p.found}`,
  }),
  'sigma/empty-values': entry({
    severity: 'error',
    message: () => 'an empty list of values',
    help: () => 'write `null` for a field that must be missing, `""` for one that must be empty',
  }),
  'sigma/null-in-list': entry({
    severity: 'warning',
    message: () => 'null stands in a list of values, which Sigma does not provide for',
    help: () => 'it is read as an alternative; write a search identifier of its own for it',
  }),
  'sigma/all-of-one': entry({
    severity: 'warning',
    message: () => '`all` has nothing to join: there is only one value',
  }),
  'sigma/unknown-modifier': entry<{ name: string; near: readonly string[] }>({
    severity: 'error',
    message: (p) =>
      p.name === '' ? 'the name of a modifier is missing behind `|`' : `unknown modifier ${tick(p.name)}`,
    help: (p) => suggestion(p.near),
  }),
  'sigma/modifier-type': entry<{ modifier: string; expected: string; found: string }>({
    severity: 'error',
    message: (p) => `${tick(p.modifier)} takes ${p.expected}, found ${p.found}`,
  }),
  'sigma/modifier-first': entry<{ modifier: string; before: string }>({
    severity: 'error',
    message: (p) => `${tick(p.modifier)} can't stand behind ${tick(p.before)}`,
    help: (p) => `${tick(p.modifier)} takes the value as it is written`,
  }),
  'sigma/modifier-last': entry<{ modifier: string; behind: string }>({
    severity: 'error',
    message: (p) => `nothing can stand behind ${tick(p.modifier)}, found ${tick(p.behind)}`,
  }),
  'sigma/needs-field': entry<{ modifier: string }>({
    severity: 'error',
    message: (p) => `${tick(p.modifier)} tests a field, and a keyword has none`,
  }),
  'sigma/wildcard-value': entry<{ modifier: string }>({
    severity: 'error',
    message: (p) => `${tick(p.modifier)} takes text without wildcards`,
    help: () => 'write `\\*` or `\\?` for the character itself; `contains` and the like stand last',
  }),
  'sigma/number-as-text': entry<{ modifier: string; raw: string }>({
    severity: 'warning',
    message: (p) => `${tick(p.modifier)} takes text: the number is read as the text ${tick(p.raw)}`,
    help: () => 'put the value in quotes',
  }),
  'sigma/affix-on-regex': entry<{ modifier: string }>({
    severity: 'warning',
    message: (p) => `${tick(p.modifier)} changes nothing: a regular expression is searched for anyway`,
  }),
  'sigma/network': entry<{ text: string; meant?: string }>({
    severity: 'error',
    message: (p) =>
      p.meant === undefined
        ? `${tick(p.text)} is no IPv4 or IPv6 network`
        : `the network ${tick(p.text)} has bits behind its length`,
    help: (p) =>
      p.meant === undefined ? 'write an address and a length: `10.0.0.0/8`' : `did you mean ${tick(p.meant)}?`,
  }),
  'sigma/empty-reference': entry({ severity: 'error', message: () => '`fieldref` names no field' }),
  'sigma/unresolved-placeholder': entry<{ name: string }>({
    severity: 'error',
    message: (p) => `no values are given for the placeholder ${tick(p.name)}`,
    help: () => 'hand the values in: `--placeholders FILE`, a YAML map of names to lists',
  }),
  'sigma/too-many-dashes': entry<{ limit: number }>({
    severity: 'error',
    message: (p) => `\`windash\` with more than ${p.limit} dashes in one value`,
  }),
  'sigma/too-many-values': entry<{ limit: number }>({
    severity: 'error',
    message: (p) => `the values of the rule stand for more than ${p.limit} texts`,
  }),
} as const;
