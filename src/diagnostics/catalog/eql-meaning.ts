import { entry, shown, suggestion } from '../entry.ts';

const tick = (text: string): string => `\`${shown(text)}\``;

/** What an EQL query says that can't be meant: unknown names, wrong types, tests that never hold. */
export const eqlMeaning = {
  'eql/unknown-field': entry<{ name: string; near: readonly string[] }>({
    severity: 'error',
    message: (p) => `unknown field ${tick(p.name)}`,
    help: (p) =>
      suggestion(p.near) ?? 'write `?` in front of a field that some of the data lacks, or name a schema that has it',
  }),
  'eql/unusable-field': entry<{ name: string; sourceType: string; parent?: string }>({
    severity: 'error',
    message: (p) =>
      p.parent === undefined
        ? `field ${tick(p.name)} has the type ${tick(p.sourceType)}, which EQL can't read`
        : `field ${tick(p.name)} lies inside the nested field ${tick(p.parent)}, which EQL can't read`,
    help: () => 'compare a field of type keyword, number, boolean, date, ip or version',
  }),
  'eql/inexact-field': entry<{ name: string; why: 'text-only' | 'normalized' }>({
    severity: 'error',
    message: (p) =>
      `field ${tick(p.name)} holds ${p.why === 'text-only' ? 'analysed text' : 'normalised text'}, so no exact comparison is possible`,
    help: () => 'use or map a keyword field, or a keyword sub-field, for it',
  }),
  'eql/unknown-function': entry<{ name: string; near: readonly string[] }>({
    severity: 'error',
    message: (p) => `unknown function ${tick(p.name)}`,
    help: (p) =>
      p.name.toLowerCase() === 'wildcard' ? 'write `field like~ ("a*", "b*")` instead' : suggestion(p.near),
  }),
  'eql/argument-count': entry<{ name: string; expected: string; found: number }>({
    severity: 'error',
    message: (p) => `function ${tick(p.name)} takes ${p.expected} arguments, not ${p.found}`,
  }),
  'eql/argument-type': entry<{ name: string; position: number; expected: string; found: string }>({
    severity: 'error',
    message: (p) => `argument ${p.position} of ${tick(p.name)} must be ${p.expected}, found ${p.found}`,
  }),
  'eql/argument-not-constant': entry<{ name: string; position: number }>({
    severity: 'error',
    message: (p) => `argument ${p.position} of ${tick(p.name)} must be a constant`,
  }),
  'eql/no-insensitive-form': entry<{ name: string }>({
    severity: 'error',
    message: (p) => `function ${tick(p.name)} has no case-insensitive form`,
    help: (p) => `write ${tick(p.name)} without \`~\``,
  }),
  'eql/not-boolean': entry<{ found: string }>({
    severity: 'error',
    message: (p) => `a condition must be true or false, found ${p.found}`,
    help: () => 'compare the value with something, for example `field != null`',
  }),
  'eql/field-to-field': entry<{ name: string }>({
    severity: 'error',
    message: (p) => `a field can't be compared with another field: ${tick(p.name)}`,
    help: () =>
      'Elasticsearch compares a field with a constant; a function such as `startsWith(a, b)` takes two fields',
  }),
  'eql/needs-text': entry<{ operator: string; name: string; found: string }>({
    severity: 'error',
    message: (p) => `${tick(p.operator)} compares text, and ${tick(p.name)} is ${p.found}`,
    help: () => 'write `==` instead',
  }),
  'eql/pattern-not-text': entry<{ operator: string }>({
    severity: 'error',
    message: (p) => `${tick(p.operator)} takes strings on its right`,
    help: () => 'quote the value, or compare with `==` or `in`',
  }),
  'eql/mixed-list': entry<{ first: string; other: string }>({
    severity: 'error',
    message: (p) => `the values of a list must have one type, found ${p.first} and ${p.other}`,
  }),
  'eql/condition-as-value': entry({
    severity: 'error',
    message: () => 'a condition of several parts stands where a value is expected',
    help: () => 'write the condition out with `and`, `or`, `not` instead of comparing it or handing it to a function',
  }),
  'eql/not-a-number': entry<{ operator: string; found: string }>({
    severity: 'error',
    message: (p) => `${tick(p.operator)} needs numbers, found ${p.found}`,
  }),
  'eql/unordered-type': entry<{ operator: string; found: string }>({
    severity: 'error',
    message: (p) => `${tick(p.operator)} has no meaning for ${p.found}`,
  }),
  'eql/key-types': entry<{ name: string; type: string; other: string; otherType: string }>({
    severity: 'error',
    message: (p) => `key ${tick(p.name)} of type ${p.type} can't join with key ${tick(p.other)} of type ${p.otherType}`,
  }),
  'eql/key-not-readable': entry<{ name: string }>({
    severity: 'error',
    message: (p) => `${tick(p.name)} can't be a key`,
    help: () => 'a key is a field of the data, or an optional one',
  }),
  'eql/bad-network': entry<{ text: string }>({
    severity: 'error',
    message: (p) => `${tick(p.text)} is no IPv4 or IPv6 network`,
    help: () => 'write an address, or an address and a prefix length: `10.0.0.0/8`, `fe80::/10`',
  }),
  'eql/never-equal': entry<{ literal: string; name: string; type: string }>({
    severity: 'warning',
    message: (p) =>
      `${tick(p.literal)} can't be a value of ${tick(p.name)}, a field of type ${p.type}: the comparison never holds`,
  }),
  'eql/constant-condition': entry<{ value: 'true' | 'false' }>({
    severity: 'warning',
    message: (p) => (p.value === 'true' ? 'the condition holds for every event' : 'the condition holds for no event'),
  }),
} as const;
