import { enclosed, parens, q, raw } from '../../../src/target/frag.ts';
import { blocky, booleanText, call, JSON_NUMBER, LOWER, timestampText, UPPER } from '../common.ts';
import { type Case, refuse, type SqlDialect, said } from '../dialect.ts';
import { LEVEL } from '../levels.ts';
import { doubled, type Lexical, noNul } from '../lexical.ts';
import { isoLike } from '../like.ts';
import { pendingFunctions, pendingJson } from '../pending.ts';

// Text can't hold NUL (https://www.postgresql.org/docs/current/datatype-character.html), so no literal can either.
const lexical: Lexical = { ident: doubled('"'), text: doubled("'"), unwritable: noNul, unwritableName: noNul };

// Four digits of exponent fit numeric; more would fail the query.
const NUMERIC = `^${JSON_NUMBER.replace('[+-]?[0-9]+', '[+-]?[0-9]{1,4}')}$`;

const cases: Case = {
  lower: (text) => call('lower', text),
  fold: (text, { from, to }) => call('translate', text, lexical.text(UPPER + from), lexical.text(LOWER + to)),
  lookAlikes: { k: '\u212a', i: '\u0130' },
};

export const postgres: SqlDialect = {
  id: 'postgres',
  name: 'PostgreSQL',
  docs: 'https://www.postgresql.org/docs/current/sql.html',
  lexical,
  literal: {
    boolean: (value) => raw(value ? 'TRUE' : 'FALSE'),
    date: (micros) => {
      const text = timestampText(micros);
      return text ? q(0)`TIMESTAMPTZ ${lexical.text(`${text}+00`)}` : refuse('a date outside the years 1 to 9999');
    },
  },
  window: {
    start: raw('$1'),
    end: raw('$2'),
    how: 'bind $1 and $2 as timestamptz, the start and the end of the window: events from the start, before the end',
  },
  longestChain: 500,
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
  toNumber: (text) =>
    said(q(0)`CAST(CASE WHEN ${parens(text, LEVEL.operator)} ~ ${lexical.text(NUMERIC)} THEN ${text} END AS numeric)`, {
      assumption: 'number/double',
      why: 'numbers in text are read digit by digit, not as 64-bit floating point',
      witness: '1e99999',
    }),
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
  json: pendingJson,
  regex: { flavour: 'posix', search: (text, pattern) => q(LEVEL.test)`${text} ~ ${pattern}` },
  cidr: () => refuse('not written yet'),
  functions: pendingFunctions,
};
