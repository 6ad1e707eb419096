import { describe, expect, test } from 'vitest';
import { Slice } from '../../src/text/slice.ts';
import { SourceText } from '../../src/text/source-text.ts';
import type { EqlExpression, EqlStatement } from './ast.ts';
import { eqlTokens, parseEqlExpression, parseEqlStatement } from './parse.ts';

const slice = (text: string): Slice => Slice.verbatim(new SourceText('rule.eql', text));

function statement(text: string): EqlStatement {
  const { ast, diagnostics } = parseEqlStatement(slice(text));
  expect(diagnostics).toEqual([]);
  if (!ast) throw new Error('no tree');
  return ast;
}

function expression(text: string): EqlExpression {
  const { ast, diagnostics } = parseEqlExpression(slice(text));
  expect(diagnostics).toEqual([]);
  if (!ast) throw new Error('no tree');
  return ast;
}

type Show = { readonly [K in EqlExpression['kind']]: (node: Extract<EqlExpression, { kind: K }>) => string };

/** The tree with a bracket around every node that has parts, so that binding can be read. */
const SHOW: Show = {
  or: (node) => `(${node.operands.map(show).join(' or ')})`,
  and: (node) => `(${node.operands.map(show).join(' and ')})`,
  not: (node) => `(not ${show(node.operand)})`,
  compare: (node) => `(${show(node.left)} ${node.operator} ${show(node.right)})`,
  match: (node) => `(${show(node.subject)} ${node.operator} [${node.patterns.map(show).join(' ')}])`,
  in: (node) =>
    `(${show(node.subject)} ${node.negated ? 'not ' : ''}in${node.insensitive ? '~' : ''} [${node.values.map(show).join(' ')}])`,
  arithmetic: (node) => `(${show(node.left)} ${node.operator} ${show(node.right)})`,
  sign: (node) => `(${node.operator} ${show(node.operand)})`,
  call: (node) => `${node.name}${node.insensitive ? '~' : ''}(${node.args.map(show).join(' ')})`,
  field: (node) => `${node.optional ? '?' : ''}${node.path.join('.')}`,
  string: (node) => JSON.stringify(node.value),
  integer: (node) => `${node.value}`,
  decimal: (node) => `${node.value}d`,
  boolean: (node) => `${node.value}`,
  null: () => 'null',
};

function show(node: EqlExpression): string {
  return (SHOW[node.kind] as (node: EqlExpression) => string)(node);
}

describe('binding', () => {
  test.each([
    ['a or b and c', '(a or (b and c))'],
    ['a or b or c and d and e', '(a or b or (c and d and e))'],
    ['(a or b) or c', '((a or b) or c)'],
    ['not a == b', '(not (a == b))'],
    ['not not a and b', '((not (not a)) and b)'],
    ['a + b : "x"', '(a + (b : ["x"]))'],
    ['a * b + c * d', '((a * b) + (c * d))'],
    ['a - b - c', '((a - b) - c)'],
    ['a % b / c', '((a % b) / c)'],
    ['- a * b', '((- a) * b)'],
    ['- - a + + b', '((- (- a)) + (+ b))'],
    ['-a in (1)', '(- (a in [1]))'],
    ['7 - -3', '(7 - (- 3))'],
    ['a + 1 <= b * 2', '((a + 1) <= (b * 2))'],
    ['1 * -2 <= -3 * 4', '((1 * (- 2)) <= ((- 3) * 4))'],
    ['(a == b) == c', '((a == b) == c)'],
    ['a == b in (1)', '(a == (b in [1]))'],
    ['not a in (b and c, d + 1)', '(not (a in [(b and c) (d + 1)]))'],
  ])('%s', (text, shape) => {
    expect(show(expression(text))).toBe(shape);
  });
});

describe('tests and calls', () => {
  test.each([
    ['a not in~ ("x", 1.5)', '(a not in~ ["x" 1.5d])'],
    ['a like~ ("x", null, true)', '(a like~ ["x" null true])'],
    ['a regex "x"', '(a regex ["x"])'],
    ['(a) : "x"', '(a : ["x"])'],
    ['startsWith~(a, "b") and CONCAT()', '(startsWith~(a "b") and CONCAT())'],
    ['f (a == 1 or b)', 'f(((a == 1) or b))'],
    ['?a.b == null', '(?a.b == null)'],
    ['`a.b`.c', 'a.b.c'],
    ['```t``x```.`@timestamp`', '`t`x`.@timestamp'],
    ['?`a b`.c', '?a b.c'],
    ['@timestamp < inner', '(@timestamp < inner)'],
    ['.5 + 1. + 1e3 + .5e-2', '(((0.5d + 1d) + 1000d) + 0.005d)'],
    ['a // x\n== /* y /* z */ */ 1', '(a == 1)'],
  ])('%s', (text, shape) => {
    expect(show(expression(text))).toBe(shape);
  });

  test('whole numbers know their width', () => {
    const bits = (text: string) => {
      const node = expression(text);
      return node.kind === 'integer' ? [node.value, node.bits] : undefined;
    };
    expect(bits('2147483647')).toEqual([2147483647n, 32]);
    expect(bits('2147483648')).toEqual([2147483648n, 64]);
    expect(bits('9223372036854775807')).toEqual([9223372036854775807n, 64]);
    expect(bits('9223372036854775808')).toEqual([9223372036854775808n, 'wider']);
  });

  test('a field has its path, and its name is the path joined', () => {
    expect(expression('?a.`b.c`')).toMatchObject({
      kind: 'field',
      name: 'a.b.c',
      path: ['a', 'b', 'c'],
      optional: true,
    });
  });
});

describe('queries', () => {
  test('category', () => {
    expect(statement('any where true').query).toMatchObject({ category: { kind: 'any' } });
    expect(statement('"any" where true').query).toMatchObject({ category: { kind: 'category', name: 'any' } });
    expect(statement('"""a\\b""" where true').query).toMatchObject({ category: { kind: 'category', name: 'a\\b' } });
    expect(statement('runs where true').query).toMatchObject({ category: { kind: 'category', name: 'runs' } });
  });

  test('a sequence with everything', () => {
    const text = `sequence by a, ?b with maxspan=5 m
      [process where x] by c with runs=3
      ![file where y] by d
      [any where z] by ?e
      until [any where end] by f
      | head 3 | tail 2147483648-1`;
    expect(statement(text)).toMatchObject({
      query: {
        kind: 'sequence',
        keys: [
          { name: 'a', optional: false },
          { name: 'b', optional: true },
        ],
        maxspan: { amount: 5n, unit: 'm' },
        terms: [
          { missing: false, keys: [{ name: 'c' }], runs: { count: 3 }, query: { category: { name: 'process' } } },
          { missing: true, keys: [{ name: 'd' }] },
          { missing: false, keys: [{ name: 'e', optional: true }] },
        ],
        until: { keys: [{ name: 'f' }] },
      },
      pipes: [
        { kind: 'head', count: 3 },
        { kind: 'tail', count: 2147483647 },
      ],
    });
  });

  test('what is not written is not there', () => {
    const { query } = statement('sequence [a where b] [c where d]');
    expect(Object.keys(query)).toEqual(['kind', 'keys', 'terms', 'span']);
    expect(query.kind === 'sequence' && Object.keys(query.terms[0] ?? {})).not.toContain('runs');
  });

  test('one term that runs is a sequence', () => {
    expect(statement('sequence by a [b where c] with runs=2').query).toMatchObject({ terms: [{ runs: { count: 2 } }] });
  });

  test('a sample', () => {
    const { query } = statement('sample by a [b where c] by d [e where f] by g');
    expect(query).toMatchObject({ kind: 'sample', terms: [{ keys: [{ name: 'd' }] }, { keys: [{ name: 'g' }] }] });
  });

  test('a join has a tree, and is refused', () => {
    const { ast, diagnostics } = parseEqlStatement(slice('join by a [b where c] [d where e] until [f where g]'));
    expect(ast?.query).toMatchObject({ kind: 'join', terms: [{}, {}], until: {} });
    expect(diagnostics.map(({ code }) => code)).toEqual(['eql/join-unsupported']);
  });
});

describe('places', () => {
  test('a node spans its text, with the brackets before it', () => {
    const text = '  not (a) + f(b) == "x" and c in (1)';
    const spanned: string[] = [];
    const visit = (node: unknown): void => {
      if (node === null || typeof node !== 'object' || node instanceof SourceText) return;
      const { kind, span } = node as { kind?: string; span?: { start: number; end: number } };
      if (kind && span) spanned.push(`${kind}: ${text.slice(span.start, span.end)}`);
      for (const [key, part] of Object.entries(node)) if (key !== 'span') visit(part);
    };
    visit(expression(text));
    expect(spanned).toEqual([
      'and: not (a) + f(b) == "x" and c in (1)',
      'not: not (a) + f(b) == "x"',
      'compare: (a) + f(b) == "x"',
      'arithmetic: (a) + f(b)',
      'field: a',
      'call: f(b)',
      'field: b',
      'string: "x"',
      'in: c in (1)',
      'integer: 1',
      'field: c',
    ]);
  });

  test('a place is one of the file around the query', () => {
    const file = new SourceText('rule.toml', 'query = """\nany where a ==\n"""\n');
    const [problem] = parseEqlStatement(Slice.verbatim(file, 12, 27)).diagnostics;
    expect(problem?.span && file.position(problem.span.start)).toEqual({ line: 2, column: 15 });
  });
});

test('tokens come without blanks and comments', () => {
  expect(eqlTokens(slice('any /* x */ where\ta in~ ("b") // c'))).toEqual([
    { kind: 'Any', image: 'any' },
    { kind: 'Where', image: 'where' },
    { kind: 'Name', image: 'a' },
    { kind: 'In', image: 'in~' },
    { kind: 'LeftParen', image: '(' },
    { kind: 'Text', image: '"b"' },
    { kind: 'RightParen', image: ')' },
  ]);
});
