interface ReadingRow {
  /** The default reading first, the other one second. */
  readonly values: readonly [string, string];
  /** What the two answers are about. */
  readonly about: string;
  /** Where the question is left open, or why the default is the default. */
  readonly source: string;
}

/** Questions that the vendor's documents leave open, each with two answers. A translation is safe if it means the same under both. */
export const readingTable = {
  notOverNull: {
    values: ['null', 'true'],
    about: '`where NOT (f="v")` on an event without f',
    source: 'three-valued logic drops it; siglens keeps it',
  },
  whereMultivalue: {
    values: ['any', 'null'],
    about: 'comparing or matching a multi-value field in `where`: one value is enough, or there is no result',
    source: 'reported by users, in no document',
  },
  searchStarMatchesEmpty: {
    values: ['yes', 'no'],
    about: '`f=*` in `search` where f is the empty text',
    source: 'not documented',
  },
  searchMultivalue: {
    values: ['any', 'none'],
    about: 'comparing a multi-value field in `search`: one fitting value is enough, or no comparison holds but `f=*`',
    source: 'reported by users, in no document',
  },
  quotedCase: {
    values: ['value', 'with-quotes'],
    about: '`f=CASE("a b")` in `search`: the quotes stand around the value, or are part of it',
    source: 'the page shows values without quotes only (Search Manual, CASE and TERM)',
  },
  searchFold: {
    values: ['unicode', 'ascii'],
    about: 'the letters that `search` compares without case',
    source: 'the documents speak of letters only',
  },
  lowerFold: {
    values: ['unicode', 'ascii'],
    about: 'the letters that `lower` and `upper` change',
    source: 'the documents speak of letters only',
  },
  cidrInList: {
    values: ['cidr', 'text'],
    about: '`f IN ("10.0.0.0/8")` in `search`',
    source: 'documented for `=` only',
  },
  bareBackslash: {
    values: ['escape', 'literal'],
    about: 'a backslash in a word without quotes in `search`',
    source: 'escapes are documented for quoted text',
  },
  termWildcard: {
    values: ['segment', 'any'],
    about: 'what a `*` in a raw-text term may run over: no major breaker, or anything',
    source: 'the manual warns of inconsistent results (Search Manual, Wildcards)',
  },
  evalRegexEscapes: {
    values: ['two', 'one'],
    about: 'how often backslashes are unescaped in the regular expressions of eval functions',
    source: 'Search Reference, Text functions, says two; Search Manual, SPL and regular expressions, says one',
  },
  commandRegexEscapes: {
    values: ['one', 'two'],
    about: 'how often backslashes are unescaped in `regex` and `rex`',
    source: 'as for eval functions; the example of the manual is of a command',
  },
  regexUnits: {
    values: ['code-points', 'bytes'],
    about: 'what `.` and classes of a regular expression match one of',
    source: 'whether PCRE runs in UTF mode is not documented',
  },
  textEquality: {
    values: ['as-text', 'as-numbers'],
    about: '`where` and `eval` comparing two texts that both spell numbers',
    source: 'documents compare `status` with 404 and with "404"',
  },
  numberSpelling: {
    values: ['value', 'spelling'],
    about: '`where x=1` with the text `1.0` or `01` in x',
    source: 'not documented',
  },
  numberWithText: {
    values: ['null', 'as-text'],
    about: 'ordering a number and a text that spells none in `where`',
    source: 'the documents want both sides numbers or both texts',
  },
  cidrOfNoAddress: {
    values: ['false', 'null'],
    about: '`cidrmatch` where the field is missing or no address',
    source: 'not documented',
  },
  addressSpelling: {
    values: ['plain', 'any'],
    about:
      'an address with leading zeros, a zone or a prefix length, held against a network: it is none, or read without these',
    source: 'not documented',
  },
  moduloSign: {
    values: ['dividend', 'divisor'],
    about: 'the sign of `%` with a negative operand',
    source: 'not documented',
  },
  plusOnTexts: {
    values: ['add', 'concat'],
    about: '`+` between two texts that both spell numbers',
    source: 'the page: two numbers add, two strings concatenate; extracted numbers are text',
  },
  likeBackslash: {
    values: ['literal', 'escape'],
    about: 'a backslash before `%`, `_` or a backslash in the pattern of `like`',
    source: 'no escape is documented',
  },
  concatOverNull: {
    values: ['null', 'empty'],
    about: 'the period operator with a missing operand',
    source: 'not documented',
  },
  emptyPieces: {
    values: ['kept', 'dropped'],
    about: '`split` where two delimiters touch, or at an end of the text',
    source: 'not documented',
  },
  mvindexEnd: {
    values: ['clipped', 'null'],
    about: '`mvindex` whose end lies behind the last value',
    source: 'the page: null if the indexes are out of range',
  },
  timeWindowEdge: {
    values: ['inside', 'outside'],
    about: '`streamstats time_window=5m`: an event exactly five minutes away',
    source: 'not documented',
  },
  streamWindowCap: {
    values: ['none', '10000'],
    about: '`streamstats` without window and time_window',
    source: 'the page says that window 0 uses all events, and that max_stream_window (10,000) applies',
  },
  countBeforeFirst: {
    values: ['zero', 'absent'],
    about: '`streamstats current=f count` on the first event of a group',
    source: 'not documented',
  },
  missingByField: {
    values: ['left-out', 'own-group'],
    about: 'events without a BY field in stats commands',
    source: 'practice: no row for them',
  },
  sortMixed: {
    values: ['numbers-first', 'as-text'],
    about: '`sort` on a field that holds numbers in some rows and other text in others',
    source: 'the page orders each pair of values by their kind',
  },
  jsonNull: {
    values: ['missing', 'text'],
    about: 'a JSON null that `spath` reads',
    source: 'not documented; indexed extractions show the text null',
  },
} as const satisfies Record<string, ReadingRow>;

export type ReadingName = keyof typeof readingTable;

/** One answer to each open question. */
export type SplReadings = { readonly [K in ReadingName]: (typeof readingTable)[K]['values'][number] };

export const readingNames = Object.keys(readingTable) as readonly ReadingName[];

/** The default answer everywhere, but the other one where `other` says so. */
function pick(other: (name: ReadingName, index: number) => boolean): SplReadings {
  const entries = readingNames.map((name, index) => [name, readingTable[name].values[other(name, index) ? 1 : 0]]);
  return Object.fromEntries(entries) as SplReadings;
}

export const defaultReadings: SplReadings = pick(() => false);

/**
 * Readings to hold a translation against: the default, each question alone answered the other way, and a set in which every
 * pair of questions meets in all four combinations (row b takes bit b of a question's number, and its opposite).
 */
export function allReadings(): readonly SplReadings[] {
  const bits = Math.ceil(Math.log2(readingNames.length));
  const pairs = Array.from({ length: bits }, (_, bit) => [
    pick((_name, index) => ((index >> bit) & 1) === 1),
    pick((_name, index) => ((index >> bit) & 1) === 0),
  ]).flat();
  const alone = readingNames.map((name) => pick((other) => other === name));
  return [defaultReadings, pick(() => true), ...alone, ...pairs];
}

/** Questions with an answer that makes a result null, of which nothing is seen but where `NOT` keeps it. */
const MAKING_NULL: readonly ReadingName[] = ['whereMultivalue', 'numberWithText', 'cidrOfNoAddress', 'mvindexEnd'];

/** The defaults, each of the questions alone answered the other way, what makes a null with a `NOT` that keeps it, and all of them at once. */
export function coveringReadings(names: readonly ReadingName[]): readonly SplReadings[] {
  const alone = names.map((name) => pick((other) => other === name));
  const kept = names.includes('notOverNull') ? MAKING_NULL.filter((name) => names.includes(name)) : [];
  const pairs = kept.map((name) => pick((other) => other === name || other === 'notOverNull'));
  return [defaultReadings, ...alone, ...pairs, ...(names.length > 1 ? [pick((name) => names.includes(name))] : [])];
}
