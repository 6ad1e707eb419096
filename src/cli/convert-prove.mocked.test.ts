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

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'isorule-'));
  writeFileSync(join(folder, 'rule.eql'), EQL);
  writeFileSync(join(folder, 'rule.yml'), SIGMA);
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

async function outputOf(rule: string, ...flags: readonly string[]): Promise<{ code: number; output: Output }> {
  const { code, text } = await convert(rule, '--format', 'json', ...flags);
  const [first] = (JSON.parse(text) as { readonly rules: readonly { readonly outputs: readonly Output[] }[] }).rules;
  const [output] = first?.outputs ?? [];
  if (!output) throw new Error(`no output: ${text}`);
  return { code, output };
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

  it('does not call a sequence proved: its mapping is not held against the rule', async () => {
    writeFileSync(
      join(folder, 'sequence.eql'),
      'sequence by host.id with maxspan=1m\n[process where true]\n[file where true]\n',
    );
    const mapped = await outputOf('sequence.eql', '--to', 'splunk', '--mapping', 'sysmon', '--prove');
    expect([mapped.output.proved, mapped.output.proof]).toEqual([false, undefined]);
    const plain = await outputOf('sequence.eql', '--to', 'splunk', '--prove');
    expect([plain.output.proved, plain.output.written]).toEqual([true, true]);
  });
});
