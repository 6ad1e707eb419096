import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backends } from '../../backends/index.ts';
import { type Conversion, convertRule, isUsable, loadRules } from '../compile.ts';
import { loadKustoService } from '../engines/kusto-service.ts';
import { holds } from '../eval/cond.ts';
import { runSequence } from '../eval/sequence.ts';
import { filterCondition } from '../ir/build.ts';
import type { Query } from '../ir/query.ts';
import type { Rule } from '../ir/rule.ts';
import { SourceText } from '../text/source-text.ts';
import { mapRule } from './map-rule.ts';
import { packs } from './packs/index.ts';
import { mapAlong, routeOf } from './route.ts';
import { sourceEvent } from './source-event.ts';

function ruleOf(eql: string): Rule {
  const [loaded] = loadRules(new SourceText('rule.eql', eql)).rules;
  if (!loaded || !isUsable(loaded)) throw new Error(`not a rule: ${eql}`);
  return loaded.rule;
}

function mapped(eql: string, id: string, strictFields = false) {
  const pack = packs.find((one) => one.id === id && one.from === 'ecs');
  if (!pack) throw new Error(`no pack ${id}`);
  return mapRule(ruleOf(eql), pack, { strictFields });
}

/** A sequence whose steps read tables of their own. */
const spreadOver = (query: Query, tables: readonly string[]): Query =>
  query.kind === 'sequence'
    ? {
        ...query,
        steps: query.steps.map((step, at) => ({ ...step, filter: { ...step.filter, table: tables[at] ?? 't' } })),
      }
    : query;

const finds = (rule: Rule | undefined, event: Readonly<Record<string, unknown>>): boolean =>
  rule?.query.kind === 'event' && holds(filterCondition(rule.query.filter), event);

const sysmonRule = `title: t
logsource: {category: process_creation, product: windows}
detection:
    a:
        Image|endswith: '\\x.exe'
    condition: a`;

describe('a route over packs', () => {
  const [sigma] = loadRules(new SourceText('a.yml', sysmonRule)).rules;
  if (!sigma || !isUsable(sigma)) throw new Error('not a rule');

  it('goes over another taxonomy where no pack starts from the rule', () => {
    const names = (ids: readonly string[], from: string) =>
      routeOf(ids, from, packs)?.map((stage) => ('from' in stage ? `${stage.from}-${stage.id}` : stage.name));
    expect(names(['sentinel'], 'ecs')).toEqual(['ecs-sigma', 'sigma-sentinel']);
    expect(names(['ecs', 'sigma'], 'sigma')).toEqual(['sigma-ecs', 'ecs-sigma']);
    expect(names(['sigma'], 'sigma')).toBeUndefined();
    expect(names(['nothing'], 'sigma')).toBeUndefined();
  });

  it('asks for the source that Splunk has of every event, and for nothing that other events hold', () => {
    const route = routeOf(['sysmon'], 'sigma', packs);
    if (!route) throw new Error('no route');
    const { rule } = mapAlong(sigma.rule, route);
    const event = {
      source: 'XmlWinEventLog:Microsoft-Windows-Sysmon/Operational',
      EventCode: 1,
      Image: 'C:\\x.exe',
    };
    expect(finds(rule, event)).toBe(true);
    expect(finds(rule, { ...event, source: 'XmlWinEventLog:Security' })).toBe(false);
    expect(finds(rule, { ...event, EventCode: 5 })).toBe(false);
  });

  it('reads renamed columns wherever an event spells them', () => {
    const table = packs
      .find(({ id }) => id === 'ecs')
      ?.tables.find(({ serves }) => serves.logSources?.some(({ service }) => service === 'security'));
    if (!table) throw new Error('no table');
    const found = sourceEvent(table, {
      event: { code: '4624' },
      winlog: { channel: 'Security', event_data: { LogonType: '3' } },
      'winlog.event_data.TargetUserName': 'a',
    });
    expect(found).toMatchObject({ EventID: '4624', LogonType: '3', TargetUserName: 'a', Channel: 'Security' });
  });
});

describe('a rule over a platform’s columns', () => {
  it('goes to the table whose events it is about', () => {
    const start = mapped('process where event.type == "start" and process.name == "a.exe"', 'sigma');
    expect(start.rule?.logSource).toEqual({ category: 'process_creation', product: 'windows' });
    const end = mapped('process where event.type == "end" and process.name == "a.exe"', 'sigma');
    expect(end.rule?.logSource).toEqual({ category: 'process_termination', product: 'windows' });
    const linux = mapped('process where host.os.type == "linux" and process.name == "a"', 'sigma');
    expect(linux.rule?.logSource).toEqual({ category: 'process_creation', product: 'linux' });
  });

  it('keeps the meaning below a not, for absent columns and for empty ones', () => {
    const { rule } = mapped(
      'process where event.type == "start" and not process.name : ("cmd.exe", "p*.exe") and process.pid > 4',
      'sigma',
    );
    expect(finds(rule, { Image: 'C:\\a\\cmd.exe', ProcessId: 5 })).toBe(false);
    expect(finds(rule, { Image: 'C:\\p\\x.exe', ProcessId: 5 })).toBe(true);
    expect(finds(rule, { Image: 'C:\\p\\px.EXE', ProcessId: 5 })).toBe(false);
    expect(finds(rule, { ProcessId: 5 })).toBe(true);
  });

  it('knows root by its name where the platform has no number of a user', () => {
    const eql =
      'process where host.os.type == "linux" and event.type == "start" and user.id == "0" and process.name == "a"';
    expect(finds(mapped(eql, 'sigma').rule, { User: 'root', Image: '/a' })).toBe(true);
    expect(finds(mapped(eql, 'sigma').rule, { User: 'www', Image: '/a' })).toBe(false);
    const row = { ActionType: 'ProcessCreated', FileName: 'a', AccountName: 'root' };
    expect(finds(mapped(eql, 'defender-xdr').rule, row)).toBe(true);
    expect(mapped(eql, 'defender-xdr').fields).toContainEqual(expect.objectContaining({ confidence: 'guess' }));
    const windows = mapped(
      'process where host.os.type == "windows" and event.type == "start" and user.id == "S-1-5-18"',
      'defender-xdr',
    );
    expect(finds(windows.rule, { ActionType: 'ProcessCreated', AccountSid: 'S-1-5-18' })).toBe(true);
  });

  it('leaves out what the platform lacks so that it finds more, and says so', () => {
    const { rule, entries } = mapped(
      'process where event.type == "start" and process.name : "a.exe" and not (process.code_signature.trusted == true and process.executable : "C:\\\\x\\\\*")',
      'defender-xdr',
    );
    expect(finds(rule, { ActionType: 'ProcessCreated', FileName: 'A.exe', FolderPath: 'C:\\x\\a.exe' })).toBe(true);
    expect(entries.filter(({ effect }) => effect === 'wider').map(({ construct }) => construct)).toEqual([
      'mapping/process.code_signature.trusted',
    ]);
  });

  it('refuses what it would have to leave out under strict fields', () => {
    const { rule, entries } = mapped('process where process.name == "a" and process.exit_code == 1', 'sigma', true);
    expect(rule).toBeUndefined();
    expect(entries.some(({ effect, why }) => effect === 'unsupported' && why.includes('process.exit_code'))).toBe(true);
  });

  it('never leaves out the kind of the event, nor everything', () => {
    const kind = mapped('any where event.code == "5140" and source.port == 1', 'defender-xdr');
    expect(kind.rule).toBeUndefined();
    expect(mapped('process where process.exit_code == 1', 'sigma').rule).toBeUndefined();
  });

  it('joins sequences by columns only', () => {
    const joined = mapped(
      'sequence by process.entity_id [file where file.name == "a" and event.type == "creation"] [file where file.name == "b" and event.type == "deletion"]',
      'defender-xdr',
    );
    expect(joined.rule?.query).toMatchObject({
      kind: 'sequence',
      steps: [{ keys: [{ name: 'InitiatingProcessId' }] }, {}],
    });
    const apart = mapped(
      'sequence by host.id [file where file.name == "a"] [process where process.name == "b"]',
      'sigma',
    );
    const query = apart.rule?.query;
    expect(query?.kind === 'sequence' && query.steps.map(({ filter }) => filter.logSource?.category)).toEqual([
      'file_event',
      'process_creation',
    ]);
  });

  it('gives each step of a Sigma rule its own log source, and does without where a target has one place', () => {
    const eql = 'sequence by host.id with maxspan=5m [file where file.name == "a"] [process where process.name == "b"]';
    const [loaded] = loadRules(new SourceText('rule.eql', eql)).rules.filter(isUsable);
    const mapping = routeOf(['sigma'], 'ecs', packs);
    if (!loaded || !mapping) throw new Error('no rule');
    const to = (id: string) => {
      const backend = backends.find((one) => one.id === id);
      if (!backend) throw new Error(`no backend ${id}`);
      return convertRule(loaded, backend, { mapping });
    };
    const sources = (to('sigma').text ?? '').match(/category: \w+/g);
    expect(sources).toEqual(['category: file_event', 'category: process_creation']);
    expect(to('splunk').text).toBeUndefined();
    expect(
      to('splunk')
        .ledger.map(({ why }) => why)
        .join(),
    ).toContain('the events lie in different log sources of Sigma, which Splunk SPL does not tell apart');
  });

  it('finds the matches of a sequence whose steps lie in several tables, each in its own columns', () => {
    const eql =
      'sequence by process.entity_id with maxspan=5m [process where event.type == "start" and process.name : "a.exe"] [network where destination.port == 443] until [process where event.type == "end"]';
    const source = ruleOf(eql);
    const pack = packs.find(({ id, from }) => id === 'sysmon' && from === 'ecs');
    if (!pack) throw new Error('no pack');
    const target = mapRule(source, pack).rule;
    if (target?.query.kind !== 'sequence' || source.query.kind !== 'sequence') throw new Error('no sequence');
    const tableOf = (code: number) => {
      const id = code === 1 ? 'process_creation/windows' : 'network_connection/windows';
      const found = pack.tables.find((table) => table.id === id);
      if (!found) throw new Error(`no table ${id}`);
      return found;
    };
    const mixed = fc.array(
      fc.record({
        EventCode: fc.constantFrom(1, 3),
        ProcessGuid: fc.constantFrom('{1}', '{2}'),
        Image: fc.constantFrom('C:\\x\\a.exe', 'C:\\x\\b.exe'),
        DestinationPort: fc.constantFrom(443, 80),
      }),
      { maxLength: 8 },
    );
    const [from, into] = [source.query, target.query];
    let found = 0;
    fc.assert(
      fc.property(mixed, (rows) => {
        const events = rows.map((row, at) => ({
          ...row,
          source: 'XmlWinEventLog:Microsoft-Windows-Sysmon/Operational',
          _time: at * 1000,
        }));
        const sources = events.map((event) => ({
          ...sourceEvent(tableOf(event.EventCode), event),
          '@timestamp': event._time,
        }));
        const expected = runSequence(from, sources, { timestamp: '@timestamp' });
        expect(runSequence(into, events, { timestamp: '_time' })).toEqual(expected);
        found += expected.length;
      }),
      { numRuns: 200 },
    );
    expect(found).toBeGreaterThan(20);
  });

  it('names the tables of steps where a platform keeps them apart', async () => {
    const eql =
      'sequence by host.id, process.pid with maxspan=5m [process where event.type == "start" and process.name : "a.exe"] [network where destination.port == 443]';
    const [loaded] = loadRules(new SourceText('rule.eql', eql)).rules.filter(isUsable);
    const route = routeOf(['defender-xdr'], 'ecs', packs);
    if (!loaded || !route) throw new Error('no rule');
    const to = (id: string, table?: string) => {
      const backend = backends.find((one) => one.id === id);
      if (!backend) throw new Error(`no backend ${id}`);
      return convertRule(loaded, backend, { mapping: route, ...(table !== undefined && { table }) });
    };
    const { text = '' } = to('kusto');
    const columns = (names: Readonly<Record<string, string>>) =>
      Object.entries(names).map(([name, type]) => ({ name, type }));
    const common = { Timestamp: 'datetime', DeviceId: 'string', ActionType: 'string', InitiatingProcessId: 'long' };
    const service = await loadKustoService();
    if ('missing' in service) throw new Error(service.missing);
    const tables = [
      { name: 'DeviceProcessEvents', columns: columns({ ...common, FileName: 'string', ProcessId: 'long' }) },
      { name: 'DeviceNetworkEvents', columns: columns({ ...common, RemotePort: 'int' }) },
    ];
    expect(service.check(text, tables).diagnostics).toEqual([]);
    expect(service.check(text, tables.slice(0, 1)).diagnostics).not.toEqual([]);
    // Tables that are called as the text's own are read under other names.
    const own = { ...loaded.rule, query: spreadOver(loaded.rule.query, ['step1', 'matches']) };
    const kusto = backends.find(({ id }) => id === 'kusto');
    expect(kusto && convertRule({ ...loaded, rule: own }, kusto).text).toMatch(
      /let source = \['step1'];\nlet source2 = \['matches'];[\s\S]*let step1 = source\n[\s\S]*let step2 = source2\n/,
    );
    const why = (conversion: Conversion) => conversion.ledger.map((entry) => entry.why).join();
    expect(to('splunk').text).toBeUndefined();
    expect(why(to('splunk'))).toContain(
      'the events of the rule lie in DeviceProcessEvents and DeviceNetworkEvents, and Splunk SPL reads one table',
    );
    expect(why(to('kusto', 'Mine'))).toContain('so no one table can be named');
  });

  it('splits a registry path over two columns in the target’s spelling', () => {
    const { rule } = mapped(
      'registry where event.type == "change" and registry.path : "HKLM\\\\Software\\\\*\\\\Run\\\\*"',
      'defender-xdr',
    );
    const event = {
      ActionType: 'RegistryValueSet',
      RegistryKey: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\x\\Run',
      RegistryValueName: 'evil',
    };
    expect(finds(rule, event)).toBe(true);
    expect(finds(rule, { ...event, RegistryKey: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\x\\RunOnce' })).toBe(false);
  });
});
