import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadRules } from '../../src/compile.ts';
import { get, toPlain } from '../../src/formats/located.ts';
import { and, leaf, not, or } from '../../src/ir/build.ts';
import type { Cond } from '../../src/ir/cond.ts';
import { pattern } from '../../src/ir/pattern.ts';
import type { Rule } from '../../src/ir/rule.ts';
import { legalize } from '../../src/passes/pipeline.ts';
import { defaultEmitOptions } from '../../src/target/backend.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { runs } from '../../test/seed.ts';
import { readRule } from './evaluate.test-support.ts';
import { sigma } from './index.ts';
import { patternText } from './lexical.ts';

function convert(query: string) {
  const [loaded] = loadRules(new SourceText('rule.eql', query)).rules;
  if (!loaded?.rule) throw new Error(loaded?.diagnostics.map(({ code }) => code).join());
  return sigma.emit(legalize(loaded.rule), defaultEmitOptions);
}

/** The lines of the section `detection`, one step less deep. */
function detection(query: string): readonly string[] {
  const lines = (convert(query).text ?? '').split('\n');
  const start = lines.indexOf('detection:') + 1;
  const end = lines.findIndex((line, i) => i >= start && !line.startsWith(' '));
  return lines.slice(start, end).map((line) => line.slice(4));
}

test.each<readonly [string, readonly string[]]>([
  [
    'process where process.name : ("a.exe", "b.exe") and process.pid > 4',
    [
      'selection:',
      '    event.category|cased: process',
      '    process.name:',
      '        - a.exe',
      '        - b.exe',
      '    process.pid|gt: 4',
      'condition: selection',
    ],
  ],
  [
    'any where process.name : ("a.exe", "b*") and process.args != null',
    [
      'selection:',
      '    - process.name: a.exe',
      '    - process.name|startswith: b',
      'filter_main_cli:',
      '    process.args: null',
      'condition: selection and not 1 of filter_main_*',
    ],
  ],
  [
    'any where process.command_line : "*a*" and process.command_line : "*b*" and not (user.name : "x" or user.id : "y*")',
    [
      'selection:',
      '    process.command_line|contains|all:',
      '        - a',
      '        - b',
      'filter_main_user_name:',
      '    user.name: x',
      'filter_main_user_id:',
      "    user.id|startswith: 'y'",
      'condition: selection and not 1 of filter_main_*',
    ],
  ],
  [
    'any where (process.name : "a" and user.name : "b") or process.parent.name == "c"',
    [
      'selection:',
      '    - process.name: a',
      '      user.name: b',
      '    - process.parent.name|cased: c',
      'condition: selection',
    ],
  ],
  [
    'any where process.name : "a" and (user.name : "b" or (user.id : "c" and not user.domain : "d"))',
    [
      'selection_img:',
      '    process.name: a',
      'selection_user_name:',
      '    user.name: b',
      'selection_user_id:',
      '    user.id: c',
      'filter_nested_user_domain:',
      '    user.domain: d',
      'condition: selection_img and (selection_user_name or (selection_user_id and not filter_nested_user_domain))',
    ],
  ],
  [
    'any where length(process.name) >= 3 and cidrMatch(source.ip, "10.0.0.0/8") and process.args_count == 4',
    [
      'selection:',
      '    process.name|re: ^[\\s\\S]{3,}$',
      '    source.ip|cidr: 10.0.0.0/8',
      '    process.args_count: 4',
      'condition: selection',
    ],
  ],
  ['any where true', ['selection:', "    '@timestamp': null", 'condition: selection or not selection']],
])('%s', (query, lines) => {
  expect(detection(query)).toEqual(lines);
});

test.each([
  ['any where process.pid + 1 == 2', 'Sigma has no arithmetic'],
  ['any where true | head 5', 'a Sigma rule finds every event and has no way to keep some of them'],
  ['any where process.name > "a"', 'Sigma orders numbers only'],
  ['sequence [any where true] [any where true]', 'a correlation of Sigma needs a time span, and the sequence has none'],
])('%s is refused with the reason', (query, why) => {
  const { text, notes } = convert(query);
  expect(text).toBeUndefined();
  expect(notes.map((note) => note.why)).toContain(why);
});

test.each([
  ['C:\\x', 'C:\\x'],
  ['C:\\x\\', 'C:\\x\\'],
  ['a\\*', 'a\\\\\\*'],
  ['\\\\srv', '\\\\\\\\srv'],
  ['*?', '\\*\\?'],
])('the text %s is written %s', (text, written) => {
  expect(patternText(pattern([{ kind: 'lit', text }]))).toBe(written);
});

test('a backslash before a wildcard is doubled', () => {
  expect(patternText(pattern([{ kind: 'lit', text: 'C:\\T\\' }, { kind: 'any' }]))).toBe('C:\\T\\\\*');
});

const hostile = fc.oneof(
  { weight: 8, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  fc
    .array(
      fc.constantFrom(
        '"',
        "'",
        '\\',
        '\n',
        '\r',
        ': ',
        '- ',
        '#',
        '---',
        '...',
        '%',
        '{',
        '}',
        '|',
        '\0',
        '\u2028',
        '*/',
        '`',
        '__proto__',
        'x',
      ),
      {
        maxLength: 10,
      },
    )
    .map((parts) => parts.join('')),
  fc.constant('"\'\\\n: '.repeat(7000)),
);

const ruleOf = (condition: Cond, metadata: Rule['metadata']): Rule => ({
  metadata,
  language: 'eql',
  source: { path: 't', index: 0 },
  taxonomy: 'ecs',
  time: { timestamp: '@timestamp' },
  query: { kind: 'event', filter: { condition }, pipes: [] },
});

const equals = (name: string, text: string): Cond =>
  leaf({
    kind: 'match',
    subject: { kind: 'field', name, type: 'text', list: false },
    patterns: [pattern([{ kind: 'lit', text }])],
    caseRule: 'simple',
  });

test('no text of a rule leaves its place', () => {
  fc.assert(
    fc.property(
      fc.array(hostile, { minLength: 8, maxLength: 8 }),
      ([a = '', b = '', c = '', d = '', e = '', f = '', g = '', h = '']) => {
        const metadata = {
          name: a,
          ruleId: b,
          description: c,
          author: [d],
          references: [e],
          falsePositives: [f],
          tags: [a],
          index: [g],
          license: d,
        };
        const { text } = sigma.emit(ruleOf(and([equals('k', g), equals(h, 'x')]), metadata), defaultEmitOptions);
        const isName = h !== '' && h.length < 1000 && !h.includes('|') && h.isWellFormed();
        expect(text !== undefined).toBe(isName);
        if (text === undefined) return;
        const document = readRule(text);
        if (document.kind !== 'map') throw new Error('no map');
        const keys = document.entries.map(({ key }) => key);
        expect(keys.filter((key) => !['tags', 'description'].includes(key))).toEqual([
          'title',
          'id',
          'taxonomy',
          'status',
          'license',
          'references',
          'author',
          'logsource',
          'detection',
          'falsepositives',
        ]);
        expect(toPlain(get(document, 'author') ?? document)).toBe(d);
        expect(toPlain(get(document, 'references') ?? document)).toEqual([e]);
        expect(toPlain(get(document, 'falsepositives') ?? document)).toEqual([f.replace(/\s+/g, ' ').trim()]);
        expect(toPlain(get(document, 'description') ?? document)).toEqual(
          c.trim() === '' ? toPlain(document) : c.trim(),
        );
        const detected = get(document, 'detection');
        if (detected?.kind !== 'map') throw new Error('no detection');
        expect(detected.entries.at(-1)?.key).toBe('condition');
        const [selection] = detected.entries;
        const inside = selection?.value.kind === 'map' ? selection.value.entries.map(({ key }) => key) : [];
        expect(inside.every((key) => key === 'k' || key === h)).toBe(true);
      },
    ),
    { numRuns: runs(300) },
  );
});

test('thousands of alternatives and exceptions are laid out in linear time', () => {
  const many = Array.from({ length: 5000 }, (_, i) => and([equals(`f${i}`, 'x'), not(equals(`g${i}`, 'y'))]));
  const begin = process.cpuUsage();
  const { text } = sigma.emit(ruleOf(or(many), {}), defaultEmitOptions);
  expect(text?.split('\n').length).toBeGreaterThan(20_000);
  expect(process.cpuUsage(begin).user / 1e6).toBeLessThan(10);
});
