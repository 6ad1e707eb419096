import type { Assumption } from '../../src/target/ledger.ts';

const page = (name: string): string => `https://learn.microsoft.com/kusto/query/${name}`;

const rows = {
  'schema/scalar-fields': [
    'a column that is no list holds the only value of its field: no event has several values there',
    page('scalar-data-types/'),
  ],
  'kusto/empty-is-absent': [
    'no event has the empty text in a field: an empty string column means that the field is absent',
    page('scalar-data-types/null-values'),
  ],
  'kusto/typed-arrays': [
    'a list column is null or holds an array, of texts for text and addresses, without nulls',
    page('scalar-data-types/dynamic'),
  ],
  'kusto/texts-in-columns': [
    'each value of an event is the text of a column, and no other column or text in it holds what the rule looks for: no list or object in a dynamic column, no id or time of ingestion',
    page('where-operator'),
  ],
  'array/no-line-break': ['no element of a list holds a line feed', page('strcat-array-function')],
  'kusto/plain-addresses': [
    'a text that is read as an address has no prefix length, no zone, no leading zeros and no blanks around it: `10.0.0.7`, not `10.0.0.0/8`',
    page('ipv4-is-in-range-function'),
  ],
  'kusto/whole-ticks': [
    'no time in the data is finer than 100 nanoseconds, what a datetime holds',
    page('scalar-data-types/datetime'),
  ],
  'kusto/window-fits': [
    "the values that a correlation counts or computes on fill less than 1 MB within one window of a group, a dynamic value's limit",
    page('scalar-data-types/dynamic'),
  ],
  'kusto/tiebreaker-is-number': [
    'the tiebreaker is a column of numbers or times, or no event lacks it',
    page('sort-operator'),
  ],
  'time/unique-order': [
    'no two events of the result, or of one key of a stateful rule, have the same time and tiebreaker',
    page('sort-operator'),
  ],
  'time/plain-text': [
    'a text that is read as a time is a day, 2024-06-12, or goes on with hours, minutes and perhaps seconds and a zone: 2024-06-12T03:15:07Z; it is no number of milliseconds',
    page('scalar-data-types/datetime'),
  ],
  'number/no-overflow': [
    "no result of the rule's arithmetic leaves the range of 64-bit numbers",
    page('scalar-data-types/long'),
  ],
  'number/double': [
    'numbers are whole below 2^53 or no more precise than a 64-bit floating point number',
    page('scalar-data-types/real'),
  ],
  'number/plain-decimal': [
    'texts that are read as numbers are plain decimals: no hexadecimal digits, no blanks around them',
    page('tolong-function'),
  ],
  'version/same-spelling': [
    'equal versions are spelled alike, without build metadata',
    page('scalar-data-types/string'),
  ],
  'ip/same-spelling': [
    'equal addresses are spelled alike: IPv6 is in its canonical form',
    page('scalar-data-types/string'),
  ],
  'case/no-unicode-lookalike': [
    'no value holds the Kelvin sign, the dotted capital I, or another letter that tolower() folds into a letter of the rule',
    page('tolower-function'),
  ],
  'text/code-point-order': [
    'texts that are compared by order differ before their first character above U+D7FF',
    page('strcmp-function'),
  ],
} as const satisfies Readonly<Record<string, readonly [string, string]>>;

export type AssumptionId = keyof typeof rows;

/** The assumptions that KQL outputs make, by id. */
export const assumptions: { readonly [A in AssumptionId]: Assumption } = Object.fromEntries(
  Object.entries(rows).map(([id, [sentence, docs]]) => [id, { id, sentence, docs }]),
) as { readonly [A in AssumptionId]: Assumption };
