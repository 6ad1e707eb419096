import type { Pattern } from '../../../src/ir/pattern.ts';
import { shapeOf } from '../../../src/ir/pattern.ts';
import { type Frag, parens, q, raw } from '../../../src/target/frag.ts';
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
import { LEVEL } from '../levels.ts';
import { doubled, type Lexical, noNul, noSurrogate, withoutNul } from '../lexical.ts';
import { likeText } from '../like.ts';
import { numberFrag } from '../numbers.ts';
import { pendingFunctions, pendingJson } from '../pending.ts';
import { samplePattern } from '../sample.ts';
import { isIn } from '../text.ts';

const lexical: Lexical = {
  ident: doubled('"'),
  text: withoutNul('char(0)'),
  unwritable: noSurrogate,
  unwritableName: noNul,
};

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

const nulCaveat = (pattern: Pattern): Caveat => ({
  assumption: 'text/no-nul',
  why: 'LIKE and GLOB read text up to its first NUL only',
  witness: pattern[0]?.kind === 'any' ? `\0${samplePattern(pattern)}` : undefined,
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

export const sqlite: SqlDialect = {
  id: 'sqlite',
  name: 'SQLite',
  docs: 'https://www.sqlite.org/lang_expr.html',
  lexical,
  literal: {
    boolean: (value) => raw(value ? 'TRUE' : 'FALSE'),
    date: (micros) => numberFrag(micros),
  },
  window: {
    start: raw(':window_start'),
    end: raw(':window_end'),
    how: 'bind :window_start and :window_end as microseconds since 1970: events from the start, before the end',
  },
  longestChain: 500,
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
  toNumber: (text) =>
    said(
      q(
        0,
      )`CASE WHEN ${parens(text, LEVEL.atom)} NOT GLOB '*[^0-9eE.+-]*' AND json_valid(${text}) THEN CAST(${text} AS NUMERIC) END`,
    ),
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
  json: pendingJson,
  regex: { flavour: 'pcre', search: (text, pattern) => q(LEVEL.test)`${text} REGEXP ${pattern}` },
  cidr: () => refuse('not written yet'),
  functions: pendingFunctions,
};
