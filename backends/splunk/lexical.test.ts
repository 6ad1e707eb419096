import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Pattern } from '../../src/ir/pattern.ts';
import { pattern } from '../../src/ir/pattern.ts';
import { layout } from '../../src/target/layout.ts';
import { runs } from '../../test/seed.ts';
import {
  canName,
  canQuote,
  canSearch,
  canSearchField,
  columnName,
  comment,
  fieldName,
  indexName,
  regexString,
  searchValue,
  string,
} from './lexical.ts';
import { readTokens } from './read-back.test-support.ts';
import { patternText } from './regex-text.ts';

const nasty = fc.oneof(
  fc.string({
    unit: fc.constantFrom('"', '\\', "'", '`', '|', '*', '?', '$', '[', ']', '\n', '\0', 'a', '%', '/', '1'),
  }),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '__proto__',
    '10.0.0.0/8',
    '::1/128',
    '```',
    'NOT',
    'a" | delete "',
    "x' | delete '",
    'CASE(x)',
    'C:\\',
  ),
);

const textOf = (frag: Parameters<typeof layout>[0]): string => layout(frag).text;

describe('what the lexical functions write is read back as it was', () => {
  test('strings', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        fc.pre(canQuote(text));
        expect(readTokens(textOf(string(text)))).toEqual([{ kind: 'string', text }]);
      }),
      { numRuns: runs(1000) },
    );
  });

  test('values of a search, in which only wildcards of the pattern are asterisks', () => {
    const parts = fc.array(
      fc.oneof(
        nasty.map((text) => ({ kind: 'lit', text }) as const),
        fc.constant({ kind: 'any' } as const),
      ),
    );
    fc.assert(
      fc.property(parts, (list) => {
        const made: Pattern = pattern(list);
        fc.pre(made.every((part) => part.kind !== 'lit' || (canQuote(part.text) && !part.text.includes('*'))));
        const expected = made.map((part) => (part.kind === 'lit' ? part.text : '*')).join('');
        expect(readTokens(textOf(searchValue(made)))).toEqual([{ kind: 'string', text: expected }]);
        expect(expected.split('*').length - 1).toBe(made.filter(({ kind }) => kind === 'any').length);
      }),
      { numRuns: runs(1000) },
    );
  });

  test('names', () => {
    fc.assert(
      fc.property(nasty, (name) => {
        fc.pre(canName(name));
        expect(readTokens(textOf(fieldName(name)))).toEqual([{ kind: 'name', text: name }]);
        const [column, ...more] = readTokens(textOf(columnName(name)));
        expect([column && 'text' in column && column.text, more.length]).toEqual([name, 0]);
        const [index, ...rest] = readTokens(textOf(indexName(name)));
        expect([index && 'text' in index && index.text, rest.length]).toEqual([name, 0]);
      }),
      { numRuns: runs(1000) },
    );
  });

  test('comments leave nothing', () => {
    fc.assert(
      fc.property(nasty, (line) => {
        expect(readTokens(textOf(comment(line)))).toEqual([]);
      }),
    );
  });
});

describe('regular expressions', () => {
  const UNDO: Readonly<Record<string, string>> = { '\\x5c': '\\\\', '\\x22': '"', '\\x60': '`', '\\x7c': '\\|' };

  /** The expression that PCRE sees, as one for JavaScript. */
  function asJavaScript(text: string): RegExp {
    const [, flags = '', body = ''] = /^(?:\(\?(\w+)\))?(.*)$/s.exec(text) ?? [];
    const numbers = body
      .replace(/\\x(?:5c|22|60|7c)/g, (found) => UNDO[found] ?? found)
      .replace(/\\x\{([0-9a-f]+)\}/g, '\\u{$1}')
      .replace(/\\z$/, '$');
    return new RegExp(numbers, `${flags}u`);
  }

  test('a pattern finds its own text, whatever is in it, under both readings of a backslash in quotes', () => {
    fc.assert(
      fc.property(nasty, nasty, (a, b) => {
        fc.pre(a.isWellFormed() && b.isWellFormed());
        const made = pattern([{ kind: 'lit', text: a }, { kind: 'any' }, { kind: 'lit', text: b }, { kind: 'one' }]);
        const written = textOf(patternText(made, 'exact'));
        const raw = written.slice(1, -1);
        const [token] = readTokens(written);
        expect(token).toEqual({ kind: 'string', text: raw });
        expect(raw).not.toMatch(/\\\\|\\"|\\\||[`"]/);
        expect(asJavaScript(raw).test(`${a}\n"|\\${b}x`)).toBe(true);
        expect(asJavaScript(raw).test(`${a}${b}`)).toBe(false);
      }),
      { numRuns: runs(1000) },
    );
  });

  test('two flags stand in one pair of brackets', () => {
    expect(textOf(regexString('(?i)(?s)a.b'))).toBe('"(?is)a.b"');
  });
});

test('what a search would not compare as it stands is kept out of it', () => {
  for (const text of ['', ' ', 'a*b', '10.0.0.0/8', '::1/128', 'a`b', 'a\nb', '\ud800'])
    expect(canSearch(text), text).toBe(false);
  for (const text of ['a?b', 'C:\\x', '10.0.0.0', '/8', 'a/8b', '"', '|', '[x]'])
    expect(canSearch(text), text).toBe(true);
  for (const name of ['index', 'Host', 'NOT', 'a-b', '5minutes', 'a b', '', 'a..b', 'tag'])
    expect(canSearchField({ name }), name).toBe(false);
  for (const name of ['source', 'sourcetype', 'tag']) {
    expect(canSearchField({ name }), name).toBe(false);
    expect(canSearchField({ name, native: true }), name).toBe(true);
  }
  expect(canSearchField({ name: 'index', native: true })).toBe(false);
  for (const name of ['process.name', '_time', 'a1', 'host.name']) expect(canSearchField({ name }), name).toBe(true);
});
