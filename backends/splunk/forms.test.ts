import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { convertRule, isUsable, loadRules } from '../../src/compile.ts';
import { and, leaf, not, or, textLiteral } from '../../src/ir/build.ts';
import type { Cond } from '../../src/ir/cond.ts';
import { wildcardPattern } from '../../src/ir/pattern.ts';
import type { Pipe } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import type { Field, Value } from '../../src/ir/value.ts';
import { defaultEmitOptions } from '../../src/target/backend.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { runs } from '../../test/seed.ts';
import { splunk } from './index.ts';
import { commandsOf, readTokens } from './read-back.test-support.ts';

/** An EQL query as SPL: the lines behind the index and before the table, and the assumptions. */
function converted(query: string): {
  readonly lines: string;
  readonly assumes: readonly string[];
  readonly fidelity: string;
} {
  const [loaded] = loadRules(new SourceText('rule.eql', query), { container: 'eql' }).rules;
  if (!loaded || !isUsable(loaded)) throw new Error(`no rule: ${query}`);
  const { text = '', assumes, fidelity } = convertRule(loaded, splunk, { comments: false });
  const lines = text.split('\n').filter((line) => line !== '' && !/^index=|^\| table /.test(line));
  return { lines: lines.join('\n'), assumes, fidelity };
}

const body = (query: string): string => converted(`any where ${query}`).lines;

describe('what a search says', () => {
  test.each([
    ['process.name == "cmd.exe"', 'process.name=CASE(cmd.exe)'],
    ['process.name : "cmd.exe"', 'process.name="cmd.exe"'],
    ['process.name == "a b"', 'process.name=CASE("a b")'],
    ['process.name == "NOT"', 'process.name=CASE("NOT")'],
    ['process.name == "-c"', 'process.name=CASE("-c")'],
    ['event.code == "4625"', 'event.code="4625"'],
    ['event.code in ("4624", "4625")', 'event.code IN ("4624", "4625")'],
    ['process.name : ("a.exe", "b*")', 'process.name IN ("a.exe", "b*")'],
    ['process.name in ("a", "1")', '(process.name="1" OR process.name=CASE(a))'],
    ['process.name like "cmd*"', 'process.name=CASE(cmd*)'],
    ['process.args : "*-enc*"', 'process.args="*-enc*"'],
    ['process.executable : "C:\\\\Windows\\\\*"', 'process.executable="C:\\\\Windows\\\\*"'],
    ['process.name : "*"', 'process.name=*'],
    ['process.name != null', 'process.name=*'],
    ['process.name == null', 'NOT process.name=*'],
    ['process.name != "x"', 'NOT process.name=CASE(x)'],
    ['not process.name : ("x", "y")', 'NOT process.name IN ("x", "y")'],
    ['process.pid == 4', 'process.pid="4"'],
    ['process.code_signature.trusted == true', 'process.code_signature.trusted=CASE(true)'],
    ['source.ip == "10.1.2.3"', 'source.ip="10.1.2.3"'],
    ['process.name : "a" or process.pid == 1', '(process.name="a" OR process.pid="1")'],
    ['not (process.name : "a" and not process.pid == 1)', 'NOT (process.name="a" AND NOT process.pid="1")'],
    [
      'process.name == "say \\"a\\" | b [c] `d`"',
      `| where match('process.name', "^say \\x22a\\x22 \\x7c b \\[c\\] \\x60d\\x60\\z")`,
    ],
    ['process.name == "say \\"a\\" | b [c]"', 'process.name=CASE("say \\"a\\" | b [c]")'],
  ])('%s', (query, expected) => {
    const lines = body(query);
    expect(lines).toBe(expected);
  });
});

describe('what is left to where', () => {
  test.each([
    ['process.executable : "?:\\\\a"', `| where match('process.executable', "(?is)^.:\\x5ca\\z")`],
    ['process.args : "a?"', `| where isnotnull(mvfind('process.args', "(?is)^a.\\z"))`],
    ['not process.args : "a?"', `| where isnull(mvfind('process.args', "(?is)^a.\\z"))`],
    ['not process.name : "a?"', `| where NOT (isnotnull('process.name') AND match('process.name', "(?is)^a.\\z"))`],
    ['process.name : "a*b"', `| where match('process.name', "(?is)^a.*b\\z")`],
    ['process.name == "a*b"', `| where 'process.name'="a*b"`],
    ['process.args == "a*b"', `| where isnotnull(mvfind('process.args', "^a\\*b\\z"))`],
    ['process.name == "10.0.0.0/8"', `| where 'process.name'="10.0.0.0/8"`],
    ['process.name == ""', `| where 'process.name'=""`],
    ['process.name : "?*"', `| where match('process.name', "(?s)^.")`],
    ['process.name regex "[ab]+"', `| where match('process.name', "^[ab]+\\z")`],
    ['process.pid >= 4', `| where tonumber('process.pid')>=4`],
    ['not process.pid >= 4', `| where NOT (if(tonumber('process.pid')>=4, 1, 0)=1)`],
    ['length(process.name) > 5', `| where len('process.name')>5`],
    ['length(process.args) > 5', `| where mvcount(mvfilter(len('process.args')>5))>0`],
    ['not length(process.args) > 5', `| where NOT (coalesce(mvcount(mvfilter(len('process.args')>5)), 0)>0)`],
    ['user.id >= "1000"', `| where isnotnull('user.id') AND "_".'user.id'>="_1000"`],
    [
      'cidrMatch(source.ip, "10.0.0.0/8", "::1/128")',
      `| where cidrmatch("10.0.0.0/8", 'source.ip') OR cidrmatch("::1/128", 'source.ip')`,
    ],
    ['not cidrMatch(source.ip, "10.0.0.0/8")', `| where NOT (if(cidrmatch("10.0.0.0/8", 'source.ip'), 1, 0)=1)`],
    [
      'process.name : "a" or process.name regex "b|c"',
      `| where lower('process.name')="a" OR match('process.name', "^(?:b|c)\\z")`,
    ],
    [
      'startsWith(process.executable, process.name)',
      `| where ( (isnotnull('process.executable') AND len('process.name')=0) OR substr('process.executable', 1, len('process.name'))='process.name' )`,
    ],
  ])('%s', (query, expected) => {
    expect(body(query).replace(/\s+/g, ' ')).toBe(expected);
  });
});

describe('assumptions are said where they matter', () => {
  const about = (query: string, id: string): boolean => converted(`any where ${query}`).assumes.includes(id);
  test.each([
    ['case/no-unicode-lookalike', 'process.name : "skim"', 'process.name : "doc"'],
    ['case/no-unicode-lookalike', 'process.name : "a?k"', 'process.name like "a?k"'],
    ['case/same-non-ascii', 'process.name : "é"', 'process.name == "é"'],
    ['splunk/quoted-case', 'process.name == "a b"', 'process.name == "a-b.exe"'],
    ['splunk/no-empty-values', 'process.name != null', 'process.name : "a"'],
    ['splunk/no-empty-values', 'process.name regex "a*"', 'process.name regex "a+"'],
    ['splunk/no-empty-values', 'length(process.name) < 3', 'length(process.name) > 3'],
    ['splunk/no-empty-values', 'startsWith(process.executable, process.name)', 'process.name == "a"'],
    ['splunk/regex-characters', 'process.name : "a?b"', 'process.name : "?*"'],
    ['splunk/regex-characters', 'process.name regex "[^a]b"', 'process.name regex "[^a]*[a-z]b"'],
    ['splunk/typed-values', 'source.ip != null', 'process.name != null'],
    ['splunk/plain-addresses', 'cidrMatch(source.ip, "10.0.0.0/8")', 'source.ip == "10.1.2.3"'],
    ['number/plain-spelling', 'process.pid == 4', 'event.code == "4"'],
    ['number/double', 'process.pid > 9007199254740993', 'process.pid > 4'],
    ['splunk/text-comparison', 'startsWith(process.executable, process.name)', 'process.name == "1"'],
  ])('%s: %s, not %s', (id, yes, no) => {
    expect([about(yes, id), about(no, id)]).toEqual([true, false]);
  });
});

const process = (name: string, list = false): Field => ({ kind: 'field', name, type: 'text', list });
const matches = (field: Field, text: string): Cond => {
  const value: Value = { kind: 'match', subject: field, patterns: [wildcardPattern(text)], caseRule: 'ascii' };
  return leaf(value);
};

function ruleOf(condition: Cond, more: Partial<Rule> = {}, pipes: readonly Pipe[] = []): Rule {
  return {
    metadata: {},
    language: 'eql',
    source: { path: 'rule.eql', index: 0 },
    taxonomy: 'ecs',
    time: { timestamp: '@timestamp' },
    query: { kind: 'event', filter: { condition }, pipes },
    ...more,
  };
}

const textOf = (rule: Rule, options = {}): string =>
  splunk.emit(rule, { ...defaultEmitOptions, comments: false, ...options }).text ?? '';

describe('the search around the condition', () => {
  const condition = matches(process('a'), 'x');

  test('the index, the window, the table', () => {
    const rule = ruleOf(condition, { metadata: { schedule: { from: 'now-9m', interval: '5m' } } });
    expect(textOf(rule)).toBe('index=* earliest=-9m latest=now\na="x"\n| table _time, a\n');
    expect(textOf(rule, { window: 'none', table: 'main', idColumn: 'id' })).toBe(
      'index=main\na="x"\n| table _time, id, a\n',
    );
    expect(textOf(rule, { window: 'none', table: 'a" | delete' })).toBe(
      'index="a\\" | delete"\na="x"\n| table _time, a\n',
    );
    expect(textOf(ruleOf(condition))).toBe('index=*\na="x"\n| table _time, a\n');
    expect(textOf(ruleOf(condition, { metadata: { schedule: { from: 'now-1M/d', to: 'now-1h' } } }))).toContain(
      'earliest=-1mon@d latest=-1h',
    );
    expect(textOf(ruleOf(condition, { metadata: { schedule: { from: 'now-9m | delete' } } }))).not.toContain('delete');
  });

  test('head and tail, in the order of time', () => {
    const time = { timestamp: '@timestamp', tiebreaker: 'event.sequence' };
    const { text = '', notes } = splunk.emit(
      ruleOf(condition, { time }, [
        { kind: 'tail', count: 5n },
        { kind: 'head', count: 2n },
      ]),
      { ...defaultEmitOptions, comments: false },
    );
    expect(text.split('\n').slice(2, -2)).toEqual([
      '| sort 0 _time, event.sequence',
      '| tail 5',
      '| sort 0 _time, event.sequence',
      '| sort 0 _time, event.sequence',
      '| head 2',
    ]);
    expect(notes.flatMap((note) => note.assumption ?? [])).toEqual(
      expect.arrayContaining(['time/unique-order', 'splunk/event-time']),
    );
    expect(textOf(ruleOf(condition, {}, [{ kind: 'head', count: 0n }]))).toContain('| where 1=0');
  });

  test('constant conditions', () => {
    expect(textOf(ruleOf({ kind: 'true' }))).toBe('index=*\n| table _time\n');
    expect(textOf(ruleOf({ kind: 'false' }))).toBe('index=*\n| where 1=0\n| table _time\n');
  });

  test('names that a search reads otherwise are asked in where; names without a spelling are refused', () => {
    expect(textOf(ruleOf(matches(process('source'), 'x')))).toContain(`| where lower('source')="x"`);
    expect(textOf(ruleOf(matches(process('a-b/c'), 'x')))).toContain(`| where lower('a-b/c')="x"`);
    for (const name of ["a'b", 'a"b', 'a\\b', 'a`b', 'a\nb', '', 'a*'])
      expect(splunk.emit(ruleOf(matches(process(name), 'x')), defaultEmitOptions).text, name).toBeUndefined();
  });

  test('an element each of two lists in one test is refused, two tests of one list are not', () => {
    const compare: Value = {
      kind: 'compare',
      op: 'eq',
      left: process('a', true),
      right: process('b', true),
      caseRule: 'exact',
    };
    expect(splunk.emit(ruleOf(leaf(compare)), defaultEmitOptions).text).toBeUndefined();
    const both = and([
      matches(process('a', true), 'x'),
      not(or([matches(process('a', true), 'y'), matches(process('b'), 'z')])),
    ]);
    expect(textOf(ruleOf(both))).toContain('a="x"\nNOT (a="y" OR b="z")');
  });

  test('two dollar signs are said to be a token elsewhere', () => {
    const one = splunk.emit(ruleOf(matches(process('a'), 'C$')), defaultEmitOptions).requires.join();
    const two = splunk.emit(ruleOf(matches(process('a'), '$x$')), defaultEmitOptions).requires.join();
    expect([one.includes('dashboard'), two.includes('dashboard')]).toEqual([false, true]);
  });

  test('a thousand alternatives stay flat', () => {
    const many = or(Array.from({ length: 3000 }, (_, i) => matches(process(`f${i}`), 'x')));
    expect(textOf(ruleOf(many)).split('\n').length).toBeGreaterThan(3000);
    const literalText = textLiteral('x'.repeat(40_000));
    expect(
      textOf(ruleOf(leaf({ kind: 'compare', op: 'eq', left: process('a'), right: literalText, caseRule: 'exact' }))),
    ).toContain('x'.repeat(40_000));
  });
});

describe('nothing in a rule breaks out of its place', () => {
  const nasty = fc.oneof(
    fc.string({
      unit: fc.constantFrom('"', '\\', "'", '`', '|', '*', '?', '$', '[', ']', '(', ')', '\n', '\0', 'a', ' '),
    }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('```\n| delete', '" | delete "', "' | delete '", '`x`', '[search x]', '__proto__', 'CASE(x)', '*/'),
  );
  const caseRule = fc.constantFrom('exact' as const, 'ascii' as const, 'simple' as const);
  const field = fc.record({
    kind: fc.constant('field' as const),
    name: fc.oneof(nasty, { arbitrary: fc.constantFrom('process.name', 'a-b', 'index'), weight: 4 }),
    type: fc.constantFrom('text' as const, 'unknown' as const),
    list: fc.boolean(),
  });
  const value = fc.tuple(field, nasty, nasty, caseRule, fc.nat(4)).map(([subject, a, b, rule, kind]): Value => {
    const options = [textLiteral(a), textLiteral(b)];
    if (kind === 0) return { kind: 'one-of', subject, options, caseRule: rule };
    if (kind === 1)
      return { kind: 'match', subject, patterns: [wildcardPattern(a), wildcardPattern(b)], caseRule: rule };
    const args: readonly Value[] = [subject, ...options];
    if (kind === 2)
      return {
        kind: 'compare',
        op: 'eq',
        left: { kind: 'call', fn: 'between', args, caseRule: rule },
        right: textLiteral(a),
        caseRule: rule,
      };
    if (kind === 3)
      return {
        kind: 'compare',
        op: 'eq',
        left: { kind: 'call', fn: 'concat', args, caseRule: rule },
        right: textLiteral(a),
        caseRule: rule,
      };
    return { kind: 'compare', op: 'gte', left: subject, right: textLiteral(a), caseRule: 'exact' };
  });

  test('the commands and strings of a query are those of its author', () => {
    let written = 0;
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 4 }),
        nasty,
        nasty,
        fc.oneof(nasty, { arbitrary: fc.constant('id'), weight: 4 }),
        fc.boolean(),
        (values, title, index, id, negate) => {
          const condition = and(values.map((one) => (negate ? not(leaf(one)) : leaf(one))));
          const metadata = { name: title, ruleId: id, tags: [title], license: index, severity: title };
          const rule = ruleOf(condition, { metadata, time: { timestamp: '@timestamp', tiebreaker: id } }, [
            { kind: 'head', count: 3n },
          ]);
          const { text } = splunk.emit(rule, { ...defaultEmitOptions, table: index, idColumn: id });
          if (text === undefined) return;
          written++;
          const commands = commandsOf(readTokens(text)).join(' ');
          expect(commands).toMatch(/^(?:where )*sort head table$/);
        },
      ),
      { numRuns: runs(1500) },
    );
    expect(written).toBeGreaterThan(runs(300));
  });
});
