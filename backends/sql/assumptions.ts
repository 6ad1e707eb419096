import type { Assumption } from '../../src/target/ledger.ts';

const semantics = 'docs/semantics.md';

const rows = {
  'schema/scalar-fields':
    'a column that is no list holds the only value of its field: no event has several values there',
  'case/no-unicode-lookalike':
    'no value holds the Kelvin sign, the dotted capital I, or another letter that lower() folds into a letter of the rule',
  'case/ascii-only': 'values that are compared with each other hold no letters outside A to Z that have a case',
  'text/no-nul': 'no value holds a NUL character',
  'text/one-line': 'no value holds a line feed',
  'number/double': 'numbers are whole below 2^53 or at most as precise and as large as a 64-bit floating point number',
  'number/plain-spelling': 'numbers are written plainly: no exponent, no zeros at the end of a fraction',
  'number/decimal-text': 'numbers in text are decimal, neither hexadecimal nor with an exponent',
  'number/no-overflow': "no result of the rule's arithmetic leaves the range of the engine's numbers",
  'version/same-spelling': 'equal versions are spelled alike, without build metadata',
  'time/unique-order': 'no two events of the result have the same time and tiebreaker',
  'time/id-order': 'events of one time and tiebreaker have ids in the order in which they arrived',
  'correlation/quiet-before':
    'no group of a correlation has hits less than a timespan before the time from which a run reads, or the windows of such a group may begin elsewhere',
  'ip/same-spelling': 'equal addresses are spelled alike',
  'time/plain-text':
    'a text that is read as a time is a day, 2024-06-12, or goes on with hours, minutes and perhaps seconds and a zone: 2024-06-12T03:15:07Z; it is no number of milliseconds',
  'columns/null-is-absent':
    'an event without the field is NULL in its column, and no event has the field without a value',
  'columns/unknown-is-text': 'a field that no schema knows holds text, not numbers, in all events',
  'json/nested-names': 'names in the JSON are nested objects, not keys with dots',
  'json/no-lists-of-objects': 'no list of objects lies on the way to the field in the JSON',
  'json/plain-values':
    'at the place of the field in the JSON stands a scalar or a list of scalars: no object, no list of lists',
  'json/64-bit-numbers': 'whole numbers in the JSON fit 64 bits',
  'json/iso-dates': 'dates in the JSON are ISO 8601 text with day, time and zone, to the microsecond at most',
  'json/valid-addresses': 'fields of addresses hold nothing but addresses',
  'cidr/no-dotted-tail': 'IPv6 addresses are written without an IPv4 tail',
} as const;

export type AssumptionId = keyof typeof rows;

/** The assumptions that SQL outputs make, by id. `docs` is the page that says why. */
export const assumptions: { readonly [A in AssumptionId]: Assumption } = Object.fromEntries(
  Object.entries(rows).map(([id, sentence]) => [id, { id, sentence, docs: semantics }]),
) as { readonly [A in AssumptionId]: Assumption };
