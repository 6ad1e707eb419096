import { describe, expect, it } from 'vitest';
import { backends } from '../../backends/index.ts';
import { convertRule, isUsable, loadRules } from '../compile.ts';
import { SourceText } from '../text/source-text.ts';
import { verdictsOf } from '../verify/oracle.ts';
import type { Usable } from '../verify/runner.ts';
import { keywordFieldsOf } from './keyword-fields.ts';
import { spreadKeywords } from './spread-keywords.ts';

function ruleOf(keywords: readonly unknown[], logsource: object = { product: 'linux', service: 'syslog' }): Usable {
  const detection = { keywords, condition: 'keywords' };
  const text = JSON.stringify({ title: 'Keywords', logsource, detection });
  const [rule] = loadRules(new SourceText('rule.yml', text)).rules.filter(isUsable);
  if (!rule) throw new Error('the rule has no meaning');
  return rule;
}

describe('where the text of a log source stands', () => {
  it.each([
    [{ product: 'linux', service: 'auditd' }, 'exe'],
    [{ category: 'webserver', product: 'apache' }, 'cs-uri-query'],
    [{ category: 'proxy' }, 'c-useragent'],
    [{ product: 'Windows', service: 'application' }, 'Data'],
    [{ product: 'cisco', service: 'aaa' }, 'message'],
    [undefined, 'message'],
  ])('%o: %s', (source, name) => {
    expect(keywordFieldsOf(source)).toContain(name);
  });
});

describe('keywords in named fields', () => {
  it('are tests of each field, under an assumption that names the place', () => {
    const { rule, notes } = spreadKeywords(ruleOf(['a"b']).rule, ['message', 'cs-uri']);
    expect(verdictsOf(rule, [{ message: 'xA"Bx' }, { 'cs-uri': ['a"b'] }, { other: 'a"b' }, { message: 5 }])).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(notes.map(({ assumption, witness }) => [assumption, witness])).toEqual([
      ['keyword/in-fields', { elsewhere: 'a"b', message: undefined, 'cs-uri': undefined }],
    ]);
  });

  it('leave a rule without keywords alone', () => {
    const { rule } = ruleOf([{ message: 'x' }]);
    expect(spreadKeywords(rule, ['message'])).toEqual({ rule, notes: [] });
  });

  it('show by the event of the note what they do not find', () => {
    const loaded = ruleOf(['x*y?z']);
    const { rule, notes } = spreadKeywords(loaded.rule, ['elsewhere']);
    const witness = notes[0]?.witness ?? {};
    expect([verdictsOf(loaded.rule, [witness]), verdictsOf(rule, [witness])]).toEqual([[true], [false]]);
  });

  it('are used for every target when they are named', () => {
    for (const backend of backends) {
      const { text = '', assumes } = convertRule(ruleOf(['needle']), backend, { keywordFields: ['here'] });
      expect([backend.id, text.includes('here'), assumes.includes('keyword/in-fields')]).toEqual([
        backend.id,
        true,
        true,
      ]);
    }
  });

  it('are used unasked only where a target can look nowhere else', () => {
    const used = backends.filter((backend) =>
      convertRule(ruleOf(['x']), backend).assumes.includes('keyword/in-fields'),
    );
    expect(used.map(({ id }) => id)).toEqual(['eql']);
  });
});
