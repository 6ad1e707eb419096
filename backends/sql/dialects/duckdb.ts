import { duckdb as grammar } from 'sql-formatter';
import { DATE_TIME } from '../../../src/base/date-time-shape.ts';
import type { Network } from '../../../src/ir/value.ts';
import { enclosed, type Frag, q, raw } from '../../../src/target/frag.ts';
import { dottedTailCaveats, guarded, IPV4, IPV6_PLAIN, ofFamily, v4BeginningRegex, v6DigitTest } from '../addresses.ts';
import { arithmeticFunctions, infix } from '../arithmetic.ts';
import {
  blocky,
  booleanText,
  call,
  DECIMAL_TEXT,
  dotted,
  JSON_NUMBER,
  LOWER,
  plusInterval,
  timestampText,
  UPPER,
  unnested,
} from '../common.ts';
import { type Case, refuse, type Said, type SqlDialect, said } from '../dialect.ts';
import { decimalNumber, textFunctions } from '../functions.ts';
import { DATE, jsonPath, jsonReaders } from '../json.ts';
import { LEVEL } from '../levels.ts';
import { doubled, type Lexical, noNul, noSurrogate, withoutNul } from '../lexical.ts';
import { isoLike } from '../like.ts';
import { numberFrag } from '../numbers.ts';
import { anyOf } from '../text.ts';
import { timePart } from '../time-part.ts';

const lexical: Lexical = {
  ident: doubled('"'),
  text: withoutNul('chr(0)'),
  unwritable: noSurrogate,
  unwritableName: noNul,
};

const cases: Case = {
  lower: (text) => call('lower', text),
  fold: (text, { from, to }) => call('translate', text, lexical.text(UPPER + from), lexical.text(LOWER + to)),
  // utf8proc's simple lower case: two letters outside ASCII have an ASCII one.
  lookAlikes: { k: '\u212a', i: '\u0130' },
};

/** The 32 hexadecimal digits of a valid IPv6 address: `::` is written out, each group padded. */
function hexDigits(text: Frag): Frag {
  const colons = q(LEVEL.operator)`length(${text}) - length(replace(${text}, ':', ''))`;
  const full = q(0)`replace(lower(${text}), '::', ':' || repeat('0:', 8 - (${colons})))`;
  return q(0)`array_to_string(list_transform(string_split(${full}, ':'), lambda part: lpad(part, 4, '0')), '')`;
}

function inV6(text: Frag, networks: readonly Network[]): Frag {
  const left = (digits: number): Frag => q(0)`left(hex, ${raw(String(digits))})`;
  const tests = networks.map((network) => v6DigitTest(raw('hex'), network, left, lexical.text));
  return q(LEVEL.test)`len(list_filter([${hexDigits(text)}], lambda hex: ${anyOf(tests, 500)})) > 0`;
}

/** Not INET: its extension would be loaded from the network (https://duckdb.org/docs/stable/extensions/overview). */
function cidr(text: Frag, networks: readonly Network[]): Said {
  const [v4, v6] = [ofFamily(networks, 4), ofFamily(networks, 6)];
  const is = (regex: string): Frag => call('regexp_full_match', text, lexical.text(regex));
  const beginnings = v4BeginningRegex(v4);
  const inV4 = beginnings === undefined ? raw('TRUE') : call('regexp_matches', text, lexical.text(beginnings));
  if (v6.length === 0) return said(beginnings === undefined ? is(IPV4) : q(LEVEL.junction)`${is(IPV4)} AND ${inV4}`);
  const cases = v4.length > 0 ? [{ guard: is(IPV4), test: inV4 }] : [];
  const all = [...cases, { guard: is(IPV6_PLAIN), test: inV6(text, v6) }];
  return said(guarded(text, all), ...dottedTailCaveats(v6));
}

/** A part in UTC without the extension that knows time zones: of a TIMESTAMP, which has none. */
const utc =
  (name: string) =>
  (time: Frag): Frag =>
    call(name, q(0)`make_timestamp(epoch_us(${time}))`);

const toNumber = (text: Frag): Said =>
  said(q(0)`TRY_CAST(CASE WHEN regexp_full_match(${text}, ${lexical.text(JSON_NUMBER)}) THEN ${text} END AS DOUBLE)`, {
    assumption: 'number/double',
    why: 'numbers in text are read as 64-bit floating point',
    witness: '9007199254740993',
  });

export const duckdb: SqlDialect = {
  id: 'duckdb',
  name: 'DuckDB',
  docs: 'https://duckdb.org/docs/stable/sql/introduction',
  lexical,
  reading: { grammar, parameter: String.raw`\$[a-z_]+`, backslash: false },
  literal: {
    boolean: (value) => raw(value ? 'TRUE' : 'FALSE'),
    integer: numberFrag,
    // With an offset: a bare TIMESTAMP literal would drop it (https://duckdb.org/docs/stable/sql/data_types/timestamp).
    date: (micros) => {
      const text = timestampText(micros);
      return text ? q(0)`TIMESTAMPTZ ${lexical.text(`${text}+00`)}` : refuse('a date outside the years 1 to 9999');
    },
  },
  window: {
    start: raw('$window_start'),
    end: raw('$window_end'),
    how: 'bind $window_start and $window_end as TIMESTAMPTZ: events from the start, before the end',
  },
  foldsNames: true,
  longestChain: 500,
  case: cases,
  match: isoLike(lexical, cases, { backslashEscapes: false }),
  byCodePoint: (text) => text,
  toText: {
    integer: (value) => said(q(0)`CAST(${value} AS VARCHAR)`),
    real: (value) =>
      said(q(0)`CAST(${value} AS VARCHAR)`, {
        assumption: 'number/plain-spelling',
        why: 'a floating point number is spelled with a fraction or an exponent',
        witness: 1,
      }),
    boolean: (value) => said(booleanText(value)),
  },
  toNumber,
  lists: {
    column: (column) => column,
    element: (variable) => raw(variable),
    any: (source, variable, test) =>
      q(LEVEL.test)`len(list_filter(${source}, lambda ${raw(variable)}: ${blocky(test)})) > 0`,
    equals: (column, literals) => {
      const [only] = literals;
      return only && literals.length === 1
        ? call('list_contains', column, only)
        : call('list_has_any', column, enclosed('[', literals, ']'));
    },
    present: (column) => q(LEVEL.atom)`COALESCE(list_count(${column}) > 0, FALSE)`,
    shadows: [],
    twoValued: { any: false, equals: false },
  },
  stateful: {
    once: 'MATERIALIZED ',
    // Several plain NULLs in a row are integers (1.5).
    absent: (column, table) => q(0)`(SELECT ${column} FROM ${table} WHERE FALSE)`,
    later: plusInterval,
    distinct: (source, variable, value) =>
      call('list_distinct', q(0)`list_transform(${source}, lambda ${raw(variable)}: ${value})`),
    each: unnested,
    micros: (time) => call('epoch_us', time),
    real: (value) => q(0)`CAST(${value} AS DOUBLE)`,
    greatest: 'greatest',
    least: 'least',
    gathered: (value, order) => q(0)`list(${value} ORDER BY ${order})`,
    chain: 'recursion',
  },
  json: {
    values: ({ column, path }) => {
      const [one, each] = [jsonPath(path), `${jsonPath(path)}[*]`].map(lexical.text);
      return q(
        0,
      )`CASE json_type(${column}, ${one ?? raw('NULL')}) WHEN 'ARRAY' THEN json_extract_string(${column}, ${each ?? raw('NULL')}) ELSE [json_extract_string(${column}, ${one ?? raw('NULL')})] END`;
    },
    read: jsonReaders({
      whole: (text) => q(0)`CASE WHEN regexp_full_match(${text}, '-?[0-9]+') THEN TRY_CAST(${text} AS BIGINT) END`,
      toNumber,
      date: (text) => said(q(0)`TRY_CAST(${text} AS TIMESTAMPTZ)`, DATE),
    }),
    hasKey: ({ column, path }) => q(0)`COALESCE(json_exists(${column}, ${lexical.text(jsonPath(path))}), FALSE)`,
    everything: ({ column }) =>
      q(
        0,
      )`list_transform(list_filter(json_extract(${column}, '$..*'), lambda found: json_type(found) NOT IN ('OBJECT', 'ARRAY')), lambda found: found->>'$')`,
    unwritableName: noNul,
    opensLists: false,
    scalarsOnly: false,
    plainNumbers: false,
  },
  structs: { member: (column, names) => dotted([column, ...names]) },
  regex: { flavour: 're2', search: (text, pattern) => call('regexp_matches', text, pattern), caveats: [] },
  cidr,
  functions: {
    ...textFunctions({
      length: (text) => call('length', text),
      position: (text, part) => call('strpos', text, part),
      slice: (text, from, size) => (size ? call('substring', text, from, size) : call('substring', text, from)),
      atLeastZero: (number) => call('greatest', number, raw('0')),
      reverse: (text) => call('reverse', text),
      startsWith: (text, part) => call('starts_with', text, part),
      endsWith: (text, part) => call('ends_with', text, part),
      caveats: [],
    }),
    ...arithmeticFunctions({
      narrow: 63,
      wide: (value) => q(0)`CAST(${value} AS HUGEINT)`,
      toReal: (value) => q(0)`CAST(${value} AS DOUBLE)`,
      capacity: 126,
      guard: (result) => call('TRY', result),
      divide: infix('//'), // Null where the divisor is zero.
      // The lowest BIGINT by -1 is an error, even for the rest.
      modulo: (a, b) => infix('%')(q(0)`CAST(${a} AS HUGEINT)`, b),
      real: {
        add: infix('+'),
        subtract: infix('-'),
        multiply: infix('*'),
        divide: (a, b) => infix('/')(a, call('nullif', b, raw('0'))),
        modulo: (a, b) => infix('%')(a, call('nullif', b, raw('0'))),
      },
    }),
    'time-part': timePart({
      ofTime: {
        minute: utc('minute'),
        hour: utc('hour'),
        day: utc('day'),
        week: utc('week'), // ISO 8601 (https://duckdb.org/docs/stable/sql/functions/datepart).
        month: utc('month'),
        year: utc('year'),
      },
      isWritten: (text) => call('regexp_full_match', text, lexical.text(DATE_TIME)),
      week: (text) => q(0)`week(TRY_CAST(substring(${text}, 1, 10) AS DATE))`,
      digits: (text, from, length) => q(0)`TRY_CAST('0' || substring(${text}, ${from}, ${length}) AS BIGINT)`,
    }),
    number: ([source, base]) =>
      decimalNumber(
        source,
        base,
        (text) =>
          q(
            0,
          )`TRY_CAST(CASE WHEN regexp_full_match(${text}, ${lexical.text(DECIMAL_TEXT)}) THEN ${text} END AS DOUBLE)`,
      ),
  },
};
