import { clickhouse as grammar } from 'sql-formatter';
import { DATE_TIME } from '../../../src/base/date-time-shape.ts';
import { shapeOf } from '../../../src/ir/pattern.ts';
import type { Network } from '../../../src/ir/value.ts';
import { type Frag, parens, q, raw } from '../../../src/target/frag.ts';
import { guarded, IPV6, ofFamily, rangeOf, textAt } from '../addresses.ts';
import { arithmeticFunctions, infix } from '../arithmetic.ts';
import { blocky, booleanText, call, DECIMAL_TEXT, dotted, JSON_NUMBER, spanOf, timestampText } from '../common.ts';
import { type Case, refuse, type Said, type SqlDialect, said } from '../dialect.ts';
import { foldColumn } from '../folding.ts';
import { decimalNumber, textFunctions } from '../functions.ts';
import { DATE, jsonReaders } from '../json.ts';
import { LEVEL } from '../levels.ts';
import { backslashed, type Lexical, noNul, noSurrogate } from '../lexical.ts';
import { likeText } from '../like.ts';
import { numberFrag } from '../numbers.ts';
import { anyOf, isIn } from '../text.ts';
import { timePart } from '../time-part.ts';

// The backslash is an escape in texts and names (https://clickhouse.com/docs/sql-reference/syntax#string).
const lexical: Lexical = {
  ident: backslashed('"'),
  text: backslashed("'"),
  unwritable: noSurrogate,
  unwritableName: noNul,
};

const cases: Case = {
  // A to Z only; lowerUTF8 would fold more than wanted (https://clickhouse.com/docs/sql-reference/functions/string-functions#lower).
  lower: (text) => call('lower', text),
  fold: (text, { from, to }) =>
    call('lower', from === '' ? text : call('translateUTF8', text, lexical.text(from), lexical.text(to))),
  lookAlikes: {},
};

/** What the type DateTime64 holds: the years 1900 to 2299. */
const FIRST = -2208988800000000n;
const LAST = 10413791999999999n;

/**
 * The scalars of JSON text, each as it is written: the group stays empty for the names of members. No function of the engine walks
 * through JSON whose names it does not know.
 */
const STRING = '"(?:[^"\\\\]|\\\\.)*"';
const SCALARS = `${STRING}\\s*:|(${STRING}|-?[0-9][-+.0-9eE]*|true|false)`;

/** `toIPv4OrNull` and `toIPv6OrNull` take more than addresses and never raise, so the guards decide what is one. */
function cidr(text: Frag, networks: readonly Network[]): Said {
  const [v4, v6] = [ofFamily(networks, 4), ofFamily(networks, 6)];
  const between = (network: Network): Frag => {
    const { first, last } = rangeOf(network);
    const bound = (bits: bigint): Frag => call(`toIPv${network.family}`, lexical.text(textAt(network.family, bits)));
    const address = call(`toIPv${network.family}OrNull`, text);
    return q(LEVEL.test)`${address} BETWEEN ${bound(first)} AND ${bound(last)}`;
  };
  const inside = (some: readonly Network[]): Frag => anyOf(some.map(between), 100);
  const first = v4.length > 0 ? [{ guard: call('isIPv4String', text), test: inside(v4) }] : [];
  const second = v6.length > 0 ? [{ guard: call('match', text, lexical.text(`^${IPV6}$`)), test: inside(v6) }] : [];
  return said(guarded(text, [...first, ...second]));
}

const utc =
  (name: string) =>
  (time: Frag): Frag =>
    call('toInt64', call(name, time, raw("'UTC'")));

const digits = (text: Frag, from: Frag, length: Frag): Frag =>
  q(0)`toInt64OrNull(concat('0', substring(${text}, ${from}, ${length})))`;

/** The type Date32 holds the years 1900 to 2299; the calendar is the same every 400 years, weeks too. */
function week(text: Frag): Frag {
  const [year, month, day] = [
    ['1', '4'],
    ['6', '2'],
    ['9', '2'],
  ].map(([from = '', length = '']) => digits(text, raw(from), raw(length)));
  if (!year || !month || !day) return raw('NULL');
  return call('toInt64', call('toISOWeek', q(0)`makeDate32(1900 + (${year} + 6100) % 400, ${month}, ${day})`));
}

const toNumber = (text: Frag): Said =>
  said(q(0)`toFloat64OrNull(CASE WHEN match(${text}, ${lexical.text(`\\A${JSON_NUMBER}\\z`)}) THEN ${text} END)`, {
    assumption: 'number/double',
    why: 'numbers in text are read as 64-bit floating point',
    witness: '9007199254740993',
  });

export const clickhouse: SqlDialect = {
  id: 'clickhouse',
  name: 'ClickHouse',
  docs: 'https://clickhouse.com/docs/sql-reference',
  lexical,
  reading: { grammar, parameter: String.raw`\{[a-z_]+:[^}]*\}`, backslash: true },
  literal: {
    boolean: (value) => raw(value ? 'TRUE' : 'FALSE'),
    // A bare number beyond 64 bits is read as floating point.
    integer: (value) =>
      BigInt.asIntN(64, value) === value ? numberFrag(value) : call('toInt256', lexical.text(String(value))),
    date: (micros) => {
      const text = micros < FIRST || micros > LAST ? undefined : timestampText(micros);
      return text
        ? q(0)`toDateTime64(${lexical.text(text)}, 6, 'UTC')`
        : refuse('a date outside the years 1900 to 2299');
    },
  },
  window: {
    start: raw("{window_start:DateTime64(6, 'UTC')}"),
    end: raw("{window_end:DateTime64(6, 'UTC')}"),
    how: 'pass the parameters window_start and window_end: events from the start, before the end',
  },
  longestChain: 100,
  case: cases,
  // LIKE has no ESCAPE clause in older releases, and these words need none.
  match: (text, pattern, folded) => {
    const shape = shapeOf(pattern);
    const subject = foldColumn(folded, text, cases);
    if (shape.kind === 'starts-with') return said(call('startsWith', subject, lexical.text(shape.text)));
    if (shape.kind === 'ends-with') return said(call('endsWith', subject, lexical.text(shape.text)));
    if (shape.kind === 'contains')
      return said(q(LEVEL.test)`${call('position', subject, lexical.text(shape.text))} > 0`);
    const written = likeText(pattern, (part) => part.replaceAll(/[\\%_]/g, '\\$&'));
    return said(q(LEVEL.test)`${parens(subject, LEVEL.operator)} LIKE ${lexical.text(written)}`);
  },
  byCodePoint: (text) => text,
  toText: {
    integer: (value) => said(call('toString', value)),
    real: (value) =>
      said(call('toString', value), {
        assumption: 'number/plain-spelling',
        why: 'a floating point number may be spelled with an exponent',
        witness: 1e21,
      }),
    boolean: (value) => said(booleanText(value)),
  },
  toNumber,
  lists: {
    column: (column) => column,
    element: (variable) => raw(variable),
    any: (source, variable, test) => q(LEVEL.atom)`arrayExists(${raw(variable)} -> ${blocky(test)}, ${source})`,
    equals: (column, literals) => {
      const [only] = literals;
      if (only && literals.length === 1) return call('has', column, only);
      // Not hasAny: it takes a null of the column for an empty text (run on 26.7).
      return q(LEVEL.atom)`arrayExists(item -> ${isIn(raw('item'), literals)}, ${column})`;
    },
    present: (column) => q(LEVEL.atom)`arrayExists(item -> item IS NOT NULL, ${column})`,
    shadows: [],
    twoValued: { any: true, equals: true },
  },
  stateful: {
    once: '', // A step is evaluated wherever its name stands.
    absent: (_column, _table, list) => raw(list ? '[]' : 'NULL'), // An array is never NULL.
    later: (time, micros) => {
      const { amount, unit } = spanOf(micros < 0n ? -micros : micros);
      return q(
        LEVEL.operator,
      )`${time} ${raw(micros < 0n ? '-' : '+')} ${raw(`INTERVAL ${amount} ${unit.toUpperCase()}`)}`;
    },
    distinct: (source, variable, value) =>
      q(0)`arrayDistinct(arrayFilter(found -> found IS NOT NULL, arrayMap(${raw(variable)} -> ${value}, ${source})))`,
    each: (list, _, optional) => ({
      value: call('arrayJoin', optional ? q(0)`if(empty(${list}), [NULL], ${list})` : list),
    }),
    micros: (time) => q(0)`assumeNotNull(toUnixTimestamp64Micro(toDateTime64(${time}, 6)))`,
    real: (value) => call('toFloat64', value),
    greatest: 'greatest',
    least: 'least',
    // Not a list of the values alone: groupArray leaves out nulls.
    gathered: (value, order) =>
      q(0)`arrayMap(each -> each.2, arraySort(each -> each.1, groupArray((${order}, ${value}))))`,
    // Offsets of frames have 32 bits (https://clickhouse.com/docs/sql-reference/window-functions).
    countedUpTo: (group, number, limit) =>
      q(0)`arrayCount(each -> each <= ${limit}, groupArray(${number}) OVER (PARTITION BY ${group}))`,
    chain: 'array-fold', // A recursive step reads its tables again each time.
    // Run on 26.7: materialized ones too, so that two correlations take seconds over no event, and some minutes.
    noChain:
      'a correlation of what another correlation finds: ClickHouse copies a step of WITH to wherever its name stands',
  },
  json: {
    values: ({ column, path }) => {
      const place = path.map((name) => lexical.text(name));
      // A list can't be nullable, so the column must not be (https://clickhouse.com/docs/sql-reference/data-types/nullable).
      const json = call('ifNull', column, raw("'{}'"));
      const read = (type: string): Frag => call('JSONExtract', json, ...place, raw(`'${type}'`));
      const list = read('Array(Nullable(String))');
      return q(0)`if(${call('JSONType', json, ...place)} = 'Array', ${list}, [${read('Nullable(String)')}])`;
    },
    read: jsonReaders({
      whole: (text) => q(0)`toInt64OrNull(CASE WHEN match(${text}, '^-?[0-9]+$') THEN ${text} END)`,
      toNumber,
      date: (text) =>
        said(
          q(0)`parseDateTime64BestEffortOrNull(CASE WHEN match(${text}, '^[0-9]{4}-') THEN ${text} END, 6, 'UTC')`,
          DATE,
        ),
    }),
    hasKey: ({ column, path }) =>
      call('JSONHas', call('ifNull', column, raw("'{}'")), ...path.map((name) => lexical.text(name))),
    everything: ({ column }) => {
      const tokens = call('extractAll', call('ifNull', column, raw("'{}'")), lexical.text(SCALARS));
      return q(0)`arrayMap(found -> JSONExtractString(found), arrayFilter(found -> found <> '', ${tokens}))`;
    },
    unwritableName: noNul,
    opensLists: false,
    scalarsOnly: false,
    plainNumbers: false,
  },
  structs: { member: (column, names) => dotted([column, ...names]) },
  regex: { flavour: 're2', search: (text, pattern) => call('match', text, pattern), caveats: [] },
  cidr,
  functions: {
    ...textFunctions({
      // Both count in unsigned numbers, which no CASE or COALESCE takes beside signed ones (run on 26.7).
      length: (text) => call('toInt64', call('lengthUTF8', text)),
      position: (text, part) => call('toInt64', call('positionUTF8', text, part)),
      slice: (text, from, size) => (size ? call('substringUTF8', text, from, size) : call('substringUTF8', text, from)),
      atLeastZero: (number) => call('greatest', number, raw('0')),
      reverse: (text) => call('reverseUTF8', text),
      startsWith: (text, part) => call('startsWith', text, part),
      endsWith: (text, part) => call('endsWith', text, part),
      caveats: [],
    }),
    ...arithmeticFunctions({
      narrow: 63,
      wide: (value) => call('toInt256', value),
      toReal: (value) => call('toFloat64', value),
      capacity: 254,
      guard: (result) => result,
      // Both sides wide: with an unsigned operand the engine divides without signs.
      divide: (a, b) => call('intDiv', call('toInt256', a), call('nullIf', call('toInt256', b), raw('0'))),
      modulo: (a, b) => infix('%')(call('toInt256', a), call('nullIf', call('toInt256', b), raw('0'))),
      real: {
        add: infix('+'),
        subtract: infix('-'),
        multiply: infix('*'),
        divide: (a, b) => infix('/')(a, call('nullIf', b, raw('0'))),
        modulo: (a, b) => infix('%')(a, call('nullIf', b, raw('0'))),
      },
    }),
    'time-part': timePart({
      ofTime: {
        minute: utc('toMinute'),
        hour: utc('toHour'),
        day: utc('toDayOfMonth'),
        week: utc('toISOWeek'),
        month: utc('toMonth'),
        year: utc('toYear'),
      },
      isWritten: (text) => call('match', text, lexical.text(`\\A${DATE_TIME}\\z`)),
      week,
      digits,
    }),
    number: ([source, base]) =>
      decimalNumber(
        source,
        base,
        (text) =>
          q(
            0,
          )`toFloat64OrNull(CASE WHEN match(${text}, ${lexical.text(`^${DECIMAL_TEXT}$`)}) THEN replaceRegexpAll(${text}, '[ \\\\t\\\\r\\\\n+]', '') END)`,
      ),
  },
};
