import { entry, shown, suggestion } from '../entry.ts';

const tick = (text: string): string => `\`${shown(text)}\``;

/** What is wrong with the text of a Sigma condition. */
export const sigmaCondition = {
  'sigma/condition-syntax': entry<{ found?: string; expected: string }>({
    severity: 'error',
    message: (p) =>
      p.found === undefined
        ? `the condition ends where ${p.expected} is expected`
        : `${tick(p.found)} stands where ${p.expected} is expected`,
  }),
  'sigma/keyword-case': entry<{ word: string }>({
    severity: 'error',
    message: (p) => `${tick(p.word)} is no keyword`,
    help: (p) => `write ${tick(p.word.toLowerCase())}`,
  }),
  'sigma/quantifier': entry<{ word: string }>({
    severity: 'error',
    message: (p) => `${tick(p.word)} is no quantifier`,
    help: () => 'write `1 of`, `any of` or `all of`',
  }),
  'sigma/pattern-alone': entry<{ pattern: string }>({
    severity: 'error',
    message: (p) => `${tick(p.pattern)} stands for several names`,
    help: (p) => `write ${tick(`1 of ${p.pattern}`)} or ${tick(`all of ${p.pattern}`)}`,
  }),
  'sigma/aggregation': entry({
    severity: 'error',
    message: () => 'aggregations behind `|` are no part of Sigma since version 2',
    help: () => 'write a correlation rule: `correlation:` with `type: event_count`, `value_count` or `temporal`',
  }),
  'sigma/stray': entry<{ text: string }>({
    severity: 'error',
    message: (p) => `${tick(p.text)} has no meaning in a condition`,
    help: () => 'a condition has names, `and`, `or`, `not`, brackets, `1 of` and `all of`',
  }),
  'sigma/too-deep': entry<{ max: number }>({
    severity: 'error',
    message: (p) => `the condition is nested more than ${p.max} levels deep`,
  }),
  'sigma/unknown-name': entry<{ name: string; near: readonly string[] }>({
    severity: 'error',
    message: (p) => `no search identifier is called ${tick(p.name)}`,
    help: (p) => suggestion(p.near),
  }),
  'sigma/no-match-for-pattern': entry<{ pattern: string }>({
    severity: 'error',
    message: (p) => `${tick(p.pattern)} fits no search identifier`,
    help: (p) =>
      p.pattern === 'them' ? '`them` leaves out names that start with `_`' : 'a pattern covers the whole name',
  }),
} as const;
