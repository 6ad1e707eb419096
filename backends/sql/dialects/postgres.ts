import { postgresql as grammar } from 'sql-formatter';
import { DATE_TIME } from '../../../src/base/date-time-shape.ts';
import { shortName } from '../../../src/base/short-name.ts';
import type { Network } from '../../../src/ir/value.ts';
import { enclosed, type Frag, parens, q, raw } from '../../../src/target/frag.ts';
import { guarded, IPV4, IPV6, ofFamily } from '../addresses.ts';
import { arithmeticFunctions } from '../arithmetic.ts';
import {
  blocky,
  booleanText,
  call,
  DECIMAL_TEXT,
  dotted,
  JSON_NUMBER,
  LOWER,
  operand,
  plusInterval,
  timestampText,
  UPPER,
  unnested,
} from '../common.ts';
import { type Case, refuse, type Said, type SqlDialect, said } from '../dialect.ts';
import { decimalNumber, textFunctions } from '../functions.ts';
import { DATE, jsonPath, jsonReaders } from '../json.ts';
import { LEVEL } from '../levels.ts';
import { doubled, type Lexical, noNul } from '../lexical.ts';
import { isoLike } from '../like.ts';
import { numberFrag } from '../numbers.ts';
import { timePart } from '../time-part.ts';

/** Longer names are cut off, in bytes (https://www.postgresql.org/docs/current/sql-syntax-lexical.html). */
const LONGEST_NAME = 63;

const quotedName = doubled('"');

// Text can't hold NUL (https://www.postgresql.org/docs/current/datatype-character.html), so no literal can either.
const lexical: Lexical = {
  ident: (name) => quotedName(shortName(name, LONGEST_NAME)),
  text: doubled("'"),
  unwritable: noNul,
  unwritableName: noNul,
};

// So many digits, and such an exponent, fit a floating point number too; more could fail the query.
const NUMERIC = `^${JSON_NUMBER.replace('[+-]?[0-9]+', '[+-]?[0-9]{1,2}')}$`;

/**
 * The scalars at a path, as text. A jsonb number keeps the zeros that end its fraction, as it was written
 * (https://www.postgresql.org/docs/current/datatype-json.html).
 */
const scalars = (column: Frag, path: string, numbers: boolean): Frag => {
  const filtered = `${path} ? (@.type() != "object" && @.type() != "array")`;
  const text = numbers
    ? raw(
        "CASE jsonb_typeof(found) WHEN 'number' THEN CAST(trim_scale(CAST(found AS numeric)) AS text) ELSE found #>> '{}' END",
      )
    : raw("found #>> '{}'");
  return q(0)`(SELECT ${text} AS value FROM jsonb_path_query(${column}, ${lexical.text(filtered)}) AS found)`;
};

const cases: Case = {
  lower: (text) => call('lower', text),
  fold: (text, { from, to }) => call('translate', text, lexical.text(UPPER + from), lexical.text(LOWER + to)),
  lookAlikes: { k: '\u212a', i: '\u0130' },
};

/** A result out of range is an error (https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-FLOAT). */
const REAL = refuse('floating point arithmetic fails the query where its result is out of range');

/** A cast of text that is no address would fail the query, so each family has its guard. */
function cidr(text: Frag, networks: readonly Network[]): Said {
  const [v4, v6] = [ofFamily(networks, 4), ofFamily(networks, 6)];
  const subject = operand(text);
  const inside = (some: readonly Network[]): Frag =>
    q(
      LEVEL.test,
    )`CAST(${text} AS inet) <<= ANY (CAST(${lexical.text(`{${some.map((network) => network.text).join(',')}}`)} AS inet[]))`;
  const first = v4.length > 0 ? [{ guard: q(0)`${subject} ~ ${lexical.text(`^${IPV4}$`)}`, test: inside(v4) }] : [];
  const second = v6.length > 0 ? [{ guard: q(0)`${subject} ~ ${lexical.text(`^${IPV6}$`)}`, test: inside(v6) }] : [];
  return said(guarded(text, [...first, ...second]));
}

const extracted = (field: string, from: Frag): Frag => q(0)`CAST(EXTRACT(${raw(field)} FROM ${from}) AS bigint)`;

const utc =
  (field: string) =>
  (time: Frag): Frag =>
    extracted(field, q(0)`${operand(time)} AT TIME ZONE 'UTC'`);

const toNumber = (text: Frag): Said =>
  said(
    q(
      0,
    )`CAST(CASE WHEN length(${text}) <= 200 AND ${parens(text, LEVEL.operator)} ~ ${lexical.text(NUMERIC)} THEN ${text} END AS numeric)`,
    {
      assumption: 'number/double',
      why: 'numbers in text are read digit by digit, not as 64-bit floating point',
      witness: '1e400',
    },
  );

export const postgres: SqlDialect = {
  id: 'postgres',
  name: 'PostgreSQL',
  docs: 'https://www.postgresql.org/docs/current/sql.html',
  lexical,
  reading: { grammar, parameter: String.raw`\$\d+`, backslash: false },
  literal: {
    boolean: (value) => raw(value ? 'TRUE' : 'FALSE'),
    integer: numberFrag,
    date: (micros) => {
      const text = timestampText(micros);
      return text ? q(0)`TIMESTAMPTZ ${lexical.text(`${text}+00`)}` : refuse('a date outside the years 1 to 9999');
    },
  },
  window: {
    // Cast: `$1 - INTERVAL …` would take the parameter for an interval.
    start: raw('CAST($1 AS timestamptz)'),
    end: raw('CAST($2 AS timestamptz)'),
    how: 'bind $1 and $2 as timestamptz, the start and the end of the window: events from the start, before the end',
  },
  longestChain: 500,
  longestName: LONGEST_NAME,
  case: cases,
  match: isoLike(lexical, cases, { backslashEscapes: true }),
  // A database's collation may order letters otherwise (https://www.postgresql.org/docs/current/collation.html).
  byCodePoint: (text) => q(LEVEL.operator)`${parens(text, LEVEL.atom)} COLLATE "C"`,
  toText: {
    integer: (value) => said(q(0)`CAST(${value} AS text)`),
    real: (value) =>
      said(q(0)`CAST(${value} AS text)`, {
        assumption: 'number/plain-spelling',
        why: 'a floating point number may be spelled with an exponent',
        witness: 1e21,
      }),
    boolean: (value) => said(booleanText(value)),
  },
  toNumber,
  lists: {
    column: (column) => call('unnest', column),
    element: (variable) => raw(`${variable}.value`),
    any: (source, variable, test) =>
      q(LEVEL.atom)`EXISTS (SELECT 1 FROM ${source} AS ${raw(variable)}(value) WHERE ${blocky(test)})`,
    equals: (column, literals) => {
      const [only] = literals;
      return only && literals.length === 1
        ? q(LEVEL.test)`${only} = ANY (${column})`
        : q(LEVEL.test)`${column} && ${enclosed('ARRAY[', literals, ']')}`;
    },
    present: (column) =>
      q(LEVEL.atom)`EXISTS (SELECT 1 FROM unnest(${column}) AS item(value) WHERE item.value IS NOT NULL)`,
    shadows: ['value'],
    twoValued: { any: true, equals: false },
  },
  stateful: {
    once: 'MATERIALIZED ',
    // UNION settles the type of a column two selects at a time, and takes that of two plain NULLs for text
    // (https://www.postgresql.org/docs/current/typeconv-union-case.html): the column of another table has the type that is meant.
    absent: (column, table) => q(0)`(SELECT ${column} FROM ${table} WHERE FALSE)`,
    later: plusInterval,
    distinct: (source, variable, value) =>
      q(0)`ARRAY(SELECT DISTINCT ${value} FROM ${source} AS ${raw(variable)}(value) WHERE ${value} IS NOT NULL)`,
    each: unnested,
    micros: (time) => q(0)`CAST(EXTRACT(EPOCH FROM ${time}) * 1000000 AS bigint)`,
    real: (value) => q(0)`CAST(${value} AS double precision)`,
    greatest: 'greatest',
    least: 'least',
    gathered: (value, order) => q(0)`array_agg(${value} ORDER BY ${order})`,
    chain: 'recursion',
  },
  json: {
    // The lax mode opens the lists on the way (https://www.postgresql.org/docs/current/functions-json.html#STRICT-AND-LAX-MODES).
    values: ({ column, path, numbers }) => scalars(column, `${jsonPath(path)}[*]`, numbers === true),
    read: {
      ...jsonReaders({
        whole: (text) =>
          q(
            0,
          )`CASE WHEN ${text} !~ '^-?[0-9]{1,100}$' THEN NULL WHEN CAST(${text} AS numeric) BETWEEN -9223372036854775808 AND 9223372036854775807 THEN CAST(${text} AS bigint) END`,
        toNumber,
        date: (text) =>
          said(q(0)`CAST(CASE WHEN pg_input_is_valid(${text}, 'timestamptz') THEN ${text} END AS timestamptz)`, DATE),
      }),
      text: (text) => said(text),
      unknown: (text) => said(text),
    },
    hasKey: ({ column, path }) => q(0)`COALESCE(jsonb_path_exists(${column}, ${lexical.text(jsonPath(path))}), FALSE)`,
    everything: ({ column, numbers }) => scalars(column, '$.**', numbers === true),
    unwritableName: noNul,
    opensLists: true,
    scalarsOnly: true,
    plainNumbers: true,
  },
  structs: { member: (column, names) => dotted([enclosed('(', [column], ')'), ...names]) },
  regex: { flavour: 'posix', search: (text, pattern) => q(LEVEL.test)`${operand(text)} ~ ${pattern}`, caveats: [] },
  cidr,
  functions: {
    ...textFunctions({
      length: (text) => call('length', text),
      position: (text, part) => call('strpos', text, part),
      slice: (text, from, size) => (size ? call('substr', text, from, size) : call('substr', text, from)),
      atLeastZero: (number) => call('greatest', number, raw('0')),
      reverse: (text) => call('reverse', text),
      startsWith: (text, part) => call('starts_with', text, part),
      endsWith: (text, part) => q(LEVEL.test)`right(${text}, length(${part})) = ${parens(part, LEVEL.operator)}`,
      caveats: [],
    }),
    ...arithmeticFunctions({
      narrow: 31, // Lengths and positions are of type integer.
      wide: (value) => q(0)`CAST(${value} AS numeric)`,
      toReal: (value) => q(0)`CAST(${value} AS double precision)`,
      capacity: Number.POSITIVE_INFINITY,
      guard: (result) => result,
      divide: (a, b) => call('div', a, call('nullif', b, raw('0'))),
      modulo: (a, b) => call('mod', a, call('nullif', b, raw('0'))),
      real: {
        add: REAL,
        subtract: REAL,
        multiply: REAL,
        divide: REAL,
        modulo: refuse('the rest of a floating point division: % works on exact numbers only'),
      },
    }),
    'time-part': timePart({
      ofTime: {
        minute: utc('MINUTE'),
        hour: utc('HOUR'),
        day: utc('DAY'),
        week: utc('WEEK'), // ISO 8601 (https://www.postgresql.org/docs/current/functions-datetime.html).
        month: utc('MONTH'),
        year: utc('YEAR'),
      },
      isWritten: (text) => q(LEVEL.test)`${operand(text)} ~ ${lexical.text(`^${DATE_TIME}$`)}`,
      week: (text) => extracted('WEEK', q(0)`CAST(substr(${text}, 1, 10) AS date)`),
      digits: (text, from, length) => q(0)`CAST('0' || substr(${text}, ${from}, ${length}) AS bigint)`,
    }),
    number: ([source, base]) =>
      decimalNumber(
        source,
        base,
        (text) =>
          q(
            0,
          )`CAST(btrim(CASE WHEN length(${text}) <= 200 AND ${parens(text, LEVEL.operator)} ~ ${lexical.text(`^${DECIMAL_TEXT}$`)} THEN ${text} END, E' \\t\\r\\n') AS numeric)`,
      ),
  },
};
