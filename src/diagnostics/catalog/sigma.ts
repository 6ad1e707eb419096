import { entry, shown, suggestion } from '../entry.ts';

const tick = (text: string): string => `\`${shown(text)}\``;

/** What is wrong with a Sigma document around its detection. */
export const sigma = {
  'sigma/not-a-map': entry<{ found: string }>({
    severity: 'error',
    message: (p) => `a Sigma document is a map, found ${p.found}`,
  }),
  'sigma/two-kinds': entry<{ key: string; other: string }>({
    severity: 'error',
    message: (p) => `${tick(p.key)} and ${tick(p.other)} can't stand in one document`,
    help: () => 'put a line `---` between two documents',
  }),
  'sigma/missing-key': entry<{ key: string }>({
    severity: 'error',
    message: (p) => `the document has no ${tick(p.key)}`,
  }),
  'sigma/bad-value': entry<{ key: string; value: string; expected: string; near?: readonly string[] }>({
    severity: 'error',
    message: (p) => `${tick(p.key)} must be ${p.expected}, found ${tick(p.value)}`,
    help: (p) => suggestion(p.near ?? []),
  }),
  'sigma/date-slashes': entry<{ key: string }>({
    severity: 'warning',
    message: (p) => `${tick(p.key)} has slashes, which Sigma 2 has not`,
    help: () => 'write `2024-05-31`',
  }),
  'sigma/tag-letters': entry<{ tag: string }>({
    severity: 'warning',
    message: (p) => `the tag ${tick(p.tag)} has letters that the schema of Sigma does not provide for`,
    help: () => 'a tag has lower-case letters, digits, `_`, `-` and `.`',
  }),
  'sigma/empty-logsource': entry({
    severity: 'error',
    message: () => 'the log source names nothing',
    help: () => 'give one of `category`, `product` and `service`',
  }),
  'sigma/repeat-of-nothing': entry({
    severity: 'error',
    message: () => 'there is no rule before this one that could be repeated',
  }),
  'sigma/reset-with-keys': entry<{ key: string }>({
    severity: 'error',
    message: (p) => `${tick(p.key)} stands beside \`action: reset\`, which is no rule`,
    help: () => 'put the rule into a document of its own behind it',
  }),
  'sigma/unknown-key': entry<{ key: string; near: readonly string[] }>({
    severity: 'warning',
    message: (p) => `${tick(p.key)} has no meaning here and is left out`,
    help: (p) => suggestion(p.near),
  }),
  'sigma/unknown-rule': entry<{ reference: string }>({
    severity: 'error',
    message: (p) => `no rule of the input has the name or id ${tick(p.reference)}`,
    help: () => 'give the file of that rule as well',
  }),
  'sigma/ambiguous-rule': entry<{ reference: string; count: number }>({
    severity: 'error',
    message: (p) => `${p.count} rules of the input have the name or id ${tick(p.reference)}`,
  }),
  'sigma/broken-rule': entry<{ reference: string }>({
    severity: 'error',
    message: (p) => `the rule ${tick(p.reference)} has errors of its own`,
  }),
  'sigma/shared-name': entry<{ name: string }>({
    severity: 'warning',
    message: (p) => `another rule has the name ${tick(p.name)} as well`,
  }),
  'sigma/filter-of-nothing': entry<{ reference: string }>({
    severity: 'warning',
    message: (p) => `the filter names ${tick(p.reference)}, which is no rule of the input`,
  }),
  'sigma/filter-conditions': entry({
    severity: 'error',
    message: () => 'a filter has one condition, not a list of them',
  }),
  'sigma/timespan': entry<{ text: string }>({
    severity: 'error',
    message: (p) => `${tick(p.text)} is no time span`,
    help: () => 'write a whole number and one of `s`, `m`, `h`, `d`, `w`: `90m`',
  }),
  'sigma/correlation-operator': entry<{ key: string; near: readonly string[] }>({
    severity: 'error',
    message: (p) => `${tick(p.key)} is no part of the condition of a correlation`,
    help: (p) => suggestion(p.near) ?? 'write `gt`, `gte`, `lt`, `lte`, `eq`, `neq` and a number, and `field`',
  }),
  'sigma/correlation-no-operator': entry({
    severity: 'error',
    message: () => 'the condition compares with no number',
    help: () => 'write `gte: 5` or the like',
  }),
  'sigma/correlation-field': entry<{ type: string }>({
    severity: 'error',
    message: (p) => `${tick(p.type)} counts no values of a field`,
  }),
  'sigma/correlation-no-percentile': entry({
    severity: 'warning',
    message: () => 'the condition does not say which percentile; it is taken for the 50th, the median',
    help: () => 'write `percentile: 95` or the like',
  }),
  'sigma/correlation-percentile': entry<{ type: string }>({
    severity: 'error',
    message: (p) => `${tick(p.type)} has no percentile`,
    help: () => 'write `type: value_percentile`',
  }),
  'sigma/correlation-quantifier': entry({
    severity: 'error',
    message: () => 'the condition of a correlation has no `of`',
    help: () => 'write `gte` and the number of rules, or the names with `and`, `or` and `not`',
  }),
  'sigma/not-correlated': entry<{ name: string }>({
    severity: 'error',
    message: (p) => `${tick(p.name)} is none of the rules of this correlation`,
  }),
  'sigma/rule-twice': entry<{ reference: string }>({
    severity: 'error',
    message: (p) => `the rule ${tick(p.reference)} stands in this list twice`,
  }),
  'sigma/no-group': entry<{ name: string; groupBy: readonly string[] }>({
    severity: 'error',
    message: (p) => `alerts of the inner correlation have no field ${tick(p.name)}`,
    help: (p) =>
      `they have the fields of its \`group-by\`${p.groupBy.length > 0 ? `: ${p.groupBy.map(tick).join(', ')}` : ', which is empty'}`,
  }),
  'sigma/correlation-circle': entry<{ reference: string }>({
    severity: 'error',
    message: (p) => `the correlation refers to itself by way of ${tick(p.reference)}`,
  }),
  'sigma/correlation-chain': entry<{ limit: number }>({
    severity: 'error',
    message: (p) => `correlations refer to each other more than ${p.limit} levels deep`,
  }),
  'sigma/too-many-correlated': entry<{ limit: number }>({
    severity: 'error',
    message: (p) => `the correlation stands for more than ${p.limit} rules`,
  }),
} as const;
