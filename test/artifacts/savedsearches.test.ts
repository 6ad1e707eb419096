import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneLine } from '../../src/artifacts/prose.ts';
import { backends, convertRule } from '../../src/index.ts';
import { runs } from '../seed.ts';
import { hostileMetadata, hostileQuery, made, SCHEDULED, said, textOf, tomlRule, withMetadata } from './kit.ts';
import { readConf } from './read-conf.ts';

const splunk = backends.find(({ id }) => id === 'splunk');
if (!splunk) throw new Error('no backend for Splunk');

/** What the artifact asks of the backend for events in ECS: who did it, and where. */
const BARE = { comments: false, window: 'none', columns: ['host.name', 'user.name'] } as const;

/** A search without the blanks that stand before the backslashes. */
const trimmed = (search: string | undefined): string | undefined => search?.replaceAll(/ +\n/g, '\n');

const settingsOf = (text: string): ReadonlyMap<string, string> => {
  const [stanza, ...others] = readConf(text);
  expect(others).toEqual([]);
  return stanza?.settings ?? new Map();
};

describe('savedsearches.conf', () => {
  it('runs by the schedule of the rule, looks as far back, and alerts once a row', () => {
    const conversion = made(tomlRule(SCHEDULED), 'savedsearches', { table: 'main' });
    const settings = settingsOf(textOf(conversion));
    expect(said(conversion)).toEqual([]);
    expect(Object.fromEntries(settings)).toMatchObject({
      cron_schedule: '*/5 * * * *',
      'dispatch.earliest_time': '-9m',
      'dispatch.latest_time': 'now',
      'alert.severity': '4',
      'alert.digest_mode': '0',
      'alert.suppress': '1',
      'alert.suppress.period': '9m',
      'alert.suppress.fields': '_time,event.category,process.name,host.name,user.name',
      disabled: '1',
    });
  });

  it('holds the search that the backend writes, without a window of its own', () => {
    const rule = tomlRule(SCHEDULED);
    const text = convertRule(rule, splunk, { ...BARE, table: 'main' }).text;
    const search = settingsOf(textOf(made(rule, 'savedsearches', { table: 'main' }))).get('search');
    expect(trimmed(search)).toBe(text?.trimEnd());
    expect(search).not.toMatch(/earliest|latest/);
  });

  it('looks back over the period and the longest match of a sequence', () => {
    const rule = tomlRule(
      SCHEDULED,
      'sequence by host.id with maxspan=30m [process where process.name == "a"] [process where process.name == "b"]',
    );
    const conversion = made(rule, 'savedsearches', { table: 'main' });
    const settings = settingsOf(textOf(conversion));
    expect(settings.get('dispatch.earliest_time')).toBe('-35m');
    expect(settings.get('alert.suppress.period')).toBe('35m');
    expect(said(conversion)).toEqual(["savedsearches: looks back 35m, longer than the rule's 9m"]);
  });

  it('says where cron has no such period', () => {
    const odd = tomlRule(['description = "d"', 'severity = "low"', 'interval = "8m"', 'from = "now-20m"']);
    const conversion = made(odd, 'savedsearches', { table: 'main' });
    expect(settingsOf(textOf(conversion)).get('cron_schedule')).toBe('*/6 * * * *');
    expect(said(conversion)).toEqual(['savedsearches: cron has no period of 8m; it runs every 6m']);
  });

  it('says that an index is wanted, and what was made up', () => {
    expect(said(made(tomlRule(), 'savedsearches'))).toEqual([
      'savedsearches: the rule has no severity that is known, so it is medium',
      'savedsearches: the search reads `index=*`; `--table` names an index',
    ]);
  });

  it('suppresses as the rule does where it can', () => {
    const rule = withMetadata(tomlRule(SCHEDULED), { suppression: { groupBy: ['host.id'], duration: '2h' } });
    const settings = settingsOf(textOf(made(rule, 'savedsearches', { table: 'main' })));
    expect(settings.get('alert.suppress.fields')).toBe('host.id');
    expect(settings.get('alert.suppress.period')).toBe('2h');
    expect(settings.get('search')).toMatch(/\| table .*host\.id/);
  });

  it('suppresses by the columns of the mapping, and caps the rows of a run', () => {
    const query = 'process where event.type == "start" and process.name : "a.exe"';
    const rule = withMetadata(tomlRule(SCHEDULED, query), {
      suppression: { groupBy: ['host.id', 'process.parent.executable'], duration: '2h' },
      maxSignals: 40,
    });
    const settings = settingsOf(textOf(made(rule, 'savedsearches', { table: 'main', to: 'sysmon' })));
    expect(settings.get('alert.suppress.fields')).toBe('Computer,ParentImage');
    expect(settings.get('dispatch.max_count')).toBe('40');
    const computed = withMetadata(rule, { suppression: { groupBy: ['process.parent.name'], duration: '2h' } });
    const conversion = made(computed, 'savedsearches', { table: 'main', to: 'sysmon' });
    expect(said(conversion)).toEqual([
      'savedsearches: alerts are not suppressed by process.parent.name, as the rule asks',
    ]);
  });

  it('tells ATT&CK ids, the score and the ids to Enterprise Security', () => {
    const rule = withMetadata(tomlRule(SCHEDULED), {
      threat: [{ tactic: { id: 'TA0002' }, techniques: [{ id: 'T1059', subtechniques: [{ id: 'T1059.001' }] }] }],
    });
    const settings = settingsOf(textOf(made(rule, 'savedsearches', { table: 'main' })));
    expect(JSON.parse(settings.get('action.correlationsearch.annotations') ?? '')).toEqual({
      mitre_attack: ['T1059', 'T1059.001'],
      rule_id: [expect.stringMatching(/^[0-9a-f-]{36}$/)],
      source_rule_id: ['11111111-2222-4333-8444-555555555555'],
      risk_score: ['73'],
    });
  });

  it('keeps hostile words in their places', () => {
    fc.assert(
      fc.property(hostileMetadata, hostileQuery, (metadata, query) => {
        const rule = withMetadata(tomlRule(SCHEDULED, query), metadata);
        const conversion = made(rule, 'savedsearches', { table: 'main' });
        const [stanza, ...others] = readConf(textOf(conversion));
        expect(others).toEqual([]);
        const plain = convertRule(rule, splunk, { ...BARE, table: 'main' }).text?.trimEnd() ?? '';
        const doubled = plain.replaceAll('$', () => '$$');
        expect([plain, doubled]).toContain(trimmed(stanza?.settings.get('search')));
        const description = stanza?.settings.get('description') ?? '';
        expect(description.startsWith(oneLine(metadata.description ?? ''))).toBe(true);
        expect([...(stanza?.settings.keys() ?? [])].filter((key) => key === 'disabled')).toHaveLength(1);
        expect(stanza?.settings.get('disabled')).toBe('1');
      }),
      { numRuns: runs(200) },
    );
  });
});
