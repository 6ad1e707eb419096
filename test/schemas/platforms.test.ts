import { describe, expect, it } from 'vitest';
import { kusto } from '../../backends/kusto/index.ts';
import { splunk } from '../../backends/splunk/index.ts';
import { sqlBackends } from '../../backends/sql/index.ts';
import { convertRule } from '../../src/compile.ts';
import { asim } from '../../src/mapping/schemas/asim.ts';
import { defenderXdr } from '../../src/mapping/schemas/defender-xdr.ts';
import { ocsf } from '../../src/mapping/schemas/ocsf.ts';
import { packColumns } from '../../src/mapping/schemas/platform.ts';
import { sysmon } from '../../src/mapping/schemas/sysmon.ts';
import {
  asimColumns,
  defenderColumns,
  ocsfAttributes,
  type PlatformTypes,
} from '../../src/schema/data/platforms.generated.ts';
import type { NamedSchema } from '../../src/schema/named/named-schema.ts';
import type { Backend } from '../../src/target/backend.ts';
import { verdictsOf } from '../../src/verify/oracle.ts';
import { isFault, isUnavailable, type OpenRunner } from '../../src/verify/runner.ts';
import { openKusto } from '../../src/verify/runners/kusto.ts';
import { openSplunk } from '../../src/verify/runners/splunk.ts';
import { openSql } from '../../src/verify/runners/sql.ts';
import { type Event, readUnder } from './cases.ts';

const duckdb = sqlBackends.find(({ id }) => id === 'sql:duckdb') as Backend;

interface Platform {
  readonly schema: NamedSchema;
  readonly backend: Backend;
  readonly open: OpenRunner;
  readonly rules: readonly string[];
  readonly events: readonly Event[];
  /** A test of a number, and how it is written by its type. */
  readonly typed: readonly [rule: string, text: string];
}

const PLATFORMS: readonly Platform[] = [
  {
    schema: defenderXdr,
    backend: kusto,
    open: openKusto,
    rules: [
      'any where FileName : "cmd.exe" and InitiatingProcessId == 4',
      'any where not ProcessCommandLine : "*x*" and ProcessId >= 10',
      'any where IsAdminOperation == true',
      'any where RemotePort in (80, 443) and not FileName == null',
    ],
    events: [
      { FileName: 'CMD.EXE', InitiatingProcessId: 4, ProcessCommandLine: 'cmd /x', ProcessId: 40 },
      { FileName: 'cmd.exe', InitiatingProcessId: 40, ProcessCommandLine: 'cmd', ProcessId: 9 },
      { ProcessId: 100, IsAdminOperation: true, RemotePort: 443 },
      { FileName: 'a', IsAdminOperation: false, RemotePort: 80 },
    ],
    typed: ['any where InitiatingProcessId == 4', 'InitiatingProcessId == 4'],
  },
  {
    schema: asim,
    backend: kusto,
    open: openKusto,
    rules: [
      'any where TargetProcessName : "*\\\\cmd.exe" and DstPortNumber == 443',
      'any where cidrMatch(SrcIpAddr, "10.0.0.0/8")',
      'any where not TargetProcessCommandLine : "*x*"',
    ],
    events: [
      { TargetProcessName: 'C:\\cmd.exe', DstPortNumber: 443, SrcIpAddr: '10.1.1.1' },
      { TargetProcessName: 'cmd.exe', DstPortNumber: 44, SrcIpAddr: '11.1.1.1', TargetProcessCommandLine: 'a x' },
      {},
    ],
    typed: ['any where DstPortNumber == 443', 'DstPortNumber == 443'],
  },
  {
    schema: sysmon,
    backend: splunk,
    open: openSplunk,
    rules: [
      'any where EventCode == 1 and Image : "*\\\\cmd.exe"',
      'any where ProcessId >= 10',
      'any where not CommandLine : "*x*"',
    ],
    events: [
      { EventCode: 1, Image: 'C:\\CMD.exe', ProcessId: 9, CommandLine: 'x' },
      { EventCode: 11, Image: 'C:\\cmd.exe', ProcessId: 10 },
      { ProcessId: 100, CommandLine: 'y' },
    ],
    typed: ['any where ProcessId >= 10', "tonumber('ProcessId')>=10"],
  },
  {
    schema: ocsf,
    backend: duckdb,
    open: openSql('duckdb'),
    rules: [
      'any where class_uid == 1007 and process.file.path : "*\\\\cmd.exe"',
      'any where actor.process.pid > 4 and not is_alert == true',
      'any where cidrMatch(src_endpoint.ip, "10.0.0.0/8")',
      'any where answers.rdata == "b"',
    ],
    events: [
      { class_uid: 1007, process: { file: { path: 'C:\\cmd.exe' } }, actor: { process: { pid: 5 } } },
      { class_uid: 1001, process: { file: { path: 'C:\\cmd.exe' } }, actor: { process: { pid: 4 } }, is_alert: true },
      { src_endpoint: { ip: '10.0.0.1' }, answers: { rdata: ['a', 'b'] } },
      {},
    ],
    typed: ['any where actor.process.pid > 4', '"actor.process.pid" > 4'],
  },
];

/** A row may read a column of addresses as text: sources write names there too. */
const fits = (known: string, written: string): boolean => known === written || (known === 'ip' && written === 'text');

/** What the vendors' documents list. */
const DOCUMENTED: Readonly<Record<string, PlatformTypes>> = {
  'defender-xdr': defenderColumns,
  asim: asimColumns,
  ocsf: ocsfAttributes,
};

/** Addresses are texts to these platforms. */
const stored = (type: string | undefined): string | undefined => (type === 'ip' ? 'text' : type);

describe.each(PLATFORMS.map((one) => [one.schema.id, one] as const))('--schema %s', (id, platform) => {
  const { schema, backend, open, rules, events, typed } = platform;

  it('knows the columns that packs write, in one type each, which is theirs', () => {
    const columns = packColumns(id);
    expect(columns.length).toBeGreaterThan(20);
    const different = columns.filter(({ name, type, list }) => {
      const found = schema.fields.find(name);
      return found?.kind !== 'usable' || !fits(found.type, type) || found.list !== list;
    });
    expect([...new Set(different.map(({ name }) => name))]).toEqual([]);
  });

  it('packs write columns that the documents list, in their types', () => {
    const types = DOCUMENTED[id];
    if (!types) return;
    const documented = new Map(
      Object.entries(types).flatMap(([type, names]) => names.split(' ').map((n) => [n, type])),
    );
    const last = (name: string): string => (id === 'ocsf' ? name.slice(name.lastIndexOf('.') + 1) : name);
    const others = packColumns(id).filter(({ name, type }) => stored(documented.get(last(name))) !== stored(type));
    expect([...new Set(others.map(({ name }) => name))]).toEqual(id === 'ocsf' ? ['reg_value.data'] : []);
  });

  it('a rule in these names finds what it means', async () => {
    const runner = await open('test');
    if (isUnavailable(runner)) return console.log(`${id}: left out, ${runner.missing}`);
    const timed = events.map((event) => ({ '@timestamp': '2026-01-05T09:00:00.000Z', ...event }));
    let hits = 0;
    for (const text of rules) {
      const read = readUnder(schema, 'rule.eql', text);
      expect(read.rule).toMatchObject({ taxonomy: id, time: { timestamp: schema.time } });
      // The tables of runners have their times under this name.
      const loaded = { ...read, rule: { ...read.rule, time: { timestamp: '@timestamp' } } };
      const answer = await runner.run({ loaded, backend, events: timed });
      if (isFault(answer)) throw new Error(`${answer.fault.reason}\n${answer.fault.text}`);
      const expected = verdictsOf(loaded.rule, timed);
      const [way] = answer.ways;
      expect([text, way?.verdicts]).toEqual([text, expected]);
      hits += expected.filter(Boolean).length;
    }
    expect(hits).toBeGreaterThanOrEqual(rules.length - 1);
  });

  it('a number is compared as one where the column holds numbers', () => {
    const [rule, written] = typed;
    expect(convertRule(readUnder(schema, 'rule.eql', rule), backend).text).toContain(written);
    const bare = { ...schema, fields: { ...schema.fields, find: () => undefined } };
    expect(convertRule(readUnder(bare, 'rule.eql', rule), backend).text).not.toContain(written);
  });
});
