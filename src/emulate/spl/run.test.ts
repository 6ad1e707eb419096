import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../../test/seed.ts';
import { isError, messageOf } from '../../diagnostics/diagnostic.ts';
import { allReadings, type defaultReadings } from './readings.ts';
import { runSpl } from './run.ts';
import { foldAll } from './search/fold.ts';
import type { SplRow } from './value.ts';

const ids = (query: string, events: readonly SplRow[]): unknown => {
  const { rows, diagnostics } = runSpl(query, events);
  expect(diagnostics.filter(isError).map(messageOf)).toEqual([]);
  return rows.map(({ id }) => id);
};

const numbered = (events: readonly Record<string, SplRow[string]>[]): readonly SplRow[] =>
  events.map((event, id) => ({ ...event, id }));

const text = fc.string({
  unit: fc.constantFrom('a', 'B', '.', '\\', '"', '*', '?', '%', '_', 'é', ' ', '\n', '|'),
  maxLength: 6,
});
const value = fc.oneof(
  text,
  fc.integer({ min: -3, max: 12 }).map(String),
  fc.array(text, { minLength: 2, maxLength: 3 }),
);
const event = fc
  .record({ f: value, g: value }, { requiredKeys: [] })
  .map((fields) => ({ ...fields }) as Record<string, SplRow[string]>);
const events = fc.array(event, { maxLength: 8 }).map(numbered);

const quoted = (raw: string): string => `"${raw.replace(/[\\"|]/g, '\\$&')}"`;

describe('search', () => {
  it('NOT is the complement, whatever is below', () => {
    const condition = fc
      .tuple(fc.constantFrom('f', 'g'), fc.constantFrom('=', '!='), text)
      .map(([f, op, v]) => `${f}${op}${quoted(v)}`);
    fc.assert(
      fc.property(events, condition, condition, (list, a, b) => {
        const both = new Set(ids(`(${a}) OR (${b})`, list) as number[]);
        expect(ids(`NOT ((${a}) OR (${b}))`, list)).toEqual(
          list.map(({ id }) => id).filter((id) => !both.has(id as number)),
        );
        expect(ids(`NOT (${a}) NOT (${b})`, list)).toEqual(ids(`NOT ((${a}) OR (${b}))`, list));
      }),
      { numRuns: runs(300) },
    );
  });

  it('a star is any run of characters, nothing else is special, case does not count', () => {
    fc.assert(
      fc.property(text, text, (pattern, given) => {
        const source = foldAll(pattern)
          .replace(/[\\^$.+?()[\]{}|]/g, '\\$&')
          .replaceAll('*', '[\\s\\S]*');
        const wanted = new RegExp(`^${source}$`, 'u').test(foldAll(given));
        expect(ids(`f=${quoted(pattern)}`, [{ f: given, id: 1 }])).toEqual(wanted ? [1] : []);
      }),
      { numRuns: runs(1000) },
    );
  });
});

describe('where', () => {
  it('like has two wildcards and compares the whole text', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'B', '.', '%', '_', 'é'), maxLength: 6 });
    fc.assert(
      fc.property(letters, letters, (pattern, given) => {
        const source = pattern.replaceAll('.', '\\.').replaceAll('%', '[\\s\\S]*').replaceAll('_', '[\\s\\S]');
        expect(ids(`| where like(f, ${quoted(pattern)})`, [{ f: given, id: 1 }])).toEqual(
          new RegExp(`^${source}$`, 'u').test(given) ? [1] : [],
        );
      }),
      { numRuns: runs(1000) },
    );
  });

  it('guarded conditions mean the same under every reading of NOT and of comparisons over missing fields', () => {
    const list = numbered([{}, { f: 'v' }, { f: 'w' }, { f: '' }]);
    for (const readings of allReadings()) {
      expect(runSpl('| where isnull(f) OR NOT (f="v")', list, { readings }).rows.map(({ id }) => id)).toEqual([
        0, 2, 3,
      ]);
      expect(runSpl('| where isnotnull(f) AND NOT (f="v")', list, { readings }).rows.map(({ id }) => id)).toEqual([
        2, 3,
      ]);
    }
  });

  it('unguarded ones do not', () => {
    const list = numbered([{}, { f: 'v' }, { f: 'w' }]);
    const results = allReadings().map((readings) => runSpl('| where NOT (f="v")', list, { readings }).rows.length);
    expect(new Set(results)).toEqual(new Set([1, 2]));
  });
});

describe('readings change what they say they change', () => {
  it.each<[Partial<typeof defaultReadings>, string, Record<string, SplRow[string]>, number, number]>([
    [{ notOverNull: 'true' }, '| where NOT (f="v")', {}, 0, 1],
    [{ whereMultivalue: 'null' }, '| where f="a"', { f: ['a', 'b'] }, 1, 0],
    [{ searchStarMatchesEmpty: 'no' }, 'f=*', { f: '' }, 1, 0],
    [{ searchMultivalue: 'none' }, 'f=a', { f: ['a', 'b'] }, 1, 0],
    [{ searchMultivalue: 'none' }, 'f!=a', { f: ['a', 'b'] }, 1, 0],
    [{ searchMultivalue: 'none' }, 'f IN (a, c)', { f: ['a', 'b'] }, 1, 0],
    [{ searchMultivalue: 'none' }, 'f=*', { f: ['a', 'b'] }, 1, 1],
    [{ quotedCase: 'with-quotes' }, 'f=CASE("a b")', { f: 'a b' }, 1, 0],
    [{ quotedCase: 'with-quotes' }, 'f=CASE("a b")', { f: '"a b"' }, 0, 1],
    [{ quotedCase: 'with-quotes' }, 'f=CASE(a)', { f: 'a' }, 1, 1],
    [{ searchFold: 'ascii' }, 'f="É"', { f: 'é' }, 1, 0],
    [{ searchFold: 'ascii' }, 'f=kssii', { f: '\u212as\u017f\u0130\u0131' }, 1, 0],
    [{ lowerFold: 'ascii' }, '| where lower(f)="ki"', { f: '\u212a\u0130' }, 1, 0],
    [{ lowerFold: 'ascii' }, '| where lower(f)="é"', { f: 'É' }, 1, 0],
    [{ cidrInList: 'text' }, 'f IN ("10.0.0.0/8")', { f: '10.1.1.1' }, 1, 0],
    [{ bareBackslash: 'literal' }, 'f=a\\\\b', { f: 'a\\b' }, 1, 0],
    [{ termWildcard: 'any' }, 'a*d', { _raw: 'ab cd' }, 0, 1],
    [{ evalRegexEscapes: 'one' }, '| where match(f, "^a\\\\\\\\b$")', { f: 'a\\b' }, 1, 0],
    [{ evalRegexEscapes: 'one' }, '| where match(f, "^\\\\d$")', { f: '7' }, 1, 0],
    [{ commandRegexEscapes: 'two' }, '| regex f="^\\\\d$"', { f: '7' }, 0, 1],
    [{ regexUnits: 'bytes' }, '| where match(f, "^.$")', { f: 'é' }, 1, 0],
    [{ textEquality: 'as-numbers' }, '| where f=g', { f: '1', g: '1.0' }, 0, 1],
    [{ numberSpelling: 'spelling' }, '| where f=1', { f: '1.0' }, 1, 0],
    [{ numberWithText: 'as-text' }, '| where f>1', { f: 'a' }, 0, 1],
    [{ cidrOfNoAddress: 'null' }, '| where NOT cidrmatch("10.0.0.0/8", f)', { f: 'x' }, 1, 0],
    [{ addressSpelling: 'any' }, '| where cidrmatch("127.0.0.0/8", f)', { f: '0127.0.0.0' }, 0, 1],
    [{ addressSpelling: 'any' }, 'f="fe80::/10"', { f: 'fe80::1%eth0' }, 0, 1],
    [{ moduloSign: 'divisor' }, '| where (0-7)%3=2', {}, 0, 1],
    [{ plusOnTexts: 'concat' }, '| where f+f=22', { f: '1' }, 0, 0],
    [{ plusOnTexts: 'concat' }, '| where f+f="11"', { f: '1' }, 0, 1],
    [{ likeBackslash: 'escape' }, '| where like(f, "a\\\\%")', { f: 'a%' }, 0, 1],
    [{ concatOverNull: 'empty' }, '| where f.g="a"', { f: 'a' }, 0, 1],
    [{ emptyPieces: 'dropped' }, '| where mvcount(split(f, ","))=3', { f: 'a,,b' }, 1, 0],
    [{ mvindexEnd: 'null' }, '| where mvcount(mvindex(f, 1, 5))=1', { f: ['a', 'b'] }, 1, 0],
    [{ jsonNull: 'text' }, '| spath input=f path=a | where a="null"', { f: '{"a":null}' }, 0, 1],
    [{ missingByField: 'own-group' }, '| stats count by f', {}, 0, 1],
    [{ countBeforeFirst: 'absent' }, '| streamstats current=f count as n | where n=0', {}, 1, 0],
  ])('%j: %s', (readings, query, fields, usual, otherwise) => {
    expect(runSpl(query, [fields]).rows).toHaveLength(usual);
    const { rows, diagnostics } = runSpl(query, [fields], { readings });
    expect(diagnostics).toEqual([]);
    expect(rows).toHaveLength(otherwise);
  });

  it('the edge of a time window, its cap, and the order of mixed values', () => {
    const two = [{ _time: 0 }, { _time: 300 }];
    const last = (query: string, list: readonly SplRow[], readings: Partial<typeof defaultReadings>): unknown =>
      runSpl(query, list, { readings }).rows.at(-1);
    expect(last('| streamstats time_window=5m count', two, {})).toMatchObject({ count: 2 });
    expect(last('| streamstats time_window=5m count', two, { timeWindowEdge: 'outside' })).toMatchObject({ count: 1 });
    const many = Array.from({ length: 10_001 }, (_, id) => ({ id }));
    expect(last('| streamstats count', many, {})).toMatchObject({ count: 10_001 });
    expect(last('| streamstats count', many, { streamWindowCap: '10000' })).toMatchObject({ count: 10_000 });
    const mixed = [{ x: '10' }, { x: '9' }, { x: '+' }];
    expect(last('| sort 0 x', mixed, {})).toEqual({ x: '+' });
    expect(last('| sort 0 x', mixed, { sortMixed: 'as-text' })).toEqual({ x: '9' });
  });
});

describe('macros', () => {
  it('are replaced by their text, again and again', () => {
    const macros = { base: 'index=a `more`', more: 'x=1', filter: 'search *' };
    const { rows, diagnostics } = runSpl('`base` | `filter`', numbered([{ index: 'a', x: '1' }, { index: 'a' }]), {
      macros,
    });
    expect(diagnostics).toEqual([]);
    expect(rows).toHaveLength(1);
  });

  it('that call themselves end in a fault', () => {
    const { diagnostics } = runSpl('`a`', [], { macros: { a: '`a` `a`' } });
    expect(diagnostics.map(({ code }) => code)).toEqual(['spl/macro']);
  });
});

describe('limits', () => {
  it.each([
    '| makeresults count=999999999',
    `| eval a="aaaaaaaaaa"${' | eval a=a.a'.repeat(40)}`,
    `| eval a=mvrange(0,10000)${' | eval a=mvappend(a,a)'.repeat(40)}`,
    `| eval a="aaaaaaaaaa"${' | eval a=replace(a,"a",a)'.repeat(40)}`,
    '| eval a=mvrange(0,50000), b=a, c=a | stats count by a b c',
  ])('%s', (query) => {
    const { rows, diagnostics } = runSpl(query, [{ id: 1 }]);
    expect(rows).toEqual([]);
    expect(diagnostics.map(({ code }) => code)).toEqual(['spl/too-much']);
  });
});

const CHUNKS = [
  ...[
    '| where ',
    '| eval x=',
    '| stats ',
    '| streamstats ',
    '| sort ',
    '| rex field=f ',
    '| regex f=',
    '| transaction ',
    '| bin ',
    '| dedup ',
  ],
  ...[
    'f',
    'g',
    '_time',
    '"a*"',
    '"(?<n>.)"',
    '(',
    ')',
    '=',
    '!=',
    '<',
    'NOT ',
    'AND ',
    'OR ',
    ',',
    '+',
    '.',
    '-',
    '*',
    '1',
    '0',
    ' by ',
    ' as ',
  ],
  ...[
    'count',
    'dc(f)',
    'max(_time)',
    'if(',
    'match(f,"a")',
    'mvindex(f,0)',
    'span=5m',
    'window=2',
    'maxspan=1m',
    'lower(f)',
    'isnull(g)',
    'f IN ("a")',
  ],
];

it('never throws', () => {
  const query = fc.array(fc.constantFrom(...CHUNKS), { maxLength: 14 }).map((chunks) => chunks.join(''));
  fc.assert(
    fc.property(query, events, (search, list) => {
      const { rows, diagnostics } = runSpl(
        search,
        list.map((row, i) => ({ ...row, _time: i })),
        { now: 0 },
      );
      expect(Array.isArray(rows) && Array.isArray(diagnostics)).toBe(true);
    }),
    { numRuns: runs(1000) },
  );
});
