import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lines, listed, titleOf } from '../../src/artifacts/prose.ts';
import { printQuery } from '../../src/index.ts';
import { runs } from '../seed.ts';
import { hostileMetadata, hostileQuery, made, ruleIn, SCHEDULED, said, textOf, tomlRule, withMetadata } from './kit.ts';

const FULL = [
  ...SCHEDULED,
  'index = ["logs-*"]',
  'author = ["Somebody"]',
  'license = "MIT"',
  'references = ["https://example.org/a"]',
  'false_positives = ["Backups"]',
  'tags = ["Windows", "Use: Hunting"]',
  'note = """## Triage\nLook."""',
  'max_signals = 33',
  'timestamp_override = "event.ingested"',
  'building_block_type = "default"',
  '[[rule.threat]]',
  'framework = "MITRE ATT&CK"',
  '[rule.threat.tactic]',
  'id = "TA0002"',
  'name = "Execution"',
  'reference = "https://attack.mitre.org/tactics/TA0002/"',
  '[[rule.threat.technique]]',
  'id = "T1059"',
  'name = "Command and Scripting Interpreter"',
  'reference = "https://attack.mitre.org/techniques/T1059/"',
  '[[rule.threat.technique.subtechnique]]',
  'id = "T1059.001"',
  'name = "PowerShell"',
  'reference = "https://attack.mitre.org/techniques/T1059/001/"',
  '[rule.alert_suppression]',
  'group_by = ["host.id"]',
  'missing_fields_strategy = "suppress"',
  'duration = {value = 2, unit = "h"}',
];

/** The tables of `FULL` come last in a TOML file, so the query stands before them. */
const full = (): ReturnType<typeof ruleIn> => {
  const at = FULL.indexOf('[[rule.threat]]');
  const text = [
    ...[
      '[rule]',
      'name = "A rule"',
      'rule_id = "11111111-2222-4333-8444-555555555555"',
      'type = "eql"',
      'language = "eql"',
    ],
    ...FULL.slice(0, at),
    'query = \'process where process.name : "a*.exe" and not process.args == "\\\\x"\'',
    ...FULL.slice(at),
  ];
  return ruleIn(text.join('\n'), 'rule.toml');
};

const SIGMA = `
title: A Sigma rule
id: 0b1b9e1c-4ac5-4f0e-8b71-0b0a7f8f1a11
status: test
description: Finds a thing.
author: Somebody
references: ['https://example.org/b']
falsepositives: [Administrators]
level: informational
license: MIT
tags: [attack.execution, attack.t1059.001, attack.defense-evasion, cve.2024-1234]
logsource: {category: process_creation, product: windows}
detection: {selection: {Image|endswith: '\\a.exe', CommandLine|contains: 'x'}, condition: selection}
`;

const objects = (text: string): readonly Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe("Kibana's rule", () => {
  it('is the rule itself to our own reader', () => {
    const before = full();
    const conversion = made(before, 'kibana');
    const after = ruleIn(textOf(conversion), 'rules.ndjson');
    expect(said(conversion)).toEqual([]);
    expect(printQuery(after.rule.query)).toBe(printQuery(before.rule.query));
    const { sourcePath: _, ...told } = before.metadata;
    const added = { version: 1, enabled: false, requiredFields: [], relatedIntegrations: [] };
    expect({ ...after.metadata, sourcePath: undefined }).toEqual({
      ...added,
      ...told,
      sourcePath: undefined,
      schedule: { ...told.schedule, to: 'now' },
    });
  });

  it('is made of a Sigma rule', () => {
    const conversion = made(ruleIn(SIGMA, 'rule.yml'), 'kibana', { to: 'ecs' });
    const [rule, ...others] = objects(textOf(conversion));
    expect(others).toEqual([]);
    expect(rule).toMatchObject({
      rule_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5/),
      type: 'eql',
      language: 'eql',
      severity: 'low',
      risk_score: 21,
      interval: '5m',
      from: 'now-10m',
      to: 'now',
      author: ['Somebody'],
      license: 'MIT',
      references: ['https://example.org/b'],
      false_positives: ['Administrators'],
      tags: ['cve.2024-1234', 'Status: test'],
      threat: [
        {
          framework: 'MITRE ATT&CK',
          tactic: { id: 'TA0002', name: 'Execution', reference: 'https://attack.mitre.org/tactics/TA0002/' },
          technique: [
            {
              id: 'T1059',
              name: 'Command and Scripting Interpreter',
              reference: 'https://attack.mitre.org/techniques/T1059/',
              subtechnique: [
                { id: 'T1059.001', name: 'PowerShell', reference: 'https://attack.mitre.org/techniques/T1059/001/' },
              ],
            },
          ],
        },
        { tactic: { id: 'TA0005' }, technique: [] },
      ],
      risk_score_mapping: [],
      severity_mapping: [],
      exceptions_list: [],
      actions: [],
    });
    expect(rule?.query).toMatch(/^process where\s/);
    expect(said(conversion)).toContain('kibana: Kibana has no severity `informational`, so it is low');
  });

  it('looks back far enough, and says so', () => {
    const rare = tomlRule([
      'description = "d"',
      'severity = "low"',
      'interval = "1h"',
      'from = "now-9m"',
      'index = ["a"]',
    ]);
    const conversion = made(rare, 'kibana');
    expect(objects(textOf(conversion))[0]).toMatchObject({ interval: '1h', from: 'now-1h' });
    expect(said(conversion)).toEqual(["kibana: looks back 1h, longer than the rule's 9m"]);
  });

  it('keeps hostile words in their places', () => {
    fc.assert(
      fc.property(hostileMetadata, hostileQuery, (metadata, query) => {
        const hostile = withMetadata(tomlRule([...SCHEDULED, 'index = ["a"]'], query), metadata);
        const text = textOf(made(hostile, 'kibana'));
        expect(text.split('\n')).toHaveLength(2);
        const back = ruleIn(text, 'rules.ndjson');
        expect(printQuery(back.rule.query)).toBe(printQuery(hostile.rule.query));
        expect(back.metadata.name).toBe(titleOf(metadata));
        expect(back.metadata.description).toBe(lines(metadata.description ?? '') || titleOf(metadata));
        expect(back.metadata.tags ?? []).toEqual(listed(metadata.tags));
        expect(back.metadata.enabled).toBe(false);
      }),
      { numRuns: runs(200) },
    );
  });
});
