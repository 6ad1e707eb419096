import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderHuman } from '../diagnostics/render/human.ts';
import { SourceText } from '../text/source-text.ts';
import { readContainer } from './index.ts';

const read = (text: string, path = 'rules.ndjson') => readContainer(new SourceText(path, text));
const codes = (text: string) => read(text).diagnostics.map((found) => found.code);
const rendered = (text: string) =>
  read(text)
    .diagnostics.map((found) => renderHuman(found))
    .join('\n');

const SAMPLE = new URL('../../../shared/corpus/elastic/kibana_export_sample.ndjson', import.meta.url);
const sample = existsSync(SAMPLE) ? readFileSync(SAMPLE, 'utf8') : undefined;
if (sample === undefined) process.stderr.write('skipped: no reference corpus (kibana_export_sample.ndjson)\n');

const QUERY = 'process where process.name == "a.exe"';
const base = { rule_id: 'r-1', name: 'A', type: 'eql', language: 'eql', query: QUERY };
const line = (more: object = {}) => JSON.stringify({ ...base, ...more });
const surroundings = (...lines: string[]) => read(lines.join('\n')).envelopes[0]?.surroundings;

describe.skipIf(sample === undefined)('the export of the corpus', () => {
  const { envelopes, diagnostics } = read(sample ?? '');

  it('gives a rule of each type', () => {
    expect(envelopes.map((one) => [one.ruleType, one.language, one.query !== undefined])).toEqual([
      ['query', 'kuery', true],
      ['query', 'kuery', true],
      ['query', 'kuery', true],
      ['eql', 'eql', true],
      ['esql', 'esql', true],
      ['new_terms', 'kuery', true],
      ['threat_match', 'kuery', true],
      ['threshold', 'kuery', true],
      ['machine_learning', 'none', false],
    ]);
  });

  it('names those that are not converted, and nothing else is wrong', () => {
    expect(diagnostics.map((found) => found.code)).toEqual(Array(8).fill('container/not-convertible'));
  });

  it('puts exceptions with their rules', () => {
    expect(envelopes.map((one) => one.surroundings.exceptions.map((item) => item.name))).toEqual([
      [],
      [],
      [],
      [],
      ['host_excpetion'],
      ['host_excpetion'],
      [],
      ['int-ips'],
      [],
    ]);
    expect(envelopes.flatMap((one) => one.surroundings.missingLists)).toEqual([]);
    expect(envelopes[4]?.surroundings.exceptions[0]).toMatchObject({
      namespace: 'single',
      osTypes: [],
      entries: [{ kind: 'match', field: 'host.name', operator: 'included', value: 'test-host' }],
    });
  });

  it('reads filters, suppression, schedule and dates', () => {
    expect(envelopes[1]?.surroundings.filters).toMatchObject([
      {
        kind: 'phrase',
        field: 'event.action',
        value: 'Process Create (rule: ProcessCreate)',
        negate: false,
        disabled: false,
      },
    ]);
    expect(envelopes[1]?.metadata).toMatchObject({
      suppression: { groupBy: ['process.parent.name'], duration: '5h', missingFieldsStrategy: 'suppress' },
      schedule: { interval: '1h', from: 'now-70m', to: 'now' },
      creationDate: '2025-08-14',
      updatedDate: '2025-08-18',
      enabled: true,
      version: 1,
      riskScore: 0,
    });
    expect(envelopes[0]?.metadata.relatedIntegrations).toEqual([{ package: 'o365', version: '^2.3.2' }]);
    expect(envelopes[3]?.metadata.requiredFields).toContainEqual({ name: 'process.args_count', type: 'long' });
  });
});

describe('the schedule of a rule', () => {
  const scheduleOf = (fields: object) => {
    const rule = { rule_id: 'a', name: 'a', type: 'eql', language: 'eql', query: 'process where true', ...fields };
    return read(JSON.stringify(rule), 'rule.json').envelopes[0]?.metadata.schedule;
  };

  it.each([
    [{ from: 'now-9m' }, { interval: '5m', from: 'now-9m' }],
    [{ interval: '1h' }, { interval: '1h' }],
    [{}, undefined],
  ])('of %j has the interval of Kibana where it names none', (fields, schedule) => {
    expect(scheduleOf(fields)).toEqual(schedule);
  });
});

describe('the forms of an export', () => {
  const names = (text: string) => read(text, 'rule.json').envelopes.map((one) => one.metadata.name);

  it('reads a rule over many lines, a list, the form of the package, and the last line', () => {
    expect(names(JSON.stringify(base, null, 2))).toEqual(['A']);
    expect(names(JSON.stringify([base, { ...base, name: 'B' }], null, 2))).toEqual(['A', 'B']);
    expect(names(JSON.stringify({ attributes: base, id: 'r-1_3', type: 'security-rule' }, null, 2))).toEqual(['A']);
    expect(names(`${line()}\n{"exported_count":1,"exported_rules_count":1}\n`)).toEqual(['A']);
  });

  it('reads the fields of EQL and the building block', () => {
    const own = {
      event_category_override: 'event.type',
      timestamp_field: 't',
      tiebreaker_field: 'n',
      building_block_type: 'default',
      data_view_id: 'd',
    };
    expect(read(line(own)).envelopes[0]?.metadata).toMatchObject({
      eventCategoryOverride: 'event.type',
      timestampField: 't',
      tiebreakerField: 'n',
      buildingBlock: true,
      dataView: 'd',
    });
  });

  it('takes null as missing', () => {
    expect(codes(line({ description: null, filters: null, event_category_override: null }))).toEqual([]);
  });

  it('leaves a broken line out and reads the others', () => {
    const { envelopes, diagnostics } = read(`${line()}\n{"name": }\n${line({ name: 'B' })}`);
    expect(envelopes.map((one) => one.metadata.name)).toEqual(['A', 'B']);
    expect(diagnostics.map((found) => [found.code, found.span?.source.position(found.span.start)])).toEqual([
      ['container/json-syntax', { line: 2, column: 10 }],
    ]);
  });

  it('says what is no rule', () => {
    expect(codes(`${line()}\n{"hello": 1}\n7`)).toEqual(['container/unknown-object', 'container/unknown-object']);
    expect(codes('{"exported_count":0,"exported_rules_count":0}')).toEqual(['container/no-rule']);
  });

  it('warns of wrong types, and refuses where the meaning hangs on them', () => {
    expect(rendered(line({ risk_score: 'high', tags: ['a', 1] }))).toMatchInlineSnapshot(`
      "warning[container/ignored-field]: \`risk_score\` is ignored: expected a number, found text
        ┌─ rules.ndjson:1:122
      1 │ :"A","type":"eql","language":"eql","query":"process where process.name == \\"a.exe\\"","risk_score":"high","tags":["a",1]}
        │                                                                                                   ^^^^^^
      warning[container/ignored-field]: \`tags\` is ignored: expected text, found a number
        ┌─ rules.ndjson:1:141
      1 │ :"A","type":"eql","language":"eql","query":"process where process.name == \\"a.exe\\"","risk_score":"high","tags":["a",1]}
        │                                                                                                                      ^"
    `);
    expect(codes(line({ risk_score: 101 }))).toEqual(['container/ignored-field']);
    for (const wrong of [
      { query: 1 },
      { event_category_override: ['a'] },
      { timestamp_field: 1 },
      { tiebreaker_field: {} },
      { filters: {} },
      { filters: [1] },
      { exceptions_list: 'x' },
      { type: 7 },
    ]) {
      expect(codes(line(wrong))).toEqual(['container/bad-field']);
    }
    expect(codes(line({ type: undefined }))).toEqual(['container/missing-field']);
    expect(codes(line({ query: ' \n' }))).toEqual(['container/no-query']);
    expect(codes(line({ language: 'eqll' }))).toEqual(['container/unknown-value', 'container/not-convertible']);
  });
});

describe('filters', () => {
  const one = (filter: object) => surroundings(line({ filters: [{ meta: { type: 'x' }, ...filter }] }))?.filters[0];

  it.each([
    [{ query: { match_phrase: { f: 'v' } } }, { kind: 'phrase', field: 'f', value: 'v' }],
    [{ query: { match_phrase: { f: { query: 7 } } } }, { kind: 'phrase', field: 'f', value: 7 }],
    [{ query: { term: { f: { value: true } } } }, { kind: 'phrase', field: 'f', value: true }],
    [{ query: { exists: { field: 'f' } } }, { kind: 'exists', field: 'f' }],
    [{ exists: { field: 'f' } }, { kind: 'exists', field: 'f' }],
    [{ query: { range: { f: { gte: 1, lt: '9' } } } }, { kind: 'range', field: 'f', bounds: { gte: 1, lt: '9' } }],
    [
      {
        query: {
          bool: { minimum_should_match: 1, should: [{ match_phrase: { f: 'a' } }, { match_phrase: { f: 'b' } }] },
        },
      },
      { kind: 'phrases', field: 'f', values: ['a', 'b'] },
    ],
  ])('reads %j', (filter, expected) => {
    expect(one(filter)).toMatchObject({ ...expected, negate: false, disabled: false });
  });

  it.each([
    [{ query: { query_string: { query: 'a' } } }, 'query_string'],
    [{ query: { wildcard: { f: { value: 'a*' } } } }, 'wildcard'],
    [{ query: { match_phrase: { f: { query: 'a', slop: 2 } } } }, 'match_phrase'],
    [{ query: { match_phrase: { f: 'a', g: 'b' } } }, 'match_phrase'],
    [{ query: { range: { f: { gte: 'now-1d', time_zone: '+01:00' } } } }, 'range'],
    [{ query: { exists: { field: 1 } } }, 'exists'],
    [{ query: { bool: { should: [{ match_phrase: { f: 'a' } }] } } }, 'bool'],
    [
      {
        query: {
          bool: { minimum_should_match: 1, should: [{ match_phrase: { f: 'a' } }, { match_phrase: { g: 'b' } }] },
        },
      },
      'bool',
    ],
    [{ query: { bool: { minimum_should_match: 1, should: [], must: [] } } }, 'bool'],
    [{ query: { exists: { field: 'f' }, term: { f: 1 } } }, 'filter without a query'],
    [{ query: { constructor: {} } }, 'constructor'],
    [{}, 'filter without a query'],
  ])('does not guess at %j', (filter, what) => {
    expect(one(filter)).toMatchObject({ kind: 'not-understood', what });
  });

  it('keeps what is negated and what is switched off', () => {
    const query = { exists: { field: 'f' } };
    expect(one({ meta: { negate: true, disabled: true }, query })).toMatchObject({ negate: true, disabled: true });
    expect(codes(line({ filters: [{ meta: { negate: 'yes' }, query }] }))).toEqual(['container/bad-field']);
  });
});

describe('exceptions', () => {
  const reference = { exceptions_list: [{ id: 'i', list_id: 'l', type: 'detection', namespace_type: 'single' }] };
  const list = JSON.stringify({ list_id: 'l', type: 'detection', namespace_type: 'single', name: 'L' });
  const item = (entries: unknown, more: object = {}) =>
    JSON.stringify({ list_id: 'l', item_id: 'x', type: 'simple', namespace_type: 'single', entries, ...more });

  it('reads every kind of entry', () => {
    const entries = [
      { type: 'match', field: 'a', operator: 'included', value: 'v' },
      { type: 'match_any', field: 'a', operator: 'excluded', value: ['v', 'w'] },
      { type: 'exists', field: 'a', operator: 'included' },
      { type: 'wildcard', field: 'a', operator: 'included', value: 'v*' },
      { type: 'list', field: 'a', operator: 'included', list: { id: 'ips', type: 'ip' } },
      { type: 'nested', field: 'a', entries: [{ type: 'match', field: 'b', operator: 'included', value: 'v' }] },
    ];
    const more = { os_types: ['windows'], expire_time: '2030-01-01T00:00:00Z', name: 'N' };
    expect(surroundings(line(reference), list, item(entries, more))?.exceptions).toMatchObject([
      {
        name: 'N',
        list: 'l',
        namespace: 'single',
        osTypes: ['windows'],
        expires: '2030-01-01T00:00:00Z',
        entries: [
          { kind: 'match', operator: 'included', value: 'v' },
          { kind: 'match_any', operator: 'excluded', values: ['v', 'w'] },
          { kind: 'exists' },
          { kind: 'wildcard', value: 'v*' },
          { kind: 'list', list: 'ips', type: 'ip' },
          { kind: 'nested', field: 'a', entries: [{ kind: 'match', field: 'b' }] },
        ],
      },
    ]);
  });

  it('leaves no entry out: what is not understood stays', () => {
    const broken = [
      { type: 'match', field: 'a', operator: 'included' },
      { type: 'regex', field: 'a', operator: 'included', value: 'v' },
      { type: 'match', field: 'a', operator: 'is', value: 'v' },
      { type: 'match_any', field: 'a', operator: 'included', value: ['v', 1] },
      7,
    ];
    const text = [line(reference), list, item(broken)].join('\n');
    expect(surroundings(text)?.exceptions[0]?.entries.map((entry) => entry.kind)).toEqual(
      Array(5).fill('not-understood'),
    );
    expect(new Set(codes(text))).toEqual(new Set(['container/bad-field']));
  });

  it('keeps lists with one name in two namespaces apart', () => {
    const agnostic = item([{ type: 'exists', field: 'a', operator: 'included' }], { namespace_type: 'agnostic' });
    expect(surroundings(line(reference), list, agnostic)?.exceptions).toEqual([]);
  });

  it('says which lists are not in the file', () => {
    expect(rendered(line(reference))).toMatchInlineSnapshot(`
      "warning[container/exceptions-missing]: rule \`A\` uses the exception list \`l\`, which is not in this file
        ┌─ rules.ndjson:1:128
      1 │ process where process.name == \\"a.exe\\"","exceptions_list":[{"id":"i","list_id":"l","type":"detection","namespace_type":
        │                                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        = help: what the exceptions leave out would be found by the converted rule"
    `);
    expect(surroundings(line(reference))?.missingLists).toMatchObject([
      { list: 'l', type: 'detection', namespace: 'single' },
    ]);
  });
});
