import { describe, expect, it } from 'vitest';
import { plain, renderHuman } from '../../src/diagnostics/render/human.ts';
import { readMapping } from '../../src/index.ts';
import { SourceText } from '../../src/text/source-text.ts';

/** The first lines of what is said of a text: the sentence and the place. */
function said(text: string): readonly string[] {
  const { value, diagnostics } = readMapping(new SourceText('m.yml', text));
  expect(value).toBeUndefined();
  return diagnostics.map((one) =>
    renderHuman(one, plain)
      .split('\n')
      .slice(0, 2)
      .map((line) => line.trim())
      .join(' '),
  );
}

const pipeline = (item: string): string => `name: n\ntransformations:\n  - ${item}\n`;
const pack = (table: string): string => `id: own\nfrom: sigma\ntime: ts\ntables:\n  - ${table}\n`;

describe('bad pipelines', () => {
  it.each([
    [pipeline('type: field_name_maping'), 'can be'],
    [pipeline('type: field_name_mapping'), 'needs `mapping`'],
    [pipeline('{type: field_name_mapping, mapping: [a]}'), 'must be a map'],
    [pipeline('{type: field_name_mapping, mapping: {a: b}, maping: 1}'), '`maping` is no key here'],
    [pipeline('{type: field_name_transform}'), 'needs code of pySigma'],
    [pipeline("{type: replace_string, regex: '(a+)+$', replacement: b}"), 'could take for ever'],
    [pipeline("{type: replace_string, regex: '(', replacement: b}"), 'm.yml:3:'],
    [pipeline('{type: case, rule_conditions: [{type: logsorce}]}'), 'logsorce'],
    [pipeline('{type: case, rule_conditions: {a: {type: is_sigma_rule}}, rule_cond_expr: b}'), '`b` is nothing'],
    [pipeline('{type: case, rule_cond_op: xor}'), 'xor'],
    [pipeline('just text'), 'must be a map'],
    ['a: 1\n', 'neither a mapping nor a pipeline'],
    ['', 'neither a mapping nor a pipeline'],
  ])('%s', (text, expected) => {
    const all = said(text);
    expect(all.join('\n')).toContain(expected);
    for (const one of all) expect(one).toMatch(/m\.yml:\d+:\d+/);
  });

  it('leaves what changes the text of a query out, with a warning', () => {
    const { value, diagnostics } = readMapping(
      new SourceText('m.yml', `${pipeline('type: case')}postprocessing: [{type: embed}]\n`),
    );
    expect(value).toBeDefined();
    expect(diagnostics.map(({ code }) => code)).toEqual(['mapping/left-out']);
  });
});

describe('bad packs', () => {
  it.each([
    ['id: own\ntables: []\n', 'needs `from`'],
    ['id: own\nfrom: sigma\ntime: ts\ntables: []\n', 'at least one table'],
    [pack('{id: t, feilds: {}}'), '`feilds` is no key here'],
    [pack('{id: t, fields: {a: {}}}'), 'nothing says'],
    [pack('{id: t, fields: {a: {column: x, lookup: y}}}'), 'each say'],
    [pack('{id: t, fields: {a: {column: x, type: txt}}}'), '`txt` is nothing'],
    [pack('{id: t, fields: {a: {joined: [x]}}}'), 'm.yml:5:'],
    [pack('{id: t, fields: {a: {column: [x]}}}'), 'm.yml:5:'],
    [pack('{id: t, fields: {a: {column: x, confidence: maybe}}}'), 'maybe'],
    [pack('{id: t, where: [{column: x}]}'), 'needs `any_of`'],
    [pack('{id: t}\n  - {id: t}'), 'two tables'],
    [pack('{id: t, serves: {log_sources: [{kategory: x}]}}'), 'kategory'],
  ])('%s', (text, expected) => {
    const all = said(text);
    expect(all.join('\n')).toContain(expected);
    for (const one of all) expect(one).toMatch(/m\.yml:\d+:\d+/);
  });
});
