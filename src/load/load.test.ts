import { expect, it } from 'vitest';
import { isError } from '../diagnostics/diagnostic.ts';
import { printQuery } from '../ir/print.ts';
import { SourceText } from '../text/source-text.ts';
import { loadRuleSet, loadRules } from './index.ts';

const rule = (title: string, value: string) =>
  `title: ${title}\nlogsource: {category: test}\ndetection: {sel: {A: ${value}}, condition: sel}\n`;

it('one bad rule does not stop the others of its file', () => {
  const text = [rule('good', '1'), rule('[bad]', '2'), 'title: "open\n', rule('other', '{x: 1}')].join('---\n');
  const { rules, diagnostics } = loadRules(new SourceText('r.yml', text));
  expect(rules.map(({ rule: one, diagnostics: found }) => [one !== undefined, found.filter(isError).length])).toEqual([
    [true, 0],
    [false, 1],
  ]);
  expect(diagnostics.some(isError)).toBe(true);
});

it('files of several languages are one set, each answered in its place', () => {
  const sources = [
    new SourceText('a.eql', 'process where process.name == "a"'),
    new SourceText('b.yml', rule('b', "'x*'")),
    new SourceText('c.eql', 'process where process.name == "c"'),
  ];
  const loaded = loadRuleSet(sources);
  const meanings = loaded.map(({ rules }) => rules.map((one) => one.rule && printQuery(one.rule.query)));
  expect(meanings).toEqual([
    [expect.stringContaining('process.name:text = "a"')],
    [expect.stringContaining('A:unknown like~~ "x" *')],
    [expect.stringContaining('process.name:text = "c"')],
  ]);
});
