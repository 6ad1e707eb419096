import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ENTITIES, entityColumns } from '../../src/artifacts/entities.ts';
import { type KustoService, loadKustoService } from '../../src/engines/kusto-service.ts';
import { plain, renderHuman } from '../../src/index.ts';
import { runs } from '../seed.ts';
import { hostileMetadata, hostileText, made, SCHEDULED, said, textOf, tomlRule, withMetadata } from './kit.ts';

const XDR = { to: 'defender-xdr' };
const PROCESS = 'process where event.type == "start" and process.name : "a.exe"';
const rule = tomlRule(SCHEDULED, PROCESS);

/** An analytics rule in YAML, as another parser reads it. */
const yaml = (text: string): Record<string, unknown> => parse(text, { version: '1.1' });

interface Template {
  readonly resources: readonly { readonly name: string; readonly properties: Readonly<Record<string, unknown>> }[];
}

function propertiesIn(text: string): Readonly<Record<string, unknown>> {
  const [resource, ...others] = (JSON.parse(text) as Template).resources;
  expect(others).toEqual([]);
  return resource?.properties ?? {};
}

/** What Azure Resource Manager makes of a text: an expression is not worked out here, since none is allowed. */
function deployed(text: unknown): string {
  if (typeof text !== 'string') throw new Error('not text');
  if (!text.startsWith('[') || !text.endsWith(']')) return text;
  if (!text.startsWith('[[')) throw new Error(`an expression: ${text}`);
  return text.slice(1);
}

describe('the YAML of a scheduled analytics rule', () => {
  it('has the schedule, the severity and the place in ATT&CK of the rule', () => {
    const threat = [{ tactic: { id: 'TA0011' }, techniques: [{ id: 'T1059', subtechniques: [{ id: 'T1059.001' }] }] }];
    const conversion = made(withMetadata(rule, { threat }), 'sentinel-yaml', XDR);
    expect(said(conversion)).toEqual([]);
    expect(yaml(textOf(conversion))).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5/),
      name: 'A rule',
      severity: 'High',
      queryFrequency: '5m',
      queryPeriod: '9m',
      triggerOperator: 'gt',
      triggerThreshold: 0,
      tactics: ['CommandAndControl'],
      relevantTechniques: ['T1059', 'T1059.001'],
      requiredDataConnectors: [{ connectorId: 'MicrosoftThreatProtection', dataTypes: ['DeviceProcessEvents'] }],
      version: '1.0.0',
      kind: 'Scheduled',
    });
  });

  it('names the data of all tables that a sequence reads, and the entities of its keys', () => {
    const query =
      'sequence by host.id, host.name with maxspan=1m [process where event.type == "start" and process.name == "a.exe"] [network where destination.port == 443]';
    const document = yaml(textOf(made(tomlRule(SCHEDULED, query), 'sentinel-yaml', XDR)));
    expect(document).toMatchObject({
      requiredDataConnectors: [
        { connectorId: 'MicrosoftThreatProtection', dataTypes: ['DeviceProcessEvents', 'DeviceNetworkEvents'] },
      ],
      entityMappings: [{ entityType: 'Host', fieldMappings: [{ identifier: 'FullName', columnName: 'DeviceName' }] }],
    });
  });

  it('groups in one incident what the rule would suppress', () => {
    const suppression = { groupBy: ['host.name', 'user.name'], duration: '10d' };
    const conversion = made(withMetadata(rule, { suppression, maxSignals: 500 }), 'sentinel-yaml', XDR);
    expect(yaml(textOf(conversion))).toMatchObject({
      incidentConfiguration: {
        groupingConfiguration: {
          enabled: true,
          lookbackDuration: '7d',
          matchingMethod: 'Selected',
          groupByEntities: ['Host', 'Account'],
        },
      },
    });
    expect(said(conversion)).toEqual([
      'sentinel-yaml: a run alerts on 150 rows at most, not 500',
      'sentinel-yaml: alerts are not suppressed by host.name, user.name, as the rule asks, but grouped in one incident',
    ]);
    const other = withMetadata(rule, { suppression: { groupBy: ['process.parent.pid'] } });
    expect(propertiesIn(textOf(made(other, 'sentinel-arm', XDR)))).toMatchObject({
      incidentConfiguration: {
        groupingConfiguration: { lookbackDuration: 'PT5H', matchingMethod: 'AllEntities', groupByEntities: [] },
      },
    });
  });

  it('maps the entities that the keys of a sequence name', () => {
    const sequence =
      'sequence by user.name with maxspan=1m [process where event.type == "start" and process.name == "a"] [process where event.type == "start" and process.name == "b"]';
    expect(yaml(textOf(made(tomlRule(SCHEDULED, sequence), 'sentinel-yaml', XDR))).entityMappings).toEqual([
      { entityType: 'Account', fieldMappings: [{ identifier: 'Name', columnName: 'AccountName' }] },
    ]);
  });

  it('has the same id as the template', () => {
    const { id } = yaml(textOf(made(rule, 'sentinel-yaml', XDR)));
    const { resources } = JSON.parse(textOf(made(rule, 'sentinel-arm', { to: 'asim' }))) as Template;
    expect(resources[0]?.name).toBe(`[concat(parameters('workspace'),'/Microsoft.SecurityInsights/${id}')]`);
  });

  it('says what the service does not take', () => {
    const rare = tomlRule(
      ['description = "d"', 'severity = "critical"', 'interval = "1m"', 'from = "now-20d"', 'to = "now-1m"'],
      PROCESS,
    );
    const conversion = made(rare, 'sentinel-yaml', XDR);
    expect(yaml(textOf(conversion))).toMatchObject({ queryFrequency: '1h', queryPeriod: '14d', severity: 'High' });
    expect(said(conversion)).toEqual([
      'sentinel-yaml: queryFrequency is 1h in place of 1m, which the service does not take',
      'sentinel-yaml: queryPeriod is 14d in place of 20d, which the service does not take',
      'sentinel-yaml: the window ends at the run, not 1m before it',
      'sentinel-yaml: the service has no severity `critical`, so it is High',
    ]);
  });

  it('refuses a sequence that may take longer than the service looks back', () => {
    const sequence = (span: string): string =>
      `sequence by host.id with maxspan=${span} [process where event.type == "start" and process.name == "a"] [process where event.type == "start" and process.name == "b"]`;
    const fits = made(tomlRule(SCHEDULED, sequence('2h')), 'sentinel-yaml', XDR);
    expect(yaml(textOf(fits))).toMatchObject({ queryPeriod: '125m', queryFrequency: '5m' });
    const long = made(tomlRule(SCHEDULED, sequence('15d')), 'sentinel-yaml', XDR);
    expect(long.text).toBeUndefined();
    expect(said(long)).toContain('sentinel-yaml: `queryPeriod` is `21605m`, which is not a duration from 5m to 14d');
  });

  it('refuses a query that is too long, at the rule', () => {
    const names = Array.from({ length: 900 }, (_, i) => `"name-of-a-tool-${i}.exe"`).join(', ');
    const conversion = made(
      tomlRule(SCHEDULED, `process where event.type == "start" and process.name in (${names})`),
      'sentinel-yaml',
      XDR,
    );
    expect(conversion.text).toBeUndefined();
    const [found] = conversion.diagnostics;
    expect(found && renderHuman(found, plain)).toMatch(
      /^error\[artifact\/too-long\]: sentinel-yaml: `query` has \d{5} characters, and the platform takes at most 10000\n {2}┌─ rule\.toml:1:1\n/,
    );
  });

  it("refuses a rule in Elastic's fields", () => {
    const conversion = made(rule, 'sentinel-yaml');
    expect(conversion.text).toBeUndefined();
    expect(said(conversion)[0]).toBe('sentinel-yaml needs a result with the columns of a table of Microsoft Sentinel');
    expect(said(made(rule, 'sentinel-yaml', { table: 'MyTable_CL' }))[0]).toMatch(/not `@timestamp`/);
  });
});

describe('the ARM template', () => {
  it('has ISO 8601 durations and techniques apart from sub-techniques', () => {
    const threat = [{ tactic: { id: 'TA0002' }, techniques: [{ id: 'T1059', subtechniques: [{ id: 'T1059.001' }] }] }];
    expect(propertiesIn(textOf(made(withMetadata(rule, { threat }), 'sentinel-arm', XDR)))).toMatchObject({
      enabled: false,
      queryFrequency: 'PT5M',
      queryPeriod: 'PT9M',
      triggerOperator: 'GreaterThan',
      techniques: ['T1059'],
      subTechniques: ['T1059.001'],
      alertRuleTemplateName: null,
    });
  });

  it('doubles the bracket of a text that would be an expression', () => {
    const { displayName } = propertiesIn(
      textOf(made(withMetadata(rule, { name: "[concat('a')]" }), 'sentinel-arm', XDR)),
    );
    expect(displayName).toBe("[[concat('a')]");
  });
});

describe('both forms', () => {
  it('keep hostile words in their places', () => {
    const asked = hostileText.map((text) =>
      JSON.stringify(text.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, ' ').replaceAll("'''", '')),
    );
    fc.assert(
      fc.property(hostileMetadata, asked, (metadata, value) => {
        const hostile = withMetadata(
          tomlRule(SCHEDULED, `process where event.type == "start" and process.name == ${value}`),
          metadata,
        );
        const written = yaml(textOf(made(hostile, 'sentinel-yaml', XDR)));
        const template = propertiesIn(textOf(made(hostile, 'sentinel-arm', XDR)));
        expect(Object.keys(written)).toContain('kind');
        expect(written.kind).toBe('Scheduled');
        expect(deployed(template.displayName)).toBe(written.name);
        expect(deployed(template.description)).toBe(written.description);
        expect(deployed(template.query)).toBe(written.query);
        expect(written.query).toMatch(/^DeviceProcessEvents\n/);
        expect(template.enabled).toBe(false);
      }),
      { numRuns: runs(150) },
    );
  });
});

describe("the queries, bound by Microsoft's parser", () => {
  let service: KustoService;
  beforeAll(async () => {
    const loaded = await loadKustoService();
    if ('missing' in loaded) throw new Error(loaded.missing);
    service = loaded;
  });

  it.each(['defender-xdr', 'asim'])('give the columns that the entities name: %s', (to) => {
    const written = yaml(textOf(made(rule, 'sentinel-yaml', { to }))) as {
      query: string;
      entityMappings: { fieldMappings: { columnName: string }[] }[];
    };
    const [table = ''] = written.query.split('\n');
    expect(Object.keys(ENTITIES)).toContain(table);
    const known = ['TimeGenerated', 'Timestamp', 'ActionType', 'TargetProcessName', ...entityColumns(table)];
    const columns = [...new Set(known)].map((name) => ({
      name,
      type: /^Time/.test(name) ? 'datetime' : 'string',
    }));
    const bound = service.check(written.query, [{ name: table, columns }]);
    expect(bound.diagnostics).toEqual([]);
    const named = written.entityMappings.flatMap(({ fieldMappings }) =>
      fieldMappings.map(({ columnName }) => columnName),
    );
    expect(named.length).toBeGreaterThan(3);
    expect(bound.resultColumns.map(({ name }) => name)).toEqual(expect.arrayContaining(named));
  });
});
