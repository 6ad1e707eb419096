import { enclosed, q, raw } from '../../../src/target/frag.ts';
import { blocky, booleanText, call, JSON_NUMBER, LOWER, timestampText, UPPER } from '../common.ts';
import { type Case, refuse, type SqlDialect, said } from '../dialect.ts';
import { LEVEL } from '../levels.ts';
import { doubled, type Lexical, noNul, noSurrogate, withoutNul } from '../lexical.ts';
import { isoLike } from '../like.ts';
import { pendingFunctions, pendingJson } from '../pending.ts';

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

export const duckdb: SqlDialect = {
  id: 'duckdb',
  name: 'DuckDB',
  docs: 'https://duckdb.org/docs/stable/sql/introduction',
  lexical,
  literal: {
    boolean: (value) => raw(value ? 'TRUE' : 'FALSE'),
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
  toNumber: (text) =>
    said(
      q(0)`TRY_CAST(CASE WHEN regexp_full_match(${text}, ${lexical.text(JSON_NUMBER)}) THEN ${text} END AS DOUBLE)`,
      {
        assumption: 'number/double',
        why: 'numbers in text are read as 64-bit floating point, and not at all where they are too large for it',
        witness: '1e400',
      },
    ),
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
  json: pendingJson,
  regex: { flavour: 're2', search: (text, pattern) => call('regexp_matches', text, pattern) },
  cidr: () => refuse('not written yet'),
  functions: pendingFunctions,
};
