import { sqlite as grammar } from 'sql-formatter';
import type { Pattern } from '../../../src/ir/pattern.ts';
import { shapeOf } from '../../../src/ir/pattern.ts';
import type { Network } from '../../../src/ir/value.ts';
import { bracketed, chain, type Frag, parens, q, raw } from '../../../src/target/frag.ts';
import { dottedTailCaveats, guarded, ofFamily, v4Beginnings, v6DigitTest } from '../addresses.ts';
import { arithmeticFunctions, infix } from '../arithmetic.ts';
import { blocky, booleanText, call } from '../common.ts';
import {
  type Case,
  type Caveat,
  type Folded,
  type Refusal,
  refuse,
  type Said,
  type SqlDialect,
  said,
} from '../dialect.ts';
import { foldColumn } from '../folding.ts';
import { decimalNumber, textFunctions } from '../functions.ts';
import { jsonPath, jsonReaders } from '../json.ts';
import { LEVEL } from '../levels.ts';
import { doubled, type Lexical, noNul, noSurrogate, withoutNul } from '../lexical.ts';
import { likeText } from '../like.ts';
import { numberFrag } from '../numbers.ts';
import { samplePattern } from '../sample.ts';
import { anyOf, isIn } from '../text.ts';
import { timePart } from '../time-part.ts';

const lexical: Lexical = {
  ident: doubled('"'),
  text: withoutNul('char(0)'),
  unwritable: noSurrogate,
  unwritableName: noNul,
};

/** The scalar of a row of json_each as text; objects and lists have none. */
const SCALAR = raw("CASE WHEN type IN ('true', 'false') THEN type ELSE CAST(atom AS TEXT) END");

const cases: Case = {
  // A to Z only (https://www.sqlite.org/lang_corefunc.html#lower).
  lower: (text) => call('lower', text),
  fold: (text, { from, to }) => {
    const letters = [...to];
    return [...from].reduce(
      (inner, letter, i) => call('replace', inner, lexical.text(letter), lexical.text(letters[i] ?? '')),
      call('lower', text),
    );
  },
  lookAlikes: {},
};

const bytes = (text: string): number => new TextEncoder().encode(text).length;

/** LIKE and GLOB refuse longer patterns (SQLITE_MAX_LIKE_PATTERN_LENGTH, https://www.sqlite.org/limits.html). */
const LONGEST_PATTERN = 49_000;

/**
 * Each link of a chain makes the tree of expressions one deeper, of which SQLite takes 1,000 levels
 * (SQLITE_MAX_EXPR_DEPTH, https://www.sqlite.org/limits.html): chains stand in each other, and in the tree that a
 * subquery of a list's elements brings.
 */
const LONGEST_CHAIN = 50;

const nulCaveat = (pattern: Pattern): Caveat => ({
  assumption: 'text/no-nul',
  why: 'LIKE and GLOB read text up to its first NUL only',
  witness: samplePattern(pattern, '\0'),
});

const globText = (pattern: Pattern): string =>
  likeText(pattern, (text) => text.replaceAll(/[*?[]/g, '[$&]'), { any: '*', one: '?' });

function longPattern(column: Frag, pattern: Pattern): Said | Refusal {
  const shape = shapeOf(pattern);
  if (shape.kind !== 'starts-with' && shape.kind !== 'ends-with') return refuse('a pattern longer than 49,000 bytes');
  const size = BigInt([...shape.text].length);
  const from = shape.kind === 'starts-with' ? 1n : -size;
  const part = call('substr', column, numberFrag(from), numberFrag(size));
  return said(q(LEVEL.test)`${part} = ${lexical.text(shape.text)}`, nulCaveat(pattern));
}

/** LIKE ignores the case of A to Z, GLOB does not (https://www.sqlite.org/lang_expr.html#like). */
function patternTest(text: Frag, pattern: Pattern, folded: Folded): Frag {
  if (folded === 'exact') return q(LEVEL.test)`${parens(text, LEVEL.atom)} GLOB ${lexical.text(globText(pattern))}`;
  const written = likeText(pattern, (part) => part.replaceAll(/[!%_]/g, '!$&'));
  const clause = raw(written.includes('!') ? " ESCAPE '!'" : '');
  const column = folded === 'lower' ? text : foldColumn(folded, text, cases);
  return q(LEVEL.test)`${parens(column, LEVEL.atom)} LIKE ${lexical.text(written)}${clause}`;
}

function match(text: Frag, pattern: Pattern, folded: Folded): Said | Refusal {
  const shape = shapeOf(pattern);
  const column = foldColumn(folded, text, cases);
  if (shape.kind === 'contains') return said(q(LEVEL.test)`${call('instr', column, lexical.text(shape.text))} > 0`);
  if (pattern.some((part) => part.kind === 'lit' && part.text.includes('\0'))) return refuse('a pattern with a NUL');
  if (bytes(globText(pattern)) > LONGEST_PATTERN) return longPattern(column, pattern);
  const test = patternTest(text, pattern, folded);
  return shape.kind === 'starts-with' ? said(test) : said(test, nulCaveat(pattern));
}

/** Text as a list of JSON: `10.0.0.1` as `[10,0,0,1]`; JSON refuses leading zeros. */
function inV4(text: Frag, networks: readonly Network[]): Frag {
  const octets = q(0)`'[' || replace(${text}, '.', ',') || ']'`;
  const plain = q(0)`${text} NOT GLOB '*[^0-9.]*' AND json_valid(${octets})`;
  const valid = q(0)`(SELECT count(*) = 4 AND max(value) <= 255 FROM json_each(CASE WHEN ${plain} THEN ${octets} END))`;
  const tests = networks
    .flatMap(v4Beginnings)
    .map(({ text: begin, end }) => q(LEVEL.test)`${text} GLOB ${lexical.text(end ? begin : `${begin}*`)}`);
  return q(LEVEL.junction)`${valid} AND (${anyOf(tests, LONGEST_CHAIN)})`;
}

/** `::` written out, each group padded to four digits; null where the text is no address without an IPv4 tail. */
function hexDigits(text: Frag): Frag {
  const colons = q(0)`length(${text}) - length(replace(${text}, ':', ''))`;
  const full = q(0)`replace(lower(${text}), '::', ':' || substr('0:0:0:0:0:0:0:0:', 1, 2 * (8 - (${colons}))))`;
  const groups = q(0)`SELECT value FROM json_each('["' || replace(${full}, ':', '","') || '"]') ORDER BY key`;
  const digits = raw("group_concat(substr('0000' || value, -4), '')");
  return q(0)`SELECT CASE WHEN count(*) = 8 AND max(length(value)) <= 4 THEN ${digits} END AS hex FROM (${groups})`;
}

/** What `hexDigits` leaves to check: one `::` at most, and no single colon at either end. */
const isColonText = (text: Frag): Frag =>
  q(
    0,
  )`${text} GLOB '*:*' AND ${text} NOT GLOB '*[^0-9a-fA-F:]*' AND ${text} NOT GLOB '*::*::*' AND ${text} NOT GLOB '*:::*' AND ${text} NOT GLOB ':[^:]*' AND ${text} NOT GLOB '*[^:]:' AND (${text} NOT GLOB '*:*:*:*:*:*:*:*:*' OR ${text} GLOB '::*' OR ${text} GLOB '*::')`;

function inV6(text: Frag, networks: readonly Network[]): Frag {
  const left = (digits: number): Frag => q(0)`substr(hex, 1, ${raw(String(digits))})`;
  const tests = networks.map((network) => v6DigitTest(raw('hex'), network, left, lexical.text));
  return q(0)`EXISTS (SELECT 1 FROM (${hexDigits(text)}) WHERE ${blocky(anyOf(tests, LONGEST_CHAIN))})`;
}

function cidr(text: Frag, networks: readonly Network[]): Said {
  const [v4, v6] = [ofFamily(networks, 4), ofFamily(networks, 6)];
  const whole = q(0)`instr(${text}, char(0)) = 0`;
  const first = v4.length > 0 ? [{ guard: q(0)`${whole} AND ${text} NOT GLOB '*:*'`, test: inV4(text, v4) }] : [];
  const second = v6.length > 0 ? [{ guard: q(0)`${whole} AND ${isColonText(text)}`, test: inV6(text, v6) }] : [];
  return said(guarded(text, [...first, ...second]), ...dottedTailCaveats(v6));
}

/** Decimal text without blanks and sign has digits and one point at most. */
function decimal(text: Frag): Frag {
  const trimmed = q(0)`trim(${text}, char(9, 10, 13, 32))`;
  const body = q(0)`ltrim(substr(${trimmed}, 1, 1), '+-') || substr(${trimmed}, 2)`;
  return q(
    0,
  )`CASE WHEN (${body}) GLOB '*[0-9]*' AND (${body}) NOT GLOB '*[^0-9.]*' AND (${body}) NOT GLOB '*.*.*' THEN CAST(${trimmed} AS NUMERIC) END`;
}

/**
 * A date-time that SQLite reads itself, without what it takes besides: days that no month has, the hour 24, blanks
 * (https://www.sqlite.org/lang_datefunc.html#time_values). Without its zone: that has only to be one.
 */
function isWrittenTime(text: Frag): Frag {
  const day = q(0)`substr(${text}, 1, 10)`;
  const colon = q(0)`substr(${text}, 1, length(${text}) - 2) || ':' || substr(${text}, -2)`;
  const read = q(0)`time(CASE WHEN ${text} GLOB '*[+-][0-9][0-9][0-9][0-9]' THEN ${colon} ELSE ${text} END)`;
  return chain(
    [
      q(LEVEL.test)`instr(${text}, char(0)) = 0`,
      q(LEVEL.test)`${day} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'`,
      q(LEVEL.test)`${day} > '0001'`,
      q(LEVEL.test)`date(${day}, '+0 days') = ${day}`,
      bracketed(q(LEVEL.junction)`length(${text}) = 10 OR substr(${text}, 11, 3) GLOB '[T ][0-2][0-9]'`),
      q(LEVEL.test)`substr(${text}, 12, 2) < '24'`,
      q(LEVEL.test)`${parens(text, LEVEL.atom)} GLOB '*[0-9Z]'`,
      q(LEVEL.test)`${read} IS NOT NULL`,
    ],
    'AND',
    LEVEL.junction,
  );
}

/** Microseconds as whole seconds, downwards. */
const secondsOf = (micros: Frag): Frag => q(LEVEL.operator)`(${micros} - 999999 * (${micros} < 0)) / 1000000`;

const utc =
  (format: string) =>
  (micros: Frag): Frag =>
    q(0)`CAST(strftime(${lexical.text(format)}, ${secondsOf(micros)}, 'unixepoch') AS INTEGER)`;

/** The week of ISO 8601 by the number of its Thursday in the year. The format %V came with SQLite 3.46. */
const weekOf = (...time: readonly Frag[]): Frag => {
  const thursday = call('strftime', raw("'%j'"), ...time, raw("'-3 days'"), raw("'weekday 4'"));
  return q(LEVEL.operator)`(CAST(${thursday} AS INTEGER) + 6) / 7`;
};

const toNumber = (text: Frag): Said =>
  said(
    q(
      0,
    )`CASE WHEN ${parens(text, LEVEL.atom)} NOT GLOB '*[^0-9eE.+-]*' AND json_valid(${text}) THEN CAST(${text} AS NUMERIC) END`,
    { assumption: 'text/no-nul', why: 'numbers are read up to the first NUL only', witness: '5\0' },
  );

export const sqlite: SqlDialect = {
  id: 'sqlite',
  name: 'SQLite',
  docs: 'https://www.sqlite.org/lang_expr.html',
  lexical,
  reading: { grammar, parameter: ':[a-z_]+', backslash: false },
  literal: {
    boolean: (value) => raw(value ? 'TRUE' : 'FALSE'),
    integer: numberFrag,
    date: (micros) => numberFrag(micros),
  },
  window: {
    start: raw(':window_start'),
    end: raw(':window_end'),
    how: 'bind :window_start and :window_end as microseconds since 1970: events from the start, before the end',
  },
  foldsNames: true,
  longestChain: LONGEST_CHAIN,
  case: cases,
  match,
  byCodePoint: (text) => text,
  toText: {
    integer: (value) => said(q(0)`CAST(${value} AS TEXT)`),
    real: (value) =>
      said(q(0)`CAST(${value} AS TEXT)`, {
        assumption: 'number/plain-spelling',
        why: 'a floating point number is spelled with a fraction or an exponent',
        witness: 1,
      }),
    boolean: (value) => said(booleanText(value)),
  },
  toNumber,
  lists: {
    column: (column) => call('json_each', column),
    element: (variable) => raw(`${variable}.value`),
    any: (source, variable, test) =>
      q(LEVEL.atom)`EXISTS (SELECT 1 FROM ${source} AS ${raw(variable)} WHERE ${blocky(test)})`,
    equals: (column, literals) =>
      q(LEVEL.atom)`EXISTS (SELECT 1 FROM json_each(${column}) AS item WHERE ${isIn(raw('item.value'), literals)})`,
    present: (column) =>
      q(LEVEL.atom)`EXISTS (SELECT 1 FROM json_each(${column}) AS item WHERE item.value IS NOT NULL)`,
    // The columns of json_each, hidden ones too (https://www.sqlite.org/json1.html#jeach).
    shadows: [
      'key',
      'value',
      'type',
      'atom',
      'id',
      'parent',
      'fullkey',
      'path',
      'json',
      'root',
      'rowid',
      'oid',
      '_rowid_',
    ],
    twoValued: { any: true, equals: true },
  },
  stateful: {
    once: 'MATERIALIZED ',
    absent: () => raw('NULL'),
    // Run on 3.53: where steps are copied, medians in two correlations take seconds over no event, or a step of WITH is said to be no table.
    chainsOnce: true,
    later: (time, micros) =>
      q(LEVEL.operator)`${time} ${raw(micros < 0n ? '-' : '+')} ${numberFrag(micros < 0n ? -micros : micros)}`,
    distinct: (source, variable, value) =>
      q(0)`(SELECT json_group_array(DISTINCT ${value}) FROM ${source} AS ${raw(variable)} WHERE ${value} IS NOT NULL)`,
    each: (list, variable, optional) => ({
      join: [optional ? 'LEFT JOIN' : 'JOIN', ' json_each(', list.doc, `) AS ${variable} ON TRUE`],
      value: raw(`${variable}.value`),
    }),
    micros: (time) => time,
    real: (value) => q(0)`CAST(${value} AS REAL)`,
    greatest: 'max',
    least: 'min',
    gathered: (value, order) => q(0)`json_group_array(${value} ORDER BY ${order})`,
    chain: 'recursion',
  },
  json: {
    // Members of an object have text as their key: they are not the field's values.
    values: ({ column, path }) =>
      q(
        0,
      )`(SELECT ${SCALAR} AS value FROM json_each(${column}, ${lexical.text(jsonPath(path))}) WHERE typeof(key) <> 'text')`,
    read: jsonReaders({
      whole: (text) =>
        q(
          0,
        )`CASE WHEN ltrim(${text}, '-') <> '' AND substr(${text}, 2) NOT GLOB '*[^0-9]*' AND ${text} GLOB '[-0-9]*' AND typeof(CAST(${text} AS NUMERIC)) = 'integer' THEN CAST(${text} AS INTEGER) END`,
      toNumber,
      date: () => refuse('dates inside JSON: SQLite reads none with a fraction and a zone exactly'),
    }),
    hasKey: ({ column, path }) => q(LEVEL.test)`json_type(${column}, ${lexical.text(jsonPath(path))}) IS NOT NULL`,
    everything: ({ column }) => q(0)`(SELECT ${SCALAR} AS value FROM json_tree(${column}) WHERE atom IS NOT NULL)`,
    // How a path spells these inside its quotes differs between releases.
    unwritableName: (name) => (/["\\]/.test(name) ? 'a quote or backslash in the name of a JSON member' : noNul(name)),
    opensLists: false,
    scalarsOnly: true,
    plainNumbers: false,
    requires: 'valid JSON in every row of the JSON column: SQLite fails the query on any other text',
  },
  structs: refuse('SQLite has no nested columns'),
  regex: {
    flavour: 'pcre',
    search: (text, pattern) => q(LEVEL.test)`${parens(text, LEVEL.atom)} REGEXP ${pattern}`,
    // SQLite has the operator and no function behind it (https://www.sqlite.org/lang_expr.html#regexp).
    requires:
      'a user function regexp(pattern, text): true if the PCRE pattern is found anywhere in the text, case as the pattern says, null if one is null',
    caveats: [
      {
        assumption: 'text/no-nul',
        why: 'text reaches a user function up to its first NUL only in most drivers',
        witness: '\0',
      },
    ],
  },
  cidr,
  functions: {
    ...textFunctions({
      length: (text) => call('length', text),
      position: (text, part) => call('instr', text, part),
      slice: (text, from, size) => (size ? call('substr', text, from, size) : call('substr', text, from)),
      atLeastZero: (number) => call('max', number, raw('0')),
      startsWith: (text, part) => q(LEVEL.test)`instr(${text}, ${part}) = 1`,
      endsWith: (text, part) =>
        q(LEVEL.test)`substr(${text}, length(${text}) - length(${part}) + 1) = ${parens(part, LEVEL.operator)}`,
      caveats: [
        { assumption: 'text/no-nul', why: 'length and substr read text up to its first NUL only', witness: '\0a' },
      ],
    }),
    ...arithmeticFunctions({
      narrow: 63,
      wide: (value) => value,
      toReal: (value) => q(0)`CAST(${value} AS REAL)`,
      capacity: 63, // Beyond, a whole number becomes a floating point one.
      guard: (result) => result,
      divide: infix('/'), // Null where the divisor is zero.
      modulo: infix('%'),
      real: {
        add: infix('+'),
        subtract: infix('-'),
        multiply: infix('*'),
        divide: infix('/'),
        modulo: refuse('the rest of a floating point division: % works on whole numbers only'),
      },
    }),
    'time-part': timePart({
      ofTime: {
        minute: utc('%M'),
        hour: utc('%H'),
        day: utc('%d'),
        week: (micros) => weekOf(secondsOf(micros), raw("'unixepoch'")),
        month: utc('%m'),
        year: utc('%Y'),
      },
      isWritten: isWrittenTime,
      week: (text) => weekOf(q(0)`substr(${text}, 1, 10)`),
      digits: (text, from, length) => q(0)`CAST(substr(${text}, ${from}, ${length}) AS INTEGER)`,
    }),
    number: ([source, base]) =>
      decimalNumber(source, base, decimal, {
        assumption: 'text/no-nul',
        why: 'numbers are read up to the first NUL only',
        witness: '5\0',
      }),
  },
};
