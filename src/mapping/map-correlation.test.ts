import { describe, expect, it } from 'vitest';
import { kusto } from '../../backends/kusto/index.ts';
import { convertRule, isUsable, loadRules } from '../compile.ts';
import { loadKustoService } from '../engines/kusto-service.ts';
import type { CorrelationQuery } from '../ir/query.ts';
import { filtersOf } from '../ir/walk.ts';
import { SourceText } from '../text/source-text.ts';
import { packs } from './packs/index.ts';
import { mapAlong, routeOf } from './route.ts';

const RULES = `title: Whoami
name: whoami
logsource: {category: process_creation, product: windows}
detection: {sel: {Image|endswith: '\\whoami.exe'}, condition: sel}
---
title: Dropped
name: dropped
logsource: {category: file_event, product: windows}
detection: {sel: {TargetFilename|endswith: '.exe'}, condition: sel}
---
title: Inner
name: inner
correlation:
  type: event_count
  rules: [whoami]
  group-by: [Computer, User]
  timespan: 1m
  condition: {gte: 2}
---
title: Correlated
correlation:
`;

function loadedOf(section: string) {
  const text = RULES + section.replaceAll(/^/gm, '  ');
  const loaded = loadRules(new SourceText('rule.yml', text)).rules.filter(isUsable).at(-1);
  if (loaded?.rule.query.kind !== 'correlation') throw new Error('no correlation');
  return loaded;
}

const routeTo = (id: string) => {
  const route = routeOf([id], 'sigma', packs);
  if (!route) throw new Error(`no way to ${id}`);
  return route;
};

const mapped = (section: string, id: string) => mapAlong(loadedOf(section).rule, routeTo(id));

function queryOf(section: string, id: string): CorrelationQuery {
  const { rule, entries } = mapped(section, id);
  if (rule?.query.kind !== 'correlation') throw new Error(JSON.stringify(entries));
  return rule.query;
}

const refusals = (section: string, id: string): readonly string[] =>
  mapped(section, id).entries.flatMap(({ effect, why }) => (effect === 'unsupported' ? [why] : []));

const names = (fields: readonly { readonly name: string }[] = []) => fields.map(({ name }) => name);

const BOTH = 'type: temporal\nrules: [whoami, dropped]\ngroup-by: [Computer, User]\ntimespan: 5m';

describe('a correlation over a platform’s columns', () => {
  it('reads each rule’s events where they lie, and groups by a user’s two columns', () => {
    const query = queryOf(BOTH, 'defender-xdr');
    expect(filtersOf(query).map(({ filter }) => filter.table)).toEqual(['DeviceProcessEvents', 'DeviceFileEvents']);
    expect(query.rules.map(({ keys }) => names(keys))).toEqual([
      ['DeviceName', 'AccountDomain', 'AccountName'],
      ['DeviceName', 'InitiatingProcessAccountDomain', 'InitiatingProcessAccountName'],
    ]);
    expect(query.groupBy).toEqual(['DeviceName', 'User_1', 'User_2']);
    expect(mapped(BOTH, 'defender-xdr').entries).toContainEqual(
      expect.objectContaining({ assumption: 'mapping/no-separator-in-name', effect: 'conditional' }),
    );
  });

  it('keeps the names that a correlation gives, and what an inner one hands on', () => {
    const aliased = `${BOTH.replace('User]', 'who]')}\naliases: {who: {whoami: User, dropped: User}}`;
    expect(queryOf(aliased, 'sysmon').groupBy).toEqual(['Computer', 'who']);
    const outer =
      'type: value_count\nrules: [inner]\ngroup-by: [Computer]\ntimespan: 1h\ncondition: {gte: 2, field: User}';
    const query = queryOf(outer, 'defender-xdr');
    const [inner] = query.rules;
    expect(inner?.query.kind === 'correlation' && inner.query.groupBy).toEqual([
      'DeviceName',
      'AccountDomain',
      'AccountName',
    ]);
    expect([names(inner?.keys), query.groupBy]).toEqual([['DeviceName'], ['DeviceName']]);
    expect(query.condition.kind === 'threshold' && names(query.condition.fields)).toEqual([
      'AccountDomain',
      'AccountName',
    ]);
  });

  it('refuses what is no column, or another one in each table', () => {
    const counted = (type: string, field: string) =>
      `type: ${type}\nrules: [whoami, dropped]\ntimespan: 5m\ncondition: {gte: 2, field: ${field}}`;
    expect(refusals(counted('value_count', 'User'), 'defender-xdr').join()).toContain(
      'User is not one column for all that is counted: AccountDomain and AccountName and InitiatingProcess',
    );
    expect(refusals(counted('value_count', 'Image').replace(', dropped', ''), 'cim')).toEqual([]);
    expect(refusals(counted('value_sum', 'User').replace(', dropped', ''), 'defender-xdr')).toEqual([
      "numbers can't be read from User, which the target has in two columns",
    ]);
    expect(refusals(BOTH.replace('User', 'Nothing'), 'defender-xdr').join()).toContain(
      "events can't be grouped by Nothing, which the target does not have",
    );
    expect(refusals(BOTH.replace('User', 'Hashes'), 'defender-xdr').join()).toContain(
      "events can't be grouped by Hashes, which is computed from the target's columns",
    );
    const mixed =
      'type: value_count\nrules: [inner, dropped]\ngroup-by: [Computer]\ntimespan: 1h\ncondition: {gte: 2, field: User}';
    expect(refusals(mixed, 'defender-xdr').join()).toContain('User is not one column for all that is counted');
    expect(refusals(mixed, 'sysmon')).toEqual([]);
  });

  it('is a query that Microsoft’s parser binds to the tables', async () => {
    const service = await loadKustoService();
    if ('missing' in service) throw new Error(service.missing);
    const { text = '' } = convertRule(loadedOf(BOTH), kusto, { mapping: routeTo('defender-xdr') });
    const common = { Timestamp: 'datetime', DeviceName: 'string', ActionType: 'string', FolderPath: 'string' };
    const columns = (own: readonly string[]) =>
      Object.entries({ ...common, ...Object.fromEntries(own.map((name) => [name, 'string'])) }).map(([name, type]) => ({
        name,
        type,
      }));
    const tables = [
      { name: 'DeviceProcessEvents', columns: columns(['AccountDomain', 'AccountName']) },
      {
        name: 'DeviceFileEvents',
        columns: columns(['InitiatingProcessAccountDomain', 'InitiatingProcessAccountName']),
      },
    ];
    expect(service.check(text, tables).diagnostics).toEqual([]);
    expect(service.check(text, tables.slice(0, 1)).diagnostics).not.toEqual([]);
  });
});
