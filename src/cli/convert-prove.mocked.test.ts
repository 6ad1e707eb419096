import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { keptConsole, lyingLibrary, type Planted } from '../../test/planted/lying-lanes.ts';

const planted = vi.hoisted((): Planted => ({ lies: false, written: [] }));

vi.mock('../index.ts', async (original) => lyingLibrary(await original(), planted));
vi.mock('./console.ts', async (original) => keptConsole(await original(), planted));

const { main } = await import('./main.ts');
const { VERSION } = await import('./version.ts');

const EQL = 'process where event.type == "start" and process.name : "a.exe" and length(process.args) > 3\n';
const SIGMA = `title: Whoami
id: 5d7a2f0e-6c1c-4b1a-9f6e-0a4a7f2c1d11
status: test
level: low
logsource: {product: windows, category: process_creation}
detection:
  selection:
    Image|endswith: \\whoami.exe
    CommandLine|contains: [' /all', ' /priv']
  condition: selection
`;

const SEQUENCE =
  'sequence by host.id with maxspan=1m\n[process where event.type == "start" and process.name : "a.exe"]\n[network where destination.port == 443]\n';
const CORRELATION = `title: Both
correlation: {type: temporal_ordered, rules: [whoami, dropped], group-by: [Computer, User], timespan: 5m}
---
title: Whoami
name: whoami
logsource: {category: process_creation, product: windows}
detection: {sel: {Image|endswith: '\\\\whoami.exe'}, condition: sel}
---
title: Dropped
name: dropped
logsource: {category: file_event, product: windows}
detection: {sel: {TargetFilename|endswith: '.exe'}, condition: sel}
`;
const LACKS =
  'sequence by host.id with maxspan=1m\n[process where event.type == "start" and process.name : "a.exe" and process.exit_code == 1]\n[network where destination.port == 443]\n';
const PIPELINE = `name: ours
priority: 1
transformations:
  - type: field_name_mapping
    mapping: {Image: exe, CommandLine: line}
`;
const KEPT = `id: kept
from: ecs
time: ts
unmapped: keep
tables:
  - id: all
    serves: {categories: [process]}
    table: processes
    fields:
      process.name: exe
`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'isorule-'));
  writeFileSync(join(folder, 'rule.eql'), EQL);
  writeFileSync(join(folder, 'rule.yml'), SIGMA);
  writeFileSync(join(folder, 'sequence.eql'), SEQUENCE);
  writeFileSync(join(folder, 'lacks.eql'), LACKS);
  writeFileSync(join(folder, 'correlation.yml'), CORRELATION);
  writeFileSync(join(folder, 'pipeline.yml'), PIPELINE);
  writeFileSync(join(folder, 'kept.yml'), KEPT);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  planted.lies = false;
});

async function convert(
  rule: string,
  ...flags: readonly string[]
): Promise<{ readonly code: number; readonly text: string }> {
  planted.written.length = 0;
  const code = await main(['convert', join(folder, rule), ...flags]);
  return { code, text: planted.written.join('') };
}

/** The targets that run wherever isorule does, each with what runs it, its version, and how a comment begins. */
const RUN: readonly (readonly [string, string, string, string])[] = [
  ['sigma', 'isorule, read back', VERSION, '# '],
  ['eql', 'isorule, read back', VERSION, '// '],
  ['splunk', 'isorule, SPL emulator', VERSION, '``` '],
  ['kusto', 'isorule, KQL emulator', VERSION, '// '],
  ['js', 'JavaScript', process.version, '// '],
];

const STAMP = /^(\S+ )proof: (\d+) events on (.+?) (\S+), seed (\d+): (\d+) unannounced differences, (\d+) announced/m;

interface Output {
  readonly written: boolean;
  readonly text?: string;
  readonly proved: boolean;
  readonly proof?: {
    readonly events: number;
    readonly engines: readonly { readonly name: string; readonly version: string }[];
    readonly differences: number;
    readonly announced: number;
    readonly seed: number;
  };
}

interface Said {
  readonly rules: readonly { readonly outputs: readonly Output[] }[];
  readonly diagnostics: readonly { readonly message: string }[];
}

async function outputOf(
  rule: string,
  ...flags: readonly string[]
): Promise<{ code: number; output: Output; diagnostics: Said['diagnostics'] }> {
  const { code, text } = await convert(rule, '--format', 'json', ...flags);
  const { rules, diagnostics } = JSON.parse(text) as Said;
  const [output] = rules[0]?.outputs ?? [];
  if (!output) throw new Error(`no output: ${text}`);
  return { code, output, diagnostics };
}

describe.each(['rule.eql', 'rule.yml'])('isorule convert --prove %s', (rule) => {
  it.each(RUN)('stamps %s with the proof', async (target, name, version, comment) => {
    const { code, text } = await convert(rule, '--to', target, '--prove', '--seed', '7');
    expect(code).toBe(0);
    const [, mark, events, runner, ranBy, seed, differences] = STAMP.exec(text) ?? [];
    expect([mark, runner, ranBy, seed, differences]).toEqual([comment, name, version, '7', '0']);
    expect(Number(events)).toBeGreaterThan(20);
  });

  it.each(RUN)('says the proof of %s to machines, the same as in the text', async (target, name, version) => {
    const { code, output } = await outputOf(rule, '--to', target, '--prove', '--seed', '7');
    const { proof } = output;
    expect([code, output.proved, output.written]).toEqual([0, true, true]);
    expect(proof).toMatchObject({ engines: [{ name, version }], differences: 0, seed: 7 });
    const [, , events, , , , , announced] = STAMP.exec(output.text ?? '') ?? [];
    expect([Number(events), Number(announced)]).toEqual([proof?.events, proof?.announced]);
  });

  it.each(RUN)('without it says nothing of %s', async (target) => {
    const { output } = await outputOf(rule, '--to', target);
    expect(output.proved).toBe(false);
    expect(output.proof).toBeUndefined();
    expect(output.text).not.toContain('proof');
  });

  it('names the seed where none is asked for', async () => {
    const { output } = await outputOf(rule, '--to', 'js', '--prove');
    expect(output.proof?.seed).toBe(1);
  });

  it('stamps files, and artifacts that are text with comments', async () => {
    const into = join(folder, `out-${rule}`);
    const flags = ['--artifact', 'sigma', '-o', into, '--prove'];
    expect((await convert(rule, ...flags)).code).toBe(0);
    const [file = ''] = readdirSync(into);
    expect(readFileSync(join(into, file), 'utf8')).toMatch(STAMP);
  });

  it.each(RUN)('does not write an output of %s that says something else', async (target) => {
    planted.lies = true;
    const { code, output } = await outputOf(rule, '--to', target, '--prove');
    expect(code).toBe(1);
    expect(output).toMatchObject({ written: false, proved: false });
    expect(output.text).toBeUndefined();
    expect(output.proof?.differences).toBeGreaterThan(20);
  });
});

/** Targets with mappings that lead to their columns. */
const MAPPED = [
  ['splunk', 'sysmon'],
  ['splunk', 'cim'],
  ['kusto', 'defender-xdr'],
  ['kusto', 'asim'],
  ['js', 'ocsf'],
] as const;

describe('isorule convert --prove --mapping', () => {
  it.each(MAPPED)('runs the output of %s in the columns of %s', async (target, mapping) => {
    const { code, output } = await outputOf('rule.yml', '--to', target, '--mapping', mapping, '--prove');
    expect([code, output.proved, output.written, output.proof?.differences]).toEqual([0, true, true, 0]);
    expect(output.proof?.events).toBeGreaterThan(20);
    expect(output.text).toMatch(STAMP);
  });

  it.each(MAPPED)('does not write an output of %s in %s that says something else', async (target, mapping) => {
    planted.lies = true;
    const { code, output } = await outputOf('rule.yml', '--to', target, '--mapping', mapping, '--prove');
    expect([code, output.proved, output.written]).toEqual([1, false, false]);
  });

  it.each([
    ['splunk', 'sysmon', 'sequence.eql'],
    ['kusto', 'sysmon', 'sequence.eql'],
    ['kusto', 'defender-xdr', 'sequence.eql'],
    ['splunk', 'sysmon', 'correlation.yml'],
    ['kusto', 'defender-xdr', 'correlation.yml'],
    ['js', 'cim', 'correlation.yml'],
  ])('runs on %s in the columns of %s, also where they lie in several tables: %s', async (target, mapping, rule) => {
    const { output } = await outputOf(rule, '--to', target, '--mapping', mapping, '--prove');
    expect([output.proved, output.written, output.proof?.differences]).toEqual([true, true, 0]);
    expect(output.proof?.events).toBeGreaterThan(10);
  });

  it.each([
    ['of a pipeline, which is not run backwards', 'rule.yml', 'pipeline.yml', 'a pipeline can not be run backwards'],
    ['that says of columns what no event shows', 'rule.eql', 'kept.yml', 'the mapping assumes mapping/unmapped'],
    ['that leaves out tests of a sequence', 'lacks.eql', 'defender-xdr', 'the mapping leaves tests out'],
  ])('does not call an output proved over a mapping %s', async (_, rule, mapping, why) => {
    const path = mapping.endsWith('.yml') ? join(folder, mapping) : mapping;
    const flags = ['--to', 'splunk', '--mapping', path, '--allow', 'differs', '--prove'];
    const { output, diagnostics } = await outputOf(rule, ...flags);
    expect([output.proved, output.proof]).toEqual([false, undefined]);
    expect(diagnostics.map(({ message }) => message).join()).toContain(why);
  });
});
