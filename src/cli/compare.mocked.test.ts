import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { keptConsole, lyingLibrary, type Planted } from '../../test/planted/lying-lanes.ts';

const planted = vi.hoisted((): Planted => ({ lies: false, written: [] }));

vi.mock('../index.ts', async (original) => lyingLibrary(await original(), planted));
vi.mock('./console.ts', async (original) => keptConsole(await original(), planted));

const { compare } = await import('./compare.ts');

const folder = mkdtempSync(join(tmpdir(), 'isorule-'));
const path = join(folder, 'rule.eql');
writeFileSync(path, 'process where process.name == "a.exe"\n');
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  planted.lies = false;
});

async function run(format: 'text' | 'json' | 'html'): Promise<{ readonly code: number; readonly text: string }> {
  planted.written.length = 0;
  const code = await compare([path], { to: 'js', format, seed: 1, count: 20 }, {});
  return { code, text: planted.written.join('') };
}

test('an output that says what the rule says is no finding, in every format', async () => {
  const [text, json, html] = [await run('text'), await run('json'), await run('html')];
  expect([text.code, json.code, html.code]).toEqual([0, 0, 0]);
  expect(text.text).toContain('js');
  const { rules } = JSON.parse(json.text) as { readonly rules: readonly unknown[] };
  expect(rules).toHaveLength(1);
  expect(json.text).not.toContain(':"unannounced"');
  expect(html.text).toMatch(/^<!doctype html>/i);
});

test.each([
  ['text', 'unannounced'],
  ['json', ':"unannounced"'],
  ['html', 'unannounced'],
] as const)('an unannounced difference is exit code 1: %s', async (format, said) => {
  planted.lies = true;
  const { code, text } = await run(format);
  expect(code).toBe(1);
  expect(text).toContain(said);
});
