import { describe, expect, it } from 'vitest';
import { readEql } from '../../src/frontends/eql/index.ts';
import { leaf, not } from '../../src/ir/build.ts';
import type { Cond } from '../../src/ir/cond.ts';
import type { Rule, RuleMetadata } from '../../src/ir/rule.ts';
import type { CaseRule, CompareOp, Field, FieldType, Literal, Value } from '../../src/ir/value.ts';
import { legalize } from '../../src/passes/pipeline.ts';
import { ecs } from '../../src/schema/ecs.ts';
import { defaultEmitOptions, type EmitOptions } from '../../src/target/backend.ts';
import { Slice } from '../../src/text/slice.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { kusto } from './index.ts';

function ruleOf(eql: string, metadata: RuleMetadata = {}, tiebreaker?: string): Rule {
  const read = readEql(Slice.verbatim(new SourceText('rule.eql', eql)), {
    schema: ecs,
    categoryField: 'event.category',
  });
  if (!read.query) throw new Error(read.diagnostics.map((one) => one.code).join(' '));
  return legalize({
    metadata,
    language: 'eql',
    taxonomy: 'ecs',
    source: { path: 'rule.eql', index: 0 },
    time: { timestamp: '@timestamp', ...(tiebreaker !== undefined && { tiebreaker }) },
    query: read.query,
  });
}

const emit = (rule: Rule, options: Partial<EmitOptions> = {}) =>
  kusto.emit(rule, { ...defaultEmitOptions, ...options });

/** The filters of a query on any event. */
function filtersOf(condition: string): string {
  const { text = '' } = emit(ruleOf(`any where ${condition}`), { window: 'none', comments: false });
  const filters = text.replace(/^Events\n|\n\| project[^|]*$/g, '').replace(/^\| where /gm, '');
  // What is too long for a line stands in brackets.
  return filters.replace(/^\(\n {2}([\s\S]*)\n\)$/, '$1').replace(/\n {2,}/g, ' ');
}

/** The assumptions and effects besides those of the columns. */
function notesOf(condition: string): readonly string[] {
  const { notes } = emit(ruleOf(`any where ${condition}`));
  const own = notes.filter((note) => note.construct !== 'field');
  return [...new Set(own.map((note) => note.assumption ?? note.effect))];
}

const name = "['process.name']";
const args = "['process.args']";
const path = "['file.path']";
const lines = `strcat_array(${args}, "\\n")`;

describe('text columns', () => {
  it.each([
    ['process.name == "cmd.exe"', `${name} == "cmd.exe"`],
    ['process.name != "cmd.exe"', `${name} != "cmd.exe"`],
    ['process.name : "cmd.exe"', `${name} =~ "cmd.exe"`],
    ['not process.name : "cmd.exe"', `${name} !~ "cmd.exe"`],
    ['process.name : "4711"', `${name} == "4711"`],
    ['process.name in ("a", "b")', `${name} in ("a", "b")`],
    ['not process.name in~ ("a", "b")', `${name} !in~ ("a", "b")`],
    [
      'process.name : ("a", "b*", "*c", "*d*")',
      `${name} =~ "a" or ${name} startswith "b" or ${name} endswith "c" or ${name} contains "d"`,
    ],
    ['process.name like "a*"', `${name} startswith_cs "a"`],
    ['not process.name like~ "*a"', `${name} !endswith "a"`],
    ['process.name : "*a*"', `${name} contains "a"`],
    ['file.path : "?:\\\\Windows\\\\x.dll"', `substring(${path}, 1) =~ @":\\Windows\\x.dll"`],
    ['file.path : "/home/*.sh"', `${path} startswith "/home/" and ${path} endswith ".sh"`],
    ['file.path : "aba*aba"', `${path} startswith "aba" and ${path} endswith "aba" and strlen(${path}) >= 6`],
    ['file.path : "/bin/*/do*"', `${path} matches regex @"(?is)^/bin/.*/do"`],
    ['file.path : "/tmp/*/sh*"', `${path} matches regex @"(?s)^(?i-u:/tmp/).*(?i-u:/sh)"`],
    ['file.path like "/tmp/*/sh*"', `${path} matches regex @"(?s)^/tmp/.*/sh"`],
    ['process.name : "*"', `isnotempty(${name})`],
    ['process.name : "?*"', `isnotempty(${name})`],
    ['process.name : "??"', `strlen(${name}) == 2`],
    ['process.name == null', `isempty(${name})`],
    ['process.name regex~ "a.c|K"', `${name} matches regex @"(?is-u)^(?:a(?u:.)c|K)$"`],
    ['process.name regex "a[^b]"', `${name} matches regex @"^a[^b]$"`],
    ['process.name > "a"', `strcmp(${name}, "a") > 0`],
    ['process.name < "a"', `isnotempty(${name}) and strcmp(${name}, "a") < 0`],
  ])('%s', (eql, kql) => {
    expect(filtersOf(eql).startsWith(kql), filtersOf(eql)).toBe(true);
  });

  it('joins the tests of one field', () => {
    expect(filtersOf('process.name : ("a", "b*") and not (process.pid > 4 or process.name : "*c")')).toBe(
      [
        `${name} =~ "a" or ${name} startswith "b"`,
        `not(coalesce(['process.pid'] > 4, false) or ${name} endswith "c")`,
      ].join('\n'),
    );
  });
});

describe('what a column cannot tell', () => {
  it.each([
    ['process.name == "a"', []],
    ['process.name : "?*"', []],
    ['process.name : "*"', ['kusto/empty-is-absent']],
    ['process.name != null', ['kusto/empty-is-absent']],
    ['process.name < "a"', ['kusto/empty-is-absent']],
    ['length(process.name) > 3', []],
    ['length(process.name) < 3', ['kusto/empty-is-absent']],
    ['process.name == ""', ['wider']],
    ['process.name != ""', ['kusto/empty-is-absent']],
    ['startsWith(process.name, file.name)', ['kusto/empty-is-absent']],
    ['process.args == "a"', []],
    ['process.args : "*a*"', []],
    ['process.args : "a"', ['array/no-line-break']],
    ['process.args != null', ['kusto/typed-arrays']],
    ['source.ip == "10.0.0.1"', []],
    ['cidrMatch(source.ip, "10.0.0.0/8")', ['kusto/plain-addresses']],
    ['event.created > "2024-05-01T00:00:00Z"', ['kusto/whole-ticks']],
    ['event.created >= "2024-05-01T00:00:00Z"', []],
    ['process.pid + process.parent.pid > 5', ['number/no-overflow']],
    ['length(process.name) - 4 > 1', []],
  ])('%s: %j', (eql, assumed) => {
    expect(notesOf(eql)).toEqual(assumed);
  });
});

describe('lists', () => {
  it.each([
    ['process.args == "a"', `set_has_element(${args}, "a")`],
    ['process.args != "a"', `not(coalesce(set_has_element(${args}, "a"), false))`],
    ['process.args in ("a", "b")', `array_length(set_intersect(${args}, dynamic(["a", "b"]))) > 0`],
    ['not process.args in ("a", "b")', `coalesce(array_length(set_intersect(${args}, dynamic(["a", "b"]))), 0) == 0`],
    ['process.args : "*a*"', `${lines} contains "a"`],
    ['process.args : ("a", "b*")', `${lines} matches regex @"(?im)^a$|^b"`],
    ['process.args : ("sc", "ks")', `${lines} matches regex @"(?m)^(?i-u:sc|ks)$"`],
    ['process.args like ("a", "*b*c")', `set_has_element(${args}, "a") or ${lines} matches regex @"(?m)b.*c$"`],
    ['process.args regex "a.*"', `${lines} matches regex @"(?m)^(?:a[^\\n]*)$"`],
    ['process.args == null', `coalesce(array_length(${args}), 0) == 0`],
  ])('%s', (eql, kql) => {
    expect(filtersOf(eql)).toBe(kql);
  });

  it('looks at each element where no function over arrays says it', () => {
    const { text } = emit(ruleOf('any where length(process.args) > 3 and process.pid == 1'), { comments: false });
    expect(text).toBe(
      [
        'let lookback = 1h;',
        'Events',
        "| where ['@timestamp'] >= ago(lookback)",
        "| where ['process.pid'] == 1",
        `| mv-apply _element1 = iff(array_length(${args}) > 0, ${args}, dynamic([""])) to typeof(string) on (`,
        '  summarize _hits1 = countif(strlen(_element1) > 3)',
        ')',
        '| where _hits1 > 0',
        `| project ['@timestamp'], ${args}, ['process.pid']`,
        '',
      ].join('\n'),
    );
  });

  it('refuses pairs of elements', () => {
    const { text, notes } = emit(ruleOf('any where startsWith(process.args, process.parent.args)'));
    expect(text).toBeUndefined();
    expect(notes.map((note) => note.effect)).toContain('unsupported');
  });
});

describe('numbers, truth values, addresses, times', () => {
  it.each([
    ['process.pid == 4', "['process.pid'] == 4"],
    ['not process.pid == 4', "['process.pid'] != 4"],
    ['process.pid > 4.5', "['process.pid'] > 4"],
    ['process.pid < 4.5', "['process.pid'] < 5"],
    ['process.pid >= -3', "['process.pid'] >= -3"],
    ['process.pid in (1, 2)', "['process.pid'] in (1, 2)"],
    ['not process.pid > 4', "not(coalesce(['process.pid'] > 4, false))"],
    ['process.pid % 7 == -3', "['process.pid'] - 7 * (['process.pid'] / 7) == -3"],
    ['dll.code_signature.trusted == true', "['dll.code_signature.trusted'] == true"],
    ['dll.code_signature.trusted != true', "['dll.code_signature.trusted'] != true"],
    ['source.ip == "10.0.0.1"', '[\'source.ip\'] == "10.0.0.1"'],
    ['source.ip != "::1"', 'not(coalesce(ipv6_is_match([\'source.ip\'], "::1"), false))'],
    ['cidrMatch(source.ip, "10.0.0.0/8")', 'ipv4_is_in_range([\'source.ip\'], "10.0.0.0/8")'],
    [
      'cidrMatch(source.ip, "10.0.0.0/8", "127.0.0.1", "fe80::/10")',
      'ipv4_is_in_any_range([\'source.ip\'], "10.0.0.0/8", "127.0.0.1/32") or ipv6_is_in_range([\'source.ip\'], "fe80::/10")',
    ],
    ['cidrMatch(source.ip, "::/0")', 'ipv6_is_in_range([\'source.ip\'], "::/0") and [\'source.ip\'] contains ":"'],
    ['event.created >= "2024-05-01T00:00:00Z"', "['event.created'] >= datetime(2024-05-01T00:00:00.000Z)"],
  ])('%s', (eql, kql) => {
    expect(filtersOf(eql)).toBe(kql);
  });
});

describe('functions', () => {
  it.each([
    ['length(process.name) > 3', `strlen(${name}) > 3`],
    ['substring(process.name, 1, 3) == "ab"', `substring(${name}, 1, 2) == "ab"`],
    ['substring(process.name, 2) == "ab"', `substring(${name}, 2) == "ab"`],
    ['substring(process.name, -2) == "ab"', `substring(${name}, max_of(strlen(${name}) - 2, 0)) == "ab"`],
    ['indexOf(process.name, "ab") == 3', `indexof(${name}, "ab") >= 0 and indexof(${name}, "ab") == 3`],
    [
      'indexOf~(process.name, "sk") == 3',
      `indexof_regex(${name}, @"(?i-u:sk)") >= 0 and indexof_regex(${name}, @"(?i-u:sk)") == 3`,
    ],
    [
      'between(process.name, "[", "]") == "x"',
      `${name} matches regex @"(?s)\\[(.*?)\\]" and extract(@"(?s)\\[(.*?)\\]", 1, ${name}) == "x"`,
    ],
    ['concat(process.name, "-", process.pid) == "a-1"', `strcat(${name}, "-", tostring(['process.pid'])) == "a-1"`],
    ['endsWith~(process.name, file.name)', `isnotempty(['file.name']) and ${name} endswith ['file.name']`],
    ['stringContains(process.name, "")', 'false'],
  ])('%s', (eql, kql) => {
    expect(filtersOf(eql).endsWith(kql), filtersOf(eql)).toBe(true);
  });
});

describe('what EQL has no words for', () => {
  const field = (name: string, type: FieldType, list = false): Field => ({ kind: 'field', name, type, list });
  const text = (value: string): Literal => ({ kind: 'literal', type: 'text', value });
  const number = (value: bigint): Literal => ({ kind: 'literal', type: 'integer', value });
  const compare = (op: CompareOp, left: Value, right: Value, caseRule: CaseRule = 'exact'): Cond =>
    leaf({ kind: 'compare', op, left, right, caseRule });

  function written(condition: Cond) {
    const rule: Rule = { ...ruleOf('any where true'), query: { kind: 'event', filter: { condition }, pipes: [] } };
    const { text: query = '', notes } = emit(rule, { window: 'none', comments: false });
    const own = notes.filter((note) => note.construct !== 'field');
    return { filter: query.split('\n')[1]?.replace('| where ', ''), notes: own };
  }

  const unknown = field('x', 'unknown');
  const [a, b] = [field('a', 'long'), field('b', 'long')];

  it.each<[string, Cond, string]>([
    ['a number in a text column', compare('eq', unknown, number(5n)), '[\'x\'] == "5"'],
    ['two columns', compare('eq', a, b), "['a'] == ['b']"],
    ['two columns under a not', not(compare('eq', a, b)), "not(coalesce(['a'] == ['b'], false))"],
    ['unequal columns', compare('ne', a, b), "isnotnull(['a']) and isnotnull(['b']) and ['a'] != ['b']"],
    ['other letters', compare('eq', field('t', 'text'), text('é'), 'simple'), '[\'t\'] matches regex @"^[Éé]$"'],
    ['ASCII letters', compare('eq', field('t', 'text'), text('Sk'), 'simple'), '[\'t\'] =~ "Sk"'],
    ['a flag', leaf(field('ok', 'boolean')), "['ok'] == true"],
    ['no flag', not(leaf(field('ok', 'boolean'))), "['ok'] != true"],
    [
      'a truth value as text',
      compare('eq', { kind: 'call', fn: 'string', args: [field('ok', 'boolean')], caseRule: 'exact' }, text('true')),
      'isnotnull([\'ok\']) and iff([\'ok\'], "true", "false") == "true"',
    ],
    ['a list of numbers', compare('eq', field('n', 'long', true), number(5n)), "set_has_element(['n'], 5)"],
  ])('%s', (_, condition, expected) => {
    expect(written(condition).filter).toBe(expected);
  });

  it('orders numbers that a text column spells', () => {
    const { text: query = '', notes } = emit({
      ...ruleOf('any where true'),
      query: { kind: 'event', filter: { condition: not(compare('gt', unknown, number(5n))) }, pipes: [] },
    });
    expect(query.replace(/\s+/g, ' ')).toContain(
      "not( coalesce( ['x'] matches regex @\"^-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$\" and todouble(['x']) > 5, false ) )",
    );
    expect(notes.map((note) => note.assumption)).toEqual(['schema/scalar-fields']);
    const large = written(compare('gt', unknown, number(2n ** 60n)));
    expect(large.notes.map((note) => note.assumption)).toEqual(['number/double']);
  });

  it('swaps what it finds too much and too little under a not', () => {
    const key: Cond = { kind: 'has-key', field: field('t', 'text') };
    expect(written(key).notes.map((note) => note.effect)).toEqual(['narrower']);
    expect(written(not(key)).notes.map((note) => note.effect)).toEqual(['wider']);
  });

  it.each<[string, Cond]>([
    [
      'a keyword that any text fits',
      { kind: 'keyword', test: { kind: 'match', patterns: [[{ kind: 'any' }]], caseRule: 'simple' } },
    ],
    ['a number beyond 64 bits', compare('eq', a, number(2n ** 63n))],
    ['a whole number that no real one equals', compare('eq', field('r', 'double'), number(2n ** 53n + 1n))],
    [
      'the order of versions',
      compare('lt', field('v', 'version'), { kind: 'literal', type: 'version', value: '1.2.3' }),
    ],
    ['half a surrogate pair', compare('eq', field('t', 'text'), text('\ud800'))],
    ['a name with a line break', compare('eq', field('a\nb', 'text'), text('x'))],
    ['a time finer than a tick', compare('gt', field('d', 'date'), { kind: 'literal', type: 'date', value: 1n })],
    ['a list of dates', compare('gt', field('d', 'date', true), { kind: 'literal', type: 'date', value: 0n })],
  ])('refuses %s, with a reason', (_, condition) => {
    const { notes } = written(condition);
    expect(notes.filter((note) => note.effect === 'unsupported' && note.why !== '').length).toBeGreaterThan(0);
  });
});

describe('the query', () => {
  const rule = ruleOf(
    'process where process.name == "a"',
    { name: 'A rule', ruleId: 'r-1', severity: 'low', tags: ['x', 'y'], license: 'MIT', schedule: { from: 'now-9m' } },
    'event.sequence',
  );

  it('has a header, a window, filters, and the fields that the rule reads', () => {
    expect(emit(rule, { idColumn: '_id' }).text).toBe(
      [
        '// title: A rule',
        '// id: r-1',
        '// severity: low',
        '// tags: x, y',
        '// license: MIT',
        'let lookback = 9m;',
        'Events',
        "| where ['@timestamp'] >= ago(lookback)",
        `| where set_has_element(['event.category'], "process")`,
        `| where ${name} == "a"`,
        `| project ['@timestamp'], _id, ['event.category'], ${name}`,
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['now-2w', 'let lookback = 14d;'],
    ['now-90s/m', 'let lookback = 90s;'],
    ['now/d', 'let lookback = 1h;'],
    [undefined, 'let lookback = 1h;'],
  ])('looks back from %s by %s', (from, line) => {
    const { text } = emit({ ...rule, metadata: { schedule: from === undefined ? {} : { from } } });
    expect(text?.split('\n')[0]).toBe(line);
  });

  it('keeps the window before the end that the schedule asks for', () => {
    const { text } = emit({ ...rule, metadata: { schedule: { from: 'now-9m', to: 'now-1m' } } });
    expect(text).toContain("| where ['@timestamp'] >= ago(lookback) and ['@timestamp'] < ago(1m)\n");
  });

  it('reads the table it is told to', () => {
    expect(emit(rule, { table: 'my table' }).text).toContain("\n['my table']\n");
    expect(emit(rule, { table: 'DeviceEvents' }).text).toContain('\nDeviceEvents\n');
  });

  it('gives its variable a name that is no column', () => {
    expect(emit(ruleOf('any where lookback == "a"')).text).toContain('let lookback_ = 1h;');
  });

  it.each([
    ['head 5', ["| sort by ['@timestamp'] asc nulls last", '| take 5']],
    ['tail 2', ["| sort by ['@timestamp'] desc nulls first", '| take 2', "| sort by ['@timestamp'] asc nulls last"]],
  ])('keeps the order of time: %s', (pipe, expected) => {
    const { text, notes } = emit(ruleOf(`any where process.name == "a" | ${pipe}`));
    expect(text?.split('\n').filter((line) => /^\| (sort|take)/.test(line))).toEqual(expected);
    expect(notes.map((note) => note.assumption)).toContain('time/unique-order');
  });

  it('orders by the tiebreaker too', () => {
    const { text } = emit(ruleOf('any where process.name == "a" | head 1', {}, 'event.sequence'));
    expect(text).toContain("| sort by ['@timestamp'] asc nulls last, ['event.sequence'] asc nulls last\n");
  });

  it('says when the text is longer than Sentinel takes', () => {
    const many = Array.from({ length: 900 }, (_, i) => `"a.${i}.exe"`).join(', ');
    const { requires } = emit(ruleOf(`any where process.name : (${many})`));
    expect(requires.join('\n')).toContain('Microsoft Sentinel');
    expect(emit(rule).requires.join('\n')).not.toContain('Microsoft Sentinel');
  });
});
