import { entry, shown, suggestion } from '../entry.ts';

const quoted = (text: string): string => `\`${shown(text)}\``;
const listed = (types: readonly string[]): string => types.map(quoted).join(' and ');

/** What the KQL reader and the KQL emulator say. `vendorCode` in the emulator maps some of these to Microsoft's codes. */
export const kusto = {
  'kusto/bad-string': entry({
    severity: 'error',
    message: () => 'this text literal is not closed, or holds an escape that KQL does not have',
    help: () => 'double a backslash, or write the literal as @"…"',
  }),
  'kusto/unexpected': entry<{ found: string; expected?: string }>({
    severity: 'error',
    message: ({ found, expected }) =>
      `unexpected ${found === '' ? 'end of the query' : quoted(found)}${expected === undefined ? '' : `, expected ${expected}`}`,
  }),
  'kusto/missing-expression': entry({ severity: 'error', message: () => 'an expression is missing here' }),
  'kusto/operator-expected': entry<{ found: string }>({
    severity: 'error',
    message: ({ found }) => `${quoted(found)} is no query operator`,
  }),
  'kusto/unsupported': entry<{ what: string }>({
    severity: 'error',
    message: ({ what }) => `${quoted(what)} is not emulated`,
  }),
  'kusto/bad-literal': entry<{ type: string; text: string }>({
    severity: 'error',
    message: ({ type, text }) => `${quoted(text)} is no value of type ${type} in a form that is read here`,
  }),
  'kusto/too-deep': entry<{ limit: number }>({
    severity: 'error',
    message: ({ limit }) => `the query nests deeper than ${limit} levels`,
  }),
  'kusto/unknown-name': entry<{ name: string; near: readonly string[] }>({
    severity: 'error',
    message: ({ name }) => `${quoted(name)} is no column, table or variable here`,
    help: ({ near }) => suggestion(near),
  }),
  'kusto/unknown-table': entry<{ name: string; near: readonly string[] }>({
    severity: 'error',
    message: ({ name }) => `${quoted(name)} is no table, nor a function that gives one`,
    help: ({ near }) => suggestion(near),
  }),
  'kusto/unknown-function': entry<{ name: string; near: readonly string[] }>({
    severity: 'error',
    message: ({ name }) => `${quoted(name)} is no function that is emulated`,
    help: ({ near }) => suggestion(near),
  }),
  'kusto/unknown-type': entry<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `${quoted(name)} is no type that is emulated`,
  }),
  'kusto/operand-types': entry<{ op: string; types: readonly string[] }>({
    severity: 'error',
    message: ({ op, types }) => `the operator ${quoted(op)} does not take ${listed(types)}`,
  }),
  'kusto/argument-type': entry<{ name: string; expected: string; type: string }>({
    severity: 'error',
    message: ({ name, expected, type }) => `${quoted(name)} takes ${expected} here, not ${quoted(type)}`,
  }),
  'kusto/argument-count': entry<{ name: string; count: number }>({
    severity: 'error',
    message: ({ name, count }) => `${quoted(name)} does not take ${count} arguments`,
  }),
  'kusto/not-bool': entry<{ type: string }>({
    severity: 'error',
    message: ({ type }) => `a condition must be of type \`bool\`, not ${quoted(type)}`,
    help: ({ type }) => (type === 'dynamic' ? 'convert it with tobool()' : undefined),
  }),
  'kusto/no-common-type': entry<{ types: readonly string[] }>({
    severity: 'error',
    message: ({ types }) => `no common type for ${listed(types)}`,
  }),
  'kusto/aggregate-out-of-place': entry<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `the aggregate ${quoted(name)} is allowed in \`summarize\` only`,
  }),
  'kusto/not-aggregate': entry<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `${quoted(name)} must stand inside an aggregate here`,
  }),
  'kusto/not-scalar': entry({ severity: 'error', message: () => 'a table stands where a single value is wanted' }),
  'kusto/not-table': entry({ severity: 'error', message: () => 'a single value stands where a table is wanted' }),
  'kusto/not-column': entry({ severity: 'error', message: () => 'only the name of a column may stand here' }),
  'kusto/unordered-type': entry<{ type: string }>({
    severity: 'error',
    message: ({ type }) => `values of type ${quoted(type)} have no order`,
  }),
  'kusto/no-dynamic': entry({ severity: 'error', message: () => 'a dynamic value may not be a key; convert it first' }),
  'kusto/duplicate-column': entry<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `the column ${quoted(name)} is given twice`,
  }),
  'kusto/duplicate-name': entry<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `${quoted(name)} is declared twice`,
  }),
  'kusto/join-condition': entry({
    severity: 'error',
    message: () => 'a join condition is a column name or `$left.a == $right.b`',
  }),
  'kusto/not-serialized': entry<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `${quoted(name)} needs rows in an order`,
    help: () => 'put `sort by` or `serialize` before it',
  }),
  'kusto/bad-option': entry<{ name: string; value: string }>({
    severity: 'error',
    message: ({ name, value }) => `the option \`${shown(name)}=${shown(value)}\` is not emulated`,
  }),
  'kusto/row-count': entry({ severity: 'error', message: () => 'the number of rows must be a whole number' }),
  'kusto/undocumented': entry<{ what: string }>({
    severity: 'error',
    message: ({ what }) => `what ${shown(what)} gives is not documented`,
  }),
  'kusto/bad-regex': entry<{ pattern: string; reason: string }>({
    severity: 'error',
    message: ({ pattern, reason }) => `the regular expression ${quoted(pattern)} is not read: ${reason}`,
  }),
  'kusto/estimate': entry<{ name: string; instead: string }>({
    severity: 'warning',
    message: ({ name }) => `${quoted(name)} is an estimate in KQL; here it is exact`,
    help: ({ instead }) => `use ${instead} for an exact result`,
  }),
  'kusto/bad-cell': entry<{ column: string; type: string; row: number }>({
    severity: 'error',
    message: ({ column, type, row }) => `the cell of column ${quoted(column)} in row ${row} is no ${type}`,
  }),
  'kusto/budget': entry<{ what: string; limit: number }>({
    severity: 'error',
    message: ({ what, limit }) => `the query needs more than ${limit} ${what}`,
  }),
  'kusto/no-query': entry({ severity: 'error', message: () => 'the text holds no query' }),
  'kusto/too-many-keys': entry<{ count: number }>({
    severity: 'error',
    message: ({ count }) => `\`partition\` without a strategy fails above 64 keys, and there are ${count}`,
    help: () => 'add hint.strategy=native',
  }),
} as const;
