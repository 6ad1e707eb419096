import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { titleOf } from '../../src/artifacts/prose.ts';
import { backends, convertRule } from '../../src/index.ts';
import { runs } from '../seed.ts';
import { hostileMetadata, hostileQuery, made, ruleIn, SCHEDULED, said, textOf, tomlRule, withMetadata } from './kit.ts';

const splunk = backends.find(({ id }) => id === 'splunk');
if (!splunk) throw new Error('no backend for Splunk');

const detection = (text: string): Record<string, unknown> => parse(text, { version: '1.1', schema: 'core' });

const DATED = { updatedDate: '2024/05/31', falsePositives: ['Backups'], references: ['https://example.org/a'] };

describe('a detection of ESCU', () => {
  it('says what contentctl asks for', () => {
    const threat = [{ tactic: { id: 'TA0002' }, techniques: [{ id: 'T1059', subtechniques: [] }] }];
    const rule = withMetadata(tomlRule(SCHEDULED), { ...DATED, threat, author: ['Somebody'], version: 3 });
    const conversion = made(rule, 'escu', { table: 'main' });
    const written = detection(textOf(conversion));
    expect(said(conversion)).toEqual([]);
    expect(textOf(conversion)).toContain('\ndate: 2024-05-31\n');
    expect(written).toMatchObject({
      name: 'A rule',
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5/),
      version: 3,
      author: 'Somebody',
      status: 'experimental',
      type: 'TTP',
      known_false_positives: 'Backups',
      references: ['https://example.org/a'],
      rba: {
        message: 'A rule: system $host.name$, user $user.name$',
        risk_objects: [
          { field: 'host.name', type: 'system', score: 73 },
          { field: 'user.name', type: 'user', score: 73 },
        ],
        threat_objects: [],
      },
      tags: { asset_type: 'Endpoint', mitre_attack_id: ['T1059'], security_domain: 'endpoint' },
    });
    expect(written.search).toMatch(/^index=main\n[\s\S]*\n\| table [^|]*host\.name, user\.name\n\| `a_rule_filter`$/);
  });

  it('is for hunting where the result names nobody', () => {
    const query = 'sequence with maxspan=1m [process where process.name == "a"] [process where process.name == "b"]';
    const conversion = made(withMetadata(tomlRule(SCHEDULED, query), DATED), 'escu', { table: 'main' });
    const written = detection(textOf(conversion));
    expect(written.type).toBe('Hunting');
    expect(written).not.toHaveProperty('rba');
    expect(said(conversion)).toEqual([
      'escu: the result names neither a device nor an account, so the detection is one for hunting',
    ]);
  });

  it('names the fields of the Common Information Model', () => {
    const sigma = ruleIn(
      `
title: A Sigma rule
date: 2024-05-31
level: low
tags: [attack.t1059.001]
logsource: {category: process_creation, product: windows}
detection: {selection: {Image|endswith: '\\a.exe'}, condition: selection}
`,
      'rule.yml',
    );
    expect(detection(textOf(made(sigma, 'escu', { to: 'cim', table: 'main' })))).toMatchObject({
      rba: {
        risk_objects: [
          { field: 'dest', type: 'system', score: 21 },
          { field: 'user', type: 'user' },
        ],
      },
      data_source: ['Sysmon EventID 1', 'Windows Event Log Security 4688', 'CrowdStrike ProcessRollup2'],
      tags: { mitre_attack_id: ['T1059.001'], security_domain: 'endpoint' },
    });
    expect(detection(textOf(made(sigma, 'escu', { to: 'sysmon', table: 'main' }))).data_source).toEqual([
      'Sysmon EventID 1',
    ]);
  });

  it('is experimental, since there is no test over recorded events', () => {
    const rule = withMetadata(tomlRule(SCHEDULED), { ...DATED, status: 'stable' });
    const conversion = made(rule, 'escu', { table: 'main' });
    expect(detection(textOf(conversion))).toMatchObject({ status: 'experimental', data_source: [] });
    expect(detection(textOf(conversion))).not.toHaveProperty('tests');
    expect(said(conversion)).toEqual([
      'escu: contentctl asks a detection in production for a test over recorded events, so it is experimental',
    ]);
  });

  it('keeps hostile words in their places', () => {
    fc.assert(
      fc.property(hostileMetadata, hostileQuery, (metadata, query) => {
        const rule = withMetadata(tomlRule(SCHEDULED, query), { ...metadata, updatedDate: '2024-05-31' });
        const written = detection(textOf(made(rule, 'escu', { table: 'main' })));
        const search = convertRule(rule, splunk, {
          comments: false,
          window: 'none',
          table: 'main',
          columns: ['host.name', 'user.name'],
        }).text?.trimEnd();
        const text = String(written.search);
        expect(text.slice(0, text.lastIndexOf('\n'))).toBe(search);
        expect(text.slice(text.lastIndexOf('\n'))).toMatch(/^\n\| `[a-z0-9_]+_filter`$/);
        expect(written.name).toBe(titleOf(metadata));
        const { message } = written.rba as { message: string };
        expect(message.match(/\$[^$]*\$/g)).toEqual(['$host.name$', '$user.name$']);
        expect(written.status).toBe('experimental');
      }),
      { numRuns: runs(150) },
    );
  });
});
