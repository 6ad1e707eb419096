import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ASSETS } from '../../src/artifacts/defender.ts';
import { oneLine, titleOf } from '../../src/artifacts/prose.ts';
import { type KustoService, loadKustoService } from '../../src/engines/kusto-service.ts';
import { plain, renderHuman } from '../../src/index.ts';
import { hostileMetadata, hostileText, made, SCHEDULED, said, textOf, tomlRule, withMetadata } from './kit.ts';

const XDR = { to: 'defender-xdr' };
const START = 'event.type == "start" and process.name';
const rule = tomlRule(SCHEDULED, `process where ${START} : "a.exe"`);
const sequence = (by: string, span: string): string =>
  `sequence by ${by} with maxspan=${span} [process where ${START} == "a"] [process where ${START} == "b"]`;

interface Detection {
  readonly isEnabled: boolean;
  readonly displayName: string;
  readonly queryCondition: { readonly queryText: string };
  readonly schedule: { readonly frequency: string };
  readonly detectionAction: { readonly alertTemplate: Readonly<Record<string, unknown>> };
}

const detection = (text: string): Detection => JSON.parse(text);

const types: Readonly<Record<string, string>> = { Timestamp: 'datetime', ReportId: 'long' };
const table = {
  name: 'DeviceProcessEvents',
  columns: [
    'Timestamp',
    'ReportId',
    'DeviceId',
    'DeviceName',
    'AccountObjectId',
    'ActionType',
    'FileName',
    'ProcessCommandLine',
  ].map((name) => ({ name, type: types[name] ?? 'string' })),
};

let service: KustoService;
beforeAll(async () => {
  const loaded = await loadKustoService();
  if ('missing' in loaded) throw new Error(loaded.missing);
  service = loaded;
});

describe('a custom detection', () => {
  it('names what the service needs', () => {
    const threat = [
      { tactic: { id: 'TA0002' }, techniques: [{ id: 'T1059', subtechniques: [] }] },
      { tactic: { id: 'TA0003' }, techniques: [] },
    ];
    const conversion = made(withMetadata(rule, { threat, note: 'Look.' }), 'defender', XDR);
    const written = detection(textOf(conversion));
    expect(written).toMatchObject({
      displayName: 'A rule',
      isEnabled: false,
      schedule: { frequency: 'PT1H' },
      detectionAction: {
        alertTemplate: {
          title: 'A rule',
          severity: 'high',
          category: 'Execution',
          recommendedActions: 'Look.',
          mitreTechniques: ['T1059'],
          impactedAssets: [
            { '@odata.type': '#microsoft.graph.security.impactedDeviceAsset', identifier: 'deviceId' },
            { '@odata.type': '#microsoft.graph.security.impactedUserAsset', identifier: 'accountObjectId' },
          ],
        },
        responseActions: [],
      },
    });
    expect(said(conversion)).toEqual([
      'defender: the service runs the rule every 1h, not every 5m',
      'defender: an alert has one category: Persistence is left out',
    ]);
  });

  it("gives the columns that the service asks for, by Microsoft's parser", () => {
    const queries = [
      textOf(made(rule, 'defender', XDR)),
      textOf(made(tomlRule(SCHEDULED, sequence('host.id', '1h')), 'defender', XDR)),
    ].map((text) => detection(text).queryCondition.queryText);
    for (const query of queries) {
      const bound = service.check(query, [table]);
      expect(bound.diagnostics).toEqual([]);
      const found = new Map(bound.resultColumns.map(({ name, type }) => [name, type]));
      expect(found.get('Timestamp')).toBe('datetime');
      expect(found.get('ReportId')).toBe('long');
      expect(found.has('DeviceId')).toBe(true);
      expect(query).not.toMatch(/\/\/|ago\(|\bscan\b/);
    }
  });

  it.each([
    ['1h', 'PT1H'],
    ['3h', 'PT1H'],
    ['4h', 'PT3H'],
    ['20h', 'PT12H'],
    ['20d', 'P1D'],
  ])('looks back over a sequence of %s with %s', (span, frequency) => {
    const conversion = made(tomlRule(SCHEDULED, sequence('host.id', span)), 'defender', XDR);
    expect(detection(textOf(conversion)).schedule.frequency).toBe(frequency);
  });

  it('refuses what the service never looks back over', () => {
    const conversion = made(tomlRule(SCHEDULED, sequence('host.id', '40d')), 'defender', XDR);
    expect(conversion.text).toBeUndefined();
    expect(said(conversion)).toContain('defender: `schedule` is `40d 5m`, which is not a look-back of at most 30 days');
  });

  it('refuses a result without an asset, at the rule', () => {
    const [found] = made(tomlRule(SCHEDULED, sequence('user.id', '1h')), 'defender', XDR).diagnostics;
    expect(found && renderHuman(found, plain)).toBe(
      [
        'error[artifact/columns]: defender needs a result with DeviceId',
        '  ┌─ rule.toml:1:1',
        '1 │ [rule]',
        '  │ ^^^^^^',
        '  = help: join the steps of the sequence by `host.id`, so that its result names a device',
      ].join('\n'),
    );
    expect(said(made(rule, 'defender'))[0]).toBe('defender needs a result with Timestamp and ReportId and DeviceId');
  });

  it('keeps hostile words in their places', () => {
    const asked = hostileText.map((text) =>
      JSON.stringify(text.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, ' ').replaceAll("'''", '')),
    );
    fc.assert(
      fc.property(hostileMetadata, asked, (metadata, value) => {
        const hostile = withMetadata(tomlRule(SCHEDULED, `process where ${START} == ${value}`), metadata);
        const written = detection(textOf(made(hostile, 'defender', XDR)));
        expect(written.displayName).toBe(titleOf(metadata));
        expect(written.displayName).toBe(oneLine(written.displayName));
        expect(written.isEnabled).toBe(false);
        expect(written.queryCondition.queryText).toMatch(/^DeviceProcessEvents\n/);
      }),
      { numRuns: 100 },
    );
  });
});

const file = new URL('../../../shared/mapping/target_schemas.json', import.meta.url);
const here = existsSync(file);
if (!here) process.stdout.write("skipped: the vendors' tables are not beside the repository\n");

describe.skipIf(!here)('the assets of a table', () => {
  it.each(Object.entries(ASSETS))('are columns of %s', (name, assets) => {
    const columns = here ? JSON.parse(readFileSync(file, 'utf8')).defender_xdr[name] : {};
    expect(Object.keys(columns)).toEqual(
      expect.arrayContaining(['Timestamp', 'ReportId', ...assets.map(({ column }) => column)]),
    );
  });
});
