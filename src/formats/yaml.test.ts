import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { cpuTime } from '../../test/cpu-time.ts';
import { runs } from '../../test/seed.ts';
import { renderHuman } from '../diagnostics/render/human.ts';
import { SourceText } from '../text/source-text.ts';
import { asSlice, get, toPlain } from './located.ts';
import { type Printable, printYaml } from './print-yaml.ts';
import { readYaml } from './yaml.ts';

const read = (text: string) => readYaml(new SourceText('rule.yml', text));
const plain = (text: string) => read(text).value?.map(toPlain);
const codes = (text: string) => read(text).diagnostics.map((found) => found.code);

const RULES = new URL('../../../shared/corpus/sigma/rules/rules.ndjson', import.meta.url);
const rules: readonly { yaml: string }[] = existsSync(RULES)
  ? readFileSync(RULES, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : [];
if (rules.length === 0) process.stderr.write('skipped: no reference corpus (rules.ndjson) beside the repository\n');

describe('readYaml', () => {
  it('reads YAML 1.2: no dates, no yes and no, integers exact', () => {
    const text =
      'a: yes\nb: 2024-01-01\nc: 0o17\nd: 9007199254740993\ne: 1.50\nf: ~\ng: [1, true]\n1: x\ntrue: y\nh:\ni: 0123\nj: <<';
    expect(plain(text)).toEqual([
      {
        1: 'x',
        a: 'yes',
        b: '2024-01-01',
        c: 15,
        d: 9007199254740993n,
        e: 1.5,
        f: null,
        g: [1, true],
        true: 'y',
        h: null,
        i: 123,
        j: '<<',
      },
    ]);
    expect(get(read(text).value?.[0], 'e')).toMatchObject({ raw: '1.50' });
    expect(get(read(text).value?.[0], 'i')).toMatchObject({ raw: '0123' });
  });

  it('reads several documents and leaves empty ones out', () => {
    expect(plain('---\na: 1\n---\n---\nb: 2\n...\n---\n# end\n')).toEqual([{ a: 1 }, { b: 2 }]);
    expect(plain('')).toEqual([]);
  });

  it('reads the other documents where one is broken', () => {
    expect(plain('a: 1\n---\nb: b: x\n---\nc: 3\n')).toEqual([{ a: 1 }, { c: 3 }]);
  });

  it('shares what an alias repeats', () => {
    expect(plain('a: &x [1, 2]\nb: *x')).toEqual([{ a: [1, 2], b: [1, 2] }]);
  });

  const laughs = `a0: &a0 [x, x]\n${Array.from({ length: 40 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`).join('\n')}`;
  it.each(
    [
      ['a: 1\na: 2', 'container/duplicate-key'],
      ['"a": 1\na: 2', 'container/duplicate-key'],
      ['a: *x', 'container/yaml-alias'],
      ['a: &x [*x]', 'container/yaml-alias'],
      ['[a]: 1', 'container/yaml-key'],
      ['a: "x', 'container/yaml-syntax'],
      ['a:\n\t- b', 'container/yaml-syntax'],
      ['a: b: c', 'container/yaml-syntax'],
      ['a: !x y', 'container/yaml-warning'],
      ['['.repeat(100_000), 'container/too-deep'],
      [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'container/too-deep'],
      ['- '.repeat(100_000), 'container/too-deep'],
      ['{a: '.repeat(100_000), 'container/too-deep'],
      [Array.from({ length: 500 }, (_, n) => `${' '.repeat(n)}a:`).join('\n'), 'container/too-deep'],
    ].map(([text = '', code]) => [text.slice(0, 40), text, code]),
  )('refuses %j', (_start, text = '', code) => {
    expect(codes(text)).toContain(code);
  });

  it('bounds what aliases repeat', () => {
    expect(read(laughs).value).toEqual([]);
    expect(codes(laughs)).toContain('container/yaml-alias-limit');
  });

  it('lists only the first problems', () => {
    expect(codes("a: 'x\n".repeat(1_000)).length).toBe(21);
  });

  it('finds an error after any number of comments, and is done with a flood of errors in time', () => {
    expect(codes(`a: 1\n${'# c\n\n'.repeat(200)}]`)).toEqual(['container/yaml-syntax']);
    const start = cpuTime();
    expect(codes(']'.repeat(300_000)).length).toBe(21);
    expect(cpuTime() - start).toBeLessThan(3_000);
  });

  it('says where and what', () => {
    const [found] = read('title: a\ndetection:\n  sel:\n    Image: 1\n    Image: 2\n').diagnostics;
    expect(found && renderHuman(found)).toMatchInlineSnapshot(`
      "error[container/duplicate-key]: the key \`Image\` stands here a second time
        ┌─ rule.yml:5:5
      5 │     Image: 2
        │     ^^^^^
        ┌─ rule.yml:4:5
      4 │     Image: 1
        │     ^^^^^ first here"
    `);
    const [broken] = read('title: a\nlevel: "high\n').diagnostics;
    expect(broken && renderHuman(broken)).toMatchInlineSnapshot(`
      "error[container/yaml-syntax]: not valid YAML: Missing closing "quote
        ┌─ rule.yml:3:1
      3 │ 
        │ ^"
    `);
  });

  it('keeps a key __proto__ apart', () => {
    expect(Object.keys(plain('__proto__: {polluted: 1}')?.[0] as object)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each([
    ['a: one or two', 'two'],
    ["a: 'it''s two'", 'two'],
    ['a: "\\x41\\t\\u00e9 \\\n   two"', 'two'],
    ['a:\n  one\n    and\n\n  two', 'two'],
    ["a: 'one\n\n   two'", 'two'],
    ['a: |\n  one\n   more\n\n  two\n', 'two'],
    ['a: >-\n  one\n  more\n\n  two\n', 'two'],
    ['a: &x !!str two', 'two'],
    ['\ufeffa: two', 'two'],
    ['a: |\r\n  one\r\n  two\r\n', 'two'],
  ])('finds the way back in %j', (text, word) => {
    const slice = asSlice(get(read(text).value?.[0], 'a'));
    const at = slice?.text.indexOf(word) ?? -1;
    expect(at).toBeGreaterThanOrEqual(0);
    expect(slice?.fileOffset(at)).toBe(text.indexOf(word));
    expect(slice?.fileOffset(at + word.length - 1)).toBe(text.indexOf(word) + word.length - 1);
  });

  it.each([
    ['a block', `a: |\n${'  xx xx\n'.repeat(150_000)}`],
    ['a plain scalar', `a: ${'x\n  '.repeat(250_000)}`],
    ['escapes', `a: "${'\\n'.repeat(500_000)}"`],
    ['many keys', Array.from({ length: 50_000 }, (_, n) => `k${n}: 1`).join('\n')],
    ['blank lines', '\n'.repeat(1_000_000)],
    ['many documents', 'a: 1\n---\n'.repeat(50_000)],
  ])('reads %s of a megabyte', (_name, text) => {
    const start = cpuTime();
    expect(read(text).diagnostics).toEqual([]);
    expect(cpuTime() - start).toBeLessThan(10_000);
  });

  it('throws for no text', () => {
    const piece = fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '-',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '|',
      '>',
      '&a',
      '*a',
      '!',
      '%',
      '#',
      '---',
      '...',
      '\t',
      '?',
      ',',
      '\\',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const { value, diagnostics } = read(pieces.join(''));
        expect(value).toBeDefined();
        for (const { span } of diagnostics) expect(span).toBeDefined();
      }),
      { numRuns: runs(1_000) },
    );
  });

  it.skipIf(rules.length === 0)('reads the SigmaHQ rules as the package does', () => {
    for (const { yaml } of rules.slice(0, 400)) expect(plain(yaml)).toEqual([parse(yaml)]);
  });
});

describe('printYaml', () => {
  it('has the layout of SigmaHQ', () => {
    const rule = {
      title: 'Odd Child of X',
      description: 'First line\nsecond: line\n',
      date: '2024-01-31',
      tags: ['attack.execution', 'attack.t1059'],
      logsource: { category: 'process_creation', product: 'windows' },
      detection: {
        selection: [
          { 'Image|endswith': '\\x.exe', EventID: 1 },
          { 'CommandLine|contains': ['a: b', 'yes', '*', ' -x', '1'] },
        ],
        empty: null,
        condition: 'selection and not empty',
      },
      falsepositives: [],
    };
    expect(printYaml(rule, { dates: ['date'] })).toMatchInlineSnapshot(`
      "title: Odd Child of X
      description: |
          First line
          second: line
      date: 2024-01-31
      tags:
          - attack.execution
          - attack.t1059
      logsource:
          category: process_creation
          product: windows
      detection:
          selection:
              - Image|endswith: \\x.exe
                EventID: 1
              - CommandLine|contains:
                    - 'a: b'
                    - 'yes'
                    - '*'
                    - ' -x'
                    - '1'
          empty: null
          condition: selection and not empty
      falsepositives: []
      "
    `);
  });

  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.stringMatching(/^[-?:,[\]{}#&*!|>'"%@` \n\tabx01._+\\~=<]{0,8}$/),
    fc.constantFrom(
      'yes',
      'NO',
      'y',
      '~',
      '=',
      '<<',
      '0x1',
      '1_000',
      '1:30',
      '2024-01-01',
      '.inf',
      '1e3',
      '0o7',
      '---',
      '...',
      'null',
      '\u2028',
      '\u0085',
      '\ud800',
    ),
  );
  const { value } = fc.letrec<{ value: Printable }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.integer(),
      fc.bigInt(),
      fc.double({ noNaN: true }),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(text, tie('value'), { maxKeys: 4 }),
    ),
  }));

  it('is read back as it was, by readers of YAML 1.2 and 1.1', () => {
    const numbers = (one: unknown): unknown => {
      if (typeof one === 'bigint' || typeof one === 'number') return Number(one);
      if (Array.isArray(one)) return one.map(numbers);
      if (typeof one !== 'object' || one === null) return one;
      return Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, numbers(inner)]));
    };
    fc.assert(
      fc.property(value, (one) => {
        const printed = printYaml({ one });
        expect(numbers(plain(printed))).toEqual([numbers({ one })]);
        expect(numbers(parse(printed, { version: '1.1' }))).toEqual(numbers({ one }));
      }),
      { numRuns: runs(1_000) },
    );
  });

  it.skipIf(rules.length === 0)('prints the SigmaHQ rules so that they are read back', () => {
    for (const { yaml } of rules.slice(0, 400)) {
      const [rule] = plain(yaml) ?? [];
      expect(plain(printYaml(rule ?? null))).toEqual([rule]);
    }
  });
});

it('a key that is too long for a colon is printed so that it can be read back', () => {
  const value = { ['k'.repeat(2000)]: { ['x: '.repeat(500)]: ['a', { ['y'.repeat(1100)]: 'b' }], short: 'c' } };
  expect(parse(printYaml(value))).toEqual(value);
  expect(plain(printYaml(value))).toEqual([value]);
});
