import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderHuman } from '../../src/diagnostics/render/human.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { runs } from '../../test/seed.ts';
import { findMacros, MAX_NESTING, parseSpl } from './parse.ts';

const source = (text: string): SourceText => new SourceText('search', text);

function tree(text: string): unknown {
  const { tree: found, diagnostics } = parseSpl(source(text));
  expect(diagnostics).toEqual([]);
  return JSON.parse(JSON.stringify(found, (key, value) => (/span$/i.test(key) ? undefined : value)));
}

const fault = (text: string): string =>
  parseSpl(source(text))
    .diagnostics.map((found) => renderHuman(found))
    .join('\n');

const term = (text: string): unknown => ({ kind: 'term', value: { text, quoted: false } });
const field = (name: string): unknown => ({ kind: 'field', name });

describe('search', () => {
  it('binds OR before AND, and NOT before OR', () => {
    expect(tree('a NOT b OR c d')).toEqual({
      commands: [
        {
          kind: 'search',
          condition: {
            kind: 'and',
            parts: [term('a'), { kind: 'or', parts: [{ kind: 'not', body: term('b') }, term('c')] }, term('d')],
          },
        },
      ],
    });
  });

  it('takes operator words in lower case for terms', () => {
    expect(tree('a and b')).toEqual({
      commands: [{ kind: 'search', condition: { kind: 'and', parts: [term('a'), term('and'), term('b')] } }],
    });
  });

  it('keeps escapes, stars and quotes as they are written', () => {
    expect(tree('"f x"="*\\\\a\\"b*"')).toMatchObject({
      commands: [
        {
          condition: {
            field: { text: 'f x', quoted: true },
            value: { text: '*\\\\a\\"b*', quoted: true },
            operator: '=',
          },
        },
      ],
    });
  });

  it('sees pipes and brackets in quotes as text', () => {
    expect(tree('a="x|y[z]" | head 1')).toMatchObject({
      commands: [{ kind: 'search' }, { kind: 'other', name: 'head' }],
    });
  });
});

describe('where and eval', () => {
  it('bind AND before OR before XOR', () => {
    expect(tree('| where NOT a=1 AND b=2 OR c=3 XOR d=4')).toMatchObject({
      commands: [
        {
          condition: {
            operator: 'xor',
            parts: [
              { operator: 'or', parts: [{ operator: 'and', parts: [{ kind: 'not' }, {}] }, {}] },
              { operator: '=', left: field('d') },
            ],
          },
        },
      ],
    });
  });

  it('read a period after a name as concatenation and quoted names as fields', () => {
    expect(tree(`| eval 'x.y'=a.'b.c'.1.5`)).toMatchObject({
      commands: [
        {
          assignments: [
            {
              field: 'x.y',
              value: { kind: 'concat', parts: [field('a'), field('b.c'), { kind: 'number', text: '1.5' }] },
            },
          ],
        },
      ],
    });
  });

  it('go from left to right', () => {
    expect(tree('| eval x=1-2*3-4')).toMatchObject({
      commands: [
        {
          assignments: [
            { value: { first: { text: '1' }, rest: [{ value: { rest: [{}] } }, { value: { text: '4' } }] } },
          ],
        },
      ],
    });
  });
});

it('subsearches nest, and the command behind them goes on', () => {
  expect(tree('| join a b [| makeresults | append [| makeresults]] | head')).toMatchObject({
    commands: [
      {
        name: 'join',
        args: [{}, {}, { kind: 'subsearch', value: { commands: [{ name: 'makeresults' }, { name: 'append' }] } }],
      },
      { name: 'head' },
    ],
  });
});

it('comments are skipped, but not in quotes', () => {
  expect(tree('```one``` a="```x```" ```two```')).toMatchObject({
    commands: [{ condition: { value: { text: '```x```' } } }],
  });
});

it('macros are found outside quotes only', () => {
  expect(findMacros(source('`a` x="`b`" | `c(1)`')).map(({ name }) => name)).toEqual(['a', 'c(1)']);
});

describe('faults', () => {
  it.each([
    ['a=1 |', 'the search ends too early, expected `search` or `where` or `eval` or a command'],
    ['| where x=1 y=2', 'unexpected `y`'],
    ['| where a=b=c', 'unexpected `=`'],
    ['| where 5minutes=1', 'unexpected character `5`'],
    ['a="b', 'unexpected `"b`'],
    ['x=IN', 'unexpected `IN`'],
    ['a="b"*', 'a quoted text touches the text beside it'],
    ["| stats count by 'a b'", "unexpected `'a b'`"],
    ['| eval x=$token$', 'unexpected character `$`'],
    ['a ]', 'unexpected character `]`'],
    ['| join a [| makeresults', 'the search ends too early'],
    ['`x`', 'the macro `x` is not defined'],
  ])('%s', (text, sentence) => {
    expect(fault(text)).toContain(sentence);
  });

  it('points at the place', () => {
    expect(fault('index=a\n| where x==1 and y=2')).toBe(
      [
        'error[spl/syntax]: unexpected `and`, expected the end',
        '  ┌─ search:2:14',
        '2 │ | where x==1 and y=2',
        '  │              ^^^',
      ].join('\n'),
    );
  });

  it('are told for nesting that the stack could not bear', () => {
    const nested = (depth: number): string => `| where ${'('.repeat(depth)}x=1${')'.repeat(depth)}`;
    expect(fault(nested(MAX_NESTING))).toBe('');
    expect(fault(nested(100_000))).toContain('more than 100 deep');
    expect(fault(`| where ${'NOT '.repeat(100_000)}x=1`)).toContain('more than 100 deep');
  });
});

const PIECES = [
  ...['| ', 'search ', 'where ', 'eval ', 'stats ', 'x', '=', '!=', '"a b"', "'f'", '(', ')', '[', ']', ','],
  ...[
    'NOT ',
    'AND ',
    'OR ',
    'IN',
    'eval(',
    'CASE(',
    '1',
    '.',
    '+',
    '-',
    '*',
    '\\',
    '"',
    '`',
    '```',
    ' ',
    'by ',
    'count',
    '<=',
  ],
];

it('never throws, and either gives a tree or a fault with a place in the text', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 3 })), { maxLength: 30 }),
      (pieces) => {
        const text = pieces.join('');
        const { tree: found, diagnostics } = parseSpl(source(text));
        expect(found === undefined).toBe(diagnostics.length > 0);
        for (const { span } of diagnostics) {
          expect(span?.start).toBeGreaterThanOrEqual(0);
          expect(span?.end).toBeLessThanOrEqual(text.length);
        }
      },
    ),
    { numRuns: runs(2000) },
  );
});
