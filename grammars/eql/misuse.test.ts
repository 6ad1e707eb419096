import { describe, expect, test } from 'vitest';
import { eql } from '../../src/diagnostics/catalog/eql.ts';
import { catalog } from '../../src/diagnostics/catalog/index.ts';
import { renderHuman } from '../../src/diagnostics/render/human.ts';
import { Slice } from '../../src/text/slice.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { parseEqlStatement } from './parse.ts';

const parse = (text: string) => parseEqlStatement(Slice.verbatim(new SourceText('rule.eql', text)));

/** Code, underlined text and help of each error: `code | place | help`. */
function told(text: string): readonly string[] {
  return parse(text).diagnostics.map((found) => {
    const { start = 0, end = 0 } = found.span ?? {};
    const help = renderHuman(found).split('  = help: ')[1];
    return [found.code.slice('eql/'.length), text.slice(start, end), ...(help ? [help] : [])].join(' | ');
  });
}

const PLAIN = 'strings stand in plain double quotes, `"`';
const ESCAPES = 'a backslash is written `\\\\`, a code point `\\u{2-8 hex digits}`; or use a raw string, `"""…"""`';
const PIPES = 'the pipes are `head` and `tail`';
const NAMES = 'a name with other characters than letters, digits, `_` and `@` stands in backticks';
const ASK_EQUAL = 'write `==`, or `:` to ignore case and use wildcards';
const CONSTANT = 'to compare with the value of an expression use `==`';
const CHAIN = 'comparisons do not chain; join two of them by `and`, or use brackets';
const PAIRS = 'keys pair by position, so every term needs the same number';
const NO_ORDER = 'a sample has no order in time; only a sequence has';

/** Misuses, and all that is said about each. */
const MISUSES: Readonly<Record<string, readonly string[]>> = {
  // Characters and tokens.
  "any where a == 'x'": ['single-quotes | \'x\' | use double quotes: `"…"`'],
  'any where a == ?"x"': ['question-string | ?"x" | put it in three double quotes on both sides: `"""…"""`'],
  "any where a == ?'x'": ['question-string | ?\'x\' | put it in three double quotes on both sides: `"""…"""`'],
  'any where a == "C:\\Windows\\x"': [`escape-unknown | "C:\\W | ${ESCAPES}`],
  'any where a == "x\\u0041"': [`escape-unknown | "x\\u | ${ESCAPES}`],
  'any where a == "x\\u{D800}"': ['escape-surrogate | \\u{D800} | write the code point of the whole character'],
  'any where a == "x\\u{110000}"': ['escape-range | \\u{110000}'],
  'any where a == "x\\u{1}"': ['escape-digits | \\u{1}'],
  'any where a == "x': ['string-unclosed | "x | a quote inside a string is written `\\"`'],
  'any where a == """x': ['string-unclosed | """x | a raw string ends with three double quotes'],
  'any where `a == 1': ['name-unclosed | `a == 1 | a backtick inside the name is doubled'],
  'any where `` == 1': ['name-empty | ``'],
  'any where a /* b /* c */': ['comment-unclosed | /* | comments nest: each `/*` needs a `*/` of its own'],
  'any where a == “x”': [`stray-character | “ | ${PLAIN}`, `stray-character | ” | ${PLAIN}`],
  'any where !a': ['stray-character | ! | negation is `not`, inequality `!=`'],
  'any where a && b': ['stray-character | && | write `and`'],
  'any where a;': ['stray-character | ; | a query ends where the text ends, without `;`'],
  'any where $a': [`stray-character | $ | ${NAMES}`],
  'any where a == 1e999': ['number-too-large | 1e999'],
  [`any where a == ${'9'.repeat(1001)}`]: [`number-too-long | ${'9'.repeat(1001)}`],

  // Conditions.
  'any where a = 1 and b = 2': [`single-equals | = | ${ASK_EQUAL}`, `single-equals | = | ${ASK_EQUAL}`],
  'any where a < b <= c': [`comparison-chain | <= | ${CHAIN}`],
  'any where a || b': ['c-operator | || | write `or`'],
  'any where a == 1 AND b == 2': ['keyword-case | AND | keywords are lower case: `and`'],
  'any where NOT a == 1': ['keyword-case | NOT | keywords are lower case: `not`'],
  'any where a LIKE "x*"': ['keyword-case | LIKE | keywords are lower case: `like`'],
  'any WHERE a': ['keyword-case | WHERE | keywords are lower case: `where`'],
  'any where sequence == 1': [
    'keyword-as-name | sequence | a field of that name needs backticks around it: `sequence`',
  ],
  'any where a.by == 1': ['keyword-as-name | by | a field of that name needs backticks around it: `by`'],
  'any where a == of': ['keyword-as-name | of | a field of that name needs backticks around it: `of`'],
  'any where a not like "x*"': ['negated-match | not like | negate the whole test: `not x like …`'],
  'any where a not : "x*"': ['negated-match | not : | negate the whole test: `not x : …`'],
  'any where a not 5': ['unexpected-token | 5'],
  'any where a in ()': ['empty-list | ()'],
  'any where a : ()': ['empty-list | ()'],
  'any where a in (1, 2,)': ['trailing-comma | , | Elasticsearch refuses the comma: delete it'],
  'any where f(a,)': ['trailing-comma | , | Elasticsearch refuses the comma: delete it'],
  'any where a : b': [`pattern-not-constant | b | ${CONSTANT}`],
  'any where a like ("x", f(b))': [`pattern-not-constant | f | ${CONSTANT}`],
  'any where a : -5': [`pattern-not-constant | - | ${CONSTANT}`],
  'any where a[0].b == 1': ['array-index | [0] | a test of the field without index holds if it holds for any element'],
  'any where child of [any where true]': [
    'lineage | child | a sequence by `process.entity_id` and `process.parent.entity_id` can say the same',
  ],
  'any where f~ == 1': ['tilde-name | f~ | `~` makes a function or an operator ignore case; a field has no such form'],
  'any where a is null': ['unexpected-rest | is | absence is tested by `== null` and `!= null`'],
  'any where f(a b)': ['unexpected-token | b'],
  'any where "a" "b"': ['unexpected-rest | "b"'],
  'any where a ==': ['unexpected-end | '],
  'any where (a': ['unexpected-end | '],
  '': ['unexpected-end | '],
  [`any where ${'('.repeat(10_000)}`]: ['too-deep | ('],

  // Event categories.
  'where true': ['category-missing | where | `any where …` takes events of every category'],
  '?x where true': [
    'category-optional | ? | `?` stands before fields; `any where …` takes events of every category, also those without one',
  ],
  '`x` where true': ['category-in-backticks | `x` | put the category in double quotes: `"…" where …`'],
  'sequence where true': ['keyword-as-category | sequence | put it in quotes: `"sequence" where …`'],

  // Sequences, samples, joins.
  'sequence with maxspan=1s by k [a where b] [c where d]': ['by-after-with | sequence with maxspan=1s by k'],
  'sequence [a where b] with runs=2 by k [c where d] by k': ['by-after-with | [a where b] with runs=2 by k'],
  'sequence with maxspan=1.5h [a where b] [c where d]': [
    'interval-decimal | 1.5 | use a smaller unit: `1500ms` instead of `1.5s`',
  ],
  'sequence with maxspan=0s [a where b] [c where d]': ['interval-not-positive | 0'],
  'sequence with maxspan=30 [a where b] [c where d]': ['interval-unit-missing | 30 | for seconds write `30s`'],
  'sequence with maxspan=30sec [a where b] ![c where d]': [
    'interval-unit-unknown | sec | the units are `ms`, `s`, `m`, `h`, `d`',
  ],
  'sequence [a where b] with runs=101': ['runs-range | 101'],
  'sequence [a where b] with runs=1.5 [c where d]': ['runs-range | 1.5'],
  'sequence [a where b] with ran=2 [c where d]': [
    'unknown-option | ran | the only option of a term is `runs`; `maxspan` stands before the first term',
  ],
  'sequence [a where b] fork=true [c where d]': ['fork-unsupported | fork'],
  'sequence [a where b] by x + 1 [c where d] by y': ['key-not-field | x + 1'],
  'sequence by k [a where b] by x [c where d]': [`key-count | [c where d] | ${PAIRS}`],
  'sequence [a where b] [c where d] until [e where f] by g': [`key-count | [e where f] by g | ${PAIRS}`],
  'sequence [a where b]': ['too-few-terms | sequence [a where b]'],
  'sample by k [a where b]': ['too-few-terms | sample by k [a where b]'],
  'sequence with maxspan=1s ![a where b] ![c where d]': [
    'no-positive-term | sequence with maxspan=1s ![a where b] ![c where d]',
  ],
  'sequence ![a where b] [c where d]': [
    'missing-needs-maxspan | ![a where b] | without it there is no end to the time in which the event must not come',
  ],
  'sequence [a where b] [c where d] until ![e where f] with runs=2': [
    'until-option | ![e where f] with runs=2',
    'until-option | with runs=2',
  ],
  'sample with maxspan=1s [a where b] with runs=2 ![c where d] until [e where f]': [
    `sequence-option | with maxspan=1s | ${NO_ORDER}`,
    `sequence-option | with runs=2 | ${NO_ORDER}`,
    `sequence-option | ![c where d] | ${NO_ORDER}`,
    `sequence-option | [e where f] | ${NO_ORDER}`,
  ],
  'join by k [a where b] [c where d]': [
    'join-unsupported | join | a `sample` joins events without order; a `sequence` with order',
  ],

  // Pipes.
  'any where a | sort b, c d ] | head 5': [`pipe-unsupported | sort | ${PIPES}`],
  'any where a | unique_count': [`pipe-unsupported | unique_count | ${PIPES}`],
  'any where a | heads 5': ['pipe-unknown | heads | did you mean `head`?'],
  'any where a | limit 5': [`pipe-unknown | limit | ${PIPES}`],
  'any where a | head': ['pipe-arguments | | head | for example `head 10`'],
  'any where a | tail 1, 2': ['pipe-arguments | | tail 1, 2 | for example `tail 10`'],
  'any where a | head -1': ['pipe-count | -1'],
  'any where a | head 2147483648': ['pipe-count | 2147483648'],
  'any where a | head 1 / 0': ['pipe-count | 1 / 0'],
  'any where a | head 2.0': ['pipe-count | 2.0'],
  'any where a | head b': ['pipe-count | b'],
};

describe('misuses', () => {
  test.each(Object.entries(MISUSES))('%s', (text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  test('every code of the catalogue that this room gives is given here', () => {
    const given = new Set(Object.values(MISUSES).flatMap((all) => all.map((one) => `eql/${one.split(' | ')[0]}`)));
    // `more-errors` needs a hundred errors: hostile.test.ts.
    expect(Object.keys(eql).filter((code) => !given.has(code))).toEqual(['eql/more-errors']);
    expect(Object.keys(catalog)).toEqual(expect.arrayContaining(Object.keys(eql)));
  });
});

describe('several errors', () => {
  test('each term and each pipe tells its own', () => {
    const text = `sequence by host.id
  [process where name = "a" and]
  ![file where by == 1]
  [any where ok]
  [any where x in ()] with runs=0
  until [any where y : z]
| head
| sort x
`;
    expect(told(text).map((one) => one.split(' | ', 2).join(': '))).toEqual([
      'single-equals: =',
      'unexpected-token: ]',
      'keyword-as-name: by',
      'empty-list: ()',
      'runs-range: 0',
      'pattern-not-constant: z',
      'pipe-arguments: | head',
      'pipe-unsupported: sort',
    ]);
  });

  test('a fault of a token hides what the grammar would guess behind it, not what stands before it', () => {
    expect(told('any where a == and b == "x').map((one) => one.split(' | ')[0])).toEqual([
      'keyword-as-name',
      'string-unclosed',
    ]);
    expect(told('any where a == "x\nand == and').map((one) => one.split(' | ')[0])).toEqual(['string-unclosed']);
  });

  test('brackets of a lineage are no terms', () => {
    expect(told('any where a b c of [any where x] and y')).toEqual(['unexpected-rest | b']);
  });
});

test('a rendered error', () => {
  const [found] = parse('process where a == 1\n  and b not like "x*"').diagnostics;
  expect(found && renderHuman(found)).toBe(
    [
      'error[eql/negated-match]: there is no `not like`',
      '  ┌─ rule.eql:2:9',
      '2 │   and b not like "x*"',
      '  │         ^^^^^^^^',
      '  = help: negate the whole test: `not x like …`',
    ].join('\n'),
  );
});
