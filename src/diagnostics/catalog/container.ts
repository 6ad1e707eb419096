import { entry, shown, suggestion } from '../entry.ts';

/** What a reader of a format can find wrong, in the words of a person. */
const SYNTAX_PROBLEMS = {
  'control-character': 'a control character stands here',
  'expected-colon': 'expected `:` after the key',
  'expected-comma': 'expected `,` or the closing bracket',
  'expected-end': 'expected the end of the text',
  'expected-end-of-line': 'expected the end of the line',
  'expected-equals': 'expected `=` after the key',
  'expected-key': 'expected a key',
  'expected-value': 'expected a value',
  'key-not-closed': 'the header is not closed by its bracket',
  'not-a-code-point': 'the escape is no Unicode character',
  'not-a-table': 'the key already holds something that cannot take more keys',
  'unknown-escape': 'unknown escape in the string',
  'string-not-closed': 'the string is not closed',
} as const;

export type SyntaxProblem = keyof typeof SYNTAX_PROBLEMS;

/** What may be undone in the text of a page, in the words of a person. */
const PAGE_REPAIRS = {
  'join-strings': 'joined the lines of strings',
  typography: 'made typographic quotes and dashes plain',
  entities: 'resolved HTML entities',
  'markdown-escapes': 'removed the escapes of Markdown',
} as const;

export type PageRepair = keyof typeof PAGE_REPAIRS;

const named = (name: string | undefined): string => (name === undefined ? 'the rule' : `rule \`${shown(name)}\``);

export const container = {
  'container/toml-syntax': entry<{ problem: SyntaxProblem }>({
    severity: 'error',
    message: (p) => `not valid TOML: ${SYNTAX_PROBLEMS[p.problem]}`,
  }),
  'container/json-syntax': entry<{ problem: SyntaxProblem }>({
    severity: 'error',
    message: (p) => `not valid JSON: ${SYNTAX_PROBLEMS[p.problem]}`,
  }),
  'container/yaml-syntax': entry<{ reason: string }>({
    severity: 'error',
    message: (p) => `not valid YAML: ${shown(p.reason)}`,
  }),
  'container/yaml-warning': entry<{ reason: string }>({
    severity: 'warning',
    message: (p) => `doubtful YAML: ${shown(p.reason)}`,
  }),
  'container/yaml-key': entry({
    severity: 'error',
    message: () => 'the key of a map must be text or a number',
  }),
  'container/yaml-alias': entry<{ name: string }>({
    severity: 'error',
    message: (p) => `the alias \`*${shown(p.name)}\` refers to no earlier anchor`,
  }),
  'container/yaml-alias-limit': entry<{ limit: number }>({
    severity: 'error',
    message: (p) => `the aliases repeat more than ${p.limit} nodes`,
  }),
  'container/duplicate-key': entry<{ key: string }>({
    severity: 'error',
    message: (p) => `the key \`${shown(p.key)}\` stands here a second time`,
  }),
  'container/too-deep': entry<{ limit: number }>({
    severity: 'error',
    message: (p) => `nested more than ${p.limit} levels deep`,
  }),
  'container/too-many-problems': entry<{ limit: number }>({
    severity: 'error',
    message: (p) => `more than ${p.limit} problems in this text; the others are not listed`,
  }),
  'container/unknown-format': entry({
    severity: 'error',
    message: () => 'cannot tell what kind of rule file this is',
    help: () => 'expected Sigma YAML, detection-rules TOML, a Kibana export, a rule documentation page, or EQL text',
  }),
  'container/no-rule': entry<{ expected: string }>({
    severity: 'error',
    message: (p) => `no rule found: expected ${p.expected}`,
  }),
  'container/no-query': entry<{ name: string | undefined }>({
    severity: 'error',
    message: (p) => `${named(p.name)} has no query`,
  }),
  'container/query-not-on-page': entry<{ name: string | undefined }>({
    severity: 'error',
    message: (p) => `the query of ${named(p.name)} is not on this page`,
    help: () => 'the catalog and the guides of 2026 leave the query out: take the rule file (TOML) or a Kibana export',
  }),
  'container/page-block-open': entry({
    severity: 'error',
    message: () => 'the block of the query is not closed; the page may be cut off',
  }),
  'container/page-line-comment': entry({
    severity: 'error',
    message: () => 'a `//` comment in a query whose lines were joined hides what followed it',
    help: () => 'pages of Elastic 7.6 to 8.6 lost the line breaks: take the rule file (TOML) or a Kibana export',
  }),
  'container/page-filled': entry({
    severity: 'warning',
    message: () => 'this page squeezed runs of blanks to one, also in strings like this one',
    help: () => 'where a string may have held several blanks in a row, compare with the rule file',
  }),
  'container/page-repaired': entry<{ repairs: readonly PageRepair[] }>({
    severity: 'warning',
    message: (p) =>
      `the query was readable only after repairing the text of the page: ${p.repairs.map((one) => PAGE_REPAIRS[one]).join(', ')}`,
    help: () => 'compare the result with the rule file',
  }),
  'container/page-doubtful-join': entry({
    severity: 'warning',
    message: () => 'the string was broken here; whether a blank stood in this place is not known, none was assumed',
    help: () => 'compare the result with the rule file',
  }),
  'container/ignored-field': entry<{ field: string; expected: string; found: string }>({
    severity: 'warning',
    message: (p) => `\`${shown(p.field)}\` is ignored: expected ${p.expected}, found ${p.found}`,
  }),
  'container/bad-field': entry<{ field: string; expected: string; found: string }>({
    severity: 'error',
    message: (p) => `\`${shown(p.field)}\` must be ${p.expected}, found ${p.found}`,
  }),
  'container/missing-field': entry<{ field: string; name: string | undefined }>({
    severity: 'error',
    message: (p) => `${named(p.name)} has no \`${shown(p.field)}\``,
  }),
  'container/unknown-value': entry<{ field: string; value: string; near: readonly string[] }>({
    severity: 'warning',
    message: (p) => `unknown ${p.field} \`${shown(p.value)}\``,
    help: (p) => suggestion(p.near),
  }),
  'container/not-convertible': entry<{ name: string | undefined; type: string }>({
    severity: 'warning',
    message: (p) => `${named(p.name)} is of type \`${shown(p.type)}\`, which is not converted`,
    help: () => 'of the rules of Elastic only those of type `eql` are converted',
  }),
  'container/unknown-object': entry({
    severity: 'warning',
    message: () => 'skipped an object that is no rule, exception, connector or summary',
  }),
  'container/event-not-an-object': entry({
    severity: 'error',
    message: () => 'an event must be a JSON object, one a line',
  }),
  'container/exceptions-missing': entry<{ list: string; name: string | undefined }>({
    severity: 'warning',
    message: (p) => `${named(p.name)} uses the exception list \`${shown(p.list)}\`, which is not in this file`,
    help: () => 'what the exceptions leave out would be found by the converted rule',
  }),
} as const;
