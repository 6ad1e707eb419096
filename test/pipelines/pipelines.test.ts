import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isUsable, loadRules } from '../../src/compile.ts';
import { holds } from '../../src/eval/cond.ts';
import type { Event } from '../../src/eval/read-field.ts';
import { type Pipeline, pipelinePlaceholders, readMapping } from '../../src/index.ts';
import { filterCondition } from '../../src/ir/build.ts';
import { mapAlong } from '../../src/mapping/route.ts';
import { SourceText } from '../../src/text/source-text.ts';

function pipelineOf(file: string): Pipeline {
  const text = readFileSync(new URL(`./files/${file}.yml`, import.meta.url), 'utf8');
  const { value, diagnostics } = readMapping(new SourceText(`${file}.yml`, text));
  expect(diagnostics).toEqual([]);
  if (!value || !('kind' in value)) throw new Error(`no pipeline: ${file}`);
  return value;
}

const WINDOWS = '{category: process_creation, product: windows}';

/** A rule of one selection, gone through the pipeline of a file. */
function piped(file: string, detection: string, more = '', logSource = WINDOWS) {
  const pipeline = pipelineOf(file);
  const text = `title: t\nlogsource: ${logSource}\ndetection:\n  a: ${detection}\n  condition: a\n${more}`;
  const placeholders = pipelinePlaceholders([pipeline]);
  const [loaded] = loadRules(new SourceText('rule.yml', text), { placeholders }).rules;
  if (!loaded || !isUsable(loaded)) throw new Error(JSON.stringify(loaded));
  const { rule, entries } = mapAlong(loaded.rule, [pipeline]);
  const finds = (event: Event): boolean =>
    rule?.query.kind === 'event' && holds(filterCondition(rule.query.filter), event);
  return { rule, entries, finds };
}

/** Whether each of the events is found. */
const found = (finds: (event: Event) => boolean, ...events: readonly Event[]): readonly boolean[] => events.map(finds);

describe('pipelines of pySigma', () => {
  it('give fields other names, several of which may hold a value', () => {
    const { finds, rule, entries } = piped('01-field-mapping', "{Image: 'a', CommandLine|contains: 'b'}");
    expect(
      found(finds, { exe: 'A', cmd: 'xbx' }, { exe: 'a', cmdline: 'b' }, { Image: 'a', CommandLine: 'b' }),
    ).toEqual([true, true, false]);
    expect(rule?.taxonomy).toBe('names of our collector');
    expect(entries).toContainEqual(expect.objectContaining({ assumption: 'mapping/pipeline' }));
    const other = piped('01-field-mapping', "{Image: 'a'}", '', '{category: file_event}');
    expect(found(other.finds, { Image: 'a' }, { exe: 'a' })).toEqual([true, false]);
    expect(other.entries).toEqual([]);
  });

  it('ask a null of every name', () => {
    const { finds } = piped('01-field-mapping', '{CommandLine: null, Image: a}');
    expect(found(finds, { exe: 'a' }, { exe: 'a', cmd: 'x' }, { exe: 'a', cmd: 'x', cmdline: 'y' })).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('put something before and behind names, where fields are chosen by name or pattern', () => {
    const { finds } = piped('02-prefix-suffix', "{Image: 'a', EventID: 1}");
    expect(found(finds, { 'win.Image.keyword': 'a', EventID: 1 }, { 'win.Image': 'a', EventID: 1 })).toEqual([
      true,
      false,
    ]);
  });

  it('change the beginnings of names, in references too', () => {
    const { finds } = piped('03-prefix-mapping', '{SourceUser: a, TargetUser|fieldref: TargetOwner}');
    expect(
      found(
        finds,
        { 'src.User': 'a', 'target.User': 'x', 'target.Owner': 'x' },
        { 'source.User': 'a', 'target.User': 'x', 'target.Owner': 'x' },
        { 'source.User': 'a', 'target.User': 'x', TargetOwner: 'x' },
      ),
    ).toEqual([true, true, false]);
  });

  it('add conditions, with the log source in them or against what they say', () => {
    const { finds } = piped('04-add-condition', '{x: 1}');
    expect(
      found(
        finds,
        { x: 1, index: 'windows-events' },
        { x: 1, index: 'all' },
        { x: 1 },
        { x: 1, index: 'all', test_data: true },
      ),
    ).toEqual([true, true, false, false]);
  });

  it('change the log source, and know later that they did', () => {
    const { rule, finds } = piped('05-change-logsource', '{x: 1}');
    expect(rule?.logSource).toEqual({ product: 'windows', service: 'sysmon' });
    expect(found(finds, { x: 1, EventID: 1 }, { x: 1 })).toEqual([true, false]);
    const other = piped('05-change-logsource', '{x: 1}', '', '{category: dns}');
    expect(other.rule?.logSource).toEqual({ category: 'dns' });
    expect(other.finds({ x: 1 })).toBe(true);
  });

  it('take tests out, and say what the rule finds without them', () => {
    const both = piped('06-drop', '{Image: a, OriginalFileName: b}');
    expect(both.finds({ Image: 'a' })).toBe(true);
    expect(both.entries).toContainEqual(expect.objectContaining({ effect: 'wider' }));
    const either = piped('06-drop', '[{Image: a}, {OriginalFileName: b}]');
    expect(found(either.finds, { Image: 'a' }, { OriginalFileName: 'b' })).toEqual([true, false]);
    expect(either.entries).toContainEqual(expect.objectContaining({ effect: 'narrower' }));
    const nothing = piped('06-drop', '{Hashes: x}');
    expect(nothing.rule).toBeUndefined();
    expect(nothing.entries).toContainEqual(expect.objectContaining({ effect: 'unsupported' }));
  });

  it('replace parts of values, around wildcards or between them', () => {
    const { finds } = piped('07-replace-string', "{Image|endswith: '\\cmd.exe', CommandLine: 'run*.exe'}");
    expect(
      found(
        finds,
        { Image: '/bin/cmd', CommandLine: 'run it.exe' },
        { Image: 'C:\\cmd.exe', CommandLine: 'run it.exe' },
      ),
    ).toEqual([true, false]);
  });

  it('give values others, of another type or in another case', () => {
    const { finds, rule } = piped(
      '08-map-set-convert',
      "{Initiated: 'true', n: seven, EventID: 4624, Protocol|cased: tcp}",
    );
    const event = { Initiated: 'yes', n: 7, EventID: '4624', Protocol: 'TCP' };
    expect(found(finds, event, { ...event, Initiated: 'true' }, { ...event, Protocol: 'tcp' })).toEqual([
      true,
      false,
      false,
    ]);
    expect(JSON.stringify(rule?.query, (_, value) => (typeof value === 'bigint' ? `${value}n` : value))).toContain(
      '"4624"',
    );
  });

  it('have values for placeholders, or a wildcard', () => {
    const { finds } = piped('09-placeholders', "{User|expand: '%admins%', Host|expand: 'srv%number%'}");
    expect(
      found(finds, { User: 'root', Host: 'srv1' }, { User: 'admin', Host: 'srv' }, { User: 'bob', Host: 'srv' }),
    ).toEqual([true, true, false]);
  });

  it('choose rules and tests by conditions that an expression or an operator joins', () => {
    const asks = (more: string) => piped('10-conditions', '{Image: a}', more).finds({ exe: 'a' });
    expect([asks('level: critical\n'), asks('level: low\n'), asks('tags: [attack.t1059]\n')]).toEqual([
      true,
      false,
      true,
    ]);
    const long = piped('10-conditions', "{CommandLine|contains: 'a text of some length'}");
    expect(long.finds({ long_command: 'a text of some length' })).toBe(true);
    expect(piped('10-conditions', '{CommandLine|contains: short}').finds({ CommandLine: 'short' })).toBe(true);
    const nobody = piped('10-conditions', '{User: null, x: 1}');
    expect(found(nobody.finds, { x: 1, User: 'a' }, { x: 1, nobody: 'a' })).toEqual([true, false]);
  });

  it('keep a state, and hold several steps together', () => {
    const { finds, rule } = piped('11-state-nest', '{EventID: 1, Image: a}');
    expect(finds({ EventID: 1, process_image: 'a' })).toBe(true);
    expect(rule?.metadata.sigma?.fields).toEqual(['process_image']);
    expect(piped('11-state-nest', '{EventID: 2, Image: a}').finds({ EventID: 2, image: 'a' })).toBe(true);
  });

  it('refuse rules and tests with their own words', () => {
    const linux = piped('12-failures', '{x: 1}', '', '{product: linux}');
    expect(linux.rule).toBeUndefined();
    expect(linux.entries[0]?.why).toContain('only Windows is collected');
    expect(piped('12-failures', '{CloudIp: 1.2.3.4}').entries[0]?.why).toContain('addresses of clouds');
    expect(piped('12-failures', '{x: 1}').rule).toBeDefined();
  });
});
