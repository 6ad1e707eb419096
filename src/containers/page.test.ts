import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderHuman } from '../diagnostics/render/human.ts';
import { SourceText } from '../text/source-text.ts';
import { readContainer } from './index.ts';
import { repairs } from './page-repairs.ts';

const EXAMPLE = readFileSync(new URL('../../examples/mssql-xp-cmdshell/rule.md', import.meta.url), 'utf8');
const read = (text: string, path = 'rule.md') => readContainer(new SourceText(path, text));
const only = (text: string) => {
  const { envelopes, diagnostics } = read(text);
  expect(diagnostics).toEqual([]);
  const [envelope] = envelopes;
  if (!envelope) expect.fail('no rule');
  return envelope;
};
const rendered = (text: string) =>
  read(text)
    .diagnostics.map((found) => renderHuman(found))
    .join('\n');

const fields = '**Rule type**: eql\n\n**Severity**: low\n\n';
const QUERY = 'process where process.name == "a.exe"';

describe('the page of the example', () => {
  const rule = only(EXAMPLE);

  it('gives every field', () => {
    expect(rule.metadata).toEqual({
      name: 'Execution via MSSQL xp_cmdshell Stored Procedure',
      description: expect.stringMatching(/^Finds a Windows command shell .* deserves a look\.$/),
      author: ['Elastic'],
      license: 'Elastic License v2',
      severity: 'high',
      riskScore: 73,
      references: [],
      tags: ['Elastic', 'Host', 'Windows', 'Threat Detection', 'Execution'],
      version: 100,
      threat: [
        {
          framework: 'MITRE ATT&CK',
          tactic: { id: 'TA0002', name: 'Execution', reference: 'https://attack.mitre.org/tactics/TA0002/' },
          techniques: [
            {
              id: 'T1059',
              name: 'Command and Scripting Interpreter',
              reference: 'https://attack.mitre.org/techniques/T1059/',
              subtechniques: [],
            },
          ],
        },
      ],
      schedule: { interval: '5m', from: 'now-9m' },
      index: ['winlogbeat-*', 'logs-endpoint.events.*', 'logs-windows.*'],
      maxSignals: 100,
      slug: 'execution-via-mssql-xp-cmdshell-stored-procedure',
      packageVersion: '8.3.1',
      sourcePath: 'rule.md',
    });
  });

  it('gives the query as it stands there', () => {
    const start = EXAMPLE.indexOf('process where');
    expect(rule.query?.text).toBe(EXAMPLE.slice(start, EXAMPLE.indexOf('\n```\n')));
    expect(rule.query?.fileOffset(0)).toBe(start);
    expect(rule).toMatchObject({ language: 'eql', ruleType: 'eql', container: 'page', fenced: true });
  });

  it('says what a page cannot tell', () => {
    expect(rule.unknown).toContain('rule_id');
    expect(rule.unknown).toContain('exceptions_list');
    expect(rule.unknown).toContain('event_category_override');
  });
});

describe('copies and other forms of a page', () => {
  it('takes the last block of the section, and not one of the guide or of the history', () => {
    const guide = `# A\n\n${fields}## Investigation guide\n\n## Rule query\n\nsee below\n\n\`\`\`\nother\n\`\`\`\n\n## Rule query [_rule_query_1]\n\n\`\`\`js\n${QUERY}\n\`\`\`\n`;
    expect(only(guide).query?.text).toBe(QUERY);
    const history = `=== A\n\n*Rule type*: eql\n\n==== Rule query\n\n\n[source,js]\n----------\n${QUERY}\n----------\n\n[[a-history]]\n==== Rule version history\n\nVersion 2 (7.13.0 release)::\n* Updated query, changed from:\n+\n[source, js]\n----------\nold\n----------\n`;
    expect(only(history).query?.text).toBe(QUERY);
  });

  it('reads a closing fence behind the last line of the query', () => {
    const mdx = `# A\n\n${fields}## Rule query\n\n\`\`\`sql\n${QUERY}\n  and true\`\`\`\n`;
    expect(only(mdx).query?.text).toBe(`${QUERY}\n  and true`);
  });

  it('reads bullets and tabs before every block, the colon inside the bold, and the indentation of the list', () => {
    const text = `- # A\n- **Rule type:** eql\n- **Rule indices:**\n\t- logs-\\*\n\t- winlogbeat-\\*\n- **Severity:** low\n- ## Rule query\n\t- \`\`\`eql\n\t  ${QUERY}\n\t    and x == 1\n\t  \`\`\`\n- **Framework:** MITRE ATT&amp;CK\n\t- Technique:\n\t\t- ID: T1059.001\n`;
    const rule = only(text);
    expect(rule.query?.text).toBe(`${QUERY}\n  and x == 1`);
    expect(rule.query?.fileOffset(rule.query.text.indexOf('x =='))).toBe(text.indexOf('x =='));
    expect(rule.metadata).toMatchObject({
      name: 'A',
      index: ['logs-*', 'winlogbeat-*'],
      threat: [{ framework: 'MITRE ATT&CK', techniques: [{ id: 'T1059', subtechniques: [{ id: 'T1059.001' }] }] }],
    });
  });

  it('takes the text below the title where the block is lost', () => {
    const rule = only(`# A\n\n${fields}**Rule query**\n\n${QUERY}\n\n**Framework**: MITRE ATT&CK\n`);
    expect(rule.query?.text).toBe(QUERY);
    expect(rule.fenced).toBe(false);
  });

  it('reads the words of old pages, and the filters that only they show', () => {
    const text = `=== A\n\n*Rule type*: eql\n\n*Rule index*:\n\n* a-*\n\n*Runs every*: 60 minutes\n\n*Version*: 3 (<<a-history, version history>>)\n\n*Added ({stack} release)*: 7.13.0\n\n*Rule authors*: Elastic, Jane Doe\n\n==== Rule query\n\n[source,js]\n----\n${QUERY}\n----\n\n==== Rule filters\n\n[source,js]\n----\n[{"meta": {"negate": true}, "query": {"exists": {"field": "x"}}}]\n----\n`;
    const rule = only(text);
    expect(rule.metadata).toMatchObject({
      index: ['a-*'],
      schedule: { interval: '60m' },
      version: 3,
      author: ['Elastic', 'Jane Doe'],
    });
    expect(rule.surroundings.filters).toMatchObject([{ kind: 'exists', field: 'x', negate: true }]);
    expect(rule.unknown).not.toContain('filters');
  });

  it('counts tactics without techniques, and several', () => {
    const text = `# A\n\n${fields}## Rule query\n\n\`\`\`\n${QUERY}\n\`\`\`\n\n**Framework**: MITRE ATT&CK^TM^\n\n* Tactic:\n** Name: One\n** ID: TA0001\n* Tactic:\n** Name: Two\n** ID: TA0002\n* Technique:\n** ID: T1000\n* Sub-technique:\n** ID: T1000.001\n`;
    expect(only(text).metadata.threat).toMatchObject([
      { tactic: { id: 'TA0001' }, techniques: [] },
      { tactic: { id: 'TA0002' }, techniques: [{ id: 'T1000', subtechniques: [{ id: 'T1000.001' }] }] },
    ]);
  });

  it('strips only slugs from the title', () => {
    expect(only(`# A [Deprecated]\n\n${fields}## Rule query\n\n\`\`\`\n${QUERY}\n\`\`\`\n`).metadata.name).toBe(
      'A [Deprecated]',
    );
  });

  it('says that a guide of 2026 has no query', () => {
    expect(rendered('---\nproducts: x\n---\n\n# A guide\n\n## Triage and analysis\n\ntext\n')).toMatchInlineSnapshot(`
      "error[container/query-not-on-page]: the query of rule \`A guide\` is not on this page
        ┌─ rule.md:1:1
      1 │ ---
        │ ^^^
        = help: the catalog and the guides of 2026 leave the query out: take the rule file (TOML) or a Kibana export"
    `);
    expect(rendered('Name,Technique,Rule Type,Severity,Source,Guide\nA,T1059,Custom Query,low,x,y\n')).toContain(
      'is not on this page',
    );
  });

  it('refuses a query with a comment that hides what followed it', () => {
    const text = `=== A\n\n*Rule type*: eql\n\n*Added ({stack} release)*: 7.13.0\n\n==== Rule query\n\n[source,js]\n----\nprocess where true // one two\nand x == 1\n----\n`;
    expect(rendered(text)).toMatchInlineSnapshot(`
      "error[container/page-line-comment]: a \`//\` comment in a query whose lines were joined hides what followed it
         ┌─ rule.md:11:20
      11 │ process where true // one two
         │                    ^^
        = help: pages of Elastic 7.6 to 8.6 lost the line breaks: take the rule file (TOML) or a Kibana export"
    `);
    expect(read(text).envelopes[0]?.query).toBeUndefined();
  });

  it('warns of blanks in strings where a page squeezed them', () => {
    const text = `=== A\n\n*Rule type*: eql\n\n*Added ({stack} release)*: 7.13.0\n\n==== Rule query\n\n[source,js]\n----\nprocess where a == "b" and\nb == "c d"\n----\n`;
    expect(rendered(text)).toMatchInlineSnapshot(`
      "warning[container/page-filled]: this page squeezed runs of blanks to one, also in strings like this one
         ┌─ rule.md:12:8
      12 │ b == "c d"
         │        ^
        = help: where a string may have held several blanks in a row, compare with the rule file"
    `);
    expect(read(text.replace('c d', 'cd')).diagnostics).toEqual([]);
  });

  it('reports what is missing or wrong, and gives the rest', () => {
    const query = `## Rule query\n\n\`\`\`\n${QUERY}\n\`\`\`\n`;
    expect(
      rendered(`# A\n\n**Rule type**: eql\n\n**Severity**: hgih\n\n**Risk score**: many\n\n${query}`),
    ).toMatchInlineSnapshot(`
      "warning[container/unknown-value]: unknown severity \`hgih\`
        ┌─ rule.md:5:1
      5 │ **Severity**: hgih
        │ ^^^^^^^^^^^^^^^^^^
      warning[container/ignored-field]: \`Risk score\` is ignored: expected a number, found \`many\`
        ┌─ rule.md:7:1
      7 │ **Risk score**: many
        │ ^^^^^^^^^^^^^^^^^^^^"
    `);
    expect(rendered(`# A\n\n**Rule type**: eqk\n\n${query}`)).toMatchInlineSnapshot(`
      "warning[container/unknown-value]: unknown rule type \`eqk\`
        ┌─ rule.md:3:1
      3 │ **Rule type**: eqk
        │ ^^^^^^^^^^^^^^^^^^
        = help: did you mean \`eql\`?
      warning[container/not-convertible]: rule \`A\` is of type \`eqk\`, which is not converted
        ┌─ rule.md:1:1
      1 │ # A
        │ ^^^
        = help: of the rules of Elastic only those of type \`eql\` are converted"
    `);
    expect(rendered(`# A\n\n${fields}## Rule query\n\n\`\`\`js\n${QUERY}`)).toMatchInlineSnapshot(`
      "error[container/page-block-open]: the block of the query is not closed; the page may be cut off
        ┌─ rule.md:9:1
      9 │ \`\`\`js
        │ ^^^^^"
    `);
    expect(rendered(`# A\n\n${fields}## Rule query\n\n\n`)).toMatchInlineSnapshot(`
      "error[container/no-query]: rule \`A\` has no query
        ┌─ rule.md:7:1
      7 │ ## Rule query
        │ ^^^^^^^^^^^^^"
    `);
    expect(rendered(`# A\n\n**Severity**: low\n\n${query}`)).toMatchInlineSnapshot(`
      "error[container/missing-field]: rule \`A\` has no \`Rule type\`
        ┌─ rule.md:5:1
      5 │ ## Rule query
        │ ^^^^^^^^^^^^^"
    `);
    expect(rendered(`# A\n\n**Rule type**: machine_learning\n`)).toMatchInlineSnapshot(`
      "warning[container/not-convertible]: rule \`A\` is of type \`machine_learning\`, which is not converted
        ┌─ rule.md:1:1
      1 │ # A
        │ ^^^
        = help: of the rules of Elastic only those of type \`eql\` are converted"
    `);
  });
});

describe('repairs', () => {
  const tried = (query: string, fenced = true) => {
    const rule = only(`# A\n\n${fields}## Rule query\n\n\`\`\`\n${query}\n\`\`\`\n`);
    return rule.query ? repairs(rule.query, fenced) : [];
  };
  const texts = (query: string, fenced = true) => tried(query, fenced).map((one) => [one.name, one.slice.text]);

  it('joins the lines of strings, and of nothing else', () => {
    expect(texts('process where a == "C:\\\\Program\nFiles\\\\b" and\nb == """x\ny""" /* "\n" */')).toEqual([
      ['join-strings', 'process where a == "C:\\\\Program Files\\\\b" and\nb == """x y""" /* "\n" */'],
    ]);
  });

  it('names the places where it is not sure whether a blank stood', () => {
    const [one] = tried('process where a == "elastic-\nendpoint"');
    expect(one?.slice.text).toBe('process where a == "elastic-endpoint"');
    expect(one?.diagnostics.map((found) => renderHuman(found)).join('\n')).toMatchInlineSnapshot(`
      "warning[container/page-repaired]: the query was readable only after repairing the text of the page: joined the lines of strings
         ┌─ rule.md:10:1
      10 │ process where a == "elastic-
         │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        = help: compare the result with the rule file
      warning[container/page-doubtful-join]: the string was broken here; whether a blank stood in this place is not known, none was assumed
         ┌─ rule.md:10:28
      10 │ process where a == "elastic-
         │                            ^
        = help: compare the result with the rule file"
    `);
  });

  it('makes typographic signs plain, but not inside of strings', () => {
    expect(texts('process where\u00a0a == \u201cit\u2019s \u2013 b\u201d and c == "\u201cd\u201d"')).toEqual([
      ['typography', 'process where a == "it\u2019s \u2013 b" and c == "\u201cd\u201d"'],
    ]);
  });

  it('resolves entities once, then joins the strings that this made', () => {
    expect(texts('process where a &gt; 1 and b == &quot;x\ny &amp;lt;&quot;')).toEqual([
      ['entities', 'process where a > 1 and b == "x y &lt;"'],
    ]);
  });

  it('removes the escapes of Markdown outside of blocks only', () => {
    const query = 'process where process.name == "a\\_b\\\\\\*" and c : """d\\.e"""';
    expect(texts(query)).toEqual([]);
    expect(texts(query, false)).toEqual([
      ['markdown-escapes', 'process where process.name == "a_b\\\\*" and c : """d\\.e"""'],
    ]);
  });

  it('tries the changes one after the other, and keeps the way back to the file', () => {
    const all = tried('process where a == \u201cx &amp; y\nz\u201d');
    expect(all.map((one) => [one.applied, one.slice.text])).toEqual([
      [['join-strings'], 'process where a == \u201cx &amp; y z\u201d'],
      [['join-strings', 'typography'], 'process where a == "x &amp; y z"'],
      [['join-strings', 'typography', 'entities'], 'process where a == "x & y z"'],
    ]);
    const slice = all.at(-1)?.slice;
    const text = slice?.source.text ?? '';
    expect(slice?.fileOffset(slice.text.indexOf('z'))).toBe(text.indexOf('z\u201d'));
    expect(slice?.fileOffset(slice.text.indexOf('y z'))).toBe(text.indexOf('y\nz'));
  });
});
