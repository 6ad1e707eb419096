import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpuTime } from '../../../test/cpu-time.ts';
import { runs, share } from '../../../test/seed.ts';
import { isError } from '../../diagnostics/diagnostic.ts';
import { renderHuman } from '../../diagnostics/render/human.ts';
import { functionRows } from './functions/index.ts';
import { runKusto } from './run.ts';
import type { KustoTable } from './types.ts';

const T: KustoTable = {
  columns: [
    { name: 'a', type: 'string' },
    { name: 'n', type: 'long' },
    { name: 'd', type: 'dynamic' },
    { name: 't', type: 'datetime' },
  ],
  rows: [
    ['x y', 1, { k: [1, 'two', null] }, '2024-01-01T00:00:00Z'],
    ['', null, null, null],
    ['C:\\Windows', -5, ['a'], '2024-01-02T00:00:00.5Z'],
  ],
};

const words = fc.constantFrom(
  ...[
    'T',
    'a',
    'n',
    'd',
    't',
    '"x"',
    '@"\\d+"',
    '1',
    '2.5',
    '5m',
    'true',
    'dynamic([1,"a"])',
    'datetime(2024-01-01)',
    'long(null)',
  ],
  ...[
    '| where',
    '| extend x =',
    '| project',
    '| summarize',
    'by',
    '| sort by',
    '| join (T) on',
    '| mv-expand',
    '| take',
    '| scan with (step s:',
  ],
  ...[
    'and',
    'or',
    '==',
    '!=',
    '=~',
    'has',
    '!has',
    'in (',
    'between (',
    '..',
    '+',
    '-',
    '*',
    '/',
    '%',
    '<',
    ',',
    '(',
    ')',
    ';',
    ';)',
  ],
  ...functionRows.map(({ name }) => `${name}(`),
  ...[
    'count()',
    'max(n)',
    'arg_max(n, *)',
    'd.k',
    'd[0]',
    '["a"]',
    'let f = (v: long) { v };',
    'f(n)',
    '| union T',
    'toscalar(',
  ],
);

describe('hostile queries', () => {
  it('are answered or refused, never thrown at', () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 14 }), (parts) => {
        const { rows, diagnostics } = runKusto(`T ${parts.join(' ')}`, { T }, { limits: { steps: 200_000 } });
        for (const found of diagnostics) expect(renderHuman(found)).not.toContain('undefined');
        if (diagnostics.some(isError)) expect(rows).toEqual([]);
      }),
      { numRuns: runs(1500) },
    );
  });

  it('call every function on every kind of value', () => {
    const values = [
      'a',
      'n',
      'd',
      't',
      '1',
      '-1',
      '9223372036854775807',
      '0',
      '""',
      '"("',
      'd.k',
      '1.5',
      '0.0',
      '1d',
      'true',
      'real(nan)',
    ];
    for (const { name, parameters } of functionRows) {
      for (const first of values) {
        for (const other of share(values)) {
          const args = parameters.map((_, i) => (i === 0 ? first : other));
          const { rows, diagnostics } = runKusto(`T | serialize | extend x = ${name}(${args.join(', ')})`, { T });
          if (diagnostics.some(isError)) expect(rows).toEqual([]);
          else expect(rows).toHaveLength(3);
        }
      }
    }
  });

  const doubled = Array.from({ length: 60 }, (_, i) => `let t${i + 1} = union t${i}, t${i};`).join(' ');
  const unfolded = Array.from({ length: 60 }, (_, i) => `let f${i + 1} = (x: long) { f${i}(x) + f${i}(x) };`).join(' ');
  const texts = Array.from({ length: 60 }, (_, i) => `let s${i + 1} = strcat(s${i}, s${i});`).join(' ');
  it.each([
    ['a table that doubles', `let t0 = range x from 1 to 2 step 1; ${doubled} t60 | count`],
    ['a function that doubles', `let f0 = (x: long) { x }; ${unfolded} print f60(1)`],
    ['a text that doubles', `let s0 = "xy"; ${texts} print strlen(s60)`],
    ['a long range', 'range x from 1 to 9000000000 step 1 | count'],
    [
      'a wide join',
      'range x from 1 to 20000 step 1 | extend k = 1 | join kind=inner (range y from 1 to 20000 step 1 | extend k = 1) on k | count',
    ],
    [
      'unfolding',
      'range x from 1 to 3000 step 1 | summarize l = make_list(x) | mv-expand x = l | extend l = l | mv-expand y = l | mv-expand z = l | count',
    ],
    [
      'occurrences',
      `print strcat_array(split(strcat_array(split(${'"ab'.padEnd(3000, 'b')}", "b"), "bbbbbbbbbb"), "a"), "ccccccccc")`,
    ],
  ])('%s ends in time', (_, query) => {
    const start = cpuTime();
    const { diagnostics } = runKusto(query, {});
    expect(cpuTime() - start).toBeLessThan(20_000);
    for (const found of diagnostics.filter(isError)) expect(found.code).toMatch(/^kusto\/(?:budget|too-deep)$/);
  });

  it('an empty table that is doubled is worked out once', () => {
    const query = `let t0 = range x from 1 to 0 step 1; ${doubled} t60 | count`;
    expect(runKusto(query, {}).rows).toEqual([[0n]]);
  });

  it('a regular expression that backtracks does not', () => {
    const text = `${'a'.repeat(30)}!`;
    const start = cpuTime();
    expect(runKusto(`print "${text}" matches regex "^(a+)+$"`, {}).rows).toEqual([[false]]);
    expect(runKusto(`print extract("(a+)+$", 1, "${text}")`, {}).rows).toEqual([['']]);
    expect(runKusto(`print extract("(a+)+!", 1, "${text}")`, {}).diagnostics).toMatchObject([
      { code: 'kusto/bad-regex' },
    ]);
    expect(cpuTime() - start).toBeLessThan(5000);
  });

  it('cells that are not of their column are said, not bent', () => {
    const bad: KustoTable = { columns: [{ name: 'n', type: 'long' }], rows: [['x'], [1.5], [true], [[1]]] };
    const { rows, diagnostics } = runKusto('T', { T: bad });
    expect(rows).toEqual([]);
    expect(diagnostics.map(({ code }) => code)).toEqual(Array(4).fill('kusto/bad-cell'));
    let deep: unknown = 1;
    for (let i = 0; i < 10_000; i++) deep = [deep];
    const nested = { columns: [{ name: 'd', type: 'dynamic' as const }], rows: [[deep as never]] };
    expect(runKusto('T', { T: nested }).diagnostics).toMatchObject([{ code: 'kusto/bad-cell' }]);
  });

  it('names of the prototype are names like others', () => {
    expect(runKusto('T | where toString == 1', { T }).diagnostics).toMatchObject([{ code: 'kusto/unknown-name' }]);
    expect(runKusto('print constructor()', {}).diagnostics).toMatchObject([{ code: 'kusto/unknown-function' }]);
    expect(runKusto('datatable(a: hasOwnProperty) []', {}).diagnostics).toMatchObject([{ code: 'kusto/unknown-type' }]);
    expect(runKusto('T | join kind=constructor (T) on n', { T }).diagnostics).toMatchObject([
      { code: 'kusto/bad-option' },
    ]);
    const rows = runKusto(`print d = parse_json('{"__proto__": 1}')`, {}).rows;
    expect(JSON.stringify(rows)).toBe('[[{"__proto__":1}]]');
  });
});
