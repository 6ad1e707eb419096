interface ReadingRow {
  /** The default first. */
  readonly values: readonly [string, string, ...string[]];
  readonly about: string;
  /** Where the question is left open, or why the default is the default. */
  readonly source: string;
}

/** Questions that the vendor's documents leave open. A translation is safe if it means the same under every answer. */
export const readingTable = {
  hasPunctuation: {
    values: ['edges', 'bounded', 'all-terms'],
    about:
      '`has` with a right side that holds other than letters and digits: the text must occur, with no letter or digit going on beyond its own edge letters (edges), or beyond its edges whatever they are (bounded); or each of its terms must occur (all-terms)',
    source: 'query/datatypes-string-operators defines terms only',
  },
  hasEmpty: {
    values: ['true', 'false'],
    about: '`has ""`, and a right side without a letter or digit under all-terms',
    source: 'not documented',
  },
  termLetters: {
    values: ['unicode', 'ascii'],
    about: 'which letters and digits make terms',
    source: 'query/datatypes-string-operators: alphanumeric; its older text: ASCII alphanumeric',
  },
  containsEmpty: {
    values: ['true', 'false'],
    about: '`contains ""`, `startswith ""`, `endswith ""`',
    source: 'not documented',
  },
  nullEqualsNull: {
    values: ['null', 'false'],
    about: '`==` and `!=` with null on both sides',
    source: 'scalar-data-types/null-values by its worked example; query/logical-operators has false for both',
  },
  nullAndTrue: {
    values: ['null', 'false'],
    about: '`bool(null) and true`',
    source: 'scalar-data-types/null-values; query/logical-operators has false',
  },
  unlikeTypes: {
    values: ['convert', 'differ'],
    about: '`==` between types that bind but are not alike, as `n == "1"`: compared as texts, or never equal',
    source: 'binds without complaint; not documented',
  },
  textOperatorOnDynamic: {
    values: ['text', 'false'],
    about:
      'a string operator on a dynamic that holds an array, a bag, a number or a bool: works on its JSON text, or is false',
    source: 'query/best-practices shows `has` on the whole text; `=~` on arrays is not documented',
  },
  starOnOtherTypes: {
    values: ['text', 'never'],
    about: '`* has "1"` on a column that holds numbers, times, bools or guids: by its text, or never',
    source: 'query/where-operator says any column; a string operator on one such column does not bind',
  },
  setHasElementOnOther: {
    values: ['null', 'false'],
    about: '`set_has_element` and `array_index_of` on what is no array: null, or not found',
    source: 'not documented',
  },
  strcatArrayOnOther: {
    values: ['empty', 'text'],
    about: '`strcat_array` on what is no array',
    source: 'not documented',
  },
  ipv6TakesIpv4: {
    values: ['true', 'false'],
    about: 'whether `ipv6_is_in_range` and its like read IPv4 text as mapped addresses, as `ipv6_compare` does',
    source: 'documented for ipv6_compare only',
  },
  scanStaleState: {
    values: ['visible', 'cleared'],
    about: "in check 1 of a `scan` step, the step's own columns: those of its last sequence, or empty",
    source: 'query/scan-operator clears the state after the condition held, and says no more',
  },
  nullJoinKeys: {
    values: ['differ', 'match'],
    about: 'whether rows with null in a join key match each other',
    source: 'not documented for join',
  },
  rowOrder: {
    values: ['kept', 'reversed'],
    about: 'the order of rows where the query gives none: as in the input, or the other way round',
    source:
      'query/sort-operator: only sort orders; ties, `take`, `make_list`, `innerunique` and `take_any` then choose freely',
  },
} as const satisfies Record<string, ReadingRow>;

export type ReadingKey = keyof typeof readingTable;
export type KustoReadings = { readonly [K in ReadingKey]: (typeof readingTable)[K]['values'][number] };

export const readingKeys = Object.keys(readingTable) as readonly ReadingKey[];

/** The first answer to every question. */
export const defaultReadings: KustoReadings = Object.fromEntries(
  readingKeys.map((key) => [key, readingTable[key].values[0]]),
) as KustoReadings;

/** Every combination of answers to the questions named; the others keep their defaults. */
export function allReadings(keys: readonly ReadingKey[]): readonly KustoReadings[] {
  let all: KustoReadings[] = [defaultReadings];
  for (const key of keys)
    all = all.flatMap((some) => readingTable[key].values.map((value) => ({ ...some, [key]: value })));
  return all;
}

/** The defaults, each other answer alone, and all the other answers at once: every answer is met, most pairs too. */
export function coveringReadings(keys: readonly ReadingKey[] = readingKeys): readonly KustoReadings[] {
  const single = keys.flatMap((key) =>
    readingTable[key].values.slice(1).map((value) => ({ ...defaultReadings, [key]: value })),
  );
  const others = Object.fromEntries(keys.map((key) => [key, readingTable[key].values.at(-1)]));
  return [defaultReadings, ...single, { ...defaultReadings, ...others } as KustoReadings];
}
