import { describe, expect, it } from 'vitest';
import { isUsable, loadRules } from '../compile.ts';
import { holds } from '../eval/cond.ts';
import { filterCondition } from '../ir/build.ts';
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

  it('joins sequences by columns only, in one table', () => {
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
    expect(apart.rule).toBeUndefined();
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
