import { describe, expect, test } from 'vitest';
import { messageOf } from '../../src/diagnostics/diagnostic.ts';
import { Slice } from '../../src/text/slice.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { onSigmaCondition, type SigmaCondition } from './ast.ts';
import { parseSigmaCondition } from './parse.ts';
import { SigmaConditionParser } from './parser.ts';

const parse = (text: string) => parseSigmaCondition(Slice.verbatim(new SourceText('c', text)));

const show = (node: SigmaCondition): string =>
  onSigmaCondition<string>(node, {
    name: ({ name }) => name,
    of: ({ quantifier, pattern = 'them' }) => `${quantifier}:${pattern}`,
    not: ({ inner }) => `!${show(inner)}`,
    and: ({ parts }) => `(${parts.map(show).join(' & ')})`,
    or: ({ parts }) => `(${parts.map(show).join(' | ')})`,
  });

test('the grammar has no ambiguity', () => {
  expect(() => new SigmaConditionParser(false)).not.toThrow();
});

test.each([
  ['a', 'a'],
  ['a and b or c', '((a & b) | c)'],
  ['a or b and c', '(a | (b & c))'],
  ['not a and b', '(!a & b)'],
  ['not not a', '!!a'],
  ['(a)and(b)', '(a & b)'],
  ['not(a)', '!a'],
  ['not 1 of f* and all of sel-*', '(!one:f* & all:sel-*)'],
  ['any of them', 'one:them'],
  ['a\n  and\n b', '(a & b)'],
  ['android and order and notepad and offer and all', '(android & order & notepad & offer & all)'],
  ['1 of 1', 'one:1'],
  ['them or any', '(them | any)'],
])('%j', (text, tree) => {
  const { ast, diagnostics } = parse(text);
  expect(diagnostics).toEqual([]);
  expect(ast && show(ast)).toBe(tree);
});

test.each([
  ['', 'sigma/condition-syntax', ''],
  ['a and ', 'sigma/condition-syntax', ''],
  ['a b', 'sigma/condition-syntax', 'b'],
  ['a and or b', 'sigma/condition-syntax', 'or'],
  ['a and ()', 'sigma/condition-syntax', ')'],
  ['(a', 'sigma/condition-syntax', ''],
  ['a)', 'sigma/condition-syntax', ')'],
  ['all of', 'sigma/condition-syntax', ''],
  ['a AND b', 'sigma/keyword-case', 'AND'],
  ['a and (b OR c)', 'sigma/keyword-case', 'OR'],
  ['Not a', 'sigma/keyword-case', 'Not'],
  ['2 of them', 'sigma/quantifier', '2'],
  ['sel*', 'sigma/pattern-alone', 'sel*'],
  ['a, b', 'sigma/stray', ','],
  ['a\u0000', 'sigma/stray', '\u0000'],
  ['a | count() by x > 5', 'sigma/aggregation', '| count() by x > 5'],
])('%j is refused with %s', (text, code, place) => {
  const { ast, diagnostics } = parse(text);
  expect(ast).toBeUndefined();
  expect(diagnostics.map((found) => found.code)).toEqual([code]);
  const [{ span } = {}] = diagnostics;
  expect(text.slice(span?.start, span?.end)).toBe(place);
});

describe('hostile conditions', () => {
  test.each([
    ['brackets', `${'('.repeat(100_000)}a`],
    ['negations', `${'not '.repeat(100_000)}a`],
    ['negated brackets', `${'not ('.repeat(50_000)}a`],
  ])('%s', (_, text) => {
    expect(parse(text).diagnostics.map(({ code }) => code)).toEqual(['sigma/too-deep']);
  });

  test('a long chain is flat', () => {
    const { ast } = parse(Array.from({ length: 20_000 }, (_, i) => `s${i}`).join(' or '));
    expect(ast?.kind === 'or' && ast.parts.length).toBe(20_000);
  });

  test('nesting up to the limit is read', () => {
    expect(parse(`${'('.repeat(64)}a${')'.repeat(64)}`).ast).toBeDefined();
  });

  test('every message can be shown', () => {
    for (const text of ['a b', 'a AND b', '7 of x', 'x*', 'a | b', '%', '('.repeat(99)])
      for (const found of parse(text).diagnostics) expect(messageOf(found)).not.toBe('');
  });
});
