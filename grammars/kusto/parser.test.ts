import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpuTime } from '../../test/cpu-time.ts';
import { runs } from '../../test/seed.ts';
import { parseKusto } from './parser.ts';
import { decodeStringLiteral } from './string-literal.ts';

/** The tree without places. */
const bare = (query: string): unknown =>
  JSON.parse(
    JSON.stringify(parseKusto(query).script, (key, value) => (key === 'at' || key === 'opAt' ? undefined : value)),
  );

/** Brackets put around every operator, so that precedence shows. */
function shown(node: Record<string, unknown>): string {
  const child = (key: string): string => shown(node[key] as Record<string, unknown>);
  if (node.kind === 'binary') return `(${child('left')} ${node.op} ${child('right')})`;
  if (node.kind === 'unary') return `(${node.op}${child('operand')})`;
  return String(node.name ?? node.text);
}
function precedence(expression: string): string {
  const { statements } = bare(expression) as { statements: { value: Record<string, unknown> }[] };
  return shown(statements[0]?.value ?? {});
}

describe('precedence', () => {
  it.each([
    ['a or b and c or d', '((a or (b and c)) or d)'],
    ['a == b and c != d', '((a == b) and (c != d))'],
    ['a + b * c - d', '((a + (b * c)) - d)'],
    ['a + b has c', '(a + (b has c))'],
    ['a * -b', '(a * (-b))'],
    ['a < b == c', '((a < b) == c)'],
    ['a matches\n regex b', '(a matches regex b)'],
  ])('%s', (text, expected) => expect(precedence(text)).toBe(expected));

  it.each(['a == b == c', 'a < b < c', 'a has b has c', 'a in (b) in (c)', '- - a'])('%s does not chain', (text) => {
    expect(parseKusto(text).problems).not.toEqual([]);
  });
});

describe('problems', () => {
  it.each([
    ['print x = "c:\\q"', { kind: 'bad-string', at: { start: 13, end: 14 } }],
    ['print x = "open', { kind: 'bad-string', at: { start: 15, end: 15 } }],
    ['T | where', { kind: 'missing-expression', at: { start: 9, end: 9 } }],
    ['T | where !(a)', { kind: 'missing-expression', at: { start: 10, end: 11 } }],
    ['T | wherex a', { kind: 'operator-expected', at: { start: 4, end: 10 }, found: 'wherex' }],
    ['T | render table', { kind: 'unsupported', at: { start: 4, end: 10 }, what: 'render' }],
    ['T | make-series x', { kind: 'unsupported', at: { start: 4, end: 8 }, what: 'make-series' }],
    ['set x = 1; T', { kind: 'unsupported', at: { start: 0, end: 3 }, what: 'set' }],
    ['T | where (a', { kind: 'unexpected', at: { start: 12, end: 12 }, found: '', expected: '`)`' }],
    ['T | where a ? b', { kind: 'unexpected', at: { start: 12, end: 13 }, found: '?' }],
    ['print dynamic({"a": nul})', { kind: 'bad-literal', at: { start: 20, end: 23 }, text: 'nul' }],
  ])('%s', (query, problem) => expect(parseKusto(query).problems).toEqual([problem]));

  it('keeps what stands before the first problem', () => {
    expect(bare('T | where a not in ("x")')).toMatchObject({
      statements: [{ value: { operators: [{ kind: 'where' }] } }],
    });
  });
});

describe('strings', () => {
  it.each([
    ['"\\x41\\101\\u0041\\U00000041"', 'AAAA'],
    ["'it\\'s'", "it's"],
    ['@"C:\\dir\\"', 'C:\\dir\\'],
    ['@"a""b"', 'a"b'],
    ["h@'a''b'", "a'b"],
    ['```a"\n`b```', 'a"\n`b'],
    ['H"\\t\\\\"', '\t\\'],
  ])('%s', (literal, text) => expect(decodeStringLiteral(literal)).toBe(text));

  it('joins adjacent literals', () => {
    expect(bare('"a" \'b\' // no\n @"c"')).toMatchObject({ statements: [{ value: { type: 'string', text: 'abc' } }] });
  });
});

describe('hostile text', () => {
  const pieces = fc.constantFrom(
    ...[
      'T',
      '|',
      'where',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '@"',
      '```',
      '\\',
      'a',
      '.',
      '..',
      '=',
      '==',
      '=~',
      ';',
    ],
    ...[
      'dynamic(',
      'datetime(',
      'let',
      'scan',
      'step',
      ':',
      '=>',
      '1',
      '1.',
      '5m',
      '0x',
      'in~',
      '!has',
      '!',
      '*',
      '-',
      ',',
    ],
    ...['\u0000', '\ud800', '//', '\n', 'summarize', 'by', 'mv-apply', 'on', 'union', 'count', '$left', 'é'],
  );
  it('is read or refused, never thrown at', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), fc.constantFrom('', ' '), (parts, glue) => {
        const text = parts.join(glue);
        const { problems } = parseKusto(text);
        for (const { at } of problems) {
          expect(at.start).toBeGreaterThanOrEqual(0);
          expect(at.end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: runs(2000) },
    );
  });

  it.each([
    ['brackets', `print ${'('.repeat(50_000)}`],
    ['a closed nest', `print ${'['.repeat(200)}1${']'.repeat(200)}`],
    ['dynamic', `print dynamic(${'['.repeat(5000)}${']'.repeat(5000)})`],
    ['a chain', `T | where ${Array.from({ length: 20_000 }, (_, i) => `a == ${i}`).join(' or ')}`],
    ['a path', `print a${'.b'.repeat(50_000)}`],
  ])('%s too deep is refused in time', (_, query) => {
    const start = cpuTime();
    expect(parseKusto(query).problems).toMatchObject([{ kind: 'too-deep' }]);
    expect(cpuTime() - start).toBeLessThan(5000);
  });

  it('takes brackets 100 deep and chains of 400', () => {
    expect(parseKusto(`print ${'('.repeat(100)}1${')'.repeat(100)}`).problems).toEqual([]);
    expect(parseKusto(`T | where ${Array.from({ length: 400 }, (_, i) => `a == ${i}`).join(' or ')}`).problems).toEqual(
      [],
    );
  });

  it('takes a string of a megabyte', () => {
    expect(parseKusto(`print "${'x'.repeat(1_000_000)}"`).problems).toEqual([]);
  });
});
