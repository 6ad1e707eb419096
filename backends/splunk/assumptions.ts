import type { Assumption } from '../../src/target/ledger.ts';

/** Pages of versions whose addresses were seen. */
const reference = (name: string): string =>
  `https://help.splunk.com/splunk-enterprise/spl-search-reference/9.2/${name}`;
const manual = (name: string): string => `https://help.splunk.com/splunk-enterprise/search/search-manual/${name}`;
const searchPage = reference('search-commands/search');
const textPage = reference('evaluation-functions/text-functions');
const comparisonPage = reference('evaluation-functions/comparison-and-conditional-functions');
const conversionPage = reference('evaluation-functions/conversion-functions');
const regexPage = manual('9.0/expressions-and-predicates/spl-and-regular-expressions');
const valuesPage = manual('9.1/evaluate-and-manipulate-fields/evaluate-and-manipulate-fields-with-multiple-values');

const rows = {
  'splunk/search-any-value': [
    'a comparison in the search holds for a field with several values if it holds for one of them',
    searchPage,
  ],
  'splunk/quoted-case': [
    '`field=CASE("…")` compares the quoted value with case, as `field=CASE(term)` is documented to',
    manual('9.0/search-primer/use-case-and-term-to-match-phrases'),
  ],
  'schema/scalar-fields': ['a field that is no list holds one value: no event has several values there', valuesPage],
  'splunk/no-empty-values': [
    'no event has the empty text in the field, which an extraction may leave out and `field=*` may not find',
    searchPage,
  ],
  'case/no-unicode-lookalike': [
    'no value holds the Kelvin sign, the long s, or the I with or without a dot, which Splunk may take for a k, s or i of the rule',
    textPage,
  ],
  'case/same-non-ascii': [
    'no value differs from a text that it is compared with only in the case of a letter outside A to Z',
    textPage,
  ],
  'splunk/regex-characters': [
    'where a regular expression asks for one character, the value holds an ASCII one: Splunk may count bytes',
    regexPage,
  ],
  'splunk/raw-text': [
    '`_raw` holds the values of the event as they are, without escapes, and what the rule looks for in no other text of it: names of fields, punctuation, the header',
    reference('search-commands/search'),
  ],
  'splunk/raw-one-value': [
    'what a pattern with wildcards inside, or a regular expression, finds in `_raw` stands in one value',
    regexPage,
  ],
  'splunk/text-comparison': [
    'no two values that are compared as texts are the same number in different spellings',
    comparisonPage,
  ],
  'splunk/typed-values': [
    'every value of a field is one of its type: no text where the schema says number, address or truth value',
    comparisonPage,
  ],
  'splunk/plain-addresses': [
    'a text that is read as an address has no leading zeros, no zone and no prefix length',
    comparisonPage,
  ],
  'splunk/event-time': ["`_time` is the event's time field, and every event has one", searchPage],
  'time/unique-order': ['no two events of the result have the same time and tiebreaker', searchPage],
  'splunk/microseconds': [
    'no two times of the events differ by less than a microsecond, and none is that close to a limit',
    searchPage,
  ],
  'splunk/all-rows': [
    'streamstats without a window sees all rows before, or no key has more than 10,000 rows that matter',
    reference('search-commands/streamstats'),
  ],
  'splunk/appended-rows': [
    'appendpipe gives all rows that there are and that its pipeline makes, or those of no search are more than 50,000',
    reference('search-commands/appendpipe'),
  ],
  'splunk/by-value': [
    'the BY of stats commands keeps apart keys that differ only in case or in blanks at an end',
    reference('search-commands/streamstats'),
  ],
  'time/plain-text': [
    'a text that is read as a time is a day, 2024-06-12, or goes on with hours, minutes and perhaps seconds and a zone: 2024-06-12T03:15:07Z; it is no number of milliseconds',
    reference('evaluation-functions/date-and-time-functions'),
  ],
  'number/plain-spelling': [
    'numbers are written plainly: digits, no leading zeros, no exponent, no zeros at the end of a fraction',
    conversionPage,
  ],
  'number/double': [
    'whole numbers are below 2^53, what a 64-bit floating point number holds exactly',
    reference('search-commands/eval'),
  ],
  'version/same-spelling': ['equal versions are spelled alike, without build metadata', comparisonPage],
  'ip/same-spelling': ['equal addresses are spelled alike', comparisonPage],
} as const satisfies Readonly<Record<string, readonly [string, string]>>;

export type AssumptionId = keyof typeof rows;

/** The assumptions that SPL outputs make, by id. */
export const assumptions: { readonly [A in AssumptionId]: Assumption } = Object.fromEntries(
  Object.entries(rows).map(([id, [sentence, docs]]) => [id, { id, sentence, docs }]),
) as { readonly [A in AssumptionId]: Assumption };
