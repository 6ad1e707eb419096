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
} as const;
