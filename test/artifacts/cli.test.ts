import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';

let folder = '';
let rule = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'isorule-'));
  rule = join(folder, 'rule.eql');
  writeFileSync(rule, 'process where event.type == "start" and process.name : "a.exe"\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a conversion into a folder of its own: the exit code, and the names of what was written. */
async function run(name: string, ...flags: readonly string[]): Promise<readonly [number, readonly string[]]> {
  const into = join(folder, name);
  const code = await main(['convert', rule, '-o', into, ...flags]);
  return [code, readdirSync(folder).includes(name) ? readdirSync(into).sort() : []];
}

describe('isorule convert --artifact', () => {
  it('writes files by the names of artifacts', async () => {
    expect(await run('two', '--artifact', 'sentinel-yaml, defender', '--mapping', 'defender-xdr')).toEqual([
      0,
      ['rule.defender.json', 'rule.sentinel.yaml'],
    ]);
  });

  it('chooses among the targets of an artifact with --to', async () => {
    expect(await run('chosen', '--artifact', 'sql-view', '--to', 'sql:duckdb,sql:sqlite')).toEqual([
      0,
      ['rule.view.duckdb.sql', 'rule.view.sqlite.sql'],
    ]);
  });

  it('ends with 1 where the platform would not take the file', async () => {
    expect(await run('refused', '--artifact', 'sentinel-arm')).toEqual([1, []]);
  });

  it.each([
    ['an unknown name', ['--artifact', 'sentinel']],
    ['a target that makes none', ['--artifact', 'kibana', '--to', 'kusto']],
    ['neither targets nor artifacts', []],
  ])('ends with 3 for %s', async (_what, flags) => {
    expect(await run('usage', ...flags)).toEqual([3, []]);
  });
});

describe('isorule convert --no-scan', () => {
  it.each([
    [[], /\| scan /],
    [['--no-scan'], /next\(Kind\)/],
  ])('%j', async (flags, form) => {
    const [path, into] = [join(folder, 'pair.eql'), join(folder, `pair${flags.length}`)];
    writeFileSync(path, 'sequence by host.id [process where true] [file where true]\n');
    expect(await main(['convert', path, '--to', 'kusto', '-o', into, ...flags])).toBe(0);
    const [name = ''] = readdirSync(into);
    const text = readFileSync(join(into, name), 'utf8');
    expect(text).toMatch(form);
    expect(/\bscan\b/.test(text)).toBe(flags.length === 0);
  });
});
