import { describe, expect, it } from 'vitest';
import { cpuTime } from '../../../test/cpu-time.ts';
import { isError, messageOf } from '../../diagnostics/diagnostic.ts';
import { asText, get, type LocatedMap, toPlain } from '../../formats/located.ts';
import { readYaml } from '../../formats/yaml.ts';
import { printQuery } from '../../ir/print.ts';
import type { LogSource } from '../../ir/rule.ts';
import { SourceText } from '../../text/source-text.ts';
import type { SigmaDocument } from './document.ts';
import { readSigma } from './index.ts';
import { readPlaceholders } from './placeholders.ts';

/** Documents as a container would give them, without its checks. */
function documentsOf(text: string, path = 'r.yml'): readonly SigmaDocument[] {
  const { value = [] } = readYaml(new SourceText(path, text));
  return value.map((node) => {
    const document = node as LocatedMap;
    const ruleType = ['correlation', 'filter'].find((key) => get(document, key)) ?? 'detection';
    const [title, name, id] = ['title', 'name', 'id'].map((key) => asText(get(document, key)));
    const logsource = get(document, 'logsource');
    const sigma = name === undefined ? {} : { sigma: { name } };
    return {
      ruleType,
      document,
      metadata: { ...(title !== undefined && { name: title }), ...(id !== undefined && { ruleId: id }), ...sigma },
      ...(logsource && { logSource: toPlain(logsource) as LogSource }),
      span: document.span,
    };
  });
}

const rule = (name: string, source = '{category: test}') =>
  `title: ${name}\nname: ${name}\nlogsource: ${source}\ndetection: {sel: {A: ${name}}, condition: sel}\n`;
const correlation = (name: string, body: string) =>
  `title: ${name}\nname: ${name}\ncorrelation:\n  timespan: 5m\n${body.replace(/^/gm, '  ')}\n`;
const filter = (source: string, rules: string) =>
  `title: f\nlogsource: ${source}\nfilter: {rules: ${rules}, sel: {U: x}, condition: not sel}\n`;
const set = (...texts: readonly string[]) => readSigma(documentsOf(texts.join('---\n')));

/** What is wrong with the last document. */
function faultsOf(...texts: readonly string[]): readonly string[] {
  return (set(...texts).at(-1)?.diagnostics ?? []).map((found) => {
    const at = found.span?.source.position(found.span.start);
    return `${at?.line}:${at?.column} ${messageOf(found)}`;
  });
}

describe('filters', () => {
  const isFiltered = (source: string, rules: string): boolean => {
    const [first] = set(rule('a', '{category: c, product: p}'), filter(source, rules));
    return first?.query !== undefined && printQuery(first.query).includes('U:unknown');
  };

  it.each([
    ['{product: p}', 'any', true],
    ['{product: p, category: c}', '[]', true],
    ['{product: p, category: c}', '[a]', true],
    ['{product: p}', 'a', true],
    ['{product: p}', '[b, a]', true],
    ['{product: p}', '[b]', false],
    ['{product: q}', '[a]', false],
    ['{product: p, service: s}', 'any', false],
  ])('of %s over %s', (source, rules, expected) => {
    expect(isFiltered(source, rules)).toBe(expected);
  });

  it('reach the rules below a correlation, and see their own names only', () => {
    const body = 'type: event_count\nrules: a\ncondition: {gte: 2}';
    const [, counted] = set(rule('a'), correlation('c', body), filter('{category: test}', 'any'));
    expect(counted?.query && printQuery(counted.query)).toContain('U:unknown');
  });

  it('that can not be read are missed by the rules that they speak of', () => {
    const broken = filter('{category: test}', '[a]').replace('condition: not sel', 'condition: not other');
    const [a, b, lost] = set(rule('a'), rule('b'), broken);
    expect(a?.lostFilters.map(({ title }) => title)).toEqual(['f']);
    expect(b?.lostFilters).toEqual([]);
    expect(lost?.diagnostics.filter(isError)).toHaveLength(1);
  });

  it.each([
    ['{rules: [zz], sel: {U: x}, condition: sel}', 'the filter names `zz`, which is no rule of the input'],
    ['{rules: any, sel: {U: x}, condition: [sel]}', 'a filter has one condition, not a list of them'],
    ['{sel: {U: x}, condition: sel}', 'the document has no `rules`'],
    ['[]', '`filter` must be a map, found a list'],
  ])('%s', (section, expected) => {
    const found = faultsOf(rule('a'), `title: f\nlogsource: {category: test}\nfilter: ${section}\n`);
    expect(found.map((one) => one.replace(/^\d+:\d+ /, ''))).toEqual([expected]);
  });
});

describe('correlations', () => {
  const body = 'type: temporal\nrules: [a, b]\ngroup-by: [H]';

  it('without a condition need every rule', () => {
    const [, , both] = set(rule('a'), rule('b'), correlation('c', body));
    expect(both?.query).toMatchObject({
      kind: 'correlation',
      timespan: 300_000_000_000n,
      groupBy: ['H'],
      condition: { kind: 'threshold', op: 'gte', count: 2n, fields: [] },
      rules: [{ name: 'a', keys: [{ name: 'H' }] }, { name: 'b' }],
    });
  });

  it('take the rules from a condition over their names, in any file', () => {
    const files = [
      documentsOf(rule('b'), 'b.yml'),
      documentsOf(correlation('c', 'type: temporal\ncondition: a and not b'), 'c.yml'),
      documentsOf(rule('a'), 'a.yml'),
    ];
    const [, both] = readSigma(files.flat());
    expect(both?.diagnostics).toEqual([]);
    expect(both?.query).toMatchObject({ rules: [{ name: 'a' }, { name: 'b' }], condition: { kind: 'and' } });
  });

  it('keep the rules that they refer to from alerting, unless they generate', () => {
    const roles = (more: string) =>
      set(rule('a'), rule('b'), correlation('c', `${body}${more}`)).map(({ role }) => role);
    expect(roles('')).toEqual(['correlated', 'correlated', 'alerts']);
    expect(roles('\ngenerate: true')).toEqual(['alerts', 'alerts', 'alerts']);
  });

  it('read an alias from the field of each rule', () => {
    const aliases = '\naliases: {H: {a: src, b: dst}}';
    const [, , both] = set(rule('a'), rule('b'), correlation('c', `${body}${aliases}`));
    expect(both?.query).toMatchObject({ rules: [{ keys: [{ name: 'src' }] }, { keys: [{ name: 'dst' }] }] });
  });

  const counts = (rules: string, more = '') => `type: event_count\nrules: ${rules}\ncondition: {gte: 2}${more}`;
  it.each([
    [counts('[zz]'), 'no rule of the input has the name or id `zz`'],
    [counts('[a, a]'), 'the rule `a` stands in this list twice'],
    [counts('[bad]'), 'the rule `bad` has errors of its own'],
    [counts('[c]'), 'the correlation refers to itself by way of `c`'],
    [counts('[inner]', '\ngroup-by: [H]'), 'alerts of the inner correlation have no field `H`'],
    [counts('[a]', '\ngruop-by: [H]'), '`gruop-by` has no meaning here and is left out'],
    [counts('[a]', '\naliases: {H: {b: x}}'), '`b` is none of the rules of this correlation'],
    [counts('[a]', '\ngenerate: 3'), '`generate` must be `true` or `false`, found a number'],
    ['type: temporal\nrules: [a, b]\ncondition: a and zz', '`zz` is none of the rules of this correlation'],
    ['type: temporal\nrules: [a, b]\ncondition: 1 of them', 'the condition of a correlation has no `of`'],
    ['type: value_sum\nrules: a\ncondition: {gte: 2}', 'the document has no `field`'],
    ['type: event_count\nrules: a\ncondition: {gte: 2, field: X}', '`event_count` counts no values of a field'],
    ['type: event_count\nrules: a\ncondition: {gt: 2, percentile: 3}', '`event_count` has no percentile'],
    ['type: event_count\nrules: a\ncondition: {}', 'the condition compares with no number'],
    ['type: temporal\nrules: []', '`rules` must be a list with a rule in it, found a list'],
  ])('%s', (text, expected) => {
    const inner = correlation('inner', 'type: event_count\nrules: b\ncondition: {gte: 2}');
    const bad = rule('bad').replace('condition: sel', 'condition: zz');
    const found = faultsOf(rule('a'), rule('b'), bad, inner, correlation('c', text));
    expect(found.map((one) => one.replace(/^\d+:\d+ /, ''))).toEqual([expected]);
  });

  it('in a circle are errors of all of them', () => {
    const ring = ['x', 'y', 'z'].map((name, i, all) => correlation(name, counts(`[${all[(i + 1) % 3]}]`)));
    expect(set(...ring).every(({ query, diagnostics }) => !query && diagnostics.some(isError))).toBe(true);
  });

  it('that multiply are refused in time', () => {
    const levels = Array.from({ length: 40 }, (_, i) =>
      correlation(`l${i}`, `type: temporal\nrules: [${i === 0 ? 'a, b' : `l${i - 1}, m${i - 1}`}]`),
    );
    const twins = levels.map((text) => text.replaceAll(/(title|name): l/g, '$1: m'));
    const started = cpuTime();
    const readings = set(rule('a'), rule('b'), ...levels, ...twins);
    expect(readings.filter(({ query }) => query).length).toBeLessThan(30);
    expect(cpuTime() - started).toBeLessThan(1_000);
  });
});

it('a name that two rules have is ambiguous', () => {
  const body = 'type: event_count\nrules: a\ncondition: {gte: 2}';
  expect(faultsOf(rule('a'), rule('a'), correlation('c', body))).toEqual([
    '16:10 2 rules of the input have the name or id `a`',
  ]);
  expect(faultsOf(rule('a'), rule('a'))).toEqual(['6:1 another rule has the name `a` as well']);
});

it('placeholders are texts or lists of them', () => {
  const { placeholders, diagnostics } = readPlaceholders(
    new SourceText('p.yml', 'a: x\nb: [y, 007]\nc: [{}]\nd: []\n'),
  );
  expect([...placeholders]).toEqual([
    ['a', ['x']],
    ['b', ['y', '007']],
    ['c', []],
    ['d', []],
  ]);
  expect(diagnostics.map(messageOf)).toEqual(['`c` must be text, found a map', 'an empty list of values']);
});

it('a percentile that is not named is said to be the median', () => {
  const body = 'type: value_percentile\nrules: [a]\ngroup-by: [u]\ncondition: {field: n, gt: 5}';
  expect(faultsOf(rule('a'), correlation('c', body))).toEqual([
    '13:14 the condition does not say which percentile; it is taken for the 50th, the median',
  ]);
});
